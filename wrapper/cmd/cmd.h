/* cmd.h - hardcc's own commands; help, completion and the manual are checked against this table. */
#ifndef CMD_H
#define CMD_H

#include "cli/choice.h"

struct cmd {
	char name[10], arguments[64], about[64];
	unsigned takes; /* options */
	/* argv[0] is the command; self: the path we were started by. Returns the exit status. */
	int (*run)(int argc, char *const *argv, char *const *environ, const char *self);
};

#define BUILD_OPTIONS (TAKES(PROFILE) | TAKES(PIE) | TAKES(EXE) | TAKES(STATIC) | TAKES(TAGS) | TAKES(GOAMD64) | TAKES(GOARM64))

#define COMMANDS(X) \
	X(run, BUILD_OPTIONS | TAKES(VERSION_STAMP) | TAKES(LOG) | TAKES(QUIET) | TAKES(JSON) | TAKES_COMMAND, "[--] COMMAND...", \
	    "run a build through hardcc, and sum up what it got") \
	X(env, BUILD_OPTIONS | TAKES(VERSION_STAMP) | TAKES(FORMAT) | TAKES(FOR) | TAKES(EXPLAIN) | TAKES(SPLIT_DEBUG) | TAKES(JSON), \
	    "", "print the settings for a build, to eval, paste or include") \
	X(explain, TAKES(JSON) | TAKES_COMMAND, "-- COMPILER ARGUMENT...", \
	    "say what a call would become, and why; run nothing") \
	X(profiles, TAKES(RESOLVED) | TAKES(JSON) | TAKES(PROFILE) | TAKES(EXPORT_FORMAT) | TAKES(COMPILER) | TAKES(ARCH), \
	    "list | show NAME | check [FILE...] | diff A B | export", \
	    "say which profiles there are and what they hold") \
	X(doctor, TAKES(PRIME) | TAKES(JSON), "", "say what is wrong on this machine, and how to mend it") \
	X(shims, TAKES(MUSL), "DIRECTORY [NAME...]", "make a directory of compiler names that are hardcc") \
	X(verify, TAKES(VERIFY_PROFILE) | TAKES(VERIFY_LOG) | TAKES(REPORT_FORMAT) | TAKES(STRICT) | TAKES(BRIEF) | TAKES(RECURSE), \
	    "FILE|DIRECTORY...", "judge ELF files by a profile, the C inside Go programs too") \
	X(report, TAKES(VERIFY_PROFILE) | TAKES(LOG_FORMAT) | TAKES(STRICT), "LOG... [FILE...]", \
	    "judge builds by their logs and what they made") \
	X(version, 0, "", "print the version") \
	X(help, 0, "[COMMAND]", "print this, or what one command takes")

#define COMMAND_DECLARE(name, ...) \
	int cmd_##name(int argc, char *const *argv, char *const *environ, const char *self);
COMMANDS(COMMAND_DECLARE)

/* For choices_read: enum { CMD_TAKES_explain = ... } */
#define COMMAND_TAKES(name, takes, ...) CMD_TAKES_##name = (takes),
enum cmd_takes { COMMANDS(COMMAND_TAKES) };

extern const struct cmd commands[];
extern const unsigned ncommands;

/* The row of that name; NULL after the nearest was asked for. */
const struct cmd *command_find(struct str name);
/* Says how the command is used; returns EXIT_USAGE. */
int command_usage(const char *name);

/* What hardcc help prints every table of the program for: a line a row, TABLE and NAME with a tab between. */
#define HELP_TABLES "--tables"
int tables_print(void);

/* What verify and report judge by: the settings, with --profile before them, and its policy. */
struct choices;
struct policy;
struct settings;
void verify_load(struct policy *policy, struct settings *settings, const struct choices *choices, char *const *environ);

#endif
