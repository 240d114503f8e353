/* environment.h - NAME=VALUE entries, read and changed for what a command starts. */
#ifndef ENVIRONMENT_H
#define ENVIRONMENT_H

#include "base/str.h"

/* The value of a name; p is NULL where it is not there. */
struct str environment_get(char *const *environ, const char *name);
/* A copy of its own. */
struct args environment_copy(char *const *environ);
/* Takes the place of an entry of that name, or is added. */
void environment_set(struct args *environ, const char *name, struct str value);
void environment_unset(struct args *environ, const char *name);

#endif
