/*
 * block.h - sixteen bytes looked at at once. The compiler makes of it what the machine has.
 */
#ifndef BLOCK_H
#define BLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK = 16 };
typedef int8_t block __attribute__((vector_size(BLOCK))); /* signed, as comparisons of blocks are */

static inline block
block_at(const char *p)
{
	block b;

	memcpy(&b, p, sizeof b);
	return b;
}

/* Is a byte of it not 0? */
static inline bool
block_any(block b)
{
	uint64_t halves[2];

	memcpy(halves, &b, sizeof b);
	return halves[0] | halves[1];
}

#endif
