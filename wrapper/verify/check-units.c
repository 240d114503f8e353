/* The rows of checks[] that the compiler decides. A note is the builder's word: "recorded". */
#include <elf.h>

#include "verify/check-units.h"
#include "verify/advice.h"

/* The C that comes with Go, by name. */
static void
standard(struct buf *e, const struct binary *b, unsigned units)
{
	if (units > 0) {
		buf_text(e, "; ");
		units_count(e, units, units, "");
		buf_text(e, " of Go's standard library");
	} else {
		buf_text(e, "the only C is Go's standard library");
	}
	buf_text(e, " (");
	buf_add(e, buf_str(&b->go.standard));
	buf_text(e, "), which Go compiles without");
}

static struct finding
recorded_canary(const struct binary *b)
{
	enum { BASIC = 1, ALL = 2, STRONG = 3, EXPLICIT = 4 };
	const struct units *u = &b->units;
	const unsigned *with = u->own_with[UNIT_ssp];
	unsigned strong = with[STRONG] + with[ALL], std = u->n - u->own;
	struct buf v = {0}, e = {0};

	buf_text(&e, "notes: ");
	units_count(&e, strong, u->own, " recorded strong or all");
	if (std > 0)
		standard(&e, b, std);
	if (binary_linked(b) && !binary_static(b) && strong > 0 && b->symbols.n[ROLE_CANARY] == 0)
		buf_text(&e, "; symbols: nothing calls __stack_chk_fail: no function needed it, or the notes are not true");
	if (strong == u->own) {
		buf_text(&v, with[ALL] == u->own ? "all" : "strong");
		return units_recorded(b, &v, &e);
	}
	units_count(&v, u->own - strong, u->own, with[BASIC] + with[EXPLICIT] > 0 ? " weaker" : " without");
	return found(LACKS, buf_str(&v), buf_str(&e));
}

struct finding
check_stackprotector(const struct binary *b)
{
	struct finding f;
	struct buf e = {0};

	if (without_code(b, &f))
		return f;
	if (b->go.c == GO_C_STANDARD && binary_linked(b)) {
		standard(&e, b, 0);
		return found(DOES_NOT_APPLY, STR(""), buf_str(&e));
	}
	if (b->units.own > 0)
		return recorded_canary(b);
	if (b->symbols.n[ROLE_CANARY] > 0 && !binary_static(b)) {
		buf_text(&e, "symbols: it calls ");
		buf_add(&e, b->symbols.first[ROLE_CANARY]);
		return found(HOLDS, STR("yes"), buf_str(&e));
	}
	if (binary_static(b))
		return found(CANNOT_TELL, STR(""), STR("static: what is there may be the C library's own; only notes tell"));
	return found(CANNOT_TELL, STR("not used"), STR("symbols: no __stack_chk_fail; no function needed it, or it was off"));
}

static void
ratio(struct buf *v, const struct symbols *s)
{
	buf_number(v, s->n[ROLE_CHECKED]);
	buf_text(v, " of ");
	buf_number(v, s->n[ROLE_CHECKED] + s->n[ROLE_ALWAYS] + s->n[ROLE_BOUNDED]);
}

static struct finding
recorded_fortify(const struct binary *b)
{
	const struct units *u = &b->units;
	struct buf v = {0}, e = {0};

	buf_text(&e, "notes: ");
	units_count(&e, u->fortified, u->n, " recorded with it, and optimised");
	if (!binary_static(b)) {
		buf_text(&e, "; symbols: ");
		ratio(&e, &b->symbols);
	}
	if (u->fortified != u->n) {
		units_count(&v, u->n - u->fortified, u->n, " without");
		return found(LACKS, buf_str(&v), buf_str(&e));
	}
	buf_text(&v, "level ");
	buf_number(&v, u->with[UNIT_fs][1] > 0 ? 1 : u->with[UNIT_fs][2] > 0 ? 2 : 3);
	return units_recorded(b, &v, &e);
}

/* clang has no checking printf in C++, whose library may be in the file: then that for exceptions is needed. */
static bool
may_stay_plain(const struct binary *b)
{
	struct str needed = buf_str(&b->needed);

	return b->clang && needed.n > 0 &&
	    (str_has(needed, "libstdc++") || str_has(needed, "libc++") || str_has(needed, "libgcc_s"));
}

struct finding
check_fortify(const struct binary *b)
{
	const struct symbols *s = &b->symbols;
	struct buf v = {0}, e = {0};
	struct finding f;

	if (without_code(b, &f))
		return f;
	if (b->libc == CLIB_MUSL)
		return found(DOES_NOT_APPLY, STR(""), STR("musl has no checking functions, and those of fortify-headers leave no trace"));
	if (b->units.n > 0)
		return recorded_fortify(b);
	if (binary_static(b))
		return found(CANNOT_TELL, STR(""), STR("static: what is there may be the C library's own; only notes tell"));
	ratio(&v, s);
	buf_text(&e, "symbols: plain ");
	buf_add(&e, s->plain.n > 0 ? buf_str(&s->plain) : STR("none"));
	if (s->n[ROLE_CHECKED] > 0)
		return found(HOLDS, buf_str(&v), buf_str(&e));
	if (s->n[ROLE_ALWAYS] > 0 && !may_stay_plain(b))
		return found(LACKS, buf_str(&v), buf_str(&e));
	if (s->n[ROLE_ALWAYS] + s->n[ROLE_BOUNDED] > 0) {
		buf_text(&e, "; they stay plain, too, where no size is known");
		return found(CANNOT_TELL, buf_str(&v), buf_str(&e));
	}
	return found(DOES_NOT_APPLY, STR("nothing to check"), STR("symbols: it calls nothing that has a checking form"));
}

