/* object.h - a C text of ours as a part of a program: compiled once, and kept. */
#ifndef OBJECT_H
#define OBJECT_H

#include "plan/call.h"

/* The verb `object FILE`: what is made of specs/FILE stands first in the link. */
void object_edit(struct call *call, const struct rule *rule, struct edit *e);
/* By which name the linker reads what the compiler makes of that text; NULL where it does not take the text. *source: where that is. */
COLD const char *object_of(struct call *call, struct str file, struct str *source);
/* The texts of all object rules that can hold: they are part of the policy. */
struct str object_bytes(struct call *call);

#endif
