#include "profile/parser.h"

#include "base/error.h"
#include "command/command.h"
#include "command/word.h"
#include "profile/exception.h"

const char verb_names[NVERB][8] = {
	"add", "require", "force", "drop", "deny", "replace", "spec", "note", "refuse", "off", "expect",
};

/* How many words a verb takes, and whether they are patterns. */
static const struct verb_row {
	uint8_t min, max;
	uint8_t patterns;
} verb_rows[NVERB] = {
	[ADD] = {1, 16, 0},   [REQUIRE] = {1, 16, 0}, [FORCE] = {1, 16, 0}, [DROP] = {1, 16, 1},
	[DENY] = {1, 16, 1},  [REPLACE] = {2, 2, 1},  [SPEC] = {0, 1, 0},   [NOTE_VERB] = {0, 0, 0},
	[REFUSE] = {0, 0, 0}, [OFF] = {0, 0, 0},   [EXPECT] = {0, 0, 0},
};

static const char *
parse_unless(struct parser *ps, struct str *word)
{
	ps->rule->pattern = (uint16_t)ps->p->ntext;
	while (parser_next(ps, word) && !str_is(*word, STR("because")) && !str_is(*word, STR("if"))) {
		const char *error = parser_keep(ps, *word, true);

		parser_mix(ps, *word);
		if (error)
			return error;
		if (ps->rule->npattern++ == MAX_A_RULE)
			return "is one too many for one rule";
	}
	ps->bad = *word;
	return word->n > 0 && str_is(*word, STR("if")) ? "comes before unless" : NULL;
}

/* A word in -Wl, can only become another word of the linker's. */
static bool
same_list(const struct policy *p, const struct rule *rule)
{
	struct text from = p->text[rule->word];
	struct str text;
	enum space space;

	return from.space == SPACE_CC ||
	    (word_canonical(policy_text(p, p->text[rule->word + 1]), &space, &text) && space == from.space);
}

static const char *
parse_words(struct parser *ps, enum verb verb, struct str *word)
{
	const struct verb_row *row = &verb_rows[verb];
	struct rule *rule = ps->rule;

	rule->word = (uint16_t)ps->p->ntext;
	while (parser_next(ps, word) && !str_is(*word, STR("if")) && !str_is(*word, STR("unless")) &&
	    !str_is(*word, STR("because"))) {
		const char *error = parser_keep(ps, *word, row->patterns && !(verb == REPLACE && rule->nword == 1));

		parser_mix(ps, *word);
		if (error)
			return error;
		if (++rule->nword > row->max)
			return "is one word too many for this verb";
	}
	ps->bad = str_of(verb_names[verb]);
	if (verb == REPLACE && rule->nword == 2 && !same_list(ps->p, rule))
		return "puts a word into another program's list";
	return rule->nword < row->min ? "needs a flag behind it" : NULL;
}

static const char *
parse_rule(struct parser *ps, struct str feature)
{
	struct str word = {0};
	enum verb verb = 0;
	const char *error;

	if (!parser_next(ps, &word)) {
		ps->bad = feature;
		return "needs a verb behind it";
	}
	while (verb < NVERB && !str_is_text(word, verb_names[verb]))
		verb++;
	ps->bad = word;
	if (verb == NVERB)
		return "is no verb; there are add require force drop deny replace spec note refuse off expect";
	ps->rule->verb = (uint8_t)verb;
	parser_mix(ps, feature);
	parser_mix(ps, word);
	error = parse_words(ps, verb, &word);
	if (!error && str_is(word, STR("if"))) {
		parser_mix(ps, word);
		error = parser_conditions(ps, &word);
	}
	if (!error && str_is(word, STR("unless"))) {
		parser_mix(ps, word);
		error = parse_unless(ps, &word);
	}
	if (!error && str_is(word, STR("because"))) {
		ps->rule->because = policy_keep(ps->p, str_trim(ps->rest));
		error = exception_error(str_trim(ps->rest), &ps->bad);
	}
	return error;
}

static const char *
parse_include(struct parser *ps)
{
	struct str name, more;

	ps->bad = STR("include");
	if (!parser_next(ps, &name))
		return "needs the name of a profile";
	ps->bad = name;
	if (parser_next(ps, &more))
		return "is followed by more; include takes one profile a line";
	return ps->include(ps->context, ps->p, name) ? NULL : "is no profile, or includes itself";
}

static const char *
parse_line(struct parser *ps, unsigned file, unsigned line)
{
	struct policy *p = ps->p;
	struct str word;

	if (!parser_next(ps, &word))
		return NULL;
	if (str_is(word, STR("include")))
		return ps->include ? parse_include(ps) : NULL;
	if (str_is(word, STR("yield")) && ps->rest.n == 0) {
		p->file[file].mark = 1;
		return NULL;
	}
	if (ps->only.n > 0 && !str_is(word, ps->only))
		return NULL;
	if (p->nrule == MAX_RULES)
		fatal(EXIT_OURS, "the profiles hold more than %d rules", MAX_RULES);
	ps->rule = &p->rule[p->nrule];
	*ps->rule = (struct rule){.file = (uint8_t)file, .line = (uint16_t)line};
	ps->bad = word;
	if (word.p[0] == '-' || word.p[0] == '+' || word.p[0] == '!')
		return "is no feature; a rule begins with the name it is switched by";
	ps->rule->feature = (uint8_t)policy_feature(p, word);
	p->rule_hash[p->nrule++] = 0;
	return parse_rule(ps, word);
}

unsigned
profile_parse(struct policy *p, struct str file, struct str text, struct str only,
    include_function *include, void *context)
{
	struct parser ps = {.p = p, .only = only, .include = include, .context = context};
	unsigned errors = 0, index = p->nfile;

	if (p->nfile == MAX_FILES)
		fatal(EXIT_OURS, "more than %d profiles", MAX_FILES);
	p->file[p->nfile++] = policy_keep(p, file);
	for (unsigned line = 1; text.n > 0; line++) {
		const char *error;

		ps.rest = str_split(&text, '\n');
		ps.bad = STR("NUL");
		error = line > UINT16_MAX ? "is behind line 65535"
		    : str_find(ps.rest, '\0', 0) < ps.rest.n ? "has no place in a profile"
							     : parse_line(&ps, index, line);
		if (error)
			complain("%.*s:%u: \"%.*s\" %s", FMT(file), line, FMT(ps.bad), error);
		errors += error != NULL;
	}
	return errors;
}
