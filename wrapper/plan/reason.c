#include "plan/reason.h"

#include "plan/classify.h"
#include "profile/rule.h"

static void
condition_words(struct buf *b, const struct call *call, const struct edit *e)
{
	const struct rule *rule = e->rule;
	bool never = rule->never[e->facet] & call->facts.bits[e->facet];

	if (e->facet == CALLER && !never && call->why_go_links && (rule->want[CALLER] >> fact_rows[FACT_GOEXT].bit & 1)) {
		buf_format(b, "Go links by itself: %s", call->why_go_links);
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

struct str
edit_reason(const struct call *call, const struct edit *e)
{
	const struct policy *p = &call->policy;
	struct buf b = {0};
	struct str because;
	unsigned feature;

	if (!e->rule)
		return e->about;
	switch ((enum reason)e->reason) {
	case BECAUSE_RULE:   return policy_text(p, e->rule->because);
	case SWITCHED_OFF:   return STR("switched off");
	case YIELDED:	     return STR("another profile has it");
	case PASSED_ON:	     return str_of(call->plan.passed_on);
	case OTHER_PACKAGE:  return STR("for another Go package");
	case USER_SAYS:	     return str_format("the user says %.*s", FMT(e->word));
	case NOT_TAKEN:	     return STR("the compiler does not take it");
	case NOTHING_TO_DO:  return STR("nothing to do in this call");
	case NO_SPEC_FILE:   return STR("no spec file is there");
	case SPEC_NAMED:     return STR("the user names it already");
	case SPEC_POISONS:   return STR("gcc takes every option with it; see hardcc doctor");
	case SPEC_OVERRIDES: return str_format("it would override %.*s", FMT(e->word));
	case NO_NOTE:	     return str_format("no header at %.*s", FMT(e->word));
	case NOT_ASKED:
		feature = e->rule->with ? e->rule->with : e->rule->without;
		return str_format("only %s %.*s", e->rule->with ? "with" : "without", FMT(policy_text(p, p->feature[feature - 1].name)));
	case TURNED_OFF:
		because = policy_text(p, e->by->because);
		return str_format("off by %s%s%.*s", rule_place(p, e->by), because.n > 0 ? ": " : "", FMT(because));
	case CONDITION:
		condition_words(&b, call, e);
	}
	return buf_str(&b);
}

const char *
edit_code(const struct edit *e)
{
	static const char codes[][16] = {
		[BECAUSE_RULE] = "done", [SWITCHED_OFF] = "switched-off", [NOT_ASKED] = "not-asked", [YIELDED] = "yielded",
		[TURNED_OFF] = "exception", [PASSED_ON] = "passed-on", [CONDITION] = "condition", [OTHER_PACKAGE] = "package",
		[USER_SAYS] = "user", [NOT_TAKEN] = "not-taken", [NOTHING_TO_DO] = "nothing-to-do", [NO_SPEC_FILE] = "no-spec",
		[SPEC_NAMED] = "spec-named", [SPEC_POISONS] = "spec-poisons", [SPEC_OVERRIDES] = "spec-overrides", [NO_NOTE] = "no-note",
	};

	return e->reason == CONDITION && e->facet == FAMILY ? "compiler" : codes[e->reason];
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
	if (e->reason == CONDITION && e->facet == OPT)
		return makes_object(call);
	if (e->rule->verb != NOTE_VERB || !makes_object(call))
		return false;
	return e->reason == PASSED_ON ? rule_failing(&call->policy, e->rule, &call->facts, &call->compiler) != FAMILY :
					e->reason == CONDITION && e->facet != FAMILY;
}

struct str
refused_subject(const struct call *call, const struct edit *e)
{
	struct stack_inputs found = {0};

	if (!(e->rule->want[STACK] >> fact_rows[FACT_EXECSTACK].bit & 1))
		return STR("this call is refused");
	stack_inputs(&found, &call->command);
	return str_format("%.*s asks for an executable stack, which is denied", FMT(found.asks.n > 0 ? found.asks : STR("a source")));
}
