#include "compiler/probe.h"

#include <errno.h>
#include <sys/wait.h>

#include "base/error.h"
#include "base/io.h"
#include "compiler/compiler.h"
#include "compiler/depth.h"

struct args
probe_words(const struct probe *p)
{
	const struct command *cmd = p->command;
	struct args a = {0};

	args_push(&a, p->compiler->path);
	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *w = &cmd->arg[i];

		if (!w->opt || (w->opt->role != TARGETS && w->opt->role != WORDSIZE))
			continue;
		args_push(&a, w->text.p);
		if (i + 1 < cmd->n && w[1].operand)
			args_push(&a, w[1].text.p);
	}
	return a;
}

/* Returns a wait status; -1 with errno set where it could not be run. */
static int
run_once(const struct probe *p, const struct args *words, const char *source, enum capture capture, struct str *printed)
{
	const struct settings *s = p->settings;
	int input = source ? memory_file(str_of(source)) : -1, status = -1;

	if (!source || input >= 0)
		status = run_captured(words->v, depth_environment(s, p->compiler->path, true), input, capture, printed);
	if (input >= 0)
		close_quietly(input);
	return status;
}

/* Would it be so again? Then the call itself ends as it would without the question. */
static bool
cannot_run(int error)
{
	return error == ENOENT || error == ENOTDIR || error == EACCES || error == EPERM || error == ENOEXEC || error == ELOOP;
}

int
probe_ask(const struct probe *p, const struct args *words, const char *source, enum capture capture, struct str *printed)
{
	int status = -1;

	for (int tries = 0; tries < 2; tries++) {
		status = run_once(p, words, source, capture, printed);
		if (status >= 0 && WIFEXITED(status))
			return WEXITSTATUS(status);
	}
	if (p->optional)
		return -1;
	if (status < 0 && cannot_run(errno))
		process_cannot_run(words->v[0]);
	if (status < 0)
		fatal(EXIT_OURS, "cannot ask %s what it takes:", words->v[0]);
	fatal(EXIT_OURS, "%s was killed by signal %d when it was asked what it takes", words->v[0], WTERMSIG(status));
}
