#include "verify/demand.h"

#include "profile/rule.h"

static void
facts_of(struct facts *facts, const struct binary *b)
{
	static const uint8_t outputs[] = {
		[BINARY_EXEC] = FACT_EXE, [BINARY_PIE] = FACT_PIE, [BINARY_STATIC] = FACT_STATIC,
		[BINARY_STATIC_PIE] = FACT_STATIC_PIE, [BINARY_SHARED] = FACT_SHARED,
	};
	static const uint8_t libcs[] = {
		[CLIB_NONE] = FACT_OTHER_LIBC, [CLIB_GLIBC] = FACT_GLIBC, [CLIB_MUSL] = FACT_MUSL, [CLIB_OTHER] = FACT_OTHER_LIBC,
	};
	const struct machine *machine = binary_machine(b);
	uint8_t arch = b->wide ? machine->wide : machine->narrow;

	if (arch == FACT_PPC64LE && b->big)
		arch = FACT_OTHER_ARCH;
	fact_set(facts, (enum fact)arch);
	fact_set(facts, binary_linked(b) ? (enum fact)outputs[b->kind] : FACT_RELOCATABLE);
	if (b->libc != CLIB_UNKNOWN)
		fact_set(facts, (enum fact)libcs[b->libc]);
	if (b->symbols.n[ROLE_SANITIZER] > 0)
		fact_set(facts, FACT_SANITIZE);
}

/* Of the links that made the file and the compiles of what is in it. What a file does not tell holds for a demand, and does
 * not excuse; nor does what no file tells, but for the kind of call and its stage: it was made by all of them. */
static bool
may_hold(const struct policy *p, const struct rule *rule, const struct facts *facts, bool excuse)
{
	static const uint8_t all[] = {KIND, STAGE};
	struct known known = {.certain = *facts};
	enum rule_state state;

	if (excuse && rule->npattern > 0) /* what the user's words were */
		return false;
	for (int f = 0; f < FACETS; f++)
		known.possible.bits[f] = facts->bits[f] ? facts->bits[f] : UINT16_MAX;
	for (size_t i = 0; i < COUNT(all) && excuse; i++)
		known.certain.bits[all[i]] = UINT16_MAX;
	state = rule_state(p, rule, &known, NULL);
	return excuse ? state == RULE_HOLDS : state != RULE_FAILS;
}

/* Is it the feature's, as far as the file tells? */
static bool
concerns(const struct policy *p, const struct rule *rule, unsigned feature, const struct facts *facts)
{
	bool off = rule->verb == OFF;

	return rule->feature == feature && !rule_idle(rule) && !(off && rule_lifted(p, rule)) && may_hold(p, rule, facts, off);
}

/* The main package, or of units one that brought C. */
static bool
package_fits(const struct policy *p, const struct rule *rule, const struct binary *b, bool of_units)
{
	struct str rest = buf_str(&b->go.packages);

	if (rule->npackage == 0 || rule_names_package(p, rule, gobuild_line(b->go.build.info, "path")))
		return true;
	while (of_units && rest.n > 0)
		if (rule_names_package(p, rule, str_split(&rest, ' ')))
			return true;
	return false;
}

static bool
is_past(const struct policy *p, const struct rule *rule)
{
	struct day until;

	return exception_past(policy_text(p, rule->because), day_today(), &until);
}

static void
look(struct demand *d, const struct policy *p, unsigned feature, const struct binary *b, const struct facts *facts, bool of_units)
{
	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];

		if (!concerns(p, rule, feature, facts) || !package_fits(p, rule, b, of_units))
			continue;
		if (rule->verb != OFF && (!d->rule || d->rule->nword == 0))
			d->rule = rule;
		else if (rule->verb == OFF && (!d->off || !is_past(p, rule)))
			d->off = rule;
	}
}

/* By an exception that holds today. */
static bool
is_excepted(const struct policy *p, unsigned feature, const struct facts *facts, struct str package)
{
	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];

		if (rule->verb == OFF && concerns(p, rule, feature, facts) && (rule->npackage == 0 || rule_names_package(p, rule, package)) &&
		    !is_past(p, rule))
			return true;
	}
	return false;
}

/* Whose units have no exception: which ones of a file are of which package, nothing in it tells. The standard library's have what they are
 * compiled with, but for its own opt-outs. */
static struct str
not_excepted(const struct policy *p, unsigned feature, const struct binary *b, const struct facts *facts)
{
	struct str rest = buf_str(&b->go.packages), path = gobuild_line(b->go.build.info, "path");
	struct buf others = {0};

	while (rest.n > 0) {
		struct str package = str_split(&rest, ' ');

		package = str_is(package, STR("main")) && path.n > 0 ? path : package;
		if (!is_excepted(p, feature, facts, package))
			buf_word(&others, package);
	}
	if (!go_names_all(&b->go) && !is_excepted(p, feature, facts, STR("")))
		buf_word(&others, STR("(packages that the file does not name)"));
	return buf_str(&others);
}

struct demand
demand_of(const struct policy *p, struct str features, const struct binary *b, bool of_units)
{
	struct facts facts = {{0}};
	struct demand d = {0};

	facts_of(&facts, b);
	while (features.n > 0 && !d.rule) {
		struct str name = str_split(&features, ' ');

		for (unsigned i = 0; i < p->nfeature; i++)
			if (p->feature[i].on && str_is(policy_text(p, p->feature[i].name), name))
				look(&d, p, i, b, &facts, of_units);
	}
	d.past = d.off && exception_past(policy_text(p, d.off->because), day_today(), &d.until);
	if (of_units && d.off && !d.past)
		d.others = not_excepted(p, d.off->feature, b, &facts);
	return d;
}
