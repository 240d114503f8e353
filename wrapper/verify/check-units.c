/* The rows of checks[] that the compiler decides. A note is the builder's word: "recorded". */
#include <elf.h>

#include "verify/advice.h"
#include "verify/check.h"

static struct finding
static_tells_nothing(void)
{
	return found(CANNOT_TELL, STR(""), STR("static: what is there may be the C library's own; only notes tell"));
}

/* What the code shows where no note tells. A function that needs a canary and has none is seen, who compiled it does not matter;
 * what was not looked at passes never. */
static struct finding
canary_by_code(const struct binary *b, struct str symbols)
{
	const struct codelook *l = codelook(b);
	unsigned of = l->canaries + l->bare;
	struct buf e = {0};

	if (!l->done)
		return found(CANNOT_TELL, STR(""), symbols);
	if (of > 0)
		buf_format(&e, "code: %u of %u functions that need a canary have one", l->canaries, of);
	else
		buf_format(&e, "code: of %u functions none is sure to need a canary", l->functions);
	if (l->why)
		buf_format(&e, "; %s", l->why);
	if (l->canaries == 0 && b->symbols.n[ROLE_CANARY] > 0)
		return found(CANNOT_TELL, STR(""), str_format("%.*s; symbols: it calls %.*s", FMT(buf_str(&e)), FMT(b->symbols.first[ROLE_CANARY])));
	if (l->bare > 0)
		return found(l->canaries < l->bare ? LACKS : CANNOT_TELL, l->canaries == 0 ? STR("no") :
			str_format("partial, %u of %u", l->canaries, of), buf_str(&e));
	if (l->perhaps > 0)
		buf_format(&e, "; %u more may need one", l->perhaps);
	if (b->nslim > 0)
		buf_text(&e, "; a part of it is made at the link (LTO)");
	if (l->why || b->nslim > 0 || l->perhaps > 0 || l->functions == 0 || binary_static(b) || b->machine != EM_X86_64)
		return found(CANNOT_TELL, STR(""), buf_str(&e));
	return l->canaries > 0 ? found(HOLDS, STR("yes"), buf_str(&e)) : found(DOES_NOT_APPLY, STR("nothing to protect"), buf_str(&e));
}

/* Where notes do not tell of all of the code, it was looked at itself; but a part of Go's own C has no canary. */
static struct finding
beside_notes(const struct binary *b, struct finding notes)
{
	struct finding code = canary_by_code(b, STR(""));

	if (code.evidence.n > 0)
		notes.evidence = str_format("%.*s; %.*s", FMT(notes.evidence), FMT(code.evidence));
	if ((!b->go.is && code.state == LACKS) || str_starts(code.value, STR("partial")))
		notes.value = code.value;
	if (!b->go.is && code.state == LACKS)
		notes.state = code.state;
	return notes;
}

static struct finding
recorded_canary(const struct binary *b)
{
	enum { BASIC = 1, ALL = 2, STRONG = 3, EXPLICIT = 4 };
	const struct units *u = &b->units;
	const unsigned *with = u->own_with[UNIT_ssp];
	unsigned strong = with[STRONG] + with[ALL], std = u->n - u->own;
	struct buf e = {0};

	buf_format(&e, "notes: %s", units_of(strong, u->own, " recorded strong or all").p);
	if (std > 0)
		buf_format(&e, "; %s of Go's standard library (%s), which Go compiles without", units_of(std, std, "").p,
		    buf_str(&b->go.standard).p);
	if (binary_linked(b) && !binary_static(b) && strong > 0 && b->symbols.n[ROLE_CANARY] == 0)
		buf_text(&e, "; symbols: nothing calls __stack_chk_fail: no function needed it, or the notes are not true");
	if (strong == u->own) {
		struct finding f = units_recorded(b, with[ALL] == u->own ? STR("all") : STR("strong"), buf_str(&e));

		return f.state == HOLDS ? f : beside_notes(b, f);
	}
	return found(LACKS, units_of(u->own - strong, u->own, with[BASIC] + with[EXPLICIT] > 0 ? " weaker" : " without"), buf_str(&e));
}

