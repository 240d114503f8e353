/* Views, globs, numbers, quoting, the hash. */
#include <inttypes.h>

#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void
globs(void)
{
	static const struct {
		const char *pattern, *text;
		bool fits;
	} rows[] = {
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"*", "anything", true},
		{"**", "", true},
		{"a*", "a", true},
		{"a*", "ba", false},
		{"*a", "ba", true},
		{"*a", "ab", false},
		{"a*b", "ab", true},
		{"a*b", "axxb", true},
		{"a*b", "axxbc", false},
		{"a*b*c", "a-b-b-c", true},
		{"*ab*ab*", "abxab", true},
		{"*ab*ab*", "abx", false},
		{"a?c", "abc", false}, /* only the star stands for something */
		{"[a]", "a", false},
		{"-D_FORTIFY_SOURCE*", "-D_FORTIFY_SOURCE=2", true},
		{"-D_FORTIFY_SOURCE*", "-D_FORTIFY_SOURC", false},
		{"*/go-link-*/go.o", "/tmp/go-link-1/go.o", true},
		{"*\xff*", "a\xff\xfe", true},
		{"*aaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf name = {0};

		buf_text(&name, "glob ");
		buf_text(&name, rows[i].pattern);
		buf_text(&name, rows[i].fits ? " fits " : " does not fit ");
		buf_text(&name, rows[i].text);
		ok(str_glob(str_of(rows[i].pattern), str_of(rows[i].text)) == rows[i].fits, buf_str(&name));
	}
}

static void
numbers(void)
{
	static const struct {
		const char *text;
		unsigned max;
		bool good;
		unsigned value;
	} rows[] = {
		{"0", 9, true, 0},
		{"9", 9, true, 9},
		{"10", 9, false, 0},
		{"007", 9, true, 7},
		{"4294967295", 4294967295u, true, 4294967295u},
		{"4294967296", 4294967295u, false, 0},
		{"42949672950", 4294967295u, false, 0},
		{"", 9, false, 0},
		{"-1", 9, false, 0},
		{"+1", 9, false, 0},
		{" 1", 9, false, 0},
		{"1 ", 9, false, 0},
		{"0x1", 99, false, 0},
		{"5", 3, false, 0},
		{"3", 3, true, 3},
		{"1", 0, false, 0},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf name = {0};
		unsigned value = 77;
		bool good = str_number(str_of(rows[i].text), rows[i].max, &value);

		buf_text(&name, "number \"");
		buf_text(&name, rows[i].text);
		buf_text(&name, "\", at most ");
		buf_number(&name, rows[i].max);
		ok(good == rows[i].good && (!good || value == rows[i].value), buf_str(&name));
	}
}

static void
parts(void)
{
	struct str rest = STR("a,,b,"), s = STR("a-b");
	struct buf b = {0};

	while (rest.n > 0) {
		buf_add(&b, str_split(&rest, ','));
		buf_char(&b, ';');
	}
	is_text(buf_str(&b), "a;;b;", "split keeps empty parts, but none behind the last comma");
	is_text(str_base(STR("/usr/bin/cc")), "cc", "base of a path");
	is_text(str_base(STR("cc")), "cc", "base of a name");
	is_text(str_base(STR("/usr/bin/")), "", "base of a directory with a slash");
	is_text(str_trim(STR(" \t a b\r\n")), "a b", "trim");
	is_text(str_trim(STR(" \n")), "", "trim of nothing but blanks");
	is_number(str_find(s, '-', 0), 1, "find");
	is_number(str_find(s, '-', 2), 3, "find behind it");
	is_number(str_find(s, '-', 9), 3, "find from beyond the end");
	is_text(str_cut(s, 9), "", "cut beyond the end");
	is_text(str_head(s, 9), "a-b", "head beyond the end");
	ok(str_starts(s, STR("a-")) && !str_starts(s, STR("a-b-")), STR("starts"));
	ok(str_ends(s, STR("-b")) && !str_ends(s, STR("xa-b")), STR("ends"));
	ok(str_is(STR(""), (struct str){0}), STR("nothing is the empty text"));
}

