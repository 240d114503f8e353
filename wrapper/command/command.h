/*
 * command.h - what the user asked: argv, each word typed by the option table.
 *
 * argv is never changed. Response files are opened for reading only; their words stand in
 * arg[] in place of the @file.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include "command/facts.h"
#include "command/option.h"

struct arg {
	struct str text;	  /* the word; NUL-terminated */
	struct str read;	  /* its usual spelling; with the operand of a long option: --param X is --param=X */
	struct str value;	  /* the option's argument; p is NULL where there is none */
	const struct option *opt; /* NULL for an input, an operand and an option without a row */
	uint32_t at;		  /* index in argv; words of one @file share it */
	bool operand;		  /* the separate argument of the word before */
	bool input;
	bool quoted;		  /* came out of a response file */
};

struct language {
	char name[28];	  /* for -x */
	char suffix[8];	  /* of files, with the dot; empty: none of its own */
	uint8_t language; /* enum fact */
	uint8_t form;	  /* enum fact: SOURCE, PREPROCESSED, HEADER, MODULE */
};

struct input {
	struct str path;
	const struct language *language; /* NULL: for the linker */
};

/* A name that a compiler is called by. name, whether it is for C++; a shim is made for each */
#define DRIVERS(X) \
	X("cc", false) X("gcc", false) X("c++", true) X("g++", true) X("clang", false) X("clang++", true) \
	X("c89", false) X("c99", false)

struct driver {
	char name[10];
	bool cxx;
};

/* Their names, a blank behind each. */
extern const char driver_list[];

/* [TRIPLET-]DRIVER[-VERSION] */
struct name {
	const struct driver *driver; /* NULL: not the name of a compiler */
	struct str whole, triplet, version;
};

struct name name_parse(struct str base);

struct command {
	struct name name;
	char *const *argv; /* the user's, with argv[0]; what a pipe held stands in a file in memory */
	unsigned argc;

	struct arg *arg; /* without argv[0] */
	size_t n;
	struct input *input;
	size_t ninput, inputs; /* and room for */

	struct facts said;	/* what the words alone decide */
	struct facts switched;	/* of it, what the last of two opposite words does */
	enum last last;
	const struct language *forced; /* by -x, at the end of argv; NULL for none */
	struct args sanitizers;	/* the words of -fsanitize= that no -fno-sanitize= has taken back */
	struct str output, search, target, linker;
	unsigned wordsize;	/* enum fact of the last -m32 and the like, or NFACT */
	uint64_t target_key;	/* hash of the words that choose a target */
	unsigned nlibrary, nshared; /* -lNAME; a file of a shared library */
	unsigned nlinker;		/* words for the linker: each may name an input, and the driver links then */
	unsigned libc;		/* enum fact: by a route, or NFACT */
	struct str stand_in;	/* the name to look for where there is none of this one but scripts; or empty */
	enum fact kind;		/* of call: classify_kind */
	struct str opaque[2];	/* by stage, compile and link: the first word whose effect is not seen; p is NULL for none */
	struct str ld_waits;	/* the linker's option whose argument is its next word; empty for none */
	struct str linked;	/* the output by the linker's own words */
	unsigned end;		/* index in argv of "--", or argc */
	char cpp_waits;		/* 'D' or 'U': the preprocessor's next word is its argument */
	bool asks_linker;	/* --version: it makes nothing */
	bool unfinished;	/* the last option lacks its argument */
	uint8_t others;		/* FOR_GCC, FOR_CLANG: whose words are not this compiler's */
	bool cxx;		/* C is read as C++ */
	uint8_t mode;		/* enum mode: clang's --driver-mode */
	bool windows;		/* clang reads response files as Windows does */
	bool guessed;		/* some words are one family's alone: they are read as the name tells, until the compiler is known */
	bool dryrun, dump_macros, query, reads_stdin, includes;
	bool hands_includes;	/* by -Wp, or -Xpreprocessor, whose words come last on cc1's line */
	const char *unread;	/* a response file that the compiler may read and we cannot; NULL for none */
	int unread_error;	/* errno; E2BIG: too many of them; EILSEQ: not read as the compiler does */
};

void command_parse(struct command *cmd, struct name name, int argc, char *const *argv);
/* The same again for a compiler whose family is known, where that may make a difference. */
COLD void command_parse_for(struct command *cmd, enum fact family);

/* Are the words of argv, from the first, these? For calls that are known by their form. */
bool command_is(const struct command *cmd, size_t from, const char *const *words, size_t n);
/* Does word i say how to compile or link? Not inputs, and not what names a file, a directory or a library. */
bool command_says_how(const struct command *cmd, size_t i);

#endif
