#include "config.h"

#include "profile/policy.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/nearest.h"
#include "compiler/buildoptions.h"
#include "profile/catalog.h"
#include "profile/profile.h"
#include "profile/rule.h"

enum { MAX_DEPENDENCIES = 4 * MAX_FILES };

struct loader {
	struct policy *p;
	const struct settings *s;
	const struct setting *setting;
	struct str loaded[MAX_FILES];
	bool open[MAX_FILES], of_project[MAX_FILES]; /* then a whole one of that name may follow */
	bool none; /* is in the list: to be without a rule is meant */
	struct str directory; /* of the file that is read now */
	struct buf switched; /* by the package */
	unsigned nloaded, errors;
};

static bool load(struct loader *l, struct str name);
static const char *meant_profile(const struct settings *s, struct str word);

static const char *
include(void *context, struct policy *p, struct str name)
{
	struct loader *l = context;

	(void)p;
	if (name.p[0] != '/' && str_find(name, '/', 0) < name.n && l->directory.n > 0)
		name = str_of(str_join3(l->directory, STR("/"), name));
	if (load(l, name))
		return NULL;
	for (unsigned i = 0; i < l->nloaded; i++)
		if (str_is(l->loaded[i], name))
			return "includes itself";
	return str_join(STR("is not a profile"), str_of(meant_profile(l->s, name)));
}

/* Before the files are read: what changes while we read is another file to the next call. */
static void
depend(struct loader *l, struct str name)
{
	const char *place[POLICY_PLACES];
	unsigned n = policy_places(l->s, name, place);

	for (unsigned i = 0; i < n && l->p->ndependency < MAX_DEPENDENCIES; i++) {
		struct dependency *d = &l->p->dependency[l->p->ndependency++];
		const char *path = stamp_take(place[i], &d->stamp);

		d->path = policy_keep(l->p, str_of(path));
		l->p->relative = l->p->relative || path[0] != '/';
		if (d->stamp.size != UINT64_MAX)
			break; /* it hides the others */
	}
}

/* Each profile of a directory, by name: what packages put there. */
static bool
load_directory(struct loader *l, struct str path)
{
	struct args names = {0};
	bool all = catalog_directory(&names, path);

	for (size_t i = 0; i < names.n; i++)
		all = load(l, str_of(str_join3(path, str_of(names.v[i]), str_of(PROFILE_SUFFIX)))) && all;
	return all;
}

