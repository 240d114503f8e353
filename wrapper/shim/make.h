/*
 * make.h - the steps from the words of a call to its plan, in their order: call_words, call_settings, call_compiler,
 * call_plan. The shim goes all of them; explain has its settings already; golink looks ahead from the last.
 */
#ifndef MAKE_H
#define MAKE_H

#include "plan/call.h"

/* What the files say, from the memo where there is one; settings already has the environment. self: the path that we were
 * started by. */
void call_settings(struct call *call, struct settings *settings, const char *self);
/* The library and the real compiler, or the end of the program. */
void call_compiler(struct call *call, const char *self);
/* Facts, policy, edits and argv, as far as the call needs them; and call->ending. */
void call_plan(struct call *call);

/* What the dynimport links of this build will meet, for Go's identity call: fills in call->why_go_links. */
COLD void make_foresee(struct call *call);

#endif
