/* A line of the log read back, and JSON that is none of ours. */
#include "base/json.h"
#include "base/jsonread.h"
#include "record/logline.h"
#include "tap.h"

static const char line[] =
    "{\"v\":1,\"time\":5,\"duration_us\":6,\"status\":0,\"signal\":0,\"cwd\":null,\"name\":\"gcc\",\"real\":\"/usr/bin/gcc\","
    "\"compiler\":\"gcc \\\"12\\\"\",\"kind\":\"compile\",\"language\":\"c\",\"sources\":[\"a b.c\"],\"output\":null,\"argv\":[\"gcc\",\"\\udcff\\u000a\"],"
    "\"run\":[],\"edits\":[{\"feature\":\"f\",\"verb\":\"add\",\"flag\":\"-x\",\"result\":\"added\",\"rule\":\"p:1\",\"reason\":\"\"}],"
    "\"left_out\":[{\"feature\":\"g\",\"verb\":\"add\",\"flag\":\"-y\",\"result\":\"skipped\",\"rule\":\"p:2\",\"reason\":\"r\"}],"
    "\"flags\":[\"-x\"],\"profile\":\"openssf\",\"policy\":\"00\",\"go_package\":null,\"parent\":7,\"more\":[{\"x\":{}}]}";

static void
values(void)
{
	static const struct {
		const char *text;
		bool json;
	} rows[] = {
		{"{}", true}, {"[]", true}, {" [ 1 , -2.5e+3 ] ", true}, {"{\"a\":null,\"b\":[true,false]}", true},
		{"\"\\u00e4\\n\"", true}, {"0", true}, {"", false}, {"{", false}, {"[1,]", false}, {"[1 2]", false},
		{"{\"a\"}", false}, {"{\"a\":}", false}, {"{a:1}", false}, {"\"\\x\"", false}, {"\"\\u12g4\"", false},
		{"\"a\nb\"", false}, {"\"a", false}, {"-", false}, {"1.", false}, {"1e", false}, {"nul", false}, {"}", false},
		{"[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", true}, {"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", false},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct str rest = str_of(rows[i].text), value;

		ok((json_value(&rest, &value) && rest.n == 0) == rows[i].json, str_of(rows[i].text));
	}
}

static void
texts(void)
{
	static const struct {
		const char *json;
		struct str text;
	} rows[] = {
#define ROW(json, text) {json, {text, sizeof(text) - 1}}
		ROW("\"\"", ""),
		ROW("\"a\\\"\\\\\\/b\"", "a\"\\/b"),
		ROW("\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t"),
		ROW("\"\\u00e4\\u20ac\"", "\xc3\xa4\xe2\x82\xac"),
		ROW("\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80"),
		ROW("\"\\udcff\\udc80\"", "\xff\x80"),
		ROW("\"\\ud83dx\"", "\xef\xbf\xbdx"),
		ROW("\"\\u0000\"", "\0"),
#undef ROW
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is(json_text(str_of(rows[i].json)), rows[i].text, str_of(rows[i].json));
	ok(!json_text(STR("12")).p, STR("a number is no text"));
}

/* Each prefix, and the line with each byte changed: an answer, whatever it is. */
static void
hostile(void)
{
	char copy[sizeof line];
	struct logline l;
	unsigned read = 0;

	for (size_t n = 0; n < sizeof line - 1; n++)
		read += logline_read((struct str){line, n}, &l);
	is_number(read, 0, "no beginning of a line is a line");
	for (size_t i = 0; i < sizeof line - 1; i++) {
		memcpy(copy, line, sizeof line);
		copy[i] = '\0';
		read += logline_read((struct str){copy, sizeof line - 1}, &l);
	}
	ok(true, STR("a byte that is wrong ends nothing"));
	ok(!logline_read(STR("{\"v\":1}"), &l), STR("what a line has must be there"));
	ok(!logline_read(STR("[1]"), &l), STR("an array is no line"));
}

int
main(void)
{
	struct logline l;
	struct logedit e;
	struct str word, edits, argv;
	uint64_t n;
	char other[sizeof line];

	values();
	texts();
	ok(str_count(STR("18446744073709551615"), &n) && n == UINT64_MAX, STR("the biggest number"));
	ok(!str_count(STR("18446744073709551616"), &n), STR("and one more"));
	ok(logline_read(str_of(line), &l), STR("a line"));
	is_number(l.time, 5, "a number");
	is_text(l.compiler, "gcc \"12\"", "a text with escapes");
	is_number(l.cwd.n, 0, "null is an empty text");
	argv = l.argv;
	ok(logline_word(&argv, &word) && str_is(word, STR("gcc")), STR("the first word"));
	ok(logline_word(&argv, &word) && str_is(word, STR("\xff\n")), STR("the second: the bytes that were"));
	ok(!logline_word(&argv, &word), STR("no third"));
	edits = l.edits;
	ok(logline_edit(&edits, &e) && str_is(e.flag, STR("-x")) && str_is(e.rule, STR("p:1")), STR("an edit"));
	ok(!logline_edit(&edits, &e), STR("no other"));
	edits = l.left_out;
	ok(logline_edit(&edits, &e) && str_is(e.feature, STR("g")) && str_is(e.reason, STR("r")), STR("what was left out"));
	ok(logline_word(&l.flags, &word) && str_is(word, STR("-x")), STR("a flag"));
	is_number(l.parent, 7, "the process that called");
	is_text(l.language, "c", "the language");
	memcpy(other, line, sizeof line);
	other[5] = '2';
	ok(!logline_read(str_of(other), &l), STR("another version is no line"));
	hostile();
	return done_testing();
}
