#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
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
	bool resolved, json;
	struct settings *s;
	const struct choices *choices;
	char *const *environ;
	const char *self;
	struct buf out;
};

/* Is the profile in the list that holds now? */
static bool
used(const struct settings *s, struct str name)
{
	struct str rest = s->of[SETTING_PROFILE].value;

	while (rest.n > 0)
		if (str_is(str_trim(str_split(&rest, ',')), name))
			return true;
	return false;
}

static void
list_row(struct ask *ask, struct str name, struct str path, struct str about)
{
	struct buf *b = &ask->out;
	bool file = str_find(path, '/', 0) < path.n;

	if (ask->json) {
		buf_text(b, b->p[b->n - 1] == '[' ? "{" : ",{");
		json_field(b, "name", name);
		json_field(b, "from", file ? path : STR("built in"));
		json_field(b, "about", about);
		json_key(b, "used");
		buf_text(b, used(ask->s, name) ? "true}" : "false}");
		return;
	}
	buf_text(b, used(ask->s, name) ? "* " : "  ");
	buf_add(b, name);
	for (size_t n = name.n; n < 16; n++)
		buf_char(b, ' ');
	buf_char(b, ' ');
	buf_add(b, about);
	if (file) {
		buf_text(b, about.n > 0 ? "  (" : "(");
		buf_add(b, path);
		buf_char(b, ')');
	}
	buf_char(b, '\n');
}

static int
list(struct ask *ask)
{
	struct catalog c;

	catalog_make(&c, ask->s);
	buf_text(&ask->out, ask->json ? "{\"profiles\":[" : "");
	for (size_t i = 0; i < c.names.n; i++) {
		struct str name = str_of(c.names.v[i]), path, text;

		if (policy_find(ask->s, name, &path, &text))
			list_row(ask, name, path, catalog_about(text));
	}
	buf_text(&ask->out, ask->json ? "]}\n" : "");
	return 0;
}

static void
rule_row(struct ask *ask, const struct policy *p, const struct rule *rule, const char *mark)
{
	struct buf *b = &ask->out;
	struct buf line = {0}, defined = {0};
	const char *place = rule_place(p, rule);

	rule_text(&line, p, rule);
	if (rule->because.n > 0) {
		buf_text(&line, " because ");
		buf_add(&line, policy_text(p, rule->because));
	}
	buf_text(&defined, CATALOGUE ":");
	buf_number(&defined, rule->defined);
	if (ask->json) {
		buf_text(b, b->p[b->n - 1] == '[' ? "{" : ",{");
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
	buf_text(b, mark);
	buf_add(b, buf_str(&line));
	buf_text(b, "  # ");
	buf_text(b, place);
	if (rule->defined > 0) {
		buf_char(b, ' ');
		buf_add(b, buf_str(&defined));
	}
	buf_char(b, '\n');
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
	struct policy p;
	struct str path, text;

	if (!ask->resolved && !ask->json && policy_find(ask->s, str_of(ask->operand[0]), &path, &text)) {
		buf_add(&ask->out, text);
		return 0;
	}
	if (!resolve(ask, ask->operand[0], &p))
		return EXIT_OURS;
	buf_text(&ask->out, ask->json ? "{\"rules\":[" : "");
	for (unsigned i = 0; i < p.nrule; i++)
		if (rule_on(&p, &p.rule[i]))
			rule_row(ask, &p, &p.rule[i], "");
	buf_text(&ask->out, ask->json ? "]}\n" : "");
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
	return wrong + exceptions_expired(&p, day_today());
}

/* The files that are named; without any, all profiles, and the list that holds now. */
static int
check(struct ask *ask)
{
	struct catalog c = {0};
	unsigned wrong = 0;

	for (size_t i = 0; i < ask->n; i++) {
		struct str name = str_of(ask->operand[i]);

		/* a file of this directory, unless a profile has that name */
		if (str_find(name, '/', 0) == name.n && access(name.p, F_OK) == 0 && str_ends(name, STR(PROFILE_SUFFIX)))
			name = str_of(str_join(STR("./"), name));
		wrong += check_one(ask, name);
	}
	if (ask->n == 0) {
		catalog_make(&c, ask->s);
		for (size_t i = 0; i < c.names.n; i++)
			wrong += check_one(ask, str_of(c.names.v[i]));
		if (wrong == 0)
			wrong = check_one(ask, STR(""));
	}
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
	buf_text(&ask->out, ask->json ? "{\"rules\":[" : "");
	for (int i = 0; i < 2; i++)
		for (unsigned j = 0; j < p[i].nrule; j++) {
			const struct rule *rule = &p[i].rule[j];

			if (!rule_on(&p[i], rule) || has_rule(&p[!i], p[i].rule_hash[j]))
				continue;
			rule_row(ask, &p[i], rule, marks[i]);
			n++;
		}
	buf_text(&ask->out, ask->json ? "]}\n" : "");
	return n > 0 ? EXIT_DENIED : 0;
}

static int
export(struct ask *ask)
{
	return export_profile(&ask->out, ask->s, ask->choices, ask->environ, ask->self);
}

static const struct what {
	char name[8];
	size_t min, max; /* operands */
	int (*run)(struct ask *ask);
} whats[] = {
	{"list", 0, 0, list},
	{"show", 1, 1, show},
	{"check", 0, SIZE_MAX, check},
	{"diff", 2, 2, diff},
	{"export", 0, 0, export},
};

static const struct what *
what_named(struct str name)
{
	struct nearest near = {.word = name};

	for (size_t i = 0; i < COUNT(whats); i++) {
		if (str_is_text(name, whats[i].name))
			return &whats[i];
		nearest_try(&near, str_of(whats[i].name));
	}
	complain("profiles: \"%.*s\" is none of list, show, check, diff and export%s", FMT(name), nearest_question(&near));
	return NULL;
}

int
cmd_profiles(int argc, char *const *argv, char *const *environ, const char *self)
{
	struct choices c;
	struct settings s;
	struct ask ask = {.s = &s, .choices = &c, .environ = environ, .self = self};
	const struct what *what;
	int status;

	if (!choices_read(&c, CMD_TAKES_profiles, argc, argv))
		return EXIT_USAGE;
	if (c.operand.n == 0)
		return command_usage(argv[0]);
	what = what_named(str_of(c.operand.v[0]));
	if (!what)
		return EXIT_USAGE;
	ask.operand = c.operand.v + 1;
	ask.n = c.operand.n - 1;
	ask.resolved = c.of[CHOICE_RESOLVED];
	ask.json = c.of[CHOICE_JSON];
	if (ask.n < what->min || ask.n > what->max)
		return command_usage(argv[0]);
	settings_environment(&s, environ);
	settings_files(&s, lookup_names(s.var[VAR_PATH], (struct str){0}, self));
	status = what->run(&ask);
	if (write_all(STDOUT_FILENO, buf_str(&ask.out)))
		return status;
	complain("cannot write to standard output:");
	return EXIT_OURS;
}
