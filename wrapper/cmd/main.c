/* main.c - hardcc: its commands. By the name of a compiler it is the shim, too, as where it was copied to alone. */
#include "base/error.h"
#include "base/io.h"
#include "cmd/cmd.h"
#include "config.h"
#include "shim/shim.h"

/* "help" for --help; any other word as it is. */
static const char *
meant(const char *word)
{
	static const char spelt[][2][10] = {{"--help", "help"}, {"-h", "help"}, {"--version", "version"}};

	for (size_t i = 0; i < COUNT(spelt); i++)
		if (str_is_text(str_of(word), spelt[i][0]))
			return spelt[i][1];
	return word;
}

/* "run --pie --help", not "run go --help": what is behind the first word that is no option may be another's. */
static bool
asks_for_help(int argc, char *const *argv)
{
	for (int i = 2; i < argc && argv[i][0] == '-'; i++)
		if (str_is_text(str_of(meant(argv[i])), "help"))
			return true;
	return false;
}

static int
command(int argc, char *const *argv, char *const *environ, const char *self)
{
	const struct cmd *cmd;

	if (argc < 2) {
		cmd_help(argc, argv, environ, self);
		return EXIT_USAGE;
	}
	cmd = command_find(str_of(meant(argv[1])));
	if (!cmd)
		return EXIT_USAGE;
	if (asks_for_help(argc, argv))
		return cmd_help(2, argv, environ, self);
	return cmd->run(argc - 1, argv + 1, environ, self);
}

int
main(int argc, char **argv, char **environ)
{
	const char *self = program_path();

	if (argc == 0 || !str_is(str_base(str_of(argv[0])), STR(PACKAGE_NAME)))
		shim_main(argc, argv, environ, self);
	keep_standard_files();
	return command(argc, argv, environ, self);
}
