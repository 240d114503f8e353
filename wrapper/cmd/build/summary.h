/* summary.h - what the lines of a log come to: calls, features, what was denied and what was excepted. */
#ifndef SUMMARY_H
#define SUMMARY_H

#include "record/logline.h"

#define COLOUR_RED "\033[31m"
#define COLOUR_YELLOW "\033[33m"
#define COLOUR_END "\033[m"

/* Something that was seen, and in how many calls. */
struct tally {
	struct str what;
	uint64_t calls, last; /* last: which call counted it last */
	uint64_t compiles, links; /* that had it or missed it: in a compile that links nothing; in a link that compiles nothing */
	struct cause {
		struct str text;
		uint64_t calls;
		struct cause *next;
	} *causes; /* why a call did not get it */
};

struct tallies {
	struct tally *of;
	size_t n, cap;
	uint64_t others; /* past the limit */
};

struct summary {
	struct str distro; /* the file that stands for the profile distro: distro_file */
	uint64_t calls, compiles, links, both, assembled; /* both: compiled and linked in one call; assembled: compiles of assembler source */
	uint64_t probes, stopped; /* of configure, CMake and Meson; calls that a rule denied: neither is a compile or a link */
	uint64_t questions, identities, failed, unread;
	struct tallies features, replaced, denied, exceptions, past, profiles; /* past: exceptions whose day is over */
};

/* One line; a line that is none is counted as unread. */
void summary_add(struct summary *s, struct str line);
/* A few lines, each with hardcc: before it; never: why no call compiled, or NULL. */
void summary_text(const struct summary *s, struct buf *b, const char *never, bool colour);
/* Members of an object. */
void summary_json(const struct summary *s, struct buf *b);

#endif
