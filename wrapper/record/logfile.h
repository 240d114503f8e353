/*
 * logfile.h - the file that HARDCC_LOG names: where it may be, and lines that are whole there.
 *
 * Others could make the file first, a link in its place, or take it away: such a place is refused. In a sticky
 * directory (/tmp) a file of ours is as safe as anywhere.
 */
#ifndef LOGFILE_H
#define LOGFILE_H

#include <sys/stat.h>

#include "compiler/setting.h"

/* The file for a Go package ("p [p.test]" is p), else for the Debian source package of the settings. */
const char *logfile_path(const struct settings *s, struct str go_package);
/* An open log: what the path named when it was opened. */
struct logfile {
	const char *path;
	int fd;
	struct stat st;
};
/* For writing at its end. False with why it cannot be; errno is 0 where that says it all. */
bool logfile_open(struct logfile *f, const char *path, const char **why);
/* Do the settings say that there must be one? */
bool logfile_needed(const struct settings *s);
/* Says that nothing goes to this file, because of errno where why is NULL: an error, and true, where the settings say that
 * there must be a log, else a warning. */
COLD bool logfile_lost(const struct settings *s, const char *path, const char *why);
/* In one write under a lock, which stays until the file is closed; behind a whole line; opened anew where the file was
 * moved away. Nothing of the line is left where it could not be written: false with errno set. */
bool logfile_append(struct logfile *f, struct str line);

#endif
