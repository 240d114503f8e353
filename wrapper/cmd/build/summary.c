#include "cmd/build/summary.h"

#include "command/options.h"
#include "profile/distro.h"
#include "profile/exception.h"
#include "profile/rule.h"
#include "report/report.h"

enum {
	CAUSES = 8,  /* of one feature */
	LINKED = 10000, /* outputs of links */
};

/* One call. Of a feature: why the call did not get it, empty where it did; p is NULL where it is no concern of the call. */
struct seen {
	struct past past;
	struct used *used;
	bool compiles, links, denied;
	struct str cause[MAX_FEATURES];
};

static struct tally *
tally(struct tallies *t, struct str what)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_is(t->of[i].what, what))
			return &t->of[i];
	if (t->n == SUMMARY_LIMIT) {
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
count(const struct summary *s, struct tally *t)
{
	if (!t || t->last == s->calls) /* two rules of one feature in one call */
		return;
	t->last = s->calls;
	t->calls++;
}

/* One of the user's exceptions, by "off by FILE:LINE: ...". */
static struct tally *
excepted(struct summary *s, struct str feature, struct str off)
{
	struct day until;

	return tally(exception_past(off, day_today(), &until) ? &s->past : &s->exceptions, edit_text(feature, STR(""), " ", off));
}

static struct str
off_text(const struct policy *p, const struct rule *rule)
{
	struct str because = policy_text(p, rule->because);

	return str_format("off by %s%s%.*s", rule_place(p, rule), because.n > 0 ? ": " : "", FMT(because));
}

/* What is told besides the features: what was denied, excepted, and which word of the user's was changed. */
static void
add_edit(struct summary *s, const struct logedit *e)
{
	if (str_lists(STR("denied refused"), e->result)) {
		count(s, tally(&s->denied, edit_text(e->rule, e->flag, ": ", e->reason)));
	} else if (str_is(e->result, STR("skipped"))) {
		count(s, excepted(s, e->feature, e->reason));
	} else if (str_lists(STR("replaced dropped"), e->result) && !str_is(e->verb, STR("route"))) {
		count(s, tally(&s->replaced, str_format("%.*s %.*s your %.*s%s%.*s; -%.*s in HARDCC_PROFILE keeps it",
			FMT(e->feature), FMT(e->result), FMT(e->flag), e->reason.n > 0 ? ": " : "", FMT(e->reason), FMT(e->feature))));
	}
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

/* "off by DATADIR/profiles/distro.profile:3: ...": as installed, and no exception of the user's. */
static bool
is_installed_exception(const struct summary *s, struct str reason)
{
	static const char off[] = "off by ";

	return str_starts_text(reason, off) && str_starts(str_cut(reason, sizeof off - 1), distro_file(s->settings)) &&
	    str_starts(str_cut(reason, sizeof off - 1 + distro_file(s->settings).n), STR(":"));
}

/* "the user says X", "only if optimized": in fewer words. */
static struct str
short_cause(struct str reason)
{
	static const char user[] = "the user says ";

	if (str_starts_text(reason, user))
		return str_format("by the build's own %.*s", FMT(str_cut(reason, sizeof user - 1)));
	return str_is(reason, STR("only if optimized")) ? STR("no " OPTIMIZES) : reason;
}

/* What the log says of a feature that was left out though its rule holds by the words. */
static struct str
logged_cause(const struct past *past, struct str feature, struct str otherwise)
{
	struct str left_out = past->line.left_out;
	struct logedit e;

	while (logline_edit(&left_out, &e))
		if (str_is(e.feature, feature))
			return e.reason;
	return otherwise;
}

static struct str
cause_of(const struct summary *s, const struct past *past, unsigned feature)
{
	const struct policy *p = &past->call.policy;
	const struct verdict_of *v = &past->of[feature];
	struct str name = policy_text(p, p->feature[feature].name);

	if (v->outcome == OUTCOME_GOT)
		return STR("");
	if (v->outcome == OUTCOME_NO_CONCERN) {
		for (size_t i = 0; i < past->nedit && v->text.n == 0; i++) /* a spec file, a word that was replaced */
			if (str_is(past->edit[i].feature, name) && !str_is(past->edit[i].result, STR("skipped")))
				return STR("");
		return v->text.n > 0 ? short_cause(v->text) : (struct str){0};
	}
	if (v->outcome == OUTCOME_BY_EXCEPTION || str_starts_text(v->text, "off by ")) {
		if (is_installed_exception(s, v->by ? off_text(p, v->by) : v->text))
			return (struct str){0};
		return STR("excepted");
	}
	if (v->outcome == OUTCOME_BY_BUILD || v->outcome == OUTCOME_UNTOLD)
		return short_cause(logged_cause(past, name, v->text));
	return short_cause(v->text);
}

/* In few words, from the log and else by the profile that the call had. */
static void
judge_call(const struct summary *s, struct seen *seen)
{
	struct past *past = &seen->past;

	past->unit = seen->compiles;
	past->link = seen->links;
	past_judge(past, &seen->used->policy);
	for (unsigned i = 0; i < past->call.policy.nfeature; i++)
		if (past->call.policy.feature[i].on)
			seen->cause[i] = cause_of(s, past, i);
}

static void
add_feature(struct summary *s, const struct seen *seen, unsigned feature)
{
	struct tally *t = tally(&s->features, policy_text(&seen->used->policy, seen->used->policy.feature[feature].name));
	struct str text = seen->cause[feature];
	struct why **at;
	unsigned n = 0;

	if (!t)
		return;
	t->of++;
	t->compiles += seen->compiles && !seen->past.of[feature].link;
	t->links += seen->links && (seen->past.of[feature].link || !seen->compiles);
	t->calls += text.n == 0;
	if (text.n == 0)
		return;
	for (at = &t->causes; *at && !str_is((*at)->text, text); at = &(*at)->next)
		if (++n == CAUSES)
			return;
	if (!*at) {
		*at = arena_alloc(sizeof **at, 1);
		(*at)->text = str_of(str_dup(text));
	}
	(*at)->calls++;
}

/* A call that makes something. */
static void
add_work(struct summary *s, const struct seen *seen)
{
	const struct past *past = &seen->past;
	struct calls *n = &seen->used->n;

	seen->used->was = true;
	for (size_t i = 0; i < past->nedit; i++) {
		const struct logedit *e = &past->edit[i];

		if (!is_installed_exception(s, e->reason) && (!seen->denied || str_lists(STR("denied refused"), e->result)))
			add_edit(s, e);
	}
	s->stopped += seen->denied;
	if (seen->denied)
		return;
	s->compiles += seen->compiles;
	s->links += seen->links;
	n->compiles += seen->compiles;
	n->links += seen->links;
	n->both += seen->compiles && seen->links;
	s->failed += past->line.status != 0;
	if (seen->links && past->line.status == 0 && s->outputs.n < LINKED)
		args_push(&s->outputs, str_dup(past_path(past, past->line.output.n > 0 ? past->line.output : STR("a.out"))));
	for (unsigned i = 0; i < seen->used->policy.nfeature; i++) {
		const struct policy *p = &seen->used->policy;

		if (!seen->cause[i].p)
			continue;
		add_feature(s, seen, i);
		if (past->of[i].by) /* also where a word of the user's did it; as report has it */
			count(s, excepted(s, policy_text(p, p->feature[i].name), off_text(p, past->of[i].by)));
	}
}

/* What the installed list switches off for every call, so that no build is to hear of it. */
static void
leave_out_installed(const struct summary *s, struct policy *p)
{
	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];

		if (rule->verb == OFF && rule_on(p, rule) && !rule_lifted(p, rule) && !rule_conditional(rule) &&
		    is_installed_exception(s, off_text(p, rule)))
			p->feature[rule->feature].on = 0;
	}
}

