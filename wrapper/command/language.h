/* language.h - which language a source is in, by -x or by its suffix. */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include "command/command.h"

/* Each that we know, from 0; NULL behind the last. */
COLD const struct language *language_row(size_t i);
/* For -x NAME; a name that we do not know is another compiler's language, never NULL. */
const struct language *language_named(struct str name);
/* NULL: no source, but something for the linker. cxx: the driver takes .c for C++. */
const struct language *language_of_file(struct str path, bool cxx);

#endif
