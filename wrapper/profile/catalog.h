/* catalog.h - the profiles that there are: built in, the system's, the user's. */
#ifndef CATALOG_H
#define CATALOG_H

#include "profile/policy.h"

struct catalog {
	struct args names; /* sorted, each once */
};

/* Adds the profiles of a directory, sorted; false where it cannot be read. */
bool catalog_directory(struct args *names, struct str path);
void catalog_make(struct catalog *c, const struct settings *s);
/* The first comment of a profile's text: what it is for. */
struct str catalog_about(struct str text);

#endif
