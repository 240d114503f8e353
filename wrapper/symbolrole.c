#include "symbolrole.h"

enum { MAX_NAMED = 8 };

struct role_row {
	char name[24];
	uint8_t role;
};

/* Whole names. Sorted: found by bisection. */
static const struct role_row fortifiable[] = {
#define FORTIFIABLE_ROW(name, how) {#name, ROLE_##how},
	FORTIFIABLE(FORTIFIABLE_ROW)
};
static const struct role_row others[] = {
	{"__cfi_check", ROLE_CFI},
	{"__cfi_slowpath", ROLE_CFI},
	{"__init_libc", ROLE_MUSL},
	{"__libc_start_init", ROLE_MUSL},
	{"__mq_open_2", ROLE_CHECKED},
	{"__nss_lookup", ROLE_NSS},
	{"__nss_lookup_function", ROLE_NSS},
	{"__open64_2", ROLE_CHECKED},
	{"__open_2", ROLE_CHECKED},
	{"__openat64_2", ROLE_CHECKED},
	{"__openat_2", ROLE_CHECKED},
	{"__safestack_init", ROLE_SAFESTACK},
	{"__stack_chk_fail", ROLE_CANARY},
	{"__stack_chk_fail_local", ROLE_CANARY},
	{"__stack_chk_guard", ROLE_CANARY},
	{"__stack_smash_handler", ROLE_CANARY},
	{"dlmopen", ROLE_DLOPEN},
	{"dlopen", ROLE_DLOPEN},
};
/* Families of names. */
static const struct role_row prefixes[] = {
	{"__afl_", ROLE_COVERAGE},	  {"__asan_", ROLE_SANITIZER},	  {"__cyg_profile_func_", ROLE_COVERAGE},
	{"__gcov_", ROLE_COVERAGE},	  {"__hwasan_", ROLE_SANITIZER},  {"__llvm_profile_", ROLE_COVERAGE},
	{"__lsan_", ROLE_SANITIZER},	  {"__msan_", ROLE_SANITIZER},	  {"__sanitizer_cov_", ROLE_COVERAGE},
	{"__tsan_", ROLE_SANITIZER},	  {"__ubsan_handle_", ROLE_SANITIZER},
};

/* -1, 0, 1 as of strcmp */
static int
compare(struct str name, const char *with)
{
	size_t i = 0;

	while (i < name.n && with[i] != '\0' && name.p[i] == with[i])
		i++;
	if (i == name.n)
		return with[i] == '\0' ? 0 : -1;
	return (unsigned char)name.p[i] < (unsigned char)with[i] ? -1 : 1;
}

static enum symbol_role
look_up(const struct role_row *rows, size_t n, struct str name)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;
		int order = compare(name, rows[middle].name);

		if (order == 0)
			return (enum symbol_role)rows[middle].role;
		if (order > 0)
			low = middle + 1;
		else
			n = middle;
	}
	return ROLE_NONE;
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
	static uint32_t second[128]; /* by the first byte, the low bits of the second one */

	if (second['_'] == 0) {
		second['_'] |= 1u << ('_' & 31);
		for (size_t i = 0; i < COUNT(fortifiable); i++)
			second[fortifiable[i].name[0] & 127] |= 1u << (fortifiable[i].name[1] & 31);
		for (size_t i = 0; i < COUNT(others); i++)
			second[others[i].name[0] & 127] |= 1u << (others[i].name[1] & 31);
	}
	return beginning.n > 1 && second[beginning.p[0] & 127] >> (beginning.p[1] & 31) & 1;
}

enum symbol_role
symbol_role(struct str name)
{
	const struct str check = STR("_chk");
	enum symbol_role role;

	if (name.n < 3 || name.n >= 64 || !symbol_tells(name))
		return ROLE_NONE;
	if (name.p[0] != '_' || name.p[1] != '_')
		return (role = look_up(fortifiable, COUNT(fortifiable), name)) ? role : look_up(others, COUNT(others), name);
	if (str_ends(name, check)) {
		struct str plain = str_head(str_cut(name, 2), name.n - 2 - check.n);

		while (plain.n > 0 && plain.p[0] == '_') /* ____longjmp_chk */
			plain = str_cut(plain, 1);
		return look_up(fortifiable, COUNT(fortifiable), plain) || str_is(plain, STR("fdelt")) ? ROLE_CHECKED : ROLE_NONE;
	}
	for (size_t i = 0; i < COUNT(prefixes); i++)
		if (str_starts_text(name, prefixes[i].name))
			return meant_to_stay(name) ? ROLE_NONE : (enum symbol_role)prefixes[i].role;
	return look_up(others, COUNT(others), name);
}

void
symbols_add(struct symbols *symbols, enum symbol_role role, struct str name)
{
	if (symbols->n[role]++ == 0)
		symbols->first[role] = name;
	if ((role == ROLE_ALWAYS || role == ROLE_BOUNDED) && symbols->n[ROLE_ALWAYS] + symbols->n[ROLE_BOUNDED] <= MAX_NAMED) {
		if (symbols->plain.n > 0)
			buf_char(&symbols->plain, ' ');
		buf_add(&symbols->plain, name);
	}
}
