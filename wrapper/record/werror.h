/*
 * werror.h - the user's -Werror, and warnings that only hardening brings: FORTIFY has glibc warn of unused results, a source that
 * defines _FORTIFY_SOURCE itself defines it anew. They are not to end a build that the compiler alone would not end.
 */
#ifndef WERROR_H
#define WERROR_H

#include "base/process.h"
#include "plan/call.h"

/* Does a call that has -Werror have to be waited for? */
bool werror_concerns(struct call *call);

/* Before such a call is started: what it says goes into memory where that is no terminal. One that writes to stdout or a pipe is not
 * run twice: the compiler is asked first. What it reads from a pipe is read once: the compiler that is asked, and a second run, have
 * none. */
void werror_begin(struct call *call, struct start *start);
/* After it has ended by *status. Where the compiler takes the call without our words, it is run once more, with its warnings as
 * warnings, and *status is that of the second time; what was said last is handed on. True where it was run again. */
bool werror_end(struct call *call, struct start *start, int *status);

#endif