static struct finding
recorded_branch(const struct binary *b)
{
	enum { FULL = 3 };
	const struct units *u = &b->units;
	struct buf v = {0}, e = {0};

	buf_text(&e, "notes: ");
	units_count(&e, u->with[UNIT_cf][FULL], u->n, " recorded with it");
	if (u->with[UNIT_cf][FULL] != u->n) {
		units_count(&v, u->n - u->with[UNIT_cf][FULL], u->n, " without");
		return found(LACKS, buf_str(&v), buf_str(&e));
	}
	if (b->nunmarked > 0 && !b->go.is) {
		buf_text(&e, "; cleared by ");
		units_name(&e, &b->unmarked, b->nunmarked);
	} else {
		buf_text(&e, b->go.is ? "; Go's own code has no marks, so the file has none" : "; " ADVICE_BRANCH);
	}
	return found(DOES_NOT_APPLY, STR("compiled, not in effect"), buf_str(&e));
}

static struct finding
unmarked_members(const struct binary *b, struct str value)
{
	struct buf e = {0};

	buf_text(&e, "notes: no such GNU property in ");
	units_name(&e, &b->unmarked, b->nunmarked);
	return found(LACKS, value, buf_str(&e));
}

struct finding
check_branch(const struct binary *b)
{
	static const char x86[][12] = {"none", "IBT", "SHSTK", "IBT SHSTK"};
	static const char arm[][12] = {"none", "BTI", "PAC", "BTI PAC"};
	bool aarch64 = b->machine == EM_AARCH64;
	struct str value = str_of((aarch64 ? arm : x86)[b->marks & 3]);

	if (!judged_by_code(b))
		return no_code(b);
	if (!aarch64 && b->machine != EM_X86_64 && b->machine != EM_386)
		return found(DOES_NOT_APPLY, STR(""), STR("not on this machine"));
	if (b->marks == (MARK_FORWARD | MARK_BACKWARD))
		return found(HOLDS, value, STR("notes: GNU property"));
	if (b->kind == BINARY_ARCHIVE && !b->go.is && (b->units.n == 0 || b->nsilent > 0))
		return unmarked_members(b, value);
	if (b->units.n > 0)
		return recorded_branch(b);
	if (b->go.is)
		return found(DOES_NOT_APPLY, value, STR("Go's own code has no marks"));
	return (struct finding){LACKS, value, STR("notes: no such GNU property"), STR("")};
}

/* What symbols and the names of sections show, or texts where there are no symbols. */
static struct finding
left_behind(const struct binary *b)
{
	static const struct {
		uint8_t role;
		char value[12];
	} rows[] = {{ROLE_SANITIZER, "sanitizer"}, {ROLE_COVERAGE, "coverage"}, {ROLE_PROFILED, "profiling"}};
	struct buf e = {0};

	for (size_t i = 0; i < COUNT(rows); i++)
		if (b->symbols.n[rows[i].role] > 0) {
			buf_text(&e, "symbols: ");
			buf_add(&e, b->symbols.first[rows[i].role]);
			return (struct finding){LACKS, str_of(rows[i].value), buf_str(&e), STR(ADVICE_SANITIZER)};
		}
	if (!b->runtime)
		return found(HOLDS, STR("none"), STR("symbols: none of theirs"));
	buf_text(&e, "texts: ");
	buf_text(&e, b->runtime);
	buf_text(&e, ", a setting of such a runtime; no symbols tell whether it is in use");
	return (struct finding){CANNOT_TELL, STR(""), buf_str(&e), STR(ADVICE_SANITIZER)};
}

struct finding
check_sanitizer(const struct binary *b)
{
	enum { ADDRESS = 1, HWADDRESS = 4 }; /* UBSan's runtime shows in symbols, and without one it is hardening */
	static const char settings[][8] = {GO_SETTINGS_SANITIZER};
	struct buf e = {0};
	unsigned told = 0;

	if (!judged_by_code(b))
		return no_code(b);
	for (size_t i = 0; i < COUNT(settings); i++)
		if (str_is(gobuild_value(b->go.build.info, settings[i]), STR("true")))
			return (struct finding){LACKS, str_of(settings[i]), STR("build information"), STR(ADVICE_SANITIZER)};
	for (unsigned i = ADDRESS; i <= HWADDRESS; i++)
		told += b->units.with[UNIT_san][i];
	if (told > 0) {
		buf_text(&e, "notes: ");
		units_count(&e, told, b->units.n, " recorded with one");
		return (struct finding){LACKS, STR("sanitizer"), buf_str(&e), STR(ADVICE_SANITIZER)};
	}
	return left_behind(b);
}

struct finding
check_debug(const struct binary *b)
{
	if (b->dwarf)
		return found(TOLD, STR("in the file"), STR("sections: .debug_info"));
	if (b->debuglink)
		return found(TOLD, STR("in another file"), STR("sections: .gnu_debuglink"));
	return found(TOLD, STR("none"), b->sections ? STR("sections: no .debug_info") : STR("no section headers"));
}
