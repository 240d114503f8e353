/*
 * snapshot.h - the bytes of a file as they are at one moment, whatever others do to it: in memory of ours up to a bound, and
 * beyond it mapped. Whether somebody wrote to it meanwhile is asked when all is said about it and nothing is printed.
 */
#ifndef SNAPSHOT_H
#define SNAPSHOT_H

#include <sys/stat.h>

#include "base/str.h"

enum { SNAPSHOT_COPIED = 256 * 1024 }; /* bytes: the bound; the copy of a larger one takes longer than its judgement */

/* A file of which a thin archive is made. */
struct member {
	const char *path;
	struct stat st;
};

struct snapshot {
	int fd;
	struct stat st;
	struct str bytes, mapped;
	struct member *member; /* nmember of them */
	size_t nmember;
};

extern const char snapshot_changed[], snapshot_written[], snapshot_no_elf[];

/* Before the first one: memory for all of them, one at a time. */
void snapshot_begin(void);
/* Of the open file fd, an ELF file or an archive; NULL, or what is wrong. A signal
 * (SIGBUS) may end it, and each look at the bytes, where they are mapped. */
const char *snapshot_take(struct snapshot *s);
/* Has nobody written to it, or put another in its place? */
bool snapshot_holds(const struct snapshot *s);
void snapshot_drop(struct snapshot *s);

/* The state of an open file, which will be another one after each write: where somebody wrote to it in this very tick of the
 * kernel's clock, or may still be writing, that is waited for. NULL, or why it does not come to rest. */
const char *snapshot_settle(int fd, struct stat *st);
/* So many bytes of a file to that place, a multiple of pages where they are mapped. */
bool snapshot_read(char *to, int fd, size_t n);
bool snapshot_map(char *to, int fd, size_t n);

#endif