struct finding
check_stackprotector(const struct binary *b)
{
	if (b->go.c == GO_C_STANDARD && binary_linked(b))
		return found(DOES_NOT_APPLY, STR(""), str_format("the only C is Go's standard library (%s), which Go compiles without",
			buf_str(&b->go.standard).p));
	if (b->units.own > 0)
		return recorded_canary(b);
	if (binary_static(b))
		return canary_by_code(b, STR("static: what is there may be the C library's own"));
	if (b->symbols.n[ROLE_CANARY] > 0 && b->machine != EM_X86_64 && b->machine != EM_AARCH64) /* whose code is not looked at */
		return found(HOLDS, STR("yes"), str_format("symbols: it calls %.*s", FMT(b->symbols.first[ROLE_CANARY])));
	if (b->symbols.n[ROLE_CANARY] > 0)
		return canary_by_code(b, str_format("symbols: it calls %.*s", FMT(b->symbols.first[ROLE_CANARY])));
	return canary_by_code(b, STR("symbols: nothing calls __stack_chk_fail; no function needed it, or it was off"));
}

/* Calls of a checking form, of all that have one. */
static struct str
ratio(const struct symbols *s)
{
	return str_format("%u of %u", s->n[ROLE_CHECKED], s->n[ROLE_CHECKED] + s->n[ROLE_ALWAYS] + s->n[ROLE_BOUNDED]);
}

/* clang has no checking printf in C++, whose library may be in the file: then that for exceptions is needed. */
static bool
may_stay_plain(const struct binary *b)
{
	struct str needed = buf_str(&b->needed);

	return b->clang && (str_has(needed, "libstdc++") || str_has(needed, "libc++") || str_has(needed, "libgcc_s"));
}

/* What is in no unit that FORTIFY is on for, but for its address. */
#define PLAIN_TOO "; they stay plain, too, where no size is known, or their address is taken"
static bool
plain_beside(const struct binary *b)
{
	return b->symbols.n[ROLE_ALWAYS] > 0 && !may_stay_plain(b);
}

static struct finding
recorded_fortify(const struct binary *b)
{
	const unsigned *n = b->symbols.n;
	const struct units *u = &b->units;
	struct str evidence = str_format("notes: %s%s%s", units_of(u->fortified, u->n, " recorded with it, and optimised").p,
	    binary_static(b) ? "" : "; symbols: ", binary_static(b) ? "" : ratio(&b->symbols).p);

	if (u->fortified != u->n)
		return found(LACKS, units_of(u->n - u->fortified, u->n, " without"), evidence);
	if (!binary_static(b) && u->glibc == u->n && (plain_beside(b) || (n[ROLE_CHECKED] == 0 && n[ROLE_BOUNDED] > 0)))
		return found(n[ROLE_CHECKED] == 0 && plain_beside(b) ? LACKS : CANNOT_TELL, ratio(&b->symbols),
		    str_format("%s, plain %s" PLAIN_TOO, evidence.p, b->symbols.plain.p));
	return units_recorded(b, str_format("level %u", u->with[UNIT_fs][1] > 0 ? 1u : u->with[UNIT_fs][2] > 0 ? 2u : 3u), evidence);
}

struct finding
check_fortify(const struct binary *b)
{
	const struct symbols *s = &b->symbols;
	struct str value, evidence;

	if (b->libc == CLIB_MUSL)
		return found(DOES_NOT_APPLY, STR(""), STR("musl has no checking functions, and those of fortify-headers leave no trace"));
	if (b->units.n > 0)
		return recorded_fortify(b);
	if (binary_static(b))
		return static_tells_nothing();
	value = ratio(s);
	evidence = str_format("symbols: plain %s", s->plain.n > 0 ? s->plain.p : "none");
	if (s->n[ROLE_CHECKED] > 0 && s->n[ROLE_ALWAYS] + s->n[ROLE_BOUNDED] == 0)
		return found(HOLDS, value, evidence);
	if (s->n[ROLE_CHECKED] == 0 && plain_beside(b))
		return found(LACKS, value, evidence);
	if (s->n[ROLE_ALWAYS] + s->n[ROLE_BOUNDED] > 0)
		return found(CANNOT_TELL, value, str_format("%s" PLAIN_TOO, evidence.p));
	return found(DOES_NOT_APPLY, STR("nothing to check"), STR("symbols: it calls nothing that has a checking form"));
}

