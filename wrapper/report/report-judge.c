/*
 * What became of each feature in a call of a log: what the log says was done, and what this profile's rules, asked
 * again, say of it. Beyond the rules' own conditions it judges as `verify` does.
 */
#include "command/options.h"
#include "plan/plan.h"
#include "plan/reason.h"
#include "profile/rule.h"
#include "report/report.h"

/* A rule asked, and how much its answer says of the feature. */
struct asked {
	struct edit e;
	unsigned weight;
};
enum { WEIGHT_NONE, WEIGHT_PASSED_ON, WEIGHT_ARCH, WEIGHT_FACET, WEIGHT_SAYS = WEIGHT_FACET + NFACET, WEIGHT_HOLDS };

static unsigned
weight_of(const struct edit *e)
{
	switch ((enum reason)e->reason) {
	case BECAUSE_RULE:
	case TURNED_OFF: return WEIGHT_HOLDS;
	case USER_SAYS:	 return WEIGHT_SAYS;
	case CONDITION:	 return e->facet == ARCH ? WEIGHT_ARCH : WEIGHT_FACET + e->facet; /* a rule for another machine says nothing */
	case PASSED_ON:	 return WEIGHT_PASSED_ON;
	default:	 return WEIGHT_NONE;
	}
}

/* drop, deny and replace concern a call that has such a word; what others do depends on more than the log tells. */
static bool
concerns(struct past *past, const struct rule *rule)
{
	const struct policy *p = &past->call.policy;
	unsigned patterns = rule->verb == REPLACE ? 1 : rule->nword;

	if (rule->verb == ADD || rule->verb == REQUIRE || rule->verb == FORCE || rule->verb == NOTE_VERB)
		return true;
	if (rule->verb == OBJECT)
		return past->call.route.links;
	if (rule->verb != DROP && rule->verb != DENY && rule->verb != REPLACE)
		return false;
	for (unsigned i = 0; i < patterns; i++) {
		struct text t = p->text[rule->word + i];

		if (words_have(&past->call.words, (enum space)t.space, policy_text(p, t)))
			return true;
	}
	return false;
}

/* The last of the user's words that the rule steps back for: compilers let the last win. */
static struct str
last_word(struct past *past, const struct rule *rule)
{
	const struct policy *p = &past->call.policy;
	struct words *words = &past->call.words;
	struct str last = STR("");
	size_t behind = 0;

	for (unsigned i = 0; i < rule->npattern; i++) {
		struct text t = p->text[rule->pattern + i];

		for (size_t at = behind; (at = words_find(words, (enum space)t.space, policy_text(p, t), at)) < words->n; behind = ++at)
			last = words->of[at].text;
	}
	return last;
}

enum { PATTERN_ROOM = 37 }; /* no pointers: each would be set at every start, of the shim too */

static bool
one_of(struct str word, const char patterns[][PATTERN_ROOM], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_glob(str_of(patterns[i]), word))
			return true;
	return false;
}

/* Go's own units opt out of the stack protector, and of nothing else. */
static bool
standard_opts_out(const struct past *past, struct str feature)
{
	return fact_holds(&past->call.facts, FACT_GOSTD) && str_lists(str_of(checks[CHECK_stackprotector].features), feature);
}

static void
user_said(struct past *past, const struct asked *a, struct str feature, struct verdict_of *v)
{
	static const char good[][PATTERN_ROOM] = {REPORT_AS_GOOD}, no_place[][PATTERN_ROOM] = {REPORT_NO_PLACE};
	struct str word = last_word(past, a->e.rule);

	v->text = str_of(str_join(STR("the user says "), word));
	if (one_of(word, no_place, COUNT(no_place))) {
		v->outcome = OUTCOME_BY_RULE;
	} else if (one_of(word, good, COUNT(good))) {
		v->outcome = OUTCOME_OWN;
	} else if (a->e.by) {
		v->outcome = OUTCOME_BY_EXCEPTION;
		v->by = a->e.by;
	} else {
		v->outcome = standard_opts_out(past, feature) ? OUTCOME_BY_STANDARD : OUTCOME_BY_USER;
	}
}

/* The rule holds, and the log does not say that anything was done. */
static void
left_out(struct past *past, const struct asked *a, struct str turned_off, struct verdict_of *v)
{
	const struct rule *rule = a->e.rule;
	bool vouched = rule->verb == NOTE_VERB || rule->nword == 0 ||
	    (past->call.compiler.trusted && rule->vouched >= VOUCHED_BY_RULE);

	v->outcome = OUTCOME_BY_BUILD;
	if (turned_off.n > 0)
		v->text = turned_off;
	else if (!past->own_log)
		v->text = STR("no rule was looked at");
	else if (rule->want[STACK] || rule->never[STACK])
		v->outcome = OUTCOME_UNTOLD, v->text = past->unit && past->link ?
			STR("compiled and linked in one call; compile with -c first, and it is added") :
			STR("an input may have asked for an executable stack");
	else if (!vouched)
		v->outcome = OUTCOME_UNTOLD, v->text = STR("the compiler may not take it");
	else
		v->text = str_of(str_join3(STR("built under "), past->line.profile, /* as it was, or by another hardcc */
		    str_is(past->line.profile, policy_text(&past->call.policy, past->call.policy.name)) ? STR(", and not added") : STR("")));
}

