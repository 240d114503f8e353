#include "cmd/build/summary.h"

#include "base/json.h"

enum { LIMIT = 250 }; /* different things of one kind that are told apart */

static const char red[] = "\033[31m", yellow[] = "\033[33m", plain[] = "\033[m";

static struct tally *
tally(struct tallies *t, struct str what)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_is(t->of[i].what, what))
			return &t->of[i];
	if (t->n == LIMIT) {
		t->others++;
		return NULL;
	}
	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 16;

		t->of = arena_grow(t->of, t->n * sizeof *t->of, cap * sizeof *t->of);
		t->cap = cap;
	}
	t->of[t->n] = (struct tally){.what = str_of(str_dup(what))};
	return &t->of[t->n++];
}

/* "mine.profile:3 -ffast-math: the reason", or with a feature "bindnow off by mine.profile:3: the reason" */
static struct str
words(struct str a, struct str b, const char *between, struct str c)
{
	struct buf text = {0};

	buf_add(&text, a);
	buf_text(&text, b.n > 0 ? " " : "");
	buf_add(&text, b);
	buf_text(&text, c.n > 0 ? between : "");
	buf_add(&text, c);
	return buf_str(&text);
}

static void
add_edit(struct summary *s, const struct logedit *e, bool compiles, bool links)
{
	struct tally *t;

	if (str_is(e->result, STR("denied")) || str_is(e->result, STR("refused"))) {
		t = tally(&s->denied, words(e->rule, e->flag, ": ", e->reason));
	} else if (str_is(e->result, STR("skipped"))) {
		t = tally(&s->exceptions, words(e->feature, STR(""), " ", e->reason));
	} else {
		t = tally(&s->features, e->feature);
	}
	if (!t || t->last == s->calls) /* two rules of one feature in one call */
		return;
	t->last = s->calls;
	t->calls++;
	t->compiles += compiles && !links;
	t->links += links && !compiles;
}

void
summary_add(struct summary *s, struct str line)
{
	struct str edits, sources, word;
	struct logline l;
	struct logedit e;
	bool links, compiles;

	if (!logline_read(line, &l)) {
		s->unread++;
		return;
	}
	edits = l.edits;
	sources = l.sources;
	links = str_is(l.kind, STR("link")) || str_is(l.kind, STR("golink"));
	compiles = str_is(l.kind, STR("compile")) || str_is(l.kind, STR("assemble")) ||
	    ((links || str_is(l.kind, STR("other"))) && logline_word(&sources, &word)); /* other: under profile none */
	links = links || (!compiles && str_is(l.kind, STR("other")));
	s->compiles += compiles;
	s->links += links;
	s->both += compiles && links;
	s->questions += !compiles && !links;
	s->identities += str_is(l.kind, STR("identity"));
	s->failed += l.status != 0 && (compiles || links);
	if (l.profile.n > 0 && (compiles || links))
		tally(&s->profiles, l.profile);
	s->calls++; /* from 1 */
	while ((compiles || links) && logline_edit(&edits, &e)) /* -E gets what changes macros, and makes nothing */
		add_edit(s, &e, compiles, links);
}

bool
summary_compiled(const struct summary *s)
{
	return s->compiles > 0 || s->links > 0;
}

/* How many calls could have had it. */
static uint64_t
could(const struct summary *s, const struct tally *t)
{
	return t->compiles > 0 && t->links == 0 ? s->compiles : t->links > 0 && t->compiles == 0 ? s->links :
		s->compiles + s->links - s->both;
}

static const char *
which(const struct tally *t)
{
	return t->compiles > 0 && t->links == 0 ? " compiles: " : t->links > 0 && t->compiles == 0 ? " links: " : " calls: ";
}

static void
number(struct buf *b, uint64_t n, const char *what)
{
	buf_number(b, n);
	buf_char(b, ' ');
	buf_text(b, what);
	buf_text(b, n == 1 ? "" : "s");
}

