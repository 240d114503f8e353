/*
 * error.h - what is said on stderr, in one write(2) a line; and writing.
 *
 * As the shim:  cc: error: hardcc: openssf.profile:12: ...
 * As a command: hardcc: ...
 * A format that ends in ':' gets the text of errno. What others wrote cannot break the line, nor speak to a terminal.
 */
#ifndef ERROR_H
#define ERROR_H

#include "base/str.h"

enum {
	EXIT_DENIED = 1,	/* the policy denies the call: a compile error */
	EXIT_USAGE = 2,		/* hardcc's own command line */
	EXIT_OURS = 125,	/* hardcc itself failed */
	EXIT_CANNOT_RUN = 126,	/* the compiler was found and cannot be run */
	EXIT_NOT_FOUND = 127,	/* no compiler */
};

/* The name we were called by; NULL or "" under our own name. Not copied. */
void error_name(const char *name);
/* Silences warn(): in probes stderr is the compiler's. */
void error_quiet(void);

/* All of s, over short writes and EINTR. False with errno set where that failed. */
bool write_all(int fd, struct str s);

COLD void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* An error that is one of several; the caller counts and ends the program. */
COLD void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* What fatal is to undo before it ends the program; NULL: nothing any more. */
COLD void fatal_undoes(void (*undo)(void *context), void *context);
COLD _Noreturn void fatal(int status, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* On stdout, of which a terminal obeys nothing but newlines and tabs (plain.h), and where they are on our colours; ends the
 * program where that cannot be written. */
COLD void print(struct str text);
COLD void print_coloured(struct str text, bool colours);
/* The same on stderr; false with errno set where that failed. */
COLD bool print_error(struct str text, bool colours);
/* A mistake in hardcc itself: says so and aborts. */
COLD _Noreturn void oops(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
