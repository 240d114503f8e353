#include "rewrite.h"

#include <errno.h>

#include "error.h"
#include "io.h"
#include "options.h"
#include "response.h"

/* What has become of a word of the user's. */
struct fate {
	bool gone, touched;
	struct str text;
};

/* One comma-separated part of a list at offset: replaced, or gone with its comma. */
static struct str
list_without(const struct arg *a, struct str text, unsigned skip, unsigned n, struct str by)
{
	struct str part = {a->text.p + skip, n};
	struct buf b = {0};
	size_t from = a->opt->length;
	bool first = true;

	buf_add(&b, str_head(text, from));
	for (struct str rest = str_cut(text, from); rest.n > 0;) {
		struct str word = str_split(&rest, ',');

		if (str_is(word, part) && part.p) { /* the first of its kind is as good as any */
			part.p = NULL;
			if (by.n == 0)
				continue;
			word = by;
		}
		if (!first)
			buf_char(&b, ',');
		first = false;
		buf_add(&b, word);
	}
	return first ? STR("") : buf_str(&b);
}

static struct str
bare(struct str by)
{
	const struct option *o = by.n > 0 ? option_find(by) : NULL;

	return o && (o->role == LINKER_LIST || o->role == CPP_LIST || o->role == ASSEMBLER_LIST)
	    ? str_cut(by, o->length)
	    : by;
}

/* Changes what one piece of a word stands in; by is empty for all pieces but the first. */
static void
change(const struct command *cmd, struct fate *fates, struct piece piece, struct str by)
{
	const struct arg *a = &cmd->arg[piece.arg];
	struct fate *f = &fates[piece.arg];

	f->touched = true;
	if (a->operand) { /* its option goes or stays with it: -Xlinker WORD, -D X */
		const struct arg *option = a - 1;
		bool carries = option->opt &&
		    (option->opt->role == LINKER_WORD || option->opt->role == CPP_WORD ||
			option->opt->role == ASSEMBLER_WORD);

		fates[piece.arg - 1].touched = true;
		f->gone = true;
		if (carries) {
			fates[piece.arg - 1].gone = by.n == 0;
			fates[piece.arg - 1].text = by;
		}
		return;
	}
	if (piece.offset == 0) {
		f->gone = by.n == 0;
		f->text = by;
		return;
	}
	f->text = list_without(a, f->text, piece.offset, piece.n, bare(by));
	f->gone = f->text.n == 0;
}

static const char *
in_memory(const struct command *cmd, const struct fate *fates, size_t from, size_t to)
{
	struct buf b = {0}, name = {0};
	int fd;

	for (size_t i = from; i < to; i++)
		if (!fates[i].gone)
			response_quote(&b, fates[i].touched ? fates[i].text : cmd->arg[i].text);
	fd = memory_file(buf_str(&b));
	if (fd < 0)
		fatal(EXIT_OURS, "cannot make a response file in memory:");
	buf_text(&name, "@/proc/self/fd/");
	buf_number(&name, (uint64_t)fd);
	return name.p;
}

/* One word of the user's argv: itself, changed, gone, or a response file. */
static void
push_word(const struct command *cmd, const struct fate *fates, struct args *argv, size_t from, size_t to,
    const char *word)
{
	bool touched = false;

	for (size_t i = from; i < to; i++)
		touched = touched || fates[i].touched;
	if (!touched)
		args_push(argv, word);
	else if (cmd->arg[from].quoted)
		args_push(argv, in_memory(cmd, fates, from, to));
	else if (!fates[from].gone)
		args_push(argv, str_dup(fates[from].text));
}

void
rewrite_words(const struct rewrite *r, struct args *argv, const struct args *forced)
{
	const struct command *cmd = r->cmd;
	struct fate *fates = arena_alloc(sizeof *fates, cmd->n + 1);
	size_t from = 0;

	for (size_t i = 0; i < cmd->n; i++)
		fates[i].text = cmd->arg[i].text;
	for (size_t i = 0; i < r->n; i++)
		for (unsigned j = 0; j < r->word[i]->npiece; j++)
			change(cmd, fates, r->word[i]->piece[j], j == 0 ? r->by[i] : STR(""));
	for (unsigned at = 1; at <= cmd->argc; at++) {
		size_t to = from;

		if (at == cmd->end) /* before "--": behind it there are only inputs */
			for (size_t j = 0; j < forced->n; j++)
				args_push(argv, forced->v[j]);
		while (to < cmd->n && cmd->arg[to].at == at)
			to++;
		if (at < cmd->argc)
			push_word(cmd, fates, argv, from, to, cmd->argv[at]);
		from = to;
	}
}
