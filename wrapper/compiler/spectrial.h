/*
 * spectrial.h - what a spec file does to a call of gcc beyond its words: what gcc would run (-###) with the file and without it tells.
 * Tried once for these bytes and these words, and remembered.
 */
#ifndef SPECTRIAL_H
#define SPECTRIAL_H

#include "compiler/compiler.h"

/* A call as a spec file sees it. */
struct spec_call {
	struct args words; /* those of rules first, then the user's that say how: no inputs, no places */
	size_t rules;	   /* how many are of rules: a file may override them, but not give their macros other values */
	struct str language; /* as -x names it */
	bool compiles, links;
};

/* A word that doctor tries a file with. */
struct spec_sample {
	char word[32], at[24]; /* options-spec.h */
	bool link;
};

enum { NSPECSAMPLE = 30 };
extern const struct spec_sample spec_samples[NSPECSAMPLE];

/* Would gcc take options that it does not have, so that a probe for one is told yes? text: the file's bytes, and those of what it takes in. */
COLD bool spec_takes_all(const struct probe *p, struct str path, struct str text);
/* The word of the call's that the file overrides, or takes the effect of away; nothing where there is none. */
COLD struct str spec_overrides(const struct probe *p, struct str path, struct str text, const struct spec_call *call);
/* The line of the text that does it, by a word of it; else the one that takes in another file; 1 where that is not told. */
COLD unsigned spec_line(struct str text, const char *at);
/* By what an answer is remembered. call: NULL for spec_takes_all. */
COLD struct str spec_key(struct str text, const struct spec_call *call);

#endif
