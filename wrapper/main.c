/* main.c - hardcc: its commands. By the name of a compiler it is the shim, too, as where it was copied to alone. */
#include "cmd.h"
#include "config.h"
#include "error.h"
#include "io.h"
#include "shim.h"

static int
command(int argc, char *const *argv, char *const *environ, const char *self)
{
	static const char spelt[][2][10] = {{"--help", "help"}, {"-h", "help"}, {"--version", "version"}};
	const struct cmd *cmd;
	const char *name;

	if (argc < 2) {
		cmd_help(argc, argv, environ, self);
		return EXIT_USAGE;
	}
	name = argv[1];
	for (size_t i = 0; i < COUNT(spelt); i++)
		if (str_is_text(str_of(name), spelt[i][0]))
			name = spelt[i][1];
	cmd = command_find(str_of(name));
	if (!cmd)
		return EXIT_USAGE;
	if (argc == 3 && str_is(str_of(argv[2]), STR("--help")))
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
