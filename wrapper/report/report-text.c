/* hardcc report for people: what is wrong first, then what is to be known. */
#include <inttypes.h>

#include "profile/rule.h"
#include "report/report.h"
#include "verify/advice.h"

enum { VERDICT_WIDTH = 8, SHOWN = 20 };

void
text_counted(struct buf *out, uint64_t n, const char *one, const char *many)
{
	buf_format(out, "%" PRIu64 " %s", n, n == 1 ? one : many);
}

/* One line: a verdict, or a word that is none, whose it is, what it is about; the caller adds why, and the newline. */
static void
begin_row(struct report *r, enum verdict verdict, const char *word, struct str name, struct str what)
{
	struct buf *out = &r->verify.out;

	buf_text(out, "  ");
	if (word)
		text_column(out, str_of(word), VERDICT_WIDTH);
	else
		text_verdict(&r->verify, verdict, VERDICT_WIDTH);
	buf_char(out, ' ');
	text_column(out, name, r->width);
	buf_text(out, "  ");
	text_column(out, what, r->width_what);
	buf_text(out, "  ");
}

static void
advice(struct report *r, const char *text)
{
	struct buf *out = &r->verify.out;

	text_column(out, STR(""), 2 + VERDICT_WIDTH + 1);
	buf_text(out, "to fix it: ");
	text_plain(out, str_of(text));
	buf_char(out, '\n');
}

static void
cause_row(struct report *r, const struct cause *c, enum verdict verdict)
{
	struct str feature = report_feature(r, c->feature);
	struct buf *out = &r->verify.out;

	begin_row(r, verdict, NULL, c->group->name, feature);
	buf_format(out, "%" PRIu64 " of %" PRIu64 ": ", c->n, outcomes_sum(c->group->of[c->feature]));
	text_plain(out, c->text);
	buf_text(out, " (");
	text_plain(out, c->first);
	buf_text(out, c->n > 1 ? ", ...)\n" : ")\n");
	if (c->outcome == OUTCOME_BY_BUILD)
		advice(r, str_format("build it with HARDCC_PROFILE=%.*s", FMT(policy_text(&r->policy, r->policy.name))).p);
	else if (c->outcome == OUTCOME_BY_USER && c->group->go)
		advice(r, str_format("take the word out, or except the package in a profile: "
			"%.*s off if package %.*s because ..., until ...", FMT(feature), FMT(c->group->name)).p);
	else if (c->outcome == OUTCOME_BY_USER)
		advice(r, "take the word out");
}

static void
cause_rows(struct report *r, bool bad)
{
	for (size_t i = 0; i < r->ncause; i++)
		if (bad ? outcome_bad(r->cause[i].outcome) : r->cause[i].outcome == OUTCOME_UNTOLD)
			cause_row(r, &r->cause[i], bad ? FAIL : UNKNOWN);
}

/* The units of a file that were compiled past hardcc. */
static void
unrecorded_row(struct report *r, const struct joined *j)
{
	const struct coverage *u = &j->units;
	struct buf *out = &r->verify.out;

	if (u->unrecorded == 0)
		return;
	begin_row(r, j->asked ? FAIL : NA, NULL, j->path, STR("no record"));
	if (u->unrecorded < u->among)
		text_counted(out, u->unrecorded, "unit of these: ", "units of these: ");
	for (size_t i = 0; i < u->names.n; i++) {
		buf_text(out, i > 0 ? " " : "");
		text_plain(out, str_of(u->names.v[i]));
	}
	buf_text(out, u->among > u->names.n ? " ...\n" : "\n");
	if (j->asked)
		advice(r, ADVICE_NOTE);
}

static void
file_rows(struct report *r, enum verdict verdict)
{
	struct buf *out = &r->verify.out;

	for (size_t i = 0; i < r->njoined; i++) {
		const struct joined *j = &r->joined[i];

		if (verdict == FAIL)
			unrecorded_row(r, j);
		for (unsigned k = 0; k < NCHECK; k++) {
			const struct checked *c = &j->of[k];

			if (c->told || c->verdict != verdict)
				continue;
			begin_row(r, verdict, NULL, j->path, str_of(checks[k].name));
			text_plain(out, c->value);
			buf_text(out, c->value.n > 0 ? "; " : "");
			text_plain(out, c->evidence);
			buf_char(out, '\n');
			if (c->advice.n > 0)
				advice(r, c->advice.p);
		}
	}
}

static void
stray_rows(struct report *r, int is, enum verdict verdict, const char *why)
{
	for (size_t i = 0; i < r->nstray; i++) {
		if ((int)r->stray[i].is != is)
			continue;
		begin_row(r, verdict, NULL, r->stray[i].by, STR("no record"));
		text_plain(&r->verify.out, str_of(r->stray[i].path));
		buf_text(&r->verify.out, why);
	}
}

static void
exception_rows(struct report *r, bool past)
{
	struct buf *out = &r->verify.out;
	struct excepted x;

	for (unsigned at = 0; report_exception(r, &at, &x);) {
		if (past != (x.past && x.used > 0))
			continue;
		begin_row(r, FAIL, past ? NULL : "excepted", str_of(rule_place(&r->policy, x.rule)), report_feature(r, x.rule->feature));
		buf_text(out, x.used > 0 ? "used " : x.past ? "not used, and past its day" : "not used");
		if (x.used > 0)
			text_counted(out, x.used, "time", "times");
		buf_text(out, past ? ", past its day" : "");
		buf_text(out, x.rule->because.n > 0 ? ": " : "");
		text_plain(out, policy_text(&r->policy, x.rule->because));
		buf_char(out, '\n');
	}
}

static void
thing_rows(struct report *r, const struct things *t, const char *what)
{
	struct buf *out = &r->verify.out;

	for (size_t i = 0; i < t->n && i < SHOWN; i++) {
		buf_text(out, "  ");
		text_column(out, str_of(what), VERDICT_WIDTH + 1);
		text_plain(out, t->of[i].name);
		if (t->of[i].n > 1)
			buf_format(out, " (%" PRIu64 " calls)", t->of[i].n);
		buf_char(out, '\n');
	}
	if (t->n + t->others <= SHOWN)
		return;
	buf_text(out, "  ");
	text_column(out, str_of(what), VERDICT_WIDTH + 1);
	buf_format(out, "and %" PRIu64 " more\n", t->n - SHOWN + t->others);
}

void
report_problems(struct report *r)
{
	thing_rows(r, &r->errors, "error");
	cause_rows(r, true);
	file_rows(r, FAIL);
	stray_rows(r, STRAY_SILENT, report_wants_note(r) ? FAIL : NA, ": compiled past hardcc\n");
	exception_rows(r, true);
	cause_rows(r, false);
	file_rows(r, UNKNOWN);
	stray_rows(r, STRAY_GONE, UNKNOWN, ": no call of a log made it, and it is gone\n");
	thing_rows(r, &r->broken, "broken");
	thing_rows(r, &r->denials, "denied");
	thing_rows(r, &r->failures, "failed");
	exception_rows(r, false);
}
