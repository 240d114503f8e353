#include "config.h"

#include "profile/policy.h"

#include "base/error.h"
#include "base/io.h"
#include "compiler/buildoptions.h"
#include "profile/catalog.h"
#include "profile/loader.h"
#include "profile/profile.h"
#include "profile/rule.h"

enum { MAX_DEPENDENCIES = 4 * MAX_FILES };

static bool load(struct loader *l, struct str name);

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
	return str_join(STR("is not a profile"), str_of(loader_meant(l->s, name)));
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
			loader_complain(l, word, loader_missing(word, "is not a profile; hardcc profiles list names them"), loader_meant(l->s, word));
		some = some || (l->nloaded > loaded && !str_starts(word, STR(POLICY_PROJECT)));
	}
	if (!some && l->errors == 0 && !l->none)
		loader_complain(l, l->setting->value, "has no profile in it; \"none\" is the word for nothing", "");
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

		if (rule_on(p, &p->rule[i]) && p->rule[i].verb != EXPECT) /* changes no object */
			p->hash = hash_bytes(p->hash ^ lifted, &p->rule_hash[i], sizeof p->rule_hash[i]);
	}
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
		loader_complain(&l, only, loader_missing(only, "is not a profile"), loader_meant(s, only));
	}
	loader_features(&l);
	if (only.n > 0)
		p->idle.n = 0; /* what the other profiles have is not known */
	answer(p);
	loader_waiting(&l);
	if (l.errors == 0) {
		finish(&l);
		loader_empty(&l);
	}
	return l.errors;
}

void
policy_load(struct policy *p, const struct settings *s)
{
	unsigned errors = policy_read(p, s, STR(""));

	if (errors > 0)
		fatal(EXIT_OURS, "%u error%s in the profiles; nothing was run", errors, errors == 1 ? "" : "s");
}
