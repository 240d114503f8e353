/* hardcc report for people, the tables: packages, features, files. */
#include <inttypes.h>
#include <stdlib.h>

#include "profile/rule.h"
#include "report/report.h"

enum { NAME_LEAST = 20, NAME_MOST = 48, FEATURE_WIDTH = 30 };

static void
sums(struct report *r)
{
	struct buf *out = &r->verify.out;

	buf_char(out, '\n');
	text_counted(out, r->units, "unit, ", "units, ");
	text_counted(out, r->links, "link, ", "links, ");
	text_counted(out, r->questions, "question in ", "questions in ");
	text_counted(out, r->ngroup, "package or directory; ", "packages or directories; ");
	buf_format(out, "%" PRIu64 " denied, %" PRIu64 " failed, %" PRIu64 " killed", r->denied, r->failed, r->killed);
	for (size_t i = 0; i < r->profiles.n; i++) {
		buf_text(out, i == 0 ? "; built under " : " and ");
		text_plain(out, r->profiles.of[i].name);
	}
	buf_char(out, '\n');
}

/* Does a rule for it hold for any of them? Else it is for another language or machine, and of no interest. */
static bool
concerned(const struct report *r, unsigned feature)
{
	return outcomes_sum(r->of[feature]) > r->of[feature][OUTCOME_BY_RULE];
}

/* Of a package, why something is not there: features for which it is the same stand in one line. */
static void
group_causes(struct report *r, size_t begin, size_t end)
{
	struct buf *out = &r->verify.out;
	const struct cause *last = NULL;

	for (size_t i = begin; i < end; i++) {
		const struct cause *c = &r->cause[i];

		if (!concerned(r, c->feature))
			continue;
		if (last && last->outcome == c->outcome && last->n == c->n && str_is(last->text, c->text)) {
			buf_char(out, ' ');
		} else {
			buf_text(out, last ? "\n" : "");
			buf_format(out, "%10" PRIu64 " %s%s", c->n, outcome_rows[c->outcome].about,
			    c->text.n > 0 ? " (" : "");
			text_plain(out, c->text);
			buf_text(out, c->text.n > 0 ? "): " : ": ");
		}
		text_plain(out, report_feature(r, c->feature));
		last = c;
	}
	buf_text(out, last ? "\n" : "");
}

static void
packages(struct report *r)
{
	struct buf *out = &r->verify.out;
	size_t at = 0;

	if (r->ngroup == 0)
		return;
	buf_format(out, "\n%-*s%10s%10s\n", r->width, "package or directory", "units", "links");
	for (size_t i = 0; i < r->ngroup; i++) {
		const struct group *g = r->group[i];
		size_t begin = at;

		text_line(out, "%-*.*s%10" PRIu64 "%10" PRIu64, r->width, FMT(g->name), g->units, g->links);
		while (at < r->ncause && r->cause[at].group == g)
			at++;
		group_causes(r, begin, at);
	}
	if (r->cause_others > 0)
		buf_text(out, "and more\n");
}

/* Which outcomes there are, so that no column is empty. */
static uint32_t
columns_of(const struct report *r)
{
	uint32_t set = 1u << OUTCOME_GOT;

	for (unsigned f = 0; f < r->policy.nfeature; f++)
		for (unsigned o = 0; o < NOUTCOME; o++)
			set |= (uint32_t)(r->of[f][o] > 0) << o;
	return set;
}

/* So that the usual ones fit 80 columns. */
static int
column_width(unsigned outcome)
{
	enum { LEAST = 8 };
	int n = (int)strlen(outcome_rows[outcome].name) + 2;

	return n > LEAST ? n : LEAST;
}

static void
features(struct report *r)
{
	struct buf *out = &r->verify.out;
	uint32_t columns = columns_of(r);

	if (r->units + r->links == 0)
		return;
	buf_format(out, "\n%-*s%7s", FEATURE_WIDTH, "feature", "of");
	for (unsigned o = 0; o < NOUTCOME; o++)
		if (columns >> o & 1)
			buf_format(out, "%*s", column_width(o), outcome_rows[o].name);
	buf_char(out, '\n');
	for (unsigned f = 0; f < r->policy.nfeature; f++) {
		if (!concerned(r, f))
			continue;
		buf_format(out, "%-*.*s%7" PRIu64, FEATURE_WIDTH, FMT(report_feature(r, f)), outcomes_sum(r->of[f]));
		for (unsigned o = 0; o < NOUTCOME; o++)
			if (columns >> o & 1)
				buf_format(out, "%*" PRIu64, column_width(o), r->of[f][o]);
		buf_char(out, '\n');
	}
}

