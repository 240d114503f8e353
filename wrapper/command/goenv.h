/* goenv.h - what `go env -w` wrote: Go's own settings, for what the environment does not say. */
#ifndef GOENV_H
#define GOENV_H

#include "base/str.h"

/* The value of a variable as go takes it: the environment's, else the one in go's file. file: that file's path, NULL where
 * the value is not from there. */
struct str goenv_get(char *const *environ, const char *name, const char **file);

#endif
