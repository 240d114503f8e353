/* buildenv.h - what a build needs in its environment to go through hardcc: for run, and for env. */
#ifndef BUILDENV_H
#define BUILDENV_H

#include "cli/choice.h"
#include "command/goflags.h"
#include "compiler/setting.h"

#define GOFLAGS_DOES "-buildmode=pie: loaded at a random address; --static: CC links it, or go fails; --for: no path of this machine (-trimpath)"
#define GOFLAGS_COSTS "pie: 6 to 8 % larger, as fast, and go code is compiled anew once; CC's link: 0.3 s a program"
#define GOFLAGS_NOT "pie: with -race (left out here), with gccgo; -trimpath: tests that find their files by runtime.Caller"

/* name in C, name in the environment, what it does, what it costs, when not to use it */
#define BUILD_VARIABLES(X) \
	X(PATH, "PATH", "hardcc's names are found first, so what PATH finds is hardened, too", \
	    "one more exec a call, about 0.1 ms", "where one compiler alone is meant: CC is enough") \
	X(CC, "CC", "the C compiler of go, make, configure, cmake, meson, cargo", \
	    "hardened C is 3 % slower to compile, 2 % larger and 1 % slower", "where a file is to stay as it is: HARDCC_PROFILE=none for it") \
	X(CXX, "CXX", "the same for C++", "the same", "the same") \
	X(CGO, "CGO_ENABLED", "0, as go 1.20 and later decide where there is no C compiler: they would take hardcc's names for one", "nothing", "") \
	X(REAL_CC, "HARDCC_CC", "the compiler that CC named before", "nothing", "") \
	X(REAL_CXX, "HARDCC_CXX", "the compiler that CXX named before", "nothing", "") \
	X(LAUNCHER, "HARDCC_LAUNCHER", "the launcher that CC began with, behind hardcc", "nothing", "") \
	X(PROFILE, "HARDCC_PROFILE", "which flags", "see hardcc profiles show", "") \
	X(LIBC, "HARDCC_LIBC", "what hardcc links is static: it needs no loader and no library", "cgo code is compiled anew once; FORTIFY needs fortify-headers with musl", \
	    "with libraries that are there for glibc only, with C++, where dlopen is needed") \
	X(GOFLAGS, "GOFLAGS", GOFLAGS_DOES, GOFLAGS_COSTS, GOFLAGS_NOT) \
	X(GOAMD64, "GOAMD64", "Go code for newer x86-64 processors", "all of it is compiled anew, once", \
	    "where an older processor runs it: it stops at once") \
	X(GOARM64, "GOARM64", "Go code for newer arm64 processors", "all of it is compiled anew, once", \
	    "where a processor without LSE runs it: from v8.1 on it stops at once") \
	X(COMPILERCHECK, "CCACHE_COMPILERCHECK", "a ccache in front of hardcc asks for the policy, and so never gives an object of another", \
	    "5 ms a call, where ccache is in front", "where ccache is behind hardcc or not used")

enum build_variable {
#define BUILD_ENUM(id, ...) BUILD_##id,
	BUILD_VARIABLES(BUILD_ENUM)
	NBUILD
};

struct build_row {
	char name[24], does[128], costs[112], not[112]; /* no pointers: each would be set at every start */
};

extern const struct build_row build_rows[NBUILD];

struct buildenv {
	struct str names;	 /* the directory of compiler names */
	struct str value[NBUILD]; /* p is NULL: stays as it is. Of PATH: the directory to put before it */
	bool path_is_right;	 /* it stands there first already */
	bool is_static;		 /* the programs are to be */
};

/* command: what is to be run; empty for env. False after an error was said. */
bool buildenv_make(struct buildenv *b, const struct choices *c, const struct settings *s, const char *self,
    const struct args *command);
/* Into an environment. */
void buildenv_apply(const struct buildenv *b, struct args *environ);

#endif
