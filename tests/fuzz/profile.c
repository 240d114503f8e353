/* A profile's text to rules: as it is, without its includes, only one feature of it, with itself for the catalogue, and as a project's,
 * which may only add and require. */
#include "base/error.h"
#include "fuzz.h"
#include "profile/profile.h"
#include "profile/rule.h"

static unsigned included;

static const char *
no_such_profile(void *context, struct policy *p, struct str name)
{
	LAW(context == &included && p && name.n > 0);
	included++;
	return "is not a profile";
}

static void
check_text(const struct policy *p, struct text t)
{
	LAW(t.at < p->npool && t.n < p->npool - t.at);
	LAW(p->pool[t.at + t.n] == '\0');
}

/* Nothing that was counted was lost: words, patterns and packages fill the texts. */
static void
check_policy(const struct policy *p, bool good)
{
	uint64_t texts = 0, bounds = 0;

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];

		LAW(rule->verb < NVERB && rule->feature < p->nfeature && rule->file < p->nfile && rule->line > 0);
		LAW(rule_words(p, rule).p && *rule_place(p, rule));
		if (rule->because.n > 0)
			check_text(p, rule->because);
		texts += (uint64_t)rule->nword + rule->npattern + rule->npackage;
		bounds += rule->nbound;
		LAW(rule->nword == 0 || rule->word + rule->nword <= p->ntext);
		if (!good)
			continue; /* the program ends before it looks at them */
		LAW(rule->npattern == 0 || rule->pattern + rule->npattern <= p->ntext);
		LAW(rule->npackage == 0 || rule->package + rule->npackage <= p->ntext);
		LAW(rule->nbound == 0 || rule->bound + rule->nbound <= p->nbound);
	}
	LAW(!good || (texts == p->ntext && bounds == p->nbound));
	for (unsigned i = 0; i < p->ntext; i++)
		check_text(p, p->text[i]);
	for (unsigned i = 0; i < p->nfeature; i++)
		check_text(p, p->feature[i].name);
}

/* What a rule reads as is a rule that does the same. */
static void
check_texts(const struct policy *p)
{
	struct buf text = {0};
	struct policy again;

	for (unsigned i = 0; i < p->nrule; i++) {
		rule_text(&text, p, &p->rule[i]);
		buf_char(&text, '\n');
	}
	policy_new(&again);
	LAW(profile_parse(&again, STR("again.profile"), buf_str(&text), STR(""), NULL, NULL) == 0);
	LAW(again.nrule == p->nrule);
	for (unsigned i = 0; i < p->nrule; i++)
		LAW(again.rule_hash[i] == p->rule_hash[i]);
}

static void
from_itself(struct str text)
{
	struct policy p;
	unsigned errors;

	policy_new(&p);
	p.features = text;
	errors = profile_parse(&p, STR("itself.profile"), text, STR(""), NULL, NULL);
	check_policy(&p, errors == 0);
	/* a line can use what stands in one that is wrong by itself; that line is an error here */
	if (errors == 0)
		check_texts(&p);
}

static void
with_includes(struct str text)
{
	struct policy p;
	unsigned errors;

	included = 0;
	policy_new(&p);
	errors = profile_parse(&p, STR("with.profile"), text, STR(""), no_such_profile, &included);
	LAW(errors >= included);
	check_policy(&p, errors == 0);
	if (errors == 0)
		check_texts(&p);
}

static void
without_includes(struct str text)
{
	struct str rest = text, only = str_trim(str_split(&rest, ' '));
	struct policy p;
	unsigned errors;

	policy_new(&p);
	errors = profile_parse(&p, STR("without.profile"), text, STR(""), NULL, NULL);
	errors += profile_parse(&p, STR("one.profile"), text, only, NULL, NULL);
	check_policy(&p, errors == 0);
}

/* Whatever it says, no rule of it changes a word of the user's, switches anything off, or hands over a file. */
static void
of_project(struct str text)
{
	struct policy p;
	unsigned errors;

	policy_new(&p);
	p.project = true;
	errors = profile_parse(&p, STR("/project/hardcc.profile"), text, STR(""), no_such_profile, &included);
	check_policy(&p, errors == 0);
	for (unsigned i = 0; i < p.nrule && errors == 0; i++) {
		const struct rule *rule = &p.rule[i];
		bool asks = rule->verb == DENY || rule->verb == REFUSE || rule->verb == EXPECT || rule->verb == NOTE_VERB;

		LAW(asks || rule->defined > 0); /* of the catalogue, which is built in */
		LAW(!rule->without && rule->verb != OFF);
		LAW(p.file[rule->file].yields >= YIELDS_PROJECT);
	}
}

void
fuzz(struct str input)
{
	within_limits(with_includes, input);
	within_limits(without_includes, input);
	within_limits(from_itself, input);
	within_limits(of_project, input);
}
