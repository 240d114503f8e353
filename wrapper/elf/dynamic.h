/*
 * dynamic.h - the dynamic segment as the loader reads it, and what of it decides RELRO.
 */
#ifndef DYNAMIC_H
#define DYNAMIC_H

#include <elf.h>

#include "elf/binary.h"

/* What the dynamic segment says that is of use only while the file is read: of each tag the last value. */
struct dynamic {
	struct str list;
	uint64_t at; /* its address */
	uint64_t of[DT_FLAGS + 1], gnu_hash, flags_1;
	bool has[DT_FLAGS + 1];
	const struct machine *machine;
};

/* Is this address mapped for that (PF_W, PF_X), but for RELRO? */
bool segment_allows(const struct elf *e, uint64_t address, uint64_t flag);
/* What stays writable behind the loader, or behind the start code of a static program. */
void relro_read(struct binary *b, const struct elf *e, const struct dynamic *d);

#endif
