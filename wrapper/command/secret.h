/* secret.h - values that do not belong into a log: of macros whose names say so, and passwords of URLs. */
#ifndef SECRET_H
#define SECRET_H

#include "base/str.h"

/* The word with the values of NAME=VALUE hidden in it, where NAME looks like a secret's, and of SCHEME://USER:PASSWORD@HOST
 * the password. */
struct str secret_hidden(struct str word);

#endif
