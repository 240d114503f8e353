/* parse-use.c - the catalogue: what a feature is, and `use`, which chooses it for a profile.
 *
 *	FEATURE each [if CONDITION...] [unless USERFLAG...]	of all its lines that follow
 *	FEATURE[=LEVEL] VERB WORD... [if CONDITION...] [unless USERFLAG...] [because REASON...]
 */
#include "base/nearest.h"
#include "profile/parser.h"

/* A line of the catalogue. */
struct entry {
	struct str feature, level, rest;
	uint16_t line;
};

/* Once for all that is chosen: a profile chooses many features. */
static void
read_entries(struct policy *p)
{
	struct str text = p->features;
	size_t room = 0;

	for (uint16_t line = 1; text.n > 0 && line < UINT16_MAX; line++) {
		struct entry e = {.rest = str_split(&text, '\n'), .line = line};

		if (e.rest.n == 0 || e.rest.p[0] == '#')
			continue;
		e.level = str_split(&e.rest, ' ');
		e.feature = str_split(&e.level, '=');
		p->entry = arena_more(p->entry, p->nentry, &room, sizeof *p->entry);
		p->entry[p->nentry++] = e;
	}
}

/* What is wrong with a choice of which the catalogue has no line. */
static const char *
unknown(struct parser *ps, struct str feature, struct str level)
{
	struct nearest near = {.word = feature};
	struct buf levels = {0};
	bool known = false;

	for (const struct entry *e = ps->p->entry; e < ps->p->entry + ps->p->nentry; e++) {
		nearest_try(&near, e->feature);
		known = known || str_is(e->feature, feature);
		if (str_is(e->feature, feature) && e->level.n > 0)
			buf_list(&levels, e->level);
	}
	if (!known)
		return str_join(STR("is not a feature of the catalogue"), str_of(nearest_question(&near)));
	if (level.n == 0)
		return str_join(STR("needs a level; there are "), buf_str(&levels));
	ps->bad = level;
	return str_join(STR("is not a level of the feature; there are "), levels.n > 0 ? buf_str(&levels) : STR("none"));
}

/* One line of the catalogue, narrowed by what is written behind `use`; none where they exclude one another. */
static const char *
take(struct parser *ps, const struct entry *e, enum verb verb, const struct part *each, const struct part *use)
{
	struct policy before = *ps->p;
	struct part part[3] = {*each, {.defined = e->line}, *use};
	const char *error;

	parser_rule(ps, e->feature);
	ps->nowhere = false;
	ps->rule->verb = (uint8_t)verb;
	ps->rule->defined = e->line;
	error = parser_words(ps, &part[1].word);
	part[1].rest = ps->rest;
	if (!error)
		error = parser_parts(ps, part, COUNT(part));
	for (int f = 0; f < NFACET; f++)
		ps->nowhere = ps->nowhere || (ps->rule->want[f] && !(ps->rule->want[f] & ~ps->rule->never[f]));
	if (!error && ps->p->project && ps->rule->without) { /* it undoes what somebody switched off */
		ps->ignored = true;
		parser_undo(ps, &before);
	} else if (!error && ps->nowhere)
		parser_undo(ps, &before);
	return error;
}

/* The rules from the first one on: the compilers and machines that their line asks for by itself, without the catalogue's. */
static void
require(struct parser ps, const struct part *use, unsigned first)
{
	struct rule asked = {0};
	struct str word;

	ps.rule = &asked;
	ps.rest = use->rest;
	if (str_is(use->word, STR("if")))
		(void)parser_conditions(&ps, &word); /* they were read for each of the rules, without an error */
	for (struct rule *r = ps.p->rule + first; r < ps.p->rule + ps.p->nrule; r++) {
		r->required = true;
		r->asked = asked.bound;
		r->nasked = asked.nbound;
		r->asked_arch[0] = asked.want[ARCH];
		r->asked_arch[1] = asked.never[ARCH];
	}
}

const char *
parser_use(struct parser *ps, struct str feature, enum verb as)
{
	struct str level = {0};
	struct part each = {0}, use = {0};
	unsigned before = ps->p->nrule;
	bool known = false, levels = false, chosen = false, flags = false;
	const char *error = NULL;

	ps->ignored = false;
	while (parser_more(ps, &use.word)) {
		ps->bad = use.word;
		if (level.n > 0)
			return "is one word too many for this verb";
		level = use.word;
	}
	use.rest = ps->rest;
	if (ps->p->nentry == 0)
		read_entries(ps->p);
	for (const struct entry *e = ps->p->entry; !error && e < ps->p->entry + ps->p->nentry; e++) {
		enum verb verb;

		if (!str_is(e->feature, feature))
			continue;
		known = true;
		levels = levels || e->level.n > 0;
		if (e->level.n > 0 && !str_is(e->level, level))
			continue;
		ps->defined = e->line;
		ps->rest = e->rest;
		error = parser_verb(ps, &verb);
		if (!error && verb == USE)
			return "stands in profiles alone";
		if (!error && verb == EACH) {
			each.defined = e->line;
			parser_next(ps, &each.word);
			each.rest = ps->rest;
			continue;
		}
		chosen = chosen || e->level.n > 0;
		if (!error)
			error = take(ps, e, verb == ADD && as == REQUIRE ? as : verb, &each, &use);
		flags = flags || verb == ADD;
	}
	if (error)
		return error;
	ps->defined = 0;
	ps->bad = feature;
	if (!known || (levels ? !chosen : level.n > 0))
		return unknown(ps, feature, level);
	if (as == REQUIRE && !flags)
		return "cannot be required: none of its lines is an add; write use";
	if (ps->ignored)
		parser_ignore(ps, feature, STR("use"));
	else if (parser_of_project(ps) && (use.rest.n == 0 || str_is(use.word, STR("because")))) /* by name, as +FEATURE does */
		ps->p->feature[policy_feature(ps->p, feature)].lifted = 1;
	if (as == REQUIRE)
		require(*ps, &use, before);
	return ps->p->nrule == before && !ps->ignored ? "has no line that can hold under these conditions" : NULL;
}
