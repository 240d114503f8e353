/* Where a setting comes from, what is wrong with one, and which of them what is remembered depends on. */
#include "compiler/setting.h"

#include "call.h"
#include "command/command.h"
#include "config.h"
#include "tap.h"

/* What two sources say, read in their order. */
struct sources {
	const char *environment, *file;
	struct settings s;
};

static void
read_both(void *context)
{
	struct sources *from = context;

	put_file("hardcc.conf", str_of(from->file));
	settings_environment(&from->s, words_in(from->environment, '\n'));
	settings_files(&from->s, STR("."));
}

static void
precedence(void)
{
	static const struct {
		const char *environment, *file;
		enum setting_id id;
		const char *value, *origin;
	} rows[] = {
		{"", "", SETTING_CACHE, "", "built in"},
		{"", "", SETTING_PROFILE, DEFAULT_PROFILE, "built in"},
		{"", "", SETTING_CC, REAL_CC, "built in"},
		{"HARDCC_CACHE=/e", "", SETTING_CACHE, "/e", "environment"},
		{"", "HARDCC_CACHE=/f", SETTING_CACHE, "/f", "./hardcc.conf:1"},
		{"HARDCC_CACHE=/e", "HARDCC_CACHE=/f", SETTING_CACHE, "/e", "environment"},
		{"HARDCC_CACHE=", "HARDCC_CACHE=/f", SETTING_CACHE, "/f", "./hardcc.conf:1"}, /* empty counts as none */
		{"HARDCC_CACHE", "HARDCC_CACHE=/f", SETTING_CACHE, "/f", "./hardcc.conf:1"},
		{"", "HARDCC_CACHE=\n", SETTING_CACHE, "", "built in"},
		{"HARDCC_CACHE=/a\nHARDCC_CACHE=/b", "", SETTING_CACHE, "/a", "environment"}, /* as in libc */
		{"", "HARDCC_CACHE=/a\nHARDCC_CACHE=/b", SETTING_CACHE, "/a", "./hardcc.conf:1"},
		{"", "\n# a comment\n\n  HARDCC_CACHE =  /f  # why\n", SETTING_CACHE, "/f", "./hardcc.conf:4"},
		{"", "HARDCC_CACHE=a=b", SETTING_CACHE, "a=b", "./hardcc.conf:1"},
		{"HARDCC_CACHE=a=b", "", SETTING_CACHE, "a=b", "environment"},
		{"", "HARDCC_CACHE=/f\r\n", SETTING_CACHE, "/f", "./hardcc.conf:1"},
		{"GCC_SPEC_FILE=/e", "", SETTING_SPEC_FILE, "/e", "environment"},
		{"", "GCC_SPEC_FILE=/f", SETTING_SPEC_FILE, "/f", "./hardcc.conf:1"},
		{"HARDCC_PROFILE=none", "HARDCC_PROFILE=debian", SETTING_PROFILE, "none", "environment"},
		{"HARDCCX=1\nXHARDCC_CACHE=/x\nHARDC=2\nH=3\nGCC_SPEC=/x", "", SETTING_CACHE, "", "built in"},
		 /* others' */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sources from = {.environment = rows[i].environment, .file = rows[i].file};
		const struct setting *got = &from.s.of[rows[i].id];

		read_both(&from);
		is(got->value, str_of(rows[i].value), str_format("%s of [%s] and [%s]", setting_rows[rows[i].id].name,
		    rows[i].environment, rows[i].file));
		is_text(str_of(setting_origin(got)), rows[i].origin, "and where it is from");
		ok(got->value.p[got->value.n] == '\0', STR("and a NUL behind it"));
	}
}

/* Other variables that are read; the first of two holds, and one that is empty is set. */
static void
variables(void)
{
	static const char environment[] = "PATH=/bin\nHOME=\nPATH=/other\nGOFLAGS=-a=b\nXPATH=/x\nPATHS=/y\nGOROOT";
	struct settings s;

	settings_environment(&s, words_in(environment, '\n'));
	is_text(s.var[VAR_PATH], "/bin", "the first of two variables holds");
	ok(s.var[VAR_HOME].p && s.var[VAR_HOME].n == 0, STR("one that is empty is set"));
	is_text(s.var[VAR_GOFLAGS], "-a=b", "a value has an equals sign of its own");
	ok(s.var[VAR_GOROOT].p && s.var[VAR_GOROOT].n == 0, STR("one without an equals sign is empty"));
	ok(!s.var[VAR_GOVERSION].p, STR("one that is not there is not set"));
	is_number(s.nenviron, 7, "all of them are counted");
}

