#include <unistd.h>

#include "cmd.h"
#include "config.h"
#include "error.h"
#include "io.h"
#include "policy.h"

#define ROW(name, arguments, about) {#name, arguments, about, cmd_##name},
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

static void
column(struct buf *b, const char *text, size_t width)
{
	buf_text(b, "  ");
	buf_text(b, text);
	for (size_t n = strlen(text); n < width; n++)
		buf_char(b, ' ');
	buf_text(b, "  ");
}

int
cmd_help(int argc, char *const *argv, char *const *environ, const char *self)
{
	struct buf b = {0};

	(void)argc, (void)argv, (void)environ, (void)self;
	buf_text(&b, "hardcc is a cc: put its directory of compiler names first on PATH, or name one in CC.\n\n");
	for (unsigned i = 0; i < ncommands; i++) {
		buf_text(&b, i == 0 ? "usage: hardcc " : "       hardcc ");
		buf_text(&b, commands[i].name);
		buf_text(&b, *commands[i].arguments ? " " : "");
		buf_text(&b, commands[i].arguments);
		buf_char(&b, '\n');
	}
	buf_char(&b, '\n');
	for (unsigned i = 0; i < ncommands; i++) {
		column(&b, commands[i].name, 14);
		buf_text(&b, commands[i].about);
		buf_char(&b, '\n');
	}
	buf_text(&b, "\nsettings, from the environment, hardcc.conf beside the names, or " SYSCONFDIR "/hardcc/hardcc.conf:\n");
	for (unsigned i = 0; i < NSETTING; i++) {
		column(&b, setting_rows[i].name, 14);
		buf_text(&b, setting_rows[i].about);
		buf_char(&b, '\n');
	}
	column(&b, "HARDCC_CC_<triplet>, HARDCC_CXX_<triplet>", 14);
	buf_text(&b, "the same for cross compilers, with _ for -\n\nprofiles built in:");
	for (size_t i = 0; i < nembedded; i++) {
		buf_char(&b, ' ');
		buf_text(&b, embedded[i].name);
	}
	buf_text(&b, "\nswitches, in HARDCC_PROFILE behind them: +FEATURE -FEATURE all none; for example openssf,-bindnow\n");
	return print(&b);
}
