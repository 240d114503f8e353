/* identity.h - what identity.c and trial.c share: one file remembers both. */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "compiler/compiler.h"

/* Writes what is known of the compiler to its cache file; without one the next call asks again. */
void identity_remember(const struct compiler *cc, const struct command *cmd);
/* The command line of a question: the compiler and the user's words that choose a target. */
struct args identity_question(const struct compiler *cc, const struct command *cmd);
/* What was remembered of the compiler under a key; and remembers it. */
bool identity_recall(struct compiler *cc, const struct command *cmd, const struct settings *s, struct str key,
    struct str *value);
void identity_keep(struct compiler *cc, const struct command *cmd, struct str key, struct str value);

#endif
