/* A profile's word to its canonical form; where it has one, the user's same word is found by it. */
#include "fuzz.h"
#include "options.h"
#include "word.h"

/* Words that are nothing alone: an option whose argument is missing, a file, the end of options. */
static bool
alone(const struct command *cmd, struct str text)
{
	const struct option *o = cmd->arg[0].opt;

	if (cmd->n != 1 || cmd->arg[0].input || (o && o->role == END))
		return false;
	if (o && (o->role == LINKER_WORD || o->role == CPP_WORD || o->role == ASSEMBLER_WORD))
		return false;
	return text.n > 0 && !str_is(text, STR("-z"));
}

static void
find_users(struct str written, enum space space, struct str text)
{
	const char *argv[] = {"cc", str_dup(written), NULL};
	struct command cmd;
	struct words words;

	command_parse(&cmd, name_parse(STR("cc")), 2, (char *const *)(uintptr_t)argv);
	words_of(&words, &cmd);
	if (alone(&cmd, text))
		LAW(words_find(&words, space, text, 0) < words.n);
}

void
fuzz(struct str input)
{
	struct str text = {0};
	enum space space = SPACE_CC;
	bool one = word_canonical(input, &space, &text);

	LAW(space <= SPACE_AS && text.n <= input.n);
	if (!one)
		return;
	LAW(text.n > 0);
	if (str_find(input, '\0', 0) == input.n)
		find_users(input, space, text);
}
