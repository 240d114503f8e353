/*
 * setting.h - what the user set, and where: environment, then hardcc.conf in the shim directory
 * (build tools scrub the environment), then the system's hardcc.conf, then built in.
 * An empty value counts as none. The shim reads its environment here and nowhere else; commands read more of theirs
 * through base/environment.h.
 */
#ifndef SETTING_H
#define SETTING_H

#include "base/io.h"
#include "base/str.h"

/* name in C, name, what a value must be, built in, what it is for */
#define SETTINGS(X) \
	X(PROFILE, "HARDCC_PROFILE", ANY, DEFAULT_PROFILE, "profiles and switches, comma-separated") \
	X(CC, "HARDCC_CC", ANY, REAL_CC, "the real compiler of cc, gcc, c89, c99") \
	X(CXX, "HARDCC_CXX", ANY, "", "the real compiler of c++, g++") \
	X(LIBC, "HARDCC_LIBC", LIBRARY_NAME, "", "musl, glibc-static, glibc, or host: the C library") \
	X(MUSL, "HARDCC_MUSL", ABSOLUTE, "", "the prefix of a musl: include and lib below it") \
	X(LAUNCHER, "HARDCC_LAUNCHER", LAUNCHER_NAME, "", "ccache, distcc, icecc or sccache, to run each compiler by") \
	X(LOG, "HARDCC_LOG", LOG_FILE, "", "a file that gets a JSON line for each call; %p: the package") \
	X(LOG_REQUIRED, "HARDCC_LOG_REQUIRED", SWITCH, "", "1 ends a call whose line cannot be logged with 125") \
	X(DEBUG, "HARDCC_DEBUG", LEVEL, "", "1 prints the argv that is run, 2 the reasons too") \
	X(DISABLE, "HARDCC_DISABLE", SWITCH, "", "1 passes every call through") \
	X(STRICT, "HARDCC_STRICT", SWITCH, "", "1: a lost log, and glibc-static's warning, are errors") \
	X(CACHE, "HARDCC_CACHE", ANY, "", "the cache directory, or none") \
	X(DATADIR, "HARDCC_DATADIR", ANY, PKGDATADIR, "the package's data: specs, profiles, kernel") \
	X(SPEC_FILE, "GCC_SPEC_FILE", ANY, "", "a spec file for gcc, as Wolfi's wrapper takes it")

/* Other variables that we read; they are not settings and cannot stand in a file. */
#define VARIABLES(X) \
	X(PATH, "PATH") \
	X(HOME, "HOME") \
	X(CACHE_HOME, "XDG_CACHE_HOME") \
	X(CONFIG_HOME, "XDG_CONFIG_HOME") \
	X(DEPTH, "HARDCC_DEPTH") \
	X(GO_PACKAGE, "TOOLEXEC_IMPORTPATH") \
	X(GOROOT, "GOROOT") \
	X(GOTOOLDIR, "GOTOOLDIR") \
	X(GOVERSION, "GOVERSION") \
	X(GOFLAGS, "GOFLAGS") \
	X(GO_EXTLINK, "GO_EXTLINK_ENABLED") \
	X(GOAMD64, "GOAMD64") \
	X(GOARM64, "GOARM64") \
	X(DEPENDENCIES, "DEPENDENCIES_OUTPUT") \
	X(SUNPRO, "SUNPRO_DEPENDENCIES") \
	X(CCC_OVERRIDE, "CCC_OVERRIDE_OPTIONS") \
	X(COMPILER_PATH, "COMPILER_PATH") \
	X(GCC_EXEC, "GCC_EXEC_PREFIX")

struct name;

enum setting_id {
#define SETTING_ENUM(id, ...) SETTING_##id,
	SETTINGS(SETTING_ENUM)
	NSETTING
};

enum variable_id {
#define VARIABLE_ENUM(id, ...) VAR_##id,
	VARIABLES(VARIABLE_ENUM)
	NVARIABLE
};

struct setting {
	struct str value;   /* NUL-terminated */
	const char *origin; /* "environment", "built in" or a path */
	unsigned line;	    /* of the path; 0 otherwise */
};

enum { MAX_SETTING_FILES = 2 };

struct settings {
	struct setting of[NSETTING];
	struct str var[NVARIABLE]; /* p is NULL where it is not set */
	char *const *environ;
	size_t nenviron;
	struct str shim_directory;
	struct str *package; /* what it says of its hardening, by enum buildoption; NULL where it says nothing */
	struct cross {
		struct str name; /* HARDCC_CC_<triplet>, HARDCC_CXX_<triplet> */
		struct setting is;
	} *cross; /* as they were found */
	size_t ncross, cross_room;
	struct watched {
		const char *path;
		struct stamp stamp;
	} watched[MAX_SETTING_FILES]; /* the files, or a directory where they are not there */
	unsigned nwatched;
};

struct setting_row {
	char name[20];
	uint8_t kind;
	char about[60];
};

extern const struct setting_row setting_rows[NSETTING];

/* The environment only: enough to pass a call through. Errors end the program with 125. */
void settings_environment(struct settings *s, char *const *environ);
/* The files and the built-in values below it. Every error of a file is said, then 125. */
COLD void settings_files(struct settings *s, struct str shim_directory);
/* Looks at the files before they are read, so that what they say can be remembered. */
COLD void settings_watch(struct settings *s, struct str shim_directory);
/* A value that a file had, as it was read. */
void settings_put(struct settings *s, struct str name, struct setting value);
/* The built-in values below all others. */
void settings_built_in(struct settings *s);
/* What is remembered is remembered for this: the shim directory, which settings the environment has, its profile,
 * its library and its data. With the same files the others are the same in two calls. Other values of what leads to the compiler get another key, but only
 * a few, so that what is remembered does not grow for ever. */
uint64_t settings_key(const struct settings *s);

enum libc { LIBC_HOST, LIBC_GLIBC, LIBC_GLIBC_STATIC, LIBC_MUSL, NLIBC };
extern const char setting_libcs[NLIBC][14];
/* The library of that name; the host's for an empty one, NLIBC for no name. */
enum libc setting_libc(struct str name);

/* The directory of the package's data: specs/, profiles/ and kernel/ are below it. A value that was made for 0.1 names the
 * directory of the note's header, which stood beside them. */
COLD struct str settings_data(const struct settings *s);
/* name: "/specs/musl.specs". In the arena, NUL-terminated. */
COLD struct str settings_installed(const struct settings *s, const char *name);

/* The cache directory, or an empty text. */
struct str cache_directory(const struct settings *s);
/* The cache that all users read, which is asked where theirs cannot tell; empty where they named one, or none. */
COLD struct str cache_shared(const struct settings *s);
/* The user's profile directory, a slash at its end; empty where there is none. */
struct str policy_directory(const struct settings *s);

struct str variable_name(enum variable_id id);
bool setting_on(const struct settings *s, enum setting_id id);
unsigned setting_level(const struct settings *s, enum setting_id id);
/* HARDCC_CC_<triplet> or, for C++, HARDCC_CXX_<triplet>, of a name with a triplet. */
COLD const char *setting_cross_name(const struct name *name);
/* That one; NULL where it is not set. */
COLD const struct setting *setting_cross(const struct settings *s, const struct name *name);
/* "environment" or "path:line", for messages. */
const char *setting_origin(const struct setting *setting);

#endif
