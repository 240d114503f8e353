/* What a memo gives back, and when none is believed: every file that was read has changed, or the memo itself. */
#include "shim/memo.h"

#include <sys/stat.h>

#include "call.h"
#include "command/command.h"
#include "compiler/compiler.h"
#include "profile/rule.h"
#include "tap.h"

static const char *folder;

/* The files that every call reads. */
static const char profile[] = "pie add -fPIE if gcc>=12 unless -fno-pie -Wl,-z,x because it helps\n"
			      "now add -Wl,-z,now if link !clang\nold add -fold if gcc<5\nnote note\n"
			      "log add -l if link\nlog off if package p/...\n";
static const char conf[] = "# comment\nHARDCC_STRICT = 1\nHARDCC_CC_arm_linux = /usr/bin/arm-gcc\n";

static const char *
environment_of(const char *more)
{
	return text_format("HARDCC_CACHE=%s/cache\nHARDCC_PROFILE=%s/mine.profile,+now\nXDG_CONFIG_HOME=%s/config\n%s",
	    folder, folder, folder, more);
}

/* A call up to the step where a memo is opened; the settings of files are not there yet. */
static struct call *
begun(const char *line, const char *environment)
{
	struct call *call = arena_alloc(sizeof *call, 1);
	struct settings *s = arena_alloc(sizeof *s, 1);
	char **argv = words_in(line, ' ');

	settings_environment(s, words_in(environment, '\n'));
	call->settings = s;
	call_words(call, name_parse(str_of(argv[0])), words_number(argv), argv);
	return call;
}

static struct settings *
settings_in(struct call *call)
{
	return (struct settings *)(uintptr_t)call->settings;
}

static void
compiler_found(struct call *call)
{
	call->compiler = (struct compiler){.path = "/usr/bin/gcc", .stamp = {1, 2, 3}};
}

/* What a call does that finds no memo. */
static struct call *
asked(const char *line, const char *environment)
{
	struct call *call = begun(line, environment);

	(void)memo_open(call, settings_in(call), STR("shim"));
	settings_files(settings_in(call), STR("shim"));
	compiler_found(call);
	compiler_told(&call->compiler, STR(GCC_12));
	call->compiler.settled = true;
	call->libc_key = 4711;
	call->libc_id = 4712;
	policy_load(&call->policy, call->settings);
	return call;
}

/* The next call: believed? */
static struct call *
next(const char *line, const char *environment, bool *opened, bool *read)
{
	struct call *call = begun(line, environment);

	*opened = memo_open(call, settings_in(call), STR("shim"));
	compiler_found(call);
	*read = *opened && memo_read(call);
	return call;
}

static bool
believed(const char *line, const char *environment)
{
	bool opened, read;

	(void)next(line, environment, &opened, &read);
	return opened && read;
}

static const char *
memo_path(const struct call *call)
{
	struct buf b = {0};

	buf_format(&b, "%s/cache/memo-", folder);
	buf_hex(&b, call->memo);
	return b.p;
}

static const char line[] = "gcc -c a.c";

static const char *
usual(void)
{
	return environment_of("");
}

/* Everything as it was at first, and a memo of it; returns the memo's path. */
static const char *
fresh(void)
{
	struct call *call;

	put_file("mine.profile", STR(profile));
	put_file("shim/hardcc.conf", STR(conf));
	call = asked(line, usual());
	memo_write(call);
	return memo_path(call);
}

/* The text of a rule, whatever its indexes are. */
static struct str
rule_in_words(const struct policy *p, const struct rule *rule)
{
	struct buf b = {0};

	buf_format(&b, "%s %.*s %s %.*s", rule_place(p, rule), FMT(policy_text(p, p->feature[rule->feature].name)),
	    verb_names[rule->verb],
	    FMT(rule_words(p, rule)));
	for (int f = 0; f < NFACET; f++)
		buf_format(&b, " %u/%u", rule->want[f], rule->never[f]);
	for (unsigned i = 0; i < rule->npattern; i++)
		buf_format(&b, " unless %u %.*s", p->text[rule->pattern + i].space, FMT(policy_text(p,
		    p->text[rule->pattern + i])));
	for (unsigned i = 0; i < rule->npackage; i++)
		buf_format(&b, " package %.*s", FMT(policy_text(p, p->text[rule->package + i])));
	buf_format(&b, " %u %u%u %.*s on=%u", rule->vouched, rule->with, rule->without, FMT(policy_text(p,
	    rule->because)), p->feature[rule->feature].on);
	return buf_str(&b);
}

