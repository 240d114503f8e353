/*
 * One word of a command is dropped: what is left says the same as before, without that word. The
 * first byte chooses it; then as in command.c, without the compiler's name.
 */
#include "command/command.h"
#include "command/rewrite.h"
#include "fuzz.h"

struct view {
	struct command cmd;
	struct words words;
};

static void
look(struct view *v, const struct args *argv)
{
	command_parse(&v->cmd, name_parse(STR("cc")), (int)argv->n, (char *const *)(uintptr_t)argv->v);
	words_of(&v->words, &v->cmd);
}

/* Words that say nothing: empty members of lists. */
static size_t
next_word(const struct words *words, size_t i, size_t without)
{
	while (i < words->n && (words->of[i].text.n == 0 || i == without))
		i++;
	return i;
}

static void
compare(const struct view *before, const struct view *after, size_t without)
{
	size_t i = next_word(&before->words, 0, without), j = next_word(&after->words, 0, SIZE_MAX);

	while (i < before->words.n && j < after->words.n) {
		LAW(str_is(before->words.of[i].text, after->words.of[j].text));
		LAW(before->words.of[i].space == after->words.of[j].space);
		i = next_word(&before->words, i + 1, without);
		j = next_word(&after->words, j + 1, SIZE_MAX);
	}
	LAW(i == before->words.n && j == after->words.n);
	LAW(before->cmd.ninput == after->cmd.ninput);
	for (size_t k = 0; k < before->cmd.ninput; k++)
		LAW(str_is(before->cmd.input[k].path, after->cmd.input[k].path));
}

/* A command that no driver takes: an option without its argument, a response file that is not there. */
static bool
unfinished(const struct command *cmd)
{
	const struct arg *last = cmd->n > 0 ? &cmd->arg[cmd->n - 1] : NULL;

	for (size_t i = 0; i < cmd->n; i++)
		if (str_starts(cmd->arg[i].text, STR("@")))
			return true;
	return (last && last->opt && !last->value.p && (last->opt->form & SEPARATE));
}

/* An option whose argument is an empty member, -Wl,-z,,x: empty members go when a list is changed. */
static bool
takes_nothing(const struct words *words)
{
	for (size_t i = 0; i < words->nsecond; i++)
		if (words->second[i].n == 0)
			return true;
	return false;
}

static bool
is_input(const struct view *v, uint32_t second)
{
	return second > 0 && v->cmd.arg[v->words.second[second - 1].arg].input;
}

void
fuzz(struct str input)
{
	unsigned char choice = input.n > 0 ? (unsigned char)input.p[0] : 0;
	struct str rest = str_cut(input, 1), words_part = str_split(&rest, '\1'), r = str_split(&rest, '\1');
	struct args argv = parts("cc", words_part, '\0'), result = {0}, none = {0};
	struct view before, after;
	struct change change = {0};

	world_add(STR("r"), r);
	world_add(STR("s"), rest);
	look(&before, &argv);
	if (before.words.n == 0 || unfinished(&before.cmd) || takes_nothing(&before.words))
		return;
	change.word = choice % before.words.n;
	if (str_is(before.words.of[change.word].text, STR("--")))
		return; /* what follows it would become options */
	if (before.words.of[change.word].opened)
		return; /* which ends the program */
	if (is_input(&before, before.words.of[change.word].second))
		return; /* an argument of the linker's goes with it, which looks like an input */
	args_push(&result, "cc");
	rewrite_words(&(struct rewrite){&before.cmd, &before.words, &change, 1, 1}, &result, &none);
	world.reads = 0; /* as many again, at most */
	look(&after, &result);
	compare(&before, &after, change.word);
}
