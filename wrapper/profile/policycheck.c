/* policycheck.c - what is wrong with a list: words that name nothing, and switches that have nothing to switch. */
#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/nearest.h"
#include "profile/catalog.h"
#include "profile/loader.h"
#include "profile/policy.h"
#include "profile/rule.h"

const char *
loader_meant(const struct settings *s, struct str word)
{
	struct nearest near = {.word = word};
	struct catalog c;

	if (str_find(word, '/', 0) < word.n)
		return nearest_file(str_dup(word));
	catalog_make(&c, s);
	for (size_t i = 0; i < c.names.n; i++)
		nearest_try(&near, str_of(c.names.v[i]));
	return nearest_question(&near);
}

/* The first words of the built-in profiles' rules. */
static const char *
meant_feature(struct str word)
{
	struct nearest near = {.word = word};

	for (size_t i = 0; i < nembedded; i++) {
		struct str text = str_of(embedded[i].text);

		while (text.n > 0) {
			struct str line = str_split(&text, '\n'), first = str_split(&line, ' ');

			if (line.n > 0 && first.n > 0 && first.p[0] != '#' && !str_is(first, STR("include")))
				nearest_try(&near, first);
		}
	}
	return nearest_question(&near);
}

/* Is the list a variable's, or a line of hardcc.conf; not an option's? */
static bool
is_variable(const struct setting *setting)
{
	struct str origin = str_of(setting_origin(setting));

	return setting->line > 0 || str_is(origin, STR("environment")) || str_is(origin, STR("built in"));
}

void
loader_complain(struct loader *l, struct str word, const char *what, const char *meant)
{
	const char *name = setting_rows[SETTING_PROFILE].name;
	bool variable = is_variable(l->setting);

	complain("%s: %s%s\"%.*s\" %s%s", setting_origin(l->setting), variable ? name : "", variable ? ": " : "", FMT(word), what, meant);
	l->errors++;
}

/* Where the list stands, for what is no error. */
static const char *
list_place(const struct loader *l)
{
	return is_variable(l->setting) ? setting_rows[SETTING_PROFILE].name : setting_origin(l->setting);
}

const char *
loader_missing(struct str word, const char *no_profile)
{
	bool path = str_find(word, '/', 0) < word.n && word.p[word.n - 1] != '/';

	return path && access(str_dup(word), F_OK) != 0 && errno == ENOENT ? "does not exist" : no_profile;
}

static bool
has_rules(const struct policy *p, unsigned feature, bool beside_off)
{
	for (unsigned i = 0; i < p->nrule; i++)
		if (p->rule[i].feature == feature && !(beside_off && p->rule[i].verb == OFF))
			return true;
	return false;
}

/* The rules of a feature that none of the chosen profiles has, from the first built-in one that
 * has it: +pie works with every profile. */
static bool
fetch(struct loader *l, unsigned feature)
{
	struct str name = str_of(str_dup(policy_text(l->p, l->p->feature[feature].name)));

	for (size_t i = 0; i < nembedded && !has_rules(l->p, feature, true); i++) {
		struct str path, text;

		if (policy_built_in(str_of(embedded[i].name), &path, &text))
			l->errors += profile_parse(l->p, path, text, name, NULL, NULL);
	}
	return has_rules(l->p, feature, true);
}

/* On another machine the list's `distro` is another profile: does one of them have the feature? */
static bool
is_distributed(const struct loader *l, struct str feature)
{
	struct str line = str_format("\n%.*s ", FMT(feature));
	bool distro = false, has = false;

	for (unsigned i = 0; i < l->nloaded; i++)
		distro = distro || str_is(l->loaded[i], STR("distro"));
	for (size_t i = 0; i < nembedded; i++)
		has = has || (str_has(str_of(embedded[i].text), "\nyield\n") && str_has(str_of(embedded[i].text), line.p));
	return distro && has;
}

/* The feature that all rules of this one wait to see switched off; p->nfeature where there is none. */
static unsigned
waits_for(const struct policy *p, unsigned feature)
{
	unsigned other = p->nfeature;

	for (unsigned i = 0; i < p->nrule; i++)
		if (p->rule[i].feature == feature && p->rule[i].verb != OFF) {
			if (!p->rule[i].without)
				return p->nfeature;
			other = p->rule[i].without - 1U;
		}
	return other;
}

