#include "record/werror.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/environment.h"
#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "command/output.h"
#include "command/rewrite.h"
#include "plan/edit.h"

/* Is it open for reading, writing or both: O_RDONLY and so on; -1: it is not open. */
static int
access_mode(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags < 0 ? -1 : flags & O_ACCMODE;
}

/* Sources that can be read twice, in a call that would be run with words of ours. A stdout or stderr that is only read is one more
 * place that a source can be in, and runs of ours would have another one. */
bool
werror_concerns(struct call *call)
{
	const struct command *cmd = &call->command;
	size_t sources = 0;

	if (call->plan.added.n + call->plan.forced.n == 0 || cmd->end < cmd->argc || cmd->reads_stdin || call->plan.shortened ||
	    access_mode(STDOUT_FILENO) == O_RDONLY || access_mode(STDERR_FILENO) == O_RDONLY)
		return false;
	for (size_t i = 0; i < cmd->ninput; i++) {
		if (cmd->input[i].language && is_stream(cmd->input[i].path.p))
			return false;
		sources += cmd->input[i].language != NULL;
	}
	return sources > 0 && call->route.saved_stderr <= 0;
}

/* Those that are too many, as the ones of a response file can be, in one of our own; the first ones stay. */
static int
run(struct start *start, struct args *argv, size_t first, bool *shortened)
{
	pid_t pid;
	int status = -1;

	start->argv = argv->v;
	pid = process_start(start);
	if (pid < 0 && errno == E2BIG) {
		rewrite_shorten(argv, first);
		*shortened = true;
		start->argv = argv->v;
		pid = process_start(start);
	}
	if (pid > 0)
		status = child_wait(pid, NULL, NULL);
	if (status < 0)
		fatal(EXIT_OURS, pid > 0 ? "lost %s:" : "cannot run %s again:", start->path);
	return status;
}

static bool
is_option(const struct arg *a, const char *name)
{
	return a->opt && str_is_text(str_of(name), a->opt->name);
}

/* What stands for an option in the trial; NULL: itself. -S, which comes last, stands for -c: clang 21 says of the one that does
 * not count that it is unused, an error under -Werror. */
static const char *
instead_of(const struct command *cmd, const struct arg *a)
{
	static const char beside[][2][28] = {WERROR_BESIDE};

	if (a->opt && (a->opt->role == OUTPUTS || (cmd->last == LAST_ASSEMBLE && is_option(a, TRIAL_COMPILE))))
		return "";
	for (size_t i = 0; i < COUNT(beside); i++)
		if (str_glob(str_of(beside[i][0]), a->read))
			return beside[i][1];
	return NULL;
}

/* The user's words, and those of response files, but for what names or makes files, and the sources beside one: gcc takes one
 * output only where there is one source. */
static struct args
words_for(const struct call *call, size_t source)
{
	const struct command *cmd = &call->command;
	struct args argv = {0};
	size_t input = 0;

	args_push(&argv, call->compiler.path);
	for (const struct arg *a = cmd->arg, *end = a + cmd->n; a < end; a++) {
		const char *instead = a->input || a->operand ? NULL : instead_of(cmd, a);

		if (a->input && input++ != source && cmd->input[input - 1].language)
			continue;
		if (!instead)
			args_push(&argv, a->text.p);
		else if (*instead)
			args_push(&argv, instead);
		if (instead && a + 1 < end && a[1].operand)
			a++;
	}
	return argv;
}

/* Reading it twice gives the same: a file, a directory, /dev/null. */
static bool
is_read_again(const struct stat *st)
{
	struct stat sink;

	return S_ISREG(st->st_mode) || S_ISDIR(st->st_mode) ||
	    (S_ISCHR(st->st_mode) && stat(SINK, &sink) == 0 && st->st_rdev == sink.st_rdev);
}

/* The jobserver of make, which gcc hands on to the make that it runs for LTO: --jobserver-auth=3,4 in MAKEFLAGS, before the
 * variables. Make names the numbers also to a recipe for which it has closed them, where they can be the user's. So they count only
 * where they are the two ends of one pipe. */
