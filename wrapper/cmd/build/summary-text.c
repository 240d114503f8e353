/* The summary, as text and as JSON. */
#include "cmd/build/summary.h"

#include <inttypes.h>

#include "base/json.h"

static uint64_t
could(const struct tally *t, const struct calls *n)
{
	return t->compiles == t->of ? n->compiles : t->links == t->of ? n->links : n->compiles + n->links - n->both;
}

static const char *
which(const struct tally *t)
{
	return t->compiles == t->of ? "compiles" : t->links == t->of ? "links" : "calls";
}

static bool
has_feature(const struct policy *p, struct str name)
{
	for (unsigned i = 0; i < p->nfeature; i++)
		if (p->feature[i].on && str_is(policy_text(p, p->feature[i].name), name))
			return true;
	return false;
}

/* Calls under profiles without the feature; 0 where it is no concern of each call under those that have it. */
static uint64_t
elsewhere(const struct summary *s, const struct tally *t)
{
	uint64_t with = 0, without = 0;

	for (const struct used *u = s->used; u; u = u->next)
		*(has_feature(&u->policy, t->what) ? &with : &without) += could(t, &u->n);
	return with == t->of ? without : 0;
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* "only if cxx objcxx", "only if clang>=18": of a rule for another language, compiler or machine, which most builds have some of. */
static bool
is_for_others(struct str cause)
{
	static const char only[] = "only if ";

	if (str_is(cause, STR("assembler source")))
		return true;
	if (!str_starts_text(cause, only))
		return false;
	for (struct str rest = str_cut(cause, sizeof only - 1); rest.n > 0;) {
		enum fact fact = fact_named(str_split(&rest, ' '));

		if (fact == NFACT || (fact_rows[fact].facet != FAMILY && fact_rows[fact].facet != LANGUAGE && fact_rows[fact].facet != ARCH))
			return false;
	}
	return true;
}

/* Of how many calls it is told: of those that it is for, but for --all. */
static uint64_t
told_of(const struct summary *s, const struct tally *t)
{
	uint64_t of = t->of;

	for (const struct why *c = t->causes; c && !s->all; c = c->next)
		of -= is_for_others(c->text) ? c->calls : 0;
	return of;
}

/* " (16 by the build's own -fno-stack-protector; 2 no -O)"; the number of one that is all is left out. */
static struct str
causes_text(const struct summary *s, const struct tally *t)
{
	uint64_t others = elsewhere(s, t), of = told_of(s, t), rest = of - t->calls;
	struct buf b = {0};

	for (const struct why *c = t->causes; c; c = c->next) {
		if (!s->all && is_for_others(c->text))
			continue;
		buf_text(&b, b.n == 0 ? " (" : "; ");
		if (c->calls < of + others)
			buf_format(&b, "%" PRIu64 " ", c->calls);
		text_plain(&b, c->text);
		rest -= c->calls;
	}
	if (rest > 0)
		buf_format(&b, "; %" PRIu64 " for more causes", rest);
	if (others > 0)
		buf_format(&b, "%s%" PRIu64 " under another profile or none", b.n == 0 ? " (" : "; ", others);
	buf_text(&b, b.n > 0 ? ")" : "");
	return buf_str(&b);
}

static bool
is_full(const struct summary *s, const struct tally *t)
{
	return !s->all && t->calls == told_of(s, t) && elsewhere(s, t) == 0;
}

/* Features that as many calls got, and as many did not for the same causes, stand in one line. */
static void
feature_lines(const struct summary *s, struct buf *b)
{
	const struct tallies *f = &s->features;
	bool told[SUMMARY_LIMIT] = {false};

	for (size_t i = 0; i < f->n; i++) {
		const struct tally *t = &f->of[i];
		bool full = is_full(s, t);
		struct str causes;

		if (told[i] || told_of(s, t) == 0)
			continue;
		causes = causes_text(s, t);
		if (full)
			buf_format(b, "hardcc:   each %.*s they apply to:", FMT(str_head(str_of(which(t)), strlen(which(t)) - 1)));
		else
			buf_format(b, "hardcc:   %" PRIu64 " of %" PRIu64 " %s:", t->calls, told_of(s, t) + elsewhere(s, t), which(t));
		for (size_t j = i; j < f->n; j++) {
			const struct tally *other = &f->of[j];

			if (full ? !is_full(s, other) : other->calls != t->calls || told_of(s, other) != told_of(s, t) ||
				    !str_is(causes_text(s, other), causes))
				continue;
			if (which(other) != which(t) || told_of(s, other) == 0)
				continue;
			buf_char(b, ' ');
			text_plain(b, other->what);
			told[j] = true;
		}
		buf_add(b, causes);
		buf_char(b, '\n');
	}
}

static void
tally_lines(struct buf *b, const struct tallies *t, const char *what, const char *colour, const char *end)
{
	for (size_t i = 0; i < t->n; i++) {
		buf_format(b, "hardcc: %s%s%s: ", colour, what, end);
		text_line(b, "%.*s (%" PRIu64 " call%s)", FMT(t->of[i].what), t->of[i].calls, plural(t->of[i].calls));
	}
	if (t->others > 0)
		buf_text(b, "hardcc: and more\n");
}

static void
count_lines(const struct summary *s, struct buf *b)
{
	bool first = true;

	buf_format(b, "hardcc: %" PRIu64 " compile%s, %" PRIu64 " link%s, %" PRIu64 " question%s", s->compiles,
	    plural(s->compiles), s->links, plural(s->links), s->questions, plural(s->questions));
	if (s->probes > 0)
		buf_format(b, ", %" PRIu64 " probe%s of configure, CMake or Meson", s->probes, plural(s->probes));
	if (s->stopped > 0)
		buf_format(b, ", %" PRIu64 " denied", s->stopped);
	if (s->failed > 0)
		buf_format(b, ", %" PRIu64 " failed", s->failed);
	for (const struct used *u = s->used; u; u = u->next) {
		if (u->name.n == 0 || !u->was)
			continue;
		buf_text(b, first ? "; profile " : " and ");
		text_plain(b, u->name);
		first = false;
	}
	buf_char(b, '\n');
	feature_lines(s, b);
}

void
summary_text(const struct summary *s, struct buf *b, const char *never, bool colour)
{
	const char *red = colour ? COLOUR_RED : "", *yellow = colour ? COLOUR_YELLOW : "";
	const char *end = colour ? COLOUR_END : "";

	if (never) {
		buf_format(b, "hardcc: %sthe shim compiled nothing%s: ", yellow, end);
		text_line(b, "%s", never);
	} else {
		count_lines(s, b);
		tally_lines(b, &s->replaced, "your words", yellow, end);
		tally_lines(b, &s->denied, "denied", red, end);
	}
	tally_lines(b, &s->past, "exception past its day", red, end);
	tally_lines(b, &s->exceptions, "exception", yellow, end);
	if (s->unread > 0)
		buf_format(b, "hardcc: %" PRIu64 " line%s of the log could not be read\n", s->unread, plural(s->unread));
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
			json_field_number(b, "of", t->of[i].of + elsewhere(s, &t->of[i]));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void
summary_json(const struct summary *s, struct buf *b)
{
	struct args profiles = {0};

	for (const struct used *u = s->used; u; u = u->next)
		if (u->name.n > 0 && u->was)
			args_push(&profiles, u->name.p);
	json_field_number(b, "calls", s->calls);
	json_field_number(b, "compiles", s->compiles);
	json_field_number(b, "links", s->links);
	json_field_number(b, "questions", s->questions);
	json_field_number(b, "probes", s->probes);
	json_field_number(b, "stopped", s->stopped);
	json_field_number(b, "failed", s->failed);
	json_field_number(b, "unread", s->unread);
	json_words(b, "profiles", profiles.v, profiles.n);
	tally_array(s, b, "features", &s->features, "feature", true);
	tally_array(s, b, "replaced", &s->replaced, "what", false);
	tally_array(s, b, "denied", &s->denied, "what", false);
	tally_array(s, b, "past_exceptions", &s->past, "what", false);
	tally_array(s, b, "exceptions", &s->exceptions, "what", false);
}
