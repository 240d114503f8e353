#include "cli/choice.h"

#include "base/error.h"
#include "base/nearest.h"

#define ROW(id, name, argument, words, about) {name, argument, words, about},
const struct choice_row choice_rows[NCHOICE] = {CHOICES(ROW)};

_Static_assert(NCHOICE < 63, "a command's options are bits of a number");

static bool
unknown(uint64_t taken, struct str name, const char *command)
{
	struct nearest near = {.word = name};

	for (unsigned i = 0; i < NCHOICE; i++)
		if (taken >> i & 1)
			nearest_try(&near, str_of(choice_rows[i].name));
	complain("%s: unknown option \"%.*s\"%s; see 'hardcc help %s'", command, FMT(name), nearest_question(&near), command);
	return false;
}

/* Is value one of the words that the option takes, where those are counted? */
static bool
known(const struct choice_row *row, struct str value, const char *command)
{
	struct str words = str_of(row->words);

	if (words.n == 0 || str_lists(words, value))
		return true;
	complain("%s: %s is one of: %s; not \"%.*s\"%s", command, row->name, row->words, FMT(value),
	    nearest_word(value, words));
	return false;
}

/* One option and its argument, at argv[*i]. */
static bool
read_option(struct choices *c, uint64_t taken, int argc, char *const *argv, int *i)
{
	struct str word = str_of(argv[*i]);
	size_t equals = word.n > 1 && word.p[1] == '-' ? str_find(word, '=', 0) : word.n;
	struct str name = str_head(word, equals);
	const struct choice_row *row;
	unsigned id = 0;

	while (id < NCHOICE && !((taken >> id & 1) && str_is_text(name, choice_rows[id].name)))
		id++;
	if (id == NCHOICE)
		return unknown(taken, name, argv[0]);
	row = &choice_rows[id];
	if (equals < word.n && !*row->argument) {
		complain("%s: %s takes no argument", argv[0], row->name);
		return false;
	}
	c->of[id] = equals < word.n ? word.p + equals + 1 : "";
	if (equals == word.n && *row->argument && row->argument[0] != '=') {
		if (++*i == argc || str_is(str_of(argv[*i]), STR("--"))) {
			complain("%s: %s needs its %s behind it", argv[0], row->name, row->argument);
			return false;
		}
		c->of[id] = argv[*i];
	}
	return known(row, str_of(c->of[id]), argv[0]);
}

/* --format json is --json, and the other way round. False after an error was said. */
static bool
settle_format(struct choices *c, uint64_t taken, const char *command)
{
	static const struct str json = {"json", 4};

	for (unsigned id = 0; id < NCHOICE; id++) {
		if (!(taken >> id & 1) || !str_lists(str_of(choice_rows[id].words), json))
			continue;
		if (c->of[CHOICE_JSON] && c->of[id] && !str_is_text(json, c->of[id])) {
			complain("%s: --json and --format %s are one or the other", command, c->of[id]);
			return false;
		}
		if (c->of[CHOICE_JSON] || (c->of[id] && str_is_text(json, c->of[id])))
			c->of[CHOICE_JSON] = c->of[id] = json.p;
	}
	return true;
}

bool
choices_read(struct choices *c, uint64_t taken, int argc, char *const *argv)
{
	bool options = taken > 0;

	*c = (struct choices){0};
	for (int i = 1; i < argc; i++) {
		if (options && str_is(str_of(argv[i]), STR("--"))) {
			options = false;
		} else if (options && argv[i][0] == '-' && argv[i][1] != '\0') {
			if (!read_option(c, taken, argc, argv, &i))
				return false;
		} else {
			args_push(&c->operand, argv[i]);
			options = options && !(taken & TAKES_COMMAND);
		}
	}
	return settle_format(c, taken, argv[0]);
}
