/* depfile.h - the list of dependencies that -MD and -MMD have written: the note's header is no dependency of the user's. */
#ifndef DEPFILE_H
#define DEPFILE_H

#include "plan/call.h"

/* To be called when the compiler has ended: takes the header out of each list that this call wrote. Afterwards the file is as if it
 * had never been there. */
void depfile_clean(const struct call *call);

/* One list without a file; *text is make's, as gcc or clang writes it. False where the file is not in it. */
bool depfile_without(struct buf *to, struct str text, struct str file, bool clang);

#endif
