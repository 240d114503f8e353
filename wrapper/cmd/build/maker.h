/* maker.h - an environment for builds while it is made: buildenv-cc.c has the compilers, buildenv-go.c what go
 * is told, buildenv.c the rest. */
#ifndef MAKER_H
#define MAKER_H

#include "cmd/build/buildenv.h"

struct maker {
	struct buildenv *b;
	const struct choices *c;
	const struct settings *s;
	const char *self;
	struct str path;
	bool cgo; /* go compiles C, as far as can be known */
	bool plain_goflags; /* go parts GOFLAGS at blanks, and quotes are letters: before Go 1.20 */
};

/* The path, unless a shell or ccache would part it into words: then the name alone, which PATH finds. */
struct str maker_unquoted(struct str path, struct str name);
/* CC and CXX. */
void maker_compilers(struct maker *m);
/* Is there a C compiler behind our names, by PATH, by a setting or by CC? */
bool maker_finds_compiler(const struct maker *m);
/* What go is told. False after an error was said. */
bool maker_go(struct maker *m, const struct args *command);

#endif