static void
find_jobserver(const struct start *start, unsigned fds[2])
{
	static const char *const names[] = {WERROR_JOBSERVER};
	struct str flags = environment_get(start->environ, "MAKEFLAGS"), word;
	struct stat ends[2];

	while (flags.n > 0 && !str_is(word = str_split(&flags, ' '), STR("--")))
		for (size_t i = 0; i < COUNT(names); i++)
			if (str_starts_text(word, names[i])) {
				word = str_cut(word, strlen(names[i]));
				if (!str_number(str_split(&word, ','), INT_MAX, &fds[0]) || !str_number(word, INT_MAX, &fds[1]))
					fds[0] = fds[1] = 0;
			}
	if (fstat((int)fds[0], &ends[0]) != 0 || fstat((int)fds[1], &ends[1]) != 0 || !S_ISFIFO(ends[0].st_mode) ||
	    ends[0].st_dev != ends[1].st_dev || ends[0].st_ino != ends[1].st_ino)
		fds[0] = fds[1] = 0;
}

/* Could a compiler open it as /dev/fd/N, and read it once only? Nobody can open a socket by name. */
static bool
is_pipe(int fd)
{
	struct stat st;
	int mode = access_mode(fd);

	return mode >= 0 && mode != O_WRONLY && fstat(fd, &st) == 0 && !S_ISSOCK(st.st_mode) && !is_read_again(&st);
}

static bool
is_forbidden(int error)
{
	return error == EACCES || error == EPERM || error == EAFNOSUPPORT;
}

/* Those beyond stderr, up to -1; NULL where a sandbox forbids to list them. */
static const int *
open_pipes(const struct start *start)
{
	static const int none = -1;
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0, room = 8;
	unsigned fd, make[2] = {0, 0};
	const struct dirent *entry;
	int *fds;

	if (!dir && errno != ENOENT && !is_forbidden(errno))
		fatal(EXIT_OURS, "cannot open /proc/self/fd:");
	if (!dir) /* where it is missing nothing can be opened as /dev/fd/N */
		return errno == ENOENT ? &none : NULL;
	fds = arena_alloc(sizeof *fds, room);
	find_jobserver(start, make);
	while ((errno = 0, entry = readdir(dir)))
		if (str_number(str_of(entry->d_name), INT_MAX, &fd) && fd > STDERR_FILENO && fd != make[0] && fd != make[1] && is_pipe((int)fd)) {
			fds = arena_more(fds, n, &room, sizeof *fds);
			fds[n++] = (int)fd;
		}
	if (errno != 0)
		fatal(EXIT_OURS, "cannot read /proc/self/fd:");
	closedir(dir);
	fds = arena_more(fds, n, &room, sizeof *fds);
	fds[n] = -1;
	return fds;
}

/* What the first run read from a pipe, another one lacks. It must fail where it opens that (/dev/fd/3), and where it only asks for it
 * (__has_include): by a socket, which nobody can open by name. A directory, or a number that is closed, would be skipped. False
 * where a sandbox forbids that. */
static bool
keep_from_pipes(struct start *start)
{
	bool in = is_pipe(STDIN_FILENO);

	start->pipes = open_pipes(start);
	if (start->pipes && (in || *start->pipes >= 0)) {
		start->for_pipes = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (start->for_pipes < 0 && is_forbidden(errno))
			return false;
		if (start->for_pipes < 0)
			fatal(EXIT_OURS, "cannot make a socket:");
		if (in)
			start->fd[STDIN_FILENO] = start->for_pipes;
	}
	return start->pipes != NULL;
}

/* Does the compiler take the user's words for this source? It makes the same code, and nobody sees it. */
static bool
plain_takes(const struct call *call, const struct start *start, size_t source)
{
	static const char *const sink[] = {TRIAL_OUTPUT, SINK};
	const struct command *cmd = &call->command;
	int nothing = open_nothing(), status;
	bool shortened;
	struct start trial = *start;
	struct args argv = words_for(call, source);

	if (nothing < 0)
		fatal(EXIT_OURS, "cannot open %s:", SINK);
	if (cmd->last >= LAST_ASSEMBLE)
		args_push(&argv, WERROR_STAGE);
	if (cmd->last == LAST_LINK && call->compiler.family == FACT_CLANG) /* it warns of what it would have linked */
		args_push(&argv, WERROR_LINK);
	if (call->compiler.family == FACT_GCC) /* a precompiled header that was made through hardcc is none for the compiler alone */
		args_push(&argv, WERROR_PCH);
	args_add(&argv, sink, COUNT(sink));
	trial.path = call->compiler.path;
	trial.fd[STDOUT_FILENO] = trial.fd[STDERR_FILENO] = nothing;
	status = run(&trial, &argv, 1, &shortened);
	close_quietly(nothing);
	return status == 0;
}

