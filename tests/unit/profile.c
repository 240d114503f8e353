/* The language of profiles: what a good line becomes, and every error of a bad file, with its line. */
#include "profile/profile.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/io.h"
#include "base/process.h"
#include "profile/rule.h"
#include "tap.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static int standard_error, captured;

static void
capture(void)
{
	captured = memory_file(STR(""));
	standard_error = dup(STDERR_FILENO);
	if (captured < 0 || standard_error < 0 || dup2(captured, STDERR_FILENO) < 0)
		exit(99);
}

static struct str
said(void)
{
	struct str text;

	if (dup2(standard_error, STDERR_FILENO) < 0 || lseek(captured, 0, SEEK_SET) < 0 ||
	    !read_fd(captured, 0, false, &text))
		exit(99);
	close(standard_error);
	close(captured);
	return text;
}

static const char *
include(void *context, struct policy *p, struct str name)
{
	(void)context;
	return str_is(name, STR("good")) && profile_parse(p, STR("good"), STR("a add -A\n"), STR(""), include, NULL) == 0 ?
	    NULL : "is not a profile";
}

/* Its rules are taken, and nothing is said. */
static void
good_lines(void)
{
	static const struct {
		const char *text;
		unsigned rules;
	} rows[] = {
		{"", 0},
		{"\n\n\n", 0},
		{"# comment\n   # another\n\t\n", 0},
		{"a add -O2", 1},
		{"a add -O2\n", 1},
		{"a add -O2\r\n", 1},
		{"\ta\tadd\t-O2\t\n", 1},
		{"a add -O2 # why\n", 1},
		{"a add -DX#1\n", 1},
		{"a add -O2 -g -Wall\n", 1},
		{"a require -O2\na force -O2\na drop -O2\na deny -O*\n", 4},
		{"a drop -Wl,-z,now -Wl,-s -pie\n", 1},
		{"a replace -O3 -O2\n", 1},
		{"a replace -s -Wl,--strip-debug\n", 1},
		{"a replace -Wl,-s -Wl,-S\n", 1},
		{"a spec\na spec hardened.specs\na spec /etc/x\n", 3},
		{"a note\n", 1},
		{"a refuse if link\n", 1},
		{"a off\na off if c because it breaks\n", 2},
		{"a add -x if compile c cxx x86_64 gcc>=12 clang>=9<16 !sanitize\n", 1},
		{"a add -x if gcc>=4.8.1<5\n", 1},
		{"a add -x if !gcc\n", 1},
		{"a add -x if gcc<4 gcc>=8<9 gcc>=10 clang<3 clang>=5<6 clang>=8\n", 1},
		{"a add -x if other-compiler\n", 1},
		{"a add -x if package example.com/... package other/p\n", 1},
		{"a add -x if cgo package p because go says so\n", 1},
		{"a add -x unless -y -Wl,-z,lazy -D*\n", 1},
		{"a add -x if link unless -y because it is, and if unless because\n", 1},
		{"a add -x because # is no comment here\n", 1},
		{"a add -x if\n", 1},
		{"include good\nb add -x\n", 2},
		{"include good\ninclude good\n", 2},
		{"relro use\n", 1},
		{"fortify use 3\nfortify use 2\n", 3},
		{"fortify use 3 if gcc>=12\n", 1},
		{"stackclash use if aarch64 !sanitize package p unless -x because it is enough\n", 1},
		{"fortify=3 add -x\nuse add -y\neach add -z\n", 3},
		{"\xff add -\xfe because \xfd\n", 1},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct policy p;
		unsigned errors;
		struct str text;

		policy_new(&p);
		capture();
		errors = profile_parse(&p, STR("p"), str_of(rows[i].text), STR(""), include, NULL);
		text = said();
		is(text, STR(""), str_of(rows[i].text));
		ok(errors == 0 && p.nrule == rows[i].rules, STR("and no error, and as many rules"));
	}
}

