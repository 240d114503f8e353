/*
 * faults.c - runs a command and lets one of its system calls fail, or lists them.
 *
 *   faults list OUT COMMAND...                      OUT gets a line for each call: NUMBER NAME<tab>WHAT<tab>ERRNO...
 *   faults one OUT NUMBER NAME ERRNO COMMAND...     that call fails once; OUT gets "failed WHAT", or
 *                                                   why none did; nothing where there was no such call
 *
 * Counted are the calls of the command itself, and those of its children up to their execve: what comes behind an
 * execve is another program and runs untraced. Not counted is what cannot fail (rows without an errno), a call that
 * the kernel starts again, and from the third on the reads of one file in a row, as many of which a pipe takes as its
 * writer likes. The exit status is the command's, 128 and the signal, 124 where it hung, or 99 where nobody may trace.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_faccessat2
#define SYS_faccessat2 439
#endif

enum {
	MANY = 16,       /* processes at one time */
	PATIENCE = 20,   /* seconds: a command that takes longer waits for what never comes */
	HUNG = 124,
	NO_TRACE = 99,
	READS = 2,       /* in a row that are counted */
	RESTARTS = 512,  /* ERESTARTSYS, which only a tracer sees, and the four after it */
	RESTARTS_LAST = 516,
};

static const struct {
	const char *name;
	int number;
} errors[] = {
	{"EACCES", EACCES}, {"EAGAIN", EAGAIN}, {"EBUSY", EBUSY},   {"ECHILD", ECHILD}, {"EDQUOT", EDQUOT},
	{"EINTR", EINTR},   {"EIO", EIO},       {"ELOOP", ELOOP},   {"EMFILE", EMFILE}, {"ENFILE", ENFILE},
	{"ENOENT", ENOENT}, {"ENOLCK", ENOLCK}, {"ENOMEM", ENOMEM}, {"ENOSPC", ENOSPC}, {"EPERM", EPERM},
	{"EROFS", EROFS},   {"ETXTBSY", ETXTBSY}, {"E2BIG", E2BIG},
};

#define OPENS "EMFILE ENFILE EIO EACCES ENOMEM ELOOP"
#define LOOKS "EIO ENOMEM EACCES"
#define CHANGES "EIO ENOSPC EACCES EROFS"
#define STARTS "EAGAIN ENOMEM"

