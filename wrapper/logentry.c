#include "logentry.h"

#include <sys/wait.h>
#include <unistd.h>

#include "explain.h"
#include "io.h"
#include "json.h"
#include "options.h"
#include "secret.h"

enum {
	VERSION = 1,
	LINE_USUAL = 8 * 1024, /* bytes */
	ENDING_ROOM = 128,     /* more than five numbers and their names */
	CWD_USUAL = 256,
	CWD_LIMIT = 4096,
};

static void
text_field(struct buf *b, const char *key, struct str value)
{
	if (value.n > 0) {
		json_field(b, key, value);
	} else {
		json_key(b, key);
		buf_text(b, "null");
	}
}

static bool
secret_in(struct str word)
{
	return secret_hidden(word).p != word.p;
}

/* Is there anything to hide? For most calls that is asked only once a word. */
static bool
any_secret(const struct call *call)
{
	const struct args *ours[] = {&call->plan.added, &call->plan.forced};

	for (size_t i = 0; i < call->command.n; i++)
		if (secret_may_be(call->command.arg[i].text.p) && secret_in(call->command.arg[i].text))
			return true;
	for (size_t i = 0; i < COUNT(ours); i++)
		for (size_t j = 0; j < ours[i]->n; j++)
			if (secret_may_be(ours[i]->v[j]) && secret_in(str_of(ours[i]->v[j])))
				return true;
	return false;
}

/* A word of a list. */
static void
word(struct buf *b, struct str text, bool secrets)
{
	if (b->p[b->n - 1] != '[')
		buf_char(b, ',');
	json_string(b, secrets ? secret_hidden(text) : text);
}

static void
words(struct buf *b, const char *key, const struct args *list, bool secrets)
{
	json_key(b, key);
	buf_char(b, '[');
	for (size_t i = 0; i < list->n; i++)
		word(b, str_of(list->v[i]), secrets);
	buf_char(b, ']');
}

/* The user's words, response files opened. */
static void
received(const struct call *call, struct buf *b, bool secrets)
{
	json_key(b, "argv");
	buf_char(b, '[');
	json_string(b, str_of(call->command.argv[0]));
	for (size_t i = 0; i < call->command.n; i++) {
		buf_char(b, ',');
		json_string(b, secrets ? secret_hidden(call->command.arg[i].text) : call->command.arg[i].text);
	}
	buf_char(b, ']');
}

static bool
has_word(struct str list, const char *word)
{
	while (list.n > 0)
		if (str_is_text(str_split(&list, ' '), word))
			return true;
	return false;
}

/* "c", as -x names it; "c assembler-with-cpp" where there are several. */
static void
language(const struct call *call, struct buf *b)
{
	struct buf names = {0};

	for (size_t i = 0; i < call->command.ninput; i++) {
		const struct language *l = call->command.input[i].language;

		if (!l || has_word(buf_str(&names), l->name))
			continue;
		if (names.n > 0)
			buf_char(&names, ' ');
		buf_text(&names, l->name);
	}
	text_field(b, "language", buf_str(&names));
}

static void
sources(const struct call *call, struct buf *b)
{
	json_key(b, "sources");
	buf_char(b, '[');
	for (size_t i = 0; i < call->command.ninput; i++)
		if (call->command.input[i].language)
			word(b, call->command.input[i].path, false);
	buf_char(b, ']');
}

static bool
names_place(const struct option *o)
{
	static const char *const places[] = {LOG_PLACES};

	switch (o ? (enum role)o->role : DEFINE) {
	case END:
	case INCLUDE:
	case LANGUAGES:
	case LIBRARY:
	case LIBRARY_SEARCH:
	case OUTPUTS:
	case SEARCH:
		return true;
	case PLAIN:
		break;
	default:
		return false;
	}
	for (size_t i = 0; i < COUNT(places); i++)
		if (str_is_text(str_of(o->name), places[i]))
			return true;
	return false;
}

static void
flags_of(struct buf *b, const struct command *cmd, bool secrets)
{
	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *a = &cmd->arg[i], *option = a->operand ? a - 1 : a;

		if (!a->input && !names_place(option->opt))
			word(b, a->text, secrets);
	}
}

/* Ours, but for those that only say where the note's header is. */
static void
our_flags(struct buf *b, const struct plan *plan, const struct args *ours, bool secrets)
{
	enum { PLACE = 4 }; /* words before what the note is told */

	for (size_t i = 0; i < ours->n; i++)
		if (plan->note_in != ours || i >= plan->note_at || i + PLACE < plan->note_at)
			word(b, str_of(ours->v[i]), secrets);
}

/* The words that are run and say how: no inputs, no files, no directories; response files opened. */
static void
flags(const struct call *call, struct buf *b, bool secrets)
{
	const struct plan *plan = &call->plan;
	size_t skip = call->compiler.launcher ? 1 : 0;
	struct command run;

	json_key(b, "flags");
	buf_char(b, '[');
	if (plan->changed || call->route.on) {
		command_parse(&run, call->command.name, (int)(plan->argv.n - skip),
		    (char *const *)(uintptr_t)(plan->argv.v + skip));
		flags_of(b, &run, secrets);
	} else {
		our_flags(b, plan, &plan->added, secrets);
		flags_of(b, &call->command, secrets);
		our_flags(b, plan, &plan->forced, secrets);
	}
	buf_char(b, ']');
}

struct buf
logentry_begin(struct call *call)
{
	char *cwd = arena_bytes(CWD_USUAL);
	struct buf b = {0}, id = {0};
	bool secrets = any_secret(call);

	buf_reserve(&b, LINE_USUAL);
	memset(b.p, ' ', ENDING_ROOM);
	b.n = ENDING_ROOM;
	if (!getcwd(cwd, CWD_USUAL) && !getcwd(cwd = arena_bytes(CWD_LIMIT), CWD_LIMIT))
		*cwd = '\0';
	text_field(&b, "cwd", str_of(cwd));
	json_field(&b, "name", call->command.name.whole);
	json_field(&b, "real", str_of(call->compiler.path));
	text_field(&b, "compiler", call->compiler.line);
	json_field(&b, "kind", str_of(kind_name(call->command.kind, &call->facts)));
	language(call, &b);
	sources(call, &b);
	text_field(&b, "output", call->command.output);
	received(call, &b, secrets);
	words(&b, "run", &call->plan.argv, secrets);
	explain_edits(call, &b, true, secrets);
	explain_left_out(call, &b);
	explain_link(call, &b);
	flags(call, &b, secrets);
	text_field(&b, "profile", call->policy.pool ? policy_text(&call->policy, call->policy.name) : STR(""));
	if (call->policy.pool)
		buf_hex(&id, policy_id(call));
	text_field(&b, "policy", buf_str(&id));
	text_field(&b, "go_package", call->settings->var[VAR_GO_PACKAGE]);
	json_field_number(&b, "parent", (uint64_t)getppid());
	buf_text(&b, "}\n");
	return b;
}

struct str
logentry_finish(struct buf *line, int status, uint64_t time, uint64_t duration)
{
	struct buf b = {0};

	buf_char(&b, '{');
	json_field_number(&b, "v", VERSION);
	json_field_number(&b, "time", time);
	json_field_number(&b, "duration_us", duration);
	json_field_number(&b, "status", (uint64_t)(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)));
	json_field_number(&b, "signal", (uint64_t)(WIFSIGNALED(status) ? WTERMSIG(status) : 0));
	memcpy(line->p + ENDING_ROOM - b.n, b.p, b.n);
	return str_cut(buf_str(line), ENDING_ROOM - b.n);
}
