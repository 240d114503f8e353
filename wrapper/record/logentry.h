/* logentry.h - the line that a call gets in HARDCC_LOG; logline.h reads it back. */
#ifndef LOGENTRY_H
#define LOGENTRY_H

#include "plan/call.h"

/* The line but for how the call ended, which goes into the room at its beginning. */
struct buf logentry_begin(struct call *call);
/* The whole of it; times in microseconds. */
struct str logentry_finish(struct buf *line, int wait_status, uint64_t time, uint64_t duration);

#endif
