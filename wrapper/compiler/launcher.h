/* launcher.h - ccache and its kind, which run a compiler. */
#ifndef LAUNCHER_H
#define LAUNCHER_H

#include "base/str.h"

/* Is it the name of one? */
bool launcher_known(struct str name);
/* The launcher that a masquerade's link leads to; NULL for a plain compiler. A link to another name of the same directory
 * (gcc to gcc-12) ends the question. */
COLD const char *launcher_of(const char *path);

#endif
