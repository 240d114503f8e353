/* depth.h - hardcc called again below hardcc. */
#ifndef DEPTH_H
#define DEPTH_H

#include "compiler/setting.h"

/* Levels of hardcc above this one: 0, or more where a compiler came back to us. */
struct depth {
	unsigned level;
	struct str last; /* the path run by the level above */
};

/* Ends the program where that many levels are a loop. */
struct depth depth_of(const struct settings *s);
/* The environment for what is run: the depth one deeper, in C's locale for a question. */
char *const *depth_environment(const struct settings *s, struct depth depth, const char *path, bool question);

#endif