static void
errors(void)
{
	static const struct {
		const char *environment, *file, *said;
	} rows[] = {
		{"HARDCC_NONSENSE=1", "", "environment: HARDCC_NONSENSE is not a setting"},
		{"HARDCC_=1", "", "environment: HARDCC_ is not a setting"},
		{"HARDCC_DISABLE=2", "", "environment: HARDCC_DISABLE is 0 or 1, not \"2\""},
		{"HARDCC_DISABLE=yes", "", "environment: HARDCC_DISABLE is 0 or 1, not \"yes\""},
		{"HARDCC_DEBUG=3", "", "environment: HARDCC_DEBUG is 0, 1 or 2, not \"3\""},
		{"HARDCC_LIBC=uclibc", "",
		 "environment: HARDCC_LIBC is musl, glibc-static, glibc or host, not \"uclibc\""},
		{"HARDCC_MUSL=musl", "", "environment: HARDCC_MUSL is an absolute path"},
		{"HARDCC_LAUNCHER=sh", "", "environment: HARDCC_LAUNCHER is ccache, distcc, icecc or sccache"},
		{"HARDCC_LAUNCHER=/usr/bin/ccache", "", "environment: HARDCC_LAUNCHER is ccache"},
		{"HARDCC_LOG=/l/%x", "", "environment: HARDCC_LOG knows %p, the package, and %%"},
		{"", "HARDCC_NONSENSE=1", "./hardcc.conf:1: \"HARDCC_NONSENSE\" is not a setting"},
		{"", "\n#\nCC=gcc", "./hardcc.conf:3: \"CC\" is not a setting"},
		{"", "HARDCC_STRICT", "./hardcc.conf:1: \"HARDCC_STRICT\" is not NAME=VALUE"},
		{"", "HARDCC_STRICT=1\nHARDCC_STRICT=x", "./hardcc.conf:2: HARDCC_STRICT is 0 or 1, not \"x\""},
		{"HARDCC_STRICT=1", "HARDCC_STRICT=x", "./hardcc.conf:1: HARDCC_STRICT is 0 or 1, not \"x\""},
		 /* though it is not used */
		{"", "HARDCC_DEBUG=9\n\nHARDCC_LIBC=x", "./hardcc.conf:3: HARDCC_LIBC is musl"},
		{"", "HARDCC_DEBUG=9\n\nHARDCC_LIBC=x", "./hardcc.conf:1: HARDCC_DEBUG is 0, 1 or 2, not \"9\""},
		{"", "HARDCC_DEBUG=9\n\nHARDCC_LIBC=x", "2 errors in the settings; nothing was run"},
		{"HARDCC_DEBUG=9\nHARDCC_A=1", "", "2 errors in the environment; nothing was run"},
		{"HARDCC_DEBUG=9", "", "1 error in the environment; nothing was run"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sources from = {.environment = rows[i].environment, .file = rows[i].file};
		struct str said;

		is_number((unsigned long)status_of(read_both, &from, &said), 125, "an error of a setting");
		if (!ok(str_has(said, rows[i].said), str_of(rows[i].said)))
			printf("# %.*s\n", FMT(said));
	}
}

/* Values that are right at the edge. */
static void
values(void)
{
	static const char *const rows[] = {
		"HARDCC_DISABLE=0", "HARDCC_DISABLE=1", "HARDCC_DEBUG=2", "HARDCC_LIBC=host", "HARDCC_LIBC=glibc",
		"HARDCC_LIBC=glibc-static",
		"HARDCC_LIBC=musl", "HARDCC_MUSL=/", "HARDCC_LAUNCHER=ccache", "HARDCC_LOG=/l/%p-%%",
		"HARDCC_LIBC=", "HARDCC_NONSENSE=", "HARDCC_CC_x86_64_linux_gnu=gcc",
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sources from = {.environment = rows[i], .file = ""};
		struct str said;

		is_number((unsigned long)status_of(read_both, &from, &said), 0, rows[i]);
	}
}

static void
numbers(void)
{
	const struct settings *s = settings_of("HARDCC_DEBUG=2\nHARDCC_DISABLE=0\nHARDCC_STRICT=1");

	is_number(setting_level(s, SETTING_DEBUG), 2, "a level");
	ok(setting_on(s, SETTING_STRICT) && !setting_on(s, SETTING_DISABLE) && !setting_on(s, SETTING_LOG_REQUIRED),
	    STR("switches: on, off, not set"));
	is_number(setting_libc(STR("musl")), LIBC_MUSL, "a library's name");
	is_number(setting_libc(STR("glibc")), LIBC_GLIBC, "and one that begins another");
	is_number(setting_libc(STR("")), LIBC_HOST, "no library is the host's");
	is_number(setting_libc(STR("Musl")), NLIBC, "and no name is none");
}

static void
crosses(void)
{
	static const struct {
		const char *name, *value;
	} rows[] = {
		{"aarch64-linux-gnu-gcc", "/e/gcc"},
		{"aarch64-linux-gnu-g++", "/e/g++"},
		{"arm-linux-gnueabi-gcc", "/f/gcc"},
		{"a-b.c-gcc", "/f/dot"},
		{"aarch64-linux-gnu-clang", "/e/gcc"},
		{"arm-linux-gnueabi-g++", NULL},
		{"riscv64-linux-gnu-gcc", NULL},
		{"gcc", NULL},
		{"aarch64-linux-gcc", NULL},
	};
	struct sources from = {.environment = "HARDCC_CC_aarch64_linux_gnu=/e/gcc\nHARDCC_CXX_aarch64_linux_gnu=/e/g++",
	    .file = "HARDCC_CC_arm_linux_gnueabi = /f/gcc\nHARDCC_CC_aarch64_linux_gnu = /f/gcc\nHARDCC_CC_a_b_c = /f/dot\n"};

	read_both(&from);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct name name = name_parse(str_of(rows[i].name));
		const struct setting *got = setting_cross(&from.s, &name);

		is(got ? got->value : STR("none"), str_of(rows[i].value ? rows[i].value : "none"),
		    str_format("the compiler of %s", rows[i].name));
	}
	{
		struct name name = name_parse(STR("arm-linux-gnueabi-gcc"));

		is_text(str_of(setting_origin(setting_cross(&from.s, &name))), "./hardcc.conf:1",
		    "and where it is from");
	}
}

