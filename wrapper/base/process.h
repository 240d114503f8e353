/* process.h - programs that are started, and memory that stands in for a file. */
#ifndef PROCESS_H
#define PROCESS_H

#include <signal.h>
#include <sys/types.h>

#include "base/str.h"

struct start {
	const char *path;
	const char *const *argv;
	char *const *environ;
	int fd[3];		 /* what becomes stdin, stdout, stderr; -1: as ours */
	const sigset_t *mask;	 /* of its signals; NULL: as ours */
	int death;		 /* the signal that it gets where we are killed; 0: none */
	const int *pipes;	 /* descriptors beyond stderr that become for_pipes, or closed where they are above the limit; the last one is -1; NULL: none */
	int for_pipes;
};

#define START_AS_OURS {-1, -1, -1}

/* SIGCHLD is no longer ignored, so that the process can be waited for. The process, or -1 with errno set where it cannot be started, ENOENT and the like of exec included. */
pid_t process_start(const struct start *start);
/* The exit status of a program that cannot be started: 127 where it is not there, 126 otherwise. */
int process_status(int error);
/* "cannot run PATH: ..." by errno, then that status. */
COLD _Noreturn void process_cannot_run(const char *path);

/* What /proc/PID/stat tells, proc(5). */
struct process {
	struct str name;
	unsigned pid, parent;
	uint64_t started; /* ticks, USER_HZ a second, since the boot */
};
/* False where the text is not one. */
bool process_parse(struct str stat, struct process *process);

enum capture { CAPTURE_NONE, CAPTURE_STDOUT, CAPTURE_STDERR, CAPTURE_BOTH };

/* Runs argv[0] with stdin from /dev/null where input_fd is -1; what is captured comes back in
 * *text (with CAPTURE_NONE both go to /dev/null). Returns the wait status, or -1 with errno set. */
COLD int run_captured(const char *const *argv, char *const *environ, int input_fd, enum capture capture, struct str *text);

/* /dev/null, to read and to write. -1 with errno set. */
COLD int open_nothing(void);
/* An unnamed file in memory that holds text and survives exec. -1 with errno set. */
int memory_file(struct str text);
/* What is written to fd goes into memory until divert_end, which returns it. -1 where that cannot be; then it is not. */
COLD int divert(int fd);
COLD struct str divert_end(int fd, int saved);

#endif