static bool
alike(const struct tally *a, const struct tally *b)
{
	return a->calls == b->calls && which(a) == which(b);
}

/* Features that as many calls got stand in one line. */
static void
feature_lines(const struct summary *s, struct buf *b)
{
	const struct tallies *f = &s->features;

	for (size_t i = 0; i < f->n; i++) {
		bool told = false;

		for (size_t j = 0; j < i && !told; j++)
			told = alike(&f->of[j], &f->of[i]);
		if (told)
			continue;
		buf_text(b, "hardcc:   ");
		buf_number(b, f->of[i].calls);
		buf_text(b, " of ");
		buf_number(b, could(s, &f->of[i]));
		buf_text(b, which(&f->of[i]));
		for (size_t j = i; j < f->n; j++) {
			if (!alike(&f->of[j], &f->of[i]))
				continue;
			buf_text(b, j > i ? " " : "");
			buf_add(b, f->of[j].what);
		}
		buf_char(b, '\n');
	}
}

static void
tally_lines(struct buf *b, const struct tallies *t, const char *what, const char *colour)
{
	for (size_t i = 0; i < t->n; i++) {
		buf_text(b, "hardcc: ");
		buf_text(b, colour);
		buf_text(b, what);
		buf_text(b, *colour ? plain : "");
		buf_text(b, ": ");
		buf_add(b, t->of[i].what);
		buf_text(b, " (");
		number(b, t->of[i].calls, "call");
		buf_text(b, ")\n");
	}
	if (t->others > 0) {
		buf_text(b, "hardcc: and more\n");
	}
}

void
summary_text(const struct summary *s, struct buf *b, bool colour)
{
	buf_text(b, "hardcc: ");
	number(b, s->compiles, "compile");
	buf_text(b, ", ");
	number(b, s->links, "link");
	buf_text(b, ", ");
	number(b, s->questions, "question");
	if (s->failed > 0) {
		buf_text(b, ", ");
		buf_number(b, s->failed);
		buf_text(b, " failed");
	}
	for (size_t i = 0; i < s->profiles.n; i++) {
		buf_text(b, i == 0 ? "; profile " : " and ");
		buf_add(b, s->profiles.of[i].what);
	}
	buf_char(b, '\n');
	feature_lines(s, b);
	tally_lines(b, &s->denied, "denied", colour ? red : "");
	tally_lines(b, &s->exceptions, "exception", colour ? yellow : "");
}

void
summary_unread(const struct summary *s, struct buf *b)
{
	if (s->unread == 0)
		return;
	buf_text(b, "hardcc: ");
	number(b, s->unread, "line");
	buf_text(b, " of the log could not be read\n");
}

static void
tally_array(const struct summary *s, struct buf *b, const char *key, const struct tallies *t, const char *name, bool of)
{
	json_key(b, key);
	buf_char(b, '[');
	for (size_t i = 0; i < t->n; i++) {
		buf_text(b, i > 0 ? ",{" : "{");
		json_field(b, name, t->of[i].what);
		json_field_number(b, "calls", t->of[i].calls);
		if (of)
			json_field_number(b, "of", could(s, &t->of[i]));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void
summary_json(const struct summary *s, struct buf *b)
{
	json_field_number(b, "calls", s->calls);
	json_field_number(b, "compiles", s->compiles);
	json_field_number(b, "links", s->links);
	json_field_number(b, "questions", s->questions);
	json_field_number(b, "failed", s->failed);
	json_field_number(b, "unread", s->unread);
	json_key(b, "profiles");
	buf_char(b, '[');
	for (size_t i = 0; i < s->profiles.n; i++) {
		buf_text(b, i > 0 ? "," : "");
		json_string(b, s->profiles.of[i].what);
	}
	buf_char(b, ']');
	tally_array(s, b, "features", &s->features, "feature", true);
	tally_array(s, b, "denied", &s->denied, "what", false);
	tally_array(s, b, "exceptions", &s->exceptions, "what", false);
}
