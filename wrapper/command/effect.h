/* effect.h - words that decide about a key of the note which no macro tells. */
#ifndef EFFECT_H
#define EFFECT_H

#include "base/str.h"

/* Which row of NOTE_EFFECTS a word is, from 1; 0 for none. It stands in a policy, as the mark of a word that is added. */
uint8_t effect_of(struct str word);
/* May it be one? */
bool effect_is(uint8_t effect);

#endif
