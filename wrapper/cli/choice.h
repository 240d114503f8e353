/*
 * choice.h - the options of hardcc's own commands: one table for reading them, help, completion and
 * the manual.
 */
#ifndef CHOICE_H
#define CHOICE_H

#include "base/str.h"

/* name in C, name, its argument ("=" before one that may be left out), the words it may be, what it is for */
#define CHOICES(X) \
	X(PROFILE, "--profile", "LIST", "", "profiles and switches: HARDCC_PROFILE for this build") \
	X(PIE, "--pie", "", "", "Go programs at a random address, -race apart; mostly the default") \
	X(EXE, "--exe", "", "", "Go programs at a fixed address") \
	X(STATIC, "--static", "", "", "static programs, through musl, of what go and hardcc link") \
	X(TAGS, "--tags", "", "", "Go's own resolver and user lookup: the tags netgo,osusergo") \
	X(GOAMD64, "--goamd64", "LEVEL", "v1 v2 v3 v4", "the least x86-64 that Go code is for") \
	X(GOARM64, "--goarm64", "LEVEL", \
	    "v8.0 v8.1 v8.2 v8.3 v8.4 v8.5 v8.6 v8.7 v8.8 v8.9 v9.0 v9.1 v9.2 v9.3 v9.4 v9.5", \
	    "the least arm64 that Go code is for") \
	X(FORMAT, "--format", "FORMAT", "sh fish make docker github json", "what the settings are written for") \
	X(FOR, "--for", "PURPOSE", "container debian rpm", "Go programs to be packed: -trimpath; container: no DWARF") \
	X(EXPLAIN, "--explain", "", "", "with each setting: what it does, what it costs, when not to use it") \
	X(VERSION_STAMP, "--version-stamp", "=VARIABLE", "", "git describe, in main.version or another Go variable") \
	X(SPLIT_DEBUG, "--split-debug", "DIRECTORY", "", "a function that lays debug files out by build id") \
	X(LOG, "--log", "FILE", "", "a JSON line for each call: HARDCC_LOG for this build") \
	X(QUIET, "-q", "", "", "no summary where nothing is wrong") \
	X(CHECK, "--check", "", "", "judge what was built, as hardcc report does: its status") \
	X(PRIME, "--prime", "", "", "fill the cache: ask each compiler what it is, settle distro") \
	X(RESOLVED, "--resolved", "", "", "the rules that are left, includes and switches applied") \
	X(MUSL, "--musl", "", "", "names that compile for musl, all of them") \
	X(JSON, "--json", "", "", "--format json") \
	X(TEXT_FORMAT, "--format", "FORMAT", "text json", "how it is printed") \
	X(VERIFY_PROFILE, "--profile", "LIST", "", "profiles and switches, in place of HARDCC_PROFILE") \
	X(REPORT_FORMAT, "--format", "FORMAT", "text json sarif", "how the result is written") \
	X(LOG_FORMAT, "--format", "FORMAT", "text json compile-commands", "how the report is written") \
	X(VERIFY_LOG, "--log", "LOG", "", "the log of the calls that made it, from HARDCC_LOG") \
	X(EXPORT_FORMAT, "--format", "FORMAT", "gcc-specs clang-config cgo-flags", "the language of an exported profile") \
	X(COMPILER, "--compiler", "COMPILER", "", "a name or a path: the compiler that an exported profile is for") \
	X(ARCH, "--arch", "ARCH", "x86_64 x32 i386 aarch64 arm riscv64 ppc64le s390x mips loongarch64", \
	    "the machine that an exported profile is for") \
	X(STRICT, "--strict", "", "", "what cannot be told is as bad as what is missing: status 4") \
	X(BRIEF, "-q", "", "", "one line a file") \
	X(RECURSE, "-r", "", "", "directories with all that is below them") \
	X(TRUST_PROJECT, "--trust-project", "", "", "hardcc.profile of this project may do what your own profiles may") \
	X(OUTPUT, "--output", "FILE", "", "write to this file, whole or not at all, not to standard output") \
	X(REPORT_QUIET, "-q", "", "", "the verdict and what is wrong; nothing where nothing is") \
	X(ALL, "--all", "", "", "with the rules that are for other calls")

enum choice_id {
#define CHOICE_ENUM(id, ...) CHOICE_##id,
	CHOICES(CHOICE_ENUM)
	NCHOICE
};

struct choice_row {
	char name[18], argument[12], words[80], about[72]; /* no pointers: each would be set at every start */
};

extern const struct choice_row choice_rows[NCHOICE];

#define TAKES(id) (UINT64_C(1) << CHOICE_##id)
/* The first word that is no option ends the options: what follows is another program's. */
#define TAKES_COMMAND (UINT64_C(1) << NCHOICE)

struct choices {
	const char *of[NCHOICE]; /* the argument, "" where there is none; NULL: not given */
	struct args operand;
};

/* Options and operands of argv, behind argv[0]; where no option is taken each word is an operand.
 * False after an error was said. */
bool choices_read(struct choices *c, uint64_t taken, int argc, char *const *argv);

#endif
