/* probe.h - a question to the compiler. */
#ifndef PROBE_H
#define PROBE_H

#include "base/process.h"
#include "command/command.h"
#include "compiler/setting.h"

struct compiler;

/* Whom it is put to, in which call. */
struct probe {
	struct compiler *compiler;
	const struct command *command;
	const struct settings *settings;
	bool optional; /* the answer is only for a message, which is shorter without it */
};

/* How its command line begins: the compiler, and the user's words that choose a target. */
struct args probe_words(const struct probe *p);
/* Runs words in C's locale, one level deeper. source: what it reads on stdin; NULL for nothing. What is captured comes back in
 * *printed. Returns the exit status, 0 for a success: an answer. What could not be asked, or was killed, is asked once more, and
 * then ends the program: "could not ask" is never taken for "no" (law 12). An optional probe returns -1 instead. */
COLD int probe_ask(const struct probe *p, const struct args *words, const char *source, enum capture capture,
    struct str *printed);

#endif