/* What each call can say beside that its arguments are wrong, or that a file is not there. */
static const struct row {
	long number;
	const char *name;
	int8_t path, fd;    /* which argument tells what the call is about; -1 for none */
	const char *errors; /* empty: cannot fail */
} rows[] = {
	{SYS_openat,         "openat",            1, -1, OPENS},
	{SYS_openat2,        "openat2",           1, -1, OPENS},
	{SYS_newfstatat,     "newfstatat",        1, -1, LOOKS},
	{SYS_statx,          "statx",             1, -1, LOOKS},
	{SYS_faccessat,      "faccessat",         1, -1, LOOKS},
	{SYS_faccessat2,     "faccessat2",        1, -1, LOOKS},
	{SYS_readlinkat,     "readlinkat",        1, -1, LOOKS},
	{SYS_fstat,          "fstat",            -1,  0, "EIO ENOMEM"},
	{SYS_getcwd,         "getcwd",           -1, -1, "ENOENT ENOMEM EACCES"},
	{SYS_read,           "read",             -1,  0, "EIO EINTR"},
	{SYS_pread64,        "pread64",          -1,  0, "EIO EINTR"},
	{SYS_getdents64,     "getdents64",       -1,  0, "EIO ENOMEM"},
	{SYS_lseek,          "lseek",            -1,  0, "EIO"},
	{SYS_write,          "write",            -1,  0, "EIO ENOSPC EDQUOT EINTR"},
	{SYS_ftruncate,      "ftruncate",        -1,  0, "EIO EINTR EPERM"},
	{SYS_fchmod,         "fchmod",           -1,  0, "EIO EPERM EROFS"},
	{SYS_flock,          "flock",            -1,  0, "ENOLCK EINTR EIO"},
	{SYS_close,          "close",            -1,  0, "EIO ENOSPC EINTR"},
	{SYS_fcntl,          "fcntl",            -1,  0, ""}, /* but for the duplicates, below */
	{SYS_ioctl,          "ioctl",            -1,  0, ""}, /* is it a terminal: no is the answer anyway */
	{SYS_dup3,           "dup3",             -1,  0, "EBUSY ENOMEM EINTR"},
	{SYS_pipe2,          "pipe2",            -1, -1, "EMFILE ENFILE"},
	{SYS_socket,         "socket",           -1, -1, "EMFILE ENFILE EACCES"},
	{SYS_memfd_create,   "memfd_create",      0, -1, "EMFILE ENOMEM"},
	{SYS_mmap,           "mmap",             -1, -1, "ENOMEM"},
	{SYS_mremap,         "mremap",           -1, -1, "ENOMEM"},
	{SYS_execve,         "execve",            0, -1, "EAGAIN ENOMEM E2BIG ETXTBSY EACCES"},
	{SYS_clone,          "clone",            -1, -1, STARTS},
	{SYS_wait4,          "wait4",            -1, -1, "EINTR ECHILD"},
	{SYS_rt_sigtimedwait, "rt_sigtimedwait", -1, -1, "EINTR"},
	{SYS_unlinkat,       "unlinkat",          1, -1, "EIO EACCES EROFS"},
	{SYS_mkdirat,        "mkdirat",           1, -1, CHANGES},
	{SYS_linkat,         "linkat",            1, -1, CHANGES},
	{SYS_getrandom,      "getrandom",        -1, -1, "EAGAIN EINTR"},
	{SYS_nanosleep,      "nanosleep",        -1, -1, "EINTR"},
	{SYS_clock_nanosleep, "clock_nanosleep", -1, -1, "EINTR"},
#ifdef SYS_open
	{SYS_open,           "open",              0, -1, OPENS},
	{SYS_stat,           "stat",              0, -1, LOOKS},
	{SYS_lstat,          "lstat",             0, -1, LOOKS},
	{SYS_access,         "access",            0, -1, LOOKS},
	{SYS_readlink,       "readlink",          0, -1, LOOKS},
	{SYS_rename,         "rename",            0, -1, CHANGES},
	{SYS_link,           "link",              0, -1, CHANGES},
	{SYS_unlink,         "unlink",            0, -1, "EIO EACCES EROFS"},
	{SYS_mkdir,          "mkdir",             0, -1, CHANGES},
	{SYS_dup2,           "dup2",             -1,  0, "EBUSY ENOMEM EINTR"},
	{SYS_vfork,          "vfork",            -1, -1, STARTS},
	{SYS_fork,           "fork",             -1, -1, STARTS},
	{SYS_arch_prctl,     "arch_prctl",       -1, -1, ""},
#endif
#ifdef SYS_renameat
	{SYS_renameat,       "renameat",          1, -1, CHANGES},
#endif
	{SYS_renameat2,      "renameat2",         1, -1, CHANGES},
	{SYS_brk,            "brk",              -1, -1, ""}, /* its failure is no errno; who wants memory goes on to mmap */
	{SYS_mprotect,       "mprotect",         -1, -1, ""},
	{SYS_prctl,          "prctl",            -1, -1, ""}, /* PR_SET_PDEATHSIG fails for a wrong signal only */
	{SYS_munmap,         "munmap",           -1, -1, ""},
	{SYS_madvise,        "madvise",          -1, -1, ""},
	{SYS_set_tid_address, "set_tid_address", -1, -1, ""},
	{SYS_set_robust_list, "set_robust_list", -1, -1, ""},
	{SYS_rseq,           "rseq",             -1, -1, ""},
	{SYS_prlimit64,      "prlimit64",        -1, -1, ""},
	{SYS_clock_gettime,  "clock_gettime",    -1, -1, ""},
	{SYS_rt_sigaction,   "rt_sigaction",     -1, -1, ""},
	{SYS_rt_sigprocmask, "rt_sigprocmask",   -1, -1, ""},
	{SYS_kill,           "kill",             -1, -1, ""},
	{SYS_tkill,          "tkill",            -1, -1, ""},
	{SYS_tgkill,         "tgkill",           -1, -1, ""},
	{SYS_getpid,         "getpid",           -1, -1, ""},
	{SYS_gettid,         "gettid",           -1, -1, ""},
	{SYS_getppid,        "getppid",          -1, -1, ""},
	{SYS_getuid,         "getuid",           -1, -1, ""},
	{SYS_geteuid,        "geteuid",          -1, -1, ""},
	{SYS_getgid,         "getgid",           -1, -1, ""},
	{SYS_getegid,        "getegid",          -1, -1, ""},
	{SYS_umask,          "umask",            -1, -1, ""},
	{SYS_exit,           "exit",             -1, -1, ""},
	{SYS_exit_group,     "exit_group",       -1, -1, ""},
};

/* Duplicates need a number of their own; the other commands of fcntl cannot fail. Who does not wait is not
 * interrupted. */
static const struct row duplicate = {SYS_fcntl, "fcntl", -1, 0, "EMFILE ENOMEM"},
    look = {SYS_wait4, "wait4", -1, -1, "ECHILD"};

