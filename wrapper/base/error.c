#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/str.h"

static const char *called = "";
static bool quiet;

void
error_name(const char *name)
{
	called = name ? name : "";
}

void
error_quiet(void)
{
	quiet = true;
}

bool
write_all(int fd, struct str s)
{
	while (s.n > 0) {
		ssize_t n = write(fd, s.p, s.n);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		s = str_cut(s, (size_t)n);
	}
	return true;
}

static size_t
put(char *line, size_t n, size_t size, const char *format, ...)
{
	va_list ap;
	int more;

	va_start(ap, format);
	more = vsnprintf(line + n, size - n, format, ap);
	va_end(ap);
	if (more < 0)
		return n;
	return n + (size_t)more < size - 1 ? n + (size_t)more : size - 2;
}

static void
say(const char *what, const char *format, va_list ap)
{
	int saved = errno, more;
	char line[8192];
	size_t n;

	if (*called)
		n = put(line, 0, sizeof line, "%s: %s: hardcc: ", called, what);
	else
		n = put(line, 0, sizeof line, "hardcc: %s: ", what);
	more = vsnprintf(line + n, sizeof line - n, format, ap);
	if (more > 0)
		n = n + (size_t)more < sizeof line - 1 ? n + (size_t)more : sizeof line - 2;
	if (n > 0 && line[n - 1] == ':')
		n = put(line, n, sizeof line, " %s", strerror(saved));
	line[n++] = '\n';
	write_all(STDERR_FILENO, (struct str){line, n}); /* nowhere to say that it failed */
}

void
warn(const char *format, ...)
{
	va_list ap;

	if (quiet)
		return;
	va_start(ap, format);
	say("warning", format, ap);
	va_end(ap);
}

void
complain(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say("error", format, ap);
	va_end(ap);
}

void
fatal(int status, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say("error", format, ap);
	va_end(ap);
	_exit(status);
}

void
print(struct str text)
{
	if (!write_all(STDOUT_FILENO, text))
		fatal(EXIT_OURS, "cannot write to standard output:");
}

void
oops(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say("internal error", format, ap);
	va_end(ap);
	abort();
}
