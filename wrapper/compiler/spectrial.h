/*
 * spectrial.h - what a spec file does to gcc beyond its words: whether options that no gcc has are taken while it is used,
 * and which words of the user's it overrides. Tried once for these bytes, and remembered.
 */
#ifndef SPECTRIAL_H
#define SPECTRIAL_H

#include "compiler/compiler.h"

struct spec_trial {
	char user[28], like[12], printed[28], matter[40], at[24]; /* options.h */
	uint8_t link;
};

enum { NSPECTRIAL = 30 };
extern const struct spec_trial spec_trials[NSPECTRIAL];

/* Bit N: it overrides the user's word of row N. */
#define SPEC_TAKES_ALL (UINT64_C(1) << NSPECTRIAL) /* a probe for an option would be told yes */

/* text: its bytes, and those of what it takes in. */
COLD uint64_t spec_try(const struct probe *p, struct str path, struct str text);
/* The line of the text that does it, by a word of it; else the one that takes in another file; 1 where that is not told. */
COLD unsigned spec_line(struct str text, const char *at);

#endif
