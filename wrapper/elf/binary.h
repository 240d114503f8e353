/*
 * binary.h - what an ELF file, or an archive of objects, says about how it was made: facts, no
 * judgement. Program headers and the dynamic segment count first, for they survive every strip.
 */
#ifndef BINARY_H
#define BINARY_H

#include "elf/codelook.h"
#include "elf/elffile.h"
#include "elf/gobinary.h"
#include "elf/symbolrole.h"
#include "elf/unitnote.h"

enum binary_kind {
	BINARY_EXEC, BINARY_PIE, BINARY_STATIC, BINARY_STATIC_PIE, BINARY_SHARED, BINARY_OBJECT, BINARY_ARCHIVE,
	BINARY_MODULE, BINARY_CORE, BINARY_DEBUG, BINARY_OTHER,
	NBINARY
};
extern const char binary_kind_names[NBINARY][24];

enum clib { CLIB_UNKNOWN, CLIB_NONE, CLIB_GLIBC, CLIB_MUSL, CLIB_OTHER };

/* RELRO_SHORT: it leaves out what it is for. RELRO_UNKNOWN: nothing tells what it has to cover. */
enum relro { RELRO_NONE, RELRO_SHORT, RELRO_PARTIAL, RELRO_FULL, RELRO_UNKNOWN };

/* PT_GNU_STACK of a program, .note.GNU-stack of objects. */
enum stack_mark { STACK_ABSENT, STACK_PLAIN, STACK_EXECUTABLE };

/* What GNU properties say; of several objects, what all say. */
enum branch_mark { MARK_FORWARD = 1, MARK_BACKWARD = 2 }; /* IBT or BTI, shadow stack or PAC */

struct binary {
	struct str path, bytes;
	enum binary_kind kind;
	enum clib libc;
	enum relro relro;
	enum stack_mark stack;
	uint16_t machine;
	bool wide, big;
	bool has_dynamic, has_plt, now, now_needless, textrel;
	bool writable_code, entry_writable;
	bool aligned_away;		/* by so much that no random address is left */
	bool executable_zeroes;		/* memory behind the bytes of executable code: Linux makes it writable */
	bool go_sections;		/* there are sections of Go's */
	bool module;			/* of the Linux kernel */
	bool sections;			/* there is a section table */
	bool cut;			/* not all of what the loader looks for was read */
	bool has_property;		/* of the object at hand: its marks are what all of its properties say */
	bool got_outside;		/* addresses of functions that RELRO does not cover */
	bool relro_applied;		/* of a static file: its start makes it so */
	uint64_t relro_at, relro_end;	/* the pages of it that the loader protects */
	uint64_t relro_start;		/* of a static file: where specs/static-relro.c is in it, or 0 */
	uint64_t uncovered;		/* so many bytes of sections that RELRO is for are beside it */
	struct str interpreter, soname, rpath, runpath;
	struct { const char *tag; struct str names; } opened[8]; /* paths beside these, which the loader opens as they are */
	struct buf needed; /* names with blanks between */
	bool symtab, dwarf, debuglink, clang; /* clang compiled a part of it */
	struct str build_id;
	unsigned marks;
	struct symbols symbols;
	const char *runtime; /* without a symbol table: a text of a runtime that a sanitizer or coverage brings */
	struct units units;
	struct go_binary go;
	bool lld;		 /* may have folded equal notes (--icf), as it may those of two units with as much code */
	bool libc_files;	 /* of a static file: the C library's are among these */
	unsigned nsource;	 /* C files, by the symbol table of a linked file */
	struct buf sources;	 /* their names, the first few, with blanks between */
	unsigned nassembler;	 /* and those of assembler, which no compiler can add to, in a file of any kind */
	struct buf assembler;
	unsigned nsilent;	 /* units without a note; of a linked file at least so many */
	struct {
		uint64_t bytes, bare; /* beside the C library's and Go's; those that no note tells of */
		const char *untold;   /* why that cannot be told; NULL where it can */
	} code;			      /* of a file with notes */
	/* of an archive */
	unsigned nslim;		 /* and of an object: those without code, which the compiler makes at the link (LTO) */
	unsigned nmember, nunit; /* ELF files in it; those that are C by their .comment */
	struct buf silent;	 /* members without a note, the first few */
	struct buf unmarked;	 /* members without the marks of branch protection, the first few */
	unsigned nunmarked;
	struct codelook *look;	 /* what its code shows, where somebody asks */
	unsigned nopened;	 /* paths that the loader opens, see above */
	unsigned note_budget;	 /* notes that may still be read: a crafted file names the same ones again and again */
};

/* A machine by its number, and by its name. */
struct machine {
	uint16_t number;
	char name[12];
	uint8_t wide, narrow; /* the fact of files of 64 and of 32 bits */
	uint8_t stack;	      /* what no stack mark means: STACK_PLAIN, STACK_EXECUTABLE, or STACK_ABSENT where that is not known */
	uint16_t data, call, indirect; /* its relocations that fill in a slot: GLOB_DAT, JUMP_SLOT, IRELATIVE; 0 where it has none */
};
/* One without a name where it is not known. */
const struct machine *binary_machine(const struct binary *b);

/* What binary_read says of an archive without ELF files: nothing is wrong with it. */
extern const char binary_no_elf[];
/* NULL, or what is wrong with the file: then nothing may be concluded from it. */
const char *binary_read(struct binary *b, struct str path, struct str bytes);
/* Is it an ELF file or an archive that holds one? */
bool binary_is(struct str bytes);
/* Was it made by a C compiler, or nobody can tell: false for a program in pure Go. */
bool binary_has_c(const struct binary *b);
static inline bool
binary_linked(const struct binary *b)
{
	return b->kind <= BINARY_SHARED;
}
static inline bool
binary_static(const struct binary *b)
{
	return b->kind == BINARY_STATIC || b->kind == BINARY_STATIC_PIE;
}

#endif
