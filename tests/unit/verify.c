/* What hardcc verify reads its facts from: notes, names of symbols, Go's settings. */
#include "elf/gobuildinfo.h"
#include "elf/symbolrole.h"
#include "elf/unitnote.h"
#include "tap.h"
#include "verify/check.h"

static void
notes(void)
{
	static const struct {
		const char *text;
		bool reads;
		int8_t opt, ssp, fs, cf, std;
	} rows[] = {
		{"1 0123456789abcdef opt=1 ssp=3 fs=3 pic=2 pie=0 cf=3", true, 1, 3, 3, 3, -1},
		{"1 0123456789abcdef std=1 opt=1 ssp=0 fs=3 pic=2 pie=0 cf=3", true, 1, 0, 3, 3, 1},
		{"1 0123456789abcdef", true, -1, -1, -1, -1, -1},
		{"1 0123456789abcdef later=x opt=1 ssp=", true, 1, -1, -1, -1, -1},
		{"1 0123456789abcdef opt=9 ssp=33 fs=-1", true, -1, -1, -1, -1, -1},
		{"1 p opt=0  ssp=1", true, 0, 1, -1, -1, -1},
		{"1 p libc=musl opt=0 fs=3", true, 0, -1, 3, -1, -1}, /* without -O there is no FORTIFY */
		{"2 0123456789abcdef openssf gcc12.2.0 glibc sc=1 vi=1 ov=1 al=0 opt=1 ssp=3 fs=3 pie=2 cf=3", true, 1, 3, 3, 3, -1},
		{"2 0123456789abcdef opt=1 ssp=1 fs=1 cf=1", true, -1, -1, -1, 1, -1}, /* three words of names */
		{"2 0123456789abcdef", true, -1, -1, -1, -1, -1},
		{"2", false, 0, 0, 0, 0, 0},
		{"3 0123456789abcdef openssf gcc12.2.0 glibc opt=1", false, 0, 0, 0, 0, 0},
		{"1", false, 0, 0, 0, 0, 0},
		{"1 ", false, 0, 0, 0, 0, 0},
		{"", false, 0, 0, 0, 0, 0},
		{"11 p", false, 0, 0, 0, 0, 0},
	};
	struct units units = {0};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct unit u;
		bool reads = unit_read(str_of(rows[i].text), &u);

		ok(reads == rows[i].reads && (!reads || (u.of[UNIT_opt] == rows[i].opt && u.of[UNIT_ssp] == rows[i].ssp &&
		    u.of[UNIT_fs] == rows[i].fs && u.of[UNIT_cf] == rows[i].cf && u.of[UNIT_std] == rows[i].std)),
		    str_of(rows[i].text));
		units_add(&units, str_of(rows[i].text), NULL);
	}
	is_number(units.n, 10, "notes that were read");
	is_number(units.unread, 6, "notes that were not");
	is_number(units.own, 9, "one of them is of Go's standard library");
	is_number(units.with[UNIT_ssp][0], 1, "one is without a stack protector");
	is_number(units.own_with[UNIT_ssp][0], 0, "and that one is Go's own");
	is_number(units.fortified, 3, "FORTIFY and optimised");
	is_text(buf_str(&units.policies.text), "0123456789abcdef p", "each policy once");
	is_text(buf_str(&units.compilers.text), "gcc12.2.0 ssp=1", "each compiler once");
}

static void
second_version(void)
{
	struct unit u;

	ok(unit_read(STR("2 p~ openssf~ clang19.1.7 musl san=1 sc=0 vi=2 fa=3 ov=2 al=1 libc=x pie=1 later=x"), &u), STR("version 2"));
	is_text(u.policy, "p~", "the policy");
	is_text(u.profile, "openssf~", "the profile");
	is_text(u.compiler, "clang19.1.7", "the compiler");
	is_number((size_t)u.of[UNIT_san], 1, "san");
	is_number((size_t)u.of[UNIT_sc], 0, "sc");
	is_number((size_t)u.of[UNIT_vi], 2, "vi");
	is_number((size_t)u.of[UNIT_fa], 3, "fa");
	is_number((size_t)u.of[UNIT_ov], 2, "ov");
	is_number((size_t)u.of[UNIT_al], 1, "al");
	is_number((size_t)u.of[UNIT_pie], 1, "pie");
	is_number((size_t)u.of[UNIT_pic], 1, "what is compiled for a PIE is position-independent");
	ok(unit_read(STR("1 p libc=musl opt=1"), &u) && str_is(u.libc, STR("musl")) && u.compiler.n == 0,
	    STR("version 1 names its library by a key"));
	ok(u.of[UNIT_sc] == UNIT_SILENT && u.of[UNIT_san] == UNIT_SILENT, STR("and says nothing of the later keys"));
	ok(unit_read(STR("2 p a b musl"), &u) && str_is(u.libc, STR("musl")), STR("version 2 names it by its place"));
}

