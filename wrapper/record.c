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

#include "error.h"
#include "explain.h"
#include "io.h"
#include "json.h"

enum {
	VERSION = 1,
	LINE_USUAL = 8 * 1024, /* bytes */
	LOCK_TRIES = 1000,     /* of a millisecond: who holds the lock longer is not one of us */
};

static volatile sig_atomic_t child;

static const int forwarded[] = {SIGHUP, SIGTERM, SIGUSR1, SIGUSR2};
static const int ignored[] = {SIGINT, SIGQUIT}; /* the terminal sends these to the child itself */

static void
forward(int number)
{
	int saved = errno;

	if (child > 0)
		kill((pid_t)child, number);
	errno = saved;
}

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

/* -1 where there is to be none, or where it cannot be and that is no error. */
static int
open_log(const struct call *call)
{
	const struct setting *log = &call->settings->of[SETTING_LOG];
	const char *why;
	struct stat st;
	int fd;

	if (log->value.n == 0)
		return -1;
	fd = open(log->value.p, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK, 0644);
	if (fd >= 0 && (fstat(fd, &st) != 0 || !(S_ISREG(st.st_mode) || S_ISCHR(st.st_mode)))) {
		close(fd); /* a pipe may wait for its reader for ever */
		fd = -1;
		errno = EINVAL;
	}
	if (fd >= 0)
		return fd;
	why = errno == ELOOP ? " (a link; name the file itself)" : errno == EINVAL ? " (no regular file)" : "";
	if (setting_on(call->settings, SETTING_STRICT))
		fatal(EXIT_OURS, "cannot write the log %s%s:", log->value.p, why);
	warn("cannot write the log %s%s:", log->value.p, why);
	return -1;
}

static void
number_field(struct buf *b, const char *key, uint64_t value)
{
	json_key(b, key);
	buf_number(b, value);
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

/* The user's words, response files opened. */
static void
received(const struct call *call, struct buf *b)
{
	struct args words = {0};

	args_push(&words, call->command.argv[0]);
	for (size_t i = 0; i < call->command.n; i++)
		args_push(&words, call->command.arg[i].text.p);
	json_words(b, "argv", words.v, words.n);
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

static void
describe(struct call *call, struct buf *b, int status, uint64_t time, uint64_t duration)
{
	char cwd[4096];
	struct buf id = {0};

	buf_char(b, '{');
	number_field(b, "v", VERSION);
	number_field(b, "time", time);
	number_field(b, "duration_us", duration);
	number_field(b, "status", (uint64_t)(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status)));
	number_field(b, "signal", (uint64_t)(WIFSIGNALED(status) ? WTERMSIG(status) : 0));
	text_field(b, "cwd", getcwd(cwd, sizeof cwd) ? str_of(cwd) : STR(""));
	json_field(b, "name", call->command.name.whole);
	json_field(b, "real", str_of(call->compiler.path));
	text_field(b, "compiler", call->compiler.line);
	json_field(b, "kind", str_of(kind_name(call->command.kind, &call->facts)));
	sources(call, b);
	text_field(b, "output", call->command.output);
	received(call, b);
	json_words(b, "run", call->plan.argv.v, call->plan.argv.n);
	explain_edits(call, b, true);
	explain_link(call, b);
	text_field(b, "profile", call->policy.pool ? policy_text(&call->policy, call->policy.name) : STR(""));
	if (call->policy.pool)
		buf_hex(&id, policy_id(call));
	text_field(b, "policy", buf_str(&id));
	text_field(b, "go_package", call->settings->var[VAR_GO_PACKAGE]);
	buf_text(b, "}\n");
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
	close(fd);
	if (!done && setting_on(call->settings, SETTING_STRICT))
		_exit(EXIT_OURS);
}

/* What the terminal sends both of us is the child's to end by; what is sent to us, we pass on. */
static void
arrange_signals(sigset_t *defaults)
{
	struct sigaction keep = {.sa_handler = SIG_IGN}, pass = {.sa_handler = forward, .sa_flags = SA_RESTART};
	struct sigaction old;

	sigemptyset(defaults);
	for (size_t i = 0; i < COUNT(ignored); i++) {
		sigaction(ignored[i], &keep, &old);
		if (old.sa_handler != SIG_IGN)
			sigaddset(defaults, ignored[i]);
	}
	for (size_t i = 0; i < COUNT(forwarded); i++) {
		sigaction(forwarded[i], NULL, &old);
		if (old.sa_handler != SIG_IGN) /* nohup stays nohup */
			sigaction(forwarded[i], &pass, NULL);
	}
}

/* vfork, not posix_spawn: musl's resets each of 64 signals, which takes longer than the rest. */
static pid_t
start(const struct args *argv, char *const *environ)
{
	struct sigaction normal = {.sa_handler = SIG_DFL}, children;
	sigset_t defaults, all, before;
	volatile int error = 0;
	pid_t pid;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before); /* none is lost before there is a child */
	arrange_signals(&defaults);
	sigaction(SIGCHLD, &normal, &children); /* where it is ignored nobody could be waited for */
	pid = vfork(); /* NOLINT: see above */
	if (pid == 0) {
		for (size_t i = 0; i < COUNT(ignored); i++)
			if (sigismember(&defaults, ignored[i]))
				sigaction(ignored[i], &normal, NULL);
		sigaction(SIGCHLD, &children, NULL);
		sigprocmask(SIG_SETMASK, &before, NULL);
		execve(argv->v[0], (char *const *)(uintptr_t)argv->v, environ);
		error = errno;
		_exit(EXIT_NOT_FOUND);
	}
	if (pid > 0 && error != 0) {
		waitpid(pid, NULL, 0);
		pid = -1;
	}
	errno = error != 0 ? error : errno;
	child = pid;
	return pid;
}

int
record_run(struct call *call)
{
	uint64_t time = microseconds(CLOCK_REALTIME), begin = microseconds(CLOCK_MONOTONIC);
	int fd = open_log(call), status;
	char *const *environ = depth_environment(call->settings, call->depth, call->compiler.path, false);
	struct buf b = {0};
	sigset_t before;
	pid_t pid;

	sigprocmask(SIG_SETMASK, NULL, &before);
	pid = start(&call->plan.argv, environ);
	if (pid < 0 && errno == E2BIG) {
		plan_shorten(call);
		pid = start(&call->plan.argv, environ);
	}
	if (pid < 0)
		fatal(errno == ENOENT || errno == ENOTDIR ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN, "cannot run %s:",
		    call->plan.argv.v[0]);
	sigprocmask(SIG_SETMASK, &before, NULL);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			fatal(EXIT_OURS, "lost %s:", call->plan.argv.v[0]);
	child = 0;
	if (fd < 0)
		return status;
	buf_reserve(&b, LINE_USUAL);
	describe(call, &b, status, time, microseconds(CLOCK_MONOTONIC) - begin);
	append(call, fd, buf_str(&b));
	return status;
}

void
record_status(struct call *call, int wait_status)
{
	int fd = open_log(call);
	struct buf b = {0};

	if (fd < 0)
		return;
	describe(call, &b, wait_status, microseconds(CLOCK_REALTIME), 0);
	append(call, fd, buf_str(&b));
}
