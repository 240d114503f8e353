#include "note.h"

#include <unistd.h>

#include "io.h"
#include "options.h"

static bool
debugs_macros(struct call *call)
{
	static const char *const flags[] = {NOTE_MACRO_DEBUG};

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (words_have(&call->words, SPACE_CC, str_of(flags[i])))
			return true;
	return false;
}

/*
 * cc -c a.c becomes
 * cc -isystem DIR -include hardcc-note.h -DHARDCC_NOTE_POLICY="0123456789abcdef" -c a.c
 *
 * The preprocessor fills the note in, so that it says what the compiler saw. Behind the user's own
 * -include, or a precompiled header would be lost; as a system header, so that it never warns and
 * -MMD does not list it.
 */
void
note_edit(struct call *call, struct edit *e)
{
	struct str directory = call->settings->of[SETTING_DATADIR].value;
	struct args *to = &call->plan.added;
	const struct command *cmd = &call->command;
	struct buf policy = {0};
	bool mapped;

	e->word = str_of(str_join3(directory, STR("/"), STR(NOTE_HEADER)));
	e->reason = call->plan.noted ? NOTHING_TO_DO : NO_NOTE;
	if (call->plan.noted || access(e->word.p, R_OK) != 0)
		return;
	e->reason = BECAUSE_RULE;
	call->plan.noted = true;
	for (size_t i = 0; i < cmd->n; i++)
		if (cmd->arg[i].opt && cmd->arg[i].opt->role == INCLUDE)
			to = &call->plan.forced;
	buf_text(&policy, NOTE_POLICY "\"");
	buf_hex(&policy, policy_id(call));
	if (call->route.on && call->route.libc == LIBC_MUSL)
		buf_text(&policy, NOTE_LIBC);
	if (fact_holds(&call->facts, FACT_GOSTD)) /* it opts out of the stack protector itself: verify must tell */
		buf_text(&policy, NOTE_STANDARD);
	buf_char(&policy, '"');
	mapped = debugs_macros(call);
	if (mapped) /* as gcc will write it: it takes a/../ out of a path before it looks for a prefix */
		directory = real_path(directory.p);
	args_push(to, NOTE_SEARCH);
	args_push(to, directory.p);
	args_push(to, NOTE_INCLUDE);
	args_push(to, NOTE_HEADER);
	args_push(to, policy.p);
	if (mapped)
		args_push(to, str_join3(STR(NOTE_PREFIX_MAP), directory, STR(NOTE_PREFIX)));
	e->result = ADDED;
	e->flag = str_of(policy.p);
}