static void
bad_lines(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{"a", "p:1: \"a\" needs a verb behind it"},
		{"a # add -x", "p:1: \"a\" needs a verb behind it"},
		{"a give -x", "p:1: \"give\" is not a verb"},
		{"a ADD -x", "p:1: \"ADD\" is not a verb"},
		{"-x add -x", "p:1: \"-x\" is not a feature"},
		{"+x add -x", "p:1: \"+x\" is not a feature"},
		{"!x add -x", "p:1: \"!x\" is not a feature"},
		{"a add", "p:1: \"add\" needs a flag behind it"},
		{"a add if link", "p:1: \"add\" needs a flag behind it"},
		{"a drop", "p:1: \"drop\" needs a flag behind it"},
		{"a replace -x", "p:1: \"replace\" needs a flag and what takes its place"},
		{"a replace -x -y -z", "p:1: \"-z\" is one word too many for this verb"},
		{"a replace -Wl,-s -O2", "p:1: \"replace\" puts a word into another program's list"},
		{"a note -x", "p:1: \"-x\" is one word too many for this verb"},
		{"a off -x", "p:1: \"-x\" is one word too many for this verb"},
		{"a spec one two", "p:1: \"two\" is one word too many for this verb"},
		{"relro use now", "p:1: \"now\" is not a level of the feature; there are none"},
		{"relro each", "p:1: \"each\" stands in the catalogue of features alone"},
		{"a use", "p:1: \"a\" is not a feature of the catalogue"},
		{"a drop file.c", "p:1: \"file.c\" is not a single flag"},
		{"a drop -Wl,-s,-x", "p:1: \"-Wl,-s,-x\" is not a single flag"},
		{"a add -x if gccc", "p:1: \"gccc\" is not a condition that hardcc knows"},
		{"a add -x if GCC", "p:1: \"GCC\" is not a condition that hardcc knows"},
		{"a add -x if !gccc", "p:1: \"!gccc\" is not a condition that hardcc knows"},
		{"a add -x if !", "p:1: \"!\" is not a condition that hardcc knows"},
		{"a add -x if and", "p:1: \"and\" is not a condition that hardcc knows"},
		{"a add -x if gcc>12", "p:1: \"gcc>12\" is not a condition; a version is given by >= or <"},
		{"a add -x if gcc=12", "p:1: \"gcc=12\" is not a condition"},
		{"a add -x if gcc>=x", "p:1: \"gcc>=x\" is not a condition; that is no version"},
		{"a add -x if gcc>=", "p:1: \"gcc>=\" is not a condition; that is no version"},
		{"a add -x if gcc<", "p:1: \"gcc<\" is not a condition; that is no version"},
		{"a add -x if gcc>=12.1.2.3", "p:1: \"gcc>=12.1.2.3\" is not a condition; that is no version"},
		{"a add -x if gcc>=12.999", "p:1: \"gcc>=12.999\" is not a condition; that is no version"},
		{"a add -x if gcc>=12.", "p:1: \"gcc>=12.\" is not a condition; that is no version"},
		{"a add -x if gcc>=12..1", "p:1: \"gcc>=12..1\" is not a condition; that is no version"},
		{"a add -x if link>=2", "p:1: \"link>=2\" is not a condition; only gcc and clang have versions"},
		{"a add -x if !gcc>=12", "p:1: \"!gcc>=12\" is not a condition"},
		{"a add -x if package", "p:1: \"package\" needs a pattern behind it"},
		{"a add -x if with", "p:1: \"with\" needs a feature behind it"},
		{"a add -x if c without", "p:1: \"without\" needs a feature behind it"},
		{"a add -x if with b with c", "p:1: \"c\" is one too many for one rule"},
		{"a add -x unless y", "p:1: \"y\" is not a single flag"},
		{"a add -x unless -y if link", "p:1: \"if\" has to come before unless"},
		{"a add -x unless -Wl,-a,-b", "p:1: \"-Wl,-a,-b\" is not a single flag"},
		{"include", "p:1: \"include\" needs the name of a profile"},
		{"include good better", "p:1: \"good\" is followed by more"},
		{"include bad", "p:1: \"bad\" is not a profile"},
		{"a add -1 -2 -3 -4 -5 -6 -7 -8 -9 -10 -11 -12 -13 -14 -15 -16 -17",
		 "p:1: \"-17\" is one word too many for this verb"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct policy p;
		unsigned errors;
		struct str text, line;

		policy_new(&p);
		capture();
		errors = profile_parse(&p, STR("p"), str_of(rows[i].text), STR(""), include, NULL);
		text = said();
		line = str_split(&text, '\n');
		ok(errors == 1 && text.n == 0, str_of(rows[i].text));
		for (size_t from = 0; from + 4 < line.n; from++) /* behind "hardcc: error: " */
			if (str_starts(str_cut(line, from), STR("p:1:"))) {
				line = str_cut(line, from);
				break;
			}
		is(str_head(line, strlen(rows[i].want)), str_of(rows[i].want), STR("and the line, the word and the reason"));
	}
}

