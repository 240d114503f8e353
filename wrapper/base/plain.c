#include "base/plain.h"

unsigned
utf8_length(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned n = p[0] < 0x80 ? 1 : p[0] >= 0xc2 && p[0] < 0xe0 ? 2 : (p[0] & 0xf0) == 0xe0 ? 3
	    : p[0] >= 0xf0 && p[0] < 0xf5				   ? 4
									   : 0;

	if (n == 0 || n > s.n)
		return 0;
	for (unsigned i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] >= 0xa0) || (p[0] == 0xf0 && p[1] < 0x90) ||
	    (p[0] == 0xf4 && p[1] >= 0x90))
		return 0;
	return n;
}

/* From the first to the last: C0, DEL and C1; what ends a line or a paragraph; marks, embeddings and isolates of the
 * bidirectional algorithm. */
static const uint16_t steering[][2] = {
	{0x00, 0x1f}, {0x7f, 0x9f}, {0x61c, 0x61c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069},
};

unsigned
utf8_character(struct str s, unsigned n)
{
	static const unsigned char first[] = {0, 0x7f, 0x1f, 0xf, 7};
	unsigned c = (unsigned char)s.p[0] & first[n];

	for (unsigned i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)s.p[i] & 0x3f);
	return c;
}

bool
utf8_steers(struct str s, unsigned n)
{
	unsigned c = utf8_character(s, n);

	for (size_t i = 0; i < COUNT(steering); i++)
		if (c >= steering[i][0] && c <= steering[i][1])
			return true;
	return false;
}

/* The length of "\033[1;31m" at the start of s, or 0. */
static size_t
colour_length(struct str s)
{
	size_t n = 2;

	if (!str_starts_text(s, "\033["))
		return 0;
	while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == ';'))
		n++;
	return n < s.n && s.p[n] == 'm' ? n + 1 : 0;
}

/* How many bytes the first character has where it stays as it is; 0 where not. */
static size_t
stays(struct str s, enum plain keep)
{
	unsigned n = utf8_length(s);

	if (keep >= PLAIN_TEXT && (s.p[0] == '\n' || s.p[0] == '\t'))
		return 1;
	if (n > 0 && !utf8_steers(s, n))
		return n;
	return keep == PLAIN_COLOURS ? colour_length(s) : 0;
}

size_t
plain_span(struct str s, enum plain keep)
{
	size_t at = 0, n = 1;

	while (at < s.n && n > 0) {
		bool ascii = s.p[at] >= ' ' && s.p[at] < 0x7f; /* nearly all are */

		n = ascii ? 1 : stays(str_cut(s, at), keep);
		at += n;
	}
	return at;
}

static char *
put_escaped(char *to, unsigned char c)
{
	static const char digits[] = "0123456789abcdef";

	*to++ = '\\';
	if (c == '\n' || c == '\t') {
		*to++ = c == '\n' ? 'n' : 't';
		return to;
	}
	*to++ = 'x';
	*to++ = digits[c >> 4];
	*to++ = digits[c & 15];
	return to;
}

char *
plain_put(char *to, struct str s, enum plain keep)
{
	for (;;) {
		size_t n = plain_span(s, keep);

		memcpy(to, s.p, n);
		to += n;
		s = str_cut(s, n);
		if (s.n == 0)
			return to;
		n = utf8_length(s);
		for (size_t i = 0; i < (n > 0 ? n : 1); i++)
			to = put_escaped(to, (unsigned char)s.p[i]);
		s = str_cut(s, n > 0 ? n : 1);
	}
}
