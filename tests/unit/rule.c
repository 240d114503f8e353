/* A rule's conditions: whether they hold by what is known, and whether one rule holds wherever another does. */
#include "profile/rule.h"

#include "call.h"
#include "compiler/compiler.h"
#include "profile/profile.h"
#include "tap.h"

static const char *const states[] = {[RULE_HOLDS] = "holds", [RULE_FAILS] = "fails", [RULE_UNTOLD] = "untold"};

static struct policy
parsed(const char *text)
{
	struct policy p;

	policy_new(&p);
	if (profile_parse(&p, STR("p"), str_of(text), STR(""), NULL, NULL) != 0)
		exit(99);
	return p;
}

static void
set_words(struct facts *facts, const char *words)
{
	for (struct str rest = str_of(words); rest.n > 0;) {
		struct str word = str_split(&rest, ' ');
		unsigned i = 0;

		while (i < NFACT && !str_is_text(word, fact_rows[i].word))
			i++;
		if (i == NFACT)
			exit(99);
		fact_set(facts, (enum fact)i);
	}
}

static struct compiler
compiler_of(const char *printed)
{
	struct compiler cc = {0};

	if (printed)
		compiler_told(&cc, str_of(printed));
	return cc;
}

/* "holds", or another state with the facet's first word; certain: these hold; open: and these may, or all of their facet. */
static struct str
state_of(const char *conditions, const char *certain, const char *open, const char *printed)
{
	struct policy p = parsed(text_format("a add -x%s%s\n", conditions[0] ? " if " : "", conditions));
	struct compiler cc = compiler_of(printed);
	struct known known = {.compiler = printed ? &cc : NULL};
	enum facet facet = NFACET;
	enum rule_state state;

	set_words(&known.certain, certain);
	known.possible = known.certain;
	set_words(&known.possible, open);
	if (printed)
		fact_set(&known.certain, cc.family), fact_set(&known.possible, cc.family);
	state = rule_state(&p, &p.rule[0], &known, &facet);
	if (facet == NFACET)
		return str_of(states[state]);
	for (unsigned i = 0; i < NFACT; i++)
		if (fact_rows[i].facet == facet)
			return str_format("%s %s", states[state], fact_rows[i].word);
	return STR("?");
}

#define CLANG_PRERELEASE "clang version 19.1.4 (prerelease)\nTarget: x86_64-linux-gnu\n"