static void
all_at_once(void)
{
	static const char text[] = "a give -x\n"
				   "b add -y\n"
				   "\n"
				   "c add -z if nonsense\n"
				   "include nowhere\n"
				   "d drop -Wl,-a,-b\n"
				   "a";
	static const char *const want[] = {"file:1:", "file:4:", "file:5:", "file:6:", "file:7:"};
	struct policy p;
	struct str got;
	unsigned errors;

	policy_new(&p);
	capture();
	errors = profile_parse(&p, STR("file"), str_of(text), STR(""), include, NULL);
	got = said();
	is_number(errors, COUNT(want), "all errors of a file are counted");
	for (size_t i = 0; i < COUNT(want); i++) {
		struct str line = str_split(&got, '\n');
		bool there = false;

		for (size_t from = 0; from < line.n; from++)
			there = there || str_starts(str_cut(line, from), str_of(want[i]));
		ok(there, str_of(want[i]));
	}
	is(got, STR(""), STR("and nothing more is said"));
}

static void
one_feature(void)
{
	struct policy p;

	policy_new(&p);
	profile_parse(&p, STR("p"), STR("a add -x\nb add -y\ninclude nowhere\na add -z\n"), STR("a"), NULL, NULL);
	is_number(p.nrule, 2, "one feature's rules alone");
	is_text(rule_words(&p, &p.rule[1]), "-z", "and their words");
	is_text(str_of(rule_place(&p, &p.rule[1])), "p:4", "and their place");
}

/* A catalogue of our own: what `use` makes of it. */
static const char features[] = "# comment\n"
			       "one add -1 if link gcc>=8 clang unless -0\n"
			       "two each if compile c cxx !sanitize unless -0\n"
			       "two=a add -a if x86_64 i386 gcc>=8<12 clang<9\n"
			       "two=b add -b if aarch64\n"
			       "two add -c if other-compiler because so\n"
			       "bad each if nonsense\n"
			       "bad add -1\n"
			       "worse use\n"
			       "worst add -1 if gcc>=x\n"
			       "over force -1\n";

