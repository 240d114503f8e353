#include "command/rewrite.h"

#include "base/error.h"
#include "base/io.h"
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
	struct args before; /* of a "--": the forced words */
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

/* Changes what one piece of a word stands in; by is empty for all pieces but the first. */
static void
change(const struct command *cmd, struct fate *fates, struct piece piece, struct str by)
{
	const struct arg *a = &cmd->arg[piece.arg];
	struct fate *f = &fates[piece.arg];
	const struct option *o;
	struct cut *cut;

	f->touched = true;
	if (a->operand) { /* its option goes or stays with it: -Xlinker WORD, -D X */
		f->gone = true;
		f[-1].touched = true;
		if (reading_of(a[-1].opt).carries == CARRIES_WORD) {
			f[-1].gone = by.n == 0;
			f[-1].text = by;
		}
		return;
	}
	if (piece.offset == 0) {
		f->gone = by.n == 0;
		f->text = by;
		return;
	}
	o = by.n > 0 ? option_find(by) : NULL;
	if (o && reading_of(o).carries == CARRIES_LIST)
		by = str_cut(by, o->length);
	cut = arena_alloc(sizeof *cut, 1);
	*cut = (struct cut){piece.offset, by, f->cuts};
	f->cuts = cut;
}

void
rewrite_shorten(struct args *argv, size_t keep)
{
	const char *file;

	for (size_t i = keep; i < argv->n; i++)
		if (argv->v[i][0] == '\0') /* clang finds no empty word in a file */
			keep = i + 1;
	file = response_file(argv->v + keep, argv->n - keep);
	argv->n = keep;
	args_push(argv, file);
}

/* argv[at], which stands for arg[from, to): itself, changed, gone, or a response file. */
static void
push_word(const struct command *cmd, const struct fate *fates, struct args *argv, size_t from, size_t to, unsigned at)
{
	struct args now = {0};
	bool touched = false;

	for (size_t i = from; i < to; i++)
		touched = touched || fates[i].touched;
	for (size_t i = from; touched && i < to; i++) {
		args_add(&now, fates[i].before.v, fates[i].before.n);
		if (!fates[i].gone)
			args_push(&now, str_dup(fates[i].text));
	}
	if (!touched)
		args_push(argv, cmd->argv[at]);
	else if (cmd->arg[from].quoted)
		args_push(argv, response_file(now.v, now.n));
	else
		args_add(argv, now.v, now.n);
}

/* What becomes of each word. The forced words stand before a "--": behind it there are only inputs. */
static struct fate *
fates_of(const struct rewrite *r, const struct args *forced)
{
	const struct command *cmd = r->cmd;
	struct fate *fates = arena_alloc(sizeof *fates, cmd->n + 1);

	for (size_t i = 0; i < cmd->n; i++) {
		bool end = cmd->arg[i].opt && cmd->arg[i].opt->role == END && forced->n > 0;

		fates[i] = (struct fate){.text = cmd->arg[i].text, .touched = end, .before = end ? *forced : (struct args){0}};
	}
	for (size_t i = 0; i < r->n; i++) {
		const struct word *word = &r->words->of[r->change[i].word];

		if (word->opened)
			fatal(EXIT_OURS, "%.*s would have to be changed in a file that is read behind the compiler; give it in the call itself",
			    FMT(word->text));
		change(cmd, fates, word->piece, r->change[i].by);
		if (word->second > 0)
			change(cmd, fates, r->words->second[word->second - 1], STR(""));
	}
	for (size_t i = 0; i < cmd->n; i++) {
		if (!fates[i].cuts || !cmd->arg[i].opt)
			continue;
		fates[i].text = list_with_cuts(&cmd->arg[i], fates[i].cuts);
		fates[i].gone = fates[i].text.n == 0;
	}
	return fates;
}

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
	fates = fates_of(r, forced);
	for (unsigned at = 1; at < cmd->argc; at++) {
		size_t to = from;

		while (to < cmd->n && cmd->arg[to].at == at)
			to++;
		push_word(cmd, fates, argv, from, to, at);
		from = to;
	}
	if (cmd->end == cmd->argc)
		args_add(argv, forced->v, forced->n);
}

void
rewrite_apart(const struct rewrite *r, struct args *words, const struct args *forced)
{
	const struct command *cmd = r->cmd;
	const struct fate *fates = fates_of(r, forced);

	for (size_t i = 0; i < cmd->n; i++) {
		args_add(words, fates[i].before.v, fates[i].before.n);
		if (!fates[i].gone)
			args_push(words, str_dup(fates[i].text));
	}
	if (cmd->end == cmd->argc)
		args_add(words, forced->v, forced->n);
}
