/* Which spec file is handed to the compiler, how, and why not. The compiler is a script that says what it would run. */
#include "plan/spec.h"

#include <sys/stat.h>

#include "call.h"
#include "compiler/identity.h"
#include "compiler/spectrial.h"
#include "plan/edit.h"
#include "plan/plan.h"
#include "plan/reason.h"
#include "profile/profile.h"
#include "tap.h"

#define CLANG_15 "Debian clang version 15.0.6\nTarget: x86_64-pc-linux-gnu\n"

static const char *folder;

static const char *
inside(const char *name)
{
	return text_format("%s/%s", folder, name);
}

/* What compiler_spec_file() remembers, as identity_keep() writes it. */
static void
found_by_name(struct buf *answers, const char *name, const char *path)
{
	buf_text(answers, "spec ");
	buf_hex(answers, hash_str(0, str_of(name)));
	buf_format(answers, " %s\n", path);
}

/* Whether gcc takes every option with a file of this text. */
static void
tried(struct buf *answers, struct str text, bool all)
{
	struct str key = spec_key(text, NULL);

	buf_format(answers, "%.*s %d\n", FMT(key), all);
}

/* In the place of what has a value here: %F the folder. */
static struct str
without_folder(struct str s)
{
	struct buf b = {0};
	size_t n = strlen(folder);

	buf_text(&b, "");
	while (s.n > 0) {
		bool here = str_starts(s, str_of(folder));

		buf_add(&b, here ? STR("%F") : str_head(s, 1));
		s = str_cut(s, here ? n : 1);
	}
	return buf_str(&b);
}

static struct call *
call_for(const char *rule, const char *line, const char *printed, const char *environment)
{
	struct call *call = call_of(line, printed, environment);
	struct buf answers = {0};

	call->plan.spec = ""; /* the system has none */
	call->compiler.path = inside("driver");
	call->explained = true;
	found_by_name(&answers, "hard.specs", inside("hard.specs"));
	found_by_name(&answers, "hard.cfg", inside("hard.cfg"));
	found_by_name(&answers, "gone.specs", inside("gone.specs"));
	found_by_name(&answers, "own.specs", inside("own.specs"));
	tried(&answers, STR("plain\n"), false);
	tried(&answers, STR("own\n"), false);
	tried(&answers, STR("poison\n"), true);
	tried(&answers, STR("optimise\n"), false);
	tried(&answers, STR("remove\n"), false);
	call->compiler.answers = buf_str(&answers);
	policy_new(&call->policy);
	if (profile_parse(&call->policy, STR("p"), str_of(rule), STR(""), NULL, NULL) != 0)
		exit(99);
	return call;
}

/* "WORDS" that are added, or why not. */
static struct str
handed(struct call *call)
{
	struct str spec = str_of(call->plan.spec);

	plan_begin(call);
	call->plan.spec = str_dup(spec);
	plan_rules(call);
	if (call->plan.n > 0 && call->plan.edit[call->plan.n - 1].result == SKIPPED)
		return without_folder(edit_reason(call, &call->plan.edit[call->plan.n - 1]));
	return without_folder(words_text(&call->plan.added, 0));
}

/* Gives a name back that it does not know, as compilers do; runs a compiler and a linker, with the words of a file behind the user's. */
static const char driver[] = "#!/bin/sh\n"
    "cc= ld= mine=\n"
    "for w; do case $w in\n"
    "-print-file-name=*) echo \"${w#*=}\"; exit ;;\n"
    "-specs=*/optimise.specs) cc='-O2 -D_FORTIFY_SOURCE=1 -Werror=format-security' ld='-z now -pie' ;;\n"
    "-specs=*/remove.specs) mine=fwrapv ;;\n"
    "esac; done\n"
    "case \" $* \" in *' -pthread '*) [ -n \"$mine\" ] || cc=\"-D_REENTRANT $cc\" ;; esac\n"
    "[ -z \"$mine\" ] || set -- $(printf ' %s' \"$@\" | sed 's/ -fwrapv//')\n"
    "echo \" /x/cc1 -quiet $* $cc -o /tmp/cc$$.s\" >&2\n"
    "echo \" /x/collect2 $* $ld -lc\" >&2\n";

static void
put_files(void)
{
	put_file("driver", str_of(driver));
	if (chmod(inside("driver"), 0755) != 0)
		exit(99);
	put_file("remove.specs", STR("remove\n"));
	put_file("hard.specs", STR("plain\n"));
	put_file("own.specs", STR("own\n"));
	put_file("poison.specs", STR("poison\n"));
	put_file("optimise.specs", STR("optimise\n"));
	put_file("hard.cfg", STR("-O2\n"));
}

static const char none[] = "no spec file is there";

