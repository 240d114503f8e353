/* The files that hardcc report was given: logs, line by line, and what is no log. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/nearest.h"
#include "base/process.h"
#include "compiler/lookup.h"
#include "report/report.h"

enum {
	LINE_LIMIT = 8 * 1024 * 1024, /* bytes; an argv cannot be so long */
	CHUNK = 256 * 1024,
	TOLD_LIMIT = 20,	      /* broken lines that are said one by one */
	MAGIC = 8,
	UNPACKED_LIMIT = 1 << 30, /* bytes of memory */
	GUNZIP_WARNED = 2,	  /* its exit status: all was unpacked */
};

static char *chunk;

struct reader {
	struct report *r;
	struct log *log;
	size_t at; /* index of the log */
	size_t have;
	uint64_t offset; /* of what is in chunk */
	bool skipping;	 /* in a line that is too long */
};

void
report_begin(struct report *r)
{
	chunk = arena_bytes(LINE_LIMIT + CHUNK);
	r->scratch = arena_bytes(REPORT_SCRATCH);
	r->of = arena_alloc(sizeof *r->of, r->policy.nfeature + 1);
	r->used = arena_alloc(sizeof *r->used, r->policy.nrule + 1);
	r->checked = arena_alloc(sizeof *r->checked, r->policy.nfeature + 1);
	for (unsigned i = 0; i < r->policy.nfeature; i++)
		r->checked[i] = checks_for(report_feature(r, i));
	verify_begin();
}

static void
error(struct report *r, const char *path, const char *what)
{
	complain("%s: %s", path, what);
	report_error(r, str_of(path), what);
}

static void
broken(struct reader *in)
{
	in->log->broken++;
	if (in->log->broken <= TOLD_LIMIT)
		warn("%s:%" PRIu64 ": this line is cut off, or none of hardcc's; it is left out", in->log->path.p, in->log->lines);
	thing_count(&in->r->broken, str_format("%s:%" PRIu64, in->log->path.p, in->log->lines), 0);
}

static void
read_line(struct reader *in, struct str line, uint64_t offset)
{
	struct unit_line where = {in->at, offset, line.n, 0};
	struct arena before = arena_leave(in->r->scratch, REPORT_SCRATCH), scratch;
	struct past *past = arena_alloc(sizeof *past, 1);
	bool read = past_read(past, &in->r->settings, line);

	in->log->lines++;
	if (read)
		past_judge(past, &in->r->policy);
	scratch = arena_swap(before);
	if (read) {
		in->log->calls++;
		report_add(in->r, past, &where);
	} else {
		broken(in);
	}
	before = arena_swap(scratch);
	arena_return(before);
}

/* All lines that are whole; what is left over moves to the front. */
static void
take_lines(struct reader *in, bool end)
{
	struct str rest = {chunk, in->have};

	while (rest.n > 0) {
		size_t n = str_find(rest, '\n', 0);

		if (n == rest.n && !end && rest.n < LINE_LIMIT)
			break;
		if (in->skipping || (n == rest.n && !end)) {
			if (!in->skipping) {
				in->log->lines++;
				broken(in);
			}
			in->skipping = n == rest.n;
		} else {
			read_line(in, str_head(rest, n), in->offset);
		}
		n += n < rest.n;
		in->offset += n;
		rest = str_cut(rest, n);
	}
	memmove(chunk, rest.p, rest.n);
	in->have = rest.n;
}

static void
read_log(struct report *r, const char *path, int fd, bool kept_open)
{
	struct reader in = {.r = r, .at = r->nlog};
	ssize_t got;

	r->log = arena_more(r->log, r->nlog, &r->log_room, sizeof *r->log);
	in.log = &r->log[r->nlog++];
	in.log->path = str_of(path);
	in.log->fd = kept_open ? fd : -1;
	do {
		got = read(fd, chunk + in.have, CHUNK);
		if (got > 0) {
			in.have += (size_t)got;
			take_lines(&in, false);
		}
	} while (got > 0 || (got < 0 && errno == EINTR));
	if (got < 0)
		error(r, path, strerror(errno));
	take_lines(&in, true);
}

