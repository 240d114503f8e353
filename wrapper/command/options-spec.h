/* options-spec.h - what spec files are tried with; options.h takes them in. */
#ifndef OPTIONS_SPEC_H
#define OPTIONS_SPEC_H

/*
 * A spec file may add to a call, and must leave to the user what he said. Of words that gcc -### prints, the last of a matter holds.
 * Two are of one matter where they are alike but for "no-" and what stands behind '='; and where both fit one of these lists.
 */
#define SPEC_MATTERS(X) \
	X("-O*") \
	X("-f*pie -f*PIE -f*pic -f*PIC") \
	X("-fstack-protector* -fno-stack-protector*") \
	X("-ftrapv -fwrapv* -fno-trapv -fno-wrapv* -f*strict-overflow") \
	X("-std=* -ansi") \
	X("-m16 -m32 -m64 -mx32") \
	X("-f*signed-char") \
	X("-f*signed-bitfields") \
	X("-pie -no-pie -nopie -static-pie") \
	X("-znow -zlazy")
/* Several names of one thing. */
#define SPEC_SAME(X) \
	X("-fno-pie -fno-PIE -fno-pic -fno-PIC") \
	X("-O -O1") \
	X("-fwrapv -fno-strict-overflow")
/* Those that add up, and those that name a temporary file: none takes the place of another. */
#define SPEC_ADD_UP		"-fplugin* --param* -param* -rpath* -plugin-opt*"
/* The linker has others of these names. */
#define SPEC_COMPILER_ONLY	"-O*"
/* A file with these may do another thing the next time. */
#define SPEC_UNSTABLE		"%:getenv", "%:if-exists"
/* The names of warnings that are errors are matters of their own. */
#define SPEC_MATTER_WHOLE	"-Werror=", "-Wno-error="
/* What no file may add where the user has a word of the first list: it would win, wherever it stands. */
#define SPEC_AGAINST(X) \
	X("-static -shared -r",	"-pie -static-pie") \
	X("-g -g1 -g2 -g3 -ggdb*",	"-s -strip-all -strip-debug") \
	X("-Wno-error",			"-Werror*") \
	X(SPEC_CPU,			SPEC_CPU)
/* One brings others, or takes them away. */
#define SPEC_CPU		"-march=* -mcpu=* -msse* -mno-sse* -mavx* -mno-avx* -mfma* -mno-fma* -mbmi* -mno-bmi*"
/* By its name a line of -### is the linker's. */
#define LINK_PROGRAM		"collect2"
/* Words that no question has: they are other ones in each package or build, or hide which program is the linker. */
#define SPEC_UNASKED		"-f*-prefix-map=*", "-frandom-seed=*", "-wrapper"
/* Words of the user's that doctor tries a file with; whether they are the linker's; the text by which to find the line at fault. */
#define SPEC_SAMPLES(X) \
	X("-O0",			0, "-O") \
	X("-O1",			0, "-O") \
	X("-O2",			0, "-O") \
	X("-O3",			0, "-O") \
	X("-Os",			0, "-O") \
	X("-Og",			0, "-O") \
	X("-Ofast",			0, "-O") \
	X("-Oz",			0, "-O") \
	X("-march=x86-64",		0, "-march") \
	X("-march=armv8-a",		0, "-march") \
	X("-std=gnu99",		0, "-std") \
	X("-fno-pie",			0, "-fPIE") \
	X("-fno-PIE",			0, "-fPIE") \
	X("-fno-pic",			0, "-fPIE") \
	X("-fno-stack-protector",	0, "-fstack-protector") \
	X("-fno-stack-clash-protection", 0, "-fstack-clash") \
	X("-fcf-protection=none",	0, "-fcf-protection") \
	X("-fstrict-aliasing",		0, "-fno-strict-aliasing") \
	X("-ftrapv",			0, "-fno-strict-overflow") \
	X("-fomit-frame-pointer",	0, "-fno-omit-frame-pointer") \
	X("-fno-exceptions",		0, "-fexceptions") \
	X("-U_FORTIFY_SOURCE",		0, "_FORTIFY_SOURCE") \
	X("-D_FORTIFY_SOURCE=2",	0, "_FORTIFY_SOURCE") \
	X("-D_FORTIFY_SOURCE=3",	0, "_FORTIFY_SOURCE") \
	X("-no-pie",			1, "-pie") \
	X("-static",			1, "-pie") \
	X("-shared",			1, "-pie") \
	X("-Wl,-z,lazy",		1, "now") \
	X("-Wl,-z,norelro",		1, "relro") \
	X("-Wl,-z,execstack",		1, "noexecstack")
/* How a spec file takes in another, and a config file; gcc has the name between two signs. */
#define SPEC_INCLUDE		"%include_noerr", "%include"
#define SPEC_INCLUDE_END	'>'
#define CONFIG_INCLUDE		"@"
/* Options that no gcc has: one that clang has and Go asks for, and one of a kind that cc1 would have to refuse. */
#define SPEC_UNKNOWN		"-Qunused-arguments", "-fhardcc-knows-this-is-none"
/* What makes a driver take every option stands near this. */
#define SPEC_UNKNOWN_AT		";:"

#endif
