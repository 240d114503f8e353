#include "cmd/build/summary.h"

#include <inttypes.h>

#include "base/json.h"
#include "command/options.h"
#include "profile/exception.h"

enum {
	LIMIT = 250, /* different things of one kind that are told apart */
	CAUSES = 8,  /* of one feature */
};

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

/* "mine.profile:3 -ffast-math: the reason", "bindnow off by mine.profile:3: the reason" */
static struct str
edit_text(struct str first, struct str second, const char *between, struct str reason)
{
	if (str_starts(reason, second)) /* the route's reason says what it is about */
		second = STR("");
	return str_format("%.*s%s%.*s%s%.*s", FMT(first), second.n > 0 ? " " : "", FMT(second),
	    reason.n > 0 ? between : "", FMT(reason));
}

static void
count(const struct summary *s, struct tally *t, bool compiles, bool links)
{
	if (!t || t->last == s->calls) /* two rules of one feature in one call */
		return;
	t->last = s->calls;
	t->calls++;
	t->compiles += compiles && !links;
	t->links += links && !compiles;
}

static void
add_edit(struct summary *s, const struct logedit *e, bool compiles, bool links)
{
	if (str_lists(STR("denied refused"), e->result)) {
		count(s, tally(&s->denied, edit_text(e->rule, e->flag, ": ", e->reason)), compiles, links);
	} else if (str_is(e->result, STR("skipped"))) {
		struct day until;
		bool past = exception_past(e->reason, day_today(), &until);

		count(s, tally(past ? &s->past : &s->exceptions, edit_text(e->feature, STR(""), " ", e->reason)), compiles, links);
	} else {
		count(s, tally(&s->features, e->feature), compiles, links);
		if (str_lists(STR("replaced dropped"), e->result) && !str_is(e->verb, STR("route")))
			count(s, tally(&s->replaced, str_format("%.*s %.*s your %.*s%s%.*s; -%.*s in HARDCC_PROFILE keeps it",
				FMT(e->feature), FMT(e->result), FMT(e->flag), e->reason.n > 0 ? ": " : "", FMT(e->reason),
				FMT(e->feature))), compiles, links);
	}
}

#define ASSEMBLER "assembler source"

/* "the user says X", "only if optimized": in fewer words. */
static struct str
short_cause(struct str reason)
{
	static const char user[] = "the user says ";

	if (str_starts_text(reason, user))
		return str_format("by the build's own %.*s", FMT(str_cut(reason, sizeof user - 1)));
	if (str_is(reason, STR("only if compile")))
		return STR(ASSEMBLER);
	return str_is(reason, STR("only if optimized")) ? STR("no " OPTIMIZES) : reason;
}

/* A feature that this call did not get. */
static void
add_left_out(struct summary *s, const struct logedit *e, bool compiles, bool links)
{
	struct tally *t = tally(&s->features, e->feature);
	struct str text = short_cause(e->reason);
	struct cause **at;
	unsigned n = 0;

	if (!t || t->last == s->calls) /* by another rule it did, or it is counted */
		return;
	t->last = s->calls;
	t->compiles += compiles && !links;
	t->links += links && !compiles;
	for (at = &t->causes; *at && !str_is((*at)->text, text); at = &(*at)->next)
		if (++n == CAUSES)
			return;
	if (!*at) {
		*at = arena_alloc(sizeof **at, 1);
		(*at)->text = str_of(str_dup(text));
	}
	(*at)->calls++;
}

/* Does the call only try something out for configure, CMake or Meson? */
static bool
is_probe(const struct logline *l)
{
	static const char directories[][28] = {"/CMakeFiles/CMakeScratch/", "/CMakeFiles/CMakeTmp/", "/CompilerId", "/meson-private/"};
	struct buf paths = {0};
	struct str rest = l->sources, word;

	buf_format(&paths, "%.*s/\n%.*s\n", FMT(l->cwd), FMT(l->output));
	while (logline_word(&rest, &word))
		buf_format(&paths, "%.*s\n", FMT(word));
	for (rest = buf_str(&paths); rest.n > 0;) {
		word = str_split(&rest, '\n');
		for (size_t i = 0; i < COUNT(directories); i++)
			if (str_has(word, directories[i]))
				return true;
		if (str_starts_text(str_base(word), "conftest"))
			return true;
	}
	return false;
}

static bool
was_denied(const struct logline *l)
{
	struct str edits = l->edits;
	struct logedit e;

	while (l->status != 0 && logline_edit(&edits, &e))
		if (str_lists(STR("denied refused"), e.result))
			return true;
	return false;
}

