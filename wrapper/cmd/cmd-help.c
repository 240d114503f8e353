#include "base/error.h"
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

static void
column(struct buf *b, const char *text, size_t width)
{
	buf_text(b, "  ");
	buf_text(b, text);
	for (size_t n = strlen(text); n < width; n++)
		buf_char(b, ' ');
	buf_text(b, "  ");
}

/* --format FORMAT, --version-stamp[=VARIABLE] */
static const char *
option_text(const struct choice_row *row)
{
	if (row->argument[0] == '=')
		return str_join(str_of(row->name), str_of(str_join3(STR("["), str_of(row->argument), STR("]"))));
	return str_join3(str_of(row->name), STR(" "), str_of(row->argument));
}

static int
help_command(const struct cmd *cmd)
{
	struct buf b = {0};

	buf_text(&b, "usage: hardcc ");
	command_line(&b, cmd);
	buf_text(&b, "\n\n");
	buf_text(&b, cmd->about);
	buf_text(&b, cmd->takes & (TAKES_COMMAND - 1) ? "\n\n" : "\n");
	for (unsigned i = 0; i < NCHOICE; i++) {
		const struct choice_row *row = &choice_rows[i];

		if (!(cmd->takes >> i & 1))
			continue;
		column(&b, option_text(row), 28);
		buf_text(&b, row->about);
		if (*row->words) {
			buf_text(&b, " (one of: ");
			buf_text(&b, row->words);
			buf_char(&b, ')');
		}
		buf_char(&b, '\n');
	}
	print(buf_str(&b));
	return 0;
}

int
cmd_help(const struct invocation *in)
{
	struct buf b = {0};

	if (in->choices.operand.n > 0) {
		const struct cmd *cmd = command_find(str_of(in->choices.operand.v[0]));

		return cmd ? help_command(cmd) : EXIT_USAGE;
	}
	buf_text(&b, "hardcc is a cc: put its directory of compiler names first on PATH, or name one in CC.\n\n");
	for (unsigned i = 0; i < ncommands; i++) {
		buf_text(&b, i == 0 ? "usage: hardcc " : "       hardcc ");
		command_line(&b, &commands[i]);
		buf_char(&b, '\n');
	}
	buf_char(&b, '\n');
	for (unsigned i = 0; i < ncommands; i++) {
		column(&b, commands[i].name, 15);
		buf_text(&b, commands[i].about);
		buf_char(&b, '\n');
	}
	buf_text(&b, "\nsettings, from the environment, hardcc.conf beside the names, or " SYSCONFDIR "/hardcc/hardcc.conf:\n");
	for (unsigned i = 0; i < NSETTING; i++) {
		column(&b, setting_rows[i].name, 15);
		buf_text(&b, setting_rows[i].about);
		buf_char(&b, '\n');
	}
	column(&b, "HARDCC_CC_<triplet>, HARDCC_CXX_<triplet>", 15);
	buf_text(&b, "the same for cross compilers, with _ for -\n\nprofiles built in:");
	for (size_t i = 0; i < nembedded; i++) {
		buf_char(&b, ' ');
		buf_text(&b, embedded[i].name);
	}
	buf_text(&b, "\nswitches, in HARDCC_PROFILE behind them: +FEATURE -FEATURE all none; for example openssf,-bindnow\n");
	print(buf_str(&b));
	return 0;
}
