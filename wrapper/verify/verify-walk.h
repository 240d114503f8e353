/* verify-walk.h - the files that hardcc verify was given, those of directories included. */
#ifndef VERIFY_WALK_H
#define VERIFY_WALK_H

#include "verify/verify.h"

/* Judges the file, or those in the directory; below it too where that is asked for. */
void verify_path(struct verify *v, const struct format *format, const char *path, bool recurse);
/* One that was found in a directory: a file, or what cannot be opened. */
void verify_entry(struct verify *v, const struct format *format, const char *path);
/* verify-tree.c: the files in a directory. */
void verify_directory(struct verify *v, const struct format *format, const char *path, bool recurse);
/* Says what is wrong with a file, and counts it. */
void verify_damaged(struct verify *v, const struct format *format, struct str path, const char *what);
/* Before the first file. */
void verify_begin(void);
/* From here on, says each second how far it has come. */
void verify_progress(void);
void verify_progress_end(void);
/* In a process of its own: says nothing more. */
void verify_progress_stop(void);
/* Writes what there is. */
void verify_flush(struct verify *v);

#endif
