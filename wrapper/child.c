#include "child.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "error.h"

enum { TICK = 200 }; /* milliseconds */

static const int waited[] = {SIGCHLD, SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGUSR1, SIGUSR2};

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
fill(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < COUNT(waited); i++)
		sigaddset(set, waited[i]);
}

void
child_hold(sigset_t *before)
{
	sigset_t set;

	fill(&set);
	sigprocmask(SIG_BLOCK, &set, before);
}

int
child_wait(pid_t pid, void (*tick)(void *), void *context)
{
	const struct timespec moment = {.tv_nsec = TICK * 1000000L};
	sigset_t set;
	int status = 0;

	fill(&set);
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
child_run(const char *path, const struct args *argv, const struct args *environ, void (*tick)(void *), void *context)
{
	struct sigaction normal = {.sa_handler = SIG_DFL}, children;
	sigset_t before;
	pid_t pid;

	sigaction(SIGCHLD, &normal, &children); /* where it is ignored nobody could be waited for */
	child_hold(&before);
	pid = fork();
	if (pid == 0) {
		sigaction(SIGCHLD, &children, NULL);
		sigprocmask(SIG_SETMASK, &before, NULL);
		become(path, argv, environ);
	}
	return pid > 0 ? child_wait(pid, tick, context) : -1;
}

void
child_end(int wait_status)
{
	sigset_t none;

	if (WIFSIGNALED(wait_status)) {
		sigemptyset(&none);
		(void)signal(WTERMSIG(wait_status), SIG_DFL);
		sigprocmask(SIG_SETMASK, &none, NULL);
		(void)raise(WTERMSIG(wait_status)); /* where it comes back the status says the same */
	}
	_exit(WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status));
}
