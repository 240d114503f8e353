/*
 * guard.c - what leads a static route back to glibc, before the call is run: directories, libraries,
 * objects, another language's library.
 */
#include "route/guard.h"

#include <elf.h>
#include <unistd.h>

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

/* Words that name a directory, of each space. */
static const struct leak {
	char start[28];
	uint8_t space;
	bool library;
} leaks[] = {
#define LEAK(start, space, library) {start, space, library},
	DIRECTORY_WORDS(LEAK)
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
static const char glibc_symbols[][22] = {
	"__*_chk", "__isoc99_*", "__isoc23_*", "__ctype_b_loc", "__ctype_tolower_loc", "__ctype_toupper_loc",
	"__libc_single_threaded", "_IO_getc", "_IO_putc", "__xstat", "__fxstat", "__lxstat", "__strdup",
};

static const char on_headers[] = "glibc's headers are there; those of a library for musl need their own directory";
static const char on_libraries[] = "glibc's libraries are there; one for musl needs a directory of its own";

bool
guard_is_glibc(struct str directory, bool library)
{
	for (size_t i = 0; i < COUNT(marks[0]) && directory.n > 0; i++)
		if (access(str_join3(directory, STR("/"), str_of(marks[library][i])), F_OK) == 0)
			return true;
	return false;
}

/* a "text", b "text"...: one sentence for the call's end */
static void
stop(struct call *call, struct str a, const char *b, struct str c, const char *d)
{
	struct buf text = {0};
	struct edit *e;

	if (call->plan.stop)
		return;
	buf_add(&text, a);
	buf_text(&text, b);
	buf_add(&text, c);
	buf_text(&text, d);
	e = edit_route(call, DENIED, a);
	e->about = buf_str(&text);
	call->plan.stop = e;
}

static void
directories(struct call *call)
{
	const struct words *words = &call->words;
	const char *why;

	for (size_t i = 0; i < words->n; i++)
		for (size_t j = 0; j < COUNT(leaks); j++) {
			struct str start = str_of(leaks[j].start), text = words->of[i].text;

			if (words->of[i].space != leaks[j].space || !str_starts(text, start))
				continue;
			why = leaks[j].library ? on_libraries : on_headers;
			if (guard_is_glibc(str_cut(text, start.n), leaks[j].library))
				edit_drop(call, i, str_of(why))->warned = true;
			break;
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
is_shared(struct str bytes)
{
	struct elf e;

	return elf_open(&e, bytes) && e.type == ET_DYN;
}

static bool
needs_glibc(struct str bytes)
{
	struct elf e;
	struct elf_segment segment;
	struct str name;
	uint64_t tag, value, strings = 0;
	bool found = false;

	if (!elf_open(&e, bytes))
		return false;
	for (uint64_t i = 0; elf_segment(&e, i, &segment); i++) {
		if (segment.type != PT_DYNAMIC)
			continue;
		for (uint64_t j = 0; elf_dynamic(&e, segment.bytes, j, &tag, &value); j++)
			strings = tag == DT_STRTAB ? value : strings;
		for (uint64_t j = 0; !found && elf_dynamic(&e, segment.bytes, j, &tag, &value); j++) {
			name = elf_text(elf_at(&e, strings), value);
			found = tag == DT_NEEDED && str_is_text(name, marks[1][0]);
		}
	}
	return found;
}

/* A file for the linker: its place, then what is in it. Of an archive only what is used counts, which
 * is known when it is linked. */
static void
input(struct call *call, struct str path)
{
	struct str directory = str_directory(path), bytes, found = {0};
	bool archive, shared, glibc;

	if (!map_file(path.p, &bytes))
		return;
	archive = str_starts(bytes, ELF_ARCHIVE);
	shared = is_shared(bytes);
	glibc = shared && needs_glibc(bytes);
	if (!archive && !shared)
		found = guard_evidence(bytes);
	unmap_file(bytes);
	if (shared && call->route.links)
		stop(call, path, " is a shared library, and the program is static", STR(""),
		    ": link one that ends in .a, built for musl (CC=musl-gcc)");
	else if (!call->route.links && (glibc || guard_is_glibc(directory, true)))
		stop(call, path, " is built for glibc, and what is made here is for musl", STR(""),
		    ": build the library with CC=musl-gcc, or take HARDCC_LIBC=host for both");
	else if (guard_is_glibc(directory, true))
		stop(call, path, " is built for glibc, and the program is for musl", STR(""),
		    ": build the library with CC=musl-gcc, or take HARDCC_LIBC=glibc-static");
	else if (found.n > 0)
		stop(call, path, " was compiled for glibc, as ", found,
		    call->command.kind == FACT_GOLINK ? " tells, and the program is for musl: go build -a compiles it anew"
						      : " tells, and the program is for musl: compile it with CC=musl-gcc");
}

static void
cxx(struct call *call)
{
	const struct facts *facts = &call->facts;
	bool compiles = fact_holds(facts, FACT_CXX) || fact_holds(facts, FACT_OBJCXX);
	bool links = fact_holds(facts, FACT_LINK) && call->command.name.driver->cxx;

	if (words_have(&call->words, SPACE_CC, STR(ROUTE_NO_CXX_HEADERS)))
		compiles = false;
	if (words_have(&call->words, SPACE_CC, STR(ROUTE_NO_CXX_LIBRARY)) ||
	    words_have(&call->words, SPACE_CC, STR(ROUTE_NO_LIBRARY)))
		links = false;
	if (compiles || links)
		stop(call, STR("C++ needs a libstdc++ built for musl, and "), call->compiler.path, STR(" has one for glibc"),
		    ": name a musl C++ compiler in HARDCC_CXX, or take HARDCC_LIBC=glibc-static");
}

void
guard_words(struct call *call)
{
	enum fact kind = call->command.kind;
	struct items items;

	directories(call);
	if (kind != FACT_ORDINARY && kind != FACT_GOLINK)
		return;
	cxx(call);
	if (!fact_holds(&call->facts, FACT_LINK))
		return;
	items = items_of(call);
	for (size_t i = 0; i < items.n; i++)
		if (items.of[i].role == ITEM_FILE)
			input(call, items.of[i].value);
}

void
guard_shared(struct call *call)
{
	if (call->command.kind == FACT_GOLINK && fact_holds(&call->facts, FACT_SHARED))
		stop(call, STR("a static program cannot load libraries, nor can one be made with its C library"), "", STR(""),
		    ": -buildmode=c-shared and plugin need HARDCC_LIBC=host; c-archive is for static programs");
}

/* The list without glibc's directories; p is NULL where it has none. */
static struct str
without_glibc(struct str name, struct str list, bool library, struct buf *out)
{
	struct buf b = {0};
	bool any = false, first = true;

	while (list.n > 0) {
		struct str directory = str_split(&list, ':');

		if (guard_is_glibc(directory, library)) {
			any = true;
			buf_add(out, name);
			buf_add(out, directory);
			buf_char(out, ' ');
			continue;
		}
		if (!first)
			buf_char(&b, ':');
		first = false;
		buf_add(&b, directory);
	}
	buf_text(&b, "");
	return any ? buf_str(&b) : (struct str){0};
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

		for (size_t i = 0; i < COUNT(variables) && entry; i++) {
			struct str name = str_of(variables[i].name), list;

			if (!str_starts(str_of(entry), name))
				continue;
			list = without_glibc(name, str_cut(str_of(entry), name.n), variables[i].library, out);
			if (list.p)
				entry = list.n > 0 ? str_join(name, list) : NULL;
			break;
		}
		if (entry)
			*to++ = entry;
	}
	*to = NULL;
	return environ;
}
