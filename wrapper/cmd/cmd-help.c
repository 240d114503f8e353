#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/nearest.h"
#include "cmd/cmd.h"
#include "config.h"
#include "profile/policy.h"

#define ROW(name, takes, arguments, about) {#name, arguments, about, takes, cmd_##name},
const struct cmd commands[] = {COMMANDS(ROW)};
const unsigned ncommands = sizeof commands / sizeof commands[0];

static int
print(const struct buf *b)
{
	if (write_all(STDOUT_FILENO, buf_str(b)))
		return 0;
	complain("cannot write to standard output:");
	return EXIT_OURS;
}

int
cmd_version(int argc, char *const *argv, char *const *environ, const char *self)
{
	struct buf b = {0};

	(void)argc, (void)argv, (void)environ, (void)self;
	buf_text(&b, PACKAGE_NAME " " PACKAGE_VERSION "\n");
	return print(&b);
}

const struct cmd *
command_find(struct str name)
{
	struct nearest near = {.word = name};

	for (unsigned i = 0; i < ncommands; i++) {
		if (str_is_text(name, commands[i].name))
			return &commands[i];
		nearest_try(&near, str_of(commands[i].name));
	}
	complain("there is no command \"%.*s\"%s; hardcc help names them", FMT(name), nearest_question(&near));
	return NULL;
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

static void
usage(struct buf *b, const struct cmd *cmd)
{
	buf_text(b, cmd->name);
	if (cmd->takes & (TAKES_COMMAND - 1))
		buf_text(b, " [OPTION...]");
	buf_text(b, *cmd->arguments ? " " : "");
	buf_text(b, cmd->arguments);
	buf_char(b, '\n');
}

int
command_usage(const char *name)
{
	struct buf b = {0};
	const struct cmd *cmd = command_find(str_of(name));

	if (cmd)
		usage(&b, cmd);
	complain("usage: hardcc %.*s", (int)b.n - 1, b.p);
	return EXIT_USAGE;
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
	usage(&b, cmd);
	buf_char(&b, '\n');
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
	return print(&b);
}

int
cmd_help(int argc, char *const *argv, char *const *environ, const char *self)
{
	struct buf b = {0};

	(void)environ, (void)self;
	if (argc > 1 && str_is_text(str_of(argv[1]), HELP_TABLES))
		return tables_print();
	if (argc > 1) {
		const struct cmd *cmd = command_find(str_of(argv[1]));

		return cmd ? help_command(cmd) : EXIT_USAGE;
	}
	buf_text(&b, "hardcc is a cc: put its directory of compiler names first on PATH, or name one in CC.\n\n");
	for (unsigned i = 0; i < ncommands; i++) {
		buf_text(&b, i == 0 ? "usage: hardcc " : "       hardcc ");
		usage(&b, &commands[i]);
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
	return print(&b);
}
