#include "base/error.h"
#include "base/nearest.h"
#include "cmd/cmd.h"
#include "command/command.h"

#define ROW(name, takes, operands, arguments, about) {#name, arguments, about, operands, takes},
const struct cmd commands[] = {COMMANDS(ROW)};
const unsigned ncommands = COUNT(commands);

const struct cmd *
command_find(struct str name)
{
	for (unsigned i = 0; i < ncommands; i++)
		if (str_is_text(name, commands[i].name))
			return &commands[i];
	if (name_parse(str_base(name)).driver) /* CC="hardcc gcc", or a launcher of CMake's */
		complain("\"%.*s\" is a compiler, and hardcc is not written before one: put its directory of compiler names first on PATH, "
		    "or set CC to a name in it; 'hardcc env' prints how", FMT(name));
	else if (str_lists(STR("go make cmake ninja meson sh --"), str_base(name)))
		complain("unknown command \"%.*s\"; to build through hardcc: hardcc run -- %s", FMT(name),
		    str_is(name, STR("--")) ? "COMMAND..." : text_format("%.*s ...", FMT(name)));
	else if (str_starts(name, STR("-")))
		complain("unknown command \"%.*s\"; as a compiler hardcc is called by a compiler's name: set CC to one of those that 'hardcc shims DIRECTORY' "
		    "makes, or build by 'hardcc run -- ...'", FMT(name));
	else
		complain("unknown command \"%.*s\"%s; see 'hardcc help'", FMT(name),
		    nearest_row(name, commands, sizeof *commands, ncommands));
	return NULL;
}

void
command_line(struct buf *b, const struct cmd *cmd)
{
	buf_format(b, "%s%s%s%s", cmd->name, cmd->takes & (TAKES_COMMAND - 1) ? " [OPTION...]" : "",
	    *cmd->arguments ? " " : "", cmd->arguments);
}

int
command_usage(const struct cmd *cmd, const char *unexpected)
{
	struct buf b = {0};

	command_line(&b, cmd);
	complain("%susage: hardcc %s", unexpected ? text_format("%s: unexpected \"%s\"; ", cmd->name, unexpected) : "", b.p);
	return EXIT_USAGE;
}
