/* condition.c - what a rule says of the calls that it holds for. */
#include "plan/plan.h"

static bool
bounds_hold(const struct policy *p, const struct rule *rule, const struct compiler *cc)
{
	if (rule->nbound == 0)
		return true;
	for (unsigned i = 0; i < rule->nbound; i++) {
		const struct bound *b = &p->bound[rule->bound + i];

		if (cc->family == FACT_OTHER_FAMILY && b->family != cc->family && b->max == UINT32_MAX)
			return true; /* told apart by a trial */
		if (b->family != cc->family)
			continue;
		if (cc->trusted ? b->min <= cc->version && cc->version < b->max : b->max == UINT32_MAX)
			return true;
	}
	return false;
}

enum facet
rule_failing(const struct policy *p, const struct rule *rule, const struct call *call)
{
	const struct facts *facts = &call->facts;

	if (facets_hold(rule, facts) && bounds_hold(p, rule, &call->compiler))
		return NFACET;
	for (int f = 0; f < NFACET; f++) {
		if (rule->never[f] & facts->bits[f])
			return (enum facet)f;
		if (f == FAMILY ? !bounds_hold(p, rule, &call->compiler) : rule->want[f] && !(rule->want[f] & facts->bits[f]))
			return (enum facet)f;
	}
	return NFACET;
}

bool
rule_can_hold(const struct policy *p, const struct rule *rule, const struct facts *target, const struct compiler *cc)
{
	static const uint8_t fixed[] = {ARCH, LIBC};
	struct facts can = *target;

	if (!rule_on(p, rule) || rule->verb == EXPECT || !bounds_hold(p, rule, cc))
		return false;
	if (fact_holds(target, FACT_MUSL))
		fact_set(&can, FACT_FORTIFY_HEADERS); /* they come and go while a memo stays */
	for (size_t i = 0; i < COUNT(fixed); i++)
		if (rule->want[fixed[i]] && !(rule->want[fixed[i]] & can.bits[fixed[i]]))
			return false;
	return true;
}

bool
rule_in_package(const struct policy *p, const struct rule *rule, const struct settings *s)
{
	struct str rest = s->var[VAR_GO_PACKAGE]; /* "p [p.test]" */

	return rule->npackage == 0 || rule_names_package(p, rule, str_split(&rest, ' '));
}
