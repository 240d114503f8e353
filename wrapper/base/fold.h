/* fold.h - lines that fit a terminal. */
#ifndef FOLD_H
#define FOLD_H

#include "base/str.h"

/* Lines, of which those that are wider are parted at blanks; what follows stands below the column that it belongs to. width 0: as
 * they are. */
struct str fold(struct str text, size_t width);

#endif
