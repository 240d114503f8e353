#include "plan/plan.h"

#include "compiler/compiler.h"
#include "plan/edit.h"
#include "plan/note.h"
#include "plan/object.h"
#include "plan/reason.h"
#include "plan/spec.h"
#include "profile/rule.h"

const char result_names[NRESULT][10] = {
	"added", "forced", "replaced", "dropped", "denied", "refused", "skipped",
};

/* What is never edited, and why; a rule that names the kind is looked at all the same. */
static const struct pass {
	uint8_t fact;
	char why[64];
} passes[] = {
	{FACT_QUERY, "a query is passed on as it is"},
	{FACT_IDENTITY, "Go asks for the compiler's identity"},
	{FACT_FLAGPROBE, "a probe for a flag gets nothing of a profile"},
	{FACT_DEFINES, "a question for the macros gets nothing of a profile"},
	{FACT_GUESS, "cgo reads the errors of this call"},
	{FACT_DWARF, "cgo reads the debug information of this object"},
	{FACT_LINKPROBE, "a probe for a linker's flag gets nothing of a profile"},
	{FACT_DYNIMPORT, "cgo reads the symbols of this link and throws it away"},
	{FACT_KERNEL, "kernel, boot or 16-bit code gets nothing of a profile"},
	{FACT_FREESTANDING, "freestanding code gets nothing of a profile"},
	{FACT_FOREIGN, "the target is not a Linux one"},
	{FACT_BITCODE, "LLVM bitcode may be for another target"},
};

struct maker {
	struct call *call;
	struct plan *plan;
	const struct policy *policy;
	bool any_off; /* there is an `off` rule */
	bool keeps;   /* somebody looks at the edits */
	uint8_t done[MAX_FEATURES]; /* of a feature that was added: enum yields of the first rule that did it, + 1. Rules come in that order. */
};

static struct edit *
add_edit(struct maker *m, const struct rule *rule, enum result result)
{
	struct edit *e = edit_new(m->plan);

	e->rule = rule;
	e->result = (uint8_t)result;
	return e;
}

static bool
user_says(struct maker *m, const struct rule *rule, struct str *word)
{
	struct words *words = &m->call->words;

	for (unsigned i = 0; i < rule->npattern; i++) {
		struct text t = m->policy->text[rule->pattern + i];
		size_t at;

		if (!words->seen[t.mark])
			continue;
		at = words_find(words, (enum space)t.space, policy_text(m->policy, t), 0);
		if (at < words->n) {
			*word = words->of[at].text;
			return true;
		}
	}
	return false;
}

/* The `off` rule that holds for this feature, or NULL. */
static const struct rule *
turned_off(struct maker *m, const struct rule *rule)
{
	const struct policy *p = m->policy;
	struct str word;

	for (unsigned i = 0; i < p->nrule && m->any_off; i++) {
		const struct rule *off = &p->rule[i];

		if (off->verb != OFF || off->feature != rule->feature || rule_idle(off) || rule_lifted(p, off))
			continue;
		if (rule_failing(p, off, &m->call->facts, &m->call->compiler) == NFACET &&
		    rule_in_package(p, off, m->call->settings) && !user_says(m, off, &word))
			return off;
	}
	return NULL;
}

/* Its profile yields, and another has done this feature's work. */
static bool
gives_way(const struct maker *m, const struct rule *rule)
{
	unsigned yields = m->policy->file[rule->file].yields;

	return m->done[rule->feature] > 0 && m->done[rule->feature] <= yields;
}

/* Those that yield to the rule's file add nothing more of its feature. */
static void
now_done(struct maker *m, const struct rule *rule)
{
	if (m->done[rule->feature] == 0)
		m->done[rule->feature] = (uint8_t)(m->policy->file[rule->file].yields + 1);
}

static bool
were_added(const struct maker *m, const struct rule *rule)
{
	const struct args *added = &m->plan->added;
	unsigned n = 0;

	for (size_t i = 0; i < added->n && n < rule->nword; i++)
		n += strcmp(added->v[i], POLICY_WORD(m->policy, rule->word + n)) == 0;
	return n == rule->nword;
}

/* Has another profile given a lower level of the feature? The catalogue has the higher ones first. */
static COLD bool
lower_level(const struct maker *m, const struct rule *rule)
{
	if (were_added(m, rule))
		return false;
	for (unsigned i = 0; i < m->policy->nrule; i++) {
		const struct rule *other = &m->policy->rule[i];

		if (other->feature == rule->feature && other->defined > rule->defined && rule->defined > 0 && were_added(m, other))
			return true;
	}
	return false;
}

static COLD void
stop(struct maker *m, struct edit *e, enum result result)
{
	e->result = (uint8_t)result;
	if (!m->plan->stop)
		m->plan->stop = e;
}

