/* identity.h - the file that remembers who a compiler is, and what it answered. */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "compiler/compiler.h"

/* Writes what is known of the compiler to its cache file; without one the next call asks again. */
void identity_remember(const struct probe *p);
/* What the compiler answered under a key; and keeps an answer. */
bool identity_recall(const struct probe *p, struct str key, struct str *value);
void identity_keep(const struct probe *p, struct str key, struct str value);

#endif
