/* child.h - a program run in the user's terminal, and waited for. */
#ifndef CHILD_H
#define CHILD_H

#include <signal.h>
#include <sys/types.h>

#include "str.h"

/* Runs path. What the terminal sends is the child's to end by; what is sent to us goes on to it. tick is
 * called now and then. Returns the wait status, or -1 with errno set. */
int child_run(const char *path, const struct args *argv, const struct args *environ, void (*tick)(void *),
    void *context);
/* Its parts, for who starts the child: keeps back the signals that are waited for, *before as they were; then waits.
 * tick may be NULL. */
void child_hold(sigset_t *before);
int child_wait(pid_t pid, void (*tick)(void *), void *context);
/* Ends as the child did: by its signal, too. */
_Noreturn void child_end(int wait_status);

#endif
