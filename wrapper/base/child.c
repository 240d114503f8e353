#include "base/child.h"

#include <errno.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"

enum { TICK = 200 }; /* milliseconds */

static const int waited[] = {SIGCHLD, SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGUSR1, SIGUSR2};
/* A summary that nobody reads, a log that may not grow: the status is the child's all the same. */
static const int unheard[] = {SIGPIPE, SIGXFSZ};

static const char shell[] = "/bin/sh";

/* A script without #! is the shell's, as execvp has it. */
static _Noreturn void
become(const char *path, const struct args *argv, const struct args *environ)
{
	struct args script = {0};

	execve(path, (char *const *)(uintptr_t)argv->v, (char *const *)(uintptr_t)environ->v);
	if (errno == ENOEXEC) {
		args_push(&script, shell);
		args_push(&script, path);
		for (size_t i = 1; i < argv->n; i++)
			args_push(&script, argv->v[i]);
		execve(shell, (char *const *)(uintptr_t)script.v, (char *const *)(uintptr_t)environ->v);
	}
	fatal(errno == ENOENT || errno == ENOTDIR ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN, "cannot run %s:", path);
}

static void
add(sigset_t *set, const int *number, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sigaddset(set, number[i]);
}

static sigset_t
heard(void)
{
	sigset_t set;

	sigemptyset(&set);
	add(&set, waited, COUNT(waited));
	return set;
}

void
child_hold(sigset_t *before)
{
	sigset_t set = heard();

	add(&set, unheard, COUNT(unheard));
	sigprocmask(SIG_BLOCK, &set, before);
}

/* A signal that came since child_hold, when there was no child to get it, and would have ended us; 0 for none. */
static int
came_early(void)
{
	const struct timespec now = {0};
	const sigset_t set = heard();
	struct sigaction action;
	int number;

	while ((number = sigtimedwait(&set, NULL, &now)) > 0)
		if (number != SIGCHLD && sigaction(number, NULL, &action) == 0 && action.sa_handler != SIG_IGN)
			return number;
	return 0;
}

int
child_wait(pid_t pid, void (*tick)(void *), void *context)
{
	const struct timespec moment = {.tv_nsec = TICK * 1000000L};
	const sigset_t set = heard();
	int status = 0;

	for (pid_t done = 0; done != pid;) {
		siginfo_t info = {0};
		int number = sigtimedwait(&set, &info, tick ? &moment : NULL);

		/* what comes from the kernel the child has got itself */
		if (number > 0 && number != SIGCHLD && info.si_code != SI_KERNEL)
			kill(pid, number);
		if (tick)
			tick(context);
		done = waitpid(pid, &status, WNOHANG);
		if (done < 0 && errno != EINTR)
			return -1;
	}
	return status;
}

int
child_run(const struct child *c)
{
	struct sigaction normal = {.sa_handler = SIG_DFL}, children;
	int early = came_early();
	pid_t pid;

	if (early != 0)
		return early; /* as waitpid has it */
	sigaction(SIGCHLD, &normal, &children); /* where it is ignored nobody could be waited for */
	pid = fork();
	if (pid == 0) {
		sigaction(SIGCHLD, &children, NULL);
		sigprocmask(SIG_SETMASK, &c->mask, NULL);
		become(c->path, c->argv, c->environ);
	}
	return pid > 0 ? child_wait(pid, c->tick, c->context) : -1;
}

void
child_end(int wait_status)
{
	sigset_t set;

	if (WIFSIGNALED(wait_status)) {
		sigemptyset(&set);
		sigaddset(&set, WTERMSIG(wait_status));
		(void)signal(WTERMSIG(wait_status), SIG_DFL);
		sigprocmask(SIG_UNBLOCK, &set, NULL); /* and no other: more may be waiting */
		(void)raise(WTERMSIG(wait_status)); /* where it comes back the status says the same */
	}
	_exit(WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status));
}
