/* record.h - one JSON line for a call in HARDCC_LOG, in one write(2). */
#ifndef RECORD_H
#define RECORD_H

#include "plan/call.h"

/* Runs the plan as a child, forwards signals, writes the line; returns the wait status. A log
 * that cannot be opened is said once, and ends the call with 125 under HARDCC_STRICT=1. */
int record_run(struct call *call);
/* The line of a call that was not run as a child: stopped by the policy, or Go's identity call.
 * Nothing without a log. */
void record_status(struct call *call, int wait_status);

/* logentry.c: the line but for how the call ended, which goes into the room at its beginning. */
struct buf logentry_begin(struct call *call);
/* The whole of it; times in microseconds. */
struct str logentry_finish(struct buf *line, int wait_status, uint64_t time, uint64_t duration);

#endif
