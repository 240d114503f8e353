#include "elf/binary.h"

#include <elf.h>

#include "command/facts.h"
#include "elf/dynamic.h"
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
	NEEDED_LIMIT = 512,
	ALIGN_LIMIT = 1 << 30,	  /* of 2^40 bytes that Linux chooses from */
	PATH_LIMIT = 4096,	  /* bytes, of a path and of a list of them */
	PATHS_LIMIT = 64 * 1024,
};

const char binary_kind_names[NBINARY][24] = {
	"program", "PIE", "static program", "static PIE", "shared library", "object", "archive", "kernel module",
	"core dump", "debug information", "ELF file",
};

static const struct machine machines[] = {
	{EM_X86_64,    "x86-64",    FACT_X86_64,      FACT_X32,	       STACK_EXECUTABLE, 6, 7, 37},
	{EM_386,       "i386",	    FACT_I386,	      FACT_I386,       STACK_EXECUTABLE, 6, 7, 42},
	{EM_AARCH64,   "aarch64",   FACT_AARCH64,     FACT_OTHER_ARCH, STACK_PLAIN, 1025, 1026, 1032},
	{EM_ARM,       "arm",	    FACT_ARM,	      FACT_ARM,	       STACK_EXECUTABLE, 21, 22, 160},
	{EM_RISCV,     "riscv",	    FACT_RISCV64,     FACT_OTHER_ARCH, STACK_PLAIN, 0, 5, 58},
	{EM_PPC64,     "ppc64",	    FACT_PPC64LE,     FACT_OTHER_ARCH, STACK_PLAIN, 20, 21, 248},
	{EM_PPC,       "ppc",	    FACT_OTHER_ARCH,  FACT_OTHER_ARCH, STACK_EXECUTABLE, 20, 21, 248},
	{EM_S390,      "s390",	    FACT_S390X,	      FACT_OTHER_ARCH, STACK_EXECUTABLE, 10, 11, 61},
	{EM_MIPS,      "mips",	    FACT_MIPS,	      FACT_MIPS,       STACK_ABSENT, 0, 127, 128},
	{EM_LOONGARCH, "loongarch", FACT_LOONGARCH64, FACT_OTHER_ARCH, STACK_PLAIN, 0, 5, 12},
	{EM_NONE,      "",	    FACT_OTHER_ARCH,  FACT_OTHER_ARCH, STACK_ABSENT, 0, 0, 0},
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

static void
read_segment(struct binary *b, const struct elf *e, const struct elf_segment *s)
{
	bool writable = s->flags & PF_W, executable = s->flags & PF_X;
	struct elf_segment bytes = {.address = s->address, .size = s->size};

	switch (s->type) {
	case PT_LOAD:
		b->writable_code = b->writable_code || (writable && executable);
		b->executable_zeroes = b->executable_zeroes ||
		    (executable && s->memory > s->size && !elf_maps(&bytes, s->address + s->memory - 1));
		b->aligned_away = b->aligned_away || (s->align > ALIGN_LIMIT && (s->align & (s->align - 1)) == 0);
		if (e->entry > 0 && elf_maps(s, e->entry))
			b->entry_writable = writable;
		break;
	case PT_INTERP: /* the kernel takes the first */
		if (!b->interpreter.p)
			b->interpreter = elf_long_text(s->bytes, 0, PATH_LIMIT);
		break;
	case PT_GNU_STACK:
		b->stack = executable ? STACK_EXECUTABLE : STACK_PLAIN;
		break;
	case PT_GNU_RELRO:
		b->relro = RELRO_PARTIAL;
		b->relro_at = s->address / PAGE * PAGE;
		b->relro_end = s->address + s->memory; /* a page is protected whole or not at all */
		b->relro_end = (e->wide ? b->relro_end : (uint32_t)b->relro_end) / PAGE * PAGE;
		b->writable_code = b->writable_code || (writable && executable);
		break;
	case PT_NOTE:
	case PT_GNU_PROPERTY:
		binary_notes(b, e, str_head(elf_at(e, s->address), (size_t)s->size), s->align);
		break;
	default:
		break;
	}
}

/* Of each tag the last value counts, for glibc and musl. */
static void
read_pairs(struct binary *b, const struct elf *e, struct dynamic *d)
{
	uint64_t tag, value;

	for (uint64_t i = 0; elf_dynamic(e, d->list, i, &tag, &value); i++) {
		if (tag < COUNT(d->of)) {
			d->of[tag] = value;
			d->has[tag] = true;
		}
		if (tag == DT_GNU_HASH)
			d->gnu_hash = value;
		if (tag == DT_FLAGS_1)
			d->flags_1 = value;
	}
	b->has_plt = d->has[DT_JMPREL] || e->machine == EM_MIPS; /* there by stubs, which no tag tells of */
	b->now = d->has[DT_BIND_NOW] || d->of[DT_FLAGS] & DF_BIND_NOW || d->flags_1 & DF_1_NOW;
	b->textrel = d->has[DT_TEXTREL] || d->of[DT_FLAGS] & DF_TEXTREL;
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

/* Does it define a symbol for others? */
static bool
exports(const struct elf *e, const struct dynamic *d)
{
	struct str table = elf_at(e, d->of[DT_SYMTAB]);
	uint64_t count = symbol_count(e, d, true), name;
	struct elf_symbol symbol;

	for (uint64_t i = 1; d->has[DT_SYMTAB] && i < count && elf_symbol_at(e, table, i, &symbol, &name); i++)
		if (symbol.section != SHN_UNDEF && symbol.binding != STB_LOCAL)
			return true;
	return false;
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

/* The loader adds the offset to the address, and looks at no size. */
static struct str
name_at(const struct elf *e, const struct dynamic *d, uint64_t offset, size_t limit)
{
	return elf_long_text(elf_at(e, d->of[DT_STRTAB] + offset), 0, limit);
}

/* p is NULL where the tag is not there. */
static struct str
text_of(const struct elf *e, const struct dynamic *d, unsigned tag, size_t limit)
{
	return d->has[tag] ? name_at(e, d, d->of[tag], limit) : (struct str){NULL, 0};
}

/* What the loader opens: by a path where there is a slash, or a $ that may stand for some. */
static void
read_names(struct binary *b, const struct elf *e, const struct dynamic *d)
{
	static const struct { uint64_t tag; const char *name; } tags[] = {
		{DT_NEEDED, "DT_NEEDED"}, {DT_AUDIT, "DT_AUDIT"}, {DT_DEPAUDIT, "DT_DEPAUDIT"},
		{DT_AUXILIARY, "DT_AUXILIARY"}, {DT_FILTER, "DT_FILTER"},
	};
	unsigned left = NEEDED_LIMIT;
	uint64_t tag, value;

	for (uint64_t i = 0; !b->cut && elf_dynamic(e, d->list, i, &tag, &value); i++)
		for (size_t t = 0; t < COUNT(tags); t++) {
			struct str name;

			if (tag != tags[t].tag)
				continue;
			name = name_at(e, d, value, PATH_LIMIT);
			if (tag == DT_NEEDED)
				buf_word(&b->needed, name);
			if ((str_find(name, '/', 0) < name.n || str_find(name, '$', 0) < name.n) && b->nopened < COUNT(b->opened)) {
				b->opened[b->nopened].tag = tags[t].name;
				b->opened[b->nopened++].names = name;
			}
			b->cut = --left == 0 || name.n == PATH_LIMIT || b->nopened == COUNT(b->opened);
		}
}

static const char *
read_dynamic(struct binary *b, const struct elf *e, struct dynamic *d)
{
	d->list = elf_dynamic_list(e, &d->at);
	b->has_dynamic = d->list.p;
	if (b->has_dynamic && d->list.n == 0)
		return "its dynamic segment is not loaded";
	read_pairs(b, e, d);
	read_names(b, e, d);
	b->rpath = text_of(e, d, DT_RPATH, PATHS_LIMIT);
	b->runpath = text_of(e, d, DT_RUNPATH, PATHS_LIMIT);
	b->soname = text_of(e, d, DT_SONAME, PATH_LIMIT);
	b->cut = b->cut || b->rpath.n == PATHS_LIMIT || b->runpath.n == PATHS_LIMIT;
	return NULL;
}

/* A library that can be run (libc.so.6) has an interpreter too; its name gives it away. A static PIE need not be marked. */
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
	if (d->flags_1 & DF_1_PIE || (!loads && !d->has[DT_SONAME] && e->entry > 0 && !exports(e, d)))
		return loads ? BINARY_PIE : BINARY_STATIC_PIE;
	return b->interpreter.n > 0 && !d->has[DT_SONAME] ? BINARY_PIE : BINARY_SHARED;
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
	struct dynamic d = {.machine = binary_machine(b)};
	struct elf_segment s;
	const char *damage;
	unsigned notes;

	for (uint64_t i = 0; elf_segment(e, i, &s); i++)
		read_segment(b, e, &s);
	damage = read_dynamic(b, e, &d);
	b->kind = kind_of(b, e, &d);
	if (damage || b->kind >= BINARY_OBJECT)
		return damage;
	sections_read(b, e);
	if (b->relro != RELRO_NONE && binary_static(b))
		start_read(b, e);
	if (b->go_sections || !b->sections)
		gobinary_read(e, &b->go);
	if (b->go.c == GO_C_NONE && b->libc == CLIB_GLIBC) /* by the note of its start file */
		b->go.c = GO_C_UNKNOWN;
	if (b->go.c == GO_C_STANDARD && b->units.own > 0) /* nothing calls into a package, whose C is linked all the same */
		b->go.c = GO_C_USER;
	if (b->has_dynamic)
		read_imports(b, e, &d, elf_at(e, d.of[DT_STRTAB]));
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
	relro_read(b, e, &d);
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