static struct finding
recorded_branch(const struct binary *b)
{
	enum { FULL = 3 };
	const struct units *u = &b->units;
	unsigned marked = u->with[UNIT_cf][FULL];
	struct buf e = {0};

	buf_format(&e, "notes: %s", units_of(marked, u->n, " recorded with it").p);
	if (marked != u->n)
		return found(LACKS, units_of(u->n - marked, u->n, " without"), buf_str(&e));
	if (b->go.is)
		buf_text(&e, "; Go's own code has no marks, so the file has none");
	else if (b->nunmarked > 0)
		buf_format(&e, "; cleared by %s%s", buf_str(&b->unmarked).p, units_more(&b->unmarked, b->nunmarked));
	else
		buf_text(&e, "; " ADVICE_BRANCH);
	return found(DOES_NOT_APPLY, STR("compiled, not in effect"), buf_str(&e));
}

/* No mark on the file; where code was looked at, how much of it would have allowed one. */
static struct finding
unmarked(const struct binary *b, struct str value)
{
	const struct codelook *l = codelook(b);

	if (l->functions == 0)
		return found(LACKS, value, STR("notes: no such GNU property"));
	return found(LACKS, value, str_format("notes: no such GNU property; code: %u of %u functions begin with %s", l->marked, l->functions,
		b->machine == EM_AARCH64 ? "bti or paciasp" : "endbr64"));
}

struct finding
check_branch(const struct binary *b)
{
	static const char x86[][12] = {"none", "IBT", "SHSTK", "IBT SHSTK"};
	static const char arm[][12] = {"none", "BTI", "PAC", "BTI PAC"};
	bool aarch64 = b->machine == EM_AARCH64;
	struct str value = str_of((aarch64 ? arm : x86)[b->marks & 3]);

	if (!aarch64 && b->machine != EM_X86_64 && b->machine != EM_386)
		return found(DOES_NOT_APPLY, STR(""), STR("not on this machine"));
	if (b->marks == (MARK_FORWARD | MARK_BACKWARD))
		return found(HOLDS, value, STR("notes: GNU property"));
	if (b->kind == BINARY_ARCHIVE && !b->go.is && (b->units.n == 0 || b->nsilent > 0))
		return found(LACKS, value, str_format("notes: no such GNU property in %s%s", buf_str(&b->unmarked).p,
			units_more(&b->unmarked, b->nunmarked)));
	if (b->units.n > 0)
		return recorded_branch(b);
	if (b->go.is)
		return found(DOES_NOT_APPLY, value, STR("Go's own code has no marks"));
	return unmarked(b, value);
}

static struct finding
left_behind(struct str value, struct str evidence)
{
	return (struct finding){LACKS, value, evidence, STR(ADVICE_SANITIZER)};
}

/* By build settings, by notes, by symbols and the names of sections, or by texts where there are no symbols. */
struct finding
check_sanitizer(const struct binary *b)
{
	enum { ADDRESS = 1, HWADDRESS = 4 }; /* UBSan's runtime shows in symbols, and without one it is hardening */
	static const char settings[][8] = {GO_SETTINGS_SANITIZER};
	static const struct {
		uint8_t role;
		char value[12];
	} rows[] = {{ROLE_SANITIZER, "sanitizer"}, {ROLE_COVERAGE, "coverage"}, {ROLE_PROFILED, "profiling"}};
	unsigned told = 0;

	for (size_t i = 0; i < COUNT(settings); i++)
		if (str_is(gobuild_value(b->go.build.info, settings[i]), STR("true")))
			return left_behind(str_of(settings[i]), STR("build information"));
	for (unsigned i = ADDRESS; i <= HWADDRESS; i++)
		told += b->units.with[UNIT_san][i];
	if (told > 0)
		return left_behind(STR("sanitizer"), str_format("notes: %s", units_of(told, b->units.n, " recorded with one").p));
	for (size_t i = 0; i < COUNT(rows); i++)
		if (b->symbols.n[rows[i].role] > 0)
			return left_behind(str_of(rows[i].value), str_format("symbols: %.*s", FMT(b->symbols.first[rows[i].role])));
	if (!b->runtime)
		return found(HOLDS, STR("none"), STR("symbols: none of theirs"));
	return (struct finding){CANNOT_TELL, STR(""), str_format("texts: %s, a setting of such a runtime; "
		"no symbols tell whether it is in use", b->runtime), STR(ADVICE_SANITIZER)};
}

CHECK_TABLE(debug,
	{b->dwarf, TOLD, "in the file", "sections: .debug_info", ""},
	{b->debuglink, TOLD, "in another file", "sections: .gnu_debuglink", ""},
	{true, TOLD, "none", b->sections ? "sections: no .debug_info" : "no section headers", ""})
