/* goflags.h - GOFLAGS: the user's own, and ours merged into them. */
#ifndef GOFLAGS_H
#define GOFLAGS_H

#include "base/str.h"

struct goflags {
	const char *buildmode; /* NULL: Go's own, unless the user names one */
	bool insist;	       /* the user's buildmode gives way to ours */
	bool tags, trimpath;
	const char *toolexec;  /* unless the user names one; NULL for none */
	bool race;	       /* no PIE, wherever it comes from */
	struct args ldflags;   /* words without blanks or quotes */
	const char *stamp;     /* how the word begins that sets the version; NULL for none */
};

/* The words of a GOFLAGS as go reads it; false where a quote has no end. */
bool goflags_split(struct str text, struct args *words);
/* A GOFLAGS of these words. False where one cannot be quoted. */
bool goflags_join(const struct args *words, struct buf *b);
/* -name, --name, with or without =value; the last one holds, and =false takes it back */
bool goflags_has(const struct args *words, const char *name);
/* The user's words with ours: theirs win; what both have once stands there once. */
struct args goflags_merge(const struct goflags *want, const struct args *user);

/* Between the tags stand commas, or blanks, as lists were written before Go 1.13. */
bool goflags_has_tag(struct str tags, struct str tag);
/* The flags of the first go command in these words, as -name=value; those of a program are left out. */
struct args goflags_of_command(const struct args *command);
/* A flag of go's command line takes the place of the one in GOFLAGS. What it has to be so that ours is not lost: NULL where nothing is,
 * empty where theirs cannot go with ours. */
const char *goflags_instead(const struct goflags *want, const char *flag);

#endif
