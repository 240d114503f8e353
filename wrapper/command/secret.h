/* secret.h - values that do not belong into a log: of macros whose names say so. */
#ifndef SECRET_H
#define SECRET_H

#include "base/str.h"

/* A quick no for most words: -DNAME=, --define-macro=NAME=, -Wp,-DNAME=, or an operand. */
static inline bool
secret_may_be(const char *word)
{
	return word[0] != '-' || word[1] == 'D' || word[1] == 'W' || word[1] == '-';
}

/* The word with the values of NAME=VALUE hidden in it, where NAME looks like a secret's. */
struct str secret_hidden(struct str word);

#endif