/* False: there is no such profile, or it is being read right now. */
static bool
load(struct loader *l, struct str name)
{
	struct str path, text, directory = l->directory;
	unsigned me = l->nloaded;

	for (unsigned i = 0; i < l->nloaded; i++)
		if (str_is(l->loaded[i], name) && (l->p->project || !l->of_project[i]))
			return !l->open[i];
	if (me == MAX_FILES)
		fatal(EXIT_OURS, "more than %d profiles", MAX_FILES);
	depend(l, name);
	if (str_ends(name, STR("/")))
		return load_directory(l, name);
	if (!policy_find(l->s, name, &path, &text))
		return false;
	l->loaded[me] = name;
	l->open[me] = true;
	l->of_project[me] = l->p->project;
	l->nloaded++;
	l->directory = str_directory(path);
	l->errors += profile_parse(l->p, path, text, STR(""), include, l);
	l->directory = directory;
	l->open[me] = false;
	return true;
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

/* A profile, by its name or its path. */
static const char *
meant_profile(const struct settings *s, struct str word)
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

static void
complain_word(struct loader *l, struct str word, const char *what, const char *meant)
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

/* What a word of the list is that no profile was found for. */
static const char *
missing(struct str word, const char *no_profile)
{
	bool path = str_find(word, '/', 0) < word.n && word.p[word.n - 1] != '/';

	return path && access(str_dup(word), F_OK) != 0 && errno == ENOENT ? "does not exist" : no_profile;
}

/* A profile of the list; false where there is none. */
static bool
load_word(struct loader *l, struct str word)
{
	bool loaded;

	l->p->project = str_starts(word, STR(POLICY_PROJECT "/"));
	loaded = load(l, l->p->project ? str_cut(word, sizeof POLICY_PROJECT - 1) : word);
	l->p->project = false;
	return loaded;
}

static void
switch_feature(struct loader *l, struct str name, bool on)
{
	bool all = str_is(name, STR("all"));

	if (!all)
		(void)policy_feature(l->p, name);
	for (unsigned i = 0; i < l->p->nfeature; i++) {
		struct feature *f = &l->p->feature[i];

		if (all || str_is(policy_text(l->p, f->name), name)) {
			f->on = on;
			f->lifted = on && !all;
			f->off = !on;
			f->named = all ? NAMED_WITH_ALL : NAMED_ALONE;
		}
	}
}

static void
read_list(struct loader *l)
{
	struct str rest = l->setting->value;
	bool some = false; /* and it is the list's own, not the project's */

	while (rest.n > 0) {
		struct str word = str_trim(str_split(&rest, ','));
		struct str name = str_cut(word, 1);
		unsigned loaded = l->nloaded;

		if (word.n == 0)
			continue;
		if (str_is(word, STR("all")))
			switch_feature(l, word, true);
		else if (str_is(word, STR("none")))
			l->none = true, switch_feature(l, STR("all"), false);
		else if ((word.p[0] == '+' || word.p[0] == '-') && name.n > 0)
			switch_feature(l, name, word.p[0] == '+');
		else if (!load_word(l, word))
			complain_word(l, word, missing(word, "is not a profile; hardcc profiles list names them"), meant_profile(l->s, word));
		some = some || (l->nloaded > loaded && !str_starts(word, STR(POLICY_PROJECT)));
	}
	if (!some && l->errors == 0 && !l->none)
		complain_word(l, l->setting->value, "has no profile in it; \"none\" is the word for nothing", "");
}

/* Puts what the package switched behind the list that stands in notes and messages. */
static void
tell(struct loader *l, const char *sign, struct str feature)
{
	buf_char(&l->switched, ',');
	buf_text(&l->switched, sign);
	buf_add(&l->switched, feature);
}

/* Is there a rule that waits for the feature to be asked for? */
static bool
is_offered(const struct policy *p, unsigned feature)
{
	for (unsigned i = 0; i < p->nrule; i++)
		if (p->rule[i].with == feature + 1)
			return true;
	return false;
}

/* The list is the user's: what it names stays as it is. A package can leave out, and take what is offered to it. */
static void
switch_by_package(struct loader *l, struct str name, bool on)
{
	for (unsigned i = 0; i < l->p->nfeature; i++) {
		struct feature *f = &l->p->feature[i];

		if (f->named || !str_is(policy_text(l->p, f->name), name) || (on ? f->lifted || !is_offered(l->p, i) : f->off))
			continue;
		f->on = f->lifted = on;
		f->off = !on;
		tell(l, on ? "+" : "-", name);
	}
}

/* A word that the package takes out of its flags is not put in by us. */
static void
strip(struct loader *l, struct str word)
{
	struct policy *p = l->p;

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];
		struct feature *f = &p->feature[rule->feature];

		if (rule->verb > FORCE || !f->on)
			continue;
		for (unsigned j = 0; j < rule->nword; j++)
			if (str_is_text(word, POLICY_WORD(p, rule->word + j)))
				switch_by_package(l, policy_text(p, f->name), false);
	}
}

/* What the package says of its own hardening, behind the list. */
static void
read_package(struct loader *l)
{
	struct str rest = l->s->package ? buildoptions(l->s->package) : STR("");

	while (rest.n > 0) {
		struct str line = str_split(&rest, '\n'), what = str_cut(line, 1);

		if (line.p[0] == '~')
			strip(l, what);
		else
			switch_by_package(l, what, line.p[0] == '+');
	}
	if (l->s->package)
		buildoptions_wrong(l->s->package, &l->p->idle);
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
	complain_word(l, name, what, meant_feature(name));
}

/* Every feature that was named must have rules somewhere, or it was misspelt. */
static void
check_features(struct loader *l)
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
static void
check_waiting(struct loader *l)
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
			complain_word(l, str_format("-%.*s", FMT(name)), text_format("does nothing while \"%.*s\" is on", FMT(needed)),
			    text_format(" (did you mean \"-%.*s\"?)", FMT(needed)));
		} else if (p->feature[other].on && off && !off_rule(p, other)) {
			text_line(&p->idle, "%s: \"%.*s off\" does nothing while \"%.*s\" is on (did you mean \"%.*s\"?)", rule_place(p, off),
			    FMT(name), FMT(needed), FMT(needed));
		}
	}
}