static void
files(struct report *r)
{
	struct buf *out = &r->verify.out;

	if (r->njoined == 0)
		return;
	buf_format(out, "\n%-*s%10s%10s%10s%10s  policies\n", r->width, "file", "notes", "in a log", "cached",
	    "no record");
	for (size_t i = 0; i < r->njoined; i++) {
		const struct joined *j = &r->joined[i];
		const unsigned counts[] = {j->units.logged, j->units.cached, j->units.unrecorded};
		struct buf line = {0};

		buf_format(&line, "%-*.*s%10u", r->width, FMT(j->path), j->notes);
		for (size_t k = 0; k < COUNT(counts); k++)
			buf_format(&line, "%10s", j->units.told ? text_format("%u", counts[k]) : "?");
		buf_char(&line, ' ');
		for (size_t k = 0; k < j->policies.n; k++)
			buf_format(&line, " %.*s", FMT(j->policies.of[k].name));
		text_line(out, "%.*s", FMT(buf_str(&line)));
	}
}

static int
by_name(const void *a, const void *b)
{
	const struct group *x = *(struct group *const *)a, *y = *(struct group *const *)b;
	int order = strcmp(x->name.p, y->name.p);

	return order != 0 ? order : x->go - y->go;
}

static int
compare(uint64_t x, uint64_t y)
{
	return (x > y) - (x < y);
}

/* By package, the worst first, and what is alike together. */
static int
by_package(const void *a, const void *b)
{
	const struct cause *x = a, *y = b;
	int order = compare(x->group->order, y->group->order);

	order = order != 0 ? order : compare(y->outcome, x->outcome);
	order = order != 0 ? order : compare(y->n, x->n);
	order = order != 0 ? order : strcmp(x->text.p, y->text.p);
	return order != 0 ? order : compare(x->feature, y->feature);
}

void
report_sort(struct report *r)
{
	if (r->ngroup > 0)
		qsort(r->group, r->ngroup, sizeof(struct group *), by_name);
	if (r->others) {
		r->group = arena_more(r->group, r->ngroup, &r->group_room, sizeof(struct group *));
		r->group[r->ngroup++] = r->others;
	}
	for (size_t i = 0; i < r->ngroup; i++)
		r->group[i]->order = i;
	if (r->ncause > 0)
		qsort(r->cause, r->ncause, sizeof *r->cause, by_package);
}

static int
wider(int width, struct str s)
{
	return s.n > (size_t)width && s.n <= NAME_MOST ? (int)s.n : width;
}

static void
measure(struct report *r)
{
	struct excepted x;

	r->width = NAME_LEAST;
	for (size_t i = 0; i < r->ngroup; i++)
		r->width = wider(r->width, r->group[i]->name);
	for (size_t i = 0; i < r->njoined; i++)
		r->width = wider(r->width, r->joined[i].path);
	for (unsigned at = 0; report_exception(r, &at, &x);)
		r->width = wider(r->width, str_of(rule_place(&r->policy, x.rule)));
	r->width_what = sizeof "stackprotector" - 1;
	for (size_t i = 0; i < r->ncause; i++)
		if (r->cause[i].outcome >= OUTCOME_UNTOLD)
			r->width_what = wider(r->width_what, report_feature(r, r->cause[i].feature));
}

void
report_text(struct report *r)
{
	struct buf *out = &r->verify.out;
	int status = report_status(r);

	if (r->quiet && status == 0)
		return;
	measure(r);
	buf_text(out, "report: ");
	if (status == STATUS_DAMAGED || status == STATUS_NOTHING)
		buf_text(out, report_verdict(r));
	else
		text_verdict(&r->verify, status == 0 ? PASS : status == STATUS_FAIL ? FAIL : UNKNOWN, 0);
	text_line(out, ", by %.*s", FMT(policy_text(&r->policy, r->policy.name)));
	report_problems(r);
	if (r->quiet)
		return;
	sums(r);
	packages(r);
	features(r);
	files(r);
}
