/* hardcc report for people: what is wrong first, then what is to be known. */
#include "report/report.h"
#include "verify/advice.h"

enum { VERDICT_WIDTH = 8, SHOWN = 20 };

/* "3 units" */
void
text_counted(struct buf *out, uint64_t n, const char *one, const char *many)
{
	buf_number(out, n);
	buf_char(out, ' ');
	buf_text(out, n == 1 ? one : many);
}

static void
subject(struct report *r, struct str name, struct str what)
{
	struct buf *out = &r->verify.out;

	buf_char(out, ' ');
	text_column(out, name, r->width);
	text_column(out, STR(""), 2);
	text_column(out, what, r->width_what);
	text_column(out, STR(""), 2);
}

/* One line: a verdict, whose it is, what it is about; the caller adds why, and the newline. */
static void
begin_row(struct report *r, enum verdict verdict, struct str name, struct str what)
{
	buf_text(&r->verify.out, "  ");
	text_verdict(&r->verify, verdict, VERDICT_WIDTH);
	subject(r, name, what);
}

/* The same with a word that is no verdict. */
static void
begin_word(struct report *r, const char *word, struct str name, struct str what)
{
	buf_text(&r->verify.out, "  ");
	text_column(&r->verify.out, str_of(word), VERDICT_WIDTH);
	subject(r, name, what);
}

static void
advice(struct report *r, const char *before, struct str name, const char *after)
{
	struct buf *out = &r->verify.out;

	text_column(out, STR(""), 2 + VERDICT_WIDTH + 1);
	buf_text(out, "to mend it: ");
	buf_text(out, before);
	text_plain(out, name);
	buf_text(out, after);
	buf_char(out, '\n');
}

static void
cause_row(struct report *r, const struct cause *c, enum verdict verdict)
{
	struct buf *out = &r->verify.out, off = {0};
	uint64_t of = 0;

	for (unsigned o = 0; o < NOUTCOME; o++)
		of += c->group->of[c->feature][o];
	begin_row(r, verdict, c->group->name, report_feature(r, c->feature));
	buf_number(out, c->n);
	buf_text(out, " of ");
	buf_number(out, of);
	buf_text(out, ": ");
	text_plain(out, c->text);
	buf_text(out, " (");
	text_plain(out, c->first);
	buf_text(out, c->n > 1 ? ", ...)\n" : ")\n");
	if (c->outcome == OUTCOME_BY_BUILD)
		advice(r, "build it with HARDCC_PROFILE=", policy_text(&r->policy, r->policy.name), "");
	if (c->outcome != OUTCOME_BY_USER)
		return;
	buf_add(&off, report_feature(r, c->feature));
	buf_text(&off, " off if package ");
	buf_add(&off, c->group->name);
	if (c->group->go)
		advice(r, "take the word out, or except the package in a profile: ", buf_str(&off), " because ..., until ...");
	else
		advice(r, "take the word out", STR(""), "");
}

static void
cause_rows(struct report *r, bool bad)
{
	for (size_t i = 0; i < r->ncause; i++)
		if (bad ? outcome_bad(r->sorted[i].is->outcome) : r->sorted[i].is->outcome == OUTCOME_UNTOLD)
			cause_row(r, r->sorted[i].is, bad ? FAIL : UNKNOWN);
}

/* The units of a file that were compiled past hardcc. */
static void
unrecorded_row(struct report *r, const struct joined *j)
{
	struct buf *out = &r->verify.out;

	if (j->units.unrecorded == 0)
		return;
	begin_row(r, j->asked ? FAIL : NA, j->path, STR("no record"));
	if (j->units.unrecorded < j->units.among)
		text_counted(out, j->units.unrecorded, "unit of these: ", "units of these: ");
	for (size_t i = 0; i < j->units.names.n; i++) {
		buf_text(out, i > 0 ? " " : "");
		text_plain(out, str_of(j->units.names.v[i]));
	}
	buf_text(out, j->units.among > j->units.names.n ? " ...\n" : "\n");
	if (j->asked)
		advice(r, ADVICE_NOTE, STR(""), "");
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
			if (j->of[k].told || j->of[k].verdict != verdict)
				continue;
			begin_row(r, verdict, j->path, str_of(checks[k].name));
			text_plain(out, j->of[k].value);
			buf_text(out, j->of[k].value.n > 0 ? "; " : "");
			text_plain(out, j->of[k].evidence);
			buf_char(out, '\n');
			if (j->of[k].advice.n > 0)
				advice(r, "", j->of[k].advice, "");
		}
	}
}

static void
stray_rows(struct report *r, int is, enum verdict verdict, const char *why)
{
	for (size_t i = 0; i < r->nstray; i++) {
		if ((int)r->stray[i].is != is)
			continue;
		begin_row(r, verdict, r->stray[i].by, STR("no record"));
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
		if (past)
			begin_row(r, FAIL, str_of(rule_place(&r->policy, x.rule)), report_feature(r, x.rule->feature));
		else
			begin_word(r, "excepted", str_of(rule_place(&r->policy, x.rule)), report_feature(r, x.rule->feature));
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
		if (t->of[i].n > 1) {
			buf_text(out, " (");
			text_counted(out, t->of[i].n, "call", "calls");
			buf_char(out, ')');
		}
		buf_char(out, '\n');
	}
	if (t->n + t->others <= SHOWN)
		return;
	buf_text(out, "  ");
	text_column(out, str_of(what), VERDICT_WIDTH + 1);
	buf_text(out, "and ");
	buf_number(out, t->n - SHOWN + t->others);
	buf_text(out, " more\n");
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

