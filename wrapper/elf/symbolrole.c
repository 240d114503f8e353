#include "elf/symbolrole.h"

enum { MAX_NAMED = 8, NAME = 24, BEGINNINGS = 4096, NO_ROW = 255 };

struct role_row {
	char name[NAME];
	uint8_t role;
};

#define OTHER_NAMES(X) \
	X(__cfi_check, CFI) X(__cfi_slowpath, CFI) X(__gnu_mcount_nc, PROFILED) X(__init_libc, MUSL) \
	X(__libc_start_init, MUSL) X(__monstartup, PROFILED) X(__mq_open_2, CHECKED) X(__nss_lookup, NSS) \
	X(__nss_lookup_function, NSS) X(__open64_2, CHECKED) X(__open_2, CHECKED) X(__openat64_2, CHECKED) \
	X(__openat_2, CHECKED) X(__ppoll64, BOUNDED) X(__safestack_init, SAFESTACK) X(__stack_chk_fail, CANARY) \
	X(__stack_chk_fail_local, CANARY) X(__stack_chk_guard, CANARY) X(__stack_smash_handler, CANARY) \
	X(_mcount, PROFILED) X(dlmopen, DLOPEN) X(dlopen, DLOPEN) X(fdopen, RUNTIME) X(getenv, RUNTIME) \
	X(getpid, RUNTIME) X(getrusage, SANITIZES) X(mcount, PROFILED) X(mkdir, RUNTIME) \
	X(pthread_getattr_np, SANITIZES) X(setrlimit, SANITIZES) X(sysconf, SANITIZES)
/* Families of names. */
#define PREFIXES(X) \
	X(__afl_, COVERAGE) X(__asan_, SANITIZER) X(__cyg_profile_func_, COVERAGE) X(__gcov_, COVERAGE) \
	X(__hwasan_, SANITIZER) X(__llvm_prf_, COVERAGE) X(__llvm_profile_, COVERAGE) X(__lsan_, SANITIZER) \
	X(__msan_, SANITIZER) X(__sancov_, COVERAGE) X(__sanitizer_cov_, COVERAGE) X(__tsan_, SANITIZER) \
	X(__ubsan_handle_, SANITIZER) X(__xray_, COVERAGE)

#define ROLE_ROW(name, role) {#name, ROLE_##role},
static const struct role_row rows[] = {FORTIFIABLE(ROLE_ROW) OTHER_NAMES(ROLE_ROW)};
static const struct role_row prefixes[] = {PREFIXES(ROLE_ROW)};

/* By the first three bytes of a name, the rows that begin so. Made at the first question. */
static struct index {
	bool made;
	uint8_t first[BEGINNINGS]; /* from 1; NO_ROW where only families and checking forms begin so */
	uint8_t next[COUNT(rows)];
} known;

_Static_assert(COUNT(rows) < NO_ROW, "a row's number is a byte");

static uint8_t *
first_of(const char *p)
{
	return &known.first[(((unsigned char)p[0] * 37u + (unsigned char)p[1]) * 37u + (unsigned char)p[2]) % BEGINNINGS];
}

static void
begins(const char *name)
{
	if (*first_of(name) == 0)
		*first_of(name) = NO_ROW;
}

static void
make_index(void)
{
	char checked[] = "__?";

	known.made = true;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint8_t *first = first_of(rows[i].name);

		known.next[i] = *first;
		*first = (uint8_t)(i + 1);
	}
	for (size_t i = 0; i < COUNT(rows); i++) {
		checked[2] = rows[i].name[0]; /* __NAME_chk, and ____longjmp_chk */
		begins(checked);
	}
	for (size_t i = 0; i < COUNT(prefixes); i++)
		begins(prefixes[i].name);
}

static enum symbol_role
look_up(struct str name)
{
	size_t at = name.n < 3 ? 0 : *first_of(name.p);

	for (; at > 0 && at < NO_ROW; at = known.next[at - 1])
		if (str_is_text(name, rows[at - 1].name))
			return (enum symbol_role)rows[at - 1].role;
	return ROLE_NONE;
}

static bool
has_checking_form(struct str name)
{
	enum symbol_role role = look_up(name);

	return role == ROLE_ALWAYS || role == ROLE_BOUNDED;
}

/* UBSan's small runtime is made to be shipped. */
static bool
meant_to_stay(struct str name)
{
	return str_ends(name, STR("_minimal")) || str_ends(name, STR("_minimal_abort"));
}

bool
symbol_tells(struct str beginning)
{
	if (!known.made)
		make_index();
	return beginning.n > 2 && *first_of(beginning.p) > 0;
}

const char *
symbol_known(size_t i)
{
	if (i < COUNT(rows))
		return rows[i].name;
	return i - COUNT(rows) < COUNT(prefixes) ? prefixes[i - COUNT(rows)].name : NULL;
}

enum symbol_role
symbol_role(struct str name)
{
	const struct str check = STR("_chk"), quad = STR("ieee128");
	bool is_quad;

	if (name.n < 3 || name.n >= 64 || !symbol_tells(name))
		return ROLE_NONE;
	if (name.p[0] != '_' || name.p[1] != '_')
		return look_up(name);
	is_quad = str_ends(name, quad); /* on ppc64le, where long double is IEEE's: __printfieee128, __printf_chkieee128 */
	if (is_quad)
		name = str_head(name, name.n - quad.n);
	if (str_ends(name, check)) {
		struct str plain = str_head(str_cut(name, 2), name.n - 2 - check.n);

		while (plain.n > 0 && plain.p[0] == '_') /* ____longjmp_chk */
			plain = str_cut(plain, 1);
		return has_checking_form(plain) || str_is(plain, STR("fdelt")) ? ROLE_CHECKED : ROLE_NONE;
	}
	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (str_starts_text(name, prefixes[i].name))
			return meant_to_stay(name) ? ROLE_NONE : (enum symbol_role)prefixes[i].role;
	return look_up(str_cut(name, is_quad ? 2 : 0));
}

void
symbols_add(struct symbols *symbols, enum symbol_role role, struct str name)
{
	if (symbols->n[role]++ == 0)
		symbols->first[role] = name;
	if ((role == ROLE_ALWAYS || role == ROLE_BOUNDED) && symbols->n[ROLE_ALWAYS] + symbols->n[ROLE_BOUNDED] <= MAX_NAMED)
		buf_word(&symbols->plain, name);
}