struct process {
	pid_t pid;
	bool begun;    /* its first stop is behind it */
	bool again;    /* the call before is started again by the kernel */
	int fails;     /* the errno of the call that it is in; 0 for none */
	long last;     /* the call before */
	uint64_t file; /* that one read */
	int reads;     /* so many in a row */
};

static struct process processes[MANY];
static FILE *out;
static pid_t command;
static int wanted, wanted_error, number;
static const char *wanted_name;
static volatile sig_atomic_t late;

static void
die(int status, const char *what)
{
	fprintf(out ? out : stderr, "%s: %s\n", what, strerror(errno));
	if (command > 0)
		kill(-command, SIGKILL);
	exit(status);
}

static void
on_alarm(int signal_number)
{
	(void)signal_number;
	late = 1;
}

static struct process *
process_of(pid_t pid)
{
	struct process *unused = NULL;

	for (int i = 0; i < MANY; i++) {
		if (processes[i].pid == pid)
			return &processes[i];
		if (processes[i].pid == 0 && !unused)
			unused = &processes[i];
	}
	if (!unused)
		die(NO_TRACE, "too many processes");
	*unused = (struct process){.pid = pid};
	return unused;
}

/* --- the machine's own: a call is kept from being done, a result is another one */

#if defined(__x86_64__)
static bool
keep_from(pid_t pid)
{
	return ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, orig_rax), -1L) == 0;
}

static bool
put_result(pid_t pid, long result)
{
	return ptrace(PTRACE_POKEUSER, pid, offsetof(struct user_regs_struct, rax), result) == 0;
}
#elif defined(__aarch64__)
enum { PRSTATUS = 1, ARM_SYSTEM_CALL = 0x404 };

static bool
keep_from(pid_t pid)
{
	int none = -1;
	struct iovec v = {&none, sizeof none};

	return ptrace(PTRACE_SETREGSET, pid, ARM_SYSTEM_CALL, &v) == 0;
}

static bool
put_result(pid_t pid, long result)
{
	struct user_regs_struct regs;
	struct iovec v = {&regs, sizeof regs};

	if (ptrace(PTRACE_GETREGSET, pid, PRSTATUS, &v) != 0)
		return false;
	regs.regs[0] = (unsigned long long)result;
	return ptrace(PTRACE_SETREGSET, pid, PRSTATUS, &v) == 0;
}
#else
static bool
keep_from(pid_t pid)
{
	(void)pid;
	errno = ENOSYS;
	return false;
}

static bool
put_result(pid_t pid, long result)
{
	(void)result;
	return keep_from(pid);
}
#endif

/* --- what a call is about */

static void
print_path(pid_t pid, uint64_t address)
{
	for (bool end = address == 0; !end; address += sizeof(long)) {
		char bytes[sizeof(long)];
		long word;

		errno = 0;
		word = ptrace(PTRACE_PEEKDATA, pid, address, NULL);
		if (errno != 0)
			return;
		memcpy(bytes, &word, sizeof word);
		for (size_t i = 0; i < sizeof bytes && !end; i++)
			if (bytes[i] == '\0')
				end = true;
			else
				putc(bytes[i] > ' ' && bytes[i] < 127 ? bytes[i] : '?', out);
	}
}

static void
print_file(pid_t pid, int fd)
{
	char link[64], path[4096];
	ssize_t n;

	snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)pid, fd);
	n = readlink(link, path, sizeof path);
	fprintf(out, "%d, %.*s", fd, n > 0 ? (int)n : 0, path);
}

static void
print_about(const struct process *p, const struct row *row, const uint64_t *args)
{
	fprintf(out, "%s%s(", p->pid == command ? "" : "child: ", row->name);
	if (row->path >= 0)
		print_path(p->pid, args[row->path]);
	else if (row->fd >= 0)
		print_file(p->pid, (int)args[row->fd]);
	fputs(")", out);
}

/* --- the calls */

static const struct row *
row_of(uint64_t call, const uint64_t *args)
{
	if (call == SYS_fcntl && (args[1] == F_DUPFD || args[1] == F_DUPFD_CLOEXEC))
		return &duplicate;
	if (call == SYS_wait4 && (args[2] & WNOHANG))
		return &look;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if ((uint64_t)rows[i].number == call)
			return &rows[i];
	return NULL;
}

static bool
counted(struct process *p, uint64_t call, const uint64_t *args, const struct row *row)
{
	bool same = call == SYS_read && p->last == SYS_read && p->file == args[0];

	if (p->again) {
		p->again = false;
		return false;
	}
	p->reads = same ? p->reads + 1 : 1;
	p->last = (long)call;
	p->file = args[0];
	return (!row || *row->errors) && p->reads <= READS;
}

