#include "base/json.h"

#include <inttypes.h>

#include "base/block.h"
#include "base/error.h"
#include "base/plain.h"

static char *
put_unit(char *to, unsigned unit)
{
	*to++ = '\\';
	*to++ = 'u';
	for (int shift = 12; shift >= 0; shift -= 4)
		*to++ = "0123456789abcdef"[unit >> shift & 15];
	return to;
}

/* A character that is not ASCII, or steers a terminal, of n bytes; 0: a byte that is none. A log may be shown on a terminal, too. */
static COLD char *
put_odd(char *to, struct str s, unsigned n)
{
	if (n == 0)
		return put_unit(to, 0xdc00u | (unsigned char)s.p[0]);
	if (utf8_steers(s, n))
		return put_unit(to, utf8_character(s, n));
	return str_put(to, str_head(s, n));
}

/* Bytes that stand for themselves: printable ASCII but for the quote and the backslash. */
static bool
plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/* Are all sixteen? As signed bytes, what is beyond ASCII is small, too. */
static bool
all_plain(block b)
{
	return !block_any((b < ' ') | (b == 0x7f) | (b == '"') | (b == '\\'));
}

/* Copies a text of LEAST to two blocks as two parts that overlap. False, and nothing of worth is copied, where a byte of it
 * is not plain. */
static inline bool
copy_short(char *to, struct str s)
{
	const char *end = s.p + s.n;

	if (s.n >= BLOCK) {
		block first = block_at(s.p), last = block_at(end - BLOCK);

		memcpy(to, &first, BLOCK);
		memcpy(to + s.n - BLOCK, &last, BLOCK);
		return all_plain(first) && all_plain(last);
	}
	str_put(to, s);
	return all_plain(block_first(s.p, s.n));
}

/* Copies the plain bytes at the start of s, and tells how many: nearly all of what is logged is plain and short. */
static size_t
copy_plain(char *to, struct str s)
{
	size_t n = 0;

	if (s.n >= LEAST && s.n <= TWO_BLOCKS && copy_short(to, s))
		return s.n;
	for (; s.n - n >= BLOCK; n += BLOCK) {
		block b = block_at(s.p + n);

		if (!all_plain(b))
			break;
		memcpy(to + n, &b, sizeof b);
	}
	for (; n < s.n && plain((unsigned char)s.p[n]); n++)
		to[n] = s.p[n];
	return n;
}

char *
json_put(char *to, struct str s)
{
	*to++ = '"';
	for (;;) {
		size_t n = copy_plain(to, s);

		to += n;
		s = str_cut(s, n);
		if (s.n == 0)
			break;
		if (s.p[0] == '"' || s.p[0] == '\\') { /* as each note has */
			*to++ = '\\';
			*to++ = s.p[0];
			n = 1;
		} else {
			unsigned length = utf8_length(s);

			to = put_odd(to, s, length);
			n = length > 0 ? length : 1;
		}
		s = str_cut(s, n);
	}
	*to++ = '"';
	return to;
}

void
json_string(struct buf *b, struct str s)
{
	buf_reserve(b, JSON_ROOM(s.n));
	b->n = (size_t)(json_put(b->p + b->n, s) - b->p);
	b->p[b->n] = '\0';
}

/* Our own keys have nothing to escape. */
void
json_key_str(struct buf *b, struct str key)
{
	char *p;

	buf_reserve(b, key.n + 4);
	p = b->p + b->n;
	if (b->n > 0 && p[-1] != '{' && p[-1] != '[')
		*p++ = ',';
	*p++ = '"';
	p = str_put(p, key);
	memcpy(p, "\":", sizeof "\":");
	b->n = (size_t)(p + 2 - b->p);
}

void
json_pair(struct buf *b, struct str key, struct str value)
{
	if (b->n > 0 && b->p[b->n - 1] != '{')
		buf_char(b, ',');
	json_string(b, key);
	buf_char(b, ':');
	json_string(b, value);
}

void
json_field_number(struct buf *b, const char *key, uint64_t n)
{
	json_key(b, key);
	buf_number(b, n);
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

/* The value that a mark stands for; returns how long the mark is. */
static size_t
put_value(struct buf *b, const char *mark, va_list *ap)
{
	struct str text;

	if (mark[1] == 's') {
		json_string(b, str_of(va_arg(*ap, const char *)));
	} else if (mark[1] == 'i') {
		buf_text(b, va_arg(*ap, int) ? "true" : "false");
	} else if (mark[1] == 'u') {
		buf_number(b, va_arg(*ap, unsigned));
	} else if (str_starts_text(str_of(mark + 1), PRIu64)) {
		buf_number(b, va_arg(*ap, uint64_t));
		return sizeof PRIu64;
	} else if (str_starts_text(str_of(mark + 1), ".*s")) {
		text.n = (size_t)va_arg(*ap, int);
		text.p = va_arg(*ap, const char *);
		json_string(b, text);
		return sizeof ".*s";
	} else {
		oops("no such JSON: %s", mark);
	}
	return 2;
}

void
json_format(struct buf *b, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	for (const char *p = format; *p != '\0';) {
		size_t n = strcspn(p, " :%[]{}\n");
		bool ends = *p == '}' || *p == ']';

		if (n == 0 && *p != ' ' && !ends && b->n > 0 && !strchr("[{:,\n", b->p[b->n - 1]))
			buf_char(b, ',');
		if (n > 0)
			json_key_str(b, (struct str){p, n++});
		else if (*p == '%')
			n = put_value(b, p, &ap);
		else if (*p != ' ')
			buf_char(b, *p);
		p += n > 0 ? n : 1;
	}
	va_end(ap);
}