/* %F in environment and line is the folder, too. */
static void
chosen(void)
{
	static const struct {
		const char *rule, *line, *printed, *environment, *want;
	} rows[] = {
		/* by the rule: a bare name is the compiler's to find, a path is one */
		{"a spec hard.specs", "cc a.c", GCC_12, "", "-specs=%F/hard.specs"},
		{"a spec %F/hard.specs", "cc a.c", GCC_12, "", "-specs=%F/hard.specs"},
		{"a spec gone.specs", "cc a.c", GCC_12, "", none},
		{"a spec unknown.specs", "cc a.c", GCC_12, "", none},
		{"a spec %F/gone.specs", "cc a.c", GCC_12, "", none},
		/* by the environment */
		{"a spec", "cc a.c", GCC_12, "GCC_SPEC_FILE=%F/own.specs", "-specs=%F/own.specs"},
		{"a spec", "cc a.c", GCC_12, "GCC_SPEC_FILE=own.specs", "-specs=%F/own.specs"},
		{"a spec", "cc a.c", GCC_12, "GCC_SPEC_FILE=/dev/null", none},
		{"a spec", "cc a.c", GCC_12, "", none},
		{"a spec", "cc a.c", GCC_12, "GCC_SPEC_FILE=", none},
		/* the user's stands in the place of what the compiler has by a name; none is none */
		{"a spec hard.specs", "cc a.c", GCC_12, "GCC_SPEC_FILE=own.specs", none},
		{"a spec hard.specs", "cc a.c", GCC_12, "GCC_SPEC_FILE=/dev/null", none},
		{"a spec %F/hard.specs", "cc a.c", GCC_12, "GCC_SPEC_FILE=own.specs", "-specs=%F/hard.specs"},
		/* clang has config files, and nothing to do with gcc's variable */
		{"a spec hard.cfg", "cc a.c", CLANG_19, "", "--config=%F/hard.cfg"},
		{"a spec hard.cfg", "cc a.c", CLANG_15, "", "--config %F/hard.cfg"},
		{"a spec hard.cfg", "cc a.c", CLANG_19, "GCC_SPEC_FILE=own.specs", "--config=%F/hard.cfg"},
		{"a spec", "cc a.c", CLANG_19, "GCC_SPEC_FILE=own.specs", none},
		{"a spec", "cc a.c", CLANG_19, "GCC_SPEC_FILE=%F/gone.specs", none},
		{"a spec %F/hard.cfg", "cc a.c", CLANG_15, "", "--config %F/hard.cfg"},
		/* the user names it himself: the same name, wherever it is */
		{"a spec hard.specs", "cc -specs=hard.specs a.c", GCC_12, "", "the user names it already"},
		{"a spec hard.specs", "cc --specs=/x/hard.specs a.c", GCC_12, "", "the user names it already"},
		{"a spec hard.specs", "cc -specs hard.specs a.c", GCC_12, "", "the user names it already"},
		{"a spec hard.specs", "cc -specs=other.specs a.c", GCC_12, "", "-specs=%F/hard.specs"},
		{"a spec hard.cfg", "cc --config hard.cfg a.c", CLANG_19, "", "the user names it already"},
		{"a spec hard.cfg", "cc --config=hard.cfg a.c", CLANG_19, "", "the user names it already"},
		{"a spec", "cc -specs=own.specs a.c", GCC_12, "GCC_SPEC_FILE=own.specs", "the user names it already"},
		/* what it does beyond its words */
		{"a spec %F/poison.specs", "cc a.c", GCC_12, "", "gcc takes every option with it; see hardcc doctor"},
		{"a spec %F/optimise.specs", "cc a.c", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/optimise.specs", "cc -O2 a.c", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/optimise.specs", "cc -O3 a.c", GCC_12, "", "it would override -O3"},
		{"a spec %F/optimise.specs", "cc -O3 -O2 a.c", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/optimise.specs", "cc -O3 a.o", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/optimise.specs", "cc -z lazy a.c", GCC_12, "", "it would override -zlazy"},
		{"a spec %F/optimise.specs", "cc -z lazy -c a.c", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/optimise.specs", "cc -z norelro a.o", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/optimise.specs", "cc -no-pie a.o", GCC_12, "", "it would override -no-pie"},
		{"a spec %F/optimise.specs", "cc -shared a.o", GCC_12, "", "it would override -shared"},
		{"a spec %F/optimise.specs", "cc -static -c a.c", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/optimise.specs", "cc -Wno-error=format-security a.c", GCC_12, "", "it would override -Wno-error=format-security"},
		{"a spec %F/optimise.specs", "cc -Wno-error a.c", GCC_12, "", "it would override -Wno-error"},
		{"a spec %F/optimise.specs", "cc -Werror=format a.c", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/optimise.specs", "cc -D _FORTIFY_SOURCE=2 a.c", GCC_12, "", "it would override -D_FORTIFY_SOURCE=2"},
		{"a spec %F/optimise.specs", "cc -U_FORTIFY_SOURCE a.c", GCC_12, "", "it would override -U_FORTIFY_SOURCE"},
		{"a spec %F/optimise.specs", "cc -D_FORTIFY_SOURCE=1 a.c", GCC_12, "", "-specs=%F/optimise.specs"},
		{"a spec %F/remove.specs", "cc -fwrapv a.c", GCC_12, "", "it would override -fwrapv"},
		{"a spec %F/remove.specs", "cc -pthread a.c", GCC_12, "", "it would override -D_REENTRANT"},
		{"a spec %F/remove.specs", "cc -ftrapv a.c", GCC_12, "", "-specs=%F/remove.specs"},
		/* a macro of an earlier rule's, too: two values are a warning */
		{"b add -D_FORTIFY_SOURCE=2 if gcc\na spec %F/optimise.specs", "cc a.c", GCC_12, "",
		 "it would override -D_FORTIFY_SOURCE=2"},
		{"b add -O3 if gcc\na spec %F/optimise.specs", "cc a.c", GCC_12, "", "-O3 -specs=%F/optimise.specs"},
		/* gcc alone is tried */
		{"a spec %F/poison.specs", "cc a.c", CLANG_19, "", "--config=%F/poison.specs"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct buf text[2] = {{0}};
		const char *from[2] = {rows[i].rule, rows[i].environment};

		for (int j = 0; j < 2; j++) {
			buf_text(&text[j], "");
			for (struct str rest = str_of(from[j]); rest.n > 0;) {
				size_t at = str_find_text(rest, "%F");

				buf_add(&text[j], str_head(rest, at));
				buf_text(&text[j], at < rest.n ? folder : "");
				rest = str_cut(rest, at + 2);
			}
		}
		is(handed(call_for(text[0].p, rows[i].line, rows[i].printed, text[1].p)), str_of(rows[i].want),
		    str_format("%s, of %s, %s", rows[i].line, rows[i].rule, rows[i].environment));
	}
}

/* The file of the machine, where the environment names none. */
static void
systems(void)
{
	struct call *call = call_for("a spec", "cc a.c", GCC_12, "");

	call->plan.spec = inside("own.specs");
	is_text(handed(call), "-specs=%F/own.specs", "the system's file");
	call = call_for("a spec", "cc a.c", GCC_12, text_format("GCC_SPEC_FILE=%s", inside("hard.specs")));
	call->plan.spec = inside("own.specs");
	is_text(handed(call), "-specs=%F/hard.specs", "the environment's is stronger");
	call = call_for("a spec", "cc a.c", GCC_12, "GCC_SPEC_FILE=/dev/null");
	call->plan.spec = inside("own.specs");
	is_text(handed(call), none, "and /dev/null says none, of the system's too");
}

static void
plan(void *context)
{
	(void)handed(context);
}

static void
missing(void)
{
	struct call *call = call_for("a spec", "cc a.c", GCC_12, text_format("GCC_SPEC_FILE=%s", inside("gone.specs")));
	struct str said;

	is_number((unsigned long)status_of(plan, call, &said), 125,
	    "a file that the user names, and is not there: nothing is run");
	ok(str_has(said, text_format("GCC_SPEC_FILE names the spec file \"%s\"", inside("gone.specs"))),
	    STR("and it says which, and who named it"));
}

/* The bytes of a file and of what it takes in, in order. */
static void
included(void)
{
	static const struct {
		const char *text, *printed, *want;
	} rows[] = {
		{"plain\n", GCC_12, "plain\n"},
		{"", GCC_12, ""},
		{"%include <more.specs>\nx\n", GCC_12, "%include <more.specs>\nx\nmore\n"},
		{"x\n%include_noerr <more.specs>\n", GCC_12, "x\n%include_noerr <more.specs>\nmore\n"},
		{"%include <%F/sub/more>\n", GCC_12, "%include <%F/sub/more>\nsub\n"},
		{"%include <gone.specs>\nx\n", GCC_12, "%include <gone.specs>\nx\n"}, /* the compiler's to tell */
		{"%include_noerr <nowhere>\n", GCC_12, "%include_noerr <nowhere>\n"},
		{"%include <more.specs>\n%include <more.specs>\n", GCC_12,
		 "%include <more.specs>\n%include <more.specs>\nmore\nmore\n"},
		{"%rename cpp_options old\n", GCC_12, "%rename cpp_options old\n"},
		/* gcc looks where it is started, where its own directories have none; clang beside the file */
		{"%include <here>\n", GCC_12, "%include <here>\nhere\n"},
		{"@more.cfg\n", CLANG_19, "@more.cfg\ncfg\n"},
		{"-O2 @more.cfg -g\n", CLANG_19, "-O2 @more.cfg -g\ncfg\n"},
		{"@%F/sub/more -g\n", CLANG_19, "@%F/sub/more -g\nsub\n"},
		{"@gone.cfg\n", CLANG_19, "@gone.cfg\n"},
		{"%include <more.specs>\n", CLANG_19, "%include <more.specs>\n"},
		{"@more.cfg\n", GCC_12, "@more.cfg\n"},
	};

	put_file("more.specs", STR("more\n"));
	put_file("here", STR("here\n"));
	put_file("cfg/more.cfg", STR("cfg\n"));
	put_file("sub/more", STR("sub\n"));
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct call *call = call_for("", "cc a.c", rows[i].printed, "");
		struct probe probe = call_probe(call);
		struct buf text = {0}, answers = {0};
		struct str got;

		buf_text(&text, "");
		for (struct str rest = str_of(rows[i].text); rest.n > 0;) {
			size_t at = str_find_text(rest, "%F");

			buf_add(&text, str_head(rest, at));
			buf_text(&text, at < rest.n ? folder : "");
			rest = str_cut(rest, at + 2);
		}
		found_by_name(&answers, "more.specs", inside("more.specs"));
		call->compiler.answers = buf_str(&answers);
		put_file("cfg/file", buf_str(&text));
		ok(spec_text(&probe, str_of(inside("cfg/file")), &got), STR("it is read"));
		is(without_folder(got), str_of(rows[i].want), str_format("%s, by %s", rows[i].text,
		    fact_rows[call->compiler.family].word));
	}
}

/* Files that take in each other, or themselves twice, come to an end. */
static void
endless(void)
{
	struct call *call = call_for("", "cc a.c", GCC_12, "");
	struct probe probe = call_probe(call);
	struct str got;

	put_file("twice", str_format("%%include <%s>\n%%include <%s>\n", inside("twice"), inside("twice")));
	ok(spec_text(&probe, str_of(inside("twice")), &got) && got.n > 0 && got.n < 64 * 200,
	    STR("a file that takes in itself twice"));
	ok(!spec_text(&probe, str_of(inside("nothing")), &got) && got.n == 0, STR("a file that is not there"));
}

/* What a file says is part of the policy, if a rule hands it on. */
static void
bytes(void)
{
	static const struct {
		const char *rule, *printed, *environment, *want;
	} rows[] = {
		{"a spec hard.specs", GCC_12, "", "6 plain\n"},
		{"a spec hard.specs\nb spec own.specs", GCC_12, "", "6 plain\n4 own\n"},
		{"a spec hard.specs if clang", GCC_12, "", ""},
		{"a spec hard.specs if aarch64", GCC_12, "", ""},
		{"a spec hard.specs if link", GCC_12, "", "6 plain\n"},
		{"a spec gone.specs", GCC_12, "", ""},
		{"a spec", GCC_12, "GCC_SPEC_FILE=own.specs", "4 own\n"},
		{"a spec", GCC_12, "GCC_SPEC_FILE=/dev/null", ""},
		{"a spec hard.specs", GCC_12, "GCC_SPEC_FILE=/dev/null", ""},
		{"a spec hard.cfg", CLANG_19, "", "4 -O2\n"},
		{"a add -x", GCC_12, "", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is(spec_bytes(call_for(rows[i].rule, "cc a.c", rows[i].printed, rows[i].environment)),
		    str_of(rows[i].want),
		    str_format("the bytes of %s, %s", rows[i].rule, rows[i].environment));
}

/* A build may have any number of sets of flags; the file is read in each call. */
static void
bounded(void)
{
	struct call *call = call_for("", "cc a.c", GCC_12, "");
	struct probe probe = call_probe(call);
	struct str value;

	for (int i = 0; i < 4000; i++)
		identity_keep(&probe, str_format("specs-call %d", i), STR("-O2 and more"));
	ok(call->compiler.answers.n <= 64 * 1024, STR("no more than 64 KiB of answers are kept"));
	ok(identity_recall(&probe, STR("specs-call 3999"), &value) && str_is_text(value, "-O2 and more"), STR("the last is one of them"));
	ok(!identity_recall(&probe, STR("specs-call 0"), &value), STR("the first is not"));
}

int
main(void)
{
	folder = own_folder();
	put_files();
	chosen();
	systems();
	missing();
	included();
	endless();
	bytes();
	bounded();
	folder_away(folder);
	return done_testing();
}
