#include "record/werror.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "plan/edit.h"

/* Sources that can be read twice, as stdin can, which is kept, in a call that would be run with words of ours. */
bool
werror_concerns(struct call *call)
{
	const struct command *cmd = &call->command;
	size_t sources = 0;

	if (call->plan.added.n + call->plan.forced.n == 0 || cmd->end < cmd->argc || call->plan.shortened)
		return false;
	for (size_t i = 0; i < cmd->ninput; i++) {
		if (cmd->input[i].language && is_stream(cmd->input[i].path.p))
			return false;
		sources += cmd->input[i].language != NULL;
	}
	return sources > 0 && call->route.saved_stderr <= 0;
}

static bool
copy(int from, int to)
{
	char part[16 * 1024];
	ssize_t n;

	while ((n = read(from, part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0 && !write_all(to, (struct str){part, (size_t)n}))
			return false;
	return n == 0;
}

/* From its beginning, where there is one. */
static bool
rewound(int fd)
{
	return fd < 0 || lseek(fd, 0, SEEK_SET) == 0;
}

/* Those that are too many, as the ones of a response file can be, in one of our own; the first ones stay. */
static int
run(struct start *start, struct args *argv, size_t first, bool *shortened)
{
	pid_t pid;
	int status = -1;

	start->argv = argv->v;
	pid = rewound(start->fd[STDIN_FILENO]) ? process_start(start) : -1;
	if (pid < 0 && errno == E2BIG) {
		rewrite_shorten(argv, first);
		*shortened = true;
		start->argv = argv->v;
		pid = process_start(start);
	}
	if (pid > 0)
		status = child_wait(pid, NULL, NULL);
	if (status < 0)
		fatal(EXIT_OURS, pid > 0 ? "lost %s:" : "cannot run %s again:", start->path);
	return status;
}

static bool
is_option(const struct arg *a, const char *name)
{
	return a->opt && str_is_text(str_of(name), a->opt->name);
}

/* What stands for an option in the trial; NULL: itself. -S, which comes last, stands for -c: clang 21 says of the one that does
 * not count that it is unused, an error under -Werror. */
static const char *
instead_of(const struct command *cmd, const struct arg *a)
{
	static const char beside[][2][28] = {WERROR_BESIDE};

	if (a->opt && (a->opt->role == OUTPUTS || (cmd->last == LAST_ASSEMBLE && is_option(a, TRIAL_COMPILE))))
		return "";
	for (size_t i = 0; i < COUNT(beside); i++)
		if (str_glob(str_of(beside[i][0]), a->read))
			return beside[i][1];
	return NULL;
}

/* The user's words, and those of response files, but for what names or makes files, and the sources beside one: gcc takes one
 * output only where there is one source. */
static struct args
words_for(const struct call *call, size_t source)
{
	const struct command *cmd = &call->command;
	struct args argv = {0};
	size_t input = 0;

	args_push(&argv, call->compiler.path);
	for (const struct arg *a = cmd->arg, *end = a + cmd->n; a < end; a++) {
		const char *instead = a->input || a->operand ? NULL : instead_of(cmd, a);

		if (a->input && input++ != source && cmd->input[input - 1].language)
			continue;
		if (!instead)
			args_push(&argv, a->text.p);
		else if (*instead)
			args_push(&argv, instead);
		if (instead && a + 1 < end && a[1].operand)
			a++;
	}
	return argv;
}

/* Does the compiler take the user's words for this source? It makes the same code, and nobody sees it. */
static bool
plain_takes(const struct call *call, const struct start *start, size_t source)
{
	static const char *const sink[] = {TRIAL_OUTPUT, SINK}, *const assembly[] = {WERROR_STAGE}, *const link[] = {WERROR_LINK};
	const struct command *cmd = &call->command;
	int nothing = open_nothing(), status;
	bool shortened;
	struct start trial = *start;
	struct args argv = words_for(call, source);

	if (nothing < 0)
		fatal(EXIT_OURS, "cannot open %s:", SINK);
	if (cmd->last >= LAST_ASSEMBLE)
		args_add(&argv, assembly, COUNT(assembly));
	if (cmd->last == LAST_LINK && call->compiler.family == FACT_CLANG) /* it warns of what it would have linked */
		args_add(&argv, link, COUNT(link));
	args_add(&argv, sink, COUNT(sink));
	trial.path = call->compiler.path;
	trial.fd[STDOUT_FILENO] = trial.fd[STDERR_FILENO] = nothing;
	if (!cmd->reads_stdin)
		trial.fd[STDIN_FILENO] = nothing;
	status = run(&trial, &argv, 1, &shortened);
	close_quietly(nothing);
	return status == 0;
}

static bool
plain_takes_all(const struct call *call, const struct start *start)
{
	for (size_t i = 0; i < call->command.ninput; i++)
		if (call->command.input[i].language && !plain_takes(call, start, i))
			return false;
	return true;
}

/* From now on its warnings stay warnings. */
static void
warn_only(struct call *call, struct start *start)
{
	struct edit *e = edit_new(&call->plan);

	e->result = ADDED;
	e->retried = true;
	e->flag = STR(WERROR_NOT);
	e->place = STR(WERROR);
	e->about = STR("the compiler takes the call without hardening, which brings warnings");
	args_push(&call->plan.argv, WERROR_NOT);
	start->argv = call->plan.argv.v;
}

/* A pipe, a FIFO: what was written there cannot be taken back. Not what stdout is: that is kept. */
static bool
writes_once(const struct command *cmd)
{
	const char *output = str_dup(cmd->output);

	return cmd->output.n > 0 && !str_is(cmd->output, STR(SINK)) && is_stream(output);
}

void
werror_begin(struct call *call, struct start *start)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fd == STDIN_FILENO ? !call->command.reads_stdin : fd == STDERR_FILENO && isatty(fd))
			continue;
		start->fd[fd] = memory_file(STR(""));
		if (start->fd[fd] < 0 || (fd == STDIN_FILENO && !copy(fd, start->fd[fd])))
			fatal(EXIT_OURS, "cannot keep what %s %s:", start->path, fd == STDIN_FILENO ? "reads" : "says");
	}
	if (writes_once(&call->command) && plain_takes_all(call, start))
		warn_only(call, start);
	if (!rewound(start->fd[STDIN_FILENO]))
		fatal(EXIT_OURS, "cannot keep what %s reads:", start->path);
}