static uint64_t
key_of(const char *environment, const char *shim_directory)
{
	struct settings s;

	settings_environment(&s, words_in(environment, '\n'));
	s.shim_directory = str_of(shim_directory);
	return settings_key(&s);
}

/* Two environments: are they one memo's? PATH and the compilers' values lead to one of a few keys; those here differ. */
static void
keys(void)
{
	static const struct {
		const char *one, *other;
		bool same;
	} rows[] = {
		{"", "", true},
		{"HARDCC_PROFILE=a", "HARDCC_PROFILE=a", true},
		{"HARDCC_PROFILE=a", "HARDCC_PROFILE=b", false},
		{"HARDCC_PROFILE=a", "", false},
		{"HARDCC_LIBC=musl", "HARDCC_LIBC=glibc", false},
		{"HARDCC_DATADIR=/a", "HARDCC_DATADIR=/b", false},
		{"HARDCC_LIBC=musl", "HARDCC_PROFILE=musl", false},
		/* that it is set matters, for then a file's is not taken; its value does not */
		{"HARDCC_LOG=/a", "", false},
		{"HARDCC_LOG=/a", "HARDCC_LOG=/b", true},
		{"HARDCC_DEBUG=1", "HARDCC_DEBUG=2", true},
		{"HARDCC_DEBUG=1", "HARDCC_STRICT=1", false},
		{"HARDCC_CACHE=/a", "HARDCC_CACHE=/b", true},
		{"HARDCC_CACHE=", "", true},
		/* what leads to the compiler */
		{"PATH=/a", "PATH=/b", false},
		{"PATH=/a", "PATH=/a", true},
		{"HARDCC_CC=/a", "HARDCC_CC=/b", false},
		{"HARDCC_CXX=/a", "HARDCC_CXX=/b", false},
		{"HARDCC_CC_a=/a", "HARDCC_CC_b=/a", false},
		{"HARDCC_CC_a=/a", "HARDCC_CC_a=/b", false},
		{"HARDCC_CC_a=/a", "", false},
		/* what a package says of its hardening */
		{"DEB_BUILD_OPTIONS=hardening=-pie", "", false},
		{"DEB_BUILD_OPTIONS=nocheck", "DEB_BUILD_OPTIONS=parallel=2", true},
		/* all else is not a setting */
		{"HOME=/a", "HOME=/b", true},
		{"GOROOT=/a", "", true},
		{"CFLAGS=-O2", "", true},
		{"TOOLEXEC_IMPORTPATH=p", "TOOLEXEC_IMPORTPATH=q", true},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		ok((key_of(rows[i].one, "/s") == key_of(rows[i].other, "/s")) == rows[i].same,
		    str_format("[%s] and [%s]: %s key", rows[i].one, rows[i].other, rows[i].same ? "one" : "another"));
	ok(key_of("", "/s") != key_of("", "/t"), STR("another directory of shims: another key"));
	{
		struct sources from = {.environment = "", .file = "HARDCC_PROFILE=a\nHARDCC_CC_a=/a\n"},
		    empty = {.environment = "", .file = ""};

		read_both(&from);
		read_both(&empty);
		ok(settings_key(&from.s) == settings_key(&empty.s),
		    STR("what a file says is remembered, so it makes no other key"));
	}
	{
		uint64_t first = key_of("PATH=/0", "/s");
		unsigned others = 0;
		uint64_t seen[64] = {first};
		unsigned nseen = 1;

		for (unsigned i = 1; i < 1000; i++) {
			uint64_t key = key_of(text_format("PATH=/%u", i), "/s");
			unsigned j = 0;

			while (j < nseen && seen[j] != key)
				j++;
			if (j == nseen && nseen < 64)
				seen[nseen++] = key;
			others += key != first;
		}
		ok(others > 0 && nseen <= 16, STR("a thousand values of PATH have a few keys"));
	}
}

static void
data(void)
{
	static const struct {
		const char *value, *data, *musl;
	} rows[] = {
		{"new", "new", "new/specs/musl.specs"},
		{"old/include", "old", "old/specs/musl.specs"}, /* made for 0.1: the header's directory */
		{"old", "old", "old/specs/musl.specs"},
		{"none/include", "none/include", "none/include/specs/musl.specs"},
		{"none", "none", "none/specs/musl.specs"},
	};

	put_file("new/specs/musl.specs", STR(""));
	put_file("old/specs/musl.specs", STR(""));
	put_file("old/include/hardcc-note.h", STR(""));
	put_file("none/include/x", STR(""));
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct settings *s = settings_of(text_format("HARDCC_DATADIR=%s", rows[i].value));
		struct str installed = settings_installed(s, "/specs/musl.specs");

		is(settings_data(s), str_of(rows[i].data), str_format("the data of HARDCC_DATADIR=%s", rows[i].value));
		is(installed, str_of(rows[i].musl), STR("and a file of it"));
		ok(installed.p[installed.n] == '\0', STR("with a NUL"));
	}
	is_text(settings_of("")->of[SETTING_DATADIR].value, PKGDATADIR, "built in: the package's");
}

