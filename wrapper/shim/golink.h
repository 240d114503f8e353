/*
 * golink.h - who links a Go program whose only C is the standard library's: Go itself, which no
 * linker flag reaches, or the compiler. Refusing the link that cgo reads the symbols of makes
 * cmd/go and cmd/link (Go 1.19 and later) take the compiler, with no setting of the user's.
 */
#ifndef GOLINK_H
#define GOLINK_H

#include "plan/plan.h"

/* Sets the fact where a refusal is safe, or says in call->own_link why Go links by itself.
 * Looks at the callers through /proc: for the dynimport link and the identity call only. */
void golink_facts(struct call *call);
/* After plan_make for a dynimport link: own_link says why it was not refused. */
void golink_planned(struct call *call);
/* What the dynimport links of this build will meet, for the identity line. */
void golink_foresee(struct call *call);

/* golink.c, for tests: does the text of a command line ask for it, "-flag=value" or "-flag value"? */
bool golink_asks(struct str text, const char *flag, const char *value);
bool golink_since(struct str goversion, unsigned wanted);

#endif
