/* format.c - text for people: formats, columns, words quoted for a shell. No usual call comes here. */
#include <inttypes.h>
#include <stdarg.h>

#include "base/error.h"
#include "base/plain.h"
#include "base/str.h"

/* Fills what stands from there on up to the width. */
static void
pad(struct buf *b, size_t from, size_t width, bool left)
{
	size_t n = b->n - from, blanks = width > n ? width - n : 0;

	buf_reserve(b, blanks);
	memmove(b->p + from + (left ? 0 : blanks), b->p + from, n);
	memset(b->p + from + (left ? n : 0), ' ', blanks);
	b->n += blanks;
	b->p[b->n] = '\0';
}

/* A width or a length: no text of ours is longer than FILE_LIMIT. */
static size_t
count_of(int n)
{
	if (n < 0)
		oops("a length of %d", n);
	return (size_t)n;
}

void
buf_format_list(struct buf *b, const char *format, va_list ap)
{
	for (const char *p = format, *mark; *p != '\0'; p++) {
		size_t from, width = 0;
		bool left;

		mark = strchrnul(p, '%');
		buf_add(b, (struct str){p, (size_t)(mark - p)});
		if (*mark == '\0')
			return;
		from = b->n;
		left = mark[1] == '-';
		p = mark + 1 + left;
		if (*p == '*') {
			width = count_of(va_arg(ap, int));
			p++;
		}
		for (; *p >= (width > 0 ? '0' : '1') && *p <= '9'; p++)
			width = width * 10 + (size_t)(*p - '0');
		if (*p == 's') {
			buf_text(b, va_arg(ap, const char *));
		} else if (str_starts_text(str_of(p), ".*s")) {
			size_t n = count_of(va_arg(ap, int));

			buf_add(b, (struct str){va_arg(ap, const char *), n});
			p += 2;
		} else if (*p == 'd') {
			int n = va_arg(ap, int);

			buf_text(b, n < 0 ? "-" : "");
			buf_number(b, (uint64_t)(n < 0 ? -(int64_t)n : n));
		} else if (*p == 'c') {
			buf_char(b, (char)va_arg(ap, int));
		} else if (*p == '%') {
			buf_char(b, '%');
		} else if (*p == 'u') {
			buf_number(b, va_arg(ap, unsigned));
		} else if (str_starts_text(str_of(p), "zu")) {
			buf_number(b, va_arg(ap, size_t));
			p++;
		} else if (str_starts_text(str_of(p), "016" PRIx64)) {
			buf_hex(b, va_arg(ap, uint64_t));
			p += sizeof "016" PRIx64 - 2;
		} else if (str_starts_text(str_of(p), PRIu64)) {
			buf_number(b, va_arg(ap, uint64_t));
			p += sizeof PRIu64 - 2;
		} else {
			oops("no such format: %s", format);
		}
		if (width > 0)
			pad(b, from, width, left);
	}
}

void
buf_format(struct buf *b, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	buf_format_list(b, format, ap);
	va_end(ap);
}

struct str
str_format(const char *format, ...)
{
	struct buf b = {0};
	va_list ap;

	va_start(ap, format);
	buf_format_list(&b, format, ap);
	va_end(ap);
	return buf_str(&b);
}

void
text_plain(struct buf *out, struct str s)
{
	buf_reserve(out, PLAIN_ROOM * s.n);
	out->n = (size_t)(plain_put(out->p + out->n, s, PLAIN_WORD) - out->p);
	out->p[out->n] = '\0';
}

void
text_line(struct buf *out, const char *format, ...)
{
	struct buf line = {0};
	va_list ap;

	va_start(ap, format);
	buf_format_list(&line, format, ap);
	va_end(ap);
	text_plain(out, buf_str(&line));
	buf_char(out, '\n');
}

void
buf_column(struct buf *b, struct str text, size_t width)
{
	buf_format(b, "%-*.*s", (int)width, FMT(text));
}

void
buf_row(struct buf *b, size_t width, const char *name, const char *value)
{
	text_line(b, "  %-*s  %s", (int)width, name, value);
}

static bool
needs_quotes(struct str s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "@%_+=:,./-";

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' || !strchr(plain, s.p[i]))
			return true;
	return s.n == 0;
}

void
buf_shell(struct buf *b, struct str s)
{
	if (!needs_quotes(s)) {
		buf_add(b, s);
		return;
	}
	buf_char(b, '\'');
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\'')
			buf_text(b, "'\\''");
		else
			buf_char(b, s.p[i]);
	buf_char(b, '\'');
}

bool
text_is_plain(struct str s)
{
	return plain_span(s, PLAIN_WORD) == s.n;
}

void
text_octal(struct buf *out, unsigned char c)
{
	buf_format(out, "\\%c%c%c", '0' + (c >> 6), '0' + (c >> 3 & 7), '0' + (c & 7));
}

/* printf(1) begins no option, ends no quote, and reads its own signs twice; what is at the end of its lines is lost. */
void
text_shell(struct buf *out, struct str s)
{
	size_t ends = 0;

	if (text_is_plain(s)) {
		buf_shell(out, s);
		return;
	}
	while (ends < s.n && s.p[s.n - ends - 1] == '\n')
		ends++;
	buf_text(out, "\"$(printf '");
	for (size_t i = 0; i + ends < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '%' || c == '\\')
			buf_format(out, "%c%c", c, c);
		else if (c < ' ' || c >= 0x7f || c == '\'' || (i == 0 && c == '-'))
			text_octal(out, c);
		else
			buf_char(out, (char)c);
	}
	buf_format(out, "')%.*s\"", FMT(str_cut(s, s.n - ends)));
}
