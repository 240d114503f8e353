/*
 * block.h - sixteen bytes looked at at once. The compiler makes of it what the machine has.
 */
#ifndef BLOCK_H
#define BLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* in bytes */
enum { BLOCK = 16, TWO_BLOCKS = 2 * BLOCK, LEAST = 4 };
typedef int8_t block __attribute__((vector_size(BLOCK))); /* signed, as comparisons of blocks are */

static inline block
block_at(const char *p)
{
	block b;

	memcpy(&b, p, sizeof b);
	return b;
}

/* The first bytes of a text of LEAST or more; of a shorter one than a block, all, and some of them twice. */
static inline block
block_first(const char *p, size_t n)
{
	uint64_t half[2];
	uint32_t quarter[2];
	block b;

	if (n >= BLOCK)
		return block_at(p);
	if (n >= sizeof *half) {
		memcpy(&half[0], p, sizeof *half);
		memcpy(&half[1], p + n - sizeof *half, sizeof *half);
	} else {
		memcpy(&quarter[0], p, sizeof *quarter);
		memcpy(&quarter[1], p + n - sizeof *quarter, sizeof *quarter);
		memcpy(&half[0], quarter, sizeof *half);
		half[1] = half[0];
	}
	memcpy(&b, half, sizeof b);
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