static bool
plain_takes_all(const struct call *call, const struct start *start)
{
	for (size_t i = 0; i < call->command.ninput; i++)
		if (call->command.input[i].language && !plain_takes(call, start, i))
			return false;
	return true;
}

/* From now on its warnings stay warnings. */
static void
warn_only(struct call *call, struct start *start)
{
	struct edit *e = edit_new(&call->plan);

	e->result = ADDED;
	e->retried = true;
	e->flag = STR(WERROR_NOT);
	e->place = STR(WERROR);
	e->about = STR("the compiler takes the call without hardening, which brings warnings");
	args_push(&call->plan.argv, WERROR_NOT);
	start->argv = call->plan.argv.v;
}

/* A pipe, a FIFO, a terminal: what was written there cannot be taken back, and what was read is gone. */
static bool
is_passed(struct str path)
{
	struct stat st;

	return str_is(path, STR("-")) || (path.n > 0 && stat(str_dup(path), &st) == 0 && !is_read_again(&st));
}

/* Does it write its output or a list to such a place, or to stdout? */
static bool
writes_once(const struct command *cmd, const struct args *lists)
{
	bool found = is_passed(cmd->output) || (cmd->output.n == 0 && (cmd->last == LAST_PREPROCESS || cmd->last == LAST_DEPENDENCIES));

	for (size_t i = 0; i < lists->n; i++)
		found = found || is_passed(str_of(lists->v[i]));
	return found;
}

static bool
reads_once(const struct command *cmd, const struct args *lists)
{
	bool found = false;

	for (const struct arg *a = cmd->arg; a < cmd->arg + cmd->n; a++) {
		struct str path = a->input ? a->text : a->opt && a->opt->role != OUTPUTS ? a->value : STR("");
		bool list = false;

		for (size_t i = 0; i < lists->n; i++)
			list = list || str_is(path, str_of(lists->v[i]));
		found = found || (!list && is_passed(path));
	}
	return found;
}

void
werror_begin(struct call *call, struct start *start)
{
	const struct args lists = output_lists(&call->command);
	struct start trial; /* the call itself still has its pipes to read */

	if (!isatty(STDERR_FILENO)) {
		start->fd[STDERR_FILENO] = memory_file(STR(""));
		if (start->fd[STDERR_FILENO] < 0)
			fatal(EXIT_OURS, "cannot keep what %s says:", start->path);
	}
	call->plan.once = writes_once(&call->command, &lists);
	trial = *start;
	if (call->plan.once && !reads_once(&call->command, &lists) && keep_from_pipes(&trial) && plain_takes_all(call, &trial))
		warn_only(call, start);
}

static int
run_again(struct call *call, struct start *start)
{
	int fd = start->fd[STDERR_FILENO];

	warn_only(call, start);
	if (fd >= 0 && (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0))
		fatal(EXIT_OURS, "cannot keep what %s says:", start->path);
	return run(start, &call->plan.argv, call->compiler.launcher ? 2 : 1, &call->plan.shortened);
}

bool
werror_end(struct call *call, struct start *start, int *status)
{
	const struct args lists = output_lists(&call->command);
	bool again = WIFEXITED(*status) && WEXITSTATUS(*status) != 0 && !call->plan.once && !reads_once(&call->command, &lists) &&
	    keep_from_pipes(start) && plain_takes_all(call, start);
	int fd = start->fd[STDERR_FILENO];
	struct str said;

	if (again)
		*status = run_again(call, start);
	if (fd < 0)
		return again;
	if (lseek(fd, 0, SEEK_SET) == 0 && read_fd(fd, 0, false, &said))
		write_all(STDERR_FILENO, said);
	else
		warn("lost what %s said:", start->path);
	close_quietly(fd);
	start->fd[STDERR_FILENO] = -1;
	return again;
}
