/* The rows of checks[] that hardcc's notes alone decide, and what the others say of notes. */
#include "verify/advice.h"
#include "verify/check-units.h"

bool
judged_by_code(const struct binary *b)
{
	return binary_linked(b) || ((b->kind == BINARY_OBJECT || b->kind == BINARY_ARCHIVE) && b->nslim < b->nmember);
}

struct finding
no_code(const struct binary *b)
{
	return found(DOES_NOT_APPLY, STR(""), b->nslim > 0 ? STR("LTO: its code is made at the link") : STR("no code"));
}

bool
without_code(const struct binary *b, struct finding *f)
{
	if (judged_by_code(b) && binary_has_c(b))
		return false;
	*f = judged_by_code(b) ? found(DOES_NOT_APPLY, STR(""), STR("a Go program without C")) : no_code(b);
	return true;
}

/* "1 of 3 units" and, with what, where the rest comes from */
void
units_count(struct buf *v, unsigned n, unsigned of, const char *behind)
{
	buf_number(v, n);
	if (n != of) {
		buf_text(v, " of ");
		buf_number(v, of);
	}
	buf_text(v, of == 1 ? " unit" : " units");
	buf_text(v, behind);
}

/* Names with blanks between, the first few of n. */
void
units_name(struct buf *e, const struct buf *names, unsigned n)
{
	unsigned shown = names->n > 0;

	for (size_t i = 0; i < names->n; i++)
		shown += names->p[i] == ' ';
	buf_add(e, buf_str(names));
	buf_text(e, n > shown ? " ..." : "");
}

/* Which units have no note: of an archive its members tell; the symbols of a linked file name its C files, and
 * not those without. */
static void
name_silent(const struct binary *b, struct buf *e)
{
	if (!binary_linked(b)) {
		units_name(e, &b->silent, b->nsilent);
		return;
	}
	if (b->nsilent < b->nsource) {
		buf_text(e, "at least ");
		buf_number(e, b->nsilent);
		buf_text(e, " of ");
	}
	units_name(e, &b->sources, b->nsource);
}

/* What the notes say holds for the units that have one. */
struct finding
units_recorded(const struct binary *b, struct buf *v, struct buf *e)
{
	if (b->nsilent == 0)
		return found(HOLDS, buf_str(v), buf_str(e));
	buf_text(e, "; ");
	units_count(e, b->nsilent, b->nsilent, " without a note");
	return found(CANNOT_TELL, buf_str(v), buf_str(e));
}

/* A key that stands in a note only where a word of the command line decided it. Without the word it is the
 * compiler's default, which a note does not know. good: the values that hold, as bits. */
static struct finding
recorded_told(const struct binary *b, enum unit_key key, unsigned good, const char *value)
{
	const struct units *u = &b->units;
	unsigned off = 0, on = 0, silent;
	struct buf v = {0}, e = {0};

	for (unsigned i = 0; i < UNIT_VALUES; i++)
		*(good >> i & 1 ? &on : &off) += u->with[key][i];
	silent = u->n - on - off;
	buf_text(&e, "notes: ");
	units_count(&e, on, u->n, " recorded with it");
	if (silent > 0) {
		buf_text(&e, "; ");
		units_count(&e, silent, silent, " whose notes do not tell: the compiler's default");
	}
	if (off > 0) {
		units_count(&v, off, u->n, " without");
		return found(LACKS, buf_str(&v), buf_str(&e));
	}
	if (silent > 0)
		return found(CANNOT_TELL, STR(""), buf_str(&e));
	buf_text(&v, value);
	return units_recorded(b, &v, &e);
}

enum { SET_1 = 1 << 1, SET_2 = 1 << 2, SET_3 = 1 << 3, UNSET = 1 << 0 };

/* What shows in no file but by notes. */
static struct finding
told_by_notes(const struct binary *b, enum unit_key key, unsigned good, const char *value)
{
	struct finding f;

	if (without_code(b, &f))
		return f;
	if (b->units.n > 0)
		return recorded_told(b, key, good, value);
	return found(CANNOT_TELL, STR(""), STR("nothing in a file shows it; only notes tell"));
}

struct finding
check_stackclash(const struct binary *b)
{
	struct finding f = told_by_notes(b, UNIT_sc, SET_1, "recorded");

	if (f.state == CANNOT_TELL && b->units.n == 0)
		f.evidence = STR("code: only frames of more than a page would show it; only notes tell");
	return f;
}

struct finding
check_auto_var_init(const struct binary *b)
{
	enum { ZERO = 1 };
	const struct units *u = &b->units;

	return told_by_notes(b, UNIT_vi, SET_1 | SET_2, u->with[UNIT_vi][ZERO] == u->n ? "zero" : "zero or a pattern");
}

struct finding
check_flex_arrays(const struct binary *b)
{
	enum { STRICT = 3 };
	const struct units *u = &b->units;

	return told_by_notes(b, UNIT_fa, SET_1 | SET_2 | SET_3, u->with[UNIT_fa][STRICT] == u->n ? "strict" : "in part");
}

struct finding
check_overflow(const struct binary *b)
{
	enum { WRAPS = 1 };
	const struct units *u = &b->units;

	return told_by_notes(b, UNIT_ov, SET_1 | SET_2, u->with[UNIT_ov][WRAPS] == u->n ? "wraps" : "wraps or traps");
}

struct finding
check_aliasing(const struct binary *b)
{
	return told_by_notes(b, UNIT_al, UNSET, "recorded");
}

struct finding
check_notes(const struct binary *b)
{
	const struct units *u = &b->units;
	struct buf v = {0}, e = {0};

	if (u->n == 0) {
		buf_text(&e, u->unread > 0 ? "notes: of a version that this hardcc does not read" : "notes: none of hardcc's");
		buf_text(&e, b->nsource > 0 ? "; C files by its symbols: " : "");
		units_name(&e, &b->sources, b->nsource);
		return found(TOLD, STR("none"), buf_str(&e));
	}
	units_count(&v, u->n, u->n + b->nsilent, "");
	buf_text(&e, "notes: policy ");
	buf_add(&e, buf_str(&u->policies.text));
	if (u->compilers.n > 0) {
		buf_text(&e, ", ");
		buf_add(&e, buf_str(&u->compilers.text));
	}
	if (u->policies.n > 1) {
		buf_text(&e, "; ");
		buf_number(&e, u->policies.n);
		buf_text(&e, " policies");
	}
	if (b->nsilent == 0) {
		if (binary_linked(b))
			buf_text(&e, b->nsource > 0 ? "; as many as it has C files, by its symbols" :
				"; no symbols tell whether there are more units");
		return found(HOLDS, buf_str(&v), buf_str(&e));
	}
	buf_text(&e, "; no note in ");
	name_silent(b, &e);
	return (struct finding){LACKS, buf_str(&v), buf_str(&e), STR(ADVICE_NOTE)};
}