/* The second of a state is the first word of the facet that decides: gcc for the family, c for the language. */
static void
conditions(void)
{
	static const struct {
		const char *conditions, *certain, *open, *printed, *want;
	} rows[] = {
		{"", "", "", GCC_12, "holds"},
		{"", "", "", NULL, "holds"},
		/* everything is known */
		{"c", "c", "", GCC_12, "holds"},
		{"c", "cxx", "", GCC_12, "fails c"},
		{"c", "", "", GCC_12, "fails c"},
		{"c cxx", "cxx", "", GCC_12, "holds"},
		{"c link", "c link", "", GCC_12, "holds"},
		{"c link", "c compile", "", GCC_12, "fails preprocess"},
		{"!c", "c cxx", "", GCC_12, "fails c"},
		{"!c", "cxx", "", GCC_12, "holds"},
		{"c !cxx", "c cxx", "", GCC_12, "fails c"},
		{"c !sanitize", "c", "", GCC_12, "holds"},
		/* the compiler */
		{"gcc", "", "", GCC_12, "holds"},
		{"gcc", "", "", CLANG_19, "fails gcc"},
		{"gcc>=12", "", "", GCC_12, "holds"},
		{"gcc>=12.2", "", "", GCC_12, "holds"},
		{"gcc>=12.2.1", "", "", GCC_12, "fails gcc"},
		{"gcc>=13", "", "", GCC_12, "fails gcc"},
		{"gcc<12.2", "", "", GCC_12, "fails gcc"},
		{"gcc<12.3", "", "", GCC_12, "holds"},
		{"gcc>=11<12", "", "", GCC_12, "fails gcc"},
		{"gcc>=13 clang>=19", "", "", CLANG_19, "holds"},
		{"gcc<5 gcc>=12", "", "", GCC_12, "holds"},
		{"!gcc", "", "", GCC_12, "fails gcc"},
		{"!gcc", "", "", CLANG_19, "holds"},
		/* one that is told apart by a trial; a prerelease is taken at no number's word */
		{"gcc>=12", "", "", OTHER_CC, "holds"},
		{"gcc<12", "", "", OTHER_CC, "fails gcc"},
		{"other-compiler", "", "", OTHER_CC, "holds"},
		{"other-compiler", "", "", GCC_12, "fails gcc"},
		{"clang>=99", "", "", CLANG_PRERELEASE, "holds"},
		{"clang>=15<99", "", "", CLANG_PRERELEASE, "fails gcc"},
		/* not everything is known */
		{"c", "", "c cxx", GCC_12, "untold c"},
		{"c", "", "cxx", GCC_12, "fails c"},
		{"c", "c", "cxx", GCC_12, "holds"},
		{"!c", "", "c cxx", GCC_12, "untold c"},
		{"!c", "", "cxx", GCC_12, "holds"},
		{"!cxx", "c", "cxx", GCC_12, "untold c"},
		{"gcc>=12", "", "gcc clang", NULL, "untold gcc"},
		{"c link", "", "c link", GCC_12, "untold preprocess"}, /* the first that is not told */
		{"c x86_64", "x86_64", "c", GCC_12, "untold c"},
		{"c x86_64", "aarch64", "c cxx", GCC_12, "fails x86_64"}, /* what fails decides, wherever it stands */
		{"c !x86_64", "x86_64", "c cxx", GCC_12, "fails x86_64"},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is(state_of(rows[i].conditions, rows[i].certain, rows[i].open, rows[i].printed), str_of(rows[i].want),
		    str_format("if %s; known: %s; open: %s", rows[i].conditions, rows[i].certain, rows[i].open));
}

/* rule_failing tells the same as rule_state, where everything is known. */
static void
failing(void)
{
	static const char *const conditions[] = {"c", "!c", "c link", "gcc>=12", "gcc<12 c", "clang", "c cxx !sanitize",
	    "x86_64 link"};
	static const char *const facts[] = {"c", "cxx", "c link", "c sanitize", "x86_64 c link"};
	static const char *const printed[] = {GCC_12, CLANG_19, OTHER_CC};

	for (size_t i = 0; i < COUNT(conditions) * COUNT(facts) * COUNT(printed); i++) {
		const char *c = conditions[i % COUNT(conditions)], *f = facts[i / COUNT(conditions) % COUNT(facts)];
		struct policy p = parsed(text_format("a add -x if %s\n", c));
		struct compiler cc = compiler_of(printed[i / COUNT(conditions) / COUNT(facts)]);
		struct known known = {.compiler = &cc};
		enum facet want = NFACET;

		set_words(&known.certain, f);
		fact_set(&known.certain, cc.family);
		known.possible = known.certain;
		(void)rule_state(&p, &p.rule[0], &known, &want);
		ok(rule_failing(&p, &p.rule[0], &known.certain, &cc) == want, str_format("if %s, of %s: the same facet",
		    c, f));
	}
}

/* The first rule holds wherever the second does. */
static void
covers(void)
{
	static const struct {
		const char *one, *other;
		unsigned skip;
		bool want;
	} rows[] = {
		{"", "", 0, true},
		{"", "if c", 0, true},
		{"if c", "", 0, false},
		{"if c", "if c", 0, true},
		{"if c cxx", "if c", 0, true},
		{"if c", "if c cxx", 0, false},
		{"if c", "if c link", 0, true},
		{"if c link", "if c", 0, false},
		{"if !c", "if !c", 0, true},
		{"if !c", "", 0, false},
		{"if !c", "if !c !cxx", 0, true},
		{"if !c !cxx", "if !c", 0, false},
		{"if !c", "if cxx", 0, false},
		{"unless -y", "", 0, false},
		{"unless -y", "unless -y", 0, true},
		{"unless -y", "unless -z -y", 0, true},
		{"unless -y -z", "unless -y", 0, false},
		{"", "unless -y", 0, true},
		{"unless -Wl,-y", "unless -y", 0, false},
		{"if package p", "if package p", 0, false},
		{"", "if package p", 0, true},
		{"if x86_64", "", 1u << ARCH, true},
		{"if x86_64", "if aarch64", 1u << ARCH, true},
		{"if x86_64 c", "", 1u << ARCH, false},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct policy p = parsed(text_format("a add -x %s\na add -x %s\n", rows[i].one, rows[i].other));

		ok(rule_covers(&p, &p.rule[0], &p.rule[1], rows[i].skip) == rows[i].want,
		    str_format("[%s] %s [%s]%s", rows[i].one, rows[i].want ? "covers" : "does not cover", rows[i].other,
		    rows[i].skip ? ", archs left aside" : ""));
	}
}

static void
packages(void)
{
	static const struct {
		const char *pattern, *package;
		bool want;
	} rows[] = {
		{"p", "p", true},	 {"p", "p/q", false},	   {"p", "", false},	    {"p/...", "p", true},
		{"p/...", "p/q/r", true}, {"p/...", "pq", false},  {"*/q", "p/q", true},    {"*", "p", true},
		{"*", "", false},	 {"q package p", "p", true}, {"p", "p [p.test]", true}, {"p.test", "p [p.test]",
		 false},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct policy p = parsed(text_format("a add -x if package %s\n", rows[i].pattern));
		const struct settings *s = settings_of(text_format("TOOLEXEC_IMPORTPATH=%s", rows[i].package));

		ok(rule_in_package(&p, &p.rule[0], s) == rows[i].want, str_format("package %s, in %s", rows[i].pattern,
		    rows[i].package));
	}
	{
		struct policy p = parsed("a add -x\n");

		ok(rule_in_package(&p, &p.rule[0], settings_of("")), STR("a rule without packages is for all"));
	}
}

/* What a memo keeps for a compiler and its target. */
static void
of_a_target(void)
{
	static const struct {
		const char *rule;
		bool want;
	} rows[] = {
		{"add -x", true},	       {"add -x if gcc>=12", true},   {"add -x if gcc>=13", false},
		  {"add -x if clang", false},
		{"add -x if x86_64", true},    {"add -x if aarch64", false},  {"add -x if !x86_64", false},
		 {"add -x if glibc", true},
		{"add -x if musl", false},     {"add -x if c link", true},    {"add -x if !c", true},	     {"expect",
		 false},
		{"off", true},		       {"add -x if with b", false},   {"add -x if fortify-headers", false},
	};
	struct compiler cc = compiler_of(GCC_12);
	struct facts target = {0};
	struct known known;

	set_words(&target, "x86_64 glibc");
	known = known_target(&target, &cc);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct policy p = parsed(text_format("a %s\n", rows[i].rule));

		ok(rule_can_hold(&p, &p.rule[0], &known) == rows[i].want, str_format("%s: %s", rows[i].rule,
		    rows[i].want ? "may hold" : "cannot hold"));
	}
	{
		struct policy p = parsed("a add -x if fortify-headers\na add -x\n");

		target = (struct facts){0};
		set_words(&target, "x86_64 musl");
		known = known_target(&target, &cc);
		ok(rule_can_hold(&p, &p.rule[0], &known), STR("fortify-headers may come to a musl"));
		p.feature[0].on = 0;
		ok(!rule_can_hold(&p, &p.rule[1], &known), STR("a feature that is off has no rule that holds"));
	}
}

int
main(void)
{
	conditions();
	failing();
	covers();
	packages();
	of_a_target();
	return done_testing();
}