static const struct rule *
off_rule(const struct policy *p, unsigned feature)
{
	for (unsigned i = 0; i < p->nrule; i++)
		if (p->rule[i].feature == feature && p->rule[i].verb == OFF)
			return &p->rule[i];
	return NULL;
}

static void
tell_idle(struct loader *l, unsigned feature)
{
	static const char nothing[] = "switches nothing off: no profile of the list has that feature";
	struct policy *p = l->p;
	const struct feature *f = &p->feature[feature];
	const struct rule *off = off_rule(p, feature);

	if (waits_for(p, feature) < p->nfeature) /* it is said where that is wrong, and may be meant for a list with more */
		return;
	if (f->off && f->named == NAMED_ALONE)
		text_line(&p->idle, "%s: \"-%.*s\" %s", list_place(l), FMT(policy_text(p, f->name)), nothing);
	else if (off && !f->on)
		text_line(&p->idle, "%s: \"%.*s off\" %s", rule_place(p, off), FMT(policy_text(p, f->name)), nothing);
}

/* A feature that is none: where the list has it, or the line of a profile. */
static void
complain_feature(struct loader *l, unsigned feature)
{
	static const char what[] = "is not a feature of any profile";
	const struct policy *p = l->p;
	struct str name = policy_text(p, p->feature[feature].name);

	for (unsigned i = 0; i < p->nrule && !p->feature[feature].named; i++) {
		const struct rule *rule = &p->rule[i];

		if (rule->feature == feature || rule->with == feature + 1 || rule->without == feature + 1) {
			complain("%s: \"%.*s\" %s%s", rule_place(p, rule), FMT(name), what, meant_feature(name));
			l->errors++;
			return;
		}
	}
	loader_complain(l, name, what, meant_feature(name));
}

void
loader_features(struct loader *l)
{
	struct policy *p = l->p;

	for (unsigned i = 0; i < p->nfeature; i++) {
		struct str name = policy_text(p, p->feature[i].name);

		if (has_rules(p, i, true))
			continue;
		if (!fetch(l, i))
			complain_feature(l, i);
		else if (!p->feature[i].lifted)
			p->feature[i].on = 0; /* only -x or an exception named it */
		if (!is_distributed(l, name))
			tell_idle(l, i);
	}
}

/* -stackprotector, where stackprotectorstrong is on: what was asked for is not what happens. For +shadow-stack, where branch is on, more
 * happens: that is told. */
void
loader_waiting(struct loader *l)
{
	struct policy *p = l->p;

	for (unsigned i = 0; i < p->nfeature; i++) {
		const struct feature *f = &p->feature[i];
		const struct rule *off = off_rule(p, i);
		unsigned other = waits_for(p, i);
		struct str name = policy_text(p, f->name), needed;

		if (other == p->nfeature)
			continue;
		needed = policy_text(p, p->feature[other].name);
		if (f->lifted && f->named == NAMED_ALONE) {
			text_line(&p->idle, "%s: \"+%.*s\" switches nothing on unless \"-%.*s\" stands there, too", list_place(l), FMT(name),
			    FMT(needed));
		} else if (p->feature[other].on && f->named == NAMED_ALONE) {
			loader_complain(l, str_format("-%.*s", FMT(name)), text_format("does nothing while \"%.*s\" is on", FMT(needed)),
			    text_format(" (did you mean \"-%.*s\"?)", FMT(needed)));
		} else if (p->feature[other].on && off && !off_rule(p, other)) {
			text_line(&p->idle, "%s: \"%.*s off\" does nothing while \"%.*s\" is on (did you mean \"%.*s\"?)", rule_place(p, off),
			    FMT(name), FMT(needed), FMT(needed));
		}
	}
}

void
loader_empty(struct loader *l)
{
	struct policy *p = l->p;

	for (unsigned i = 0; i < p->nrule; i++)
		if (rule_on(p, &p->rule[i]))
			return;
	if (!l->none)
		text_line(&p->idle, "%s: \"%.*s\" switches no rule on: nothing is added (\"none\" is the word for that)", list_place(l),
		    FMT(policy_text(p, p->name)));
}

void
policy_tell_idle(const struct policy *p)
{
	for (struct str rest = buf_str(&p->idle); rest.n > 0;) {
		struct str line = str_split(&rest, '\n');

		warn("%.*s", FMT(line));
	}
}
