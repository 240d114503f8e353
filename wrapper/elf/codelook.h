/*
 * codelook.h - what the code of a file shows, for x86-64 and aarch64: which functions keep something in their frame and give its
 * address away, and which of those have a canary. Not a whole decoder: the length of an instruction, and the few that matter.
 */
#ifndef CODELOOK_H
#define CODELOOK_H

#include "elf/elffile.h"

struct binary;

/* What one function shows. */
struct shown {
	bool canary;	/* it loads the guard, or calls what reports a smashed stack */
	bool needs;	/* an array in its frame, or one whose address is given away */
	bool perhaps;	/* the same of a parameter, or nobody can tell: compilers differ */
	bool returns;	/* clang has no canary in a function that does not */
	bool apart;	/* a part of it stands elsewhere, and may return */
	bool garbled;	/* something that is no instruction is in it */
	bool marked;	/* it begins with endbr64, bti, paciasp */
	bool probed, bare_page; /* a frame of more than a page, each page of which is touched, or is not; x86-64 */
};

/* The same of all functions. */
struct codelook {
	bool asked; /* somebody wants to know */
	bool done; /* and was told */
	bool cxx;  /* a static file with C++'s library */
	unsigned functions, canaries, bare, perhaps; /* bare: needs one, has none */
	unsigned between; /* places between functions that need one */
	unsigned marked;  /* functions that begin with a mark */
	unsigned probed, bare_pages;
	const char *why; /* why not all of it was, or none; NULL where it was */
};

/* Where aarch64 has the guard, and what reports: addresses of pointers to them, and of themselves. */
struct guards {
	uint64_t at[8];
	size_t n;
};
static inline bool
guards_have(const struct guards *g, uint64_t at)
{
	for (size_t i = 0; i < g->n; i++)
		if (at == g->at[i])
			return true;
	return false;
}

/* What is at this address shows. */
void function_look(struct shown *s, const struct elf *e, const struct guards *g, struct str code, uint64_t at);

/* Looks at the code of a file, once, where somebody asked. */
const struct codelook *codelook(const struct binary *b);

#endif
