/*
 * result.c - a static route after the link: what the file is that was made, or why none was.
 */
#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "elffile.h"
#include "error.h"
#include "guard.h"
#include "io.h"
#include "options.h"
#include "plan.h"

static const char unmet_start[] = "Using '", unmet_end[] = "' in statically linked applications";
static const char *const cxx_libraries[] = {"stdc++", "c++", "supc++"};

/* One line a call, whatever was left out. */
static void
tell_dropped(const struct call *call)
{
	struct buf flags = {0};

	for (size_t i = 0; i < call->plan.n && call->route.on; i++) {
		const struct edit *e = &call->plan.edit[i];

		if (!e->told)
			continue;
		buf_add(&flags, e->flag);
		buf_char(&flags, ' ');
	}
	if (flags.n > 0)
		warn("%sleft out: glibc's headers or libraries are there, and a library for musl needs directories of its own",
		    flags.p);
}

void
result_before(struct call *call)
{
	int fd;

	tell_dropped(call);
	if (call->route.on && call->route.libc == LIBC_MUSL)
		guard_go_cxx(call);
	call->route.saved_stderr = -1;
	if (call->route.libc != LIBC_GLIBC_STATIC || !route_waits(call))
		return;
	fd = memory_file(STR(""));
	if (fd < 0)
		return;
	call->route.saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (call->route.saved_stderr >= 0)
		dup2(fd, STDERR_FILENO);
	close(fd);
}

static bool
listed(struct str list, struct str name)
{
	while (list.n > 0)
		if (str_is(str_split(&list, ' '), name))
			return true;
	return false;
}

/* "ld: a.o: in function `f':" stands alone before the warnings of that function. */
static void
split_warnings(struct str text, struct buf *others, struct buf *names)
{
	struct str held = {0};

	while (text.n > 0) {
		struct str whole = text, line = str_split(&text, '\n');
		size_t at = str_find_text(line, unmet_start), end = str_find_text(line, unmet_end);

		whole.n -= text.n;
		if (at < line.n && end < line.n && end > at + sizeof unmet_start - 1) {
			struct str name = str_cut(str_head(line, end), at + sizeof unmet_start - 1);

			if (!listed(buf_str(names), name)) {
				if (names->n > 0)
					buf_char(names, ' ');
				buf_add(names, name);
			}
			held = STR("");
			continue;
		}
		buf_add(others, held);
		held = str_ends(line, STR(":")) ? whole : STR("");
		if (held.n == 0)
			buf_add(others, whole);
	}
	buf_add(others, held);
}

/* Gives stderr back; what glibc warns of, a line a function, becomes one. */
static int
unmet(struct call *call, int status)
{
	static const char what[] = "at run time glibc loads shared libraries of its own version for these; without them "
				   "only files and dns serve, and nsswitch.conf may ask for more; HARDCC_LIBC=musl needs none";
	struct buf others = {0}, names = {0};
	struct str text = {0};

	if (call->route.saved_stderr < 0)
		return status;
	if (lseek(STDERR_FILENO, 0, SEEK_SET) != 0 || !read_fd(STDERR_FILENO, 0, false, &text))
		text = STR("");
	dup2(call->route.saved_stderr, STDERR_FILENO);
	split_warnings(text, &others, &names);
	write_all(STDERR_FILENO, buf_str(&others));
	if (names.n == 0 || status != 0)
		return status;
	if (!setting_on(call->settings, SETTING_STRICT)) {
		warn("%s: %s", names.p, what);
		return status;
	}
	complain("%s: %s", names.p, what);
	return EXIT_DENIED << 8;
}

/* What is wrong with a program that was to be static; NULL for nothing. */
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

/* Is it one of the compiler's own libraries, such as libatomic? */
static bool
of_compiler(struct call *call, struct str name)
{
	struct str path = compiler_spec_file(&call->compiler, &call->command, call->settings,
	    str_of(str_join3(STR("lib"), name, STR(".a"))));

	return path.n > 0 && !guard_is_glibc(str_directory(path), true);
}

static void
blame(struct call *call)
{
	const struct command *cmd = &call->command;
	bool cxx = false, named = false;

	for (size_t i = 0; i < cmd->ninput && !named; i++)
		named = !cmd->input[i].language && blame_file(cmd->input[i].path);
	for (size_t i = 0; i < cmd->n && !named; i++) {
		struct str name = cmd->arg[i].value, path;

		if (!cmd->arg[i].opt || cmd->arg[i].opt->role != LIBRARY)
			continue;
		for (size_t j = 0; j < COUNT(cxx_libraries); j++)
			cxx = cxx || str_is_text(name, cxx_libraries[j]);
		path = guard_library(call, name);
		if (path.n > 0)
			named = blame_file(path);
		else if (!cxx && !str_starts(name, STR(":")) && !of_compiler(call, name)) /* of -l:FILE the linker tells */
			complain("there is no lib%.*s.a for musl, neither in %.*s nor in a directory of -L: build it with CC=musl-gcc",
			    FMT(name), FMT(call->route.lib));
	}
	if (cxx && !named)
		complain("C++ needs a libstdc++ built for musl: name a musl C++ compiler in HARDCC_CXX, or take "
			 "HARDCC_LIBC=glibc-static");
}

static int
judge(struct call *call, const char *path, int status)
{
	bool musl = call->route.libc == LIBC_MUSL, loads = false;
	const char *fault;
	struct str bytes;
	struct elf e;

	if (!map_file(path, &bytes))
		return status;
	fault = result_fault(bytes, musl && !call->route.native);
	if (musl && elf_open(&e, bytes))
		elf_each_symbol(&e, is_dlopen, &loads);
	unmap_file(bytes);
	if (fault) {
		unlink(path);
		complain("%s %s, and was to be static (%.*s); it was removed", path, fault, FMT(route_text(&call->route)));
		return EXIT_DENIED << 8;
	}
	if (loads)
		warn("%s refers to dlopen, which always fails in a static musl program", path);
	return status;
}

int
result_after(struct call *call, int status)
{
	const char *path = call->command.output.n > 0 ? call->command.output.p : "a.out";
	struct stat st;
	int was = status;

	if (!route_waits(call))
		return status;
	status = unmet(call, status);
	if (status != 0 && was == 0) {
		if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) /* not /dev/null */
			unlink(path);
		return status;
	}
	if (status != 0) {
		if (WIFEXITED(status) && call->route.libc == LIBC_MUSL && !call->route.native)
			blame(call);
		return status;
	}
	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return status;
	return judge(call, path, status);
}
