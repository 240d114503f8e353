#include "json.h"

/* Length of the UTF-8 sequence at the start of s, or 0: no overlong form, no surrogate. */
static unsigned
utf8(struct str s)
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

static void
escape(struct buf *b, const char *start, unsigned char c)
{
	buf_text(b, start);
	buf_char(b, "0123456789abcdef"[c >> 4]);
	buf_char(b, "0123456789abcdef"[c & 15]);
}

/* Adds what is not plain ASCII at the start of s; returns how many bytes it was. */
static size_t
escape_first(struct buf *b, struct str s)
{
	unsigned char c = (unsigned char)s.p[0];
	unsigned n = utf8(s);

	if (n == 0) {
		escape(b, "\\udc", c);
	} else if (c == '"' || c == '\\') {
		buf_char(b, '\\');
		buf_char(b, (char)c);
	} else if (c < 0x20 || c == 0x7f) {
		escape(b, "\\u00", c);
	} else {
		buf_add(b, str_head(s, n));
	}
	return n ? n : 1;
}

/* Bytes that stand for themselves: printable ASCII but for the quote and the backslash. */
#define P4(c) P1(c), P1((c) + 1), P1((c) + 2), P1((c) + 3)
#define P16(c) P4(c), P4((c) + 4), P4((c) + 8), P4((c) + 12)
#define P1(c) ((c) >= ' ' && (c) < 0x7f && (c) != '"' && (c) != '\\')
static const bool plain[256] = {P16(0), P16(16), P16(32), P16(48), P16(64), P16(80), P16(96), P16(112)};

void
json_string(struct buf *b, struct str s)
{
	buf_char(b, '"');
	while (s.n > 0) {
		size_t n = 0;

		while (n < s.n && plain[(unsigned char)s.p[n]])
			n++;
		buf_add(b, str_head(s, n));
		s = str_cut(s, n);
		if (s.n > 0)
			s = str_cut(s, escape_first(b, s));
	}
	buf_char(b, '"');
}

/* Our own keys have nothing to escape. */
void
json_key(struct buf *b, const char *key)
{
	bool first = b->n == 0 || b->p[b->n - 1] == '{' || b->p[b->n - 1] == '[';

	buf_text(b, first ? "\"" : ",\"");
	buf_text(b, key);
	buf_text(b, "\":");
}

void
json_field(struct buf *b, const char *key, struct str value)
{
	json_key(b, key);
	json_string(b, value);
}

void
json_words(struct buf *b, const char *key, const char *const *words, size_t n)
{
	json_key(b, key);
	buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_string(b, str_of(words[i]));
	}
	buf_char(b, ']');
}