static int
run_again(struct call *call, struct start *start)
{
	warn_only(call, start);
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		if (start->fd[fd] >= 0 && (ftruncate(start->fd[fd], 0) != 0 || !rewound(start->fd[fd])))
			fatal(EXIT_OURS, "cannot keep what %s says:", start->path);
	return run(start, &call->plan.argv, call->compiler.launcher ? 2 : 1, &call->plan.shortened);
}

/* Is stdout what the call is run for? */
static bool
writes_stdout(const struct command *cmd)
{
	return cmd->output.n > 0 ? str_is(cmd->output, STR("-")) : cmd->last < LAST_ASSEMBLE;
}

static bool
write_kept(int kept, int fd)
{
	off_t size = lseek(kept, 0, SEEK_END);
	void *p;

	if (size <= 0)
		return size == 0;
	p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, kept, 0);
	return p != MAP_FAILED && write_all(fd, (struct str){p, (size_t)size});
}

/* What was kept goes where it would have gone. The loss of what it says of errors is only told: the status tells the rest. */
static void
hand_on(const struct call *call, struct start *start, int fd)
{
	bool result = fd == STDOUT_FILENO && writes_stdout(&call->command);

	if (start->fd[fd] < 0)
		return;
	if (!write_kept(start->fd[fd], fd)) {
		if (result)
			fatal(EXIT_OURS, "lost what %s wrote:", start->path);
		warn("lost what %s said:", start->path);
	}
	close_quietly(start->fd[fd]);
	start->fd[fd] = -1;
}

bool
werror_end(struct call *call, struct start *start, int *status)
{
	const struct edit *last = call->plan.n > 0 ? &call->plan.edit[call->plan.n - 1] : NULL;
	bool again = WIFEXITED(*status) && WEXITSTATUS(*status) != 0 && !(last && last->retried) && plain_takes_all(call, start);

	if (again)
		*status = run_again(call, start);
	hand_on(call, start, STDOUT_FILENO);
	hand_on(call, start, STDERR_FILENO);
	return again;
}
