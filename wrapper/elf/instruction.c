#include "elf/instruction.h"

enum { STACK = 4, FRAME = 5 }; /* rsp and rbp; in a ModRM byte they say that something else follows */

/*
 * How an instruction of x86-64 goes on behind its opcode. m: operands; b, z, w: a number of 1, 2 or 4, 2 bytes; B, Z: both;
 * v: 8 bytes by REX.W; j: always 4; o: an address; e: enter's; 3, 7: by the operand; p: a prefix; x: none in 64 bits.
 */
static const char one_byte[] =
	"mmmmbzxxmmmmbzx2" "mmmmbzxxmmmmbzxx" "mmmmbzpxmmmmbzpx" "mmmmbzpxmmmmbzpx" "pppppppppppppppp" "................"
	"xxEmppppzZbB...." "bbbbbbbbbbbbbbbb" "BZxBmmmmmmmmmmmm" "..........x....." "oooo....bz......" "bbbbbbbbvvvvvvvv"
	"BBw.VVBZe.w..bx." "mmmmxxx.mmmmmmmm" "bbbbbbbbjjxb...." "pxpp..37......mm";
static const char two_bytes[] =
	"mmmmx.....x.xm.x" "mmmmmmmmmmmmmmmm" "mmmmxxxxmmmmmmmm" "......xxtxTxxxxx" "mmmmmmmmmmmmmmmm" "mmmmmmmmmmmmmmmm"
	"mmmmmmmmmmmmmmmm" "BBBBmmm.mmmmmmmm" "jjjjjjjjjjjjjjjj" "mmmmmmmmmmmmmmmm" "...mBmxx...mBmmm" "mmmmmmmmmmBmmmmm"
	"mmBmBBBm........" "mmmmmmmmmmmmmmmm" "mmmmmmmmmmmmmmmm" "mmmmmmmmmmmmmmmm";

static unsigned
byte_at(struct str code, size_t at)
{
	return at < code.n ? (unsigned char)code.p[at] : 0;
}

static int64_t
signed_at(struct str code, size_t at, unsigned n)
{
	uint64_t value = 0;

	for (unsigned i = 0; i < n; i++)
		value |= (uint64_t)byte_at(code, at + i) << (8 * i);
	return n == 1 ? (int8_t)value : n == 2 ? (int16_t)value : n == 4 ? (int32_t)value : (int64_t)value;
}

/* The ModRM byte at at, and what belongs to it; behind it. rex: the bits that widen its registers: R 4, X 2, B 1. */
static size_t
read_operands(struct instruction *in, struct str code, size_t at, unsigned rex)
{
	unsigned modrm = byte_at(code, at++), rm = modrm & 7, size;

	in->mod = (uint8_t)(modrm >> 6);
	in->reg = (uint8_t)((modrm >> 3 & 7) | (rex & 4) << 1);
	in->memory = in->mod != 3;
	in->index = NO_REGISTER;
	in->base = (uint8_t)(rm | (rex & 1) << 3);
	size = in->mod == 1 ? 1 : in->mod == 2 ? 4 : 0;
	if (in->memory && rm == STACK) {
		unsigned sib = byte_at(code, at++);

		in->base = (uint8_t)((sib & 7) | (rex & 1) << 3);
		in->index = (uint8_t)((sib >> 3 & 7) | (rex & 2) << 2);
		in->index = in->index == STACK ? NO_REGISTER : in->index;
		rm = sib & 7;
	}
	if (in->mod == 0 && rm == FRAME) {
		in->base = NO_REGISTER;
		size = 4;
	}
	in->displacement = size > 0 ? signed_at(code, at, size) : 0;
	return at + size;
}

/* VEX and EVEX: as operands of the map that they name. */
static size_t
read_vector(struct instruction *in, struct str code, size_t at, unsigned *rex)
{
	enum { VEX2 = 0xc5, VEX3 = 0xc4, EVEX = 0x62 };
	unsigned first = byte_at(code, at), bits = byte_at(code, at + 1);

	in->map = first == VEX2 ? 1 : bits & (first == EVEX ? 7 : 31);
	*rex = first == VEX2 ? (~bits >> 5 & 4) : ~bits >> 5 & 7;
	at += first == VEX2 ? 2 : first == VEX3 ? 3 : 4;
	in->opcode = byte_at(code, at);
	return at + 1;
}

static char
form_of(const struct instruction *in)
{
	switch (in->map) {
	case 0: return one_byte[in->opcode];
	case 1: return two_bytes[in->opcode];
	case 3: return 'B';
	default: return 'm';
	}
}

bool
instruction_read(struct instruction *in, struct str code)
{
	enum { LONGEST = 15 };
	unsigned rex = 0;
	size_t at = 0;
	char form;

	*in = (struct instruction){.mod = NO_REGISTER, .base = NO_REGISTER, .index = NO_REGISTER};
	while ((form = one_byte[byte_at(code, at)]) == 'p' && at < LONGEST) {
		unsigned prefix = byte_at(code, at++);

		in->narrow = in->narrow || prefix == 0x66;
		in->short_address = in->short_address || prefix == 0x67;
		in->thread = in->thread || prefix == 0x64 || prefix == 0x65; /* fs, or a kernel's gs */
		in->repeated = in->repeated || prefix == 0xf2 || prefix == 0xf3;
		rex = prefix >> 4 == 4 ? prefix : 0;
	}
	in->wide = rex & 8;
	in->opcode = byte_at(code, at++);
	if (form == 'V' || form == 'E') {
		at = read_vector(in, code, at - 1, &rex);
		form = form_of(in);
	} else if (form == '2') {
		in->opcode = byte_at(code, at++);
		form = two_bytes[in->opcode];
		in->map = form == 't' ? 2 : form == 'T' ? 3 : 1;
		if (in->map > 1) {
			in->opcode = byte_at(code, at++);
			form = in->map == 2 ? 'm' : 'B';
		}
	}
	if (form == 'x')
		return false;
	if (form == 'm' || form == 'B' || form == 'Z' || form == '3' || form == '7') /* strchr took a tenth of verify's time here */
		at = read_operands(in, code, at, rex);
	if ((form == '3' || form == '7') && (in->reg & 7) >= 2)
		form = 'm';
	else if (form == '3')
		form = 'b';
	else if (form == '7')
		form = 'z';
	if (form == 'b' || form == 'B')
		in->number = signed_at(code, at++, 1);
	if (form == 'z' || form == 'Z' || form == 'j' || (form == 'v' && !in->wide)) {
		unsigned n = in->narrow && form != 'j' ? 2 : 4;

		in->number = signed_at(code, at, n);
		at += n;
	}
	at += form == 'w' ? 2 : form == 'e' ? 3 : form == 'o' ? (in->short_address ? 4 : 8) : form == 'v' && in->wide ? 8 : 0;
	in->length = (unsigned)at;
	return at <= LONGEST && at <= code.n;
}

unsigned
instruction_length(struct str code)
{
	struct instruction in;

	return instruction_read(&in, code) ? in.length : 0;
}
