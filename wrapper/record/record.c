#include "record/record.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "record/logentry.h"
#include "record/logfile.h"
#include "route/guard.h"

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

/* False where there is to be none, or where it cannot be and that is no error; one that must be there is an error before
 * anything is run. */
static bool
open_log(const struct call *call, struct logfile *log)
{
	const char *path, *why;

	if (call->settings->of[SETTING_LOG].value.n == 0) {
		if (setting_on(call->settings, SETTING_LOG_REQUIRED))
			fatal(EXIT_OURS, "HARDCC_LOG_REQUIRED=1, and HARDCC_LOG names no log; name a file, or unset it");
		return false;
	}
	path = logfile_path(call->settings, call->settings->var[VAR_GO_PACKAGE]);
	if (logfile_open(log, path, &why))
		return true;
	if (logfile_lost(call->settings, path, why))
		_exit(EXIT_OURS);
	return false;
}

static void
append(const struct call *call, struct logfile *log, struct str line)
{
	if (!logfile_append(log, line) && logfile_lost(call->settings, log->path, NULL))
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
	struct logfile log;
	bool logged = open_log(call, &log);
	int status;
	char *const *environ = route_environment(call);
	struct buf line = {0};
	sigset_t mask;
	pid_t pid;

	if (logged && call->policy.pool)
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
	if (logged)
		line = logentry_begin(call); /* while the compiler works */
	status = child_wait(pid, NULL, NULL);
	if (status < 0)
		fatal(EXIT_OURS, "lost %s:", call->plan.argv.v[0]);
	status = result_after(call, status);
	if (logged)
		append(call, &log, logentry_finish(&line, status, time, microseconds(CLOCK_MONOTONIC) - begin));
	return status;
}

void
record_status(struct call *call, int wait_status)
{
	struct logfile log;
	struct buf line;

	if (!open_log(call, &log))
		return;
	line = logentry_begin(call);
	append(call, &log, logentry_finish(&line, wait_status, microseconds(CLOCK_REALTIME), 0));
}
