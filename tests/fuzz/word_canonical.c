/* A profile's word to its canonical form; where it has one, the user's same word is found by it. */
#include "command/command.h"
#include "command/options.h"
#include "command/word.h"
#include "fuzz.h"

/* An option in a list that lacks its argument: -Wl,-z and -Wp,-D. */
static bool
waits(struct str text)
{
#define TAKER(name, joint) name,
	static const char *const takers[] = {LINKER_TAKES(TAKER)};
	const struct option *o = option_find(text);

	for (size_t i = 0; i < COUNT(takers); i++)
		if (str_is(text, str_of(takers[i])))
			return true;
	return o && o->role == DEFINE && o->length == text.n;
}

/* Words that are nothing alone: a file, the end of options, an empty list, an option for another
 * program whose word is missing. */
static bool
alone(const struct command *cmd, struct str text)
{
	const struct arg *a = &cmd->arg[0];

	if (cmd->n != 1 || a->input || waits(text))
		return false;
	switch (a->opt ? (enum role)a->opt->role : PLAIN) {
	case ASSEMBLER_LIST:
	case ASSEMBLER_WORD:
	case CPP_LIST:
	case CPP_WORD:
	case LINKER_LIST:
	case LINKER_WORD:	return a->value.n > 0;
	case END:		return false;
	default:		return true;
	}
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
		LAW(words_find(&words, space, str_of(str_dup(text)), 0) < words.n);
}

void
fuzz(struct str input)
{
	struct str text = {0};
	enum space space = SPACE_CC;
	bool one = word_canonical(input, &space, &text);

	LAW(space <= SPACE_AS && (text.n <= input.n || option_is_long(input) || str_starts(input, STR("-Wp,"))));
	if (!one)
		return;
	LAW(text.n > 0);
	if (str_find(input, '\0', 0) == input.n)
		find_users(input, space, text);
}
