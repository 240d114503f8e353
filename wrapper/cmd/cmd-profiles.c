#include <unistd.h>

#include "base/error.h"
#include "base/json.h"
#include "base/nearest.h"
#include "cmd/cmd.h"
#include "cmd/export/export.h"
#include "compiler/lookup.h"
#include "profile/catalog.h"
#include "profile/exception.h"
#include "profile/rule.h"

struct ask {
	const char *const *operand; /* behind the word that says what */
	size_t n;
	bool json;
	struct settings *s;
	const struct invocation *in;
	struct buf out;
};

/* Is the profile in the list that holds now? */
static bool
used(const struct settings *s, struct str name)
{
	struct str rest = policy_list(s->of[SETTING_PROFILE].value);

	while (rest.n > 0)
		if (str_is(str_trim(str_split(&rest, ',')), name))
			return true;
	return false;
}

static int
list(struct ask *ask)
{
	struct catalog c;
	struct policy p;
	struct buf *b = &ask->out;

	if (ask->in->choices.of[CHOICE_PROFILE])
		policy_load(&p, ask->s); /* or it ends there */
	catalog_make(&c, ask->s);
	for (size_t i = 0; i < c.names.n; i++) {
		struct str name = str_of(c.names.v[i]), path, text, about;
		bool is_used = used(ask->s, name), file;

		if (!policy_find(ask->s, name, &path, &text))
			continue;
		about = catalog_about(text);
		file = str_find(path, '/', 0) < path.n;
		if (ask->json) {
			buf_text(b, b->n == 0 ? "{" : ",{");
			json_field(b, "name", name);
			json_field(b, "from", file ? path : STR("built in"));
			json_field(b, "about", about);
			json_key(b, "used");
			buf_text(b, is_used ? "true}" : "false}");
			continue;
		}
		buf_text(b, is_used ? "* " : "  ");
		text_line(b, "%-16.*s %.*s%s%.*s%s", FMT(name), FMT(about), !file ? "" : about.n > 0 ? "  (" : "(",
		    FMT(file ? path : STR("")), file ? ")" : "");
	}
	return 0;
}

static void
rule_row(struct ask *ask, const struct policy *p, const struct rule *rule, const char *mark)
{
	struct buf *b = &ask->out;
	struct buf line = {0}, defined = {0};
	const char *place = rule_place(p, rule);

	rule_text(&line, p, rule);
	if (rule->because.n > 0)
		buf_format(&line, " because %.*s", FMT(policy_text(p, rule->because)));
	if (rule->defined > 0)
		buf_format(&defined, CATALOGUE ":%u", rule->defined);
	if (ask->json) {
		buf_text(b, b->n == 0 ? "{" : ",{");
		json_field(b, "feature", policy_text(p, p->feature[rule->feature].name));
		json_field(b, "verb", str_of(verb_names[rule->verb]));
		json_field(b, "rule", str_of(place));
		if (rule->defined > 0)
			json_field(b, "defined", buf_str(&defined));
		json_field(b, "text", buf_str(&line));
		if (*mark)
			json_field(b, "only", *mark == '-' ? STR("first") : STR("second"));
		buf_char(b, '}');
		return;
	}
	text_line(b, "%s%.*s  # %s%s%.*s", mark, FMT(buf_str(&line)), place, defined.n > 0 ? " " : "", FMT(buf_str(&defined)));
}

/* The policy of a list of profiles and switches. */
static bool
resolve(struct ask *ask, const char *text, struct policy *p)
{
	struct settings s = *ask->s;

	s.of[SETTING_PROFILE] = (struct setting){str_of(text), "the command line", 0};
	return policy_read(p, &s, STR("")) == 0;
}

static int
show(struct ask *ask)
{
	bool resolved = ask->in->choices.of[CHOICE_RESOLVED];
	struct policy p;
	struct str path, text;

	if (!resolved && !ask->json && policy_find(ask->s, str_of(ask->operand[0]), &path, &text)) {
		buf_add(&ask->out, text);
		return 0;
	}
	if (!resolve(ask, ask->operand[0], &p))
		return EXIT_OURS;
	for (unsigned i = 0; i < p.nrule; i++)
		if (rule_on(&p, &p.rule[i]))
			rule_row(ask, &p, &p.rule[i], "");
	return 0;
}

static unsigned
check_one(struct ask *ask, struct str name)
{
	struct settings s = *ask->s;
	struct policy p;
	unsigned wrong;

	if (name.n > 0)
		s.of[SETTING_PROFILE].origin = name.p;
	wrong = policy_read(&p, &s, name);
	policy_tell_idle(&p);
	return wrong + exceptions_expired(&p, day_today());
}

/* Also where HARDCC_PROFILE is set, which is then all that holds: the file is to be right for whoever has not set it. */
static void
check_project(struct ask *ask)
{
	struct settings s = *ask->s;
	struct setting *profile = &ask->s->of[SETTING_PROFILE];

	s.of[SETTING_PROFILE].origin = setting_rows[SETTING_PROFILE].name;
	if (project_profile(&s, ask->in->choices.of[CHOICE_TRUST_PROJECT]) && !str_is(str_of(profile->origin), STR("environment")))
		profile->value = s.of[SETTING_PROFILE].value;
}

