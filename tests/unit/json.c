/* JSON text: what a reader gets back is what was written, also where it is no UTF-8. */
#include <inttypes.h>

#include "base/json.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static void
strings(void)
{
	static const struct {
		struct str in;
		const char *want;
	} rows[] = {
#define ROW(in, want) {{in, sizeof(in) - 1}, want},
		ROW("", "\"\"")
		ROW("-O2", "\"-O2\"")
		ROW("a\"b\\c/", "\"a\\\"b\\\\c/\"")
		ROW("\n\t\x01\x1f\x7f", "\"\\u000a\\u0009\\u0001\\u001f\\u007f\"")
		ROW("\0", "\"\\u0000\"")
		ROW("\xc3\xa4", "\"\xc3\xa4\"")
		ROW("\xe2\x82\xac", "\"\xe2\x82\xac\"")
		ROW("\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"")
		ROW("\xf4\x8f\xbf\xbf", "\"\xf4\x8f\xbf\xbf\"")
		/* what a terminal obeys: C1, and marks of direction */
		ROW("\xc2\x9b\xc2\xa0", "\"\\u009b\xc2\xa0\"")
		ROW("\xd8\x9c\xe2\x80\x8e\xe2\x80\xae\xe2\x81\xa9", "\"\\u061c\\u200e\\u202e\\u2069\"")
		/* no UTF-8: every byte by itself, as Python's surrogateescape has it */
		ROW("\xff", "\"\\udcff\"")
		ROW("\x80", "\"\\udc80\"")
		ROW("\xc3", "\"\\udcc3\"")
		ROW("\xc3(", "\"\\udcc3(\"")
		ROW("\xe2\x82", "\"\\udce2\\udc82\"")
		ROW("\xf0\x9f\x98", "\"\\udcf0\\udc9f\\udc98\"")
		/* overlong forms, surrogates and what is behind the last character are none */
		ROW("\xc0\xaf", "\"\\udcc0\\udcaf\"")
		ROW("\xe0\x80\xaf", "\"\\udce0\\udc80\\udcaf\"")
		ROW("\xf0\x80\x80\xaf", "\"\\udcf0\\udc80\\udc80\\udcaf\"")
		ROW("\xed\xa0\x80", "\"\\udced\\udca0\\udc80\"")
		ROW("\xf4\x90\x80\x80", "\"\\udcf4\\udc90\\udc80\\udc80\"")
		ROW("\xf5\x80\x80\x80", "\"\\udcf5\\udc80\\udc80\\udc80\"")
		ROW("\xc3\xa4\xff\xc3\xa4", "\"\xc3\xa4\\udcff\xc3\xa4\"")
#undef ROW
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf b = {0}, name = {0};

		buf_text(&name, "as a JSON string: ");
		buf_add(&name, rows[i].in);
		json_string(&b, rows[i].in);
		is(buf_str(&b), str_of(rows[i].want), buf_str(&name));
	}
}

/* A byte that does not stand for itself is found wherever it is in a text of any length, and the others stay. */
static void
places(void)
{
	static const char plain[] = "~ ![]#aA~ ![]#aA-+~ ![]#aA~ ![]#aA-+~ ![]#aA";
	struct buf b = {0}, want = {0};
	bool same = true;

	for (unsigned c = 1; c < 0x100; c++)
		for (size_t n = 1; n < sizeof plain; n++)
			for (size_t at = 0; at < n; at++) {
				char text[sizeof plain], escaped[8] = {(char)c};

				memcpy(text, plain, sizeof text);
				text[at] = (char)c;
				if (c == '"' || c == '\\')
					snprintf(escaped, sizeof escaped, "\\%c", c);
				else if (c < ' ' || c >= 0x7f)
					snprintf(escaped, sizeof escaped, "\\u%04x", c < 0x80 ? c : 0xdc00 + c);
				b.n = want.n = 0;
				json_string(&b, (struct str){text, n});
				buf_char(&want, '"');
				buf_add(&want, (struct str){plain, at});
				buf_text(&want, escaped);
				buf_add(&want, (struct str){plain + at + 1, n - at - 1});
				buf_char(&want, '"');
				same = same && str_is(buf_str(&b), buf_str(&want));
			}
	ok(same, STR("what needs an escape gets one at each place of each length, and nothing else does"));
}

int
main(void)
{
	static const char *const words[] = {"cc", "-DX=\"\xff\"", ""};
	struct buf b = {0};

	strings();
	places();
	buf_char(&b, '{');
	json_field(&b, "kind", STR("compile"));
	json_field(&b, "empty", STR(""));
	json_words(&b, "argv", words, COUNT(words));
	json_words(&b, "none", words, 0);
	json_key(&b, "edits");
	buf_text(&b, "[{");
	json_field(&b, "flag", STR("-g"));
	buf_text(&b, "}]}");
	is_text(buf_str(&b),
	    "{\"kind\":\"compile\",\"empty\":\"\",\"argv\":[\"cc\",\"-DX=\\\"\\udcff\\\"\",\"\"],\"none\":[],"
	    "\"edits\":[{\"flag\":\"-g\"}]}",
	    "an object: commas where they belong");
	b.n = 0;
	json_format(&b, "[\n{file:%.*s n:%" PRIu64 " yes:%i of:[%s", FMT(STR("a b")), UINT64_MAX, true, "x");
	json_format(&b, "%s]}\n{n:%u of:[] in:{}}]", "y", 0u);
	is_text(buf_str(&b), "[\n{\"file\":\"a b\",\"n\":18446744073709551615,\"yes\":true,\"of\":[\"x\",\"y\"]},"
	    "\n{\"n\":0,\"of\":[],\"in\":{}}]", "objects by formats");
	return done_testing();
}
