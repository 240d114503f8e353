/* nearest.h - the known word that a misspelt one was meant to be. */
#ifndef NEAREST_H
#define NEAREST_H

#include "base/str.h"

struct nearest {
	struct str word, best;
	unsigned distance;
};

/* Takes the candidate where it is nearer than those before it. */
void nearest_try(struct nearest *n, struct str candidate);
/* " (did you mean \"...\"?)", or nothing where none is near. */
const char *nearest_question(const struct nearest *n);

#endif
