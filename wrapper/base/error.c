#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/plain.h"

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

static size_t __attribute__((format(printf, 4, 5)))
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

static void __attribute__((format(printf, 2, 0)))
say(const char *what, const char *format, va_list ap)
{
	int saved = errno, more;
	char line[8192], plain[PLAIN_ROOM * sizeof line], *end;
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
	end = plain_put(plain, (struct str){line, n}, PLAIN_WORD);
	*end++ = '\n';
	write_all(STDERR_FILENO, (struct str){plain, (size_t)(end - plain)}); /* nowhere to say that it failed */
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

static void (*undo_made)(void *);
static void *undo_context;

void
fatal_undoes(void (*undo)(void *), void *context)
{
	undo_made = undo;
	undo_context = context;
}

void
fatal(int status, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	say("error", format, ap);
	va_end(ap);
	if (undo_made)
		undo_made(undo_context);
	_exit(status);
}

/* What is plain is written as it stands: nearly all is. */
static bool
write_plain(int fd, struct str text, enum plain keep)
{
	bool done = true;

	while (done && text.n > 0) {
		char escaped[PLAIN_ROOM * UTF8_MOST];
		size_t n = plain_span(text, keep);
		struct str piece = str_head(text, n);

		if (n == 0) {
			n = utf8_length(text);
			n = n > 0 ? n : 1;
			piece = (struct str){escaped, 0};
			piece.n = (size_t)(plain_put(escaped, str_head(text, n), PLAIN_WORD) - escaped);
		}
		done = write_all(fd, piece);
		text = str_cut(text, n);
	}
	return done;
}

void
print_coloured(struct str text, bool colours)
{
	if (!write_plain(STDOUT_FILENO, text, colours ? PLAIN_COLOURS : PLAIN_TEXT))
		fatal(EXIT_OURS, "cannot write to standard output:");
}

void
print(struct str text)
{
	print_coloured(text, false);
}

bool
print_error(struct str text, bool colours)
{
	return write_plain(STDERR_FILENO, text, colours ? PLAIN_COLOURS : PLAIN_TEXT);
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
