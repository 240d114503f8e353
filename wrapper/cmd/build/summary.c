#include "cmd/build/summary.h"

#include <inttypes.h>

#include "base/json.h"
#include "profile/exception.h"

#define COLOUR_RED "\033[31m"
#define COLOUR_YELLOW "\033[33m"
#define COLOUR_END "\033[m"

enum { LIMIT = 250 }; /* different things of one kind that are told apart */

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
	t->of = arena_more(t->of, t->n, &t->cap, sizeof *t->of);
	t->of[t->n] = (struct tally){.what = str_of(str_dup(what))};
	return &t->of[t->n++];
}

static void
add_edit(struct summary *s, const struct logedit *e, bool compiles, bool links)
{
	struct tally *t;
	struct day until;

	/* "mine.profile:3 -ffast-math: the reason", "bindnow off by mine.profile:3: the reason", "bindnow" */
	if (str_lists(STR("denied refused"), e->result))
		t = tally(&s->denied, str_format("%.*s%s%.*s%s%.*s", FMT(e->rule), e->flag.n > 0 ? " " : "",
			FMT(e->flag), e->reason.n > 0 ? ": " : "", FMT(e->reason)));
	else if (str_is(e->result, STR("skipped")))
		t = tally(exception_past(e->reason, day_today(), &until) ? &s->past : &s->exceptions,
		    str_format("%.*s%s%.*s", FMT(e->feature), e->reason.n > 0 ? " " : "",
			FMT(e->reason)));
	else
		t = tally(&s->features, e->feature);
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
	links = str_lists(STR("link golink"), l.kind);
	compiles = str_lists(STR("compile assemble"), l.kind) ||
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
	return t->compiles > 0 && t->links == 0 ? "compiles" : t->links > 0 && t->compiles == 0 ? "links" : "calls";
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* Features that as many calls got stand in one line. */
static void
feature_lines(const struct summary *s, struct buf *b)
{
	const struct tallies *f = &s->features;
	bool told[LIMIT] = {false};

	for (size_t i = 0; i < f->n; i++) {
		if (told[i])
			continue;
		buf_format(b, "hardcc:   %" PRIu64 " of %" PRIu64 " %s:", f->of[i].calls, could(s, &f->of[i]),
		    which(&f->of[i]));
		for (size_t j = i; j < f->n; j++) {
			if (f->of[j].calls != f->of[i].calls || which(&f->of[j]) != which(&f->of[i]))
				continue;
			buf_char(b, ' ');
			text_plain(b, f->of[j].what);
			told[j] = true;
		}
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
	buf_format(b, "hardcc: %" PRIu64 " compile%s, %" PRIu64 " link%s, %" PRIu64 " question%s", s->compiles,
	    plural(s->compiles), s->links, plural(s->links), s->questions, plural(s->questions));
	if (s->failed > 0)
		buf_format(b, ", %" PRIu64 " failed", s->failed);
	for (size_t i = 0; i < s->profiles.n; i++) {
		buf_text(b, i == 0 ? "; profile " : " and ");
		text_plain(b, s->profiles.of[i].what);
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
		buf_format(b, "hardcc: %s%s%s: ", yellow,
		    s->calls > 0 ? "the shim compiled nothing" : "the shim was never called", end);
		text_line(b, "%s", never);
	} else {
		count_lines(s, b);
		tally_lines(b, &s->denied, "denied", red, end);
		tally_lines(b, &s->past, "exception past its day", red, end);
		tally_lines(b, &s->exceptions, "exception", yellow, end);
	}
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
			json_field_number(b, "of", could(s, &t->of[i]));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void
summary_json(const struct summary *s, struct buf *b)
{
	struct args profiles = {0};

	for (size_t i = 0; i < s->profiles.n; i++)
		args_push(&profiles, s->profiles.of[i].what.p);
	json_field_number(b, "calls", s->calls);
	json_field_number(b, "compiles", s->compiles);
	json_field_number(b, "links", s->links);
	json_field_number(b, "questions", s->questions);
	json_field_number(b, "failed", s->failed);
	json_field_number(b, "unread", s->unread);
	json_words(b, "profiles", profiles.v, profiles.n);
	tally_array(s, b, "features", &s->features, "feature", true);
	tally_array(s, b, "denied", &s->denied, "what", false);
	tally_array(s, b, "past_exceptions", &s->past, "what", false);
	tally_array(s, b, "exceptions", &s->exceptions, "what", false);
}
