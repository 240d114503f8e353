/* output.h - the files that a call makes: their names, and whether it has made them. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "base/io.h"
#include "command/command.h"

/* A file, and what it was before the call. */
struct output {
	struct str path;
	struct stamp before;
	uint64_t inode; /* 0: there was none */
};

/* The name that the compiler gives, in the directory where it is started, to what it makes of a source, or to the one program of a
 * link; empty where that is no file. cmd->last tells what it makes. */
struct str output_name(const struct command *cmd, struct str source);
/* A path without its suffix. */
struct str output_stem(struct str path);
/* Words of the user's that name a list of dependencies, or may: -MF's, and those for the preprocessor. */
struct args output_lists(const struct command *cmd);
/* To be called before the call: what is there now. */
struct output output_before(struct str path);
/* Is it a regular file that was made or written since? */
bool output_made(const struct output *o);
/* Removes a file that was made since: what a link leads to, too, and what other names of it have. A file that was there before and
 * is somebody else's stays, and so does a device. Returns what became of it, for a message: "was removed". */
const char *output_remove(const struct output *o);

#endif