static void
read_back(void)
{
	struct call *wrote, *got;
	bool opened, read;
	unsigned n = 0;

	fresh();
	wrote = asked(line, usual());
	got = next(line, usual(), &opened, &read);
	ok(opened, STR("a memo is opened"));
	ok(read, STR("and read"));
	/* the compiler */
	is(got->compiler.line, wrote->compiler.line, STR("the compiler's version line"));
	is(got->compiler.target, wrote->compiler.target, STR("its target"));
	ok(got->compiler.family == FACT_GCC && got->compiler.version == wrote->compiler.version &&
	    got->compiler.trusted && got->compiler.settled,
	    STR("its family and version"));
	ok(stamp_is(&got->compiler.stamp, &wrote->compiler.stamp), STR("and its stamp"));
	ok(got->libc_key == 4711 && got->libc_id == 4712, STR("what is known of a libc.a"));
	/* the settings */
	for (size_t i = 0; i < NSETTING; i++) {
		is(got->settings->of[i].value, wrote->settings->of[i].value, str_format("the value of %s",
		    setting_rows[i].name));
		is(str_of(setting_origin(&got->settings->of[i])), str_of(setting_origin(&wrote->settings->of[i])),
		    STR("and its origin"));
	}
	ok(setting_on(got->settings, SETTING_STRICT) && got->settings->of[SETTING_STRICT].line == 2,
	    STR("one of a file is among them"));
	ok(got->settings->ncross == 1 && str_is(got->settings->cross[0].name, STR("HARDCC_CC_arm_linux")),
	    STR("and a triplet's compiler"));
	/* the policy, but for the rules that cannot hold for this compiler */
	ok(got->policy.hash == wrote->policy.hash && got->policy.hash != 0, STR("the policy's hash"));
	is(policy_text(&got->policy, got->policy.name), policy_text(&wrote->policy, wrote->policy.name),
	    STR("and its name"));
	for (unsigned i = 0; i < wrote->policy.nrule; i++) {
		const struct rule *rule = &wrote->policy.rule[i];

		if (str_is(rule_words(&wrote->policy, rule), STR("-fold")))
			continue;
		is(n < got->policy.nrule ? rule_in_words(&got->policy, &got->policy.rule[n]) : STR("none"),
		    rule_in_words(&wrote->policy, rule), STR("a rule"));
		n++;
	}
	ok(n == 5 && got->policy.nrule == n, STR("and no other; that for an older gcc is left out"));
}

/* A call that is another one, or whose surroundings are. */
static void
others(void)
{
	static const struct {
		const char *line, *more;
		bool want;
	} rows[] = {
		{"gcc -c a.c", "", true},
		{"gcc -O2 -DX b.c -o b", "", true}, /* one memo is for all calls of a compiler */
		{"gcc -c a.c", "LANG=C", true},
		{"gcc -c a.c", "HOME=/other", true},
		{"gcc -m32 -c a.c", "", false},
		{"gcc-12 -c a.c", "", false},
		{"cc -c a.c", "", false},
		{"gcc -c a.c", "HARDCC_DEBUG=1", false},
		{"gcc -c a.c", "HARDCC_LIBC=musl", false},
		{"gcc -c a.c", "HARDCC_DATADIR=/other", false},
		{"gcc -### -x c -c -", "", false}, /* Go's identity call renews it */
	};

	fresh();
	for (size_t i = 0; i < COUNT(rows); i++)
		ok(believed(rows[i].line, environment_of(rows[i].more)) == rows[i].want, str_format("%s, %s",
		    rows[i].line, rows[i].more));
	/* the settings that name files: the first of an environment holds, so the other one stands before */
	ok(!believed(line, text_format("HARDCC_PROFILE=none\n%s", usual())), STR("another profile"));
	ok(!believed(line, text_format("XDG_CONFIG_HOME=%s/other\n%s", folder, usual())),
	    STR("the same place, but another directory of profiles: the key tells"));
	ok(!believed(line, text_format("HARDCC_CACHE=none\n%s", usual())), STR("no cache"));
	ok(!believed(line, text_format("HARDCC_CACHE=%s/empty\n%s", folder, usual())), STR("an empty cache"));
	{
		struct call *call = begun(line, usual());

		ok(memo_open(call, settings_in(call), STR("shim")), STR("opened for another compiler"));
		call->compiler = (struct compiler){.path = "/usr/local/bin/gcc", .stamp = {1, 2, 3}};
		ok(!memo_read(call), STR("and not read: its path"));
		call->compiler = (struct compiler){.path = "/usr/bin/gcc", .stamp = {1, 2, 4}};
		ok(!memo_read(call), STR("or its stamp"));
		call->compiler = (struct compiler){.path = "/usr/bin/gcc", .stamp = {1, 2, 3}, .launcher = "ccache",
		    .standing_in = true};
		ok(memo_read(call) && str_is(str_of(call->compiler.launcher), STR("ccache")) &&
		    call->compiler.standing_in,
		    STR("the launcher is this call's"));
	}
	{
		struct call *call = begun(line, usual());

		ok(!memo_open(call, settings_in(call), STR("other-shim")), STR("another directory of shims"));
	}
}

