#include "verify/demand.h"

#include "profile/rule.h"

/* What a file tells about the call that made it. */
static const uint8_t told[] = {ARCH, OUTPUT, LIBC, SANITIZER};

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

/* The links that made the file, or compiles of what is in it. A condition on what nobody can tell now
 * holds for a demand, and does not excuse. */
static bool
may_hold(const struct rule *rule, const struct facts *facts, bool excuse)
{
	static const uint8_t hidden[] = {LANGUAGE, FORM, OPT, HOST, STACK, CALLER};

	for (size_t i = 0; i < COUNT(told); i++) {
		uint16_t is = facts->bits[told[i]];

		if ((rule->never[told[i]] & is) || (rule->want[told[i]] && is && !(rule->want[told[i]] & is)))
			return false;
	}
	for (size_t i = 0; i < COUNT(hidden) && excuse; i++)
		if (rule->want[hidden[i]] || rule->never[hidden[i]])
			return false;
	return !excuse || rule->nbound == 0;
}

/* The main package, or one that brought C. */
static bool
package_fits(const struct policy *p, const struct rule *rule, const struct binary *b)
{
	struct str rest = buf_str(&b->go.packages);

	if (rule->npackage == 0 || rule_names_package(p, rule, gobuild_line(b->go.build.info, "path")))
		return true;
	while (rest.n > 0)
		if (rule_names_package(p, rule, str_split(&rest, ' ')))
			return true;
	return false;
}

static void
look(struct demand *d, const struct policy *p, unsigned feature, const struct binary *b)
{
	struct facts facts = {{0}};

	facts_of(&facts, b);
	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];
		bool off = rule->verb == OFF;

		if (rule->feature != feature || rule_idle(rule) || !may_hold(rule, &facts, off) || !package_fits(p, rule, b))
			continue;
		if (off && !(p->feature[feature].lifted && !rule_conditional(rule)))
			d->off = rule;
		else if (!off && (!d->rule || d->rule->nword == 0))
			d->rule = rule;
	}
}

struct demand
demand_of(const struct policy *p, struct str features, const struct binary *b)
{
	struct demand d = {0};

	while (features.n > 0 && !d.rule) {
		struct str name = str_split(&features, ' ');

		for (unsigned i = 0; i < p->nfeature; i++)
			if (p->feature[i].on && str_is(policy_text(p, p->feature[i].name), name))
				look(&d, p, i, b);
	}
	return d;
}
