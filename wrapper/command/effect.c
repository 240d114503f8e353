#include "command/effect.h"

#include "command/options.h"

#define EFFECT_WORD(word, ...) word,
static const char words[][40] = {NOTE_EFFECTS(EFFECT_WORD)};

/* A row that ends in '*' stands for all that begin so. */
static bool
fits(struct str word, const char *row)
{
	size_t n = strlen(row) - 1;

	return row[n] == '*' ? str_starts(word, (struct str){row, n}) : str_is_text(word, row);
}

uint8_t
effect_of(struct str word)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (fits(word, words[i]))
			return (uint8_t)(i + 1);
	return 0;
}

bool
effect_is(uint8_t effect)
{
	return effect <= COUNT(words);
}
