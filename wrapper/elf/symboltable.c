/* The symbol table of a file, gone through once: what a sanitizer left in it, what a static program loads when it
 * runs, and the files of C and assembler that it was made from. */
#include <elf.h>

#include "command/language.h"
#include "elf/sections.h"

/* C files of the start files: of glibc, musl and gcc, and ours for Go's archives and RELRO. */
static const char start_files[][20] = {
	"crtstuff.c", "crt1.c", "Scrt1.c", "rcrt1.c", "gcrt1.c", "grcrt1.c", "elf-init.c", "go-archive.c", "static-relro.c",
	"crtfastmath.c", "offloadstuff.c", "crtprec.c", "asan_preinit.cpp", "lsan_preinit.cpp", "tsan_preinit.cpp",
	"hwasan_preinit.cpp",
};

static bool
is_c_source(struct str base)
{
	const struct language *l = language_of_file(base, false);

	for (size_t i = 0; i < COUNT(start_files); i++)
		if (str_is_text(base, start_files[i]))
			return false;
	return l && l->form == FACT_SOURCE && (l->language == FACT_C || l->language == FACT_CXX || l->language == FACT_OBJC ||
		l->language == FACT_OBJCXX);
}

/* gas names a file where its source does, nasm always. */
static bool
is_assembler(struct str base)
{
	const struct language *l = language_of_file(base, false);

	return str_ends(base, STR(".asm")) || (l && (l->language == FACT_ASM || l->language == FACT_ASM_CPP));
}

struct str
symbol_source(const struct elf_symbol *symbol)
{
	struct str base = symbol->type == STT_FILE ? str_base(symbol->name) : STR("");

	return is_c_source(base) ? base : STR("");
}

/* Of a linked file what is defined there counts, of an object what it refers to. */
static void
add_role(struct binary *b, const struct elf_symbol *symbol)
{
	enum symbol_role role = symbol_role(symbol->name);
	bool linked = b->kind < BINARY_OBJECT, tests = role_of_tests(role);

	if (role == ROLE_NONE || (symbol->section == SHN_UNDEF) == linked || (!linked && symbol->binding == STB_WEAK && tests))
		return;
	if (!linked || tests || (binary_static(b) && (role == ROLE_NSS || role == ROLE_DLOPEN || role == ROLE_MUSL || role == ROLE_PROFILED)))
		symbols_add(&b->symbols, role, symbol->name);
}

/* Sections of a crafted file share their bytes. */
static bool
object_refers(const struct elf *e, uint64_t symbol)
{
	struct elf_section s;
	uint64_t bytes = 0;

	for (uint64_t i = 1; bytes <= e->bytes.n && elf_section(e, i, &s); i++) {
		if (s.type != SHT_RELA && s.type != SHT_REL)
			continue;
		if (elf_refers(e, s.bytes, s.type == SHT_RELA, symbol))
			return true;
		bytes += s.bytes.n;
	}
	return e->machine == EM_MIPS;
}

void
symbols_read(struct binary *b, const struct elf *e)
{
	struct str table, strings;
	struct elf_symbol symbol;
	unsigned canaries = 0;
	uint64_t name;

	if (!elf_symbol_table(e, &table, &strings))
		return;
	for (uint64_t i = 1; elf_symbol_at(e, table, i, &symbol, &name); i++) {
		bool file = symbol.type == STT_FILE;
		struct str source;

		if (name >= strings.n || (!file && !symbol_tells(str_cut(strings, (size_t)name))))
			continue;
		symbol.name = elf_text(strings, name);
		source = symbol_source(&symbol);
		b->libc_files = b->libc_files || (binary_static(b) && str_is(source, STR("__libc_start_main.c")));
		if (source.n > 0)
			name_one(&b->sources, &b->nsource, source);
		else if (file && is_assembler(str_base(symbol.name)))
			name_one(&b->assembler, &b->nassembler, str_base(symbol.name));
		else if (!file && (b->kind < BINARY_OBJECT || symbol_role(symbol.name) != ROLE_CANARY ||
			(canaries++ < CANARY_NAMES && object_refers(e, i))))
			add_role(b, &symbol);
	}
}
