/* guard.c - what leads a static route back to glibc, before the call is run: directories, libraries, objects, C++. */
#include "route/guard.h"

#include <elf.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "elf/elffile.h"
#include "elf/unitnote.h"
#include "plan/edit.h"
#include "route/linkitem.h"
#include "route/options-route.h"

/* A directory is glibc's where one of these is in it. */
static const char marks[2][2][28] = {
	{"gnu/libc-version.h", "bits/libc-header-start.h"},
	{"libc.so.6", "libc_nonshared.a"},
};

/* Lists of directories that a compiler reads in the environment. */
static const struct variable {
	char name[20];
	bool library;
} variables[] = {
	{"CPATH=", false}, {"C_INCLUDE_PATH=", false}, {"CPLUS_INCLUDE_PATH=", false},
	{"OBJC_INCLUDE_PATH=", false}, {"LIBRARY_PATH=", true},
};

/* What only glibc's headers make of a source. musl has some of these names for old binaries, so that
 * such an object may link, and be wrong about the size of things. */
static const char glibc_symbols[][23] = {
	"__*_chk", "__isoc99_*", "__isoc23_*", "__ctype_b_loc", "__ctype_tolower_loc", "__ctype_toupper_loc",
	"__libc_single_threaded", "_IO_getc", "_IO_putc", "__xstat", "__fxstat", "__lxstat", "__strdup",
	"__res_init",
};

bool
guard_is_glibc(struct str directory, bool library)
{
	struct stat st;

	for (size_t i = 0; i < COUNT(marks[0]) && directory.n > 0; i++)
		if (stat_if_there(str_join3(directory, STR("/"), str_of(marks[library][i])), &st))
			return true;
	return false;
}

/* One sentence for the call's end, which begins with what it is about. */
static void __attribute__((format(printf, 3, 4)))
stop(struct call *call, struct str subject, const char *rest, ...)
{
	struct buf text = {0};
	struct edit *e;
	va_list ap;

	if (call->plan.stop)
		return;
	buf_add(&text, subject);
	va_start(ap, rest);
	buf_format_list(&text, rest, ap);
	va_end(ap);
	e = edit_route(call, DENIED, subject);
	e->about = buf_str(&text);
	call->plan.stop = e;
}

static void
directories(struct call *call, const struct items *items)
{
	for (size_t i = 0; i < items->n; i++) {
		const struct item *item = &items->of[i];
		bool headers = item->role == ITEM_HEADERS;

		if (item->role <= ITEM_DIRECTORY && guard_is_glibc(item->value, !headers))
			edit_drop(call, item->word, headers ?
			    STR("glibc's headers are there; those of a library for musl need their own directory") :
			    STR("glibc's libraries are there; one for musl needs a directory of its own"))->warned = true;
	}
}

static void
symbol(void *context, const struct elf_symbol *s)
{
	struct str *found = context;

	if (s->section != SHN_UNDEF || found->n > 0 || s->name.n < 3 || s->name.p[0] != '_')
		return;
	for (size_t i = 0; i < COUNT(glibc_symbols); i++)
		if (str_glob(str_of(glibc_symbols[i]), s->name)) {
			*found = str_of(str_dup(s->name));
			return;
		}
}

bool
guard_note_is_ours(struct str text)
{
	struct unit unit;

	return unit_read(text, &unit) && str_is(unit.libc, STR("musl"));
}

/* A note of ours in the object that does not name musl. */
static bool
noted_otherwise(const struct elf *e)
{
	struct elf_section section;
	struct elf_note note;

	for (uint64_t i = 1; elf_section(e, i, &section); i++) {
		if (section.type != SHT_NOTE || !str_is_text(section.name, NOTE_SECTION))
			continue;
		while (elf_note(e, &section.bytes, 0, &note))
			if (!guard_note_is_ours(note.text))
				return true;
	}
	return false;
}

static void
object(void *context, const struct elf *e)
{
	struct str *found = context;

	if (e->type != ET_REL || found->n > 0)
		return;
	elf_each_symbol(e, symbol, found);
	if (found->n == 0 && noted_otherwise(e))
		*found = STR("hardcc's note in it");
}

struct str
guard_evidence(struct str bytes)
{
	struct str found = {0};

	elf_each(bytes, object, &found);
	return found;
}

static bool
needs_glibc(const struct elf *e)
{
	struct elf_segment segment;
	struct str strings = {0};
	uint64_t tag, value;

	for (uint64_t i = 0; elf_segment(e, i, &segment); i++) {
		if (segment.type != PT_DYNAMIC)
			continue;
		for (uint64_t j = 0; elf_dynamic(e, segment.bytes, j, &tag, &value); j++)
			strings = tag == DT_STRTAB ? elf_at(e, value) : strings;
		for (uint64_t j = 0; elf_dynamic(e, segment.bytes, j, &tag, &value); j++)
			if (tag == DT_NEEDED && str_is_text(elf_text(strings, value), marks[1][0]))
				return true;
	}
	return false;
}

