/*
 * compiler.h - who will do it: the real compiler, never ourselves, its identity, what it takes.
 */
#ifndef COMPILER_H
#define COMPILER_H

#include "base/io.h"
#include "command/command.h"
#include "compiler/depth.h"
#include "compiler/probe.h"
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
	bool script;	  /* it runs another compiler, which may be a newer one tomorrow: it is asked in each call */

	struct str cache; /* path of its cache file; empty: none */
	struct str answers; /* what was tried before: lines of the cache file */
	bool standing_in; /* found by a name without the triplet that was asked for */
};

/* Finds path and launcher. Ends with 127 or 126 where there is none. self: the path that we were
 * started by, or NULL when we only explain. remembered: what a memo was made for; without a path, nothing. */
void compiler_find(struct compiler *cc, const struct command *cmd, const struct settings *s,
    struct depth depth, const char *self, const struct compiler *remembered);

/* Fills in family, version, target and line, from the cache or by asking. */
void compiler_identify(const struct probe *p);
/* The same from text that the compiler printed in an answer of its own; asks where that tells
 * nothing. Goes past the cache, and renews it. */
void compiler_identify_from(const struct probe *p, struct str printed);

/* The same from text alone: nothing is asked, and nothing kept. */
void compiler_told(struct compiler *cc, struct str printed);

/* What a compiler is known by between calls: its path, name, target words, size and time. */
void compiler_key(struct buf *b, const struct compiler *cc, const struct command *cmd);

/* Does the compiler take these words? Tried once and remembered, per linker for a link. */
bool compiler_takes(const struct probe *p, const struct args *words, enum fact stage, bool cxx);
/* Where the compiler looks for a spec file of that name; empty where it is not there. */
struct str compiler_spec_file(const struct probe *p, struct str name);

#endif
