#include "base/jsonread.h"

static void
blanks(struct str *s)
{
	while (s->n > 0 && (s->p[0] == ' ' || s->p[0] == '\t' || s->p[0] == '\r' || s->p[0] == '\n'))
		*s = str_cut(*s, 1);
}

static bool
take(struct str *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = str_cut(*s, 1);
	return true;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four of them; -1 where they are not there. */
static long
hex4(struct str s)
{
	long code = 0;

	if (s.n < 4)
		return -1;
	for (size_t i = 0; i < 4; i++) {
		int digit = hex_digit(s.p[i]);

		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code;
}

/* Behind the first quote; also cuts off the last. */
static bool
skip_string(struct str *s)
{
	while (s->n > 0 && s->p[0] != '"') {
		size_t n = 1;

		if ((unsigned char)s->p[0] < 0x20)
			return false;
		if (s->p[0] == '\\') {
			if (s->n < 2 || s->p[1] == '\0' || !strchr("\"\\/bfnrtu", s->p[1]))
				return false;
			if (s->p[1] == 'u' && hex4(str_cut(*s, 2)) < 0)
				return false;
			n = s->p[1] == 'u' ? 6 : 2;
		}
		*s = str_cut(*s, n);
	}
	return take(s, '"');
}

static bool
skip_digits(struct str *s)
{
	size_t n = 0;

	while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
		n++;
	*s = str_cut(*s, n);
	return n > 0;
}

static bool
skip_number(struct str *s)
{
	take(s, '-');
	if (!skip_digits(s) || (take(s, '.') && !skip_digits(s)))
		return false;
	if (!take(s, 'e') && !take(s, 'E'))
		return true;
	if (!take(s, '+'))
		take(s, '-');
	return skip_digits(s);
}

static bool
skip_literal(struct str *s)
{
	static const char literals[][6] = {"null", "true", "false"};

	for (size_t i = 0; i < COUNT(literals); i++)
		if (str_starts_text(*s, literals[i])) {
			*s = str_cut(*s, strlen(literals[i]));
			return true;
		}
	return skip_number(s);
}

static bool
skip(struct str *s, int depth)
{
	char open = (char)(s->n > 0 ? s->p[0] : '\0'), close = (char)(open == '{' ? '}' : ']');

	if (take(s, '"'))
		return skip_string(s);
	if (open != '{' && open != '[')
		return skip_literal(s);
	if (depth == JSON_DEPTH)
		return false;
	*s = str_cut(*s, 1);
	blanks(s);
	if (take(s, close))
		return true;
	do {
		blanks(s);
		if (open == '{') {
			if (!take(s, '"') || !skip_string(s))
				return false;
			blanks(s);
			if (!take(s, ':'))
				return false;
			blanks(s);
		}
		if (!skip(s, depth + 1))
			return false;
		blanks(s);
	} while (take(s, ','));
	return take(s, close);
}

bool
json_value(struct str *rest, struct str *value)
{
	blanks(rest);
	*value = *rest;
	if (!skip(rest, 0))
		return false;
	value->n -= rest->n;
	blanks(rest);
	return true;
}

static bool
inside_of(struct str value, char open, struct str *inside)
{
	if (value.n < 2 || value.p[0] != open)
		return false;
	*inside = str_cut(str_head(value, value.n - 1), 1);
	return true;
}

bool
json_members(struct str value, struct str *inside)
{
	return inside_of(value, '{', inside);
}

bool
json_elements(struct str value, struct str *inside)
{
	return inside_of(value, '[', inside);
}

bool
json_element(struct str *inside, struct str *value)
{
	blanks(inside);
	take(inside, ',');
	return json_value(inside, value);
}

bool
json_member(struct str *inside, struct str *key, struct str *value)
{
	if (!json_element(inside, key))
		return false;
	return take(inside, ':') && json_value(inside, value);
}

static void
add_code(struct buf *b, unsigned long code)
{
	if (code >= 0xdc80 && code <= 0xdcff) { /* a byte that was no UTF-8 */
		buf_char(b, (char)(code & 0xff));
		return;
	}
	if (code >= 0xd800 && code <= 0xdfff)
		code = 0xfffd;
	if (code < 0x80) {
		buf_char(b, (char)code);
		return;
	}
	if (code >= 0x10000)
		buf_char(b, (char)(0xf0 | code >> 18));
	if (code >= 0x800)
		buf_char(b, (char)((code >= 0x10000 ? 0x80 : 0xe0) | (code >> 12 & 0x3f)));
	buf_char(b, (char)((code >= 0x800 ? 0x80 : 0xc0) | (code >> 6 & 0x3f)));
	buf_char(b, (char)(0x80 | (code & 0x3f)));
}

/* An escape, behind its backslash; returns how long it was. */
static size_t
unescape(struct buf *b, struct str s)
{
	static const char letters[] = "bfnrt", meant[] = "\b\f\n\r\t";
	const char *letter = strchr(letters, s.p[0]);
	long code, low;

	if (s.p[0] != 'u') {
		buf_char(b, (char)(letter ? meant[letter - letters] : s.p[0]));
		return 1;
	}
	code = hex4(str_cut(s, 1));
	if (code >= 0xd800 && code <= 0xdbff && str_starts(str_cut(s, 5), STR("\\u"))) {
		low = hex4(str_cut(s, 7));
		if (low >= 0xdc00 && low <= 0xdfff) {
			add_code(b, (unsigned long)(0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)));
			return 11;
		}
	}
	add_code(b, (unsigned long)code);
	return 5;
}

struct str
json_text(struct str value)
{
	struct buf b = {0};
	struct str s;

	if (value.n < 2 || value.p[0] != '"')
		return (struct str){0};
	s = str_cut(str_head(value, value.n - 1), 1);
	if (str_find(s, '\\', 0) == s.n)
		return s;
	while (s.n > 0) {
		size_t plain = str_find(s, '\\', 0);

		buf_add(&b, str_head(s, plain));
		s = str_cut(s, plain);
		if (s.n > 1)
			s = str_cut(s, 1 + unescape(&b, str_cut(s, 1)));
	}
	return buf_str(&b);
}
