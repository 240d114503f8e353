/* note.h - the ELF note in each object: who built it and under which policy. */
#ifndef NOTE_H
#define NOTE_H

#include "plan/call.h"

/* Where the header is that the preprocessor fills a note from; false where it is not, then header is where it should be. */
bool note_find(const struct settings *s, struct str *directory, struct str *header);
/* The verb `note`. */
void note_edit(struct call *call, struct edit *e);
/* A word that stands before the user's was added. */
void note_hears(struct call *call, uint8_t effect);
/* Behind the last rule, when all words but the user's changed ones are known: what the note is told. */
void note_finish(struct call *call);

#endif
