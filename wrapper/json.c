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

void
json_string(struct buf *b, struct str s)
{
	buf_char(b, '"');
	while (s.n > 0) {
		size_t plain = 0;

		while (plain < s.n && s.p[plain] >= ' ' && s.p[plain] < 0x7f && s.p[plain] != '"' && s.p[plain] != '\\')
			plain++;
		buf_add(b, str_head(s, plain));
		s = str_cut(s, plain);
		if (s.n > 0)
			s = str_cut(s, escape_first(b, s));
	}
	buf_char(b, '"');
}

void
json_key(struct buf *b, const char *key)
{
	if (b->n > 0 && b->p[b->n - 1] != '{' && b->p[b->n - 1] != '[')
		buf_char(b, ',');
	json_string(b, str_of(key));
	buf_char(b, ':');
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