/* False with the reason in *e where the rule does not hold for this call. */
static bool
rule_holds(struct maker *m, const struct rule *rule, struct edit *e)
{
	const struct feature *feature = &m->policy->feature[rule->feature];
	enum facet facet;

	if (!feature->on)
		e->reason = SWITCHED_OFF;
	else if (rule_idle(rule))
		e->reason = NOT_ASKED;
	else if (m->plan->passed_on && !(rule->want[KIND] && fact_holds(&m->call->facts, FACT_HOSTED)))
		e->reason = PASSED_ON;
	else if ((facet = rule->unmet ? FAMILY : rule_failing(m->policy, rule, &m->call->facts, &m->call->compiler)) != NFACET) {
		e->reason = CONDITION;
		e->facet = (uint8_t)facet;
	} else if (!rule_in_package(m->policy, rule, m->call->settings))
		e->reason = OTHER_PACKAGE;
	else if (user_says(m, rule, &e->word))
		e->reason = USER_SAYS;
	else if (gives_way(m, rule)) {
		e->reason = YIELDED;
		if (rule->verb == REQUIRE && lower_level(m, rule))
			stop(m, e, DENIED);
	} else if ((e->by = turned_off(m, rule)))
		e->reason = TURNED_OFF;
	else
		return true;
	return false;
}

bool
plan_takes(struct call *call, const struct rule *rule)
{
	bool link_only = rule->want[STAGE] == 1u << fact_rows[FACT_LINK].bit;
	bool cxx_only = rule->want[LANGUAGE] && !(rule->want[LANGUAGE] & 1u << fact_rows[FACT_C].bit);
	struct args words = {0};
	struct probe probe;

	if (call->compiler.trusted && rule->vouched >= (rule->verb == REQUIRE ? VOUCHED_BY_TRIAL : VOUCHED_BY_RULE))
		return true;
	for (unsigned i = 0; i < rule->nword; i++)
		args_push(&words, POLICY_WORD(&call->policy, rule->word + i));
	probe = call_probe(call);
	if (!compiler_takes(&probe, &words, link_only ? FACT_LINK : FACT_COMPILE, cxx_only))
		return false;
	if (!link_only && call->compiler.trusted) { /* a link's answer is for one linker */
		call->policy.rule[rule - call->policy.rule].vouched = VOUCHED_BY_TRIAL;
		call->learned = true;
	}
	return true;
}

static void
do_add(struct maker *m, const struct rule *rule, struct edit *e)
{
	struct args *to = rule->verb == FORCE ? &m->plan->forced : &m->plan->added;

	if (!plan_takes(m->call, rule)) {
		e->reason = NOT_TAKEN;
		if (rule->verb == REQUIRE)
			stop(m, e, DENIED);
		return;
	}
	for (unsigned i = 0; i < rule->nword; i++) {
		uint8_t effect = m->policy->text[rule->word + i].effect;

		args_push(to, POLICY_WORD(m->policy, rule->word + i));
		if (effect && rule->verb != FORCE)
			note_hears(m->call, effect);
	}
	e->result = rule->verb == FORCE ? FORCED : ADDED;
	now_done(m, rule);
}

/* drop, deny and replace: one edit for each word of the user's that fits. */
static void
do_words(struct maker *m, const struct rule *rule, size_t first)
{
	static const uint8_t results[NVERB] = {[DROP] = DROPPED, [DENY] = DENIED, [REPLACE] = REPLACED};
	struct words *words = &m->call->words;
	unsigned patterns = rule->verb == REPLACE ? 1 : rule->nword;
	struct edit *e = &m->plan->edit[first];
	bool found = false;

	for (unsigned i = 0; i < patterns; i++) {
		struct text t = m->policy->text[rule->word + i];
		struct str pattern = policy_text(m->policy, t);
		size_t at = 0;

		while ((at = words_find(words, (enum space)t.space, pattern, at)) < words->n) {
			const struct word *word = &words->of[at];

			e = found ? add_edit(m, rule, SKIPPED) : &m->plan->edit[first];
			found = true;
			e->word = word->text;
			e->result = results[rule->verb];
			if (rule->verb == DENY)
				stop(m, e, DENIED);
			else
				edit_change(m->plan, at, rule->verb == DROP ? STR("") :
					policy_text(m->policy, m->policy->text[rule->word + 1]));
			at++;
		}
	}
	if (!found)
		e->reason = NOTHING_TO_DO;
}

