#include "command/option.h"

#include "command/facts.h"
#include "command/options.h"

const struct option options[] = {
#define OPTION(name, form, role, value) {name, sizeof(name) - 1, form, role, value},
	OPTIONS(OPTION)
#undef OPTION
};
const size_t noptions = COUNT(options);
_Static_assert(COUNT(options) < 256, "rows_up_to() counts in bytes");

static const struct spelling {
	char name[36], usual[20];
} spellings[] = {
#define SPELLING(name, usual) {name, usual},
	SPELLINGS(SPELLING)
};

static const struct taker {
	char name[24], joint[2];
} takers[] = {
#define TAKER(name, joint) {name, joint},
	LINKER_TAKES(TAKER)
};

/* How many rows have a second character up to this one. The rows are sorted; a call has words of ten or so such characters. */
static unsigned
rows_up_to(unsigned char second)
{
	static uint8_t known[256];
	unsigned low = 0, high = COUNT(options);

	if (known[second] > 0)
		return known[second];
	while (low < high) {
		unsigned middle = (low + high) / 2;

		if ((unsigned char)options[middle].name[1] <= second)
			low = middle + 1;
		else
			high = middle;
	}
	known[second] = (uint8_t)low;
	return low;
}

/* From the end of its rows: of two that fit, the later one is the longer. */
const struct option *
option_find_but(struct str word, unsigned others)
{
	char third = (char)(word.n > 2 ? word.p[2] : 0);

	if (word.n < 2 || word.p[0] != '-')
		return NULL;
	for (unsigned i = rows_up_to((unsigned char)word.p[1]); i > 0 && options[i - 1].name[1] == word.p[1]; i--) {
		const struct option *o = &options[i - 1];

		if (o->name[2] != '\0' && o->name[2] != third) /* as most are */
			continue;
		if (str_starts_text(str_cut(word, 2), o->name + 2) && (word.n == o->length || (o->form & JOINED)) &&
		    !(o->form & others))
			return o;
	}
	return NULL;
}

const struct option *
option_find(struct str word)
{
	return option_find_but(word, 0);
}

static bool
stands_before_argument(struct str name)
{
	return str_ends(name, STR("=")) || str_ends(name, STR("-"));
}

/* The name without its '=', where the word is the beginning of it; else nothing. */
static struct str
begun(const char *name, struct str word)
{
	struct str whole = str_of(name);

	whole = str_head(whole, str_find(whole, '=', 0));
	return option_is_long(whole) && !str_ends(whole, STR("-")) && str_starts(whole, word) ? whole : STR("");
}

/* Of a name that only its beginning is given of; nothing where there is none, or several. */
static struct str
name_in_full(struct str word)
{
	struct str found = STR("");

	for (size_t i = 0; i < noptions + COUNT(spellings); i++) {
		struct str name = begun(i < noptions ? options[i].name : spellings[i - noptions].name, word);

		if (name.n > 0 && found.n > 0 && !str_is(name, found))
			return STR("");
		if (name.n > 0)
			found = name;
	}
	return found;
}

/* By the table; nothing where it has no such word. */
static struct str
spelling_of(struct str word)
{
	for (size_t i = 0; i < COUNT(spellings); i++) {
		struct str name = str_of(spellings[i].name);

		if (stands_before_argument(name) ? str_starts(word, name) && word.n > name.n : str_is(word, name))
			return str_of(str_join(str_of(spellings[i].usual), str_cut(word, name.n)));
	}
	return STR("");
}

struct str
option_usual(struct str word)
{
	struct str usual = spelling_of(word), name = str_head(word, str_find(word, '=', 0));

	name = str_head(name, str_find(name, '*', 0)); /* a pattern, as --config* */
	if (usual.n > 0 || option_find(word) || option_find(name))
		return usual.n > 0 ? usual : word;
	name = name_in_full(word);
	if (name.n == 0)
		return str_of(str_join(STR(SPELLING_ELSE), str_cut(word, 2)));
	usual = spelling_of(name);
	return usual.n > 0 ? usual : str_of(str_dup(name));
}

struct str
option_one_dash(struct str word)
{
	return str_starts(word, STR("--")) && word.n > 3 ? str_cut(word, 1) : word;
}

const char *
option_linker_takes(struct str word)
{
	if (word.n < 2 || word.p[0] != '-')
		return NULL;
	word = str_cut(option_one_dash(word), 1);
	for (size_t i = 0; i < COUNT(takers); i++)
		if (takers[i].name[1] == word.p[0] && str_is_text(word, takers[i].name + 1))
			return takers[i].joint;
	return NULL;
}
