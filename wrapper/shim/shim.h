/* shim.h - the pipeline of one call, and its endings. */
#ifndef SHIM_H
#define SHIM_H

#include "plan/plan.h"

/* As a compiler: ends in exec, or with the status of the call. self: the path we were started by. */
_Noreturn void shim_main(int argc, char *const *argv, char *const *environ, const char *self);

/* Everything up to the plan, for a call that is not run: explain's half. */
COLD void shim_plan(struct call *call, struct name name, int argc, char *const *argv, const char *self);

/* "hardcc version X.Y (PROFILE; policy HEX16; link ext|int; REAL VERSION LINE)" */
COLD struct str identity_line(struct call *call);

#endif