/* Each file that was read, or would have been. */
static void
dependencies(void)
{
	static const struct {
		const char *path, *text, *name;
	} rows[] = {
		{"mine.profile", "pie add -fPIE\n", "a profile that was read"},
		{"shim/hardcc.conf", "HARDCC_STRICT = 0\n", "a file of settings that was read"},
		{"mine.profile", NULL, "a profile that is gone"},
		{"shim/hardcc.conf", NULL, "a file of settings that is gone"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		fresh();
		ok(believed(line, usual()), STR("believed"));
		if (rows[i].text)
			put_file(rows[i].path, str_of(rows[i].text));
		else if (unlink(rows[i].path) != 0)
			exit(99);
		ok(!believed(line, usual()), str_of(rows[i].name));
	}
	/* a name is looked for in the user's directory first: what comes there hides the built-in one */
	{
		const char *environment = text_format("HARDCC_PROFILE=openssf\n%s", usual());
		struct call *call;

		fresh();
		call = asked(line, environment);
		memo_write(call);
		ok(believed(line, environment), STR("believed"));
		put_file("config/hardcc/profiles/openssf.profile", STR("a add -x\n"));
		ok(!believed(line, environment), STR("a profile that comes to hide another"));
	}
}

static bool
with_file(const char *path, struct str text)
{
	put_file(path, text);
	return believed(line, usual());
}

/* Of the file itself; the path of its memo stays. */
static void
damage(void)
{
	const char *path = fresh(), *elsewhere = "elsewhere";
	struct str good, text;
	struct stat st;
	unsigned trusted = 0;
	char *bytes;

	if (!read_file(path, &good))
		exit(99);
	bytes = str_dup(good);
	text = (struct str){bytes, good.n};
	ok(with_file(path, text), STR("the same file again: believed"));
	for (size_t i = 0; i < good.n; i++) {
		bytes[i] = (char)(bytes[i] ^ 1);
		trusted += with_file(path, text);
		bytes[i] = good.p[i];
	}
	is_number(trusted, 0, "a byte changed anywhere: never believed");
	trusted = 0;
	for (size_t i = 0; i < good.n; i++)
		trusted += with_file(path, str_head(good, i));
	is_number(trusted, 0, "cut anywhere: never believed");
	ok(!with_file(path, str_of(str_join(good, STR("x")))), STR("a byte too many"));
	ok(!with_file(path, STR("")), STR("an empty file"));

	ok(with_file(path, text) && chmod(path, 0664) == 0 && !believed(line, usual()), STR("the group can write it"));
	ok(chmod(path, 0646) == 0 && !believed(line, usual()), STR("all can write it"));
	ok(chmod(path, 0444) == 0 && believed(line, usual()), STR("nobody can"));
	if (geteuid() == 0) {
		ok(chown(path, 1, 1) == 0 && !believed(line, usual()), STR("another user's"));
		ok(chown(path, 0, 0) == 0 && believed(line, usual()), STR("root's"));
	}
	ok(rename(path, elsewhere) == 0 && symlink(text_format("%s/%s", folder, elsewhere), path) == 0 && stat(path,
	    &st) == 0 &&
	    !believed(line, usual()), STR("a link to it"));
	if (unlink(path) != 0)
		exit(99);
	ok(mkdir(path, 0755) == 0 && !believed(line, usual()), STR("a directory"));
	if (rmdir(path) != 0)
		exit(99);
}

/* A file as memo.c writes one: the check of all behind it. */
enum { KEY = 8, COUNTS = 64, NCOUNT = 7 };

static struct str
forged(struct str good, size_t at, const void *bytes, size_t n)
{
	char *copy = str_dup(good);
	struct str file = {copy, good.n};
	uint64_t check;

	memcpy(copy + at, bytes, n);
	check = hash_bytes(0, file.p + KEY, file.n - KEY);
	memcpy(copy, &check, sizeof check);
	return file;
}

/* Not by accident: the check is right. */
static void
forgery(void)
{
	static const uint32_t numbers[] = {UINT32_MAX, UINT32_MAX / 2 + 1, 1u << 20, 1025};
	const char *path = fresh();
	struct str good;
	uint64_t key;

	if (!read_file(path, &good))
		exit(99);
	ok(with_file(path, forged(good, 0, "", 0)), STR("nothing forged: believed"));
	memcpy(&key, good.p + KEY, sizeof key);
	key ^= 1;
	ok(!with_file(path, forged(good, KEY, &key, sizeof key)),
	    STR("another build's, or of other directories: its key"));
	for (unsigned i = 0; i < NCOUNT; i++)
		for (size_t j = 0; j < COUNT(numbers); j++)
			ok(!with_file(path, forged(good, COUNTS + 4 * i, &numbers[j], 4)),
			    str_format("count %u is not %u", i, numbers[j]));
}

/* Is there a file, one that is believed? None is made of more than a memo holds, and of what is not to be remembered. */
static bool
written(const char *environment, struct str settings, bool settled)
{
	struct call *call;

	put_file("shim/hardcc.conf", settings);
	call = asked(line, environment);
	call->compiler.settled = settled;
	memo_write(call);
	if (access(memo_path(call), F_OK) != 0)
		return false;
	return ok(believed(line, environment), STR("what is written is believed"));
}

static void
limits(void)
{
	struct buf many = {0}, few = {0}, longest = {0}, long_enough = {0};
	const char *environment = environment_of("HARDCC_DEBUG=0");

	fresh();
	ok(written(environment, STR(conf), true), STR("written"));
	for (unsigned i = 0; i < MAX_RULES + 1; i++)
		buf_format(i < MAX_RULES - 1 ? &few : &many, "HARDCC_CC_t%u = /x\n", i);
	many = (struct buf){str_join(buf_str(&few), buf_str(&many)), few.n + many.n, 0};
	ok(written(environment_of("HARDCC_DEBUG=0\nHARDCC_LOG=/1"), buf_str(&few), true),
	    STR("as many settings as fit"));
	ok(!written(environment_of("HARDCC_STRICT=0\nHARDCC_LOG=/2"), buf_str(&many), true),
	    STR("more settings than fit: no memo"));
	for (unsigned i = 0; i < 8; i++) { /* 60,000 bytes each: seven fit into the pool of a policy, beside paths and names */
		buf_format(&longest, "HARDCC_CC_t%u = /", i);
		for (unsigned j = 0; j < 60000; j++)
			buf_char(&longest, 'x');
		buf_char(&longest, '\n');
		if (i == 6)
			buf_add(&long_enough, buf_str(&longest));
	}
	ok(written(environment_of("HARDCC_DISABLE=0"), buf_str(&long_enough), true), STR("long settings"));
	ok(!written(environment_of("HARDCC_STRICT=0"), buf_str(&longest), true),
	    STR("settings of more bytes than fit: no memo"));
	longest.n = 66000; /* of the first two values: more than one text of a policy has */
	for (size_t i = 20; i < longest.n; i++)
		longest.p[i] = 'x';
	ok(!written(environment_of("HARDCC_STRICT=0"), buf_str(&longest), true), STR("a setting of 66,000 bytes: no memo"));
	ok(!written(environment_of("HARDCC_CC=/x"), STR(conf), false), STR("a compiler that did not answer: no memo"));
	ok(written(environment_of("HARDCC_CC=/x"), STR(conf), true), STR("one that did: one"));
	ok(!written(text_format("HARDCC_PROFILE=./mine.profile\n%s", usual()), STR(conf), true),
	    STR("a profile of this directory alone: no memo"));
	{
		struct call *call = asked(line, environment_of("HARDCC_CXX=/x"));

		settings_in(call)->nwatched = 0;
		memo_write(call);
		ok(access(memo_path(call), F_OK) != 0, STR("where the settings were not watched: no memo"));
	}
}

int
main(void)
{
	folder = own_folder();
	read_back();
	others();
	dependencies();
	damage();
	forgery();
	limits();
	folder_away(folder);
	return done_testing();
}
