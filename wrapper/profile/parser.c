/* parser.c - the words of a line, and the pool that keeps them. */
#include "profile/parser.h"

#include "base/error.h"
#include "command/effect.h"
#include "command/word.h"
#include "profile/profile.h"

void
policy_new(struct policy *p)
{
	*p = (struct policy){0};
	p->rule = arena_alloc(sizeof *p->rule, MAX_RULES);
	p->rule_hash = arena_alloc(sizeof *p->rule_hash, MAX_RULES);
	p->bound = arena_alloc(sizeof *p->bound, MAX_BOUNDS);
	p->text = arena_alloc(sizeof *p->text, MAX_TEXTS);
	p->written = (struct str *)(void *)arena_bytes(sizeof *p->written * MAX_TEXTS);
	p->features = str_of(catalogue);
	p->feature = arena_alloc(sizeof *p->feature, MAX_FEATURES + 1);
	p->file = arena_alloc(sizeof *p->file, MAX_FILES);
	p->pool = arena_alloc(1, MAX_POOL);
}

struct text
policy_keep(struct policy *p, struct str s)
{
	struct text t = {.at = p->npool, .n = (uint16_t)s.n};

	if (s.n > UINT16_MAX || s.n >= MAX_POOL - p->npool)
		fatal(EXIT_OURS, "the profiles hold more than %d bytes", MAX_POOL);
	if (s.n > 0)
		memcpy(p->pool + p->npool, s.p, s.n);
	p->npool += (uint32_t)s.n + 1; /* the pool is zeroed: a NUL stands behind each text */
	return t;
}

bool
parser_next(struct parser *ps, struct str *word)
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

bool
parser_more(struct parser *ps, struct str *word)
{
	return parser_next(ps, word) && !str_is(*word, STR("if")) && !str_is(*word, STR("unless")) &&
	    !str_is(*word, STR("because"));
}

bool
parser_of_project(const struct parser *ps)
{
	struct str file = policy_text(ps->p, ps->p->file[ps->file]);

	return ps->p->project && str_find(file, '/', 0) < file.n;
}

bool
parser_flag(const struct parser *ps)
{
	struct parser next = *ps;
	struct str word;

	return parser_more(&next, &word) && word.p[0] == '-';
}

void
parser_ignore(struct parser *ps, struct str word, struct str verb)
{
	if (parser_of_project(ps))
		text_line(&ps->p->ignored, "%.*s:%u: \"%.*s %.*s\" is ignored", FMT(policy_text(ps->p, ps->p->file[ps->file])), ps->line, FMT(word), FMT(verb));
}

void
parser_undo(struct parser *ps, const struct policy *before)
{
	ps->p->nrule = before->nrule;
	ps->p->ntext = before->ntext;
	ps->p->nbound = before->nbound;
}

unsigned
policy_feature(struct policy *p, struct str name)
{
	for (unsigned i = p->nfeature; i-- > 0;)
		if (str_is(policy_text(p, p->feature[i].name), name))
			return i;
	if (p->nfeature == MAX_FEATURES)
		fatal(EXIT_OURS, "more than %d features", MAX_FEATURES);
	p->feature[p->nfeature] = (struct feature){.name = policy_keep(p, name), .on = 1};
	return p->nfeature++;
}

const char *
parser_keep(struct parser *ps, struct str word, bool pattern)
{
	struct policy *p = ps->p;
	enum space space = SPACE_CC;
	struct str text = word;

	ps->bad = word;
	if (p->ntext == MAX_TEXTS)
		fatal(EXIT_OURS, "the profiles hold more than %d words", MAX_TEXTS);
	if (pattern && !word_canonical(word, &space, &text))
		return "is not a single flag";
	p->written[p->ntext] = word;
	p->text[p->ntext] = policy_keep(p, text);
	p->text[p->ntext].mark = pattern ? word_mark(text) : effect_of(text);
	p->text[p->ntext++].space = (uint8_t)space;
	return NULL;
}