/* `with` and `without` are answered, once and for all. */
static void
answer(struct policy *p)
{
	for (unsigned i = 0; i < p->nrule; i++) {
		struct rule *rule = &p->rule[i];

		if (rule->with && p->feature[rule->with - 1].on && p->feature[rule->with - 1].lifted)
			rule->with = 0;
		if (rule->without && p->feature[rule->without - 1].off)
			rule->without = 0;
	}
}

/* The rules that yield come last, so that what they yield to has been looked at. */
static void
order(struct policy *p)
{
	struct rule *rule = arena_alloc(sizeof *rule, p->nrule + 1);
	uint64_t *hash = arena_alloc(sizeof *hash, p->nrule + 1);
	unsigned n = 0;

	for (unsigned yields = 0; yields < NYIELDS; yields++)
		for (unsigned i = 0; i < p->nrule; i++)
			if (p->file[p->rule[i].file].yields == yields) {
				rule[n] = p->rule[i];
				hash[n++] = hash_bytes(p->rule_hash[i], &(uint8_t){(uint8_t)yields}, 1);
			}
	p->rule = rule;
	p->rule_hash = hash;
}

static void
finish(struct loader *l)
{
	struct policy *p = l->p;
	struct buf name = {0};
	bool some = l->none;

	for (struct str rest = l->setting->value; rest.n > 0;) {
		struct str word = str_trim(str_split(&rest, ','));

		buf_text(&name, name.n > 0 && word.n > 0 ? "," : "");
		buf_add(&name, word);
	}
	buf_add(&name, buf_str(&l->switched));
	p->name = policy_keep(p, buf_str(&name));
	order(p);
	p->hash = 0;
	for (unsigned i = 0; i < p->nrule; i++) {
		const struct feature *f = &p->feature[p->rule[i].feature];
		uint64_t lifted = f->lifted && p->rule[i].verb == OFF;

		some = some || rule_on(p, &p->rule[i]);
		if (rule_on(p, &p->rule[i]) && p->rule[i].verb != EXPECT) /* changes no object */
			p->hash = hash_bytes(p->hash ^ lifted, &p->rule_hash[i], sizeof p->rule_hash[i]);
	}
	if (!some)
		text_line(&p->idle, "%s: \"%.*s\" switches no rule on: nothing is added (\"none\" is the word for that)", list_place(l),
		    FMT(policy_text(p, p->name)));
}

struct str
policy_list(struct str list)
{
	for (struct str rest = list; rest.n > 0;) {
		struct str word = str_trim(str_split(&rest, ','));

		if (word.n > 0 && word.p[0] != '+' && word.p[0] != '-' && !str_is(word, STR("all")))
			return list;
	}
	return str_of(str_join3(STR(DEFAULT_PROFILE), STR(","), list));
}

unsigned
policy_read(struct policy *p, const struct settings *s, struct str only)
{
	struct setting setting = s->of[SETTING_PROFILE];
	struct loader l = {.p = p, .s = s, .setting = &setting, .none = only.n > 0};

	setting.value = policy_list(setting.value);
	policy_new(p);
	p->dependency = arena_alloc(sizeof *p->dependency, MAX_DEPENDENCIES);
	if (only.n == 0) {
		read_list(&l);
		read_package(&l);
	} else if (!load_word(&l, only)) {
		complain_word(&l, only, missing(only, "is not a profile"), meant_profile(s, only));
	}
	check_features(&l);
	if (only.n > 0)
		p->idle.n = 0; /* what the other profiles have is not known */
	answer(p);
	check_waiting(&l);
	if (l.errors == 0)
		finish(&l);
	return l.errors;
}

void
policy_tell_idle(const struct policy *p)
{
	for (struct str rest = buf_str(&p->idle); rest.n > 0;) {
		struct str line = str_split(&rest, '\n');

		warn("%.*s", FMT(line));
	}
}

void
policy_load(struct policy *p, const struct settings *s)
{
	unsigned errors = policy_read(p, s, STR(""));

	if (errors > 0)
		fatal(EXIT_OURS, "%u error%s in the profiles; nothing was run", errors, errors == 1 ? "" : "s");
}
