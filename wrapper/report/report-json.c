/* hardcc report as JSON: doc/report.schema.json says what stands in it. */
#include "base/json.h"
#include "profile/rule.h"
#include "report/report.h"

static void
truth(struct buf *out, const char *key, bool yes)
{
	json_key(out, key);
	buf_text(out, yes ? "true" : "false");
}

static void
begin_array(struct buf *out, const char *key)
{
	json_key(out, key);
	buf_char(out, '[');
}

static const char *
next_object(const struct buf *out)
{
	return out->p[out->n - 1] == '[' ? "\n{" : ",\n{";
}

static void
begin_object(struct buf *out)
{
	buf_text(out, next_object(out));
}

static void
logs(const struct report *r, struct buf *out)
{
	begin_array(out, "logs");
	for (size_t i = 0; i < r->nlog; i++) {
		begin_object(out);
		json_field(out, "file", r->log[i].path);
		json_field_number(out, "lines", r->log[i].lines);
		json_field_number(out, "calls", r->log[i].calls);
		json_field_number(out, "broken", r->log[i].broken);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void
names(struct buf *out, const char *key, const struct things *t)
{
	struct args a = {0};

	for (size_t i = 0; i < t->n; i++)
		args_push(&a, t->of[i].name.p);
	json_words(out, key, a.v, a.n);
}

static void
things(struct buf *out, const char *key, const struct things *t, const char *count)
{
	begin_array(out, key);
	for (size_t i = 0; i < t->n; i++) {
		begin_object(out);
		json_field(out, "what", t->of[i].name);
		json_field_number(out, count, t->of[i].n);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

/* What became of each feature; one that concerned nothing is left out. */
static void
features(const struct report *r, struct buf *out, uint64_t (*of)[NOUTCOME])
{
	begin_array(out, "features");
	for (unsigned f = 0; f < r->policy.nfeature; f++) {
		uint64_t n = outcomes_sum(of[f]);

		if (n == 0)
			continue;
		begin_object(out);
		json_field(out, "feature", report_feature(r, f));
		json_field_number(out, "of", n);
		for (unsigned o = 0; o < NOUTCOME; o++)
			json_field_number(out, outcome_rows[o].name, of[f][o]);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void
packages(const struct report *r, struct buf *out)
{
	begin_array(out, "packages");
	for (size_t i = 0; i < r->ngroup; i++) {
		const struct group *g = r->group[i];

		begin_object(out);
		json_field(out, g->go ? "package" : "directory", g->name);
		json_field_number(out, "units", g->units);
		json_field_number(out, "links", g->links);
		features(r, out, g->of);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void
causes(const struct report *r, struct buf *out)
{
	begin_array(out, "causes");
	for (size_t i = 0; i < r->ncause; i++) {
		const struct cause *c = &r->cause[i];

		begin_object(out);
		json_field(out, c->group->go ? "package" : "directory", c->group->name);
		json_field(out, "feature", report_feature(r, c->feature));
		json_field(out, "outcome", str_of(outcome_rows[c->outcome].name));
		truth(out, "violation", outcome_bad(c->outcome));
		json_field(out, "reason", c->text);
		json_field(out, "first", c->first);
		json_field_number(out, "n", c->n);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void
exceptions(const struct report *r, struct buf *out)
{
	struct excepted x;

	begin_array(out, "exceptions");
	for (unsigned at = 0; report_exception(r, &at, &x);) {
		begin_object(out);
		json_field(out, "rule", str_of(rule_place(&r->policy, x.rule)));
		json_field(out, "feature", report_feature(r, x.rule->feature));
		json_field(out, "because", policy_text(&r->policy, x.rule->because));
		json_field(out, "until", str_of(x.until.text));
		truth(out, "past", x.past);
		json_field_number(out, "used", x.used);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void
checks_of(const struct joined *j, struct buf *out)
{
	begin_array(out, "checks");
	for (unsigned i = 0; i < NCHECK; i++)
		if (!j->of[i].told)
			json_check(out, next_object(out), i, &j->of[i]);
	buf_char(out, ']');
}

static void
policies(const struct report *r, const struct joined *j, struct buf *out)
{
	begin_array(out, "policies");
	for (size_t i = 0; i < j->policies.n; i++) {
		const struct thing *t = &j->policies.of[i];
		const struct thing *logged = thing_find(&r->policies, t->name);

		begin_object(out);
		json_field(out, "policy", t->name);
		json_field_number(out, "notes", t->n);
		json_field_number(out, "logged", logged ? logged->n : 0);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void
binaries(const struct report *r, struct buf *out)
{
	begin_array(out, "files");
	for (size_t i = 0; i < r->njoined; i++) {
		const struct joined *j = &r->joined[i];

		begin_object(out);
		json_field(out, "file", j->path);
		json_field(out, "kind", j->kind);
		json_field(out, "verdict", str_of(verdict_names[j->verdict]));
		json_field_number(out, "notes", j->notes);
		truth(out, "named", j->units.told);
		json_field_number(out, "logged", j->units.logged);
		json_field_number(out, "cached", j->units.cached);
		json_field_number(out, "unrecorded", j->units.unrecorded);
		json_field_number(out, "candidates", j->units.among);
		json_words(out, "unrecorded_among", j->units.names.v, j->units.unrecorded > 0 ? j->units.names.n : 0);
		policies(r, j, out);
		checks_of(j, out);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void
strays(const struct report *r, struct buf *out)
{
	static const char is[][12] = {
		[STRAY_GONE] = "gone", [STRAY_NOTED] = "note", [STRAY_SILENT] = "no note", [STRAY_OTHER] = "other",
	};

	begin_array(out, "objects");
	for (size_t i = 0; i < r->nstray; i++) {
		begin_object(out);
		json_field(out, "object", str_of(r->stray[i].path));
		json_field(out, "link", r->stray[i].by);
		json_field(out, "is", str_of(is[r->stray[i].is]));
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

void
report_json(struct report *r)
{
	struct buf *out = &r->verify.out;

	buf_char(out, '{');
	json_field_number(out, "v", 1);
	json_field(out, "verdict", str_of(report_verdict(r)));
	json_field_number(out, "status", (uint64_t)report_status(r));
	json_field(out, "profile", policy_text(&r->policy, r->policy.name));
	json_field_number(out, "violations", report_failures(r));
	json_field_number(out, "untold", report_unknowns(r));
	json_field_number(out, "calls", r->calls);
	json_field_number(out, "units", r->units);
	json_field_number(out, "links", r->links);
	json_field_number(out, "questions", r->questions);
	json_field_number(out, "denied", r->denied);
	json_field_number(out, "failed", r->failed);
	json_field_number(out, "killed", r->killed);
	logs(r, out);
	names(out, "errors", &r->errors);
	names(out, "broken", &r->broken);
	things(out, "profiles", &r->profiles, "calls");
	things(out, "compilers", &r->compilers, "calls");
	things(out, "denials", &r->denials, "calls");
	things(out, "failures", &r->failures, "calls");
	features(r, out, r->of);
	packages(r, out);
	causes(r, out);
	exceptions(r, out);
	strays(r, out);
	binaries(r, out);
	buf_text(out, "}\n");
}
