#include "elf/binary.h"

#include <elf.h>

#include "command/facts.h"
#include "elf/sections.h"

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258
#endif
#ifndef PT_GNU_PROPERTY
#define PT_GNU_PROPERTY 0x6474e553
#endif
#ifndef DF_1_PIE
#define DF_1_PIE 0x08000000
#endif

enum {
	PAGE = 4096,
	DYNAMIC_LIMIT = 4096, /* pairs */
	NEEDED_LIMIT = 512,
	PATH_LIMIT = 4096,	  /* bytes, of a path and of a list of them */
	PATHS_LIMIT = 64 * 1024,
};

const char binary_kind_names[NBINARY][24] = {
	"program", "PIE", "static program", "static PIE", "shared library", "object", "archive", "kernel module",
	"core dump", "debug information", "ELF file",
};

static const struct machine machines[] = {
	{EM_X86_64,    "x86-64",    FACT_X86_64,      FACT_X32,	       STACK_EXECUTABLE},
	{EM_386,       "i386",	    FACT_I386,	      FACT_I386,       STACK_EXECUTABLE},
	{EM_AARCH64,   "aarch64",   FACT_AARCH64,     FACT_OTHER_ARCH, STACK_PLAIN},
	{EM_ARM,       "arm",	    FACT_ARM,	      FACT_ARM,	       STACK_EXECUTABLE},
	{EM_RISCV,     "riscv",	    FACT_RISCV64,     FACT_OTHER_ARCH, STACK_PLAIN},
	{EM_PPC64,     "ppc64",	    FACT_PPC64LE,     FACT_OTHER_ARCH, STACK_PLAIN},
	{EM_PPC,       "ppc",	    FACT_OTHER_ARCH,  FACT_OTHER_ARCH, STACK_EXECUTABLE},
	{EM_S390,      "s390",	    FACT_S390X,	      FACT_OTHER_ARCH, STACK_EXECUTABLE},
	{EM_MIPS,      "mips",	    FACT_MIPS,	      FACT_MIPS,       STACK_ABSENT},
	{EM_LOONGARCH, "loongarch", FACT_LOONGARCH64, FACT_OTHER_ARCH, STACK_PLAIN},
	{EM_NONE,      "",	    FACT_OTHER_ARCH,  FACT_OTHER_ARCH, STACK_ABSENT},
};

const struct machine *
binary_machine(const struct binary *b)
{
	const struct machine *m = machines;

	while (m->number != EM_NONE && m->number != b->machine)
		m++;
	return m;
}

const char binary_no_elf[] = "the archive holds no ELF file";

/* What the dynamic segment says that is of use only until the symbols are read: of each tag the last value. */
struct dynamic {
	uint64_t of[DT_FLAGS + 1], gnu_hash;
	bool has[DT_FLAGS + 1], pie;
};

static void
read_segment(struct binary *b, const struct elf *e, const struct elf_segment *s)
{
	bool writable = s->flags & PF_W, executable = s->flags & PF_X;

	switch (s->type) {
	case PT_LOAD:
		b->writable_code = b->writable_code || (writable && executable);
		if (e->entry >= s->address && e->entry - s->address < s->memory && e->entry > 0)
			b->entry_writable = writable;
		break;
	case PT_INTERP:
		b->interpreter = elf_long_text(s->bytes, 0, PATH_LIMIT);
		break;
	case PT_GNU_STACK:
		b->stack = executable ? STACK_EXECUTABLE : STACK_PLAIN;
		break;
	case PT_GNU_RELRO:
		b->relro = RELRO_PARTIAL;
		b->relro_at = s->address;
		b->relro_end = (s->address + s->memory) / PAGE * PAGE; /* a page is protected whole or not at all */
		b->writable_code = b->writable_code || (writable && executable);
		break;
	case PT_NOTE:
	case PT_GNU_PROPERTY:
		binary_notes(b, e, s->bytes, s->align);
		break;
	default:
		break;
	}
}

