#include "command/effect.h"

#include "command/options.h"

#define EFFECT_WORD(word, ...) word,
static const char words[][40] = {NOTE_EFFECTS(EFFECT_WORD)};

uint8_t
effect_of(struct str word)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_is_text(word, words[i]))
			return (uint8_t)(i + 1);
	return 0;
}

bool
effect_is(uint8_t effect)
{
	return effect <= COUNT(words);
}