/* What comes from there, which may be a pipe and is to be read twice. -1 with errno set, EOVERFLOW where it is more than limit. */
static int
keep(int from, uint64_t limit)
{
	int memory = memory_file(STR(""));
	uint64_t n = 0;
	ssize_t got = -1;

	if (memory >= 0)
		fcntl(memory, F_SETFD, FD_CLOEXEC); /* there may be many, and gunzip needs some of its own */
	while (memory >= 0 && (got = read(from, chunk, CHUNK)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || !write_limited(memory, (struct str){chunk, (size_t)got}))
			break;
		n += (uint64_t)got;
		errno = EOVERFLOW;
		if (n > limit)
			break;
	}
	if (memory < 0 || (got == 0 && lseek(memory, 0, SEEK_SET) == 0))
		return memory;
	close_quietly(memory);
	return -1;
}

/* What the system's gunzip makes of it. -1 after an error was said. */
static int
unpack(struct report *r, const char *path, int packed)
{
	struct str dirs = r->settings.var[VAR_PATH].p ? r->settings.var[VAR_PATH] : str_of(default_path);
	const char *const argv[] = {lookup_real(dirs, STR("gunzip"), program_path()), NULL};
	int ends[2] = {-1, -1}, memory = -1, status = 0, why;
	struct start start = {.path = argv[0], .argv = argv, .environ = r->settings.environ, .fd = START_AS_OURS};
	pid_t pid = -1;

	if (argv[0] && pipe2(ends, O_CLOEXEC) == 0) {
		start.fd[STDIN_FILENO] = packed;
		start.fd[STDOUT_FILENO] = ends[1];
		pid = process_start(&start);
		close_quietly(ends[1]);
		if (pid > 0)
			memory = keep(ends[0], UNPACKED_LIMIT);
		close_quietly(ends[0]);
	}
	why = errno;
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (memory >= 0 && WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == GUNZIP_WARNED))
		return memory;
	error(r, path, !argv[0] ? "it is compressed, and there is no gunzip on PATH"
	    : memory >= 0	? "it is compressed, and gunzip cannot unpack it"
	    : why == EOVERFLOW	? "it is more than 1 GiB when unpacked: unpack it into a file, and name that"
				: strerror(why));
	if (memory >= 0)
		close(memory);
	return -1;
}

void
report_path(struct report *r, const char *path, bool log)
{
	static const struct str gzip = {"\x1f\x8b", 2};
	bool input = strcmp(path, "-") == 0;
	int fd = input ? keep(STDIN_FILENO, UINT64_MAX) : openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), unpacked;
	char magic[MAGIC];
	struct stat st;
	ssize_t n = 0;

	if (fd < 0 || fstat(fd, &st) != 0 || (S_ISREG(st.st_mode) && (n = pread(fd, magic, sizeof magic, 0)) < 0)) {
		error(r, path, errno == ENOENT ? str_join(str_of(strerror(errno)), str_of(nearest_file(path))) : strerror(errno));
	} else if (!S_ISREG(st.st_mode)) {
		error(r, path, "it is not a regular file; - is standard input");
	} else if (str_starts((struct str){magic, (size_t)n}, gzip)) {
		unpacked = unpack(r, path, fd);
		if (unpacked >= 0)
			read_log(r, path, unpacked, true); /* it stays open: a line may be wanted again */
	} else if (!log && !input && binary_is((struct str){magic, (size_t)n})) {
		report_binary(r, path);
	} else {
		read_log(r, path, fd, input);
	}
	if (fd >= 0 && !input)
		close(fd);
}

struct str
report_line_again(const struct report *r, const struct unit_line *u)
{
	const struct log *log = &r->log[u->log];
	int fd = log->fd >= 0 ? log->fd : openat(AT_FDCWD, log->path.p, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	ssize_t got = fd >= 0 ? pread(fd, chunk, u->length, (off_t)u->offset) : -1;

	if (fd >= 0 && log->fd < 0)
		close(fd);
	return (struct str){got == (ssize_t)u->length ? chunk : NULL, got > 0 ? (size_t)got : 0};
}
