/*
 * made.h - the programs and libraries that a build left behind, and which of them are not as they were to be: one that is not static
 * and should be, or one that needs a loader and no library. A link that Go does by itself has no line in the log, so the files are
 * looked at.
 */
#ifndef MADE_H
#define MADE_H

#include <time.h>

#include "base/str.h"

struct made_file {
	struct str path, loader, needs; /* needs: libraries with blanks between; both may be empty */
	bool go;			/* Go linked it, and no compiler */
	bool wrong;			/* not as it was to be */
	struct str lacks;		/* the tag that Go was not given; empty where none was to be */
	uint64_t device, inode;
};

struct made {
	const struct args *command; /* that was run */
	char *const *environ;	    /* that it had */
	const char *self;
	const struct args *outputs; /* of links that went through us */
	bool is_static;		    /* what it makes was to be static */
	bool tags;		    /* Go's was to have our tags */
	struct timespec since;	    /* the filesystem's time when it began */
	struct made_file *of;	    /* the programs and libraries that are new, by path */
	size_t n, cap, nwrong;
	uint64_t looked_at;	    /* below one directory */
	bool too_much;		    /* there was more than can be looked at */
};

/* Before the command: directory was made just now. */
void made_begin(struct made *m, const char *directory);
/* After it: what links made, and what it made below this directory, below those that its words go to, by -o, and where go
 * installs. */
void made_find(struct made *m);
/* One file. */
void made_look_at(struct made *m, const char *path);
/* Lines for the summary. */
void made_text(const struct made *m, struct buf *b, bool colour);
/* One that says what was looked at, where all that was found is static; for a command that ended well. */
void made_seen(const struct made *m, struct buf *b);
/* A member of an object. */
void made_json(const struct made *m, struct buf *b);

#endif
