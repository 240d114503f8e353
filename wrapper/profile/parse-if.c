/* parse-if.c - the conditions of a rule. */
#include "base/error.h"
#include "base/nearest.h"
#include "profile/parser.h"
#include "profile/profile.h"

/* "12.2" to major << 16 | minor << 8; false where that is no version. */
static bool
parse_version(struct str s, uint32_t *version)
{
	uint32_t v = 0;
	bool more = true;

	for (int shift = 16; shift >= 0 && more; shift -= 8) {
		size_t end = str_find(s, '.', 0);
		unsigned n;

		if (!str_number(str_head(s, end), shift == 16 ? 9999 : 255, &n))
			return false;
		v |= n << shift;
		more = end < s.n;
		s = str_cut(s, end + 1);
	}
	*version = v;
	return !more;
}

/* gcc, gcc>=12, gcc<12, clang>=8<16 */
static const char *
parse_bound(struct parser *ps, enum fact family, struct str limits)
{
	struct bound b = {0, UINT32_MAX, (uint8_t)family};

	while (limits.n > 0) {
		bool less = limits.p[0] == '<';
		struct str version = str_cut(limits, less ? 1 : 2);
		size_t end = str_find(version, '<', 0);

		if (!less && !str_starts(limits, STR(">=")))
			return "is not a condition; a version is given by >= or <";
		limits = str_cut(version, end);
		if (!parse_version(str_head(version, end), less ? &b.max : &b.min))
			return "is not a condition; that is no version";
	}
	if (ps->p->nbound == MAX_BOUNDS)
		fatal(EXIT_OURS, "the profiles name compilers more than %d times", MAX_BOUNDS);
	if (ps->rule->nbound == MAX_A_RULE)
		return "is one too many for one rule";
	ps->rule->vouched = VOUCHED_BY_RULE;
	if (ps->rule->nbound++ == 0)
		ps->rule->bound = (uint16_t)ps->p->nbound;
	ps->p->bound[ps->p->nbound++] = b;
	return NULL;
}

/* package PATTERN */
static const char *
parse_package(struct parser *ps, struct str pattern)
{
	const char *error;

	if (ps->rule->npackage == MAX_A_RULE)
		return "is one too many for one rule";
	if (ps->rule->npackage++ == 0)
		ps->rule->package = (uint16_t)ps->p->ntext;
	error = parser_keep(ps, pattern, false);
	if (ps->p->ntext != (uint32_t)ps->rule->package + ps->rule->npackage)
		return "stands apart; give the packages one after the other";
	return error;
}

static const char *
parse_feature(struct parser *ps, struct str feature, uint8_t *to)
{
	if (*to)
		return "is one too many for one rule";
	*to = (uint8_t)(policy_feature(ps->p, feature) + 1);
	return NULL;
}

static const char *
parse_with(struct parser *ps, struct str feature)
{
	return parse_feature(ps, feature, &ps->rule->with);
}

static const char *
parse_without(struct parser *ps, struct str feature)
{
	return parse_feature(ps, feature, &ps->rule->without);
}

/* The conditions that have a word behind them. */
static const struct pair {
	char word[8], what[12];
	const char *(*parse)(struct parser *ps, struct str word);
} pairs[] = {
	{"package", "pattern", parse_package},
	{"with", "feature", parse_with},
	{"without", "feature", parse_without},
};

/* A condition, or a word that ends the conditions. */
static const char *
meant(struct str word)
{
	struct nearest near = {.word = word};

	for (size_t i = 0; i < NFACT; i++)
		nearest_try(&near, str_of(fact_rows[i].word));
	for (size_t i = 0; i < COUNT(pairs); i++)
		nearest_try(&near, str_of(pairs[i].word));
	nearest_try(&near, STR("unless"));
	nearest_try(&near, STR("because"));
	return nearest_question(&near);
}