static void
read_pair(struct binary *b, struct dynamic *d, uint64_t tag, uint64_t value)
{
	if (tag < COUNT(d->of)) {
		d->of[tag] = value;
		d->has[tag] = true;
	}
	if (tag == DT_GNU_HASH)
		d->gnu_hash = value;
	if (tag == DT_FLAGS_1)
		d->pie = value & DF_1_PIE;
	b->has_plt = d->has[DT_JMPREL];
	b->now = b->now || tag == DT_BIND_NOW || (tag == DT_FLAGS && (value & DF_BIND_NOW)) ||
	    (tag == DT_FLAGS_1 && (value & DF_1_NOW));
	b->textrel = b->textrel || tag == DT_TEXTREL || (tag == DT_FLAGS && (value & DF_TEXTREL));
}

/* How many symbols there are: with a GNU hash, at least those that are not defined here stand before it. */
static uint64_t
symbol_count(const struct elf *e, const struct dynamic *d, bool all)
{
	struct str hash = elf_at(e, d->of[DT_HASH]), gnu = elf_at(e, d->gnu_hash);
	uint64_t size = e->wide ? sizeof(Elf64_Sym) : sizeof(Elf32_Sym), buckets, bloom;
	uint64_t strings = d->of[DT_STRTAB], symbols = d->of[DT_SYMTAB];

	if (d->of[DT_HASH] && hash.n >= 8 && (e->machine != EM_S390 || !e->wide))
		return elf_number(e, hash, 4, 4);
	if (!all && d->gnu_hash && gnu.n >= 16) {
		buckets = elf_number(e, gnu, 0, 4);
		bloom = elf_number(e, gnu, 8, 4);
		if (bloom < gnu.n && buckets > 0 && elf_number(e, gnu, 16 + bloom * elf_word(e), 4) > 0)
			return elf_number(e, gnu, 4, 4); /* the first that is defined */
	}
	return strings > symbols ? (strings - symbols) / size : UINT64_MAX; /* they end where the names begin */
}

/* A symbol that nothing refers to is there by -u alone. On mips the loader fills in what has no relocation. */
static bool
refers(const struct elf *e, const struct dynamic *d, uint64_t symbol)
{
	static const uint8_t tables[][2] = {{DT_JMPREL, DT_PLTRELSZ}, {DT_RELA, DT_RELASZ}, {DT_REL, DT_RELSZ}};

	for (size_t i = 0; i < COUNT(tables); i++) {
		uint64_t at = d->of[tables[i][0]], size = d->of[tables[i][1]];
		bool addends = tables[i][0] == DT_JMPREL ? d->of[DT_PLTREL] == DT_RELA : tables[i][0] == DT_RELA;
		struct str table = at > 0 && size > 0 ? elf_at(e, at) : STR("");

		if (elf_refers(e, size < table.n ? str_head(table, (size_t)size) : table, addends, symbol))
			return true;
	}
	return e->machine == EM_MIPS;
}

static void
read_imports(struct binary *b, const struct elf *e, const struct dynamic *d, struct str strings)
{
	bool library = b->kind == BINARY_SHARED;
	struct str table = elf_at(e, d->of[DT_SYMTAB]);
	uint64_t count = symbol_count(e, d, !library);
	struct elf_symbol symbol;
	unsigned canaries = 0;
	uint64_t name;

	for (uint64_t i = 1; i < count; i++) {
		enum symbol_role role;

		i = library ? elf_next_import(e, table, i) : i;
		if (i >= count || !elf_symbol_at(e, table, i, &symbol, &name))
			break;
		if (name >= strings.n || !symbol_tells(str_cut(strings, (size_t)name)))
			continue;
		symbol.name = elf_text(strings, name);
		role = symbol_role(symbol.name);
		if (role == ROLE_NONE || (symbol.section != SHN_UNDEF && !role_of_tests(role)) ||
		    (symbol.binding == STB_WEAK && role_of_tests(role))) /* a hook for whoever has one */
			continue;
		if (role == ROLE_CANARY && (canaries++ >= CANARY_NAMES || !refers(e, d, i)))
			continue;
		symbols_add(&b->symbols, role, symbol.name);
	}
}

/* p is NULL where the tag is not there. */
static struct str
text_of(const struct dynamic *d, unsigned tag, struct str strings, size_t limit)
{
	return d->has[tag] ? elf_long_text(strings, d->of[tag], limit) : (struct str){NULL, 0};
}

