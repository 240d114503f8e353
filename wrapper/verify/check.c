#include "verify/check.h"

#include "base/error.h"
#include "profile/rule.h"

#define CHECK_ROW(name, written, features, about) {written, features, about},
const struct check_row checks[NCHECK] = {CHECKS(CHECK_ROW)};

struct finding
check_find(enum check_id id, const struct binary *b)
{
	switch (id) {
#define CHECK_CASE(name, ...) case CHECK_##name: return check_##name(b);
	CHECKS(CHECK_CASE)
	default: oops("there is no check %d", (int)id);
	}
}

const char verdict_names[NVERDICT][8] = {VERDICT_NAMES};

/* Evidence and, behind a semicolon, why it counts for nothing. */
static struct str
but(struct str evidence, const char *why, struct str more)
{
	struct buf b = {0};

	buf_add(&b, evidence);
	buf_text(&b, evidence.n > 0 ? "; " : "");
	buf_text(&b, why);
	buf_add(&b, more);
	return buf_str(&b);
}

static struct str
exception(const struct policy *p, const struct rule *off)
{
	struct str because = policy_text(p, off->because);
	struct buf b = {0};

	buf_text(&b, rule_place(p, off));
	buf_text(&b, because.n > 0 ? ": " : "");
	buf_add(&b, because);
	return buf_str(&b);
}

/* "build through hardcc, which adds -Wl,-z,now (openssf.profile:41)" */
static struct str
mend(const struct policy *p, const struct rule *rule)
{
	struct buf b = {0};

	if (rule->nword == 0)
		return STR("");
	buf_text(&b, "build through hardcc, which adds ");
	buf_add(&b, rule_words(p, rule));
	buf_text(&b, " (");
	buf_text(&b, rule_place(p, rule));
	buf_char(&b, ')');
	return buf_str(&b);
}

static void
judge_row(struct checked *c, const struct policy *p, enum check_id id, const struct binary *b)
{
	struct finding f = check_find(id, b);
	bool bad = f.state == LACKS || f.state == CANNOT_TELL;
	struct demand d = {0};

	*c = (struct checked){.verdict = f.state == HOLDS ? PASS : NA, .told = f.state == TOLD, .value = f.value,
	    .evidence = f.evidence};
	if (!bad)
		return;
	d = demand_of(p, str_of(checks[id].features), b);
	if (!d.rule) {
		c->evidence = but(f.evidence, "the profile does not ask for it", STR(""));
	} else if (d.off) {
		c->evidence = but(f.evidence, "excepted by ", exception(p, d.off));
	} else {
		c->verdict = f.state == LACKS ? FAIL : UNKNOWN;
		c->advice = f.advice.n > 0 ? f.advice : mend(p, d.rule);
	}
}

void
judge_sum(struct judged *j)
{
	memset(j->n, 0, sizeof j->n);
	for (unsigned i = 0; i < NCHECK; i++)
		if (!j->of[i].told)
			j->n[j->of[i].verdict]++;
	j->verdict = NA;
	if (j->n[FAIL] > 0)
		j->verdict = FAIL;
	else if (j->n[UNKNOWN] > 0)
		j->verdict = UNKNOWN;
	else if (j->n[PASS] > 0)
		j->verdict = PASS;
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
