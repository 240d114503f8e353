/* export-word.c - the words of rules, and a line for what a form cannot say of them. */
#include "cmd/export/export.h"
#include "cmd/export/options-export.h"
#include "command/options.h"
#include "profile/rule.h"

void
export_tell(struct export *x, const struct rule *rule, const char *why, struct str about)
{
	const struct policy *p = &x->call.policy;

	text_line(&x->unsaid, "#   %.*s (%s): %s%.*s", FMT(policy_text(p, p->feature[rule->feature].name)),
	    str_base(str_of(rule_place(p, rule))).p, why, FMT(about));
}

const char *
export_word(const struct export *x, const struct rule *rule, unsigned i)
{
	return POLICY_WORD(&x->call.policy, rule->word + i);
}

bool
export_all(const struct export *x, const struct rule *rule, enum export_part part)
{
	for (unsigned i = 0; i < rule->nword; i++)
		if (export_part_of(export_word(x, rule, i)) != part)
			return false;
	return true;
}

bool
export_special(const struct export *x, const struct rule *rule, const char *letters)
{
	for (unsigned i = 0; i < rule->nword; i++)
		if (strpbrk(export_word(x, rule, i), letters))
			return true;
	return false;
}

enum export_part
export_part_of(const char *word)
{
	const struct option *o = option_find(str_of(word));

	return o && o->role == LINKER_LIST ? PART_LINK : o && o->role == DEFINE ? PART_CPP : PART_CC;
}

bool
export_order_decides(struct str pattern)
{
	static const char *const words[] = {SPEC_ORDER_DECIDES};

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_starts_text(pattern, words[i]))
			return true;
	return false;
}
