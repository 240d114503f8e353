#include "command/effect.h"

#include "command/options.h"

static const struct {
	char text[40];
	uint8_t length;
} words[] = {
#define EFFECT_WORD(word, ...) {word, sizeof(word) - 1},
	NOTE_EFFECTS(EFFECT_WORD)
};

uint8_t
effect_of(struct str word)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (words[i].length == word.n && str_is_text(word, words[i].text))
			return (uint8_t)(i + 1);
	return 0;
}
