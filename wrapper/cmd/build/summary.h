/* summary.h - what the lines of a log come to: calls, features, what was denied and what was excepted. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "compiler/setting.h"
#include "profile/profile.h"

#define COLOUR_RED "\033[31m"
#define COLOUR_YELLOW "\033[33m"
#define COLOUR_END "\033[m"

enum { SUMMARY_LIMIT = 250 }; /* different things of one kind that are told apart */

/* Something that was seen, and in how many calls. */
struct tally {
	struct str what;
	uint64_t calls, last; /* last: which call counted it last */
	uint64_t of, compiles, links; /* calls that a feature concerns; of them: in what they compile, in what they link */
	struct why {
		struct str text;
		uint64_t calls;
		struct why *next;
	} *causes; /* a call did not get it */
};

struct tallies {
	struct tally *of;
	size_t n, cap;
	uint64_t others; /* past the limit */
};

/* Calls under one profile, and what it says. */
struct used {
	struct str name; /* empty: under none */
	bool was;	 /* a call had it */
	struct policy policy; /* without a feature where it could not be read */
	struct calls {
		uint64_t compiles, links, both; /* both: compiled and linked in one call */
	} n;
	struct used *next;
};

struct summary {
	bool all; /* also what is for other languages, compilers and machines */
	const struct settings *settings;
	void *scratch;
	uint64_t calls, compiles, links, questions, identities, failed, unread;
	uint64_t probes, stopped; /* of configure, CMake and Meson; calls that a rule denied: neither is a compile or a link */
	struct used *used; /* profiles */
	struct args outputs; /* of links */
	struct tallies features, replaced, denied, exceptions, past; /* past: exceptions whose day is over */
};

/* The settings of the build: where its profiles are. */
void summary_begin(struct summary *s, const struct settings *settings);
/* One line; a line that is none is counted as unread. */
void summary_add(struct summary *s, struct str line);
/* The build's own profile: of it the exceptions past their day are told even where no call was made, as with a warm cache. */
void summary_profile(struct summary *s, struct setting setting);
/* A few lines, each with hardcc: before it; never: why no call compiled, or NULL. */
void summary_text(const struct summary *s, struct buf *b, const char *never, bool colour);
/* Members of an object. */
void summary_json(const struct summary *s, struct buf *b);

#endif
