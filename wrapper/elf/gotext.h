/* gotext.h - the function table of Go's runtime: where Go's code is, and the names in it. */
#ifndef GOTEXT_H
#define GOTEXT_H

#include "elf/elffile.h"

struct go_text {
	uint64_t begin, end; /* 0 where they are not known */
	struct str names;    /* of functions, NUL between; of Go 1.15 and older all of the table */
};

/* False where there is no such table. Objects too. search: look for it beside its own section, too; the linker
 * of a PIE may put it into another. */
bool gotext_find(const struct elf *e, bool search, struct go_text *text);

/* Of a PIE of 64 bits: what relocates it, and by that the address that will stand at a place; 0 where none will. */
struct str gotext_relocations(const struct elf *e);
uint64_t gotext_addend(const struct elf *e, struct str relocations, uint64_t place);

#endif
