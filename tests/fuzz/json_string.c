/* The output is JSON in UTF-8, without control bytes, and says what went in. */
#include "base/json.h"
#include "fuzz.h"

/* The code point at the start of s and its length; 0 where that is no UTF-8. */
static unsigned
code_point(struct str s, unsigned long *code)
{
	static const struct {
		unsigned char mask, mark;
		unsigned long least;
	} rows[] = {{0x80, 0, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};
	unsigned char c = (unsigned char)s.p[0];

	for (unsigned n = 1; n <= 4; n++) {
		if ((c & rows[n - 1].mask) != rows[n - 1].mark)
			continue;
		*code = c & (unsigned char)~rows[n - 1].mask;
		for (unsigned i = 1; i < n; i++) {
			if (i >= s.n || ((unsigned char)s.p[i] & 0xc0) != 0x80)
				return 0;
			*code = *code << 6 | ((unsigned char)s.p[i] & 0x3f);
		}
		return *code >= rows[n - 1].least && *code <= 0x10ffff && (*code < 0xd800 || *code > 0xdfff) ? n : 0;
	}
	return 0;
}

static unsigned
hex(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	LAW(at);
	return (unsigned)(at - digits);
}

/* One escape behind its backslash, back to the byte that it stands for. */
static size_t
unescape(struct buf *back, struct str s)
{
	unsigned code = 0;

	LAW(s.n > 0 && strchr("\"\\u", s.p[0]));
	if (s.p[0] != 'u') {
		buf_char(back, s.p[0]);
		return 1;
	}
	LAW(s.n >= 5);
	for (unsigned i = 1; i < 5; i++)
		code = code << 4 | hex(s.p[i]);
	LAW(code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x61c || (code >= 0x200e && code <= 0x202e) ||
	    (code >= 0x2066 && code <= 0x2069) || (code >= 0xdc80 && code <= 0xdcff));
	if (code >= 0x800 && code < 0xdc80)
		buf_char(back, (char)(0xe0 | code >> 12));
	if (code >= 0x80 && code < 0xdc80) {
		buf_char(back, (char)(code >= 0x800 ? 0x80 | (code >> 6 & 0x3f) : 0xc0 | code >> 6));
		code = 0x80 | (code & 0x3f);
	}
	buf_char(back, (char)(code & 0xff));
	return 5;
}

void
fuzz(struct str input)
{
	struct buf b = {0}, back = {0};
	struct str s;
	unsigned long code;

	json_string(&b, input);
	s = buf_str(&b);
	LAW(s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"');
	for (s = str_cut(str_head(s, s.n - 1), 1); s.n > 0;) {
		unsigned n = code_point(s, &code);

		LAW(n > 0 && code >= 0x20 && code != 0x7f && code != '"');
		if (code == '\\') {
			s = str_cut(s, 1 + unescape(&back, str_cut(s, 1)));
			continue;
		}
		buf_add(&back, str_head(s, n));
		s = str_cut(s, n);
	}
	LAW(str_is(buf_str(&back), input));
}
