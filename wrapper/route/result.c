/* result.c - a static route after the link: what the file is that was made, or why none was. */
#include <elf.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/process.h"
#include "command/options.h"
#include "elf/elffile.h"
#include "plan/call.h"
#include "route/guard.h"
#include "route/linkitem.h"
#include "route/options-route.h"
#include "route/route.h"
#include "route/trace.h"

/* What the linker says is how the result is judged. */
static int
kept(int fd)
{
	int saved = divert(fd);

	if (saved < 0)
		fatal(EXIT_OURS, "cannot keep what the linker says:");
	return saved;
}

void
result_before(struct call *call)
{
	struct route *r = &call->route;
	struct items items;

	if (r->libc == LIBC_MUSL)
		guard_go_cxx(call);
	r->saved_stdout = r->saved_stderr = -1;
	if (!route_waits(call))
		return;
	items = items_of(call);
	r->output = output_before(items_output(&items, call));
	r->saved_stdout = r->traced ? kept(STDOUT_FILENO) : -1;
	r->saved_stderr = r->libc == LIBC_GLIBC_STATIC ? kept(STDERR_FILENO) : -1;
}

/* Of a static link with glibc: gives back what was printed; what glibc warns of, a line a function, becomes one. */
static int
unmet(struct call *call, int status)
{
	bool strict = setting_on(call->settings, SETTING_STRICT);
	void (*say)(const char *, ...) __attribute__((format(printf, 1, 2))) = strict ? complain : warn;
	struct route *r = &call->route;
	struct buf out = {0}, err = {0}, names = {0};
	struct str known;

	if (r->libc != LIBC_GLIBC_STATIC)
		return status;
	if (!read_file(settings_installed(call->settings, "/specs/" ROUTE_FUNCTIONS).p, &known))
		known = STR("");
	unmet_read(known, divert_end(STDERR_FILENO, r->saved_stderr), &err, &names);
	unmet_read(known, divert_end(STDOUT_FILENO, r->saved_stdout), &out, &names);
	write_all(STDOUT_FILENO, buf_str(&out));
	write_all(STDERR_FILENO, buf_str(&err));
	if (names.n == 0 || status != 0)
		return status;
	say("%s: at run time glibc loads shared libraries of its own version for these; %s", names.p,
	    str_lists(buf_str(&names), STR("dlopen")) || str_lists(buf_str(&names), STR("dlmopen")) ?
		"without them dlopen fails, and with HARDCC_LIBC=musl always" :
		"without them only files and dns serve, and nsswitch.conf may ask for more; HARDCC_LIBC=musl needs none");
	return strict ? EXIT_DENIED << 8 : status;
}

/* What the dynamic segment has that a static program must not have: a static PIE has one. NULL for nothing. */
static const char *
dynamic_fault(const struct elf *e, struct str dynamic)
{
	uint64_t tag, value;

	for (uint64_t i = 0; elf_dynamic(e, dynamic, i, &tag, &value); i++) {
		if (tag == DT_NEEDED)
			return "needs a shared library";
		if (tag == DT_TEXTREL || (tag == DT_FLAGS && (value & DF_TEXTREL)))
			return "has text relocations";
	}
	return NULL;
}

static const char *
note_fault(const struct elf *e, const struct elf_segment *segment)
{
	struct str rest = segment->bytes;
	struct elf_note note;

	while (elf_note(e, &rest, segment->align, &note)) {
		if (str_is_text(note.owner, ELF_NOTE_GNU) && note.type == NT_GNU_ABI_TAG)
			return "holds glibc's start files";
		if (str_is_text(note.owner, NOTE_OWNER) && !guard_note_is_ours(note.text))
			return "holds a part that was compiled for another C library";
	}
	return NULL;
}

const char *
result_fault(struct str bytes, bool musl)
{
	struct elf e;
	struct elf_segment segment;
	const char *fault = NULL;

	if (!elf_open(&e, bytes))
		return NULL; /* -Wl,--oformat: another kind of file was asked for */
	for (uint64_t i = 0; !fault && elf_segment(&e, i, &segment); i++) {
		if (segment.type == PT_INTERP)
			fault = "has an interpreter, so it is dynamic";
		else if (segment.type == PT_DYNAMIC)
			fault = dynamic_fault(&e, segment.bytes);
		else if (segment.type == PT_NOTE && musl)
			fault = note_fault(&e, &segment);
	}
	return fault;
}

static void
is_dlopen(void *context, const struct elf_symbol *s)
{
	bool *found = context;

	if (s->section != SHN_UNDEF && str_is(s->name, STR("dlopen")))
		*found = true;
}

