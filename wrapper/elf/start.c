/*
 * Whether a static program makes PT_GNU_RELRO read-only. No header tells, and nobody but its own start does it: glibc's by itself,
 * musl's where it calls specs/static-relro.c. A start that is not known may do it, or not.
 */
#include "elf/dynamic.h"
#include "elf/gotext.h"
#include "elf/instruction.h"
#include "elf/sections.h"

/* Of crt1.o: what stands at the entry, or behind one or two instructions of four bytes. */
static const struct {
	uint8_t libc, machine, n;
	char code[16];
} starts[] = {
	{CLIB_GLIBC, EM_X86_64,  15, "\x31\xed\x49\x89\xd1\x5e\x48\x89\xe2\x48\x83\xe4\xf0\x50\x54"},
	{CLIB_GLIBC, EM_AARCH64, 12, "\x1d\0\x80\xd2\x1e\0\x80\xd2\xe5\x03\0\xaa"},
	{CLIB_MUSL,  EM_X86_64,   9, "\x48\x31\xed\x48\x89\xe7\x48\x8d\x35"},
	{CLIB_MUSL,  EM_AARCH64, 12, "\x1d\0\x80\xd2\x1e\0\x80\xd2\xe0\x03\0\x91"},
};
/* What glibc says where mprotect fails: the code that calls mprotect names it. */
#define GLIBC_RELRO_TEXT "cannot apply additional memory protection after relocation"

/* if (type == PT_GNU_RELRO) mprotect(start, size, PROT_READ), as the text has it for x86-64 and aarch64. */
static const struct {
	uint16_t machine, n;
	char code[37];
} protects[] = {
	{EM_X86_64, 20, "\x81\xf9\x52\xe5\x74\x64\x75\x0c\xba\x01\0\0\0\xb8\x0a\0\0\0\x0f\x05"},
	{EM_AARCH64, 36, "\x48\xaa\x9c\x52\x88\x8e\xac\x72\x7f\0\x08\x6b\x22\0\x80\xd2\x48\x1c\x80\xd2\x60\0\0\x54"
			 "\0\0\x80\xd2\x02\0\0\x14\x01\0\0\xd4"},
};

static enum clib
started_by(const struct elf *e)
{
	struct str code = elf_at(e, e->entry);

	for (size_t i = 0; i < COUNT(starts); i++)
		for (size_t at = 0; at <= 8 && starts[i].machine == e->machine; at += 4)
			if (str_starts(str_cut(code, at), (struct str){starts[i].code, starts[i].n}))
				return (enum clib)starts[i].libc;
	return CLIB_UNKNOWN;
}

/* Where that is in its code; it outlasts every strip. */
static uint64_t
find_protect(const struct elf *e)
{
	struct elf_loads loads = {0};
	struct elf_segment s;

	for (size_t i = 0; i < COUNT(protects); i++)
		while (e->machine == protects[i].machine && elf_next_loaded(e, &loads, &s)) {
			const char *at = s.flags & PF_X && s.bytes.n > 0 ?
			    memmem(s.bytes.p, s.bytes.n, protects[i].code, protects[i].n) : NULL;

			if (at)
				return s.address + (uint64_t)(at - s.bytes.p);
		}
	return 0;
}

enum { MOST_BLOCKS = 8192, MOST_STEPS = 1 << 26, INSTRUCTION = 8 };

/* From the entry on: what is called, jumped to, or named by its address. main is not, which is the first argument of musl's start,
 * nor what is called by a table of addresses, as constructors are. */
struct walk {
	const struct elf *e;
	struct str relocations;
	uint64_t sought;  /* code, or */
	const char *text; /* what it names */
	bool found;
	uint64_t block[MOST_BLOCKS];
	size_t n, left; /* steps: comparisons, for a crafted file */
};

static void
pay(struct walk *w, uint64_t steps)
{
	w->left -= steps < w->left ? (size_t)steps : w->left;
}

static void
go_on_at(struct walk *w, uint64_t address)
{
	pay(w, w->n + 4 * w->e->nsegment); /* they are read twice */
	for (size_t i = 0; i < w->n; i++)
		if (w->block[i] == address)
			return;
	w->found = w->found || (w->text && str_starts_text(elf_at(w->e, address), w->text));
	if (w->n < MOST_BLOCKS && segment_allows(w->e, address, PF_X))
		w->block[w->n++] = address;
}

/* Where that is what stands there once the program has relocated itself. */
static void
go_on_by(struct walk *w, uint64_t place)
{
	uint64_t value = elf_number(w->e, elf_at(w->e, place), 0, 8);
	size_t rows = w->relocations.n / sizeof(Elf64_Rela);

	pay(w, w->e->nsegment);
	if (value == 0 && rows < w->left) {
		pay(w, rows);
		value = gotext_addend(w->e, w->relocations, place);
	}
	go_on_at(w, value);
}

