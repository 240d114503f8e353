/* guard.h - keeps glibc out of a static route: what leads to it before the call, and what was linked. */
#ifndef GUARD_H
#define GUARD_H

#include "base/str.h"

struct call;

/* For musl: drops glibc's directories; stops the call for a file or a language that is glibc's. */
void guard_words(struct call *call);
/* cxx.c: Go takes another compiler for C++, and links with it: says so where that one is for glibc. */
void guard_go_cxx(const struct call *call);
/* Stops a Go link of what cannot be static. */
void guard_shared(struct call *call);
/* The environment without glibc's directories in CPATH and its kin; what was left out goes to *out. */
char *const *guard_environment(const struct call *call, char *const *environ, struct buf *out);
/* Is the directory one of glibc's libraries, or headers? */
bool guard_is_glibc(struct str directory, bool library);
/* What in an object or archive tells that it was compiled for glibc; empty where nothing does. */
struct str guard_evidence(struct str bytes);
/* goarchive.c: is there an archive among the inputs that Go made for C programs? Then our source goes into the link. */
bool guard_go_archive(const struct call *call);
void guard_go_start(struct call *call);
/* Does the text of a note of ours name musl? */
bool guard_note_is_ours(struct str text);

/* result.c: what is there before the link; takes from the linker what it prints, where that is to be read. */
void result_before(struct call *call);
/* Of a call that waits: what the linked file is, and why it was not linked. Returns the wait status, changed where the file
 * is not what was asked for. */
int result_after(struct call *call, int status);
/* unmet.c: of what a linker printed, the names of glibc's functions that need shared libraries go to *names. known: the
 * words that the linker was given for them, one a line. */
void unmet_read(struct str known, struct str text, struct buf *others, struct buf *names);
/* What is wrong with a program that was to be static, for musl or not; NULL for nothing. */
const char *result_fault(struct str bytes, bool musl);

#endif
