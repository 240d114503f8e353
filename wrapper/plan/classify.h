/* classify.h - command and compiler to facts. No decision is made here. */
#ifndef CLASSIFY_H
#define CLASSIFY_H

#include "compiler/compiler.h"

/* Which kind of call, from its form alone: before any compiler is looked for. */
enum fact classify_kind(const struct command *cmd);
/* Everything else. May read the inputs of a link. */
void classify(struct facts *facts, const struct probe *p);
/* Everything that words and compiler tell: no file is read. */
void classify_words(struct facts *facts, const struct command *cmd, const struct compiler *cc, const struct settings *s);
/* The facts that a compiler and the words that choose its target decide: architecture, libc, host. */
void classify_target(struct facts *facts, const struct command *cmd, struct str target);
/* The C library that a target names. */
enum fact classify_libc(struct str target);
/* What -### and the like are passed on for: a word for explain and the log. */
const char *kind_name(enum fact kind, const struct facts *facts);

/* Which inputs of a link ask for an executable stack, and which are silent; names the first of each. */
struct stack_inputs {
	struct str asks, silent, lto;
};
void stack_inputs(struct stack_inputs *found, const struct command *cmd);
/* stack.c, on one file's text or bytes; for tests and fuzzing. */
void stack_of_source(struct stack_inputs *found, struct str path, struct str text);
void stack_of_object(struct stack_inputs *found, struct str path, struct str bytes);

#endif
