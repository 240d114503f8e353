/*
 * elffile.h - ELF files and archives as they are, whoever made them: every number is checked against
 * the end of the bytes before it is used. 32 and 64 bits, both byte orders.
 */
#ifndef ELFFILE_H
#define ELFFILE_H

#include "str.h"

struct elf {
	struct str bytes;
	uint64_t section_at, section_size, nsection, names; /* nsection is 0 where the table is malformed */
	uint64_t segment_at, segment_size, nsegment;
	uint16_t type, machine;
	bool wide, swapped;
};

struct elf_section {
	struct str name, bytes; /* the name's beginning; bytes are empty where they are not in the file */
	uint64_t flags, link;
	uint32_t type;
};

struct elf_segment {
	struct str bytes;
	uint64_t flags, align;
	uint32_t type;
};

struct elf_symbol {
	struct str name;
	uint64_t value, section; /* section is 0 for one that is not defined here */
	unsigned type, binding;
};

struct elf_note {
	struct str owner, text; /* the owner's NUL is not in it */
	uint32_t type;
};

/* False where the bytes are no ELF file. */
bool elf_open(struct elf *e, struct str bytes);
/* False where there is no section, segment, symbol, pair of that index. */
bool elf_section(const struct elf *e, uint64_t index, struct elf_section *section);
bool elf_segment(const struct elf *e, uint64_t index, struct elf_segment *segment);
/* table: a section of type SHT_SYMTAB or SHT_DYNSYM; strings: the one that it links to. */
bool elf_symbol(const struct elf *e, struct str table, struct str strings, uint64_t index, struct elf_symbol *symbol);
/* A pair of the dynamic segment; false behind the last. */
bool elf_dynamic(const struct elf *e, struct str dynamic, uint64_t index, uint64_t *tag, uint64_t *value);
/* Cuts the first note off *rest; false where there is none. */
bool elf_note(const struct elf *e, struct str *rest, uint64_t align, struct elf_note *note);

typedef void elf_visit(void *context, const struct elf *e);
/* The ELF file, or each one in an archive. */
void elf_each(struct str bytes, elf_visit *visit, void *context);
/* Each symbol of the symbol table, not of the dynamic one. */
typedef void elf_visit_symbol(void *context, const struct elf_symbol *symbol);
void elf_each_symbol(const struct elf *e, elf_visit_symbol *visit, void *context);

#endif
