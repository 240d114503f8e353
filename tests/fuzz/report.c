/* Logs, line by line, whoever wrote them: each call seen again, judged, added up and written down. No file is opened. */
#include "base/error.h"
#include "base/json.h"
#include "base/jsonread.h"
#include "fuzz.h"
#include "profile/profile.h"
#include "report/report.h"

static const char profile[] =
    "fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 if compile c cxx optimized glibc unless -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE\n"
    "stackprotectorstrong add -fstack-protector-strong if compile c cxx gcc>=4.9 clang unless -fno-stack-protector -nostdlib\n"
    "stackprotectorstrong off if package example.com/p because old, until 2001-01-01\n"
    "branch add -fcf-protection=full if compile assemble x86_64 unless -fcf-protection*\n"
    "bindnow add -Wl,-z,now if link exe pie shared gcc clang unless -Wl,-z,lazy\n"
    "noexecstack add -Wl,-z,noexecstack if link !execstack gcc\n"
    "nofast deny -ffast-math because so\n"
    "symbols replace -s -Wl,--strip-debug if link\n"
    "nodebug drop -g3\n"
    "strange require -fstrange if compile\n"
    "last force -flast if compile gcc\n"
    "extlink refuse if dynimport goext\n"
    "note note if compile c cxx source gcc clang\n"
    "note off if link because no place\n"
    "rwx expect\n";

static const char *
no_profile(void *context, struct policy *p, struct str name)
{
	LAW(context && p && name.n > 0);
	return "is not a profile";
}

static void
prepare(struct report *r)
{
	policy_new(&r->policy);
	LAW(profile_parse(&r->policy, STR("fuzz.profile"), str_of(profile), STR(""), no_profile, r) == 0);
	r->policy.name = policy_keep(&r->policy, STR("fuzz"));
	for (unsigned i = 0; i < r->policy.nfeature; i++)
		r->policy.feature[i].on = 1;
	r->of = arena_alloc(sizeof *r->of, r->policy.nfeature + 1);
	r->used = arena_alloc(sizeof *r->used, r->policy.nrule + 1);
	memcpy(r->today.text, "2026-01-01", sizeof r->today.text);
	r->commands = true;
	r->log = arena_alloc(sizeof *r->log, 1);
	r->log[0].path = STR("log");
	r->nlog = 1;
}

/* What is counted by package is what is counted in all, and every reason is of some package. */
static void
check_sums(const struct report *r)
{
	uint64_t units = 0, links = 0, causes = r->cause_others, without = 0;

	for (size_t i = 0; i < r->ngroup; i++) {
		units += r->group[i]->units;
		links += r->group[i]->links;
	}
	LAW(units == r->units && links == r->links);
	for (unsigned f = 0; f < r->policy.nfeature; f++)
		for (unsigned o = 0; o < NOUTCOME; o++) {
			uint64_t n = 0;

			for (size_t i = 0; i < r->ngroup; i++)
				n += r->group[i]->of[f][o];
			LAW(n == r->of[f][o]);
			without += o != OUTCOME_GOT ? n : 0;
		}
	for (size_t i = 0; i < r->ncause; i++)
		causes += r->cause[i].n;
	LAW(causes == without);
	LAW(r->calls >= r->questions + r->failed + r->killed + r->denied);
	LAW(r->units + r->links > 0 || report_status(r) == STATUS_NOTHING);
}

static void
check_written(struct report *r)
{
	struct buf *out = &r->verify.out;
	struct str rest, value;

	report_text(r);
	for (size_t i = 0; i < out->n; i++)
		LAW((unsigned char)out->p[i] >= ' ' || out->p[i] == '\n');
	*out = (struct buf){0};
	report_json(r);
	rest = buf_str(out);
	LAW(json_value(&rest, &value) && rest.n == 0);
}

void
fuzz(struct str input)
{
	struct report *r = arena_alloc(sizeof *r, 1);

	prepare(r);
	while (input.n > 0) {
		struct past *past = arena_alloc(sizeof *past, 1);
		struct str line = str_split(&input, '\n');
		struct unit_line where = {.length = line.n};

		if (!past_read(past, &r->settings, line))
			continue;
		past_judge(past, &r->policy);
		report_add(r, past, &where);
	}
	report_sort(r);
	check_sums(r);
	check_written(r);
	LAW(r->policy.nrule > 0);
}
