/*
 * elffile.h - ELF files and archives as they are, whoever made them: every number is checked against
 * the end of the bytes before it is used. 32 and 64 bits, both byte orders.
 */
#ifndef ELFFILE_H
#define ELFFILE_H

#include "base/str.h"

#define ELF_ARCHIVE STR("!<arch>\n")
#define ELF_THIN STR("!<thin>\n")
enum { ELF_MEMBER_HEADER = 60 }; /* bytes, before each member */
enum { PAGE = 4096 }; /* bytes, the least one */
enum { MACHINE_486 = 6 }; /* EM_486 of Linux, which not every <elf.h> has */

struct elf {
	struct str bytes;
	uint64_t section_at, section_size, nsection, names; /* nsection is 0 where the table is malformed */
	uint64_t segment_at, segment_size, nsegment;
	uint64_t entry;
	uint16_t type, machine;
	bool wide, swapped;
};

struct elf_section {
	struct str name, bytes; /* the name's beginning; bytes are empty where they are not in the file */
	uint64_t flags, link, info, address, size;
	uint32_t type;
};

struct elf_segment {
	struct str bytes;
	uint64_t flags, align, offset, address, size, memory; /* size in the file and in memory */
	uint32_t type;
};

struct elf_symbol {
	struct str name;
	uint64_t value, size, section; /* section is 0 for one that is not defined here */
	unsigned type, binding;
};

struct elf_note {
	struct str owner, text; /* the owner's NUL is not in it */
	uint32_t type;
};

/* False where the bytes are no ELF file. */
bool elf_open(struct elf *e, struct str bytes);
/* Has the file our own byte order? */
static inline bool
elf_native(const struct elf *e)
{
	return e->swapped == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);
}
/* n bytes, 1, 2, 4 or 8, at offset as a number in the file's byte order; 0 beyond the end. In place: a tenth of verify's
 * instructions. */
static inline uint64_t
elf_number(const struct elf *e, struct str bytes, uint64_t offset, unsigned n)
{
	uint64_t wide = 0;
	uint32_t word = 0;
	uint16_t half = 0;

	if (bytes.n < n || offset > bytes.n - n)
		return 0;
	switch (n) {
	case 1: return (unsigned char)bytes.p[offset];
	case 2: return memcpy(&half, bytes.p + offset, 2), elf_native(e) ? half : __builtin_bswap16(half);
	case 4: return memcpy(&word, bytes.p + offset, 4), elf_native(e) ? word : __builtin_bswap32(word);
	case 8: return memcpy(&wide, bytes.p + offset, 8), elf_native(e) ? wide : __builtin_bswap64(wide);
	default: return 0;
	}
}
/* The size of an address: 4 or 8. */
static inline unsigned
elf_word(const struct elf *e)
{
	return e->wide ? 8 : 4;
}
/* What a process has from this address on, as far as it comes out of the file in one piece; empty where that is nothing. Linux
 * maps whole pages, a later segment over an earlier one. */
struct str elf_at(const struct elf *e, uint64_t address);
/* The list of the dynamic segment as the loader finds it, by the address of the last one: no size in a header ends it. NULL
 * where there is none, empty where it is not loaded. at: where it is. */
struct str elf_dynamic_list(const struct elf *e, uint64_t *at);
/* Is the address in a page that is mapped for this loaded segment? */
bool elf_maps(const struct elf_segment *segment, uint64_t address);
/* What shows that bytes are missing, that a header is nonsense, or that it tells the kernel something else than the loader or a
 * reader; NULL where nothing does. */
const char *elf_damage(const struct elf *e);
/* Was its code taken out, and debug information left? So by objcopy --only-keep-debug, and in the .dwo files of split DWARF. Not
 * where it can be run all the same, whatever its sections say. */
bool elf_debug_alone(const struct elf *e);
/* The text at offset up to its NUL, 256 bytes at most. */
struct str elf_text(struct str strings, uint64_t offset);
/* The same, limit bytes at most. */
struct str elf_long_text(struct str strings, uint64_t offset, size_t limit);
/* False where there is no section, segment, symbol, pair of that index. */
bool elf_section(const struct elf *e, uint64_t index, struct elf_section *section);
bool elf_segment(const struct elf *e, uint64_t index, struct elf_segment *segment);
/* The first PT_LOAD from *index on, which becomes its own. */
bool elf_load_from(const struct elf *e, uint64_t *index, struct elf_segment *segment);
/* The next loaded segment, to be searched; false behind the last. Begin with zeroes. Segments that overlap are not
 * given again and again: none is where they have come to more bytes than the file has. */
struct elf_loads {
	uint64_t index, bytes;
};
bool elf_next_loaded(const struct elf *e, struct elf_loads *at, struct elf_segment *segment);
/* table: a section of type SHT_SYMTAB or SHT_DYNSYM. Not the name, but its offset in the strings. */
bool elf_symbol_at(const struct elf *e, struct str table, uint64_t index, struct elf_symbol *symbol, uint64_t *name);
/* The first one from there on that is not defined here; where there is none, one behind the last. */
uint64_t elf_next_import(const struct elf *e, struct str table, uint64_t index);
/* Does a row of the table of relocations name that symbol? addends: its rows have them. */
bool elf_refers(const struct elf *e, struct str relocations, bool addends, uint64_t symbol);
/* A pair of the dynamic segment; false behind the last. */
bool elf_dynamic(const struct elf *e, struct str dynamic, uint64_t index, uint64_t *tag, uint64_t *value);
/* Cuts the first note off *rest; false where there is none. */
bool elf_note(const struct elf *e, struct str *rest, uint64_t align, struct elf_note *note);

/* The first member of an archive, behind its "!<arch>\n", cut off *rest; false where there is none. names: what
 * long names stand in, kept from call to call. */
bool elf_member(struct str *rest, struct str *names, struct str *name, struct str *bytes);
/* Its header alone: of a name at most so many bytes, and the size that it tells. */
bool elf_member_head(struct str rest, struct str names, size_t limit, struct str *name, uint64_t *size);
typedef void elf_visit(void *context, const struct elf *e);
/* The ELF file, or each one in an archive. */
void elf_each(struct str bytes, elf_visit *visit, void *context);
/* The symbol table, not the dynamic one, and its names; false where there is none. */
bool elf_symbol_table(const struct elf *e, struct str *table, struct str *strings);
/* Each symbol of it. */
typedef void elf_visit_symbol(void *context, const struct elf_symbol *symbol);
void elf_each_symbol(const struct elf *e, elf_visit_symbol *visit, void *context);

#endif
