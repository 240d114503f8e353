/* language.h - which language a source is in, by -x or by its suffix. */
#ifndef LANGUAGE_H
#define LANGUAGE_H

#include "command.h"

/* For -x NAME; a name that we do not know is another compiler's language, never NULL. */
const struct language *language_named(struct str name);
/* NULL: no source, but something for the linker. cxx: the driver takes .c for C++. */
const struct language *language_of_file(struct str path, bool cxx);

#endif