/* Names the library or archive of glibc's, the likely cause of a failed link. */
static bool
blame_file(struct str path)
{
	struct str bytes, found;

	if (!map_file(path.p, &bytes))
		return false;
	found = guard_evidence(bytes);
	unmap_file(bytes);
	if (found.n > 0)
		complain("%.*s was compiled for glibc, as %.*s tells, and the program is for musl: build it with CC=musl-gcc",
		    FMT(path), FMT(found));
	return found.n > 0;
}

/* -lNAME that is nowhere, and is none of the compiler's own, such as libatomic; of -l:FILE the linker tells. */
static void
blame_library(struct call *call, struct str name)
{
	struct probe probe = call_probe(call);
	struct str path;

	if (str_starts(name, STR(":")))
		return;
	probe.optional = true;
	path = compiler_spec_file(&probe, str_format("lib%.*s.a", FMT(name)));
	if (path.n == 0 || guard_is_glibc(str_directory(path), true))
		complain("there is no lib%.*s.a for musl, neither in %.*s nor in a directory of -L: build it with CC=musl-gcc",
		    FMT(name), FMT(call->route.lib));
}

static void
blame(struct call *call, const struct traces *traces)
{
	struct items items = items_of(call);
	struct str culprit = trace_culprit(call, traces);
	bool cxx = false, named = culprit.n > 0;

	for (size_t i = 0; i < items.n && !named; i++)
		named = items.of[i].role == ITEM_FILE && blame_file(items.of[i].value);
	for (size_t i = 0; i < items.n && !named; i++) {
		struct str name = items.of[i].value, path;

		if (items.of[i].role != ITEM_LIBRARY)
			continue;
		cxx = cxx || str_lists(STR("stdc++ c++ supc++"), name);
		path = items_path(&items, call, &items.of[i]);
		if (path.n > 0)
			named = blame_file(path);
		else if (!cxx)
			blame_library(call, name);
	}
	if (cxx && !named)
		complain("C++ needs a libstdc++ built for musl: name a musl C++ compiler in HARDCC_CXX, or take "
			 "HARDCC_LIBC=glibc-static");
	else if (!named)
		culprit = trace_lacking(call, traces);
	if (culprit.n > 0)
		complain("%.*s", FMT(culprit));
}

static int
judge(struct call *call, const struct traces *traces, int status)
{
	bool musl = call->route.libc == LIBC_MUSL, loads = musl && trace_loads(call, traces);
	const char *fault, *path = call->route.output.path.p;
	struct str bytes, culprit = STR("");
	struct elf e;

	if (!map_file(path, &bytes))
		return status;
	fault = result_fault(bytes, musl && !call->route.native);
	if (musl && elf_open(&e, bytes))
		elf_each_symbol(&e, is_dlopen, &loads);
	unmap_file(bytes);
	if (musl && !call->route.native)
		culprit = trace_culprit(call, traces);
	if (culprit.n > 0)
		complain("%.*s; %s %s", FMT(culprit), path, output_remove(&call->route.output));
	else if (fault)
		complain("%s %s, and was to be static (%s); it %s", path, fault, route_text(&call->route).p, output_remove(&call->route.output));
	else if (loads)
		warn("%s refers to dlopen, which always fails in a static musl program; if it has to load a library, such as "
		    "OpenSSL for FIPS, link it without HARDCC_LIBC=musl (run --static)", path);
	return culprit.n > 0 || fault ? EXIT_DENIED << 8 : status;
}

static void
remove_program(void *output)
{
	(void)output_remove(output);
}

int
result_after(struct call *call, int status)
{
	struct route *r = &call->route;
	struct traces traces = {0};
	struct buf others = {0};
	int was = status;

	status = unmet(call, status);
	if (r->libc == LIBC_MUSL && r->traced) {
		trace_read(&traces, divert_end(STDOUT_FILENO, r->saved_stdout), &others);
		write_all(STDOUT_FILENO, buf_str(&others));
	}
	if (status != 0 && was == 0 && output_made(&r->output))
		output_remove(&call->route.output);
	else if (WIFEXITED(status) && status != 0 && was != 0 && r->libc == LIBC_MUSL && !r->native)
		blame(call, &traces);
	if (status != 0 || !output_made(&r->output))
		return status;
	fatal_undoes(remove_program, &r->output); /* whoever cannot judge it must not leave it */
	status = judge(call, &traces, status);
	fatal_undoes(NULL, NULL);
	return status;
}
