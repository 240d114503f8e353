/* parse-rule.c - what a rule does: its verb and words, what the user may say, the reason. */
#include "base/error.h"
#include "base/nearest.h"
#include "command/command.h"
#include "command/word.h"
#include "profile/exception.h"
#include "profile/parser.h"
#include "profile/profile.h"
#include "profile/rule.h"

/* How many words a verb takes, and whether they are patterns. */
static const struct verb_row {
	uint8_t min, max;
	uint8_t patterns;
	bool only_asks;
} verb_rows[NVERB] = {
	[ADD] = {1, 16, 0, 0},   [REQUIRE] = {1, 16, 0, 0}, [FORCE] = {1, 16, 0, 0}, [DROP] = {1, 16, 1, 0},
	[DENY] = {1, 16, 1, 1},  [REPLACE] = {2, 2, 1, 0},  [SPEC] = {0, 1, 0, 0},   [OBJECT] = {1, 1, 0, 0},
	[NOTE_VERB] = {0, 0, 0, 1}, [REFUSE] = {0, 0, 0, 1}, [OFF] = {0, 0, 0, 0},   [EXPECT] = {0, 0, 0, 1},
};

bool
verb_only_asks(enum verb verb)
{
	return verb_rows[verb].only_asks;
}

static const char *
parse_unless(struct parser *ps, struct str *word)
{
	if (ps->rule->npattern == 0)
		ps->rule->pattern = (uint16_t)ps->p->ntext;
	while (parser_next(ps, word) && !str_is(*word, STR("because")) && !str_is(*word, STR("if"))) {
		const char *error = parser_keep(ps, *word, true);

		if (error)
			return error;
		if (ps->rule->npattern++ == MAX_A_RULE)
			return "is one too many for one rule";
	}
	ps->bad = *word;
	return word->n > 0 && str_is(*word, STR("if")) ? "has to come before unless" : NULL;
}

static const char *
parse_because(struct parser *ps, struct str *word)
{
	*word = str_trim(ps->rest);
	ps->rule->because = policy_keep(ps->p, *word);
	return exception_error(*word, &ps->bad);
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

const char *
parser_words(struct parser *ps, struct str *word)
{
	struct rule *rule = ps->rule;
	const struct verb_row *row = &verb_rows[rule->verb];

	rule->word = (uint16_t)ps->p->ntext;
	while (parser_more(ps, word)) {
		const char *error = parser_keep(ps, *word, row->patterns && !(rule->verb == REPLACE && rule->nword == 1));

		if (error)
			return error;
		if (++rule->nword > row->max)
			return "is one word too many for this verb";
	}
	ps->bad = str_of(verb_names[rule->verb]);
	if (rule->verb == REPLACE && rule->nword == 2 && !same_list(ps->p, rule))
		return "puts a word into another program's list";
	return rule->nword >= row->min ? NULL : row->min > 1 ? "needs a flag and what takes its place" : "needs a flag behind it";
}

const char *
parser_verb(struct parser *ps, enum verb *verb)
{
	struct str word;

	*verb = NWRITTEN;
	if (!parser_next(ps, &word))
		return "needs a verb behind it";
	for (ps->bad = word, *verb = 0; *verb < NWRITTEN && !str_is_text(word, verb_names[*verb]);)
		++*verb;
	return *verb < NWRITTEN ? NULL : str_join3(STR("is not a verb"), str_of(nearest_row(word, verb_names, sizeof *verb_names, NWRITTEN)),
	    STR("; there are add require force drop deny replace spec object note refuse off expect use"));
}

const char *
parser_parts(struct parser *ps, struct part *part, unsigned n)
{
	static const struct {
		char word[8];
		const char *(*parse)(struct parser *ps, struct str *word);
	} steps[] = {{"if", parser_conditions}, {"unless", parse_unless}, {"because", parse_because}};
	struct policy *p = ps->p;
	const char *error;

	for (size_t step = 0; step < COUNT(steps); step++)
		for (unsigned i = 0; i < n; i++) {
			if (!str_is_text(part[i].word, steps[step].word))
				continue;
			ps->defined = part[i].defined;
			ps->rest = part[i].rest;
			error = steps[step].parse(ps, &part[i].word);
			part[i].rest = ps->rest;
			if (error)
				return error;
		}
	ps->text.n = 0;
	rule_text(&ps->text, p, ps->rule);
	p->rule_hash[ps->rule - p->rule] = hash_str(0, buf_str(&ps->text));
	return NULL;
}

void
parser_rule(struct parser *ps, struct str feature)
{
	struct policy *p = ps->p;

	if (p->nrule == MAX_RULES)
		fatal(EXIT_OURS, "the profiles hold more than %d rules", MAX_RULES);
	ps->rule = &p->rule[p->nrule++];
	*ps->rule = (struct rule){.file = (uint8_t)ps->file, .line = ps->line, .feature = (uint8_t)policy_feature(p, feature)};
}