/* "off by DATADIR/profiles/distro.profile:3: ...": as installed, and no exception of the user's. */
static bool
is_installed_exception(const struct summary *s, const struct logedit *e)
{
	static const char off[] = "off by ";

	return str_is(e->result, STR("skipped")) && str_starts_text(e->reason, off) &&
	    str_starts(str_cut(e->reason, sizeof off - 1), s->distro);
}

/* A call that makes something. */
static void
add_work(struct summary *s, const struct logline *l, bool compiles, bool links)
{
	struct str edits = l->edits, left_out = l->left_out;
	bool denied = was_denied(l);
	struct logedit e;

	if (l->profile.n > 0)
		tally(&s->profiles, l->profile);
	while (logline_edit(&edits, &e))
		if (!is_installed_exception(s, &e) && (!denied || str_lists(STR("denied refused"), e.result)))
			add_edit(s, &e, compiles, links);
	s->stopped += denied;
	if (denied)
		return;
	s->compiles += compiles;
	s->assembled += compiles && str_starts_text(l->language, "assembler");
	s->links += links;
	s->both += compiles && links;
	s->failed += l->status != 0;
	while (logline_edit(&left_out, &e))
		if (!str_starts_text(e.reason, "off by ")) /* an exception has its own line */
			add_left_out(s, &e, compiles, links);
}

void
summary_add(struct summary *s, struct str line)
{
	struct str sources, word;
	struct logline l;
	bool links, compiles, probe;

	if (!logline_read(line, &l)) {
		s->unread++;
		return;
	}
	sources = l.sources;
	links = str_lists(STR("link golink"), l.kind);
	compiles = str_lists(STR("compile assemble"), l.kind) ||
	    ((links || str_is(l.kind, STR("other"))) && logline_word(&sources, &word)); /* other: under profile none */
	links = links || (!compiles && str_is(l.kind, STR("other")));
	probe = (compiles || links) && is_probe(&l);
	s->probes += probe;
	s->questions += !compiles && !links;
	s->identities += str_is(l.kind, STR("identity"));
	s->calls++; /* from 1 */
	if ((compiles || links) && !probe) /* -E gets what changes macros, and makes nothing */
		add_work(s, &l, compiles, links);
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

/* " (16 by the build's own -fno-stack-protector; 2 no -O)"; the number of one that is all is left out. Of assembler source the log
 * gives no cause. */
static struct str
causes_text(const struct summary *s, const struct tally *t)
{
	uint64_t of = could(s, t), rest = of - t->calls;
	struct buf b = {0};

	for (const struct cause *c = t->causes; c; c = c->next) {
		buf_text(&b, b.n == 0 ? " (" : "; ");
		if (c->calls < of - t->calls || t->calls > 0)
			buf_format(&b, "%" PRIu64 " ", c->calls);
		text_plain(&b, c->text);
		rest -= c->calls < rest ? c->calls : rest;
	}
	if (rest > 0 && rest <= s->assembled && of == s->compiles)
		buf_format(&b, "%s%" PRIu64 " " ASSEMBLER, b.n == 0 ? " (" : "; ", rest);
	buf_text(&b, b.n > 0 ? ")" : "");
	return buf_str(&b);
}

/* Features that as many calls got, and as many did not for the same causes, stand in one line. */
static void
feature_lines(const struct summary *s, struct buf *b)
{
	const struct tallies *f = &s->features;
	bool told[LIMIT] = {false};

	for (size_t i = 0; i < f->n; i++) {
		struct str causes;

		if (told[i])
			continue;
		causes = causes_text(s, &f->of[i]);
		buf_format(b, "hardcc:   %" PRIu64 " of %" PRIu64 " %s:", f->of[i].calls, could(s, &f->of[i]),
		    which(&f->of[i]));
		for (size_t j = i; j < f->n; j++) {
			if (f->of[j].calls != f->of[i].calls || which(&f->of[j]) != which(&f->of[i]) ||
			    !str_is(causes_text(s, &f->of[j]), causes))
				continue;
			buf_char(b, ' ');
			text_plain(b, f->of[j].what);
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
	buf_format(b, "hardcc: %" PRIu64 " compile%s, %" PRIu64 " link%s, %" PRIu64 " question%s", s->compiles,
	    plural(s->compiles), s->links, plural(s->links), s->questions, plural(s->questions));
	if (s->probes > 0)
		buf_format(b, ", %" PRIu64 " probe%s of configure, CMake or Meson", s->probes, plural(s->probes));
	if (s->stopped > 0)
		buf_format(b, ", %" PRIu64 " denied", s->stopped);
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
		buf_format(b, "hardcc: %sthe shim compiled nothing%s: ", yellow, end);
		text_line(b, "%s", never);
	} else {
		count_lines(s, b);
		tally_lines(b, &s->replaced, "your words", yellow, end);
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
