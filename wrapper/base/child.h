/* child.h - a program run in the user's terminal, and waited for. */
#ifndef CHILD_H
#define CHILD_H

#include <signal.h>
#include <sys/types.h>

#include "base/str.h"

struct child {
	const char *path;
	const struct args *argv, *environ;
	void (*tick)(void *context); /* called now and then */
	void *context;
	sigset_t mask; /* the signals that are the child's to be blocked: ours, before child_hold */
};

/* From here on no signal ends us: what is made now will be taken away again. *before: as they were. */
void child_hold(sigset_t *before);
/* Runs path, after child_hold. What the terminal sends is the child's to end by; what is sent to us goes on
 * to it. Returns the wait status, or -1 with errno set. */
int child_run(const struct child *c);
/* The same for who has started the child itself; tick may be NULL. */
int child_wait(pid_t pid, void (*tick)(void *), void *context);
/* Ends as the child did: by its signal, too. */
_Noreturn void child_end(int wait_status);

#endif
