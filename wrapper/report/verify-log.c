/*
 * hardcc verify with the log of the calls that made a file: which of its units are in the log, which came from a cache
 * and which have no record; and what a unit got where its note, or the lack of one, does not tell.
 */
#include "report/report.h"
#include "verify/advice.h"

/* What the compiler decides and notes may not tell. */
static const uint8_t by_units[] = {
	CHECK_stackprotector, CHECK_fortify, CHECK_stackclash, CHECK_auto_var_init, CHECK_flex_arrays, CHECK_overflow,
	CHECK_aliasing,
};

/* "log: 3 of 4 units; 1 from a cache; no record of weak.c" */
static struct str
log_evidence(struct str before, const struct coverage *in)
{
	struct buf e = {0};

	buf_format(&e, "%.*s%slog: ", FMT(before), before.n > 0 ? "; " : "");
	if (!in->told) {
		buf_text(&e, "no symbols name the units, so that it cannot be told which are in it");
		return buf_str(&e);
	}
	buf_add(&e, units_of(in->known, in->files, ""));
	if (in->cached > 0)
		buf_format(&e, ", %u from a cache", in->cached);
	if (in->unrecorded == 0)
		return buf_str(&e);
	buf_text(&e, "; no record of");
	if (in->unrecorded < in->among)
		buf_format(&e, " at least %u of", in->unrecorded);
	for (size_t i = 0; i < in->names.n; i++)
		buf_format(&e, " %s", in->names.v[i]);
	buf_text(&e, in->among > in->names.n ? " ..." : "");
	return buf_str(&e);
}

static void
judge_notes(const struct report *log, const struct binary *b, const struct coverage *in, struct checked *c)
{
	struct demand d = demand_of(&log->policy, str_of(checks[CHECK_notes].features), b, true);

	c->evidence = log_evidence(c->evidence, in);
	if (in->unrecorded == 0 || !d.rule || (d.off && !d.past && d.others.n == 0))
		return;
	c->verdict = FAIL;
	c->told = false;
	c->advice = STR(ADVICE_NOTE);
}

/* A note is nearer to the file than a log: only what nothing in the file tells is asked for here. */
static void
judge_unit(const struct joined *in, unsigned check, struct checked *c)
{
	bool lost = in->lost >> check & 1, got = in->got >> check & 1;

	if (c->verdict != UNKNOWN || !(lost || got))
		return;
	c->verdict = lost ? FAIL : PASS;
	c->value = lost ? STR("not in each unit") : STR("logged");
	c->evidence = str_format("%.*s; log: %s", FMT(c->evidence),
	    lost ? "a unit was compiled without" : "each of its C files was compiled with it");
	c->advice = lost ? c->advice : STR("");
}

void
verify_by_log(const void *log, const struct binary *b, struct judged *j)
{
	struct joined *in = arena_alloc(sizeof *in, 1);

	if (!judged_by_code(b) || !binary_has_c(b))
		return;
	report_join(log, b, in);
	j->log = &in->units;
	judge_notes(log, b, &in->units, &j->of[CHECK_notes]);
	for (size_t i = 0; i < COUNT(by_units); i++)
		judge_unit(in, by_units[i], &j->of[by_units[i]]);
	judge_sum(j);
}
