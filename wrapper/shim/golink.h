/*
 * golink.h - who links a Go program whose only C is the standard library's: Go itself, which no
 * linker flag reaches, or the compiler. Refusing the link that cgo reads the symbols of makes
 * cmd/go and cmd/link (Go 1.19 and later) take the compiler, with no setting of the user's.
 */
#ifndef GOLINK_H
#define GOLINK_H

#include "plan/call.h"

/* Sets the fact where a refusal is safe, or says in call->why_go_links why Go links by itself. looking: the call that we are
 * in, this one or Go's identity call. Looks at the callers through /proc: for these two kinds of call only. */
void golink_decide(struct call *call, const struct call *looking);
/* When the plan of a dynimport link is made: why it was not refused. */
void golink_planned(struct call *call);

/* golink.c, for tests: does the text of a command line ask for it, "-flag=value" or "-flag value"? */
bool golink_asks(struct str text, const char *flag, const char *value);
bool golink_since(struct str goversion, unsigned wanted);

#endif
