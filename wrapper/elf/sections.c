#include "elf/sections.h"

#include <elf.h>

#include "base/block.h"

#define X86_FEATURES UINT32_C(0xc0000002)
#define ARM_FEATURES UINT32_C(0xc0000000)

enum {
	GNU_ABI = 1, GNU_BUILD_ID = 3, GNU_PROPERTY = 5,
	NOTE_LIMIT = 1024, /* bytes of a note; ours have less than 144 */
};

static void
read_properties(struct binary *b, const struct elf *e, struct str text)
{
	bool arm = e->machine == EM_AARCH64, x86 = e->machine == EM_X86_64 || e->machine == EM_386;
	uint64_t align = elf_word(e);

	while (text.n >= 8) {
		uint64_t type = elf_number(e, text, 0, 4), size = elf_number(e, text, 4, 4);

		if (size > text.n - 8)
			return;
		if (size >= 4 && ((x86 && type == X86_FEATURES) || (arm && type == ARM_FEATURES))) {
			b->marks = (unsigned)elf_number(e, text, 8, 4) & (b->has_property ? b->marks : MARK_FORWARD | MARK_BACKWARD);
			b->has_property = true;
		}
		size = (size + align - 1) / align * align;
		text = str_cut(text, (size_t)(8 + size));
	}
}

/* Behind the text of a note: how much code the unit has. */
static void
add_unit(struct binary *b, const struct elf *e, struct str text)
{
	const unsigned word = 4;
	size_t at = (str_find(text, '\0', 0) / word + 1) * word, end = at;
	uint64_t code[UNIT_PARTS];

	for (unsigned i = 0; i < UNIT_PARTS; i++, end += word)
		code[i] = elf_number(e, text, end, word);
	units_add(&b->units, text, end - word <= text.n ? code : NULL); /* the last is newer */
}

void
binary_notes(struct binary *b, const struct elf *e, struct str notes, uint64_t align)
{
	struct elf_note note;

	while (b->note_budget > 0 && elf_note(e, &notes, align, &note)) {
		bool gnu = str_is(note.owner, STR("GNU"));

		b->note_budget--;
		note.text = str_head(note.text, NOTE_LIMIT);
		if (gnu && note.type == GNU_BUILD_ID)
			b->build_id = note.text;
		else if (gnu && note.type == GNU_PROPERTY)
			read_properties(b, e, note.text);
		else if (gnu && note.type == GNU_ABI)
			b->libc = CLIB_GLIBC; /* its crt1.o says for which kernel it is */
		else if (note.type == UNIT_NOTE_TYPE && str_is(note.owner, UNIT_NOTE_OWNER))
			add_unit(b, e, note.text);
	}
}

/* Go's own linker puts build ids into no segment. */
static bool
loaded(struct binary *b, const struct elf *e, const struct elf_section *section)
{
	struct elf_segment s;

	for (uint64_t i = 0; b->note_budget > 0 && elf_segment(e, i, &s); i++, b->note_budget--)
		if (s.type == PT_NOTE && section->bytes.p >= s.bytes.p && section->bytes.p < s.bytes.p + s.bytes.n)
			return true;
	return false;
}

/* RELRO is for these. */
static void
read_covered(struct binary *b, const struct elf_section *s)
{
	if ((str_is(s->name, STR(".got")) || str_is(s->name, STR(".data.rel.ro"))) && s->flags & SHF_WRITE &&
	    (s->address < b->relro_at || s->address + s->size > b->relro_end))
		b->uncovered += s->size;
}

void
sections_read(struct binary *b, const struct elf *e)
{
	struct elf_section s;
	unsigned marks = b->marks;
	bool property = b->has_property;
	bool comment = false; /* there is one; of many, none but the first is searched */

	for (uint64_t i = 1; elf_section(e, i, &s); i++) {
		if (s.type == SHT_SYMTAB)
			b->symtab = true;
		else if (s.type == SHT_NOTE && !loaded(b, e, &s))
			binary_notes(b, e, s.bytes, 4);
		else if (str_starts(s.name, STR(".debug_info")) || str_starts(s.name, STR(".zdebug_info")))
			b->dwarf = true;
		else if (str_is(s.name, STR(".gnu_debuglink")) || str_is(s.name, STR(".gnu_debugaltlink")))
			b->debuglink = true;
		else if (!comment && str_is(s.name, STR(".comment")) && (comment = true))
			b->clang = str_has(s.bytes, "clang"), b->lld = str_has(s.bytes, "LLD ");
		if (str_starts(s.name, STR("__")) && role_of_tests(symbol_role(s.name)))
			symbols_add(&b->symbols, symbol_role(s.name), s.name);
		b->go_sections = b->go_sections || str_starts(s.name, STR(".go.")) || str_ends(s.name, STR(".gopclntab"));
		read_covered(b, &s);
	}
	b->has_property = property; /* of no segment: the loader sees none of these */
	b->marks = marks;
}

static bool
loaded_text(const struct elf *e, const char *text)
{
	struct elf_loads loads = {0};
	struct elf_segment s;

	while (elf_next_loaded(e, &loads, &s))
		if (str_has(s.bytes, text))
			return true;
	return false;
}

void
static_read(struct binary *b, const struct elf *e)
{
	if (b->libc == CLIB_UNKNOWN && (b->symbols.n[ROLE_MUSL] > 0 || loaded_text(e, MUSL_TEXT)))
		b->libc = CLIB_MUSL; /* its own text for no error */
	if (b->libc == CLIB_UNKNOWN && loaded_text(e, GLIBC_TEXT))
		b->libc = CLIB_GLIBC;
	if (b->libc == CLIB_MUSL && b->symbols.n[ROLE_DLOPEN] == 0 && loaded_text(e, MUSL_DLOPEN_TEXT))
		symbols_add(&b->symbols, ROLE_DLOPEN, STR("dlopen"));
	if (b->libc == CLIB_GLIBC && b->symbols.n[ROLE_NSS] == 0 && loaded_text(e, GLIBC_NSS_TEXT))
		symbols_add(&b->symbols, ROLE_NSS, STR(GLIBC_NSS_TEXT));
}

