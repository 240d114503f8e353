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
/* The same with each file of a directory. */
COLD void nearest_directory(struct nearest *n, struct str directory);
/* " (did you mean \"...\"?)", or nothing where none is near. */
const char *nearest_question(const struct nearest *n);

/* The question where the known words are those at the beginnings of a table's rows; */
COLD const char *nearest_row(struct str word, const void *rows, size_t size, size_t n);
/* words between blanks; */
COLD const char *nearest_word(struct str word, struct str known);
/* files beside the one that is not there. */
COLD const char *nearest_file(const char *path);

#endif
