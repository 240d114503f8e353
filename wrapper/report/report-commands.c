/*
 * compile_commands.json: an entry for each C and C++ source that was compiled and is still there, the last call that
 * made its object. The words are the user's behind the real compiler: ours are for that one alone. Of several sources and
 * objects in one call only the one is left, for clang's tools take no more, and of a link nothing but the compile.
 */
#include <unistd.h>

#include "base/error.h"
#include "base/json.h"
#include "report/report.h"
#include "verify/verify.h"

/* Words for the linker, with which clang's tools have nothing to do, and say so. */
static bool
for_linker(const struct arg *arg)
{
	static const uint8_t roles[] = {KIND_OF_LINK, LIBRARY, LIBRARY_SEARCH, LINKER, LINKER_KEY, LINKER_LIST, LINKER_WORD};

	for (size_t i = 0; i < COUNT(roles) && arg->opt; i++)
		if (arg->opt->role == roles[i])
			return true;
	return false;
}

static void
entry(struct report *r, struct past *past, unsigned source, bool first)
{
	const struct command *cmd = &past->call.command;
	struct buf *out = &r->verify.out;
	struct args words = {0};
	unsigned input = 0;
	bool drops = false;

	args_push(&words, past->call.compiler.path);
	for (size_t i = 0; i < cmd->n; i++) {
		drops = cmd->arg[i].operand ? drops : for_linker(&cmd->arg[i]);
		if (!drops && (!cmd->arg[i].input || input++ == source))
			args_push(&words, cmd->arg[i].text.p);
	}
	buf_text(out, first ? "" : ",");
	json_format(out, "\n{directory:%.*s file:%.*s", FMT(past->line.cwd), FMT(cmd->input[source].path));
	if (cmd->output.n > 0)
		json_field(out, "output", cmd->output);
	json_words(out, "arguments", words.v, words.n);
	buf_char(out, '}');
}

void
report_commands(struct report *r)
{
	size_t n = 0, gone = 0;

	buf_char(&r->verify.out, '[');
	for (size_t i = 0; i < r->nunit; i++) {
		const struct unit_line *u = &r->unit[i];
		struct arena before = arena_leave(r->scratch, REPORT_SCRATCH);
		struct past *past = arena_alloc(sizeof *past, 1);
		struct str line = report_line_again(r, u);

		if (line.p && past_read(past, &r->settings, line) && u->source < past->call.command.ninput) {
			if (access(past_path(past, past->call.command.input[u->source].path).p, F_OK) == 0)
				entry(r, past, u->source, n++ == 0);
			else
				gone++;
		}
		verify_flush(&r->verify);
		arena_return(before);
	}
	buf_text(&r->verify.out, "\n]\n");
	if (gone > 0)
		warn("%zu source%s left out, which %s not there any more", gone, gone == 1 ? "" : "s", gone == 1 ? "is" : "are");
}
