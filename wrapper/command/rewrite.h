/* rewrite.h - the user's words with some of them dropped or replaced, wherever they stand. */
#ifndef REWRITE_H
#define REWRITE_H

#include "command/word.h"

struct change {
	size_t word;   /* index */
	struct str by; /* what it becomes; n == 0: nothing */
};

struct rewrite {
	const struct command *cmd;
	const struct words *words;
	struct change *change; /* in the order of the rules */
	size_t n, room;
};

/* The user's words, changes made, then forced, onto argv; before a "--" if there is one. A response
 * file in which a change falls becomes one in memory; the others are passed on as they are. */
void rewrite_words(const struct rewrite *r, struct args *argv, const struct args *forced);

/* The same, but each word by itself: no response file is read again, and none is made. */
COLD void rewrite_apart(const struct rewrite *r, struct args *words, const struct args *forced);

/* The words of argv from keep on, in a response file in memory. */
COLD void rewrite_shorten(struct args *argv, size_t keep);

#endif
