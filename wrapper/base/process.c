#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"

/* vfork, not posix_spawn: musl's resets each of 64 signals, which takes longer than the rest. */
pid_t
process_start(const struct start *s)
{
	struct sigaction normal = {.sa_handler = SIG_DFL}, children;
	volatile int error = 0;
	pid_t pid;

	sigaction(SIGCHLD, &normal, &children); /* where it is ignored nobody could be waited for */
	pid = vfork(); /* NOLINT: see above */
	if (pid == 0) {
		if (children.sa_handler != SIG_DFL)
			sigaction(SIGCHLD, &children, NULL);
		if (s->death)
			prctl(PR_SET_PDEATHSIG, s->death);
		if (s->mask)
			sigprocmask(SIG_SETMASK, s->mask, NULL);
		for (int fd = 0; fd < 3 && error == 0; fd++)
			if (s->fd[fd] >= 0 && dup2(s->fd[fd], fd) < 0)
				error = errno;
		for (const int *fd = s->pipes; fd && *fd >= 0 && error == 0; fd++)
			if (dup2(s->for_pipes, *fd) < 0 && (errno != EBADF || close(*fd) != 0)) /* above the limit none is opened again */
				error = errno;
		if (error == 0) {
			execve(s->path, (char *const *)(uintptr_t)s->argv, s->environ);
			error = errno;
		}
		_exit(EXIT_NOT_FOUND);
	}
	if (pid > 0 && error != 0) {
		waitpid(pid, NULL, 0);
		pid = -1;
	}
	errno = error != 0 ? error : errno;
	return pid;
}

int
process_status(int error)
{
	return error == ENOENT || error == ENOTDIR ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
}

void
process_cannot_run(const char *path)
{
	fatal(process_status(errno), "cannot run %s:", path);
}

static int
finish(pid_t pid, int read_end, struct str *text)
{
	bool whole = read_fd(read_end, 0, false, text);
	int status, error = errno;

	close(read_end); /* a child that still writes must not wait for us */
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	errno = error;
	return whole ? status : -1;
}

/* Empty to read; what is written there is lost. There may be no /dev. */
int
open_nothing(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	return fd < 0 && errno == ENOENT ? memfd_create("nothing", MFD_CLOEXEC) : fd;
}

int
run_captured(const char *const *argv, char *const *environ, int input_fd, enum capture capture, struct str *text)
{
	bool asks_null = input_fd < 0 || capture == CAPTURE_NONE || capture == CAPTURE_STDOUT;
	int ends[2], status = -1, error, null = asks_null ? open_nothing() : -1;
	struct start start = {.path = argv[0], .argv = argv, .environ = environ, .fd = {input_fd < 0 ? null : input_fd, null, null}};
	struct sigaction children;
	pid_t pid;

	*text = STR("");
	sigaction(SIGCHLD, NULL, &children);
	if ((null >= 0 || !asks_null) && pipe2(ends, O_CLOEXEC) == 0) {
		if (capture == CAPTURE_STDOUT || capture == CAPTURE_BOTH)
			start.fd[STDOUT_FILENO] = ends[1];
		else if (capture == CAPTURE_STDERR)
			start.fd[STDOUT_FILENO] = -1;
		if (capture == CAPTURE_STDERR || capture == CAPTURE_BOTH)
			start.fd[STDERR_FILENO] = ends[1];
		pid = process_start(&start);
		close_quietly(ends[1]);
		if (pid > 0)
			status = finish(pid, ends[0], text);
		else
			close_quietly(ends[0]);
	}
	error = errno;
	sigaction(SIGCHLD, &children, NULL); /* the compiler to come inherits it */
	errno = error;
	if (null >= 0)
		close_quietly(null);
	return status;
}

/* "PID (NAME) STATE PARENT ..."; a name may hold parentheses itself. */
bool
process_parse(struct str stat, struct process *process)
{
	enum { STARTED = 20 }; /* which field behind the name */
	struct str rest, started = {0};
	size_t begin = str_find(stat, '(', 0), end;

	for (end = stat.n; end > begin && stat.p[end - 1] != ')';)
		end--;
	if (end <= begin + 1)
		return false;
	process->name = str_cut(str_head(stat, end - 1), begin + 1);
	rest = str_cut(stat, end + 3); /* " S " */
	if (!str_number(str_trim(str_head(stat, begin)), UINT32_MAX, &process->pid) ||
	    !str_number(str_split(&rest, ' '), UINT32_MAX, &process->parent))
		return false;
	for (int field = 3; field <= STARTED; field++)
		started = str_split(&rest, ' ');
	return str_count(started, &process->started);
}

int
memory_file(struct str text)
{
	int fd = memfd_create("hardcc", 0);

	if (fd < 0)
		return -1;
	if (!write_limited(fd, text) || lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

int
divert(int fd)
{
	int memory = memory_file(STR("")), saved;

	if (memory < 0)
		return -1;
	saved = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (saved >= 0 && dup2(memory, fd) < 0) {
		close(saved);
		saved = -1;
	}
	close(memory);
	return saved;
}

struct str
divert_end(int fd, int saved)
{
	struct str text = {0};

	if (saved < 0 || lseek(fd, 0, SEEK_SET) != 0 || !read_fd(fd, 0, false, &text))
		text = STR("");
	if (saved >= 0) {
		dup2(saved, fd);
		close(saved);
	}
	return text;
}
