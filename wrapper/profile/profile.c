#include "profile/profile.h"

#include "base/error.h"
#include "profile/parser.h"

static const char *
parse_rule(struct parser *ps, struct str feature)
{
	struct policy before = *ps->p;
	struct part part = {0};
	enum verb verb;
	const char *error;

	ps->bad = feature;
	if (feature.p[0] == '-' || feature.p[0] == '+' || feature.p[0] == '!')
		return "is not a feature; a rule begins with the name it is switched by";
	error = parser_verb(ps, &verb);
	if (!error && verb == EACH)
		return "stands in the catalogue of features alone";
	if (!error && (verb == USE || (verb == REQUIRE && !parser_flag(ps))))
		return parser_use(ps, feature, verb);
	parser_rule(ps, feature);
	if (error)
		return error;
	ps->rule->verb = (uint8_t)verb;
	error = parser_words(ps, &part.word);
	part.rest = ps->rest;
	if (!error)
		error = parser_parts(ps, &part, 1);
	if (!error && ps->p->project && !verb_only_asks(verb)) {
		parser_ignore(ps, feature, str_of(verb_names[verb]));
		parser_undo(ps, &before);
		ps->p->nfeature = before.nfeature;
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
	if (ps->p->project && str_find(name, '/', 0) < name.n) {
		parser_ignore(ps, STR("include"), name);
		return NULL;
	}
	return ps->include(ps->context, ps->p, name);
}

static const char *
parse_line(struct parser *ps)
{
	struct str word;

	if (!parser_next(ps, &word))
		return NULL;
	if (str_is(word, STR("include")))
		return ps->include ? parse_include(ps) : NULL;
	if (str_is(word, STR("yield")) && ps->rest.n == 0) {
		if (!ps->p->project)
			ps->p->file[ps->file].yields = YIELDS;
		return NULL;
	}
	return ps->only.n > 0 && !str_is(word, ps->only) ? NULL : parse_rule(ps, word);
}

unsigned
profile_parse(struct policy *p, struct str file, struct str text, struct str only,
    include_function *include, void *context)
{
	struct parser ps = {.p = p, .only = only, .include = include, .context = context, .file = (uint16_t)p->nfile};
	unsigned errors = 0;

	if (p->nfile == MAX_FILES)
		fatal(EXIT_OURS, "more than %d profiles", MAX_FILES);
	p->file[p->nfile] = policy_keep(p, file);
	p->file[p->nfile++].yields = (uint8_t)(p->project ? YIELDS_PROJECT + p->nproject++ : YIELDS_NOT);
	if (YIELDS_PROJECT + p->nproject > NYIELDS)
		fatal(EXIT_OURS, "%.*s: more than %d profiles are included by the project's", FMT(file), NYIELDS - YIELDS_INCLUDED);
	for (unsigned line = 1; text.n > 0; line++) {
		const char *error;

		ps.rest = str_split(&text, '\n');
		ps.line = (uint16_t)line;
		ps.defined = 0;
		ps.bad = STR("NUL");
		error = line > UINT16_MAX ? "is behind line 65535"
		    : str_find(ps.rest, '\0', 0) < ps.rest.n ? "has no place in a profile"
							     : parse_line(&ps);
		if (error && ps.defined > 0)
			complain(CATALOGUE ":%u: \"%.*s\" %s", ps.defined, FMT(ps.bad), error);
		else if (error)
			complain("%.*s:%u: \"%.*s\" %s", FMT(file), line, FMT(ps.bad), error);
		errors += error != NULL;
	}
	return errors;
}