static void
quoting(void)
{
	static const struct {
		const char *word, *want;
	} rows[] = {
		{"-O2", "-O2"},
		{"", "''"},
		{"a b", "'a b'"},
		{"it's", "'it'\\''s'"},
		{"$x", "'$x'"},
		{"a\nb", "'a\nb'"},
		{"-DX=\"1\"", "'-DX=\"1\"'"},
		{"~", "'~'"},
		{"-Wl,-z,now", "-Wl,-z,now"},
		{"\xff", "'\xff'"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = {0}, name = {0};

		buf_text(&name, "for a shell: ");
		buf_text(&name, rows[i].word);
		buf_shell(&b, str_of(rows[i].word));
		is(buf_str(&b), str_of(rows[i].want), buf_str(&name));
	}
}

static void
growing(void)
{
	struct args a = {0};
	struct buf b = {0};
	bool same = true;

	for (int i = 0; i < 100000; i++) {
		buf_char(&b, (char)('a' + i % 26));
		args_push(&a, b.p);
	}
	for (size_t i = 0; i < b.n; i++)
		same = same && b.p[i] == (char)('a' + (int)(i % 26));
	ok(same && b.n == 100000 && b.p[b.n] == '\0', STR("a buffer grows and stays whole"));
	ok(a.n == 100000 && a.v[a.n] == NULL, STR("an argument vector grows and ends in NULL"));
	ok(((uintptr_t)arena_alloc(1, 1) & 15) == 0 && ((uintptr_t)arena_alloc(3, 5) & 15) == 0,
	    STR("the arena's blocks are aligned"));
	b.n = 0;
	buf_hex(&b, UINT64_C(0x00ab00000000cdef));
	is_text(buf_str(&b), "00ab00000000cdef", "sixteen hexadecimal digits");
	b.n = 0;
	buf_number(&b, UINT64_MAX);
	buf_number(&b, 0);
	is_text(buf_str(&b), "184467440737095516150", "decimal numbers");
	for (uint64_t power = 1; power < UINT64_MAX / 10; power *= 10) {
		char want[64];

		snprintf(want, sizeof want, "%" PRIu64 " %" PRIu64, power, power - 1);
		b.n = 0;
		buf_number(&b, power);
		buf_char(&b, ' ');
		buf_number(&b, power - 1);
		is_text(buf_str(&b), want, "numbers around a power of ten");
	}
	b.n = 0;
	for (unsigned i = 0; i < 100; i++)
		buf_format(&b, "%.*s%u,", FMT(STR("n")), i);
	ok(b.n == 10 * 3 + 90 * 4 && b.p[b.n] == '\0' && str_ends(buf_str(&b), STR(",n98,n99,")), STR("a format, again and again"));
	is_text(str_format("%s", ""), "", "a format of nothing");
	is_text(str_format("%-3s|%*s|%2u|%-*.*s|", "a", 10, "b", 123u, 5, FMT(STR("cd"))),
	    "a  |         b|123|cd   |", "columns");
	b.n = 0;
	buf_word(&b, STR("a"));
	buf_word(&b, STR("a"));
	is_text(buf_str(&b), "a a", "words of a list");
}

/* In pieces that depend on the length. */
static void
copies(void)
{
	char from[100], to[102];
	bool same = true, within = true;

	for (size_t i = 0; i < sizeof from; i++)
		from[i] = (char)(' ' + i);
	for (size_t n = 0; n <= sizeof from; n++) {
		memset(to, 0, sizeof to);
		same = same && str_put(to + 1, (struct str){from, n}) == to + 1 + n && memcmp(to + 1, from, n) == 0;
		within = within && to[0] == 0 && to[1 + n] == 0;
	}
	ok(same, STR("a text of each length up to 100 is copied, and its end told"));
	ok(within, STR("and nothing around it is written to"));
}

static void
hashes(void)
{
	uint64_t one = hash_str(0, STR("-O2"));

	ok(one == hash_str(0, STR("-O2")), STR("equal texts have equal hashes"));
	ok(one != hash_str(0, STR("-O3")), STR("one bit changes it"));
	ok(one != hash_str(1, STR("-O2")), STR("the seed changes it"));
	ok(hash_bytes(0, "a\0", 2) != hash_bytes(0, "a", 1), STR("a zero byte more changes it"));
	ok(hash_str(hash_str(0, STR("ab")), STR("c")) != hash_str(hash_str(0, STR("a")), STR("bc")),
	    STR("where a text ends is part of a chain"));
}

int
main(void)
{
	globs();
	numbers();
	parts();
	quoting();
	growing();
	copies();
	hashes();
	return done_testing();
}
