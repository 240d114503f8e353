/* never.h - why a build may have compiled nothing through hardcc: what can be seen from outside of it. */
#ifndef NEVER_H
#define NEVER_H

#include "cmd/build/summary.h"
#include "compiler/setting.h"

/* The options of make, ninja and meson. */
#define MAKE_DIRECTORY "-C"
#define MAKE_FILE "-f"
/* What it reads a file with that need not be there. */
#define MAKE_INCLUDE "-include"

struct never {
	const struct args *command;  /* that was run */
	char *const *environ;	     /* that it had */
	const struct settings *settings;
	const struct summary *summary;
	struct str names;	     /* the directory of compiler names */
	const char *self;
	int status;		     /* as waitpid has it */
};

/* What `go` can be asked to do: compiles, and asks who the compiler is where there is cgo; never compiles. */
#define GO_COMPILES "build install run test vet"
#define GO_COMPILES_NOTHING "bug clean doc env fmt help mod telemetry version work"
/* It prints what it would do. */
#define GO_DRY_RUN "-n"
/* go list compiles with these only. */
#define GO_LIST_EXPORT "-export"
#define GO_LIST_COMPILED "-compiled"
/* The likely reason, and what to do about it. harmless: there is nothing to do. */
const char *never_reason(const struct never *n, bool *harmless);

#endif
