/* assign.h - NAME=VALUE in the language of whoever reads it: a shell, make, a Dockerfile, GitHub's runner. */
#ifndef ASSIGN_H
#define ASSIGN_H

#include "base/str.h"

struct assign {
	char name[8];	  /* of the format */
	bool comments;	  /* it has lines that begin with # */
	bool here;	  /* for this process: what is right already need not be said */
	/* One line. before: the value goes before what PATH has. False where the format cannot say it. */
	bool (*write)(struct buf *b, const char *variable, struct str value, bool before, struct str path);
};

/* The format of that name; NULL where there is none. */
const struct assign *assign_find(struct str name);

#endif