/* A jump by a register ends a function, and others are aligned behind it; or it is a switch, and the function goes on. */
static void
go_on_behind(struct walk *w, struct str code, uint64_t at)
{
	enum { SWITCH = 512 }; /* bytes of code behind the one of ours */
	struct instruction in;
	uint64_t word = elf_number(w->e, code, 0, 4);
	bool more = w->e->machine == EM_AARCH64 ? word != 0xd503201f && word != 0 : instruction_read(&in, code) &&
	    (in.map == 0 ? in.opcode != 0x90 && in.opcode != 0xcc : in.opcode != 0x1f); /* nop, int3 */

	w->found = w->found || (more && w->sought - at < SWITCH);
}

/* The length of an instruction of x86-64; 0 where nothing follows it. */
static unsigned
walk_x86(struct walk *w, struct str code, uint64_t at)
{
	enum { RDI = 7 };
	struct instruction in;
	uint64_t next;
	unsigned op;
	bool named, absolute;

	if (!instruction_read(&in, code) || in.map > 1)
		return in.length;
	op = in.opcode | in.map << 8;
	next = at + in.length;
	named = in.memory && in.mod == 0 && in.base == NO_REGISTER && in.index == NO_REGISTER; /* by its distance */
	absolute = (op >> 3 == 0xb8 >> 3 && (op & 7) != RDI) || (op == 0xc7 && !in.memory && in.base != RDI);
	if (op == 0xe8 || op == 0xe9 || op == 0xeb || op >> 4 == 7 || op >> 4 == 0x18)
		go_on_at(w, next + (uint64_t)in.number);
	else if (named && op == 0x8d && in.reg != RDI)
		go_on_at(w, next + (uint64_t)in.displacement);
	else if (named && (op == 0xff || (op == 0x8b && in.reg != RDI)))
		go_on_by(w, next + (uint64_t)in.displacement);
	else if (absolute)
		go_on_at(w, (uint64_t)in.number);
	if (op == 0xff && (in.reg & 7) == 4 && !in.memory)
		go_on_behind(w, str_cut(code, in.length), next);
	return op == 0xc3 || op == 0xe9 || op == 0xeb || op == 0xf4 || (op == 0xff && (in.reg & 7) == 4) ? 0 : in.length;
}

/* So many bits of the instruction as a distance in instructions. */
static uint64_t
distance(uint64_t word, unsigned at, unsigned bits)
{
	uint64_t value = word >> at & ((UINT64_C(1) << bits) - 1), sign = UINT64_C(1) << (bits - 1);

	return ((value ^ sign) - sign) * 4;
}

/* The same of aarch64. page: what each register has by adrp. */
static unsigned
walk_arm(struct walk *w, struct str code, uint64_t at, uint64_t page[32])
{
	uint64_t word = elf_number(w->e, code, 0, 4), to = word & 31, from = word >> 5 & 31, number = word >> 10 & 0xfff;

	if (word >> 26 == 0x25 || word >> 26 == 0x05) /* bl, b */
		go_on_at(w, at + distance(word, 0, 26));
	else if (word >> 24 == 0x54 || (word & 0x7e000000) == 0x34000000) /* b.eq, cbz */
		go_on_at(w, at + distance(word, 5, 19));
	else if ((word & 0x7e000000) == 0x36000000) /* tbz */
		go_on_at(w, at + distance(word, 5, 14));
	else if ((word & 0x9f000000) == 0x90000000) /* adrp */
		page[to] = (at & ~UINT64_C(0xfff)) + (distance(word, 5, 19) + (word >> 29 & 3)) * PAGE;
	else if ((word & 0xffc00000) == 0x91000000 && page[from] > 0 && to > 0) /* add */
		go_on_at(w, page[from] + number);
	else if ((word & 0xffc00000) == 0xf9400000 && page[from] > 0 && to > 0) /* ldr */
		go_on_by(w, page[from] + number * 8);
	if ((word & 0xfffffc1f) == 0xd61f0000) /* br */
		go_on_behind(w, str_cut(code, 4), at);
	return word >> 26 == 0x05 || (word & 0xffdffc1f) == 0xd61f0000 || word == 0xd65f03c0 /* ret */ ? 0 : 4;
}

static bool
reaches(const struct elf *e, uint64_t sought, const char *text)
{
	struct walk w = {.e = e, .sought = sought, .text = text, .relocations = gotext_relocations(e), .left = MOST_STEPS};

	go_on_at(&w, e->entry);
	for (size_t i = 0; i < w.n && !w.found; i++) {
		struct str code = elf_at(e, w.block[i]);
		uint64_t page[32] = {0};
		unsigned n = 1;

		pay(&w, e->nsegment);
		for (uint64_t at = w.block[i]; n > 0 && code.n > 0 && w.left > 0; at += n, code = str_cut(code, n)) {
			pay(&w, INSTRUCTION);
			w.found = w.found || at == sought;
			n = e->machine == EM_AARCH64 ? walk_arm(&w, code, at, page) : walk_x86(&w, code, at);
		}
	}
	return w.found;
}

void
start_read(struct binary *b, const struct elf *e)
{
	enum clib libc = started_by(e);

	b->relro_start = find_protect(e);
	b->relro_applied = libc == CLIB_GLIBC ? reaches(e, UINT64_MAX, GLIBC_RELRO_TEXT) :
	    libc == CLIB_MUSL && b->relro_start > 0 && reaches(e, b->relro_start, NULL);
}
