/* id.h - the id of a policy for one compiler, as Go's cache key and the note carry it. */
#ifndef ID_H
#define ID_H

#include "plan/call.h"

/* A hash of what can change an object: our build, the rules that are on, the spec files' bytes, the compiler, the route.
 * Never of a path, time, home or log. */
uint64_t policy_id(struct call *call);

#endif
