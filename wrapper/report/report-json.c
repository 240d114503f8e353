/* hardcc report as JSON: doc/report.schema.json says what stands in it. */
#include <inttypes.h>

#include "base/json.h"
#include "profile/rule.h"
#include "report/report.h"

#define N "%" PRIu64

static void
logs(const struct report *r, struct buf *out)
{
	json_format(out, "logs:[");
	for (size_t i = 0; i < r->nlog; i++)
		json_format(out, "\n{file:%.*s lines:" N " calls:" N " broken:" N "}", FMT(r->log[i].path),
		    r->log[i].lines, r->log[i].calls, r->log[i].broken);
	json_format(out, "]");
}

static void
names(struct buf *out, const char *key, const struct things *t)
{
	json_key(out, key);
	json_format(out, "[");
	for (size_t i = 0; i < t->n; i++)
		json_format(out, "%.*s", FMT(t->of[i].name));
	json_format(out, "]");
}

static void
things(struct buf *out, const char *key, const struct things *t)
{
	json_key(out, key);
	json_format(out, "[");
	for (size_t i = 0; i < t->n; i++)
		json_format(out, "\n{what:%.*s calls:" N "}", FMT(t->of[i].name), t->of[i].n);
	json_format(out, "]");
}

/* What became of each feature; one that concerned nothing is left out. */
static void
features(const struct report *r, struct buf *out, uint64_t (*of)[NOUTCOME])
{
	json_format(out, "features:[");
	for (unsigned f = 0; f < r->policy.nfeature; f++) {
		uint64_t n = outcomes_sum(of[f]);

		if (n == 0)
			continue;
		json_format(out, "\n{feature:%.*s of:" N, FMT(report_feature(r, f)), n);
		for (unsigned o = 0; o < NOUTCOME; o++)
			json_field_number(out, outcome_rows[o].name, of[f][o]);
		json_format(out, "}");
	}
	json_format(out, "]");
}

static void
begin_of_group(struct buf *out, const struct group *g)
{
	json_format(out, "\n{");
	json_field(out, g->go ? "package" : "directory", g->name);
}

static void
packages(const struct report *r, struct buf *out)
{
	json_format(out, "packages:[");
	for (size_t i = 0; i < r->ngroup; i++) {
		const struct group *g = r->group[i];

		begin_of_group(out, g);
		json_format(out, "units:" N " links:" N, g->units, g->links);
		features(r, out, g->of);
		json_format(out, "}");
	}
	json_format(out, "]");
}

static void
causes(const struct report *r, struct buf *out)
{
	json_format(out, "causes:[");
	for (size_t i = 0; i < r->ncause; i++) {
		const struct cause *c = &r->cause[i];

		begin_of_group(out, c->group);
		json_format(out, "feature:%.*s outcome:%s violation:%i reason:%.*s first:%.*s n:" N "}",
		    FMT(report_feature(r, c->feature)), outcome_rows[c->outcome].name, outcome_bad(c->outcome),
		    FMT(c->text), FMT(c->first), c->n);
	}
	json_format(out, "]");
}

static void
exceptions(const struct report *r, struct buf *out)
{
	struct excepted x;

	json_format(out, "exceptions:[");
	for (unsigned at = 0; report_exception(r, &at, &x);)
		json_format(out, "\n{rule:%s feature:%.*s because:%.*s until:%s past:%i used:" N "}",
		    rule_place(&r->policy, x.rule), FMT(report_feature(r, x.rule->feature)),
		    FMT(policy_text(&r->policy, x.rule->because)), x.until.text, x.past, x.used);
	json_format(out, "]");
}

static void
policies(const struct report *r, const struct joined *j, struct buf *out)
{
	json_format(out, "policies:[");
	for (size_t i = 0; i < j->policies.n; i++) {
		const struct thing *t = &j->policies.of[i], *logged = thing_find(&r->policies, t->name);

		json_format(out, "\n{policy:%.*s notes:" N " logged:" N "}", FMT(t->name), t->n,
		    logged ? logged->n : 0);
	}
	json_format(out, "]");
}

static void
binaries(const struct report *r, struct buf *out)
{
	json_format(out, "files:[");
	for (size_t i = 0; i < r->njoined; i++) {
		const struct joined *j = &r->joined[i];

		json_format(out, "\n{file:%.*s kind:%.*s verdict:%s notes:%u named:%i", FMT(j->path), FMT(j->kind),
		    verdict_names[j->verdict], j->notes, j->units.told);
		json_format(out, "logged:%u cached:%u unrecorded:%u candidates:%u", j->units.logged, j->units.cached,
		    j->units.unrecorded, j->units.among);
		json_words(out, "unrecorded_among", j->units.names.v, j->units.unrecorded > 0 ? j->units.names.n : 0);
		policies(r, j, out);
		json_format(out, "checks:[");
		for (unsigned k = 0; k < NCHECK; k++) {
			if (j->of[k].told)
				continue;
			json_format(out, "\n");
			json_check(out, k, &j->of[k]);
		}
		json_format(out, "]}");
	}
	json_format(out, "]");
}

static void
strays(const struct report *r, struct buf *out)
{
	static const char is[][12] = {
		[STRAY_GONE] = "gone", [STRAY_NOTED] = "note", [STRAY_SILENT] = "no note", [STRAY_OTHER] = "other",
	};

	json_format(out, "objects:[");
	for (size_t i = 0; i < r->nstray; i++)
		json_format(out, "\n{object:%s link:%.*s is:%s}", r->stray[i].path, FMT(r->stray[i].by),
		    is[r->stray[i].is]);
	json_format(out, "]");
}

void
report_json(struct report *r)
{
	struct buf *out = &r->verify.out;

	json_format(out, "{v:%u verdict:%s status:%u profile:%.*s", 1u, report_verdict(r), (unsigned)report_status(r),
	    FMT(policy_text(&r->policy, r->policy.name)));
	json_format(out, "violations:" N " untold:" N, report_failures(r), report_unknowns(r));
	json_format(out, "calls:" N " units:" N " links:" N " questions:" N, r->calls, r->units, r->links,
	    r->questions);
	json_format(out, "denied:" N " failed:" N " killed:" N, r->denied, r->failed, r->killed);
	logs(r, out);
	names(out, "errors", &r->errors);
	names(out, "broken", &r->broken);
	things(out, "profiles", &r->profiles);
	things(out, "compilers", &r->compilers);
	things(out, "denials", &r->denials);
	things(out, "failures", &r->failures);
	features(r, out, r->of);
	packages(r, out);
	causes(r, out);
	exceptions(r, out);
	strays(r, out);
	binaries(r, out);
	buf_text(out, "}\n");
}
