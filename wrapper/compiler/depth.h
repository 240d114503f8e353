/*
 * depth.h - hardcc called again below hardcc: HARDCC_DEPTH=LEVEL:PID.TICKS:PATH, set for what is run.
 *
 * PID is the process that set it, TICKS (hundredths of a second since the boot) when. It runs on as the compiler, or waits for it:
 * a call below it has it among its ancestors, and it was started before TICKS. A value that merely lies in the environment of a build
 * fails that, and then the plan is made as if it were not there; its level still counts against a loop.
 */
#ifndef DEPTH_H
#define DEPTH_H

#include "compiler/setting.h"

struct depth {
	unsigned level;	 /* of hardcc above this one; 0, or more where a compiler came back to us */
	bool below;	 /* the one above has made the plan: this call is run as it came */
	struct str last; /* the path run by the level above; empty where it is not above us */
};

/* Ends the program where that many levels are a loop. Reads /proc, but only where the variable is set. */
struct depth depth_of(const struct settings *s);
/* Warns where a command finds the variable in its own environment: nobody above it is a compiler. */
COLD void depth_warn(const struct settings *s);
extern const char depth_stray[], depth_remedy[];
/* The environment for what is run: the depth one deeper, in C's locale for a question. */
char *const *depth_environment(const struct settings *s, const char *path, bool question);

#endif
