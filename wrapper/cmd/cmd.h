/* cmd.h - hardcc's own commands; help, completion and the manual are checked against this table. */
#ifndef CMD_H
#define CMD_H

#include "cli/choice.h"

enum operands { NO_OPERANDS, ANY_OPERANDS, NEEDS_OPERANDS };

struct cmd {
	char name[10], arguments[64], about[64];
	enum operands operands;
	uint64_t takes; /* options */
};

/* A command as it was called. */
struct invocation {
	const struct cmd *cmd;
	struct choices choices;
	char *const *environ;
	const char *self; /* the path we were started by */
};

#define BUILD_OPTIONS (TAKES(PROFILE) | TAKES(PIE) | TAKES(EXE) | TAKES(STATIC) | TAKES(TAGS) | TAKES(GOAMD64) | TAKES(GOARM64) | \
	TAKES(VERSION_STAMP) | TAKES(FOR) | TAKES(TRUST_PROJECT))

/* name, options, operands, how help writes those, what it does */
#define COMMANDS(X) \
	X(run, BUILD_OPTIONS | TAKES(LOG) | TAKES(ALL) | TAKES(QUIET) | TAKES(JSON) | TAKES(TEXT_FORMAT) | TAKES(CHECK) | TAKES(STRICT) | TAKES_COMMAND, NEEDS_OPERANDS, \
	    "[--] COMMAND...", "run a build through hardcc, and sum up what it got") \
	X(env, TAKES(OUTPUT) | BUILD_OPTIONS | TAKES(FORMAT) | TAKES(EXPLAIN) | TAKES(SPLIT_DEBUG) | TAKES(JSON), \
	    NO_OPERANDS, "", "print the settings for a build, to eval, paste or include") \
	X(explain, TAKES(ALL) | TAKES(OUTPUT) | TAKES(VERIFY_PROFILE) | TAKES(TRUST_PROJECT) | TAKES(JSON) | TAKES(TEXT_FORMAT) | TAKES_COMMAND, NEEDS_OPERANDS, "-- COMPILER ARGUMENT...", \
	    "say what a call would become, and why, without running it") \
	X(profiles, TAKES(OUTPUT) | TAKES(RESOLVED) | TAKES(TRUST_PROJECT) | TAKES(JSON) | TAKES(PROFILE) | TAKES(EXPORT_FORMAT) | TAKES(COMPILER) | TAKES(ARCH), \
	    NEEDS_OPERANDS, "list | show NAME | check [FILE...] | diff A B | export", \
	    "say which profiles there are and what they hold") \
	X(features, TAKES(OUTPUT) | TAKES(VERIFY_PROFILE) | TAKES(TRUST_PROJECT) | TAKES(JSON) | TAKES(TEXT_FORMAT), ANY_OPERANDS, "[NAME...]", "say what each feature does, costs and can break") \
	X(doctor, TAKES(OUTPUT) | TAKES(PRIME) | TAKES(TRUST_PROJECT) | TAKES(JSON) | TAKES(TEXT_FORMAT), NO_OPERANDS, "", "say what is wrong on this machine, and how to fix it") \
	X(shims, TAKES(MUSL), NEEDS_OPERANDS, "DIRECTORY [NAME...]", "make a directory of compiler names that are hardcc") \
	X(verify, TAKES(OUTPUT) | TAKES(VERIFY_PROFILE) | TAKES(TRUST_PROJECT) | TAKES(VERIFY_LOG) | TAKES(REPORT_FORMAT) | TAKES(JSON) | TAKES(STRICT) | TAKES(BRIEF) | TAKES(RECURSE), \
	    NEEDS_OPERANDS, "FILE|DIRECTORY...", "judge ELF files by a profile, the C inside Go programs too") \
	X(report, TAKES(OUTPUT) | TAKES(VERIFY_PROFILE) | TAKES(TRUST_PROJECT) | TAKES(LOG_FORMAT) | TAKES(JSON) | TAKES(STRICT) | TAKES(REPORT_QUIET), NEEDS_OPERANDS, "LOG... [FILE...]", \
	    "judge builds by their logs and what they made") \
	X(init, 0, NO_OPERANDS, "", "write a hardcc.profile for this project, to be filled in") \
	X(version, 0, NO_OPERANDS, "", "print the version") \
	X(help, 0, ANY_OPERANDS, "[COMMAND]", "print this, or what one command takes")

/* Each returns the exit status. */
#define COMMAND_DECLARE(name, ...) int cmd_##name(const struct invocation *in);
COMMANDS(COMMAND_DECLARE)

extern const struct cmd commands[];
extern const unsigned ncommands;

/* The row of that name; NULL after the nearest was asked for. */
const struct cmd *command_find(struct str name);
/* "env [OPTION...]" */
void command_line(struct buf *b, const struct cmd *cmd);
/* Says how the command is used, and what of it was unexpected (or NULL); returns EXIT_USAGE. */
int command_usage(const struct cmd *cmd, const char *unexpected);

/* What hardcc help prints every table of the program for: a line a row, TABLE and NAME with a tab between. */
#define HELP_TABLES "--tables"
int tables_print(void);

/* What verify and report judge by: the settings, with --profile before them, and its policy. */
struct policy;
struct settings;
void verify_load(struct policy *policy, struct settings *settings, const struct choices *choices, char *const *environ);

/* Which profiles hold: --profile, else the list with the project's own behind it. */
void choose_profile(struct settings *settings, const struct choices *choices);

#endif
