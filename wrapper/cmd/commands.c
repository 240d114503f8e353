#include "base/error.h"
#include "base/nearest.h"
#include "cmd/cmd.h"

#define ROW(name, takes, operands, arguments, about) {#name, arguments, about, takes, operands},
const struct cmd commands[] = {COMMANDS(ROW)};
const unsigned ncommands = COUNT(commands);

const struct cmd *
command_find(struct str name)
{
	struct nearest near = {.word = name};

	for (unsigned i = 0; i < ncommands; i++) {
		if (str_is_text(name, commands[i].name))
			return &commands[i];
		nearest_try(&near, str_of(commands[i].name));
	}
	complain("unknown command \"%.*s\"%s; see 'hardcc help'", FMT(name), nearest_question(&near));
	return NULL;
}

void
command_line(struct buf *b, const struct cmd *cmd)
{
	buf_format(b, "%s%s%s%s", cmd->name, cmd->takes & (TAKES_COMMAND - 1) ? " [OPTION...]" : "",
	    *cmd->arguments ? " " : "", cmd->arguments);
}

int
command_usage(const struct cmd *cmd)
{
	struct buf b = {0};

	command_line(&b, cmd);
	complain("usage: hardcc %s", b.p);
	return EXIT_USAGE;
}
