/*
 * spool.h - a log of our own for the time of one command: what the shims write is taken out of it now
 * and then, counted, and written to the user's log.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include "cmd/build/summary.h"
#include "compiler/setting.h"

struct spool {
	const char *directory, *path;
	int fd;	       /* of path */
	const struct settings *settings;
	bool forwards; /* to the user's log */
	bool lost;     /* it cannot be written, and must be there */
	struct buf *kept; /* all that was drained, if anybody wants it */
	struct buf text; /* the last drain, and the beginning of a line that was not whole yet */
	struct summary summary;
};

/* False after an error was said. */
bool spool_open(struct spool *s, const struct settings *settings, struct str tmpdir);
/* Takes out what is there; while a child runs, too. */
void spool_drain(void *spool);
/* Takes the rest, and removes the files. */
void spool_close(struct spool *s);

#endif