static void
choices(void)
{
	static const struct {
		const char *line, *want; /* the rules, or the error */
	} rows[] = {
		{"one use", "one add -1 if link gcc>=8 clang unless -0;"},
		{"one use if gcc<10", "one add -1 if link gcc>=8<10 unless -0;"},
		{"one use if gcc>=10 clang>=3.1.4 unless -9", "one add -1 if link gcc>=10 clang>=3.1.4 unless -0 -9;"},
		{"one use if gcc>=4<9 gcc>=11", "one add -1 if link gcc>=8<9 gcc>=11 unless -0;"},
		{"one use if link compile !pie", "one add -1 if link !pie gcc>=8 clang unless -0;"},
		{"one use if with x without y package p", "one add -1 if link gcc>=8 clang with x without y package p unless -0;"},
		{"one use if gcc<8", "p:1: \"one\" has no line that can hold"},
		{"one use if compile", "p:1: \"one\" has no line that can hold"},
		{"one use if !link", "p:1: \"one\" has no line that can hold"},
		{"one use if other-compiler", "p:1: \"one\" has no line that can hold"},
		{"two use a", "two add -a if compile c cxx x86_64 i386 !sanitize gcc>=8<12 clang<9 unless -0;"
			      "two add -c if compile c cxx !sanitize other-compiler unless -0;"},
		{"two use b", "two add -b if compile c cxx aarch64 !sanitize unless -0;"
			      "two add -c if compile c cxx !sanitize other-compiler unless -0;"},
		{"two use b if gcc", "two add -b if compile c cxx aarch64 !sanitize gcc unless -0;"},
		{"two use a if cxx objc i386 aarch64 gcc", "two add -a if compile cxx i386 !sanitize gcc>=8<12 unless -0;"},
		{"two require b if gcc", "two require -b if compile c cxx aarch64 !sanitize gcc unless -0;"},
		{"one require c", "p:1: \"c\" is not a level of the feature; there are none"},
		{"two require -z", "two require -z;"},
		{"two require", "p:1: \"two\" needs a level; there are a b"},
		{"over require", "p:1: \"over\" cannot be required: none of its lines is an add; write use"},
		{"two use", "p:1: \"two\" needs a level; there are a b"},
		{"two use c", "p:1: \"c\" is not a level of the feature; there are a b"},
		{"two use a b", "p:1: \"b\" is one word too many"},
		{"two=a use", "p:1: \"two=a\" is not a feature of the catalogue (did you mean \"two\"?)"},
		{"one use a", "p:1: \"a\" is not a level of the feature; there are none"},
		{"on use", "p:1: \"on\" is not a feature of the catalogue (did you mean \"one\"?)"},
		{"relro use", "p:1: \"relro\" is not a feature of the catalogue"},
		{"one use if nonsense", "p:1: \"nonsense\" is not a condition"},
		{"one use unless x", "p:1: \"x\" is not a single flag"},
		{"one use because until 1", "p:1: \"1\" is not a day"},
		{"one each if link", "p:1: \"each\" stands in the catalogue of features alone"},
		{"bad use", "features:7: \"nonsense\" is not a condition"},
		{"worse use", "features:9: \"use\" stands in profiles alone"},
		{"worst use", "features:10: \"gcc>=x\" is not a condition; that is no version"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct policy p;
		struct buf got = {0};
		struct str text;
		unsigned errors;

		policy_new(&p);
		p.features = str_of(features);
		capture();
		errors = profile_parse(&p, STR("p"), str_of(rows[i].line), STR(""), include, NULL);
		text = said();
		for (unsigned j = 0; errors == 0 && j < p.nrule; j++) {
			rule_text(&got, &p, &p.rule[j]);
			buf_char(&got, ';');
		}
		for (size_t from = 0; errors > 0 && from < text.n && got.n == 0; from++)
			if (str_starts(str_cut(text, from), str_head(str_of(rows[i].want), 4)))
				buf_add(&got, str_head(str_cut(text, from), strlen(rows[i].want)));
		is(buf_str(&got), str_of(rows[i].want), str_of(rows[i].line));
	}
}

/* A rule that is taken and one that is written out do the same. */
static void
same_rule(void)
{
	struct policy p;

	policy_new(&p);
	p.features = str_of(features);
	profile_parse(&p, STR("p"), STR("two use b if gcc>=9\ntwo add -b if gcc>=9 compile cxx c !sanitize aarch64 unless -0 because why\n"),
	    STR(""), NULL, NULL);
	is_number(p.nrule, 2, "two rules");
	ok(p.rule_hash[0] == p.rule_hash[1], STR("with one hash"));
	is_text(str_of(rule_place(&p, &p.rule[0])), "p:1", "each has its own place");
	is_number(p.rule[0].defined, 5, "and what is taken the catalogue's");
	is_number(p.rule[1].defined, 0, "and the other none");
}

/* More versions in common than a rule can have. */
static void
too_many(void)
{
	struct buf text = {0}, catalogue_text = {0};
	struct policy p;

	buf_text(&catalogue_text, "a add -x if");
	buf_text(&text, "a use if");
	for (unsigned i = 1; i <= 20; i++) {
		buf_text(&catalogue_text, " gcc");
		buf_text(&text, " gcc");
	}
	policy_new(&p);
	p.features = buf_str(&catalogue_text);
	capture();
	is_number(profile_parse(&p, STR("p"), buf_str(&text), STR(""), NULL, NULL), 1, "an error");
	text.n = 0;
	buf_add(&text, said());
	ok(str_has(buf_str(&text), "is one too many for one rule"), STR("which is told"));
}

int
main(void)
{
	good_lines();
	bad_lines();
	all_at_once();
	one_feature();
	choices();
	same_rule();
	too_many();
	return done_testing();
}
