/* lookup.h - programs on PATH, and which of them are hardcc. */
#ifndef LOOKUP_H
#define LOOKUP_H

#include <sys/stat.h>

#include "base/str.h"

/* Where PATH is not set. */
extern const char default_path[];

struct lookup {
	struct str path; /* what is left of PATH */
	struct str name;
	const char *self; /* the path we were started by */

	const char *found;
	struct stat st;
	bool ours;      /* it is hardcc */
	bool cannot;    /* it is no file that can be run */
};

/* self: the path we were started by. */
struct lookup lookup_begin(struct str path, struct str name, const char *self);
/* The next file of that name, which may be hardcc; false where there is none. One that is there twice in a row (/usr/bin
 * and /bin) is found once. */
bool lookup_file(struct lookup *l);
/* The same, and whether it is hardcc. */
bool lookup_next(struct lookup *l);
/* The program that runs; st_ino is 0 where that is not known. Looked up once, for it stays the same. */
const struct stat *lookup_running(const char *self);
bool lookup_same(const struct stat *a, const struct stat *b);
/* The first that can be run and is not hardcc; NULL for none. */
const char *lookup_real(struct str path, struct str name, const char *self);

/* Every name of a compiler that a directory of PATH holds, sorted. */
COLD struct args lookup_compilers(struct str path);

/* Is the file a script? */
COLD bool lookup_script(const char *path);

/* What names of compilers are links to: hardcc-shim, or hardcc itself where that is alone. */
struct str lookup_shim(const char *self);
/* Is the file hardcc or its shim? */
bool lookup_ours(const char *path, const char *self);
/* The directory of compiler names: that of CC, in the environment or by go env -w, else one on PATH, else the installed one; empty
 * where there is none. */
struct str lookup_names(struct str path, char *const *environ, const char *self);
/* Does the directory hold the name, and is that hardcc? */
bool lookup_has(struct str directory, struct str name, const char *self);

#endif
