/*
 * demand.h - what a profile asks of a file that is already built: of each feature, which rule wants it,
 * or which exception lets it be. A file tells its architecture, its kind and its C library; whatever
 * else a rule has for conditions is taken to have held.
 */
#ifndef DEMAND_H
#define DEMAND_H

#include "elf/binary.h"
#include "profile/exception.h"

struct demand {
	const struct rule *rule; /* NULL: the profile does not ask for it */
	const struct rule *off;	 /* the exception that holds here */
	struct str others;	 /* packages with C that no exception of the feature names; blanks between */
	bool past;		 /* and excuses nothing any more: its day, until */
	struct day until;
};

/* features: names with blanks between; the first that the profile has counts. of_units: it is asked of each unit, and an exception is for
 * those of its packages; else of the link, which is the main package's. */
struct demand demand_of(const struct policy *p, struct str features, const struct binary *b, bool of_units);

#endif
