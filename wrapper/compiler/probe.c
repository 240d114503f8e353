#include "compiler/probe.h"

#include <unistd.h>

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

int
probe_ask(const struct probe *p, const struct args *words, const char *source, enum capture capture, struct str *printed)
{
	const struct settings *s = p->settings;
	int input = source ? memory_file(str_of(source)) : -1;
	int status = run_captured(words->v, depth_environment(s, depth_of(s), p->compiler->path, true), input, capture, printed);

	if (input >= 0)
		close(input);
	return status;
}
