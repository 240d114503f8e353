#include "plan/reason.h"

#include "plan/classify.h"
#include "profile/rule.h"

static void
condition_words(struct buf *b, const struct call *call, const struct edit *e)
{
	const struct rule *rule = e->rule;
	bool never = rule->never[e->facet] & call->facts.bits[e->facet];

	if (e->facet == CALLER && !never && call->why_go_links && (rule->want[CALLER] >> fact_rows[FACT_GOEXT].bit & 1)) {
		buf_text(b, "Go links by itself: ");
		buf_text(b, call->why_go_links);
		return;
	}
	if (e->facet == FAMILY && !never) {
		buf_text(b, "only if");
		rule_bounds(b, &call->policy, rule);
		return;
	}
	buf_text(b, never ? "not if" : "only if");
	for (unsigned i = 0; i < NFACT; i++) {
		uint16_t bit = (uint16_t)(1u << fact_rows[i].bit);
		uint16_t mask = never ? (uint16_t)(rule->never[e->facet] & call->facts.bits[e->facet])
				      : rule->want[e->facet];

		if (fact_rows[i].facet == e->facet && (mask & bit)) {
			buf_char(b, ' ');
			buf_text(b, fact_rows[i].word);
		}
	}
}

/* "only without pie" */
static void
not_asked_words(struct buf *b, const struct policy *p, const struct rule *rule)
{
	unsigned feature = rule->with ? rule->with : rule->without;

	buf_text(b, rule->with ? "only with " : "only without ");
	buf_add(b, policy_text(p, p->feature[feature - 1].name));
}

static void
turned_off_words(struct buf *b, const struct call *call, const struct edit *e)
{
	struct str because = policy_text(&call->policy, e->by->because);

	buf_text(b, "off by ");
	buf_text(b, rule_place(&call->policy, e->by));
	if (because.n > 0) {
		buf_text(b, ": ");
		buf_add(b, because);
	}
}

struct str
edit_reason(const struct call *call, const struct edit *e)
{
	struct buf b = {0};

	if (!e->rule)
		return e->about;
	switch ((enum reason)e->reason) {
	case BECAUSE_RULE:  return policy_text(&call->policy, e->rule->because);
	case SWITCHED_OFF:  buf_text(&b, "switched off"); break;
	case NOT_ASKED:	    not_asked_words(&b, &call->policy, e->rule); break;
	case YIELDED:	    buf_text(&b, "another profile has it"); break;
	case TURNED_OFF:    turned_off_words(&b, call, e); break;
	case PASSED_ON:	    buf_text(&b, call->plan.passed_on); break;
	case CONDITION:	    condition_words(&b, call, e); break;
	case OTHER_PACKAGE: buf_text(&b, "for another Go package"); break;
	case USER_SAYS:	    buf_text(&b, "the user says "); break;
	case NOT_TAKEN:	    buf_text(&b, "the compiler does not take it"); break;
	case NOTHING_TO_DO: buf_text(&b, "nothing to do in this call"); break;
	case NO_SPEC_FILE:  buf_text(&b, "no spec file is there"); break;
	case SPEC_NAMED:    buf_text(&b, "the user names it already"); break;
	case SPEC_POISONS:  buf_text(&b, "gcc takes every option with it; see hardcc doctor"); break;
	case SPEC_OVERRIDES: buf_text(&b, "it would override "); break;
	case NO_NOTE:	    buf_text(&b, "no header at "); break;
	}
	if (e->reason == USER_SAYS || e->reason == NO_NOTE || e->reason == SPEC_OVERRIDES)
		buf_add(&b, e->word);
	return buf_str(&b);
}

/* An object without a note is worth a reason, but for what a probe throws away. */
static bool
makes_object(const struct call *call)
{
	return fact_holds(&call->facts, FACT_ORDINARY) &&
	    (fact_holds(&call->facts, FACT_COMPILE) || fact_holds(&call->facts, FACT_ASSEMBLE));
}

bool
edit_wanted(const struct call *call, const struct edit *e)
{
	if (e->reason == USER_SAYS || e->reason == NOT_TAKEN || e->reason == NO_NOTE)
		return true;
	if (e->rule->verb != NOTE_VERB || !makes_object(call))
		return false;
	return e->reason == PASSED_ON ? rule_failing(&call->policy, e->rule, &call->facts, &call->compiler) != FAMILY :
					e->reason == CONDITION && e->facet != FAMILY;
}

struct str
refused_subject(const struct call *call, const struct edit *e)
{
	struct stack_inputs found = {0};
	struct buf b = {0};

	if (!(e->rule->want[STACK] >> fact_rows[FACT_EXECSTACK].bit & 1))
		return STR("this call is refused");
	stack_inputs(&found, &call->command);
	buf_add(&b, found.asks.n > 0 ? found.asks : STR("a source"));
	buf_text(&b, " asks for an executable stack, which is denied");
	return buf_str(&b);
}
