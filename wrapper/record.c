#include "record.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "child.h"
#include "error.h"
#include "explain.h"
#include "guard.h"
#include "io.h"
#include "json.h"

enum {
	VERSION = 1,
	LINE_USUAL = 6 * 1024, /* bytes */
	ENDING_ROOM = 128,     /* more than five numbers and their names */
	LOCK_TRIES = 1000,     /* of a millisecond: who holds the lock longer is not one of us */
};

static uint64_t
microseconds(clockid_t clock)
{
	struct timespec t = {0};

#ifdef __LP64__ /* past musl's vDSO, whose first call costs more than the system's */
	syscall(SYS_clock_gettime, clock, &t);
#else
	clock_gettime(clock, &t);
#endif
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

int
log_open(const char *path, const char **why)
{
	int fd = openat(AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0644);
	struct stat st;

	if (fd >= 0 && (fstat(fd, &st) != 0 || !(S_ISREG(st.st_mode) || S_ISCHR(st.st_mode)))) {
		close(fd); /* a pipe may wait for its reader for ever */
		fd = -1;
		errno = EINVAL;
	}
	*why = fd >= 0 ? "" : errno == ELOOP ? " (a link; name the file itself)" :
	    errno == EINVAL ? " (no regular file)" : "";
	return fd;
}

/* -1 where there is to be none, or where it cannot be and that is no error. */
static int
open_log(const struct call *call)
{
	const struct setting *log = &call->settings->of[SETTING_LOG];
	const char *why;
	int fd;

	if (log->value.n == 0)
		return -1;
	fd = log_open(log->value.p, &why);
	if (fd >= 0)
		return fd;
	if (setting_on(call->settings, SETTING_STRICT))
		fatal(EXIT_OURS, "cannot write the log %s%s:", log->value.p, why);
	warn("cannot write the log %s%s:", log->value.p, why);
	return -1;
}

static void
text_field(struct buf *b, const char *key, struct str value)
{
	if (value.n > 0) {
		json_field(b, key, value);
	} else {
		json_key(b, key);
		buf_text(b, "null");
	}
}

/* The user's words, response files opened; where in the line those behind the name stand, if they are argv's. */
static struct str
received(const struct call *call, struct buf *b)
{
	const struct command *cmd = &call->command;
	bool same = cmd->n > 0 && cmd->n + 1 == cmd->argc;
	size_t begin;

	json_key(b, "argv");
	buf_char(b, '[');
	json_string(b, str_of(cmd->argv[0]));
	begin = b->n + 1;
	for (size_t i = 0; i < cmd->n; i++) {
		buf_char(b, ',');
		json_string(b, cmd->arg[i].text);
		same = same && !cmd->arg[i].quoted;
	}
	buf_char(b, ']');
	return same ? str_cut(str_head(buf_str(b), b->n - 1), begin) : STR("");
}

/* What is run: mostly the user's words, which are copied as they stand in the line. */
static void
ran(const struct call *call, struct buf *b, struct str words)
{
	const struct command *cmd = &call->command;
	const struct args *argv = &call->plan.argv;
	size_t own = cmd->argc - 1;

	json_key(b, "run");
	buf_char(b, '[');
	for (size_t i = 0; i < argv->n; i++) {
		if (i > 0)
			buf_char(b, ',');
		if (words.n > 0 && argv->v[i] == cmd->argv[1] && own <= argv->n - i &&
		    memcmp(argv->v + i, cmd->argv + 1, own * sizeof *argv->v) == 0) {
			buf_add(b, words);
			i += own - 1;
		} else {
			json_string(b, str_of(argv->v[i]));
		}
	}
	buf_char(b, ']');
}

static void
sources(const struct call *call, struct buf *b)
{
	struct args words = {0};

	for (size_t i = 0; i < call->command.ninput; i++)
		if (call->command.input[i].language)
			args_push(&words, call->command.input[i].path.p);
	json_words(b, "sources", words.v, words.n);
}

/* The line but for how the call ended, which goes into the room at its beginning. */
static struct buf
describe(struct call *call)
{
	struct buf b = {0}, id = {0};

	buf_reserve(&b, LINE_USUAL);
	memset(b.p, ' ', ENDING_ROOM);
	b.n = ENDING_ROOM;
	text_field(&b, "cwd", here());
	json_field(&b, "name", call->command.name.whole);
	json_field(&b, "real", str_of(call->compiler.path));
	text_field(&b, "compiler", call->compiler.line);
	json_field(&b, "kind", str_of(kind_name(call->command.kind, &call->facts)));
	sources(call, &b);
	text_field(&b, "output", call->command.output);
	ran(call, &b, received(call, &b));
	explain_edits(call, &b, true);
	explain_link(call, &b);
	text_field(&b, "profile", call->policy.pool ? policy_text(&call->policy, call->policy.name) : STR(""));
	if (call->policy.pool)
		buf_hex(&id, policy_id(call));
	text_field(&b, "policy", buf_str(&id));
	text_field(&b, "go_package", call->settings->var[VAR_GO_PACKAGE]);
	buf_text(&b, "}\n");
	return b;
}

static struct str
finish(struct buf *line, int status, uint64_t time, uint64_t duration)
{
	struct buf b = {0};

	buf_char(&b, '{');
	json_field_number(&b, "v", VERSION);
	json_field_number(&b, "time", time);
	json_field_number(&b, "duration_us", duration);
	json_field_number(&b, "status", (uint64_t)(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)));
	json_field_number(&b, "signal", (uint64_t)(WIFSIGNALED(status) ? WTERMSIG(status) : 0));
	memcpy(line->p + ENDING_ROOM - b.n, b.p, b.n);
	return str_cut(buf_str(line), ENDING_ROOM - b.n);
}

