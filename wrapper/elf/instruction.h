/*
 * instruction.h - instructions of x86-64: how long each is, and its operands. What it does is the caller's to know.
 */
#ifndef INSTRUCTION_H
#define INSTRUCTION_H

#include "base/str.h"

enum { NO_REGISTER = 255 };

/* map: 0 for one byte, 1 for 0f, 2 for 0f 38, 3 for 0f 3a. thread: by fs or gs. Registers are numbers, NO_REGISTER where there is none. */
struct instruction {
	unsigned length;
	unsigned map, opcode;
	bool narrow, wide, thread, repeated, short_address, memory;
	uint8_t mod, reg, base, index;
	int64_t displacement, number;
};

/* False where there is none. */
bool instruction_read(struct instruction *in, struct str code);
/* Its length, 0 where there is none. */
unsigned instruction_length(struct str code);

#endif
