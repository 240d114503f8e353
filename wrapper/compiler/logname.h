/* logname.h - the name of a log as HARDCC_LOG has it: %p is the package, %% a percent sign. */
#ifndef LOGNAME_H
#define LOGNAME_H

#include "base/str.h"

/* Does every '%' of a value begin %p or %%? */
bool logname_fits(struct str pattern);
/* The value that names this file. */
struct str logname_literal(const char *path);
/* Is there a %p in it? */
bool logname_splits(struct str pattern);

#endif
