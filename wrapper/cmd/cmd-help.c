#include <unistd.h>

#include "base/error.h"
#include "base/fold.h"
#include "cli/terminal.h"
#include "cmd/cmd.h"
#include "config.h"
#include "profile/policy.h"

int
cmd_version(const struct invocation *in)
{
	(void)in;
	print(STR(PACKAGE_NAME " " PACKAGE_VERSION "\n"));
	return 0;
}

static int
help_command(const struct cmd *cmd)
{
	struct buf b = {0};

	buf_text(&b, "usage: hardcc ");
	command_line(&b, cmd);
	buf_format(&b, "\n\n%s\n", cmd->about);
	if (cmd->takes & (TAKES_COMMAND - 1))
		buf_char(&b, '\n');
	for (unsigned i = 0; i < NCHOICE; i++) {
		const struct choice_row *row = &choice_rows[i];

		if (!(cmd->takes >> i & 1))
			continue;
		/* --format FORMAT, --version-stamp[=VARIABLE] */
		buf_row(&b, 28, text_format(row->argument[0] == '=' ? "%s[%s]" : "%s %s", row->name, row->argument),
		    *row->words ? text_format("%s (one of: %s)", row->about, row->words) : row->about);
	}
	print(fold(buf_str(&b), terminal_width(STDOUT_FILENO)));
	return 0;
}

int
cmd_help(const struct invocation *in)
{
	struct buf b = {0};

	if (in->choices.operand.n > 1)
		return command_usage(in->cmd, in->choices.operand.v[1]);
	if (in->choices.operand.n > 0 && str_is_text(str_of(in->choices.operand.v[0]), HELP_TABLES))
		return tables_print();
	if (in->choices.operand.n > 0) {
		const struct cmd *cmd = command_find(str_of(in->choices.operand.v[0]));

		return cmd ? help_command(cmd) : EXIT_USAGE;
	}
	buf_text(&b, "hardcc is a cc: put its directory of compiler names first on PATH, or name one in CC.\n"
	    "It adds flags, and yours win. One of yours is replaced: -s at the link of a Go program, by the feature symbols;\n"
	    "in HARDCC_PROFILE, -symbols keeps it.\n\n");
	for (unsigned i = 0; i < ncommands; i++) {
		buf_text(&b, i == 0 ? "usage: hardcc " : "       hardcc ");
		command_line(&b, &commands[i]);
		buf_char(&b, '\n');
	}
	buf_char(&b, '\n');
	for (unsigned i = 0; i < ncommands; i++)
		buf_row(&b, 15, commands[i].name, commands[i].about);
	buf_text(&b, "\nsettings, from the environment, hardcc.conf beside the names, or " SYSCONFDIR "/hardcc/hardcc.conf:\n");
	for (unsigned i = 0; i < NSETTING; i++)
		buf_row(&b, 15, setting_rows[i].name, setting_rows[i].about);
	buf_row(&b, 15, "HARDCC_CC_<triplet>, HARDCC_CXX_<triplet>", "the same for cross compilers, with _ for -");
	buf_text(&b, "\nprofiles built in:");
	for (size_t i = 0; i < nembedded; i++)
		buf_format(&b, " %s", embedded[i].name);
	buf_text(&b, "\nswitches, in HARDCC_PROFILE behind them: +FEATURE -FEATURE all none; for example openssf,-bindnow\n");
	print(fold(buf_str(&b), terminal_width(STDOUT_FILENO)));
	return 0;
}
