/* thin.h - an archive that only names its members. */
#ifndef THIN_H
#define THIN_H

#include "verify/snapshot.h"

/* Of what is at path. In place of a thin archive's bytes those of one that holds its members. NULL, or what is wrong. */
const char *thin_gather(struct snapshot *s, const char *path);

#endif
