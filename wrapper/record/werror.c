#include "record/werror.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "command/output.h"
#include "command/rewrite.h"
#include "plan/edit.h"

/* Sources that can be read twice, in a call that would be run with words of ours. */
bool
werror_concerns(struct call *call)
{
	const struct command *cmd = &call->command;
	size_t sources = 0;

	if (call->plan.added.n + call->plan.forced.n == 0 || cmd->end < cmd->argc || cmd->reads_stdin || call->plan.shortened)
		return false;
	for (size_t i = 0; i < cmd->ninput; i++) {
		if (cmd->input[i].language && is_stream(cmd->input[i].path.p))
			return false;
		sources += cmd->input[i].language != NULL;
	}
	return sources > 0 && call->route.saved_stderr <= 0;
}

/* Those that are too many, as the ones of a response file can be, in one of our own; the first ones stay. */
static int
run(struct start *start, struct args *argv, size_t first, bool *shortened)
{
	pid_t pid;
	int status = -1;

	start->argv = argv->v;
	pid = process_start(start);
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
	trial.fd[0] = trial.fd[1] = trial.fd[2] = nothing;
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

/* A pipe, a FIFO, a terminal: what was written there cannot be taken back, and what was read is gone. */
static bool
is_passed(struct str path)
{
	return str_is(path, STR("-")) || (path.n > 0 && !str_is(path, STR(SINK)) && is_stream(str_dup(path)));
}

/* Does it write its output or a list to such a place, or to stdout? */
static bool
writes_once(const struct command *cmd, const struct args *lists)
{
	bool found = is_passed(cmd->output) || (cmd->output.n == 0 && (cmd->last == LAST_PREPROCESS || cmd->last == LAST_DEPENDENCIES));

	for (size_t i = 0; i < lists->n; i++)
		found = found || is_passed(str_of(lists->v[i]));
	return found;
}

static bool
reads_once(const struct command *cmd, const struct args *lists)
{
	bool found = false;

	for (const struct arg *a = cmd->arg; a < cmd->arg + cmd->n; a++) {
		struct str path = a->input ? a->text : a->opt && a->opt->role != OUTPUTS ? a->value : STR("");
		bool list = false;

		for (size_t i = 0; i < lists->n; i++)
			list = list || str_is(path, str_of(lists->v[i]));
		found = found || (!list && is_passed(path));
	}
	return found;
}

void
werror_begin(struct call *call, struct start *start)
{
	const struct args lists = output_lists(&call->command);

	if (!isatty(STDERR_FILENO)) {
		start->fd[STDERR_FILENO] = memory_file(STR(""));
		if (start->fd[STDERR_FILENO] < 0)
			fatal(EXIT_OURS, "cannot keep what %s says:", start->path);
	}
	call->plan.once = writes_once(&call->command, &lists);
	if (call->plan.once && !reads_once(&call->command, &lists) && plain_takes_all(call, start))
		warn_only(call, start);
}

static int
run_again(struct call *call, struct start *start)
{
	int fd = start->fd[STDERR_FILENO];

	warn_only(call, start);
	if (fd >= 0 && (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0))
		fatal(EXIT_OURS, "cannot keep what %s says:", start->path);
	return run(start, &call->plan.argv, call->compiler.launcher ? 2 : 1, &call->plan.shortened);
}

bool
werror_end(struct call *call, struct start *start, int *status)
{
	const struct args lists = output_lists(&call->command);
	bool again = WIFEXITED(*status) && WEXITSTATUS(*status) != 0 && !call->plan.once && !reads_once(&call->command, &lists) &&
	    plain_takes_all(call, start);
	int fd = start->fd[STDERR_FILENO];
	struct str said;

	if (again)
		*status = run_again(call, start);
	if (fd < 0)
		return again;
	if (lseek(fd, 0, SEEK_SET) == 0 && read_fd(fd, 0, false, &said))
		write_all(STDERR_FILENO, said);
	else
		warn("lost what %s said:", start->path);
	close_quietly(fd);
	start->fd[STDERR_FILENO] = -1;
	return again;
}
