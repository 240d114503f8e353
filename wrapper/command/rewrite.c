#include "command/rewrite.h"

#include <errno.h>

#include "base/error.h"
#include "base/io.h"
#include "base/process.h"
#include "command/options.h"
#include "command/response.h"

/* A part of a list that changes: n bytes at offset become by, or go with their comma. */
struct cut {
	unsigned offset;
	struct str by;
	const struct cut *next;
};

/* What has become of a word of the user's. */
struct fate {
	bool gone, touched;
	struct str text;
	const struct cut *cuts;
};

/* -Wl,a,b,c with its cuts made; nothing where nothing is left. */
static struct str
list_with_cuts(const struct arg *a, const struct cut *cuts)
{
	struct buf b = {0};
	unsigned offset = a->opt->length;
	bool any = false;

	buf_add(&b, str_head(a->text, offset));
	for (struct str rest = str_cut(a->text, offset); rest.n > 0;) {
		struct str word = str_split(&rest, ',');
		const struct cut *cut = cuts;

		while (cut && cut->offset != offset)
			cut = cut->next;
		offset += (unsigned)word.n + 1;
		if (cut)
			word = cut->by;
		if (cut && word.n == 0)
			continue;
		if (any)
			buf_char(&b, ',');
		any = true;
		buf_add(&b, word);
	}
	return any ? buf_str(&b) : STR("");
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
	struct cut *cut;

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
	cut = arena_alloc(sizeof *cut, 1);
	*cut = (struct cut){piece.offset, bare(by), f->cuts};
	f->cuts = cut;
}

/* @/proc/self/fd/N, which the driver opens as it would any other. */
static const char *
response_file(struct str text)
{
	struct buf name = {0};
	int fd = memory_file(text);

	if (fd < 0)
		fatal(EXIT_OURS, "cannot make a response file in memory:");
	buf_text(&name, "@/proc/self/fd/");
	buf_number(&name, (uint64_t)fd);
	return name.p;
}

void
rewrite_shorten(struct args *argv, size_t keep)
{
	struct buf b = {0};

	for (size_t i = keep; i < argv->n; i++)
		response_quote(&b, str_of(argv->v[i]));
	argv->n = keep;
	args_push(argv, response_file(buf_str(&b)));
}

static bool
is_end(const struct arg *a)
{
	return a->opt && a->opt->role == END;
}

static const char *
in_memory(const struct command *cmd, const struct fate *fates, size_t from, size_t to, const struct args *forced)
{
	struct buf b = {0};

	for (size_t i = from; i < to; i++) {
		for (size_t j = 0; is_end(&cmd->arg[i]) && j < forced->n; j++)
			response_quote(&b, str_of(forced->v[j]));
		if (!fates[i].gone)
			response_quote(&b, fates[i].touched ? fates[i].text : cmd->arg[i].text);
	}
	return response_file(buf_str(&b));
}

/* One word of the user's argv: itself, changed, gone, or a response file. */
static void
push_word(const struct command *cmd, const struct fate *fates, struct args *argv, size_t from, size_t to,
    const struct args *forced, const char *word)
{
	bool touched = false, quoted = to > from && cmd->arg[from].quoted;

	for (size_t i = from; i < to; i++)
		touched = touched || fates[i].touched || (quoted && forced->n > 0 && is_end(&cmd->arg[i]));
	for (size_t i = from; !quoted && i < to && is_end(&cmd->arg[i]); i++)
		for (size_t j = 0; j < forced->n; j++)
			args_push(argv, forced->v[j]);
	if (!touched)
		args_push(argv, word);
	else if (quoted)
		args_push(argv, in_memory(cmd, fates, from, to, forced));
	else if (!fates[from].gone)
		args_push(argv, str_dup(fates[from].text));
}

/* The forced words come last, but before a "--": behind it there are only inputs. */
void
rewrite_words(const struct rewrite *r, struct args *argv, const struct args *forced)
{
	const struct command *cmd = r->cmd;
	struct fate *fates;
	size_t from = 0;

	if (r->n == 0 && (forced->n == 0 || cmd->end == cmd->argc)) {
		args_add(argv, (const char *const *)cmd->argv + 1, cmd->argc - 1);
		args_add(argv, forced->v, forced->n);
		return;
	}
	fates = arena_alloc(sizeof *fates, cmd->n + 1);
	for (size_t i = 0; i < cmd->n; i++)
		fates[i].text = cmd->arg[i].text;
	for (size_t i = 0; i < r->n; i++) {
		const struct word *word = &r->words->of[r->change[i].word];

		change(cmd, fates, word->piece, r->change[i].by);
		if (word->second > 0)
			change(cmd, fates, r->words->second[word->second - 1], STR(""));
	}
	for (size_t i = 0; i < cmd->n; i++) {
		if (!fates[i].cuts)
			continue;
		fates[i].text = list_with_cuts(&cmd->arg[i], fates[i].cuts);
		fates[i].gone = fates[i].text.n == 0;
	}
	for (unsigned at = 1; at < cmd->argc; at++) {
		size_t to = from;

		while (to < cmd->n && cmd->arg[to].at == at)
			to++;
		push_word(cmd, fates, argv, from, to, forced, cmd->argv[at]);
		from = to;
	}
	for (size_t j = 0; cmd->end == cmd->argc && j < forced->n; j++)
		args_push(argv, forced->v[j]);
}