/* Names of settings that the runtimes look for, the letter before the first '_' of each, and where that is. */
#define RUNTIME_TEXTS(X) \
	X("GCOV_PREFIX", 'V', 4) X("LLVM_PROFILE_FILE", 'M', 4) X("SAN_OPTIONS", 'N', 3) X("XRAY_OPTIONS", 'Y', 4) X("GMON_OUT_PREFIX", 'N', 4)

/* Does one of those letters stand before a '_' here? BLOCK + 1 bytes are read. */
static bool
has_letter(const char *p)
{
	const block letter = block_at(p);

#define LETTER(name, c, at) | (letter == (c))
	return block_any(((block){0} RUNTIME_TEXTS(LETTER)) & (block_at(p + 1) == '_'));
}

/* One whose first '_' is from there to there. */
static const char *
runtime_text_between(struct str bytes, size_t from, size_t to)
{
#define TEXT_ROW(name, c, at) {name, at},
	static const struct {
		char name[20];
		uint8_t at;
	} texts[] = {RUNTIME_TEXTS(TEXT_ROW)};

	for (size_t at = from; at < to; at++)
		for (size_t i = 0; bytes.p[at] == '_' && i < COUNT(texts); i++)
			if (at >= texts[i].at && str_starts_text(str_cut(bytes, at - texts[i].at), texts[i].name))
				return texts[i].name;
	return NULL;
}

/* Sixteen bytes at a time: libc's search for each of them is a fifth of verify's time. */
static const char *
runtime_text(struct str bytes)
{
	const char *found = NULL;
	size_t at = 0;

	for (; !found && at + BLOCK < bytes.n; at += BLOCK)
		if (has_letter(bytes.p + at))
			found = runtime_text_between(bytes, at + 1, at + BLOCK + 1);
	return found ? found : runtime_text_between(bytes, at, bytes.n);
}

/* Constants, such as these names, are not in what is written to, and not in code where that has a segment of its own:
 * then the first one, with the headers, is none of code. A file that loads libraries is searched only where it calls what
 * the runtimes call: few do. */
void
runtime_read(struct binary *b, const struct elf *e)
{
	struct elf_loads loads = {0};
	struct elf_segment s;
	bool first = true, mixed = true;

	if (b->has_dynamic && !binary_static(b) && b->symbols.n[ROLE_RUNTIME] < RUNTIME_NAMES &&
	    b->symbols.n[ROLE_SANITIZES] < RUNTIME_NAMES)
		return;
	for (; !b->runtime && elf_next_loaded(e, &loads, &s); first = false) {
		if (first)
			mixed = s.flags & PF_X;
		if (!(s.flags & PF_W) && (mixed || !(s.flags & PF_X)))
			b->runtime = runtime_text(s.bytes);
	}
}

static enum stack_mark
worse(enum stack_mark a, enum stack_mark b, bool first)
{
	if (first || b == STACK_EXECUTABLE)
		return b;
	return a == STACK_EXECUTABLE || b == STACK_PLAIN ? a : STACK_ABSENT;
}

void
object_read(struct binary *b, const struct elf *e, struct str name)
{
	const struct units before = b->units;
	unsigned sources = b->nsource, marks = b->marks, notes;
	enum stack_mark stack = STACK_ABSENT;
	bool c = false, lto = false, code = false, first = b->nmember++ == b->nslim;
	struct elf_section s;

	b->marks = 0;
	b->has_property = false;
	b->machine = e->machine;
	b->wide = e->wide;
	b->big = e->swapped;
	b->sections = true;
	for (uint64_t i = 1; elf_section(e, i, &s); i++) {
		if (s.type == SHT_NOTE)
			binary_notes(b, e, s.bytes, str_starts(s.name, STR(".note.gnu.property")) ? elf_word(e) : 4);
		else if (str_is(s.name, STR(".note.GNU-stack")))
			stack = s.flags & SHF_EXECINSTR || stack == STACK_EXECUTABLE ? STACK_EXECUTABLE : STACK_PLAIN;
		else if (str_is(s.name, STR(".comment")))
			c = s.bytes.n > 0;
		else if (str_starts(s.name, STR(".debug_info")) || str_starts(s.name, STR(".zdebug_info")))
			b->dwarf = true;
		b->symtab = b->symtab || s.type == SHT_SYMTAB;
		b->module = b->module || str_is(s.name, STR(".gnu.linkonce.this_module"));
		lto = lto || str_starts(s.name, STR(".gnu.lto_"));
		code = code || (s.flags & SHF_EXECINSTR && s.size > 0);
	}
	if (lto && !code) {
		b->nslim++;
		b->marks = marks;
		return;
	}
	b->stack = worse(b->stack, stack, first);
	if (b->marks != (MARK_FORWARD | MARK_BACKWARD))
		name_one(&b->unmarked, &b->nunmarked, name);
	b->marks = first ? b->marks : b->marks & marks;
	symbols_read(b, e);
	sources = b->nsource - sources;
	notes = b->units.n - before.n + b->units.unread - before.unread;
	c = c || sources > 0;
	b->nunit += c;
	if (c && (notes == 0 || sources > notes))
		name_one(&b->silent, &b->nsilent, name);
	codesize_object(b, e, &before, c);
	if (!b->go.is)
		gobinary_read(e, &b->go);
}
