#include "profile.h"

#include "command.h"
#include "error.h"
#include "exception.h"
#include "note.h"
#include "word.h"

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

/* fact + 1 by a hash of the word; the words are few enough that probing stays short */
static uint8_t *fact_index;

static unsigned
slot_of(struct str word)
{
	unsigned h = (unsigned)word.n;

	for (size_t i = 0; i < word.n; i++)
		h = h * 31 + (unsigned char)word.p[i];
	return h & 255;
}

static enum fact
fact_named(struct str word)
{
	for (unsigned slot = slot_of(word); fact_index[slot]; slot = (slot + 1) & 255)
		if (str_is_text(word, fact_rows[fact_index[slot] - 1].word))
			return (enum fact)(fact_index[slot] - 1);
	return NFACT;
}

void
policy_new(struct policy *p)
{
	*p = (struct policy){0};
	p->rule = arena_alloc(sizeof *p->rule, MAX_RULES);
	p->rule_hash = arena_alloc(sizeof *p->rule_hash, MAX_RULES);
	p->bound = arena_alloc(sizeof *p->bound, MAX_BOUNDS);
	p->text = arena_alloc(sizeof *p->text, MAX_TEXTS);
	p->feature = arena_alloc(sizeof *p->feature, MAX_FEATURES + 1);
	p->file = arena_alloc(sizeof *p->file, MAX_FILES);
	p->pool = arena_alloc(1, MAX_POOL);
	fact_index = arena_alloc(1, 256);
	for (unsigned i = 0; i < NFACT; i++) {
		unsigned slot = slot_of(str_of(fact_rows[i].word));

		while (fact_index[slot])
			slot = (slot + 1) & 255;
		fact_index[slot] = (uint8_t)(i + 1);
	}
}

struct text
policy_keep(struct policy *p, struct str s)
{
	struct text t = {p->npool, (uint16_t)s.n, 0, 0};

	if (s.n > UINT16_MAX || s.n >= MAX_POOL - p->npool)
		fatal(EXIT_OURS, "the profiles hold more than %d bytes", MAX_POOL);
	if (s.n > 0)
		memcpy(p->pool + p->npool, s.p, s.n);
	p->npool += (uint32_t)s.n + 1; /* the pool is zeroed: a NUL stands behind each text */
	return t;
}

struct parser {
	struct policy *p;
	struct str rest; /* of the line */
	struct str only;
	struct rule *rule;
	struct str bad; /* the word that an error is about */
	include_function *include;
	void *context;
};

static bool
next(struct parser *ps, struct str *word)
{
	struct str r = ps->rest;
	size_t i = 0;

	while (r.n > 0 && (r.p[0] == ' ' || r.p[0] == '\t' || r.p[0] == '\r'))
		r = str_cut(r, 1);
	while (i < r.n && r.p[i] != ' ' && r.p[i] != '\t' && r.p[i] != '\r')
		i++;
	*word = str_head(r, i);
	ps->rest = str_cut(r, i);
	if (i > 0 && word->p[0] == '#')
		ps->rest = *word = STR("");
	return word->n > 0;
}

unsigned
policy_feature(struct policy *p, struct str name)
{
	for (unsigned i = p->nfeature; i-- > 0;)
		if (str_is(policy_text(p, p->feature[i].name), name))
			return i;
	if (p->nfeature == MAX_FEATURES)
		fatal(EXIT_OURS, "more than %d features", MAX_FEATURES);
	p->feature[p->nfeature] = (struct feature){policy_keep(p, name), 1, 0};
	return p->nfeature++;
}

static const char *
keep_word(struct parser *ps, struct str word, bool pattern)
{
	struct policy *p = ps->p;
	enum space space = SPACE_CC;
	struct str text = word;

	ps->bad = word;
	if (p->ntext == MAX_TEXTS)
		fatal(EXIT_OURS, "the profiles hold more than %d words", MAX_TEXTS);
	if (pattern && !word_canonical(word, &space, &text))
		return "is no flag, or several";
	p->text[p->ntext] = policy_keep(p, text);
	p->text[p->ntext].mark = pattern ? word_mark(text) : note_effect(text);
	p->text[p->ntext++].space = (uint8_t)space;
	return NULL;
}

/* "12.2" to major << 16 | minor << 8; false where that is no version. */
static bool
parse_version(struct str s, uint32_t *version)
{
	uint32_t v = 0;
	bool more = true;

	for (int shift = 16; shift >= 0 && more; shift -= 8) {
		size_t end = str_find(s, '.', 0);
		unsigned n;

		if (!str_number(str_head(s, end), shift == 16 ? 9999 : 255, &n))
			return false;
		v |= n << shift;
		more = end < s.n;
		s = str_cut(s, end + 1);
	}
	*version = v;
	return !more;
}

