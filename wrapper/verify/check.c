#include "verify/check.h"

#include "base/error.h"
#include "profile/rule.h"

#define CHECK_ROW(name, written, subject, features, about) {written, subject, features, about},
const struct check_row checks[NCHECK] = {CHECKS(CHECK_ROW)};

bool
judged_by_code(const struct binary *b)
{
	return binary_linked(b) || ((b->kind == BINARY_OBJECT || b->kind == BINARY_ARCHIVE) && b->nslim < b->nmember);
}

/* Why a row is not about the file; NULL where it is. */
static const char *
other_subject(enum subject subject, const struct binary *b)
{
	if (subject == OF_LINK && !binary_linked(b))
		return "it is not linked";
	if (subject == OF_GO && !(b->go.is && binary_linked(b)))
		return "not a Go program";
	if (subject >= OF_CODE && !judged_by_code(b))
		return b->kind == BINARY_MODULE ? "kernel code, which no profile is for" : b->nslim > 0 ? "LTO: its code is made at the link" : "no code";
	return subject == OF_C && !binary_has_c(b) ? "a Go program without C" : NULL;
}

struct finding
check_find(enum check_id id, const struct binary *b)
{
	const char *other = other_subject((enum subject)checks[id].subject, b);

	if (other)
		return found(DOES_NOT_APPLY, STR(""), str_of(other));
	switch (id) {
#define CHECK_CASE(name, ...) case CHECK_##name: return check_##name(b);
	CHECKS(CHECK_CASE)
	default: oops("there is no check %d", (int)id);
	}
}

const char verdict_names[NVERDICT][8] = {VERDICT_NAMES};

static struct str
exception(const struct policy *p, const struct demand *d)
{
	struct str because = policy_text(p, d->off->because);

	return str_format("excepted by %s%s%s%s%.*s", rule_place(p, d->off), d->past ? ", past its day " : "",
	    d->past ? d->until.text : "", because.n > 0 ? ": " : "", FMT(because));
}

/* "build through hardcc, which adds -Wl,-z,now (openssf.profile:41)"; not to one whose units were, as their notes tell, nor to
 * what has notes in part: the rest may be assembler, which has none. */
static struct str
rule_advice(const struct policy *p, const struct rule *rule, const struct binary *b, enum subject subject)
{
	bool some = b->units.n > 0, noted = some && units_untold(b).n == 0;
	struct str words;

	if (rule->nword == 0)
		return STR("");
	words = rule_words(p, rule);
	if (noted && subject >= OF_CODE)
		return str_format("it was compiled through hardcc, without %.*s (%s): hardcc explain, or a log, tells why",
		    FMT(words), rule_place(p, rule));
	if (some && subject < OF_CODE)
		return str_format("link it through hardcc, too, which adds %.*s (%s); where it was, hardcc explain tells why not",
		    FMT(words), rule_place(p, rule));
	if (some)
		return str_format("build what was compiled past hardcc through it, which adds %.*s (%s); assembler has no record",
		    FMT(words), rule_place(p, rule));
	return str_format("build through hardcc, which adds %.*s (%s)", FMT(words), rule_place(p, rule));
}

bool
check_of_units(enum check_id id)
{
	return checks[id].subject >= OF_CODE || id == CHECK_notes;
}

static void
judge_row(struct checked *c, const struct policy *p, enum check_id id, const struct binary *b)
{
	bool code = checks[id].subject >= OF_CODE, bad; /* code is looked at where it decides */
	struct demand d = {0};
	struct str why = {0};
	struct finding f;

	if (code)
		d = demand_of(p, str_of(checks[id].features), b, true);
	b->look->asked = d.rule && !d.off;
	f = check_find(id, b);
	bad = f.state == LACKS || f.state == CANNOT_TELL;
	*c = (struct checked){.verdict = f.state == HOLDS ? PASS : NA, .told = f.state == TOLD, .value = f.value,
	    .evidence = f.evidence};
	if (!bad)
		return;
	if (!code)
		d = demand_of(p, str_of(checks[id].features), b, check_of_units(id));
	if (!d.rule) {
		why = STR("the profile does not ask for it");
	} else if (d.off) {
		why = exception(p, &d);
	}
	if (d.rule && d.others.n > 0) {
		c->others = d.others;
		c->verdict = UNKNOWN;
		c->advice = str_format("%.*s: not excepted, and which units are theirs is not told; compile all of it again (go build -a) by "
		    "hardcc run --check, which judges each package by its log", FMT(d.others));
	}
	if (d.rule && (!d.off || d.past)) {
		c->verdict = f.state == LACKS ? FAIL : UNKNOWN;
		c->advice = d.past ? STR("take that line out, or give it a later day") :
			f.advice.n > 0 ? f.advice : rule_advice(p, d.rule, b, (enum subject)checks[id].subject);
	}
	if (why.n > 0)
		c->evidence = str_of(str_join3(f.evidence, f.evidence.n > 0 ? STR("; ") : STR(""), why));
}

enum verdict
verdict_of(const unsigned n[NVERDICT])
{
	return n[FAIL] ? FAIL : n[UNKNOWN] ? UNKNOWN : n[PASS] ? PASS : NA;
}

void
judge_sum(struct judged *j)
{
	memset(j->n, 0, sizeof j->n);
	for (unsigned i = 0; i < NCHECK; i++)
		if (!j->of[i].told)
			j->n[j->of[i].verdict]++;
	j->verdict = verdict_of(j->n);
}

void
judge(struct judged *j, const struct policy *p, const struct binary *b)
{
	*j = (struct judged){.verdict = NA};
	for (unsigned i = 0; i < NCHECK; i++)
		judge_row(&j->of[i], p, (enum check_id)i, b);
	judge_sum(j);
}

uint32_t
checks_for(struct str feature)
{
	uint32_t bits = 0;

	for (unsigned i = 0; i < NCHECK; i++)
		if (str_lists(str_of(checks[i].features), feature))
			bits |= UINT32_C(1) << i;
	return bits;
}

struct str
check_feature(unsigned check)
{
	struct str features = str_of(checks[check].features);

	return str_split(&features, ' ');
}
