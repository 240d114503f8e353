/* verify-walk.h - the files that hardcc verify was given, those of directories included. */
#ifndef VERIFY_WALK_H
#define VERIFY_WALK_H

#include "verify.h"

/* Judges the file, or those in the directory; below it too where that is asked for. */
void verify_path(struct verify *v, const struct format *format, const char *path, bool recurse);
/* Before the first file. */
void verify_begin(void);
/* From here on, says each second how far it has come. */
void verify_progress(void);
void verify_progress_end(void);
/* Writes what there is. */
void verify_flush(struct verify *v);

#endif