/* The files that are named; without any, all profiles, and the list that holds now. --profile's list in any case. */
static int
check(struct ask *ask)
{
	struct catalog c = {0};
	unsigned wrong = 0;
	bool list_named = ask->in->choices.of[CHOICE_PROFILE];

	if (ask->in->choices.of[CHOICE_TRUST_PROJECT] && (ask->n > 0 || list_named)) {
		complain("profiles: check reads no project's profile beside FILE or --profile; leave out --trust-project");
		return EXIT_USAGE;
	}

	if (ask->n == 0)
		catalog_make(&c, ask->s);
	if (ask->n == 0 && !list_named)
		check_project(ask);
	for (size_t i = 0; i < ask->n; i++) {
		const char *name = ask->operand[i];

		/* a file of this directory, unless a profile has that name */
		if (!strchr(name, '/') && access(name, F_OK) == 0 && str_ends(str_of(name), STR(PROFILE_SUFFIX)))
			name = str_join(STR("./"), str_of(name));
		args_push(&c.names, name);
	}
	for (size_t i = 0; i < c.names.n; i++)
		wrong += check_one(ask, str_of(c.names.v[i]));
	if ((ask->n == 0 || list_named) && wrong == 0)
		wrong = check_one(ask, STR(""));
	return wrong > 0 ? EXIT_DENIED : 0;
}

static bool
has_rule(const struct policy *p, uint64_t hash)
{
	for (unsigned i = 0; i < p->nrule; i++)
		if (p->rule_hash[i] == hash && rule_on(p, &p->rule[i]))
			return true;
	return false;
}

/* As diff(1): 0 where both do the same, 1 where not. */
static int
diff(struct ask *ask)
{
	static const char marks[][3] = {"- ", "+ "};
	struct policy p[2];
	unsigned n = 0;

	if (!resolve(ask, ask->operand[0], &p[0]) || !resolve(ask, ask->operand[1], &p[1]))
		return EXIT_OURS;
	for (int i = 0; i < 2; i++)
		for (unsigned j = 0; j < p[i].nrule; j++) {
			const struct rule *rule = &p[i].rule[j];

			if (!rule_on(&p[i], rule) || has_rule(&p[!i], p[i].rule_hash[j]))
				continue;
			rule_row(ask, &p[i], rule, marks[i]);
			n++;
		}
	return n > 0 ? EXIT_DENIED : 0;
}

static int
export(struct ask *ask)
{
	return export_profile(&ask->out, ask->s, &ask->in->choices, ask->in->environ, ask->in->self);
}

static const struct what {
	char name[8], array[9]; /* array: what its rows are in JSON; empty where it has none */
	size_t min, max; /* operands */
	uint64_t takes;  /* options */
	int (*run)(struct ask *ask);
} whats[] = {
	{"list", "profiles", 0, 0, TAKES(OUTPUT) | TAKES(JSON) | TAKES(PROFILE), list},
	{"show", "rules", 1, 1, TAKES(OUTPUT) | TAKES(JSON) | TAKES(RESOLVED), show},
	{"check", "", 0, SIZE_MAX, TAKES(OUTPUT) | TAKES(PROFILE) | TAKES(TRUST_PROJECT), check},
	{"diff", "rules", 2, 2, TAKES(OUTPUT) | TAKES(JSON), diff},
	{"export", "", 0, 0, TAKES(OUTPUT) | TAKES(PROFILE) | TAKES(EXPORT_FORMAT) | TAKES(COMPILER) | TAKES(ARCH), export},
};

/* An option that would change nothing is an error: who gave it expects otherwise. */
static bool
takes(const struct what *what, const struct choices *c)
{
	for (unsigned i = 0; i < NCHOICE; i++)
		if (c->of[i] && !(what->takes >> i & 1)) {
			complain("profiles: %s does not take %s; see 'hardcc help profiles'", what->name, choice_rows[i].name);
			return false;
		}
	return true;
}

static const struct what *
what_named(struct str name, const struct settings *s)
{
	struct str path, text;

	for (size_t i = 0; i < COUNT(whats); i++)
		if (str_is_text(name, whats[i].name))
			return &whats[i];
	if (policy_find(s, name, &path, &text))
		complain("profiles: \"%.*s\" is a profile; 'hardcc profiles show %.*s' prints it", FMT(name), FMT(name));
	else
		complain("profiles: unknown command \"%.*s\"%s; see 'hardcc help profiles'", FMT(name),
		    nearest_row(name, whats, sizeof *whats, COUNT(whats)));
	return NULL;
}

int
cmd_profiles(const struct invocation *in)
{
	const struct choices *c = &in->choices;
	struct settings s;
	struct ask ask = {.s = &s, .in = in, .json = c->of[CHOICE_JSON],
	    .operand = c->operand.v + 1, .n = c->operand.n - 1};
	const struct what *what;
	struct buf json = {0};
	int status;

	settings_environment(&s, in->environ);
	settings_files(&s, lookup_names(s.var[VAR_PATH], NULL, in->self));
	what = what_named(str_of(c->operand.v[0]), &s);
	if (!what)
		return EXIT_USAGE;
	if (ask.n < what->min || ask.n > what->max)
		return command_usage(in->cmd, ask.n > what->max ? ask.operand[what->max] : NULL);
	if (!takes(what, c))
		return EXIT_USAGE;
	if (c->of[CHOICE_PROFILE])
		s.of[SETTING_PROFILE] = (struct setting){str_of(c->of[CHOICE_PROFILE]), choice_rows[CHOICE_PROFILE].name, 0};
	status = what->run(&ask);
	if (ask.json && *what->array && status != EXIT_OURS)
		buf_format(&json, "{\"%s\":[%s]}\n", what->array, ask.out.n > 0 ? ask.out.p : "");
	print(buf_str(json.n > 0 ? &json : &ask.out));
	return status;
}
