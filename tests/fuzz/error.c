/* In place of wrapper/base/error.c: every message is made, none is printed, and fatal() comes back. */
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

static jmp_buf limit;
static bool limited;

bool
within_limits(void (*run)(struct str), struct str input)
{
	bool done = false;

	limited = true;
	if (setjmp(limit) == 0) {
		run(input);
		done = true;
	}
	limited = false;
	return done;
}

/* The arguments are read as if it were printed. */
static void
format_only(const char *format, va_list ap)
{
	char line[8192];

	(void)vsnprintf(line, sizeof line, format, ap);
}

void
error_name(const char *name)
{
	(void)name;
}

void
error_quiet(void)
{
}

/* Nothing is written anywhere. */
bool
write_all(int fd, struct str s)
{
	(void)fd;
	(void)s;
	return true;
}

void
print(struct str text)
{
	(void)text;
}

void
warn(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	format_only(format, ap);
	va_end(ap);
}

void
complain(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	format_only(format, ap);
	va_end(ap);
}

static _Noreturn void
finding(const char *what, const char *format, va_list ap)
{
	(void)fprintf(stderr, "finding: %s: ", what);
	(void)vfprintf(stderr, format, ap);
	(void)fputc('\n', stderr);
	abort();
}

void
fatal_undoes(void (*undo)(void *), void *context)
{
	(void)undo;
	(void)context;
}

void
fatal(int status, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	if (!limited || status != EXIT_OURS)
		finding("fatal", format, ap);
	format_only(format, ap);
	va_end(ap);
	longjmp(limit, 1);
}

void
oops(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	finding("oops", format, ap);
}

void
law_broken(const char *file, int line, const char *law)
{
	oops("%s:%d: this does not hold: %s", file, line, law);
}
