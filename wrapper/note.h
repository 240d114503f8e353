/* note.h - the ELF note in each object: who built it and under which policy. */
#ifndef NOTE_H
#define NOTE_H

#include "plan.h"

/* The verb `note`. */
void note_edit(struct call *call, struct edit *e);

#endif