static const char *
read_dynamic(struct binary *b, const struct elf *e, struct dynamic *d, struct str bytes)
{
	uint64_t tag, value, needed[NEEDED_LIMIT];
	unsigned nneeded = 0;
	struct str strings;

	b->has_dynamic = true;
	for (uint64_t i = 0; i < DYNAMIC_LIMIT && elf_dynamic(e, bytes, i, &tag, &value); i++) {
		read_pair(b, d, tag, value);
		if (tag == DT_NEEDED && nneeded < COUNT(needed))
			needed[nneeded++] = value;
	}
	strings = elf_at(e, d->of[DT_STRTAB]);
	if (d->of[DT_STRSZ] > strings.n)
		return "the strings of its dynamic segment are not in the file";
	strings = str_head(strings, (size_t)d->of[DT_STRSZ]);
	for (unsigned i = 0; i < nneeded; i++)
		buf_word(&b->needed, elf_long_text(strings, needed[i], PATH_LIMIT));
	b->rpath = text_of(d, DT_RPATH, strings, PATHS_LIMIT);
	b->runpath = text_of(d, DT_RUNPATH, strings, PATHS_LIMIT);
	b->soname = text_of(d, DT_SONAME, strings, PATH_LIMIT);
	return NULL;
}

/* A library that can be run (libc.so.6) has an interpreter too; its name gives it away. */
static enum binary_kind
kind_of(const struct binary *b, const struct elf *e, const struct dynamic *d)
{
	bool loads = b->interpreter.n > 0 || b->needed.n > 0;

	switch (e->type) {
	case ET_REL: return BINARY_OBJECT;
	case ET_CORE: return BINARY_CORE;
	case ET_EXEC: return loads ? BINARY_EXEC : BINARY_STATIC;
	case ET_DYN: break;
	default: return BINARY_OTHER;
	}
	if (d->pie)
		return loads ? BINARY_PIE : BINARY_STATIC_PIE;
	return b->interpreter.n > 0 && !d->has[DT_SONAME] ? BINARY_PIE : BINARY_SHARED;
}

static void
judge_relro(struct binary *b, const struct dynamic *d)
{
	bool covered = d->of[DT_PLTGOT] >= b->relro_at && d->of[DT_PLTGOT] < b->relro_end;

	b->now_needless = b->has_dynamic && !b->has_plt;
	if (b->relro == RELRO_NONE)
		return;
	if (b->has_dynamic && b->kind != BINARY_STATIC_PIE) {
		b->got_outside = d->of[DT_PLTGOT] > 0 && !covered && b->has_plt;
		b->relro = (b->now || b->now_needless) && !b->got_outside ? RELRO_FULL : RELRO_PARTIAL;
	} else if (!b->sections) {
		b->relro = RELRO_UNKNOWN;
	} else {
		b->relro = b->got_outside ? RELRO_PARTIAL : RELRO_FULL;
	}
}

static enum clib
libc_of(const struct binary *b)
{
	struct str needed = buf_str(&b->needed);

	if (str_has(b->interpreter, "ld-musl") || str_has(needed, "libc.musl"))
		return CLIB_MUSL;
	if (str_has(needed, "libc.so.6") || str_has(b->interpreter, "/ld-linux") || str_has(b->interpreter, "/ld64.so") ||
	    str_has(b->interpreter, "/ld.so.1") || str_is(b->soname, STR("libc.so.6")))
		return CLIB_GLIBC;
	if (b->interpreter.n > 0 || needed.n > 0)
		return str_has(needed, "libc.so") || b->interpreter.n > 0 ? CLIB_OTHER : b->libc;
	if (b->libc == CLIB_UNKNOWN && b->go.is && b->go.c == GO_C_NONE)
		return CLIB_NONE;
	if (b->libc == CLIB_UNKNOWN && b->symbols.n[ROLE_CHECKED] > 0)
		return CLIB_GLIBC;
	return b->libc;
}

