/* The rows of checks[] that hardcc's notes alone decide, and what the others say of notes. */
#include <inttypes.h>

#include "verify/advice.h"
#include "verify/check.h"

struct str
units_of(unsigned n, unsigned of, const char *behind)
{
	const char *word = of == 1 ? "unit" : "units";

	return n == of ? str_format("%u %s%s", n, word, behind) : str_format("%u of %u %s%s", n, of, word, behind);
}

const char *
units_more(const struct buf *names, unsigned n)
{
	unsigned shown = names->n > 0;

	for (size_t i = 0; i < names->n; i++)
		shown += names->p[i] == ' ';
	return n > shown ? " ..." : "";
}

/* "11 of 47 KiB of code are without a record", or whether they are cannot be told */
static void
tell_bare(const struct binary *b, struct buf *e)
{
	enum { KIB = 1024, SMALL = 10 * KIB };
	uint64_t unit = b->code.bytes < SMALL ? 1 : KIB;

	if (b->code.bare > 0)
		buf_format(e, "%s%s%" PRIu64 " of %" PRIu64 " %s of code%s", e->n > 0 ? "; " : "",
		    b->code.untold ? "not known of " : "",
		    (b->code.bare + unit - 1) / unit, (b->code.bytes + unit - 1) / unit, unit == 1 ? "bytes" : "KiB",
		    b->code.untold ? "" : " are without a record");
	if (b->code.untold)
		buf_format(e, "%s%s", b->code.bare > 0 ? ": " : e->n > 0 ? "; " : "", b->code.untold);
}

struct str
units_untold(const struct binary *b)
{
	struct buf e = {0};

	if (b->nsilent > 0)
		buf_add(&e, units_of(b->nsilent, b->nsilent, " without a note"));
	tell_bare(b, &e);
	return buf_str(&e);
}

struct finding
units_recorded(const struct binary *b, struct str value, struct str evidence)
{
	struct str untold = units_untold(b);

	if (untold.n == 0)
		return found(HOLDS, value, evidence);
	return found(CANNOT_TELL, value, str_format("%s; %s", evidence.p, untold.p));
}

/* A key that stands in a note only where a word of the command line decided it. Without the word it is the
 * compiler's default, which a note does not know. good: the values that hold, as bits. */
static struct finding
recorded_told(const struct binary *b, enum unit_key key, unsigned good, const char *value)
{
	const struct units *u = &b->units;
	unsigned off = 0, on = 0, silent;
	struct buf e = {0};

	if (u->n == 0)
		return found(CANNOT_TELL, STR(""), STR("nothing in a file shows it; only notes tell"));
	for (unsigned i = 0; i < UNIT_VALUES; i++)
		*(good >> i & 1 ? &on : &off) += u->with[key][i];
	silent = u->n - on - off;
	buf_format(&e, "notes: %s", units_of(on, u->n, " recorded with it").p);
	if (silent > 0)
		buf_format(&e, "; %s", units_of(silent, silent, " whose notes do not tell: the compiler's default, or not known").p);
	if (off > 0)
		return found(LACKS, units_of(off, u->n, " without"), buf_str(&e));
	if (silent > 0)
		return found(CANNOT_TELL, STR(""), buf_str(&e));
	return units_recorded(b, str_of(value), buf_str(&e));
}

enum { SET_1 = 1 << 1, SET_2 = 1 << 2, SET_3 = 1 << 3, UNSET = 1 << 0 };

/* What shows in no file but by notes. good: the values that hold, as bits; all: what it is called where each unit has
 * the value strict. */
#define TOLD_BY_NOTES(name, key, good, strict, all, some) \
	struct finding check_##name(const struct binary *b) \
	{ \
		return recorded_told(b, key, good, b->units.with[key][strict] == b->units.n ? (all) : (some)); \
	}
TOLD_BY_NOTES(auto_var_init, UNIT_vi, SET_1 | SET_2, 1, "zero", "zero or a pattern")
TOLD_BY_NOTES(flex_arrays, UNIT_fa, SET_1 | SET_2 | SET_3, 3, "strict", "in part")
TOLD_BY_NOTES(overflow, UNIT_ov, SET_1 | SET_2, 1, "wraps", "wraps or traps")

struct finding
check_aliasing(const struct binary *b)
{
	return recorded_told(b, UNIT_al, UNSET, "recorded");
}

struct finding
check_stackclash(const struct binary *b)
{
	const struct codelook *l;

	if (b->units.n > 0)
		return recorded_told(b, UNIT_sc, SET_1, "recorded");
	l = codelook(b);
	if (l->bare_pages > 0)
		return found(l->probed > 0 ? CANNOT_TELL : LACKS, l->probed > 0 ? STR("partial") : STR("no"), str_format("code: of %u frames "
			"of more than a page %u are made at once", l->probed + l->bare_pages, l->bare_pages));
	return found(CANNOT_TELL, STR(""), l->probed > 0 ? str_format("code: %u frames of more than a page touch each page; nothing tells of "
		"those whose size is not known", l->probed) : STR("code: only frames of more than a page would show it; only notes tell"));
}

/* Which units have no note: of an archive its members tell; the symbols of a linked file name its C files, and
 * not those without. */
static void
name_silent(const struct binary *b, struct buf *e)
{
	const struct buf *names = binary_linked(b) ? &b->sources : &b->silent;

	if (binary_linked(b) && b->nsilent < b->nsource)
		buf_format(e, "at least %u of ", b->nsilent);
	buf_add(e, buf_str(names));
	buf_text(e, units_more(names, binary_linked(b) ? b->nsource : b->nsilent));
}

/* What has no note because no compiler made it. */
static void
name_assembler(const struct binary *b, struct buf *e)
{
	if (b->nassembler > 0)
		buf_format(e, "; assembler by its symbols: %s%s", buf_str(&b->assembler).p, units_more(&b->assembler, b->nassembler));
}

struct finding
check_notes(const struct binary *b)
{
	const struct units *u = &b->units;
	struct buf e = {0};
	struct str count;

	if (u->n == 0) {
		buf_format(&e, "notes: %s%s%.*s%s", u->unread > 0 ? "of a version that this hardcc does not read" : "none of hardcc's",
			b->nsource > 0 ? "; C files by its symbols: " : "", FMT(buf_str(&b->sources)), units_more(&b->sources, b->nsource));
		name_assembler(b, &e);
		return found(TOLD, STR("none"), buf_str(&e));
	}
	count = units_of(u->n, u->n + b->nsilent, "");
	buf_format(&e, "notes: policy %s", buf_str(&u->policies.text).p);
	if (u->compilers.n > 0)
		buf_format(&e, ", %s", buf_str(&u->compilers.text).p);
	if (u->policies.n > 1)
		buf_format(&e, "; %u policies", u->policies.n);
	name_assembler(b, &e);
	if (binary_linked(b) && units_untold(b).n == 0)
		buf_text(&e, "; they tell of all of its code");
	if (b->nsilent == 0)
		return units_recorded(b, count, buf_str(&e));
	buf_text(&e, "; no note in ");
	name_silent(b, &e);
	tell_bare(b, &e);
	return (struct finding){LACKS, count, buf_str(&e), STR(ADVICE_NOTE)};
}
