/* From a policy and a call to edits and argv: what each verb does, why a rule did nothing, and the order of the words. */
#include "plan/plan.h"

#include "call.h"
#include "command/response.h"
#include "plan/reason.h"
#include "profile/profile.h"
#include "profile/rule.h"
#include "tap.h"

/* Its rules, those of the file p, then those of the file y. */
static void
rules_of(struct call *call, const char *p, const char *y)
{
	policy_new(&call->policy);
	if (profile_parse(&call->policy, STR("p"), str_of(p), STR(""), NULL, NULL) != 0 ||
	    profile_parse(&call->policy, STR("y"), str_of(y), STR(""), NULL, NULL) != 0)
		exit(99);
}

static void
planned(struct call *call)
{
	plan_begin(call);
	plan_rules(call);
	plan_argv(call);
}

/* "added a; dropped b -s; skipped c: why" */
static struct str
edits_text(const struct call *call)
{
	struct buf b = {0};

	buf_text(&b, "");
	for (size_t i = 0; i < call->plan.n; i++) {
		const struct edit *e = &call->plan.edit[i];
		struct str reason = edit_reason(call, e);

		buf_text(&b, i > 0 ? "; " : "");
		buf_text(&b, result_names[e->result]);
		buf_char(&b, ' ');
		buf_add(&b, policy_text(&call->policy, call->policy.feature[e->rule->feature].name));
		if (e->result >= REPLACED && e->result <= DENIED && e->word.n > 0) {
			buf_char(&b, ' ');
			buf_add(&b, e->word);
		}
		if (reason.n > 0) {
			buf_text(&b, ": ");
			buf_add(&b, reason);
		}
	}
	return buf_str(&b);
}