static const char *
read_linked(struct binary *b, const struct elf *e)
{
	struct dynamic d = {0};
	struct elf_segment s;
	struct str dynamic = {NULL, 0};
	const char *damage = NULL;
	unsigned notes;

	for (uint64_t i = 0; elf_segment(e, i, &s); i++) {
		read_segment(b, e, &s);
		if (s.type == PT_DYNAMIC && s.bytes.n > 0)
			dynamic = s.bytes;
	}
	if (dynamic.p)
		damage = read_dynamic(b, e, &d, dynamic);
	b->kind = kind_of(b, e, &d);
	if (damage || b->kind >= BINARY_OBJECT)
		return damage;
	sections_read(b, e);
	if (b->relro != RELRO_NONE && binary_static(b))
		b->relro_start = relro_start_read(e);
	if (b->go_sections || !b->sections)
		gobinary_read(e, &b->go);
	if (b->go.c == GO_C_NONE && b->libc == CLIB_GLIBC) /* by the note of its start file */
		b->go.c = GO_C_UNKNOWN;
	if (dynamic.p)
		read_imports(b, e, &d, str_head(elf_at(e, d.of[DT_STRTAB]), (size_t)d.of[DT_STRSZ]));
	if (binary_has_c(b)) { /* the table of a program in pure Go is long, and its build settings tell */
		symbols_read(b, e);
		if (binary_static(b))
			static_read(b, e);
		runtime_read(b, e);
	}
	notes = b->units.n + b->units.unread;
	b->nsilent = b->units.n > 0 && b->nsource > notes ? b->nsource - notes : 0; /* at least */
	if (b->units.n > 0 && binary_has_c(b))
		codesize_read(b, e, d.of[DT_PLTRELSZ] / ((uint64_t)2 * elf_word(e)));
	if (b->nsilent > 0 && (b->lld || b->libc_files)) { /* then its code alone tells */
		b->nsilent = 0;
		if (b->libc_files && !b->code.untold)
			b->code.untold = "the C library's files are among its units";
	}
	judge_relro(b, &d);
	b->libc = libc_of(b);
	return NULL;
}

/* Notes are left in it, and in their places. */
static void
read_debug(struct binary *b, const struct elf *e)
{
	struct elf_segment s;

	b->kind = BINARY_DEBUG;
	for (uint64_t i = 0; elf_segment(e, i, &s); i++)
		if (s.type == PT_NOTE)
			binary_notes(b, e, s.bytes, s.align);
	sections_read(b, e);
	symbols_read(b, e);
	b->libc = libc_of(b);
}

static const char *
read_archive(struct binary *b, struct str bytes)
{
	enum { MOST = 1 << 20 };
	struct str rest = str_cut(bytes, ELF_ARCHIVE.n), names = STR(""), name, member;

	b->kind = BINARY_ARCHIVE;
	for (unsigned n = 0; elf_member(&rest, &names, &name, &member); n++) {
		struct elf e;
		const char *damage;

		if (n == MOST)
			return "it has more than a million members";
		if (!elf_open(&e, member))
			continue;
		damage = elf_damage(&e);
		if (damage)
			return damage;
		object_read(b, &e, name);
	}
	if (rest.n > 1) /* a newline may pad it */
		return "the archive is cut off";
	codesize_archive(b);
	b->libc = libc_of(b);
	return b->nmember > 0 ? NULL : binary_no_elf;
}

bool
binary_is(struct str bytes)
{
	return str_starts(bytes, STR(ELFMAG)) || str_starts(bytes, ELF_ARCHIVE) || str_starts(bytes, ELF_THIN);
}

bool
binary_has_c(const struct binary *b)
{
	return !b->go.is || (b->go.c != GO_C_NONE);
}

const char *
binary_read(struct binary *b, struct str path, struct str bytes)
{
	enum { NOTES = 1 << 18 };
	const char *damage;
	struct elf e;

	*b = (struct binary){.path = path, .bytes = bytes, .note_budget = NOTES, .rpath = {NULL, 0}};
	b->look = arena_grow(NULL, 0, sizeof *b->look);
	if (str_starts(bytes, ELF_ARCHIVE))
		return read_archive(b, bytes);
	if (!elf_open(&e, bytes))
		return "the ELF header is cut off";
	damage = elf_damage(&e);
	if (damage)
		return damage;
	b->machine = e.machine;
	b->wide = e.wide;
	b->big = e.swapped;
	b->sections = e.nsection > 0;
	if (elf_debug_alone(&e))
		return read_debug(b, &e), NULL;
	if (e.type != ET_REL)
		return read_linked(b, &e);
	b->kind = BINARY_OBJECT;
	object_read(b, &e, STR(""));
	b->kind = b->module ? BINARY_MODULE : BINARY_OBJECT;
	b->libc = libc_of(b);
	return NULL;
}