/* Required, and only the catalogue has no words for this compiler or machine. */
static COLD bool
cannot_be_had(struct maker *m, const struct rule *rule, struct edit *e)
{
	const struct policy *p = m->policy;
	const struct rule asked = rule_asked(rule);

	if (rule_failing(p, &asked, &m->call->facts, &m->call->compiler) != NFACET || !rule_in_package(p, rule, m->call->settings) ||
	    user_says(m, rule, &e->word) || turned_off(m, rule))
		return false;
	for (unsigned i = 0; i < p->nrule; i++)
		if (p->rule[i].feature == rule->feature && p->rule[i].verb == REQUIRE &&
		    rule_failing(p, &p->rule[i], &m->call->facts, &m->call->compiler) == NFACET)
			return false;
	return true;
}

static void
do_rule(struct maker *m, const struct rule *rule)
{
	struct edit *e;
	size_t first = m->plan->n;

	if (!m->plan->all && !rule->required && !(m->keeps && (rule->verb == NOTE_VERB || rule->want[OPT])) && !facets_hold(rule, &m->call->facts))
		return; /* most rules; only explain and a log ask which facet it was */
	e = add_edit(m, rule, SKIPPED);
	if (!rule_holds(m, rule, e)) {
		if (rule->required && e->reason == CONDITION && cannot_be_had(m, rule, e))
			stop(m, e, DENIED);
		/* only explain tells what was not done; an exception is told in the log, too */
		m->plan->n -= !(m->plan->all || e->reason == TURNED_OFF || e->result == DENIED || (m->keeps && edit_wanted(m->call, e)));
		return;
	}
	switch ((enum verb)rule->verb) {
	case ADD:
	case REQUIRE:
	case FORCE:	do_add(m, rule, e); break;
	case DROP:
	case DENY:
	case REPLACE:	do_words(m, rule, first); break;
	case SPEC:
		spec_edit(m->call, rule, e);
		if (e->result == ADDED)
			now_done(m, rule);
		break;
	case OBJECT:	object_edit(m->call, rule, e); break;
	case NOTE_VERB:	note_edit(m->call, e); break;
	case REFUSE:	stop(m, e, REFUSED); break;
	default:	break;
	}
	m->plan->n = m->keeps || m->plan->stop ? m->plan->n : first;
}

bool
plan_lacks(const struct call *call)
{
	const struct policy *p = &call->policy;

	for (unsigned i = p->nrule; i > 0 && p->rule[i - 1].unmet; i--) /* they are the last ones */
		if (facets_hold(&p->rule[i - 1], &call->facts))
			return true;
	return false;
}

void
plan_begin(struct call *call)
{
	call->plan = (struct plan){.policy = &call->policy, .all = call->explained,
	    .changes = {.cmd = &call->command, .words = &call->words}};
	for (size_t i = 0; i < COUNT(passes) && !call->plan.passed_on; i++)
		if (fact_holds(&call->facts, passes[i].fact))
			call->plan.passed_on = passes[i].why;
	if (call->command.unfinished && !call->plan.passed_on)
		call->plan.passed_on = "the last option lacks its argument";
	if (call->policy.nrule > 0)
		words_mark(&call->words, &call->command);
}

void
plan_rules(struct call *call)
{
	struct maker m = {.call = call, .plan = &call->plan, .policy = &call->policy};

	m.keeps = call->explained || call->settings->of[SETTING_LOG].value.n > 0;
	args_room(&call->plan.added, 32);
	for (unsigned i = 0; i < m.policy->nrule; i++)
		m.any_off = m.any_off || m.policy->rule[i].verb == OFF;
	for (unsigned i = 0; i < m.policy->nrule; i++)
		if (m.policy->rule[i].verb != OFF && m.policy->rule[i].verb != EXPECT)
			do_rule(&m, &m.policy->rule[i]);
}

/* The launcher, if there is one, and the compiler. */
static void
begin_argv(struct call *call, size_t room)
{
	struct args *argv = &call->plan.argv;

	args_room(argv, room + 2);
	if (call->compiler.launcher)
		args_push(argv, call->compiler.launcher);
	args_push(argv, call->compiler.path);
}

void
plan_argv(struct call *call)
{
	struct plan *plan = &call->plan;

	begin_argv(call, plan->added.n + plan->forced.n + call->command.argc);
	args_add(&plan->argv, plan->added.v, plan->added.n);
	rewrite_words(&plan->changes, &plan->argv, &plan->forced);
}

void
plan_as_it_came(struct call *call)
{
	begin_argv(call, call->command.argc);
	for (unsigned i = 1; i < call->command.argc; i++)
		args_push(&call->plan.argv, call->command.argv[i]);
}

void
plan_shorten(struct call *call)
{
	rewrite_shorten(&call->plan.argv, call->compiler.launcher ? 2 : 1);
	call->plan.shortened = true;
}

struct edit
plan_ask(struct call *call, const struct rule *rule)
{
	struct maker m = {call, &call->plan, &call->policy, .any_off = true};
	struct edit e = {.rule = rule};

	rule_holds(&m, rule, &e);
	e.by = turned_off(&m, rule);
	return e;
}
