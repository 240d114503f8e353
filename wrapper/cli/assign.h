/* assign.h - NAME=VALUE in the language of whoever reads it: a shell, fish, make, a Dockerfile, GitHub's runner, JSON. */
#ifndef ASSIGN_H
#define ASSIGN_H

#include "base/str.h"

struct assign {
	char name[8];	  /* of the format */
	bool comments;	  /* it has lines that begin with # */
	bool here;	  /* for this process: what is right already need not be said */
	bool controls;	  /* it can say control characters other than a tab, and bytes that are no UTF-8 */
	char start[9], equals[5], end[3]; /* of a line: before the variable, before and behind the value */
	char path[16];	  /* what PATH has, behind a value; empty where that must be written out */
	char never[3];	  /* letters that no value can have */
	void (*quote)(struct buf *b, struct str value); /* NULL: JSON */
};

/* The format of that name; NULL where there is none. */
const struct assign *assign_find(struct str name);
/* One line. before: the value goes before what PATH has. False where the format cannot say it. */
bool assign_write(const struct assign *format, struct buf *b, const char *variable, struct str value, bool before,
    struct str path);

#endif