static void
enter(struct process *p, uint64_t call, const uint64_t *args)
{
	const struct row *row = row_of(call, args);

	if (!counted(p, call, args, row))
		return;
	number++;
	if (!row) { /* the test fails then: a row is missing */
		if (!wanted)
			fprintf(out, "%d call-%llu\tnumber %llu\t\n", number, (unsigned long long)call, (unsigned long long)call);
		return;
	}
	if (!wanted) {
		fprintf(out, "%d %s\t", number, row->name);
		print_about(p, row, args);
		fprintf(out, "\t%s\n", row->errors);
	} else if (number == wanted && strcmp(row->name, wanted_name) != 0) {
		fprintf(out, "another call: %s\n", row->name);
	} else if (number == wanted) {
		fputs("failed ", out);
		print_about(p, row, args);
		fputs("\n", out);
		p->fails = wanted_error;
		/* who closes a file has closed it, whatever it is told */
		if (call != SYS_close && !keep_from(p->pid))
			die(NO_TRACE, "cannot trace");
	}
}

static void
leave(struct process *p, int64_t result)
{
	if (p->fails != 0 && !put_result(p->pid, -p->fails))
		die(NO_TRACE, "cannot trace");
	p->again = p->fails == 0 && -result >= RESTARTS && -result <= RESTARTS_LAST;
	p->fails = 0;
}

static void
at_call(struct process *p)
{
	struct __ptrace_syscall_info info = {0};

	if (ptrace(PTRACE_GET_SYSCALL_INFO, p->pid, sizeof info, &info) <= 0)
		die(NO_TRACE, "cannot trace");
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		enter(p, info.entry.nr, (const uint64_t *)info.entry.args);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
		leave(p, info.exit.rval);
}

/* --- the processes */

static void
stopped(pid_t pid, int status)
{
	struct process *p = process_of(pid);
	int signal_number = WSTOPSIG(status), event = status >> 16;

	if (event == PTRACE_EVENT_EXEC && (pid != command || p->begun)) {
		p->pid = 0;
		ptrace(PTRACE_DETACH, pid, NULL, NULL);
		return;
	}
	if (signal_number == (SIGTRAP | 0x80)) {
		if (pid != command || p->begun)
			at_call(p);
		signal_number = 0;
	} else if (event != 0) {
		p->begun = p->begun || event == PTRACE_EVENT_EXEC;
		signal_number = 0;
	} else if (pid != command && !p->begun) { /* a child's first stop */
		p->begun = true;
		signal_number = 0;
	}
	ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)signal_number);
}

static int
follow(void)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEVFORK | PTRACE_O_TRACEFORK |
	    PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
	int status;
	pid_t pid;

	pid = waitpid(command, &status, 0);
	if (pid == command && !WIFSTOPPED(status)) /* it could not ask for us */
		errno = EPERM;
	if (pid != command || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, command, NULL, options) != 0 || ptrace(PTRACE_SYSCALL, command, NULL, NULL) != 0)
		die(NO_TRACE, "cannot trace");
	for (;;) {
		pid = waitpid(-1, &status, __WALL);
		if (late) {
			fprintf(out, "hung\n");
			kill(-command, SIGKILL);
			return HUNG;
		}
		if (pid < 0 && errno != EINTR)
			die(NO_TRACE, "waitpid");
		if (pid > 0 && WIFSTOPPED(status))
			stopped(pid, status);
		else if (pid == command)
			return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
		else if (pid > 0)
			process_of(pid)->pid = 0;
	}
}

static int
error_number(const char *name)
{
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	fprintf(stderr, "faults: no errno %s\n", name);
	exit(NO_TRACE);
}

int
main(int argc, char **argv)
{
	bool one = argc > 6 && strcmp(argv[1], "one") == 0;
	struct sigaction alarmed = {.sa_handler = on_alarm};
	char **words = argv + (one ? 6 : 3);

	if (!one && (argc < 4 || strcmp(argv[1], "list") != 0)) {
		fprintf(stderr, "usage: faults list OUT COMMAND... | faults one OUT NUMBER NAME ERRNO COMMAND...\n");
		return NO_TRACE;
	}
	out = fopen(argv[2], "we");
	if (!out)
		die(NO_TRACE, argv[2]);
	if (one) {
		wanted = (int)strtol(argv[3], NULL, 10);
		wanted_name = argv[4];
		wanted_error = error_number(argv[5]);
	}
	command = fork();
	if (command == 0) {
		setpgid(0, 0);
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 || raise(SIGSTOP) != 0)
			_exit(NO_TRACE);
		execv(words[0], words);
		_exit(NO_TRACE);
	}
	if (command < 0)
		die(NO_TRACE, "fork");
	sigaction(SIGALRM, &alarmed, NULL);
	alarm(PATIENCE);
	return follow();
}
