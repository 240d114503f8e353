/* Text that a terminal shows and does not obey: each character there is, each byte that is none, and what is kept. */
#include "base/plain.h"
#include "tap.h"

/* As the pages of Unicode name them, not as the table in plain.c does. */
static bool
is_control(unsigned c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

static bool
is_direction(unsigned c)
{
	return c == 0x061c || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static struct str
encoded(unsigned c, char bytes[5])
{
	static const struct {
		unsigned below, first;
	} rows[] = {{0x80, 0}, {0x800, 0xc0}, {0x10000, 0xe0}, {0x110000, 0xf0}};
	size_t n = 0;

	while (c >= rows[n].below)
		n++;
	for (size_t i = n; i > 0; i--, c >>= 6)
		bytes[i] = (char)(0x80 | (c & 0x3f));
	bytes[0] = (char)(rows[n].first | c);
	return (struct str){bytes, n + 1};
}

static void
characters(void)
{
	bool escaped = true, left = true, read = true;
	unsigned n = 0;

	for (unsigned c = 0; c < 0x110000; c++) {
		bool line = c == 0x2028 || c == 0x2029;
		char bytes[5], to[16];
		struct str s = encoded(c, bytes);
		size_t put = (size_t)(plain_put(to, s, PLAIN_WORD) - to);

		if (c >= 0xd800 && c < 0xe000)
			continue;
		read = read && utf8_length(s) == s.n && utf8_character(s, (unsigned)s.n) == c;
		if (is_control(c) || is_direction(c) || line) {
			for (size_t i = 0; i < put; i++)
				escaped = escaped && to[i] >= ' ' && to[i] < 0x7f;
			n++;
		} else {
			left = left && put == s.n && memcmp(to, bytes, put) == 0 && plain_span(s, PLAIN_WORD) == s.n;
		}
	}
	ok(read, STR("each character is read"));
	ok(escaped && n == 65 + 12 + 2, STR("what a terminal obeys is printable ASCII"));
	ok(left, STR("all others stay as they are"));
}

static void
rows(void)
{
	static const struct {
		const char *in;
		enum plain keep;
		const char *want;
	} table[] = {
		{"", PLAIN_WORD, ""},
		{"a b\\x", PLAIN_WORD, "a b\\x"},
		{"a\n\tb\r", PLAIN_WORD, "a\\n\\tb\\x0d"},
		{"a\n\tb\r", PLAIN_TEXT, "a\n\tb\\x0d"},
		{"\033[31mx\033[m", PLAIN_TEXT, "\\x1b[31mx\\x1b[m"},
		{"\033[31mx\033[m\n", PLAIN_COLOURS, "\033[31mx\033[m\n"},
		{"\033[1;31mx", PLAIN_COLOURS, "\033[1;31mx"},
		{"\033[31x\033[2J\033]0;t\a\033[", PLAIN_COLOURS, "\\x1b[31x\\x1b[2J\\x1b]0;t\\x07\\x1b["},
		{"\xc2\x9b" "31m", PLAIN_COLOURS, "\\xc2\\x9b31m"},
		{"\x9b\xff\xc3(\xe2\x82", PLAIN_TEXT, "\\x9b\\xff\\xc3(\\xe2\\x82"},
		{"\xc0\x9b\xe0\x82\x9b", PLAIN_TEXT, "\\xc0\\x9b\\xe0\\x82\\x9b"}, /* overlong */
		{"\xc3\xa4\xe2\x80\xae\xf0\x9f\x98\x80", PLAIN_TEXT, "\xc3\xa4\\xe2\\x80\\xae\xf0\x9f\x98\x80"},
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		char to[128];
		struct str got = {to, (size_t)(plain_put(to, str_of(table[i].in), table[i].keep) - to)};

		is(got, str_of(table[i].want), str_of(table[i].in));
	}
}

static void
shell(void)
{
	static const char *const table[][2] = {
		{"a b", "'a b'"},
		{"\xc3\xa4", "'\xc3\xa4'"},
		{"a\033", "\"$(printf 'a\\033')\""},
		{"-\t%\\'", "\"$(printf '\\055\\011%%\\\\\\047')\""},
		{"a\n", "\"$(printf 'a')\n\""}, /* a newline at the end would be lost */
		{"\n", "\"$(printf '')\n\""},
		{"\xe2\x80\xae", "\"$(printf '\\342\\200\\256')\""},
	};

	for (size_t i = 0; i < COUNT(table); i++) {
		struct buf b = {0};

		text_shell(&b, str_of(table[i][0]));
		is(buf_str(&b), str_of(table[i][1]), str_of(table[i][0]));
	}
}

int
main(void)
{
	struct buf b = {0};

	characters();
	rows();
	shell();
	text_line(&b, "%-4s|%.*s", "a\n", FMT(STR("b\0c")));
	is(buf_str(&b), STR("a\\n  |b\\x00c\n"), STR("a line stays one"));
	return done_testing();
}