/* What the log tells of a feature. */
struct logged {
	bool made;
	struct str turned_off;
};

static struct logged
logged_of(const struct past *past, struct str feature)
{
	struct logged l = {.turned_off = STR("")};

	for (size_t i = 0; i < past->nedit; i++) {
		const struct logedit *e = &past->edit[i];

		if (!str_is(e->feature, feature))
			continue;
		if (str_is_text(e->result, result_names[SKIPPED]))
			l.turned_off = e->reason;
		else
			l.made = true;
	}
	return l;
}

static struct asked
ask(struct past *past, unsigned feature)
{
	const struct policy *p = &past->call.policy;
	struct asked best = {0};

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];
		struct asked a;

		if (rule->feature != feature || rule_idle(rule) || !concerns(past, rule))
			continue;
		a.e = plan_ask(&past->call, rule);
		a.weight = weight_of(&a.e);
		if (!best.e.rule || a.weight > best.weight)
			best = a;
	}
	return best;
}

static bool
only_links(const struct rule *rule)
{
	return rule->want[STAGE] == 1u << fact_rows[FACT_LINK].bit || rule->want[KIND] == 1u << (FACT_GOLINK - FIRST_KIND);
}

static bool
only_compiles(const struct rule *rule)
{
	unsigned stages = rule->want[STAGE];

	return (stages >> fact_rows[FACT_COMPILE].bit & 1) && !(stages >> fact_rows[FACT_ASSEMBLE].bit & 1);
}

/* Facets that say for which kind of call or machine a rule is: another kind is no concern of its. */
static bool
is_elsewhere(enum facet f)
{
	return f == FAMILY || f == KIND || f == STAGE || f == ARCH || f == CALLER;
}

/* A word or a variable that may have undone it, by the log or, in a log of before, by its words. */
static struct str
opaque_of(const struct past *past, bool link)
{
	struct str logged = link ? past->line.opaque_link : past->line.opaque_compile;

	return logged.n > 0 ? logged : past->call.command.opaque[link];
}

static void
judge_opaque(const struct past *past, struct verdict_of *v)
{
	struct str word = opaque_of(past, v->link);

	if (word.n == 0 || (v->outcome != OUTCOME_GOT && v->outcome != OUTCOME_OWN && v->outcome != OUTCOME_BY_BUILD))
		return;
	v->outcome = OUTCOME_UNTOLD;
	v->text = str_format("what %.*s does to it is not known", FMT(word));
}

static void
judge_feature(struct past *past, unsigned feature, struct verdict_of *v)
{
	struct str name = policy_text(&past->call.policy, past->call.policy.feature[feature].name);
	struct logged logged = logged_of(past, name);
	struct asked a = ask(past, feature);

	*v = (struct verdict_of){.outcome = OUTCOME_NO_CONCERN, .text = STR("")};
	if (!a.e.rule)
		return;
	v->link = only_links(a.e.rule);
	v->compiled = only_compiles(a.e.rule);
	if (v->link ? !past->link : !past->unit)
		return;
	if (logged.made && past->npreprocessed > 0 && (a.e.rule->never[FORM] >> fact_rows[FACT_PREPROCESSED].bit & 1)) {
		v->outcome = OUTCOME_UNTOLD;
		v->text = STR("no macro reaches an input that is preprocessed");
	} else if (logged.made) {
		v->outcome = OUTCOME_GOT;
	} else if (a.e.reason == BECAUSE_RULE) {
		left_out(past, &a, logged.turned_off, v);
	} else if (a.e.reason == TURNED_OFF) {
		v->outcome = OUTCOME_BY_EXCEPTION;
		v->by = a.e.by;
	} else if (a.e.reason == USER_SAYS) {
		user_said(past, &a, name, v);
	} else if (a.e.reason == PASSED_ON || a.e.reason == OTHER_PACKAGE || (a.e.reason == CONDITION && a.e.facet != KIND)) {
		if (a.e.reason == PASSED_ON || (a.e.reason == CONDITION && !is_elsewhere((enum facet)a.e.facet)))
			v->outcome = OUTCOME_BY_RULE;
		v->text = a.e.reason == CONDITION && a.e.facet == STAGE && !fact_holds(&past->call.facts, FACT_COMPILE) ?
			STR("assembler source") : edit_reason(&past->call, &a.e);
	}
	if (a.e.rule->verb != NOTE_VERB && logged.turned_off.n == 0)
		judge_opaque(past, v);
	if (v->by)
		v->text = str_of(rule_place(&past->call.policy, v->by));
}

void
past_judge(struct past *past, const struct policy *p)
{
	bool made = past->unit || past->link;

	past->call.policy = *p;
	plan_begin(&past->call);
	for (unsigned i = 0; i < p->nfeature; i++) {
		past->of[i].outcome = OUTCOME_NO_CONCERN;
		if (made && p->feature[i].on)
			judge_feature(past, i, &past->of[i]);
	}
}