static void
directories(void)
{
	static const struct {
		const char *environment, *cache, *shared, *profiles;
	} rows[] = {
		{"", "", CACHEDIR, ""},
		{"HOME=/h", "/h/.cache/hardcc", CACHEDIR, "/h/.config/hardcc/profiles/"},
		{"HOME=h", "", CACHEDIR, ""},
		{"HOME=", "", CACHEDIR, ""},
		{"HOME=/h\nXDG_CACHE_HOME=/c\nXDG_CONFIG_HOME=/f", "/c/hardcc", CACHEDIR, "/f/hardcc/profiles/"},
		{"HOME=/h\nXDG_CACHE_HOME=c\nXDG_CONFIG_HOME=f", "/h/.cache/hardcc", CACHEDIR,
		 "/h/.config/hardcc/profiles/"}, /* as the XDG says */
		{"HOME=/h\nXDG_CACHE_HOME=\nXDG_CONFIG_HOME=", "/h/.cache/hardcc", CACHEDIR,
		 "/h/.config/hardcc/profiles/"},
		{"HOME=/h\nHARDCC_CACHE=/x", "/x", "", "/h/.config/hardcc/profiles/"},
		{"HOME=/h\nHARDCC_CACHE=none", "", "", "/h/.config/hardcc/profiles/"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct settings *s = settings_of(rows[i].environment);

		is(str_format("%.*s %.*s %.*s", FMT(cache_directory(s)), FMT(cache_shared(s)),
		    FMT(policy_directory(s))),
		    str_format("%s %s %s", rows[i].cache, rows[i].shared, rows[i].profiles),
		    str_format("the directories of [%s]", rows[i].environment));
	}
}

/* What a memo puts back is as if it had been read. */
static void
put_back(void)
{
	struct settings s;
	struct name name = name_parse(STR("a-gcc"));

	settings_environment(&s, words_in("HARDCC_CACHE=/e", '\n'));
	settings_put(&s, STR("HARDCC_CACHE"), (struct setting){STR("/f"), "/f.conf", 1});
	settings_put(&s, STR("HARDCC_DEBUG"), (struct setting){STR("2"), "/f.conf", 2});
	settings_put(&s, STR("HARDCC_CC_a"), (struct setting){STR("/c"), "/f.conf", 3});
	settings_built_in(&s);
	is_text(s.of[SETTING_CACHE].value, "/e", "put back: the environment's stays");
	is_text(str_of(setting_origin(&s.of[SETTING_DEBUG])), "/f.conf:2", "another has its place");
	is_text(setting_cross(&s, &name)->value, "/c", "and so has a triplet's");
	is_text(s.of[SETTING_PROFILE].value, DEFAULT_PROFILE, "and the others are built in");
}

int
main(void)
{
	const char *folder = own_folder();

	precedence();
	variables();
	errors();
	values();
	numbers();
	crosses();
	keys();
	data();
	directories();
	put_back();
	folder_away(folder);
	return done_testing();
}
