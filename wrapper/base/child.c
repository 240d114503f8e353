#include "base/child.h"

#include <errno.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/process.h"

enum { TICK = 200 }; /* milliseconds */

static const int waited[] = {SIGCHLD, SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGUSR1, SIGUSR2};
/* A summary that nobody reads, a log that may not grow: the status is the child's all the same. */
static const int unheard[] = {SIGPIPE, SIGXFSZ};

static const char shell[] = "/bin/sh";

/* A script without #! is the shell's, as execvp has it. */
static pid_t
start_script(struct start start, const char *path, const struct args *argv)
{
	struct args script = {0};

	args_push(&script, shell);
	args_push(&script, path);
	args_add(&script, argv->v + 1, argv->n - 1);
	start.argv = script.v;
	start.path = shell;
	return process_start(&start);
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
	struct start start = {.path = c->path, .argv = c->argv->v, .environ = (char *const *)(uintptr_t)c->environ->v, .fd = START_AS_OURS, .mask = &c->mask};
	int early = came_early();
	pid_t pid;

	if (early != 0)
		return early; /* as waitpid has it */
	pid = process_start(&start);
	if (pid < 0 && errno == ENOEXEC)
		pid = start_script(start, c->path, c->argv);
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
