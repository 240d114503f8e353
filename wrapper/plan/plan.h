/*
 * plan.h - rules and facts to edits, edits to the argv that is run.
 *
 *	real  [added]  the user's argv  [forced]
 *
 * explain prints the plan, the log serialises it, exec runs it.
 */
#ifndef PLAN_H
#define PLAN_H

#include "plan/call.h"

/* First: whether any rule is looked at. */
void plan_begin(struct call *call);
/* The edits of the rules. */
void plan_rules(struct call *call);
/* Last, when all edits are there. */
void plan_argv(struct call *call);
/* The argv of a call that is run as it came. */
void plan_as_it_came(struct call *call);
/* Does a memo tell less of this call than all rules do? */
bool plan_lacks(const struct call *call);
/* The user's words fitted into an argv, ours beside them may not: then all go through a response file in memory. */
void plan_shorten(struct call *call);

/* After plan_begin, of a call that is only looked at, for no compiler is asked: why a rule would do nothing, BECAUSE_RULE
 * for one that holds; by: what turns it off, whatever else does. */
struct edit plan_ask(struct call *call, const struct rule *rule);
/* Does the compiler take the rule's words? One that names the compiler's family vouches for them; else they are tried. */
bool plan_takes(struct call *call, const struct rule *rule);

#endif
