/*
 * frames.h - the functions of a linked file by its table for unwinding, which no strip takes away.
 */
#ifndef FRAMES_H
#define FRAMES_H

#include "elf/elffile.h"

struct frames {
	const struct elf *e;
	struct elf_segment table, loaded;
	uint64_t at;
};

/* A number that is added to an address. */
static inline uint64_t
elf_distance(const struct elf *e, struct str bytes, uint64_t at)
{
	return (uint64_t)(int32_t)elf_number(e, bytes, at, 4);
}

/* False where there is no table as linkers make it. */
bool frames_open(struct frames *f, const struct elf *e);
/* The next function, by address; false behind the last. cold: it is the part of another that is seldom run, for its frame is there
 * when it begins. */
bool frames_next(struct frames *f, uint64_t *begin, uint64_t *size, bool *cold);

#endif
