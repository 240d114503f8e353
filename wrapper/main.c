#include <fcntl.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "cmd.h"
#include "config.h"
#include "error.h"
#include "io.h"
#include "shim.h"

#if defined(__has_attribute)
#if __has_attribute(uninitialized)
#define UNINITIALIZED __attribute__((uninitialized))
#endif
#endif
#ifndef UNINITIALIZED
#define UNINITIALIZED
#endif

/* A file that we open must not become the compiler's stdin, nor a message go into it. */
static void
keep_standard_files(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR | O_CLOEXEC) < 0)
			_exit(EXIT_OURS);
}

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
	_Alignas(16) unsigned char memory[ARENA_FIRST] UNINITIALIZED;
	const char *self = (const char *)(uintptr_t)getauxval(AT_EXECFN);
	struct str base = argc > 0 ? str_base(str_of(argv[0])) : STR("");
	struct name name = name_parse(base);

	arena_begin(memory, sizeof memory);
	keep_standard_files();
	if (str_is(base, STR(PACKAGE_NAME)))
		return command(argc, argv, environ, self);
	error_name(base.p);
	if (!name.driver)
		fatal(EXIT_OURS, "called as \"%.*s\", which is no name of a compiler; hardcc help tells more",
		    FMT(base));
	shim(name, argc, argv, environ, self);
}