/* gcc, gcc>=12, gcc<12, clang>=8<16 */
static const char *
parse_bound(struct parser *ps, enum fact family, struct str limits)
{
	struct bound b = {0, UINT32_MAX, (uint8_t)family};

	while (limits.n > 0) {
		bool less = limits.p[0] == '<';
		struct str version = str_cut(limits, less ? 1 : 2);
		size_t end = str_find(version, '<', 0);

		if (!less && !str_starts(limits, STR(">=")))
			return "is no condition; a version is given by >= or <";
		limits = str_cut(version, end);
		if (!parse_version(str_head(version, end), less ? &b.max : &b.min))
			return "is no condition; that is no version";
	}
	if (ps->p->nbound == MAX_BOUNDS)
		fatal(EXIT_OURS, "the profiles name compilers more than %d times", MAX_BOUNDS);
	if (ps->rule->nbound == MAX_A_RULE)
		return "is one too many for one rule";
	ps->rule->vouched = VOUCHED_BY_RULE;
	if (ps->rule->nbound++ == 0)
		ps->rule->bound = (uint16_t)ps->p->nbound;
	ps->p->bound[ps->p->nbound++] = b;
	return NULL;
}

static const char *
parse_condition(struct parser *ps, struct str word)
{
	bool never = word.p[0] == '!';
	struct str name = str_cut(word, never);
	size_t end = 0;
	enum fact fact;

	ps->bad = word;
	while (end < name.n && name.p[end] != '<' && name.p[end] != '>')
		end++;
	fact = fact_named(str_head(name, end));
	if (fact == NFACT)
		return "is no condition that hardcc knows";
	if (fact_rows[fact].facet == KIND && fact != FACT_ORDINARY && fact != FACT_DYNIMPORT && fact != FACT_GOLINK)
		return "is no condition for a rule: such calls are passed on as they are";
	if (fact_rows[fact].facet == FAMILY && !never)
		return parse_bound(ps, fact, str_cut(name, end));
	if (end < name.n)
		return "is no condition; only gcc and clang have versions";
	if (never)
		ps->rule->never[fact_rows[fact].facet] |= (uint16_t)(1u << fact_rows[fact].bit);
	else
		ps->rule->want[fact_rows[fact].facet] |= (uint16_t)(1u << fact_rows[fact].bit);
	return NULL;
}

/* What a rule does, without place and reason: equal rules have equal hashes. */
static void
mix(struct parser *ps, struct str word)
{
	uint64_t *hash = &ps->p->rule_hash[ps->rule - ps->p->rule];

	*hash = hash_str(*hash, word);
}

static const char *
parse_conditions(struct parser *ps, struct str *word)
{
	struct policy *p = ps->p;

	while (next(ps, word) && !str_is(*word, STR("unless")) && !str_is(*word, STR("because"))) {
		const char *error = NULL;

		mix(ps, *word);
		if (str_is(*word, STR("package"))) {
			ps->bad = *word;
			if (!next(ps, word))
				return "needs a pattern behind it";
			mix(ps, *word);
			ps->bad = *word;
			if (ps->rule->npackage == MAX_A_RULE)
				return "is one too many for one rule";
			if (ps->rule->npackage++ == 0)
				ps->rule->package = (uint16_t)p->ntext;
			error = keep_word(ps, *word, false);
			if (p->ntext != (uint32_t)ps->rule->package + ps->rule->npackage)
				return "stands apart; give the packages one after the other";
		} else {
			error = parse_condition(ps, *word);
		}
		if (error)
			return error;
	}
	return NULL;
}

static const char *
parse_unless(struct parser *ps, struct str *word)
{
	ps->rule->pattern = (uint16_t)ps->p->ntext;
	while (next(ps, word) && !str_is(*word, STR("because")) && !str_is(*word, STR("if"))) {
		const char *error = keep_word(ps, *word, true);

		mix(ps, *word);
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
	while (next(ps, word) && !str_is(*word, STR("if")) && !str_is(*word, STR("unless")) &&
	    !str_is(*word, STR("because"))) {
		const char *error = keep_word(ps, *word, row->patterns && !(verb == REPLACE && rule->nword == 1));

		mix(ps, *word);
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

	if (!next(ps, &word)) {
		ps->bad = feature;
		return "needs a verb behind it";
	}
	while (verb < NVERB && !str_is_text(word, verb_names[verb]))
		verb++;
	ps->bad = word;
	if (verb == NVERB)
		return "is no verb; there are add require force drop deny replace spec note refuse off expect";
	ps->rule->verb = (uint8_t)verb;
	mix(ps, feature);
	mix(ps, word);
	error = parse_words(ps, verb, &word);
	if (!error && str_is(word, STR("if"))) {
		mix(ps, word);
		error = parse_conditions(ps, &word);
	}
	if (!error && str_is(word, STR("unless"))) {
		mix(ps, word);
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
	if (!next(ps, &name))
		return "needs the name of a profile";
	ps->bad = name;
	if (next(ps, &more))
		return "is followed by more; include takes one profile a line";
	return ps->include(ps->context, ps->p, name) ? NULL : "is no profile, or includes itself";
}

static const char *
parse_line(struct parser *ps, unsigned file, unsigned line)
{
	struct policy *p = ps->p;
	struct str word;

	if (!next(ps, &word))
		return NULL;
	if (str_is(word, STR("include")))
		return ps->include ? parse_include(ps) : NULL;
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
