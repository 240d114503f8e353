/* shadow.c - rules that yield to others wherever they hold: they need not be remembered. */
#include "shim/memo.h"

static bool
has_pattern(const struct policy *p, const struct rule *rule, struct text pattern)
{
	for (unsigned i = 0; i < rule->npattern; i++) {
		struct text t = p->text[rule->pattern + i];

		if (t.space == pattern.space && str_is(policy_text(p, t), policy_text(p, pattern)))
			return true;
	}
	return false;
}

/* Does one hold wherever the other does, by what is written in them? */
static bool
covers(const struct policy *p, const struct rule *one, const struct rule *other)
{
	if (one->npackage > 0)
		return false;
	for (int f = 0; f < NFACET; f++) {
		if (one->never[f] & ~other->never[f])
			return false;
		if (f != FAMILY && f != ARCH && one->want[f] && (!other->want[f] || (other->want[f] & ~one->want[f])))
			return false;
	}
	for (unsigned i = 0; i < one->npattern; i++)
		if (!has_pattern(p, other, p->text[one->pattern + i]))
			return false;
	return true;
}

bool
rule_shadowed(const struct policy *p, unsigned index, const struct facts *target, const struct compiler *cc)
{
	const struct rule *rule = &p->rule[index];

	if (!p->file[rule->file].mark || rule->verb != ADD || !cc->trusted)
		return false;
	for (unsigned i = 0; i < index; i++) {
		const struct rule *before = &p->rule[i];

		if (before->feature == rule->feature && !p->file[before->file].mark && before->verb == ADD &&
		    before->vouched >= VOUCHED_BY_RULE && rule_can_hold(p, before, target, cc) &&
		    covers(p, before, rule))
			return true;
	}
	return false;
}