/* One write under a lock: file systems that do not keep O_APPEND writes whole keep the lock. */
static void
append(const struct call *call, int fd, struct str line)
{
	const struct timespec moment = {.tv_nsec = 1000000};
	bool done;

	for (int i = 0; i < LOCK_TRIES && flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK; i++)
		nanosleep(&moment, NULL);
	done = write_all(fd, line);
	if (!done)
		warn("cannot write the log %s:", call->settings->of[SETTING_LOG].value.p);
	if (!done && setting_on(call->settings, SETTING_STRICT))
		_exit(EXIT_OURS);
}

/* vfork, not posix_spawn: musl's resets each of 64 signals, which takes longer than the rest. */
static pid_t
start(const struct args *argv, char *const *environ, const sigset_t *mask)
{
	struct sigaction normal = {.sa_handler = SIG_DFL}, children;
	volatile int error = 0;
	pid_t pid;

	sigaction(SIGCHLD, &normal, &children); /* where it is ignored nobody could be waited for */
	pid = vfork(); /* NOLINT: see above */
	if (pid == 0) {
		if (children.sa_handler != SIG_DFL)
			sigaction(SIGCHLD, &children, NULL);
		sigprocmask(SIG_SETMASK, mask, NULL);
		execve(argv->v[0], (char *const *)(uintptr_t)argv->v, environ);
		error = errno;
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
record_run(struct call *call)
{
	uint64_t time = microseconds(CLOCK_REALTIME), begin = microseconds(CLOCK_MONOTONIC);
	int fd = open_log(call), status;
	char *const *environ = route_environment(call);
	struct buf line = {0};
	sigset_t mask;
	pid_t pid;

	if (fd >= 0 && call->policy.pool)
		policy_id(call); /* what ends us must do so before there is a child */
	child_hold(&mask);
	pid = start(&call->plan.argv, environ, &mask);
	if (pid < 0 && errno == E2BIG) {
		plan_shorten(call);
		pid = start(&call->plan.argv, environ, &mask);
	}
	if (pid < 0 && call->route.saved_stderr > 0)
		dup2(call->route.saved_stderr, STDERR_FILENO); /* which the linker's words were kept from */
	if (pid < 0)
		fatal(errno == ENOENT || errno == ENOTDIR ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN, "cannot run %s:",
		    call->plan.argv.v[0]);
	if (fd >= 0)
		line = describe(call); /* while the compiler works */
	status = child_wait(pid, NULL, NULL);
	if (status < 0)
		fatal(EXIT_OURS, "lost %s:", call->plan.argv.v[0]);
	status = result_after(call, status);
	if (fd >= 0)
		append(call, fd, finish(&line, status, time, microseconds(CLOCK_MONOTONIC) - begin));
	return status;
}

void
record_status(struct call *call, int wait_status)
{
	int fd = open_log(call);
	struct buf line;

	if (fd < 0)
		return;
	line = describe(call);
	append(call, fd, finish(&line, wait_status, microseconds(CLOCK_REALTIME), 0));
}