/* The profile of a line, read as the call did; by a relative path it is not known where that began. */
static struct used *
used_of(struct summary *s, struct setting setting)
{
	struct settings settings = *s->settings;
	struct str name = setting.value, rest = name, word;
	struct used **at = &s->used;
	bool known = name.n > 0;

	for (; *at; at = &(*at)->next)
		if (str_is((*at)->name, name))
			return *at;
	*at = arena_alloc(sizeof **at, 1);
	(*at)->name = kept(name);
	settings.of[SETTING_PROFILE] = setting;
	while (rest.n > 0) {
		word = str_split(&rest, ',');
		known = known && !policy_relative(word);
	}
	if (!known || policy_read(&(*at)->policy, &settings, STR("")) > 0)
		(*at)->policy = (struct policy){0};
	leave_out_installed(s, &(*at)->policy);
	return *at;
}

/* False where it is no line of a log. Into the scratch arena, but for a profile that is new. */
static bool
see(struct summary *s, struct str text, struct seen *seen, struct arena *keep)
{
	const struct logline *l = &seen->past.line;
	struct str sources, word;
	struct arena scratch;

	if (!past_read(&seen->past, s->settings, text))
		return false;
	sources = l->sources;
	seen->links = str_lists(STR("link golink"), l->kind);
	seen->compiles = str_lists(STR("compile assemble"), l->kind) ||
	    ((seen->links || str_is(l->kind, STR("other"))) && logline_word(&sources, &word)); /* other: under profile none */
	seen->links = seen->links || (!seen->compiles && str_is(l->kind, STR("other")));
	seen->denied = seen->past.denied && l->status != 0;
	if ((!seen->compiles && !seen->links) || is_probe(l))
		return true;
	scratch = arena_swap(*keep);
	seen->used = used_of(s, (struct setting){l->profile, "the log", 0});
	*keep = arena_swap(scratch);
	judge_call(s, seen);
	return true;
}

void
summary_begin(struct summary *s, const struct settings *settings)
{
	s->settings = settings;
	s->scratch = arena_bytes(REPORT_SCRATCH);
}

void
summary_add(struct summary *s, struct str line)
{
	struct arena keep = arena_leave(s->scratch, REPORT_SCRATCH), scratch;
	struct seen *seen = arena_alloc(sizeof *seen, 1);
	bool read = see(s, line, seen, &keep), makes = seen->compiles || seen->links;

	scratch = arena_swap(keep);
	s->calls += read; /* from 1 */
	s->unread += !read;
	s->probes += makes && !seen->used;
	s->questions += read && !makes;
	s->identities += str_is(seen->past.line.kind, STR("identity"));
	if (seen->used) /* -E gets what changes macros, and makes nothing */
		add_work(s, seen);
	keep = arena_swap(scratch);
	arena_return(keep);
}

void
summary_profile(struct summary *s, struct setting setting)
{
	const struct policy *p = &used_of(s, setting)->policy;

	for (unsigned i = 0; i < p->nrule; i++) {
		const struct rule *rule = &p->rule[i];
		struct str because = policy_text(p, rule->because), off = off_text(p, rule);
		struct day until;

		if (rule->verb == OFF && rule_on(p, rule) && !rule_lifted(p, rule) && exception_past(because, day_today(), &until) &&
		    !is_installed_exception(s, off))
			excepted(s, policy_text(p, p->feature[rule->feature].name), off);
	}
}
