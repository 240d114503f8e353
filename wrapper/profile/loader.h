/* loader.h - a list on its way to a policy: what policy.c reads, and policycheck.c judges. */
#ifndef LOADER_H
#define LOADER_H

#include "base/io.h"
#include "compiler/setting.h"
#include "profile/profile.h"

struct loader {
	struct policy *p;
	const struct settings *s;
	const struct setting *setting;
	struct str loaded[MAX_FILES];
	bool open[MAX_FILES], of_project[MAX_FILES]; /* then a whole one of that name may follow */
	bool none; /* is in the list: to be without a rule is meant */
	struct str directory; /* of the file that is read now */
	struct buf switched; /* by the package */
	unsigned nloaded, errors;
};

/* An error of a word of the list. meant: what follows, a question or nothing. */
void loader_complain(struct loader *l, struct str word, const char *what, const char *meant);
/* What a word is that no profile was found for: no_profile, or a path that does not exist. */
const char *loader_missing(struct str word, const char *no_profile);
/* " (did you mean ...?)" for a profile, by its name or its path. */
const char *loader_meant(const struct settings *s, struct str word);

/* Every feature that was named must have rules somewhere: those of one that the chosen profiles lack come from a built-in one. */
void loader_features(struct loader *l);
/* Does a switch wait for another one? Once `with` and `without` are answered. */
void loader_waiting(struct loader *l);
/* Is no rule on, and none was not said? Once the policy is whole. */
void loader_empty(struct loader *l);

#endif
