/* options-spec.h - what spec files are tried with; options.h takes them in. */
#ifndef OPTIONS_SPEC_H
#define OPTIONS_SPEC_H

/*
 * What a spec file must leave to the user: a word of the user's, and which words of his it stands for (itself); whether it is the
 * linker's; how gcc -### prints it or what does the same, and the words of the same matter, of which it must be the last; and the
 * text by which to find the line at fault. They are tried one by one.
 */
#define SPEC_TRIALS(X) \
	X("-O0",			"",		0, "-O0",				"-O*",					"-O") \
	X("-O1",			"",		0, "-O1",				"-O*",					"-O") \
	X("-O2",			"",		0, "-O2",				"-O*",					"-O") \
	X("-O3",			"",		0, "-O3",				"-O*",					"-O") \
	X("-Os",			"",		0, "-Os",				"-O*",					"-O") \
	X("-Og",			"",		0, "-Og",				"-O*",					"-O") \
	X("-Ofast",			"",		0, "-Ofast",			"-O*",					"-O") \
	X("-Oz",			"",		0, "-Oz",				"-O*",					"-O") \
	X("-march=x86-64",		"-march=*",	0, "-march=x86-64",		"-march=*",				"-march") \
	X("-march=armv8-a",		"-march=*",	0, "-march=armv8-a",		"-march=*",				"-march") \
	X("-std=gnu99",		"-std=*",	0, "-std=gnu99",		"-std=*",				"-std") \
	X("-fno-pie",			"",		0, "-fno-*",			"-f*pie -f*PIE -f*pic -f*PIC",		"-fPIE") \
	X("-fno-PIE",			"",		0, "-fno-*",			"-f*pie -f*PIE -f*pic -f*PIC",		"-fPIE") \
	X("-fno-pic",			"",		0, "-fno-*",			"-f*pie -f*PIE -f*pic -f*PIC",		"-fPIE") \
	X("-fno-stack-protector",	"",		0, "-fno-stack-protector",		"-f*stack-protector*",			"-fstack-protector") \
	X("-fno-stack-clash-protection", "",		0, "-fno-stack-clash-protection",	"-f*stack-clash-protection",		"-fstack-clash") \
	X("-fcf-protection=none",	"",		0, "-fcf-protection=none",		"-fcf-protection*",			"-fcf-protection") \
	X("-fstrict-aliasing",		"",		0, "-fstrict-aliasing",		"-f*strict-aliasing",			"-fno-strict-aliasing") \
	X("-ftrapv",			"",		0, "-ftrapv",			"-ftrapv -fwrapv -f*strict-overflow",	"-fno-strict-overflow") \
	X("-fomit-frame-pointer",	"",		0, "-fomit-frame-pointer",		"-f*omit-frame-pointer",		"-fno-omit-frame-pointer") \
	X("-fno-exceptions",		"",		0, "-fno-exceptions",		"-fexceptions -fno-exceptions",		"-fexceptions") \
	X("-U_FORTIFY_SOURCE",		"",		0, "_FORTIFY_SOURCE",		"*_FORTIFY_SOURCE*",			"_FORTIFY_SOURCE") \
	X("-D_FORTIFY_SOURCE=0",	"",		0, "*_FORTIFY_SOURCE=0",		"*_FORTIFY_SOURCE*",			"_FORTIFY_SOURCE") \
	X("-D_FORTIFY_SOURCE=1",	"",		0, "*_FORTIFY_SOURCE=1",		"*_FORTIFY_SOURCE*",			"_FORTIFY_SOURCE") \
	X("-D_FORTIFY_SOURCE=2",	"",		0, "*_FORTIFY_SOURCE=2",		"*_FORTIFY_SOURCE*",			"_FORTIFY_SOURCE") \
	X("-D_FORTIFY_SOURCE=3",	"",		0, "*_FORTIFY_SOURCE=3",		"*_FORTIFY_SOURCE*",			"_FORTIFY_SOURCE") \
	X("-no-pie",			"",		1, "",				"-pie -static-pie",			"-pie") \
	X("-Wl,-z,lazy",		"",		1, "lazy",				"lazy now",				"now") \
	X("-Wl,-z,norelro",		"",		1, "norelro",			"relro norelro",			"relro") \
	X("-Wl,-z,execstack",		"",		1, "execstack",			"execstack noexecstack",		"noexecstack")
/* How a spec file takes in another, and a config file; gcc has the name between two signs. */
#define SPEC_INCLUDE		"%include_noerr", "%include"
#define SPEC_INCLUDE_END	'>'
#define CONFIG_INCLUDE		"@"
/* Options that no gcc has: one that clang has and Go asks for, and one of a kind that cc1 would have to refuse. */
#define SPEC_UNKNOWN		"-Qunused-arguments", "-fhardcc-knows-this-is-none"
/* What makes a driver take every option stands near this. */
#define SPEC_UNKNOWN_AT		";:"

#endif
