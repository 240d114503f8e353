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

/* The beginning of a line: a verdict, or a word that is none, whose it is, what it is about. */
static void
begin_row(struct report *r, enum verdict verdict, const char *word, struct str name, struct str what)
{
	struct buf *out = &r->verify.out, columns = {0};

	buf_text(out, "  ");
	if (word)
		buf_format(out, "%-*s", VERDICT_WIDTH, word);
	else
		text_verdict(&r->verify, verdict, VERDICT_WIDTH);
	buf_format(&columns, " %-*.*s  %-*.*s  ", r->width, FMT(name), r->width_what, FMT(what));
	text_plain(out, buf_str(&columns));
}

static void
advice(struct report *r, struct str text)
{
	text_line(&r->verify.out, "%*sto fix it: %.*s", 2 + VERDICT_WIDTH + 1, "", FMT(text));
}

static void
cause_row(struct report *r, const struct cause *c, enum verdict verdict)
{
	struct str feature = report_feature(r, c->feature), profile = policy_text(&r->policy, r->policy.name);

	begin_row(r, verdict, NULL, c->group->name, feature);
	text_line(&r->verify.out, "%" PRIu64 " of %" PRIu64 ": %.*s (%.*s%s)", c->n,
	    outcomes_sum(c->group->of[c->feature]), FMT(c->text), FMT(c->first), c->n > 1 ? ", ..." : "");
	if (c->outcome == OUTCOME_BY_BUILD)
		advice(r, str_format("build it anew, with HARDCC_PROFILE=%.*s", FMT(profile)));
	else if (c->outcome == OUTCOME_BY_USER && c->group->go)
		advice(r, str_format("take the word out, or except the package in a profile: "
			"%.*s off if package %.*s because ..., until ...", FMT(feature), FMT(c->group->name)));
	else if (c->outcome == OUTCOME_BY_USER)
		advice(r, STR("take the word out"));
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
	struct buf names = {0};

	if (u->unrecorded == 0)
		return;
	begin_row(r, j->asked ? FAIL : NA, NULL, j->path, STR("no record"));
	if (u->unrecorded < u->among)
		text_counted(&r->verify.out, u->unrecorded, "unit of these: ", "units of these: ");
	for (size_t i = 0; i < u->names.n; i++)
		buf_word(&names, str_of(u->names.v[i]));
	text_line(&r->verify.out, "%.*s%s", FMT(buf_str(&names)), u->among > u->names.n ? " ..." : "");
	if (j->asked)
		advice(r, STR(ADVICE_NOTE));
}

static void
file_rows(struct report *r, enum verdict verdict)
{
	for (size_t i = 0; i < r->njoined; i++) {
		const struct joined *j = &r->joined[i];

		if (verdict == FAIL)
			unrecorded_row(r, j);
		for (unsigned k = 0; k < NCHECK; k++) {
			const struct checked *c = &j->of[k];

			if (c->told || c->verdict != verdict)
				continue;
			begin_row(r, verdict, NULL, j->path, str_of(checks[k].name));
			text_line(&r->verify.out, "%.*s%s%.*s", FMT(c->value), c->value.n > 0 ? "; " : "",
			    FMT(c->evidence));
			if (c->advice.n > 0)
				advice(r, c->advice);
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
		text_line(&r->verify.out, "%s: %s", r->stray[i].path, why);
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
		text_line(out, "%s%s%s%.*s", past ? ", past its day " : "", past ? x.until.text : "", x.rule->because.n > 0 ? ": " : "",
		    FMT(policy_text(&r->policy, x.rule->because)));
	}
}

static void
thing_rows(struct report *r, const struct things *t, const char *what)
{
	struct buf *out = &r->verify.out;

	for (size_t i = 0; i < t->n && i < SHOWN; i++) {
		struct str calls = t->of[i].n > 1 ? str_format(" (%" PRIu64 " calls)", t->of[i].n) : STR("");

		text_line(out, "  %-*s%.*s%.*s", VERDICT_WIDTH + 1, what, FMT(t->of[i].name), FMT(calls));
	}
	if (t->n + t->others > SHOWN)
		text_line(out, "  %-*sand %" PRIu64 " more", VERDICT_WIDTH + 1, what, t->n - SHOWN + t->others);
}

void
report_problems(struct report *r)
{
	thing_rows(r, &r->errors, "error");
	cause_rows(r, true);
	file_rows(r, FAIL);
	stray_rows(r, STRAY_SILENT, report_wants_note(r) ? FAIL : NA, "compiled past hardcc");
	exception_rows(r, true);
	cause_rows(r, false);
	file_rows(r, UNKNOWN);
	stray_rows(r, STRAY_GONE, UNKNOWN, "no call of a log made it, and it is gone");
	thing_rows(r, &r->broken, "broken");
	thing_rows(r, &r->denials, "denied");
	thing_rows(r, &r->failures, "failed");
	exception_rows(r, false);
}
