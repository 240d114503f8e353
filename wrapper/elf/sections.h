/*
 * sections.h - the parts of binary_read that look at sections, notes and the symbol table, which a
 * program may have lost.
 */
#ifndef SECTIONS_H
#define SECTIONS_H

#include "elf/binary.h"

/* Texts of the C libraries that a static program cannot lose. */
#define MUSL_TEXT "No error information"
#define MUSL_DLOPEN_TEXT "Dynamic loading not supported"
#define GLIBC_TEXT "GLIBC_TUNABLES"
#define GLIBC_NSS_TEXT "libnss_"

/* One name more of a list, which has the first few. */
static inline void
name_one(struct buf *list, unsigned *n, struct str name)
{
	enum { FEW = 8 };

	if ((*n)++ < FEW)
		buf_word(list, name);
}

/* Every note of a note segment or section. */
void binary_notes(struct binary *b, const struct elf *e, struct str notes, uint64_t align);
/* The section table of a linked file: debug information, symbols, notes that no segment names. */
void sections_read(struct binary *b, const struct elf *e);
/* The symbol table of a linked file or an object. */
void symbols_read(struct binary *b, const struct elf *e);
/* The C file that such a symbol names, without its directory; empty where it names none, or a start file's. */
struct str symbol_source(const struct elf_symbol *symbol);
/* A static file: its C library, and what that loads when it runs. */
void static_read(struct binary *b, const struct elf *e);
/* Does a static file make PT_GNU_RELRO read-only before main? By its start code, and where it is of musl's, by ours. */
void start_read(struct binary *b, const struct elf *e);
/* A linked file without a symbol table: texts of what a sanitizer or coverage brings. */
void runtime_read(struct binary *b, const struct elf *e);
/* How much of a linked file's code its notes tell of. nplt: functions that are called through a table. */
void codesize_read(struct binary *b, const struct elf *e, uint64_t nplt);
/* What the linker makes, and the parts of .init and .fini. */
bool section_makeshift(struct str name);
/* Where the C library begins in a static file; 0 where that is not known. */
uint64_t codesize_libc(const struct binary *b, const struct elf *e);
/* The same of an object; before: the units before it was read; silent: it is of C, and has no note. */
void codesize_object(struct binary *b, const struct elf *e, const struct units *before, bool silent);
/* And behind the last member. */
void codesize_archive(struct binary *b);
/* An object, or one of an archive. */
void object_read(struct binary *b, const struct elf *e, struct str name);

#endif
