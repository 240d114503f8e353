/*
 * trace.h - what a linker tells of its input, on stdout, and what of it is glibc's.
 *
 *	bfd		/lib/crt1.o		libx.a and (libx.a)part.o
 *	lld, gold	/lib/crt1.o		libx.a(part.o)
 *	mold		trace: /lib/crt1.o	trace: libx.a(part.o), whether it is used or not
 */
#ifndef TRACE_H
#define TRACE_H

#include "base/str.h"

struct call;

struct traced {
	struct str path;    /* an object or an archive, each once */
	struct buf members; /* which went into the link, one a line */
	bool used;	    /* false where only that it was opened is told */
};

struct traces {
	struct traced *of;
	size_t n, room;
};

/* The words that make the linker tell, at the end of the plan of a call that is waited for. */
void trace_ask(struct call *call);
/* What is no account of the input goes to *others. */
void trace_read(struct traces *traces, struct str text, struct buf *others);
/* Which part of a musl program is glibc's, as a sentence without its end; empty where none is. */
struct str trace_culprit(const struct call *call, const struct traces *traces);
/* Did musl's own dlopen go into the program? A stripped one has no symbol that tells. */
bool trace_loads(const struct call *call, const struct traces *traces);
/* Of a link that failed: which part needs what glibc has and musl has not; the same, or empty. */
struct str trace_lacking(struct call *call, const struct traces *traces);

#endif
