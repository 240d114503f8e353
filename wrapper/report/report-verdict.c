/* What it all comes to, by the statuses of verify. */
#include "profile/distro.h"
#include "profile/rule.h"
#include "report/report.h"

bool
report_exception(const struct report *r, unsigned *at, struct excepted *x)
{
	const struct policy *p = &r->policy;
	struct str distro = distro_file(&r->settings);

	while (*at < p->nrule) {
		const struct rule *rule = &p->rule[(*at)++];
		const struct feature *f = &p->feature[rule->feature];

		if (rule->verb != OFF || !rule_on(p, rule) || (f->lifted && !rule_conditional(rule)))
			continue;
		if (str_is(policy_text(p, p->file[rule->file]), distro)) /* as installed, and none of the user's */
			continue;
		*x = (struct excepted){.rule = rule, .used = r->used[rule - p->rule]};
		x->past = exception_past(policy_text(p, rule->because), r->today, &x->until);
		return true;
	}
	return false;
}

static uint64_t
outcomes(const struct report *r, bool bad)
{
	uint64_t n = 0;

	for (unsigned f = 0; f < r->policy.nfeature; f++)
		for (unsigned o = 0; o < NOUTCOME; o++)
			if (bad ? outcome_bad((enum outcome)o) : o == OUTCOME_UNTOLD)
				n += r->of[f][o];
	return n;
}

static uint64_t
strays(const struct report *r, int is)
{
	uint64_t n = 0;

	for (size_t i = 0; i < r->nstray; i++)
		n += (int)r->stray[i].is == is;
	return n;
}

bool
report_wants_note(const struct report *r)
{
	const struct policy *p = &r->policy;
	struct excepted x;
	bool wants = false;

	for (unsigned i = 0; i < p->nrule; i++)
		wants = wants || (p->rule[i].verb == NOTE_VERB && rule_on(p, &p->rule[i]));
	for (unsigned at = 0; wants && report_exception(r, &at, &x);)
		if (x.rule->npackage == 0 && str_is(report_feature(r, x.rule->feature), str_of(checks[CHECK_notes].features)))
			return false;
	return wants;
}

uint64_t
report_failures(const struct report *r)
{
	uint64_t n = outcomes(r, true);
	struct excepted x;

	for (unsigned at = 0; report_exception(r, &at, &x);)
		n += x.past && x.used > 0;
	for (size_t i = 0; i < r->njoined; i++)
		n += (r->joined[i].verdict == FAIL) + (r->joined[i].asked ? r->joined[i].units.unrecorded : 0);
	return n + (report_wants_note(r) ? strays(r, STRAY_SILENT) : 0);
}

uint64_t
report_unknowns(const struct report *r)
{
	uint64_t n = outcomes(r, false) + r->broken.n + strays(r, STRAY_GONE);

	for (size_t i = 0; i < r->njoined; i++)
		n += r->joined[i].verdict == UNKNOWN;
	return n;
}

int
report_status(const struct report *r)
{
	if (r->errors.n > 0)
		return STATUS_DAMAGED;
	if (report_failures(r) > 0)
		return STATUS_FAIL;
	if (r->units + r->links + r->njoined == 0)
		return STATUS_NOTHING;
	return r->strict && report_unknowns(r) > 0 ? STATUS_UNKNOWN : 0;
}

const char *
report_verdict(const struct report *r)
{
	static const char verdicts[][18] = {
		[0] = "pass", [STATUS_FAIL] = "fail", [STATUS_DAMAGED] = "unreadable", [STATUS_NOTHING] = "nothing to judge",
		[STATUS_UNKNOWN] = NOT_KNOWN,
	};

	return verdicts[report_status(r)];
}