static const char *
parse_condition(struct parser *ps, struct str word)
{
	bool never = word.p[0] == '!';
	struct str condition = str_cut(word, never), name = fact_name(condition);
	enum fact fact = fact_named(condition);

	ps->bad = word;
	if (fact == NFACT)
		return str_join(STR("is not a condition that hardcc knows"), str_of(meant(name)));
	if (fact_rows[fact].facet == KIND && fact != FACT_ORDINARY && fact != FACT_DYNIMPORT && fact != FACT_GOLINK)
		return "is not a condition for a rule: such calls get nothing of a profile";
	if (fact_rows[fact].facet == FAMILY && !never)
		return parse_bound(ps, fact, str_cut(condition, name.n));
	if (name.n < condition.n)
		return "is not a condition; only gcc and clang have versions";
	if (never)
		ps->rule->never[fact_rows[fact].facet] |= (uint16_t)(1u << fact_rows[fact].bit);
	else
		ps->rule->want[fact_rows[fact].facet] |= (uint16_t)(1u << fact_rows[fact].bit);
	return NULL;
}

static const struct pair *
pair_named(struct str word)
{
	for (size_t i = 0; i < COUNT(pairs); i++)
		if (str_is_text(word, pairs[i].word))
			return &pairs[i];
	return NULL;
}

static const char *
read_conditions(struct parser *ps, struct str *word)
{
	while (parser_next(ps, word) && !str_is(*word, STR("unless")) && !str_is(*word, STR("because"))) {
		const struct pair *pair = pair_named(*word);
		const char *error = NULL;

		if (pair) {
			ps->bad = *word;
			if (!parser_next(ps, word))
				return str_join3(STR("needs a "), str_of(pair->what), STR(" behind it"));
			ps->bad = *word;
			error = pair->parse(ps, *word);
		} else {
			error = parse_condition(ps, *word);
		}
		if (error)
			return error;
	}
	return NULL;
}

/* The compilers' versions that two lists have in common: those of before, and behind them in the pool the rule's. */
static const char *
narrow_bounds(struct parser *ps, const struct rule *before)
{
	struct policy *p = ps->p;
	const struct bound *one = &p->bound[before->bound], *other = one + before->nbound;
	unsigned end = p->nbound, n;

	for (unsigned i = 0; i < before->nbound; i++)
		for (unsigned j = 0; j < ps->rule->nbound; j++) {
			struct bound both = {one[i].min > other[j].min ? one[i].min : other[j].min,
			    one[i].max < other[j].max ? one[i].max : other[j].max, one[i].family};

			if (one[i].family != other[j].family || both.min >= both.max)
				continue;
			if (p->nbound == MAX_BOUNDS)
				fatal(EXIT_OURS, "the profiles name compilers more than %d times", MAX_BOUNDS);
			p->bound[p->nbound++] = both;
		}
	n = p->nbound - end;
	if (n > MAX_A_RULE)
		return "is one too many for one rule";
	memmove(&p->bound[before->bound], &p->bound[end], n * sizeof *p->bound);
	p->nbound = before->bound + n;
	ps->rule->bound = before->bound;
	ps->rule->nbound = (uint8_t)n;
	ps->nowhere = ps->nowhere || n == 0;
	return NULL;
}

const char *
parser_conditions(struct parser *ps, struct str *word)
{
	struct rule *rule = ps->rule, before = *rule;
	const char *error;

	memset(rule->want, 0, sizeof rule->want);
	rule->nbound = 0;
	error = read_conditions(ps, word);
	for (int f = 0; f < NFACET; f++) {
		uint16_t both = rule->want[f] & before.want[f];

		ps->nowhere = ps->nowhere || (rule->want[f] && before.want[f] && !both);
		rule->want[f] = both ? both : rule->want[f] | before.want[f];
	}
	if (error || before.nbound == 0)
		return error;
	if (rule->nbound > 0)
		return narrow_bounds(ps, &before);
	rule->bound = before.bound;
	rule->nbound = before.nbound;
	return NULL;
}
