/* reason.h - why an edit was made or not, in words for explain, the debug output and the log. */
#ifndef REASON_H
#define REASON_H

#include "plan/call.h"

/* Why an edit was not made, or the reason its rule gives; in the arena. */
struct str edit_reason(const struct call *call, const struct edit *edit);
/* The same for a program: one word. */
const char *edit_code(const struct edit *edit);
/* Was it not made for a reason that a reader of the log wants to know? */
bool edit_wanted(const struct call *call, const struct edit *edit);
/* What a refused call is refused for: the input that asks for an executable stack, by name. */
struct str refused_subject(const struct call *call, const struct edit *edit);

#endif
