#include "record/record.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/json.h"
#include "command/options.h"
#include "command/secret.h"
#include "plan/classify.h"
#include "plan/id.h"
#include "record/explain.h"

enum {
	VERSION = 1,
	LINE_USUAL = 8 * 1024, /* bytes */
	ENDING_ROOM = 128,     /* more than five numbers and their names */
};

static void
text_field(struct buf *b, const char *key, struct str value)
{
	json_key(b, key);
	if (value.n > 0)
		json_string(b, value);
	else
		buf_text(b, "null");
}

/* A word of a list. */
static void
word(struct buf *b, struct str text)
{
	char *to;

	buf_reserve(b, JSON_ROOM(text.n) + 1);
	to = b->p + b->n;
	if (to[-1] != '[')
		*to++ = ',';
	to = json_put(to, text);
	*to = '\0';
	b->n = (size_t)(to - b->p);
}

/* The user's words, response files opened. Where each stands in the line is kept in at, with its comma: most of them
 * come twice more, and are copied from there. */
static void
received(const struct call *call, struct buf *b, size_t *at)
{
	const struct command *cmd = &call->command;

	json_key(b, "argv");
	buf_char(b, '[');
	json_string(b, str_of(cmd->argv[0]));
	for (size_t i = 0; i < cmd->n; i++) {
		at[i] = b->n;
		word(b, secret_hidden(cmd->arg[i].text));
	}
	at[cmd->n] = b->n;
	buf_char(b, ']');
}

/* What stands in the line already, once more: places of words, as received and ran keep them. */
struct again {
	struct buf *b;
	size_t from, to;
};

static void
again_end(struct again *a)
{
	size_t comma = a->b->p[a->b->n - 1] == '[';

	if (a->to > a->from)
		buf_add(a->b, str_cut(str_head(buf_str(a->b), a->to), a->from + comma));
}

/* Neighbours are copied together. */
static void
again(struct again *a, size_t from, size_t to)
{
	if (from != a->to) {
		again_end(a);
		a->from = from;
	}
	a->to = to;
}

/* Are the words that are run from here on those that were received? */
static bool
as_received(const struct call *call, size_t from)
{
	const struct command *cmd = &call->command;
	const struct args *run = &call->plan.argv;

	if (cmd->n == 0 || cmd->n + 1 != cmd->argc || cmd->n > run->n - from)
		return false;
	for (size_t i = 0; i < cmd->n; i++)
		if (run->v[from + i] != cmd->argv[i + 1] || cmd->arg[i].quoted)
			return false;
	return true;
}

/* Where each stands is kept in run_at but for those that were received. */
static void
ran(const struct call *call, struct buf *b, const size_t *at, size_t *run_at)
{
	const struct args *run = &call->plan.argv;
	size_t n = call->command.n;

	json_key(b, "run");
	buf_char(b, '[');
	for (size_t i = 0; i < run->n; i++) {
		run_at[i] = b->n;
		if (as_received(call, i)) {
			again_end(&(struct again){b, at[0], at[n]});
			i += n - 1;
		} else {
			word(b, secret_hidden(str_of(run->v[i])));
		}
	}
	run_at[run->n] = b->n;
	buf_char(b, ']');
}

/* "c", as -x names it; "c assembler-with-cpp" where there are several. */
static void
language(const struct call *call, struct buf *b)
{
	struct buf names = {0};

	for (size_t i = 0; i < call->command.ninput; i++) {
		const struct language *l = call->command.input[i].language;

		if (l && names.n > 0)
			buf_list(&names, str_of(l->name));
		else if (l)
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
			word(b, secret_hidden(call->command.input[i].path));
	buf_char(b, ']');
}

/* Ours, but for those that only say where the note's header is. */
static void
our_flags(struct again *a, const struct plan *plan, const struct args *ours, const size_t *run_at)
{
	for (size_t i = 0; i < ours->n; i++)
		if (plan->note_in != ours || i >= plan->note_at || i < plan->note_from)
			again(a, run_at[i], run_at[i + 1]);
}

/* Nothing of the user's was changed: all the words stand in argv or in run. */
static void
flags_again(const struct call *call, struct buf *b, const size_t *at, const size_t *run_at)
{
	const struct plan *plan = &call->plan;
	size_t skip = call->compiler.launcher ? 2 : 1;
	struct again a = {.b = b};

	our_flags(&a, plan, &plan->added, run_at + skip);
	for (size_t i = 0; i < call->command.n; i++)
		if (command_says_how(&call->command, i))
			again(&a, at[i], at[i + 1]);
	our_flags(&a, plan, &plan->forced, run_at + plan->argv.n - plan->forced.n);
	again_end(&a);
}

/* The words that are run and say how: no inputs, no files, no directories; response files opened. */
static void
flags(const struct call *call, struct buf *b, const size_t *at, const size_t *run_at)
{
	const struct plan *plan = &call->plan;
	struct args words = {0};
	struct command run;

	json_key(b, "flags");
	buf_char(b, '[');
	if (plan->changes.n > 0 || call->route.on || (plan->shortened && plan->added.n + plan->forced.n > 0)) {
		args_push(&words, call->compiler.path);
		args_add(&words, plan->added.v, plan->added.n);
		rewrite_apart(&plan->changes, &words, &plan->forced);
		command_parse(&run, call->command.name, (int)words.n, (char *const *)(uintptr_t)words.v);
		for (size_t i = 0; i < run.n; i++)
			if (command_says_how(&run, i))
				word(b, secret_hidden(run.arg[i].text));
	} else {
		flags_again(call, b, at, run_at);
	}
	buf_char(b, ']');
}

struct buf
logentry_begin(struct call *call)
{
	size_t *at = arena_alloc(call->command.n + call->plan.argv.n + 2, sizeof *at), *run_at = at + call->command.n + 1;
	struct buf b = {0}, id = {0};
	struct str cwd = here(); /* before the line's room, most of which is never touched */

	buf_reserve(&b, LINE_USUAL);
	memset(b.p, ' ', ENDING_ROOM);
	b.n = ENDING_ROOM;
	text_field(&b, "cwd", cwd);
	json_field(&b, "name", call->command.name.whole);
	json_field(&b, "real", str_of(call->compiler.path));
	text_field(&b, "compiler", call->compiler.line);
	json_field(&b, "kind", str_of(kind_name(call->command.kind, &call->facts)));
	language(call, &b);
	sources(call, &b);
	text_field(&b, "output", secret_hidden(call->command.output));
	received(call, &b, at);
	ran(call, &b, at, run_at);
	explain_edits(call, &b, EDITS_LOGGED);
	explain_edits(call, &b, EDITS_LEFT_OUT);
	explain_link(call, &b);
	explain_opaque(call, &b);
	flags(call, &b, at, run_at);
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
