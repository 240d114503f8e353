/*
 * argv to a command, its words and its kind: words between NUL, the first the compiler's name; what
 * stands behind \1 is the response file @r, behind a second \1 the file @s.
 */
#include "command/command.h"
#include "command/word.h"
#include "fuzz.h"
#include "plan/classify.h"

static void
check_name(struct str base)
{
	struct name name = name_parse(base);

	LAW(name.triplet.n < base.n || base.n == 0);
	LAW(name.version.n == 0 || name.version.p + name.version.n == base.p + base.n);
	LAW(name.triplet.n == 0 || (name.driver && name.triplet.p == base.p));
	if (name.driver)
		LAW(base.n >= strlen(name.driver->name));
}

static void
check_command(const struct command *cmd, const struct args *argv)
{
	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *a = &cmd->arg[i];

		LAW(a->text.p[a->text.n] == '\0' && a->at > 0 && a->at < argv->n);
		LAW(i == 0 || a->at >= a[-1].at);
		LAW(a->quoted || str_is_text(a->text, argv->v[a->at]));
		LAW(!a->operand || (i > 0 && a[-1].opt && (a[-1].value.p == a->text.p || option_is_long(a[-1].text))));
		LAW(a->read.p[a->read.n] == '\0' && (option_is_long(a->text) || a->read.p == a->text.p));
		LAW(a->input + a->operand + (a->opt != NULL) <= 1);
		LAW(!a->value.p || a->value.p[a->value.n] == '\0');
	}
	for (size_t i = 0; i < cmd->ninput; i++)
		LAW(cmd->input[i].path.p[cmd->input[i].path.n] == '\0');
	LAW(cmd->end <= argv->n);
	LAW(fact_rows[classify_kind(cmd)].facet == KIND);
}

/* The argument of one of the linker's words may look like an input: -Wl,-z now. */
static void
check_piece(const struct command *cmd, struct piece piece, bool argument)
{
	LAW(piece.arg < cmd->n && (argument || !cmd->arg[piece.arg].input));
	LAW(piece.offset <= cmd->arg[piece.arg].text.n && piece.n <= cmd->arg[piece.arg].text.n - piece.offset);
}

static void
check_words(struct words *words, const struct command *cmd)
{
	struct words marked;

	words_mark(&marked, cmd);
	for (size_t i = 0; i < words->n; i++) {
		const struct word *w = &words->of[i];

		LAW(w->space <= SPACE_AS && w->second <= words->nsecond);
		check_piece(cmd, w->piece, false);
		if (w->second > 0)
			check_piece(cmd, words->second[w->second - 1], true);
		LAW(marked.seen[word_mark(w->text)]);
		if (w->text.n > 1 && w->text.p[0] == '-') /* as a pattern is */
			LAW(words_find(words, (enum space)w->space, w->text, 0) <= i);
	}
	LAW(words_find(words, SPACE_CC, STR("*"), words->n) == words->n);
}

void
fuzz(struct str input)
{
	struct str words_part = str_split(&input, '\1'), r = str_split(&input, '\1');
	struct args argv = parts(NULL, words_part, '\0'), before = {0};
	struct command cmd;
	struct words words;

	if (argv.n == 0)
		return;
	world_add(STR("r"), r);
	world_add(STR("s"), input);
	for (size_t i = 0; i < argv.n; i++)
		args_push(&before, str_dup(str_of(argv.v[i])));
	check_name(str_of(argv.v[0]));
	command_parse(&cmd, name_parse(str_base(str_of(argv.v[0]))), (int)argv.n, (char *const *)(uintptr_t)argv.v);
	check_command(&cmd, &argv);
	words_of(&words, &cmd);
	check_words(&words, &cmd);
	for (size_t i = 0; i < argv.n; i++)
		LAW(strcmp(argv.v[i], before.v[i]) == 0);
}
