/* What is wrong with a file; and law 14: what the kernel, the loader and the program itself would read differently. */
#include <elf.h>

#include "elf/elffile.h"

enum { HEADERS_LIMIT = 65536 }; /* bytes of program headers that Linux takes */
/* What is gone through several times. No file has more for a good reason. */
enum { MOST_SECTIONS = 1 << 22, MOST_SYMBOLS = 1 << 24 };
#define SIZE(e, type) ((e)->wide ? sizeof(Elf64_##type) : sizeof(Elf32_##type))
/* Of two bytes, which all of them have. */
#define COUNT_OF(e, field) elf_number(e, (e)->bytes, (e)->wide ? offsetof(Elf64_Ehdr, field) : offsetof(Elf32_Ehdr, field), 2)

/* Linux goes by the machine, on most of them: a class or byte order that does not fit hides the program from readers. Of x32
 * and of aarch64's ILP32 there are files, but none that reads as one of 64 bits, too. */
static bool
other_form(const struct elf *e)
{
	enum { NARROW = 1, WIDE = 2, LITTLE = 4, BIG = 8 };
	static const struct { uint16_t machine, forms; } of[] = {
		{EM_X86_64, NARROW | WIDE | LITTLE}, {EM_386, NARROW | LITTLE}, {MACHINE_486, NARROW | LITTLE},
		{EM_AARCH64, NARROW | WIDE | LITTLE | BIG}, {EM_ARM, NARROW | LITTLE | BIG},
		{EM_PPC, NARROW | LITTLE | BIG}, {EM_PPC64, WIDE | LITTLE | BIG},
		{EM_S390, NARROW | WIDE | BIG}, {EM_MIPS, NARROW | WIDE | LITTLE | BIG}, {EM_RISCV, NARROW | WIDE | LITTLE | BIG},
	};
	unsigned form = (e->wide ? WIDE : NARROW) | (e->swapped ? BIG : LITTLE);

	for (size_t i = 0; i < COUNT(of); i++)
		if ((of[i].machine == e->machine && (form | of[i].forms) != of[i].forms) || of[i].machine == __builtin_bswap16(e->machine))
			return true;
	return !e->wide && (e->machine == EM_X86_64 || e->machine == EM_AARCH64) && (e->type == ET_EXEC || e->type == ET_DYN) &&
	    elf_number(e, e->bytes, offsetof(Elf64_Ehdr, e_phentsize), 2) == sizeof(Elf64_Phdr);
}

/* Where the kernel says that the program headers are in memory. */
static bool
headers_at(const struct elf *e, uint64_t *at)
{
	struct elf_segment s;
	bool found = false;

	for (uint64_t i = 0; elf_segment(e, i, &s); i++)
		if (s.type == PT_LOAD && e->segment_at >= s.offset && e->segment_at - s.offset < s.size) {
			found = true;
			*at = e->segment_at - s.offset + s.address;
		}
	return found;
}

/* By how much PT_PHDR differs from where the kernel says they are, loaders take all addresses to differ. */
static bool
other_place(const struct elf *e)
{
	uint64_t at = 0;
	struct elf_segment s;
	bool found = headers_at(e, &at), said = false, loader = false;

	for (uint64_t i = 0; elf_segment(e, i, &s); i++) {
		said = said || (s.type == PT_PHDR && (!found || s.address != at));
		loader = loader || s.type == PT_INTERP;
	}
	return said && (found || loader);
}

/* The kernel reads the program headers in the file, the loader reads them in memory. */
static bool
other_headers(const struct elf *e)
{
	uint64_t size = e->nsegment * e->segment_size, at = 0;
	bool found = headers_at(e, &at);
	struct str loaded = elf_at(e, at);

	return found && (loaded.n < size || memcmp(loaded.p, e->bytes.p + e->segment_at, (size_t)size) != 0);
}

/* What relocates itself finds its list without a header. A loader goes by the address; a reader by the place in the file. */
static bool
other_list(const struct elf *e)
{
	struct elf_segment s, dynamic = {.size = 0};
	uint64_t at;
	struct str list = elf_dynamic_list(e, &at);

	for (uint64_t i = 0; elf_segment(e, i, &s); i++) {
		if (s.type == PT_INTERP)
			return false;
		if (s.type == PT_DYNAMIC)
			dynamic = s;
	}
	return list.n > 0 && dynamic.bytes.p != list.p;
}

/* The kernel, glibc, musl and a program that loads itself do not all take the same one of two. */
static const char *
two_stories(const struct elf *e)
{
	static const struct { uint32_t type; const char *twice; } only[] = {
		{PT_DYNAMIC, "it has two dynamic segments"}, {PT_GNU_RELRO, "it has two PT_GNU_RELRO"}, {PT_GNU_STACK, "it has two PT_GNU_STACK"},
	};
	struct elf_segment s;

	for (size_t of = 0; of < COUNT(only); of++) {
		unsigned n = 0;

		for (uint64_t i = 0; elf_segment(e, i, &s); i++)
			if (s.type == only[of].type && n++ > 0)
				return only[of].twice;
	}
	if (other_list(e))
		return "it relocates itself or is a library, and its dynamic segment is not the one in its header";
	if (other_place(e))
		return "PT_PHDR is not at the address where the program headers are loaded";
	return other_headers(e) ? "the loader finds other program headers in memory than the kernel in the file" : NULL;
}

const char *
elf_damage(const struct elf *e)
{
	struct elf_segment segment;
	struct elf_section section;
	bool debug;

	if (e->bytes.n < SIZE(e, Ehdr))
		return "the ELF header is cut off";
	if ((e->bytes.p[EI_CLASS] != ELFCLASS32 && e->bytes.p[EI_CLASS] != ELFCLASS64) ||
	    (e->bytes.p[EI_DATA] != ELFDATA2LSB && e->bytes.p[EI_DATA] != ELFDATA2MSB))
		return "the ELF header has no class or byte order";
	if (other_form(e))
		return "its class or byte order does not fit its machine, and Linux goes by the machine";
	if (COUNT_OF(e, e_phnum) > 0 && e->nsegment == 0)
		return "the program headers are not in the file";
	if (COUNT_OF(e, e_shnum) > 0 && e->nsection == 0)
		return "the section headers are not in the file";
	if (e->nsection > MOST_SECTIONS)
		return "it has more than 4 million sections";
	if (e->nsegment * e->segment_size > HEADERS_LIMIT && e->type != ET_CORE)
		return "it has more program headers than Linux reads";
	debug = elf_debug_alone(e); /* eu-strip leaves the places of segments */
	for (uint64_t i = 0; !debug && elf_segment(e, i, &segment); i++)
		if (segment.bytes.n != segment.size)
			return "a segment is not in the file";
	for (uint64_t i = 0; elf_section(e, i, &section); i++) {
		if (section.type != SHT_NOBITS && section.type != SHT_NULL && section.bytes.n != section.size)
			return "a section is not in the file";
		if (section.type == SHT_SYMTAB && section.size / SIZE(e, Sym) > MOST_SYMBOLS)
			return "it has more than 16 million symbols";
	}
	return debug ? NULL : two_stories(e);
}
