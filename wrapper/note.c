#include "note.h"

#include <unistd.h>

#include "options.h"

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

	e->word = str_of(str_join3(directory, STR("/"), STR(NOTE_HEADER)));
	if (access(e->word.p, R_OK) != 0) {
		e->reason = NO_NOTE;
		return;
	}
	for (size_t i = 0; i < cmd->n; i++)
		if (cmd->arg[i].opt && cmd->arg[i].opt->role == INCLUDE)
			to = &call->plan.forced;
	buf_text(&policy, NOTE_POLICY "\"");
	buf_hex(&policy, policy_id(call));
	buf_char(&policy, '"');
	args_push(to, NOTE_SEARCH);
	args_push(to, directory.p);
	args_push(to, NOTE_INCLUDE);
	args_push(to, NOTE_HEADER);
	args_push(to, policy.p);
	e->result = ADDED;
	e->flag = str_of(policy.p);
}