static void
roles(void)
{
	static const struct {
		const char *name;
		enum symbol_role role;
	} rows[] = {
		{"__stack_chk_fail", ROLE_CANARY}, {"__stack_chk_fail_local", ROLE_CANARY}, {"__stack_chk_failure", ROLE_NONE},
		{"printf", ROLE_ALWAYS}, {"wprintf", ROLE_ALWAYS}, {"_longjmp", ROLE_ALWAYS}, {"asprintf", ROLE_ALWAYS},
		{"memcpy", ROLE_BOUNDED}, {"strcpy", ROLE_BOUNDED}, {"wmemset", ROLE_BOUNDED}, {"read", ROLE_BOUNDED},
		{"puts", ROLE_NONE}, {"printf_", ROLE_NONE}, {"prin", ROLE_NONE}, {"scanf", ROLE_NONE}, {"", ROLE_NONE},
		{"__printf_chk", ROLE_CHECKED}, {"__memcpy_chk", ROLE_CHECKED}, {"____longjmp_chk", ROLE_CHECKED},
		{"__printf_chkieee128", ROLE_CHECKED}, {"__printfieee128", ROLE_ALWAYS}, {"__snprintfieee128", ROLE_BOUNDED},
		{"__scanfieee128", ROLE_NONE}, {"__strtoieee128", ROLE_NONE}, {"__ppoll64", ROLE_BOUNDED}, {"__ppoll64_chk", ROLE_CHECKED},
		{"__ppoll32", ROLE_NONE}, {"__fdelt_chk", ROLE_CHECKED}, {"__open_2", ROLE_CHECKED}, {"__openat64_2", ROLE_CHECKED},
		{"__open_3", ROLE_NONE}, {"__other_chk", ROLE_NONE}, {"__chk", ROLE_NONE}, {"_chk", ROLE_NONE},
		{"__asan_init", ROLE_SANITIZER}, {"__tsan_init", ROLE_SANITIZER}, {"__ubsan_handle_add_overflow", ROLE_SANITIZER},
		{"__ubsan_handle_add_overflow_minimal", ROLE_NONE}, {"__gcov_init", ROLE_COVERAGE}, {"mcount", ROLE_PROFILED}, {"__llvm_prf_cnts", ROLE_COVERAGE},
		{"__llvm_profile_runtime", ROLE_COVERAGE}, {"__sanitizer_cov_trace_pc", ROLE_COVERAGE},
		{"__nss_lookup", ROLE_NSS}, {"dlopen", ROLE_DLOPEN}, {"__cfi_check", ROLE_CFI},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is_number(symbol_role(str_of(rows[i].name)), rows[i].role, rows[i].name);
#define FOUND(name, how) \
	is_number(symbol_role(STR(#name)), ROLE_##how, #name " is found"); \
	is_number(symbol_role(STR("__" #name "_chk")), ROLE_CHECKED, "__" #name "_chk is found");
	FORTIFIABLE(FOUND)
}

static void
settings(void)
{
	static const char info[] = "path\texample.com/a\nmod\texample.com/a\tv1.2.3\th1:abc=\ndep\tx\tv1\n"
				   "build\t-ldflags=\"-X \\\"a=b\\\" -s\"\nbuild\tCGO_ENABLED=1\nbuild\t\"odd=key\"=1\nbuild\t-tags=\n"
				   "build\tx=`raw`\n";
	static const char *const rows[][2] = {
		{"-ldflags", "-X \"a=b\" -s"}, {"CGO_ENABLED", "1"}, {"odd=key", "1"}, {"-tags", ""}, {"x", "raw"},
	};
	struct str rest = STR(info), key, value;
	size_t i = 0;

	for (; gobuild_setting(&rest, &key, &value) && i < COUNT(rows); i++) {
		is_text(key, rows[i][0], rows[i][0]);
		is_text(value, rows[i][1], rows[i][1]);
	}
	is_number(i, COUNT(rows), "every setting is read");
	is_text(gobuild_line(STR(info), "path"), "example.com/a", "the main package");
	is_text(gobuild_value(STR(info), "CGO_ENABLED"), "1", "one setting");
	ok(!gobuild_value(STR(info), "GOOS").p, STR("one that is not there"));
	rest = STR("build\t\"");
	ok(gobuild_setting(&rest, &key, &value) && key.n == 1 && value.n == 0, STR("a quote without an end"));
}

int
main(void)
{
	notes();
	second_version();
	roles();
	settings();
	for (unsigned i = 0; i < NCHECK; i++)
		ok(*checks[i].about, str_of(checks[i].name));
	return done_testing();
}