/* A file for the linker: its place, then what is in it. Of an archive only what is used counts, which
 * is known when it is linked. */
static void
input(struct call *call, struct str path)
{
	bool program = call->route.links, shared, glibc;
	struct str bytes, found = {0};
	struct elf e;

	if (!map_if_there(path.p, &bytes))
		return;
	shared = elf_open(&e, bytes) && e.type == ET_DYN;
	glibc = guard_is_glibc(str_directory(path), true) || (shared && needs_glibc(&e));
	if (!shared && !str_starts(bytes, ELF_ARCHIVE))
		found = guard_evidence(bytes);
	unmap_file(bytes);
	if (shared && program)
		stop(call, path, " is a shared library, and the program is static: link one that ends in .a, built for musl "
		    "(CC=musl-gcc)");
	else if (glibc)
		stop(call, path, " is built for glibc, and %s is for musl: build the library with CC=musl-gcc, or take "
		    "HARDCC_LIBC=%s", program ? "the program" : "what is made here", program ? "glibc-static" : "host for both");
	else if (found.n > 0)
		stop(call, path, " was compiled for glibc, as %.*s tells, and the program is for musl: %s", FMT(found),
		    call->command.kind == FACT_GOLINK ? "go build -a compiles it anew; a .syso that a package brings needs "
		    "HARDCC_LIBC=glibc-static" : "compile it with CC=musl-gcc");
}

static void
cxx(struct call *call)
{
	const struct facts *facts = &call->facts;
	struct words *words = &call->words;
	bool compiles = (fact_holds(facts, FACT_CXX) || fact_holds(facts, FACT_OBJCXX)) &&
	    !words_have(words, SPACE_CC, STR(ROUTE_NO_CXX_HEADERS));
	bool links = fact_holds(facts, FACT_LINK) && call->command.cxx &&
	    !words_have(words, SPACE_CC, STR(ROUTE_NO_CXX_LIBRARY)) && !words_have(words, SPACE_CC, STR(ROUTE_NO_LIBRARY));

	if (compiles || links)
		stop(call, STR("C++ needs a libstdc++ built for musl, and "), "%s is for glibc: name a musl C++ compiler in "
		    "HARDCC_CXX, or take HARDCC_LIBC=glibc-static", call->compiler.path);
}

void
guard_words(struct call *call)
{
	enum fact kind = call->command.kind;
	struct items items = items_of(call);

	directories(call, &items);
	if (kind != FACT_ORDINARY && kind != FACT_GOLINK)
		return;
	cxx(call);
	for (size_t i = 0; i < items.n && fact_holds(&call->facts, FACT_LINK); i++)
		if (items.of[i].role == ITEM_FILE)
			input(call, items.of[i].value);
}

void
guard_shared(struct call *call)
{
	if (call->command.kind == FACT_GOLINK && fact_holds(&call->facts, FACT_SHARED))
		stop(call, STR("a static program cannot load libraries, nor can one be made with its C library"),
		    ": -buildmode=c-shared and plugin need HARDCC_LIBC=host; c-archive is for static programs");
}

/* The entry without glibc's directories; NULL where no other is in it. */
static char *
without_glibc(char *entry, const struct variable *variable, struct buf *out)
{
	struct str name = str_of(variable->name), list = str_cut(str_of(entry), name.n);
	struct buf kept = {0};
	size_t before = out->n;

	while (list.n > 0) {
		struct str directory = str_split(&list, ':');

		if (guard_is_glibc(directory, variable->library))
			buf_format(out, "%s%.*s ", variable->name, FMT(directory));
		else
			buf_format(&kept, "%.*s:", FMT(directory));
	}
	if (out->n == before)
		return entry;
	return kept.n > 1 ? str_join(name, str_head(buf_str(&kept), kept.n - 1)) : NULL;
}

/* environ is a copy in the arena. */
char *const *
guard_environment(const struct call *call, char *const *environ, struct buf *out)
{
	char **to = (char **)(uintptr_t)environ;

	if (call->route.libc != LIBC_MUSL || call->route.native)
		return environ;
	for (char *const *e = environ; *e; e++) {
		char *entry = *e;

		for (size_t i = 0; i < COUNT(variables) && entry; i++)
			if (str_starts_text(str_of(entry), variables[i].name))
				entry = without_glibc(entry, &variables[i], out);
		if (entry)
			*to++ = entry;
	}
	*to = NULL;
	return environ;
}