/* What each verb does to argv, and the edits of explain. */
static void
verbs(void)
{
	static const struct {
		const char *rules, *line, *argv, *edits;
	} rows[] = {
		{"", "cc -c a.c", "-c a.c", ""},
		{"a add -1 if gcc", "cc -c a.c", "-1 -c a.c", "added a"},
		{"a add -1 -2 if gcc", "cc -c a.c", "-1 -2 -c a.c", "added a"},
		{"a add -1 if gcc because it helps", "cc -c a.c", "-1 -c a.c", "added a: it helps"},
		{"b add -2 if gcc\na add -1 if gcc", "cc -c a.c", "-2 -1 -c a.c", "added b; added a"},
		{"a add -1 if gcc\na add -2 if gcc", "cc -c a.c", "-1 -2 -c a.c", "added a; added a"},
		{"a force -f if gcc", "cc -c a.c", "-c a.c -f", "forced a"},
		{"a force -f if gcc\nb add -1 if gcc\nc force -g if gcc", "cc a.o", "-1 a.o -f -g",
		 "forced a; added b; forced c"},
		/* behind "--" there are only inputs */
		{"a force -f if gcc", "cc -c -- a.c", "-c -f -- a.c", "forced a"},
		{"a force -f if gcc\nb add -1 if gcc", "cc -c -- a.c b.c", "-1 -c -f -- a.c b.c", "forced a; added b"},
		{"a force -f if gcc", "cc -c a.c --", "-c a.c -f --", "forced a"},
		{"a force -f if gcc", "cc -o -- a.o", "-o -- a.o -f", "forced a"},
		{"a drop -s", "cc a.o -- -s", "a.o -- -s", "skipped a: nothing to do in this call"},

		{"a drop -s", "cc -s a.o", "a.o", "dropped a -s"},
		{"a drop -s", "cc -s a.o -s", "a.o", "dropped a -s; dropped a -s"},
		{"a drop -s -g*", "cc -g1 -c a.c -s -ggdb", "-c a.c", "dropped a -s; dropped a -g1; dropped a -ggdb"},
		{"a drop -Wl,-z,lazy", "cc a.o -Wl,-x,-z,lazy,-y", "a.o -Wl,-x,-y", "dropped a -zlazy"},
		{"a drop -Wl,-z,lazy", "cc a.o -z lazy -zlazy -Xlinker -z -Xlinker lazy", "a.o",
		 "dropped a -zlazy; dropped a -zlazy; dropped a -zlazy"},
		{"a drop -DX", "cc -D X -c a.c", "-c a.c", "dropped a -DX"},
		{"a drop -s because it strips", "cc -s a.o", "a.o", "dropped a -s: it strips"},
		{"a drop -s", "cc a.o", "a.o", "skipped a: nothing to do in this call"},
		{"a replace -O3 -O2", "cc -O3 -c a.c -O3", "-O2 -c a.c -O2", "replaced a -O3; replaced a -O3"},
		{"a replace -Wl,-s -Wl,-S", "cc a.o -Wl,-x,-s", "a.o -Wl,-x,-S", "replaced a -s"},
		{"a replace -O3 -O2", "cc -O1 -c a.c", "-O1 -c a.c", "skipped a: nothing to do in this call"},
		{"a drop -s\nb replace -O3 -O2\nc add -1 if gcc", "cc -s -O3 a.c", "-1 -O2 a.c",
		 "dropped a -s; replaced b -O3; added c"},
		/* a word that a rule drops still counts as the user's to the next */
		{"a drop -s\nb add -1 if gcc unless -s", "cc -s a.o", "a.o",
		 "dropped a -s; skipped b: the user says -s"},

		{"a deny -s", "cc -s a.o", "-s a.o", "denied a -s"},
		{"a deny -s", "cc a.o", "a.o", "skipped a: nothing to do in this call"},
		{"a refuse if link", "cc a.o", "a.o", "refused a"},
		{"a refuse if link", "cc -c a.c", "-c a.c", "skipped a: only if link"},
		{"a expect if link", "cc a.o", "a.o", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call *call = call_of(rows[i].line, GCC_12, "");

		call->explained = true;
		rules_of(call, rows[i].rules, "");
		planned(call);
		is(words_text(&call->plan.argv, 1), str_of(rows[i].argv), str_format("%s, of %s", rows[i].line,
		    rows[i].rules));
		is(edits_text(call), str_of(rows[i].edits), STR("and the edits"));
	}
}

/* Why a rule does nothing; of several reasons, the first in the order of enum reason. */
static void
reasons(void)
{
	static const struct {
		const char *rules, *yielding, *line, *environment, *edits;
	} rows[] = {
		{"a add -1 if clang", "", "cc -c a.c", "", "skipped a: only if clang"},
		{"a add -1 if clang>=9 gcc>=12.3<14", "", "cc -c a.c", "", "skipped a: only if clang>=9 gcc>=12.3<14"},
		{"a add -1 if gcc link", "", "cc -c a.c", "", "skipped a: only if link"},
		{"a add -1 if gcc !c", "", "cc -c a.c", "", "skipped a: not if c"},
		{"a add -1 if gcc unless -y", "", "cc -y -c a.c", "", "skipped a: the user says -y"},
		{"a add -1 if gcc unless -x* -y", "", "cc -y -c a.c", "", "skipped a: the user says -y"},
		{"a add -1 if gcc unless -Wl,-z,lazy", "", "cc -z lazy a.o", "", "skipped a: the user says -zlazy"},
		{"a add -1 if gcc unless -Wl,-z,lazy", "", "cc -Wl,-z,now a.o", "", "added a"},
		{"a add -1 if gcc unless -DX", "", "cc --define-macro=X -c a.c", "", "skipped a: the user says -DX"},
		{"a add -1 if gcc package p/...", "", "cc -c a.c", "TOOLEXEC_IMPORTPATH=p/q", "added a"},
		{"a add -1 if gcc package p/...", "", "cc -c a.c", "TOOLEXEC_IMPORTPATH=q",
		 "skipped a: for another Go package"},
		{"a add -1 if gcc package p/...", "", "cc -c a.c", "", "skipped a: for another Go package"},
		{"a add -1 if gcc with b", "", "cc -c a.c", "", "skipped a: only with b"},
		{"a add -1 if gcc without b", "", "cc -c a.c", "", "skipped a: only without b"},

		{"a add -1 if gcc\na off", "", "cc -c a.c", "", "skipped a: off by p:2"},
		{"a off because it breaks\na add -1 if gcc", "", "cc -c a.c", "", "skipped a: off by p:1: it breaks"},
		{"a add -1 if gcc\na off if link", "", "cc -c a.c", "", "added a"},
		{"a add -1 if gcc\na off unless -keep", "", "cc -keep -c a.c", "", "added a"},
		{"a add -1 if gcc\na off unless -keep", "", "cc -c a.c", "", "skipped a: off by p:2"},
		{"a add -1 if gcc\na off if package p", "", "cc -c a.c", "TOOLEXEC_IMPORTPATH=q", "added a"},
		{"a add -1 if gcc\na off if package p", "", "cc -c a.c", "TOOLEXEC_IMPORTPATH=p",
		 "skipped a: off by p:2"},
		{"a add -1 if gcc\nb off", "", "cc -c a.c", "", "added a"},
		{"a drop -s\na off", "", "cc -s a.o", "", "skipped a: off by p:2"},
		{"a refuse if link\na off", "", "cc a.o", "", "skipped a: off by p:2"},

		{"a add -1 if gcc", "yield\na add -2 if gcc", "cc -c a.c", "",
		 "added a; skipped a: another profile has it"},
		{"a add -1 if gcc link", "yield\na add -2 if gcc", "cc -c a.c", "", "skipped a: only if link; added a"},
		{"b add -1 if gcc", "yield\na add -2 if gcc", "cc -c a.c", "", "added b; added a"},
		{"", "yield\na add -1 if gcc\na add -2 if gcc", "cc -c a.c", "", "added a; added a"},
		{"a add -1 if gcc", "a add -2 if gcc", "cc -c a.c", "", "added a; added a"},
		{"a drop -s", "yield\na add -2 if gcc", "cc -s -c a.c", "", "dropped a -s; added a"},

		{"a add -1 if gcc", "", "cc -v", "", "skipped a: a query is passed on as it is"},
		{"a add -1 if gcc", "", "cc -### -x c -c -", "", "skipped a: Go asks for the compiler's identity"},
		{"a add -1 if gcc", "", "cc -c - -o /dev/null", "",
		 "skipped a: a probe for a flag gets nothing of a profile"},
		{"a add -1 if gcc", "", "cc -dM -E a.c", "",
		 "skipped a: a question for the macros gets nothing of a profile"},
		{"a add -1 if gcc", "", "cc -O0 -c /t/cgo-gcc-input-1.c", "",
		 "skipped a: cgo reads the errors of this call"},
		{"a add -1 if gcc", "", "cc -c /t/cgo-gcc-input-1.c", "",
		 "skipped a: cgo reads the debug information of this object"},
		{"a add -1 if gcc", "", "cc /t/go-link-1/trivial.c", "",
		 "skipped a: a probe for a linker's flag gets nothing of a profile"},
		{"a add -1 if gcc", "", "cc -o _cgo_.o _cgo_main.o", "",
		 "skipped a: cgo reads the symbols of this link and throws it away"},
		{"a add -1 if gcc dynimport", "", "cc -o _cgo_.o _cgo_main.o", "", "added a"},
		{"a add -1 if gcc dynimport", "", "cc -ffreestanding -o _cgo_.o _cgo_main.o", "",
		 "skipped a: cgo reads the symbols of this link and throws it away"},
		{"a add -1 if gcc", "", "cc -D__KERNEL__ -c a.c", "",
		 "skipped a: kernel, boot or 16-bit code gets nothing of a profile"},
		{"a add -1 if gcc", "", "cc -ffreestanding -c a.c", "",
		 "skipped a: freestanding code gets nothing of a profile"},
		{"a add -1 if gcc", "", "clang -emit-llvm -c a.c", "",
		 "skipped a: LLVM bitcode may be for another target"},
		{"a add -1 if gcc", "", "cc -c a.c -o", "", "skipped a: the last option lacks its argument"},
		{"a drop -s", "", "cc -s -v", "", "skipped a: a query is passed on as it is"},
		{"a refuse", "", "cc -v", "", "skipped a: a query is passed on as it is"},

		/* the first that applies */
		{"a add -1 if clang with b", "", "cc -c a.c", "", "skipped a: only with b"},
		{"a add -1 if clang", "", "cc -v", "", "skipped a: a query is passed on as it is"},
		{"a add -1 if clang package p unless -y", "", "cc -y -c a.c", "", "skipped a: only if clang"},
		{"a add -1 if gcc package p unless -y", "", "cc -y -c a.c", "", "skipped a: for another Go package"},
		{"a add -1 if gcc unless -y\na off", "", "cc -y -c a.c", "", "skipped a: the user says -y"},
		{"a add -1 if gcc", "yield\na add -2 if gcc unless -y\na off", "cc -y -c a.c", "",
		 "skipped a: off by y:3; skipped a: the user says -y"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call *call = call_of(rows[i].line, GCC_12, rows[i].environment);

		call->explained = true;
		rules_of(call, rows[i].rules, rows[i].yielding);
		planned(call);
		is(edits_text(call), str_of(rows[i].edits), str_format("%s, of %s %s", rows[i].line, rows[i].rules,
		    rows[i].yielding));
	}
}

static void
switches(void)
{
	struct call *call = call_of("cc -c a.c", GCC_12, "");

	call->explained = true;
	rules_of(call, "a add -1 if gcc\nb add -2 if gcc with c\nd add -3 if gcc\nd off\ne add -4 if gcc\ne off if c\n",
	    "");
	call->policy.feature[policy_feature(&call->policy, STR("a"))].on = 0;
	call->policy.rule[1].with = 0; /* as where it is switched on */
	call->policy.feature[policy_feature(&call->policy, STR("d"))].lifted = 1;
	call->policy.feature[policy_feature(&call->policy, STR("e"))].lifted = 1;
	planned(call);
	is_text(edits_text(call), "skipped a: switched off; added b; added d; skipped e: off by p:6",
	    "switches: off, with, and by name above an off that has no condition");
}

/* Rules that name no family are tried; one that requires is tried even so. */
/* What compiler_takes() remembers of a word, as identity_keep() writes it. */
static void
remember_trial(struct call *call, const char *word, const char *answer)
{
	struct buf answers = {0};

	buf_text(&answers, "try ");
	buf_hex(&answers, hash_str(hash_str(3, STR("")), str_of(word)));
	buf_format(&answers, " %s\n", answer);
	call->compiler.answers = buf_str(&answers);
}

static void
trials(void)
{
	static const struct {
		const char *rules, *printed, *answer, *edits, *argv;
		bool stops, learned;
	} rows[] = {
		{"a add -1", GCC_12, "1", "added a", "-1 -c a.c", false, true},
		{"a add -1", GCC_12, "0", "skipped a: the compiler does not take it", "-c a.c", false, false},
		{"a add -1 if gcc", GCC_12, "0", "added a", "-1 -c a.c", false, false},
		{"a add -1 if other-compiler", OTHER_CC, "0", "skipped a: the compiler does not take it", "-c a.c",
		 false, false},
		{"a add -1 if gcc>=12", OTHER_CC, "1", "added a", "-1 -c a.c", false, false},
		{"a require -1", GCC_12, "1", "added a", "-1 -c a.c", false, true},
		{"a require -1", GCC_12, "0", "denied a: the compiler does not take it", "-c a.c", true, false},
		{"a require -1 if gcc", GCC_12, "0", "denied a: the compiler does not take it", "-c a.c", true, false},
		{"a require -1 if clang", GCC_12, "0", "skipped a: only if clang", "-c a.c", false, false},
		{"a force -1", GCC_12, "0", "skipped a: the compiler does not take it", "-c a.c", false, false},
		/* what another profile has, but this compiler does not take, is not done */
		{"a add -1\nb add -2 if gcc", GCC_12, "0", "skipped a: the compiler does not take it; added b",
		 "-2 -c a.c", false, false},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call *call = call_of("cc -c a.c", rows[i].printed, "");

		remember_trial(call, "-1", rows[i].answer);
		call->explained = true;
		rules_of(call, rows[i].rules, "");
		planned(call);
		is(edits_text(call), str_of(rows[i].edits), str_format("%s; taken: %s", rows[i].rules, rows[i].answer));
		is(words_text(&call->plan.argv, 1), str_of(rows[i].argv), STR("and argv"));
		ok((call->plan.stop != NULL) == rows[i].stops && call->learned == rows[i].learned,
		    STR("and whether it stops the call, and what is learned"));
	}
	{
		struct call *call = call_of("cc -c a.c", GCC_12, "");

		remember_trial(call, "-1", "0");
		rules_of(call, "a add -1", "yield\na add -2 if gcc");
		planned(call);
		is_text(words_text(&call->plan.argv, 1), "-2 -c a.c", "a profile yields only to what was done");
	}
}

/* A line that names compilers or machines asks it of those alone, and of those whatever the catalogue has for them. */
static void
required(void)
{
	static const struct {
		const char *rules;
		bool stops;
	} rows[] = {
		{"strict-flex-arrays require", true},
		{"strict-flex-arrays require if gcc", true},
		{"strict-flex-arrays require if x86_64", true},
		{"strict-flex-arrays require if gcc clang>=17", true},
		{"strict-flex-arrays require if gcc>=13", false},
		{"strict-flex-arrays require if clang", false},
		{"strict-flex-arrays require if aarch64", false},
		{"strict-flex-arrays require if !x86_64", false},
		{"strict-flex-arrays require if !gcc", false},
		{"strict-flex-arrays require if gcc package p", false},
		{"strict-flex-arrays require if gcc cxx", false},
		{"strict-flex-arrays require if gcc unless -c", false},
		{"strict-flex-arrays use if gcc", false},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call *call = call_of("cc -c a.c", GCC_12, "");

		rules_of(call, rows[i].rules, "");
		planned(call);
		ok((call->plan.stop != NULL) == rows[i].stops, str_format("%s, with gcc 12 on x86_64", rows[i].rules));
	}
}

/* What is kept where nobody looks: only what an exception turned off, and what stops the call; for a log, what the rules did that
 * hold, and what the user should know. */
static void
kept(void)
{
	static const char rules[] = "a add -1 if gcc\nb add -2 if clang\nc drop -s\nd drop -t\n"
				    "e add -3 if gcc unless -s\nf add -4 if gcc\nf off\ng add -5 if gcc package p\nh add -6\n";
	static const struct {
		const char *environment, *edits;
		bool explained;
	} rows[] = {
		{"", "skipped f: off by p:7", false},
		{"HARDCC_LOG=/l",
		 "added a; dropped c -s; skipped d: nothing to do in this call; skipped e: the user says -s; skipped f: off by p:7; "
		 "skipped h: the compiler does not take it", false},
		{"",
		 "added a; skipped b: only if clang; dropped c -s; skipped d: nothing to do in this call; skipped e: the user says -s; "
		     "skipped f: off by p:7; skipped g: for another Go package; skipped h: the compiler does not take it", true},
	};
	struct call *call;

	for (size_t i = 0; i < COUNT(rows); i++) {
		call = call_of("cc -s -c a.c", GCC_12, rows[i].environment);
		remember_trial(call, "-6", "0");
		call->explained = rows[i].explained;
		rules_of(call, rules, "");
		planned(call);
		is(edits_text(call), str_of(rows[i].edits), str_format("the edits that are kept; %s",
		    rows[i].explained ? "explain" : rows[i].environment));
		is_text(words_text(&call->plan.argv, 1), "-1 -c a.c", "and argv is the same");
	}
	call = call_of("cc -s -t a.o", GCC_12, "");
	rules_of(call, "a add -1 if gcc\nb deny -t\nc deny -s\nd refuse\n", "");
	planned(call);
	ok(call->plan.stop && str_is(call->plan.stop->word, STR("-t")) && call->plan.stop->result == DENIED,
	    STR("the first that stops the call is told"));
}

static void
asked(void)
{
	struct call *call = call_of("cc -y -c a.c", GCC_12, "");
	struct edit e;

	rules_of(call, "a add -1 if gcc\nb add -2 if gcc unless -y\nb off\nc add -3\n", "");
	plan_begin(call);
	e = plan_ask(call, &call->policy.rule[0]);
	ok(e.reason == BECAUSE_RULE && !e.by, STR("asked: a rule that holds"));
	e = plan_ask(call, &call->policy.rule[1]);
	ok(e.reason == USER_SAYS && str_is(e.word, STR("-y")), STR("asked: the user says otherwise"));
	ok(e.by == &call->policy.rule[2], STR("and what turns it off, all the same"));
	e = plan_ask(call, &call->policy.rule[3]);
	ok(e.reason == BECAUSE_RULE && call->compiler.answers.n == 0, STR("asked: no compiler is"));
}

static void
as_it_came(void)
{
	struct call *call = call_of("cc -s -- a.o", GCC_12, "");

	rules_of(call, "a add -1 if gcc\na drop -s\na force -f if gcc\n", "");
	plan_begin(call);
	plan_rules(call);
	plan_as_it_came(call);
	is_text(words_text(&call->plan.argv, 0), "/nowhere/cc -s -- a.o",
	    "as it came: the compiler, and the user's words");

	call = call_of("cc -c a.c", GCC_12, "");
	call->compiler.launcher = "/usr/bin/ccache";
	plan_as_it_came(call);
	is_text(words_text(&call->plan.argv, 0), "/usr/bin/ccache /nowhere/cc -c a.c",
	    "the launcher before the compiler");
}

static void
shortened(void)
{
	static const struct {
		const char *launcher, *before;
	} rows[] = {
		{NULL, "/nowhere/cc"}, {"/usr/bin/ccache", "/usr/bin/ccache /nowhere/cc"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call *call = call_of("cc -c a.c", GCC_12, "");
		struct args before, got = {0};
		struct str text, word;

		call->compiler.launcher = rows[i].launcher;
		rules_of(call, "a add -1 if gcc\na force -f if gcc\n", "");
		planned(call);
		plan_shorten(call);
		before = call->plan.argv;
		before.n--;
		is(words_text(&before, 0), str_of(rows[i].before), STR("shortened: what is run, outside of the file"));
		ok(before.v[before.n][0] == '@' && !before.v[before.n + 1] && read_file(before.v[before.n] + 1, &text),
		    STR("and one response file"));
		while (response_word(&text, &word))
			args_push(&got, str_dup(word));
		is_text(words_text(&got, 0), "-1 -c a.c -f", "and all other words in it");
	}
}

int
main(void)
{
	verbs();
	reasons();
	switches();
	trials();
	required();
	kept();
	asked();
	as_it_came();
	shortened();
	return done_testing();
}
