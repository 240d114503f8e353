#include "elf/frames.h"

#include <elf.h>

enum { ROWS = 1 << 22 }; /* that are looked at */

bool
frames_open(struct frames *f, const struct elf *e)
{
	static const char encodings[] = "\1\33\3\73";
	bool found = false;

	*f = (struct frames){.e = e};
	for (uint64_t i = 0; !found && elf_segment(e, i, &f->table); i++)
		found = f->table.type == PT_GNU_EH_FRAME && str_starts(f->table.bytes, STR(encodings));
	for (uint64_t i = 0; found && elf_segment(e, i, &f->loaded); i++)
		if (f->loaded.type == PT_LOAD && f->table.address - f->loaded.address < f->loaded.size)
			return true;
	return false;
}

/* Behind the header of a row's frame: how long its letters are, and what it says first. */
static bool
says_frame_first(const struct elf *e, struct str bytes, uint64_t at)
{
	enum { DEF_CFA = 0x0c, DEF_CFA_OFFSET = 0x0e };
	uint64_t first = elf_number(e, bytes, at + 1 + elf_number(e, bytes, at, 1), 1);

	return first == DEF_CFA || first == DEF_CFA_OFFSET;
}

bool
frames_next(struct frames *f, uint64_t *begin, uint64_t *size, bool *cold)
{
	enum { TABLE = 12, ROW = 8, BEGIN = 8, SIZE = 12, LETTERS = 16 };
	const struct elf *e = f->e;
	struct str rows = f->table.bytes, in = f->loaded.bytes;
	uint64_t n = elf_number(e, rows, TABLE - 4, 4);

	while (f->at < n && f->at < rows.n / ROW && f->at < ROWS) {
		uint64_t row = TABLE + f->at++ * ROW, frame = f->table.address + elf_distance(e, rows, row + 4);
		uint64_t at = frame - f->loaded.address;

		*begin = f->table.address + elf_distance(e, rows, row);
		if (at > f->loaded.size || frame + BEGIN + elf_distance(e, in, at + BEGIN) != *begin)
			continue;
		*size = elf_number(e, in, at + SIZE, 4);
		*cold = says_frame_first(e, in, at + LETTERS);
		return true;
	}
	return false;
}
