/* goflags.h - GOFLAGS: the user's own, and ours merged into them. */
#ifndef GOFLAGS_H
#define GOFLAGS_H

#include "str.h"

/* What we add: the flags of go that a build of ours has. */
#define GO_TRIMPATH "-trimpath"
#define GO_BUILDMODE "-buildmode"
#define GO_LDFLAGS "-ldflags"
#define GO_TAGS "-tags"
#define GO_RACE "-race"
#define GO_NO_DWARF "-w"
#define GO_PLAIN_DWARF "-compressdwarf=false"
#define GO_STAMP "-X="
#define GO_STAMP_VARIABLE "main.version"
#define GO_OWN_TAGS "netgo,osusergo"
/* What git is asked for the stamp. */
#define GIT_QUESTION "describe", "--tags", "--always", "--dirty"

struct goflags {
	const char *buildmode; /* NULL: Go's own, unless the user names one */
	bool insist;	       /* the user's buildmode gives way to ours */
	bool tags, race;       /* race: no PIE, wherever it comes from */
	struct args ldflags;   /* words without blanks or quotes */
	const char *stamp;     /* how the word begins that sets the version; NULL for none */
};

/* The words of a GOFLAGS as go reads it; false where a quote has no end. */
bool goflags_split(struct str text, struct args *words);
/* A GOFLAGS of these words. False where one cannot be quoted. */
bool goflags_join(const struct args *words, struct buf *b);
/* -name, --name, with or without =value */
bool goflags_has(const struct args *words, const char *name);
/* The user's words with ours: theirs win; what both have once stands there once. */
struct args goflags_merge(const struct goflags *want, const struct args *user);

#endif
