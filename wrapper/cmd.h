/* cmd.h - hardcc's own commands; help, completion and the manual are checked against this table. */
#ifndef CMD_H
#define CMD_H

struct cmd {
	const char *name, *arguments, *about;
	/* argv[0] is the command; self: the path we were started by. Returns the exit status. */
	int (*run)(int argc, char *const *argv, char *const *environ, const char *self);
};

#define COMMANDS(X) \
	X(explain, "[--json] -- COMPILER ARGUMENT...", "say what a call would become, and why; run nothing") \
	X(shims, "[--musl] DIRECTORY [NAME...]", "make a directory of compiler names that are hardcc") \
	X(version, "", "print the version") \
	X(help, "", "print this")

#define COMMAND_DECLARE(name, ...) \
	int cmd_##name(int argc, char *const *argv, char *const *environ, const char *self);
COMMANDS(COMMAND_DECLARE)

extern const struct cmd commands[];
extern const unsigned ncommands;

#endif
