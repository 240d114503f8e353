#include "profile/rule.h"

const char verb_names[NWRITTEN][8] = {
	"add", "require", "force", "drop", "deny", "replace", "spec", "object", "note", "refuse", "off", "expect", "use", "each",
};

const char *
rule_place(const struct policy *p, const struct rule *rule)
{
	struct buf b = {0};

	buf_add(&b, policy_text(p, p->file[rule->file]));
	buf_char(&b, ':');
	buf_number(&b, rule->line);
	return b.p;
}

struct str
rule_words(const struct policy *p, const struct rule *rule)
{
	struct buf b = {0};

	if (rule->nword == 1)
		return policy_text(p, p->text[rule->word]);
	for (unsigned i = 0; i < rule->nword; i++) {
		if (i > 0)
			buf_char(&b, ' ');
		buf_add(&b, policy_text(p, p->text[rule->word + i]));
	}
	return buf_str(&b);
}

void
rule_bounds(struct buf *b, const struct policy *p, const struct rule *rule)
{
	static const char *const sign[2] = {">=", "<"};

	for (unsigned i = 0; i < rule->nbound; i++) {
		const struct bound *bound = &p->bound[rule->bound + i];
		uint32_t limit[2] = {bound->min, bound->max};

		buf_format(b, " %s", fact_rows[bound->family].word);
		for (int j = 0; j < 2; j++) {
			if (limit[j] == (j == 0 ? 0 : UINT32_MAX))
				continue;
			buf_format(b, "%s%u", sign[j], limit[j] >> 16);
			for (int shift = 8; shift >= 0 && limit[j] & ((1u << (shift + 8)) - 1); shift -= 8)
				buf_format(b, ".%u", limit[j] >> shift & 255);
		}
	}
}

/* Each word behind another, which stands before the first of them or before each. */
static void
put_words(struct buf *b, const struct policy *p, unsigned first, unsigned n, const char *before, bool each)
{
	for (unsigned i = 0; i < n; i++) {
		buf_text(b, i == 0 || each ? before : "");
		buf_char(b, ' ');
		buf_add(b, p->written[first + i]);
	}
}

static void
put_facts(struct buf *b, const uint16_t bits[FACETS], const char *before)
{
	for (unsigned i = 0; i < NFACT; i++)
		if (bits[fact_rows[i].facet] >> fact_rows[i].bit & 1) {
			buf_text(b, before);
			buf_text(b, fact_rows[i].word);
		}
}

void
rule_text(struct buf *b, const struct policy *p, const struct rule *rule)
{
	size_t begin;

	buf_add(b, policy_text(p, p->feature[rule->feature].name));
	buf_char(b, ' ');
	buf_text(b, verb_names[rule->verb]);
	put_words(b, p, rule->word, rule->nword, "", false);
	buf_text(b, " if");
	begin = b->n;
	put_facts(b, rule->want, " ");
	put_facts(b, rule->never, " !");
	rule_bounds(b, p, rule);
	for (int i = 0; i < 2; i++) {
		unsigned feature = i == 0 ? rule->with : rule->without;

		if (feature == 0)
			continue;
		buf_text(b, i == 0 ? " with " : " without ");
		buf_add(b, policy_text(p, p->feature[feature - 1].name));
	}
	put_words(b, p, rule->package, rule->npackage, " package", true);
	if (b->n == begin)
		b->n -= sizeof " if" - 1;
	put_words(b, p, rule->pattern, rule->npattern, " unless", false);
}

bool
rule_on(const struct policy *p, const struct rule *rule)
{
	return p->feature[rule->feature].on && !rule_idle(rule);
}

bool
rule_conditional(const struct rule *rule)
{
	bool any = rule->vouched == VOUCHED_BY_RULE || rule->npattern > 0 || rule->npackage > 0;

	for (int f = 0; f < NFACET; f++)
		any = any || rule->want[f] || rule->never[f];
	return any;
}

bool
rule_lifted(const struct policy *p, const struct rule *off)
{
	return p->feature[off->feature].lifted && !rule_conditional(off);
}

bool
rule_names_package(const struct policy *p, const struct rule *rule, struct str package)
{
	for (unsigned i = 0; i < rule->npackage; i++) {
		struct str pattern = policy_text(p, p->text[rule->package + i]);

		if (package.n > 0 && str_glob(pattern, package))
			return true;
		if (package.n > 0 && str_ends(pattern, STR("/...")) &&
		    (str_is(str_head(pattern, pattern.n - 4), package) ||
			str_starts(package, str_head(pattern, pattern.n - 3))))
			return true;
	}
	return false;
}

