/*
 * guard.h - keeps a static route what it is: what leads to glibc is dropped or denied before the
 * call, and what was linked is looked at afterwards.
 */
#ifndef GUARD_H
#define GUARD_H

#include "str.h"

struct call;

/* For musl: drops glibc's directories; stops the call for a file or a language that is glibc's. */
void guard_words(struct call *call);
/* cxx.c: Go takes another compiler for C++, and links with it: says so where that one is for glibc. */
void guard_go_cxx(const struct call *call);
/* Stops a Go link of what cannot be static. */
void guard_shared(struct call *call);
/* The environment without glibc's directories in CPATH and its kin. */
char *const *guard_environment(const struct call *call, char *const *environ);
/* Is the directory one of glibc's libraries, or headers? */
bool guard_is_glibc(struct str directory, bool library);
/* What in an object or archive tells that it was compiled for glibc; empty where nothing does. */
struct str guard_evidence(struct str bytes);
/* -lNAME in the user's -L directories and in musl's; empty where it is in none. */
struct str guard_library(const struct call *call, struct str name);
/* Is there an archive among the inputs that Go made for C programs? */
bool guard_go_archive(const struct call *call);
/* Does the text of a note of ours name musl? */
bool guard_note_is_ours(struct str text);

/* result.c: says which words were dropped; takes stderr from the linker where it is to be read. */
void result_before(struct call *call);
/* What the linked file is, and why it was not linked. Returns the wait status, changed where the file
 * is not what was asked for. */
int result_after(struct call *call, int status);
/* What is wrong with a program that was to be static, for musl or not; NULL for nothing. */
const char *result_fault(struct str bytes, bool musl);

#endif
