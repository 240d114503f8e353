/*
 * compiler.h - who will do it: the real compiler, never ourselves, its identity, what it takes.
 */
#ifndef COMPILER_H
#define COMPILER_H

#include <sys/types.h>

#include "base/io.h"
#include "command/command.h"
#include "compiler/setting.h"

struct compiler {
	const char *path;     /* as found, never resolved through links: argv[0] of what is run */
	const char *launcher; /* ccache and its kind, run before path; NULL for none */
	struct stamp stamp;

	enum fact family;
	bool trusted;	  /* its version means what the profiles' tables mean by it */
	bool settled;	  /* it answered; what did not is asked again in the next call */
	unsigned version; /* major << 16 | minor << 8 | patch, each cut at 255; 0 where untold */
	struct str target, line;

	struct str cache; /* path of its cache file; empty: none */
	struct str known; /* what was tried before: lines of the cache file */
	bool standing_in; /* found by a name without the triplet that was asked for */
};

/* Levels of hardcc above this one: 0, or more where a compiler came back to us. */
struct depth {
	unsigned level;
	struct str last; /* the path run by the level above */
};

struct depth depth_of(const struct settings *s);
/* The environment for what is run: the depth one deeper, in C's locale for a question. */
char *const *depth_environment(const struct settings *s, struct depth depth, const char *path, bool question);

/* Finds path and launcher. Ends with 127 or 126 where there is none. self: the path that we were
 * started by, or NULL when we only explain. known: what a memo was made for; without a path, nothing. */
void compiler_find(struct compiler *cc, const struct command *cmd, const struct settings *s,
    struct depth depth, const char *self, const struct compiler *known);

/* ccache and its kind, by name. */
bool launcher_known(struct str name);
/* The launcher that a masquerade's link leads to; NULL for a plain compiler. */
COLD const char *launcher_of(const char *path);

/* Fills in family, version, target and line, from the cache or by asking. */
void compiler_identify(struct compiler *cc, const struct command *cmd, const struct settings *s);
/* The same from text that the compiler printed in an answer of its own; asks where that tells
 * nothing. Goes past the cache, and renews it. */
void compiler_identify_from(struct compiler *cc, const struct command *cmd, const struct settings *s,
    struct str printed);

/* The same from text alone: nothing is asked, and nothing kept. */
void compiler_told(struct compiler *cc, struct str printed);

/* What a compiler is known by between calls: its path, name, target words, size and time. */
void compiler_key(struct buf *b, const struct compiler *cc, const struct command *cmd);

/* Does the compiler take these words? Tried once and remembered, per linker for a link. */
bool compiler_takes(struct compiler *cc, const struct command *cmd, const struct settings *s,
    const struct args *words, enum fact stage, bool cxx);
/* Where the compiler looks for a spec file of that name; empty where it is not there. */
struct str compiler_spec_file(struct compiler *cc, const struct command *cmd, const struct settings *s,
    struct str name);

#endif