bool
rule_in_package(const struct policy *p, const struct rule *rule, const struct settings *s)
{
	struct str rest = s->var[VAR_GO_PACKAGE]; /* "p [p.test]" */

	return rule->npackage == 0 || rule_names_package(p, rule, str_split(&rest, ' '));
}

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

/* One facet by itself. */
static enum rule_state
facet_state(const struct policy *p, const struct rule *rule, const struct known *k, int f)
{
	uint16_t want = rule->want[f], never = rule->never[f];
	bool untold = false;

	if ((never & k->certain.bits[f]) || (want && !(want & k->possible.bits[f])))
		return RULE_FAILS;
	if (f == FAMILY && k->compiler && !bounds_hold(p, rule, k->compiler))
		return RULE_FAILS;
	untold = (want && !(want & k->certain.bits[f])) || (never & k->possible.bits[f]);
	return untold || (f == FAMILY && !k->compiler && rule->nbound > 0) ? RULE_UNTOLD : RULE_HOLDS;
}

enum rule_state
rule_state(const struct policy *p, const struct rule *rule, const struct known *known, enum facet *facet)
{
	enum rule_state all = RULE_HOLDS;

	for (int f = 0; f < NFACET; f++) {
		enum rule_state one = facet_state(p, rule, known, f);

		if (one == RULE_HOLDS || (one == RULE_UNTOLD && all == RULE_UNTOLD))
			continue;
		all = one;
		if (facet)
			*facet = (enum facet)f;
		if (one == RULE_FAILS)
			break;
	}
	return all;
}

enum facet
rule_failing(const struct policy *p, const struct rule *rule, const struct facts *facts, const struct compiler *cc)
{
	struct known known;
	enum facet facet = NFACET;

	if (facets_hold(rule, facts) && bounds_hold(p, rule, cc)) /* the quick yes: most rules that come here hold */
		return NFACET;
	known = (struct known){*facts, *facts, cc};
	(void)rule_state(p, rule, &known, &facet);
	return facet;
}

struct rule
rule_asked(const struct rule *rule)
{
	struct rule asked = *rule;

	asked.bound = rule->asked;
	asked.nbound = rule->nasked;
	asked.want[ARCH] = rule->asked_arch[0];
	asked.never[ARCH] = rule->asked_arch[1];
	return asked;
}

struct known
known_target(const struct facts *target, const struct compiler *cc)
{
	static const uint8_t fixed[] = {ARCH, LIBC};
	struct known k = {.compiler = cc};

	memset(&k.possible, 0xff, sizeof k.possible);
	for (size_t i = 0; i < COUNT(fixed); i++)
		k.certain.bits[fixed[i]] = k.possible.bits[fixed[i]] = target->bits[fixed[i]];
	k.certain.bits[FAMILY] = k.possible.bits[FAMILY] = (uint16_t)(1u << fact_rows[cc->family].bit);
	if (fact_holds(target, FACT_MUSL))
		fact_set(&k.possible, FACT_FORTIFY_HEADERS); /* they come and go while a memo stays */
	return k;
}

bool
rule_can_hold(const struct policy *p, const struct rule *rule, const struct known *target)
{
	return rule_on(p, rule) && rule->verb != EXPECT && rule_state(p, rule, target, NULL) != RULE_FAILS;
}

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

bool
rule_covers(const struct policy *p, const struct rule *one, const struct rule *other, unsigned skip)
{
	if (one->npackage > 0)
		return false;
	for (int f = 0; f < NFACET; f++) {
		if (skip >> f & 1)
			continue;
		if (one->never[f] & ~other->never[f])
			return false;
		if (one->want[f] && (!other->want[f] || (other->want[f] & ~one->want[f])))
			return false;
	}
	for (unsigned i = 0; i < one->npattern; i++)
		if (!has_pattern(p, other, p->text[one->pattern + i]))
			return false;
	return true;
}

bool
rule_shadowed(const struct policy *p, unsigned index, const struct known *target)
{
	const struct rule *rule = &p->rule[index];

	if (!p->file[rule->file].yields || rule->verb != ADD || !target->compiler->trusted)
		return false;
	for (unsigned i = 0; i < index; i++) {
		const struct rule *before = &p->rule[i];

		if (before->feature == rule->feature && p->file[before->file].yields < p->file[rule->file].yields && before->verb == ADD &&
		    before->vouched >= VOUCHED_BY_RULE && rule_can_hold(p, before, target) &&
		    rule_covers(p, before, rule, 1u << FAMILY | 1u << ARCH))
			return true;
	}
	return false;
}
