/* From words and compiler to facts: which kind of call it is, and all that a rule may ask for. */
#include "call.h"
#include "command/command.h"
#include "plan/classify.h"
#include "tap.h"

#define IDENTITY_WORDS "-### -x c -c -"

/* A line of cmd/go's, cgo's or of a build's, and what it is known for. */
static void
kinds(void)
{
	static const struct {
		const char *line;
		enum fact kind;
	} rows[] = {
		{"gcc -c a.c", FACT_ORDINARY},
		{"gcc a.o -o a", FACT_ORDINARY},
		{"gcc -lm", FACT_ORDINARY},
		{"gcc -Wl,--whole-archive,liba.a", FACT_ORDINARY},
		{"gcc -E a.c", FACT_ORDINARY},
		{"gcc", FACT_QUERY},
		{"gcc -v", FACT_QUERY},
		{"gcc --version", FACT_QUERY},
		{"gcc -dumpmachine a.c", FACT_QUERY},
		{"gcc -print-file-name=libc.a", FACT_QUERY},
		{"gcc -O2", FACT_QUERY},
		{"gcc -Wl,--version a.o", FACT_QUERY},
		{"gcc -Xlinker -v a.o", FACT_ORDINARY}, /* it links all the same */
		{"gcc -Xlinker --version a.o", FACT_QUERY},
		{"gcc -c -Wl,--version a.c", FACT_ORDINARY},
		{"gcc -Wl,-rpath,--version a.o", FACT_ORDINARY},
		{"gcc -Wl,x.obj", FACT_ORDINARY},
		{"gcc -cc1 a.c", FACT_QUERY},
		{"gcc " IDENTITY_WORDS, FACT_IDENTITY},
		{"gcc -O2 -g " IDENTITY_WORDS, FACT_IDENTITY},
		{"g++ -### -x c++ -c -", FACT_IDENTITY},
		{"gcc " IDENTITY_WORDS " -O2", FACT_ORDINARY},
		{"gcc -### -c a.c", FACT_ORDINARY},
		{"gcc -dM -E a.c", FACT_DEFINES},
		{"gcc -E -dM -xc - -O2", FACT_DEFINES},
		{"gcc -dM -c a.c", FACT_ORDINARY},
		/* cmd/go: does the compiler take -no-pie? */
		{"gcc -c -x c - -o /dev/null", FACT_FLAGPROBE},
		{"gcc -x c - -o /dev/null", FACT_FLAGPROBE},
		{"gcc -c a.c -o /dev/null", FACT_ORDINARY},
		{"gcc -c -x c - -o null", FACT_ORDINARY},
		/* cgo: what its source means, by error lines at -O0, by debug information otherwise */
		{"gcc -w -Wno-error -o/tmp/cgo-gcc-input-1.o -c -O0 /tmp/cgo-gcc-input-1.c", FACT_GUESS},
		{"gcc -g -O2 -c /tmp/cgo-gcc-input-1.c", FACT_DWARF},
		{"gcc /tmp/cgo-gcc-input-1.c -o a", FACT_ORDINARY},
		{"gcc -c cgo-gcc-input-1.c", FACT_ORDINARY},
		{"gcc -g -c -xc -o $WORK/_cgo_.o -", FACT_DWARF},
		{"gcc -g -O0 -c -xc -o $WORK/_cgo_1.o -", FACT_GUESS},
		/* cmd/link: does the linker take a flag? then the link itself */
		{"gcc -o /tmp/go-link-1/a.out -Wl,-z,x /tmp/go-link-1/trivial.c", FACT_LINKPROBE},
		{"gcc -o /w/_cgo_.o /w/_cgo_main.o /w/_x001.o -lm", FACT_DYNIMPORT},
		{"gcc -o /w/x.o /w/_cgo_main.o", FACT_ORDINARY},
		{"gcc /w/_cgo_main.o", FACT_ORDINARY},
		{"gcc -m64 -o a.out /tmp/go-link-1/go.o /tmp/go-link-1/000000.o", FACT_GOLINK},
		{"gcc -o a.out go.o", FACT_ORDINARY},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct command cmd;
		char **argv = words_in(rows[i].line, ' ');

		command_parse(&cmd, name_parse(str_of(argv[0])), words_number(argv), argv);
		is(str_of(fact_rows[classify_kind(&cmd)].word), str_of(fact_rows[rows[i].kind].word),
		    str_of(rows[i].line));
	}
}

/* The words of one facet, a blank between them. */
static struct str
facet_text(const struct facts *facts, enum facet facet)
{
	struct buf b = {0};

	for (unsigned i = 0; i < NFACT; i++)
		if (fact_rows[i].facet == facet && fact_holds(facts, (enum fact)i)) {
			if (b.n > 0)
				buf_char(&b, ' ');
			buf_text(&b, fact_rows[i].word);
		}
	return b.n > 0 ? buf_str(&b) : STR("");
}

static void
words(void)
{
	static const struct {
		enum facet facet;
		const char *line, *want;
	} rows[] = {
		{STAGE, "cc -E a.c", "preprocess"},
		{STAGE, "cc -S a.c", "compile"},
		{STAGE, "cc -c a.c", "compile"},
		{STAGE, "cc a.c", "compile link"},
		{STAGE, "cc a.o", "link"},
		{STAGE, "cc -lm", "link"},
		{STAGE, "cc -fsyntax-only a.c", "compile"},
		{STAGE, "cc -M a.c", ""},
		{STAGE, "cc -c a.s", "assemble"},
		{STAGE, "cc -c a.S", "assemble"},
		{STAGE, "cc -S a.S", ""},
		{STAGE, "cc a.c b.s", "compile assemble link"},
		{STAGE, "cc -c -S a.c -E", "preprocess"},
		{STAGE, "cc a.h", "compile"},
		{STAGE, "cc a.h a.o", "compile link"},
		{STAGE, "cc -c a.f", ""},
		{STAGE, "cc a.f", "link"},
		{STAGE, "cc a.f a.c", "compile link"},
		{STAGE, "cc -E -", "preprocess"},
		{STAGE, "cc -xc -c -", "compile"},

		{LANGUAGE, "cc -c a.c", "c"},
		{LANGUAGE, "g++ -c a.c", "cxx"},
		{LANGUAGE, "cc -c a.cc", "cxx"},
		{LANGUAGE, "cc -c a.C b.c", "c cxx"},
		{LANGUAGE, "cc -c a.m", "objc"},
		{LANGUAGE, "cc -c a.mm", "objcxx"},
		{LANGUAGE, "cc -c a.s", "asm"},
		{LANGUAGE, "cc -c a.S", "asm-cpp"},
		{LANGUAGE, "cc -c a.f90", "other-language"},
		{LANGUAGE, "cc -x c++ -c a.c", "cxx"},
		{LANGUAGE, "cc -x ada -c a.c", "other-language"},
		{LANGUAGE, "cc -x c++ a.c -x none b.c", "c cxx"},
		{LANGUAGE, "cc -c -", "c"},
		{LANGUAGE, "g++ -c -", "cxx"},
		{LANGUAGE, "cc a.o", ""},

		{FORM, "cc -c a.c", "source"},
		{FORM, "cc -c a.i", "preprocessed"},
		{FORM, "cc -c -fpreprocessed a.c", "source preprocessed"},
		{FORM, "cc a.h", "header"},
		{FORM, "g++ -c a.cppm", "module"},
		{FORM, "cc -c a.c b.i", "source"},
		{FORM, "cc -c a.s b.i", "source preprocessed"},
		{FORM, "clang -c -emit-llvm a.c", "source bitcode"},
		{FORM, "cc -fsyntax-only a.c", "source no-object"},
		{FORM, "cc -fsyntax-only -fno-syntax-only a.c", "source"},
		{FORM, "cc -fno-syntax-only -fsyntax-only a.c", "source no-object"},
		{FORM, "cc -c -fpreprocessed -fno-preprocessed a.c", "source"},
		{FORM, "cc -c -fmodules -fno-modules a.c", "source"},
		{FORM, "cc -c -fno-modules -fmodules a.c", "source module"},
		{FORM, "cc -c -fmodules -fmodule-file=x -fno-modules a.c", "source module"},
		{FORM, "cc a.o", ""},

		{OUTPUT, "cc a.o", "exe"},
		{OUTPUT, "cc -c a.c", ""},
		{OUTPUT, "cc -pie a.o", "pie"},
		{OUTPUT, "cc -shared a.o", "shared"},
		{OUTPUT, "cc -static a.o", "static"},
		{OUTPUT, "cc -static-pie a.o", "static-pie"},
		{OUTPUT, "cc -r a.o", "relocatable"},
		{OUTPUT, "cc -pie -no-pie a.o", "exe"},
		{OUTPUT, "cc -no-pie -pie a.o", "pie"},
		{OUTPUT, "cc -shared -pie a.o", "pie"},
		{OUTPUT, "cc -static -pie a.o", "static"},
		{OUTPUT, "cc -shared -r a.o", "relocatable"},
		{OUTPUT, "cc -Wl,-shared a.o", "shared"},
		{OUTPUT, "cc -Wl,--shared a.o", "shared"},
		{OUTPUT, "cc -Xlinker -r a.o", "relocatable"},
		{OUTPUT, "cc -shared -c a.c", ""},

		{OPT, "cc -c a.c", "unoptimized"},
		{OPT, "cc -O -c a.c", "optimized"},
		{OPT, "cc -O2 -c a.c", "optimized"},
		{OPT, "cc -Og -c a.c", "optimized"},
		{OPT, "cc -O0 -c a.c", "unoptimized"},
		{OPT, "cc -O00 -c a.c", "unoptimized"},
		{OPT, "cc -O2 -O0 -c a.c", "unoptimized"},
		{OPT, "cc -O0 -O3 -c a.c", "optimized"},
		{OPT, "cc --optimize=2 -c a.c", "optimized"},

		{SANITIZER, "cc -c a.c", ""},
		{SANITIZER, "cc -fsanitize=address -c a.c", "sanitize asan"},
		{SANITIZER, "cc -fsanitize=leak -c a.c", "sanitize asan"},
		{SANITIZER, "cc -fsanitize=memory -c a.c", "sanitize msan"},
		{SANITIZER, "cc -fsanitize=thread -c a.c", "sanitize tsan"},
		{SANITIZER, "cc -fsanitize=undefined -c a.c", "sanitize ubsan"},
		{SANITIZER, "cc -fsanitize=address,undefined -c a.c", "sanitize asan ubsan"},
		{SANITIZER, "cc -fsanitize=cfi -c a.c", ""},
		{SANITIZER, "cc -fsanitize=shadow-call-stack -c a.c", ""},
		{SANITIZER, "cc -fsanitize=address -fno-sanitize=address -c a.c", ""},
		{SANITIZER, "cc -fsanitize=address,thread -fno-sanitize=all -c a.c", ""},
		{SANITIZER, "cc -fsanitize=undefined -fno-sanitize=undefined -c a.c", ""},
		{SANITIZER, "cc -fsanitize=undefined -fno-sanitize=alignment -c a.c", "sanitize ubsan"},
		{SANITIZER, "cc -fsanitize=bounds,undefined -fno-sanitize=undefined -c a.c", "sanitize ubsan"},
		{SANITIZER, "cc -fsanitize=address,leak -fno-sanitize=address -c a.c", "sanitize asan"},
		{SANITIZER, "cc -fsanitize=undefined,own -fno-sanitize=own -fno-sanitize=undefined -c a.c", ""},

		{HOST, "cc -c a.c", "hosted"},
		{HOST, "cc -ffreestanding -c a.c", "freestanding"},
		{HOST, "cc -ffreestanding -fhosted -c a.c", "hosted"},
		{HOST, "cc -D__KERNEL__ -c a.c", "kernel"},
		{HOST, "cc -D __KERNEL__=1 -c a.c", "kernel"},
		{HOST, "cc -Wp,-D,__KERNEL__ -c a.c", "kernel"},
		{HOST, "cc -D__KERNEL__ -U__KERNEL__ -c a.c", "hosted"},
		{HOST, "cc -D__KERNELX__ -c a.c", "hosted"},
		{HOST, "cc -mcmodel=kernel -c a.c", "kernel"},
		{HOST, "cc -mcmodel=kernel -mcmodel=small -c a.c", "hosted"},
		{HOST, "cc -mcmodel=small -mcmodel=kernel -c a.c", "kernel"},
		{HOST, "cc -mcmodel=kernel -U__KERNEL__ -c a.c", "kernel"},
		{HOST, "cc -D__KERNEL__ -mcmodel=medany -c a.c", "kernel"},
		{HOST, "cc -m16 -c a.c", "kernel"},

		{ARCH, "cc -c a.c", "x86_64"},
		{ARCH, "cc -m32 -c a.c", "i386"},
		{ARCH, "cc -mx32 -c a.c", "x32"},
		{ARCH, "cc -m32 -m64 -c a.c", "x86_64"},

		{ORDER, "cc a.o -lm", ""},
		{ORDER, "cc -lm a.o", "library-first"},
		{ORDER, "cc a.o -lm b.c -lm", "library-first"},
		{ORDER, "cc liba.so a.o", "library-first"},
		{ORDER, "cc liba.so.1.2 a.a", "library-first"},
		{ORDER, "cc a.o -lm liba.so libb.so.1", ""},
		{ORDER, "cc a.o b.a c.c", ""},

		{FAMILY, "cc -c a.c", "gcc"},
		{KIND, "cc -c a.c", "ordinary"},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is(facet_text(&call_of(rows[i].line, GCC_12, "")->facts, rows[i].facet), str_of(rows[i].want),
		    str_of(rows[i].line));
}

static void
targets(void)
{
	static const struct {
		const char *target, *words, *arch, *libc, *host;
	} rows[] = {
		{"x86_64-linux-gnu", "", "x86_64", "glibc", "hosted"},
		{"x86_64-redhat-linux", "", "x86_64", "glibc", "hosted"},
		{"x86_64-pc-linux-gnu", "-m32", "i386", "glibc", "hosted"},
		{"amd64-unknown-linux-gnu", "", "x86_64", "glibc", "hosted"},
		{"x86_64-linux-gnux32", "", "x32", "glibc", "hosted"},
		{"i686-linux-gnu", "-m64", "x86_64", "glibc", "hosted"},
		{"i486-linux-gnu", "", "i386", "glibc", "hosted"},
		{"aarch64-linux-gnu", "", "aarch64", "glibc", "hosted"},
		{"arm64-linux-gnu", "", "aarch64", "glibc", "hosted"},
		{"arm-linux-gnueabihf", "", "arm", "glibc", "hosted"},
		{"armv7l-linux-musleabihf", "", "arm", "musl", "hosted"},
		{"aarch64-linux-gnu", "-m32", "aarch64", "glibc", "hosted"},
		{"riscv64-linux-gnu", "", "riscv64", "glibc", "hosted"},
		{"powerpc64le-linux-gnu", "", "ppc64le", "glibc", "hosted"},
		{"powerpc64-linux-gnu", "", "other-arch", "glibc", "hosted"},
		{"s390x-linux-gnu", "", "s390x", "glibc", "hosted"},
		{"mips64el-linux-gnuabi64", "", "mips", "glibc", "hosted"},
		{"loongarch64-linux-gnu", "", "loongarch64", "glibc", "hosted"},
		{"sparc64-linux-gnu", "", "other-arch", "glibc", "hosted"},
		{"x86_64-alpine-linux-musl", "", "x86_64", "musl", "hosted"},
		{"x86_64-linux-muslx32", "", "x32", "musl", "hosted"},
		{"aarch64-linux-android21", "", "aarch64", "other-libc", "hosted"},
		{"arm-linux-uclibcgnueabi", "", "arm", "other-libc", "hosted"},
		{"x86_64-w64-mingw32", "", "x86_64", "other-libc", "foreign"},
		{"arm64-apple-darwin23", "", "aarch64", "other-libc", "foreign"},
		{"arm-none-eabi", "", "arm", "other-libc", "foreign"},
		{"x86_64-notlinux", "", "x86_64", "other-libc", "foreign"},
		{"x86_64-linux-notmusl", "", "x86_64", "glibc", "hosted"},
		{"", "", "other-arch", "other-libc", "hosted"},
		{"x86_64-linux-gnu", "-m16", "x86_64", "glibc", "kernel"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *line = text_format("cc %s -c a.c", rows[i].words[0] ? rows[i].words : "-g");
		char **argv = words_in(line, ' ');
		struct facts facts = {0};
		struct command cmd;
		struct str got;

		command_parse(&cmd, name_parse(STR("cc")), words_number(argv), argv);
		classify_target(&facts, &cmd, str_of(rows[i].target));
		got = str_format("%.*s %.*s %.*s", FMT(facet_text(&facts, ARCH)), FMT(facet_text(&facts, LIBC)),
		    FMT(facet_text(&facts, HOST)));
		is(got, str_format("%s %s %s", rows[i].arch, rows[i].libc, rows[i].host), str_format("%s %s",
		    rows[i].target, rows[i].words));
	}
}

/* A route has chosen the library. */
static void
routed(void)
{
	struct facts facts = {0};
	char **argv = words_in("cc -c a.c", ' ');
	struct command cmd;

	command_parse(&cmd, name_parse(STR("cc")), words_number(argv), argv);
	cmd.libc = FACT_MUSL;
	classify_target(&facts, &cmd, STR("x86_64-linux-gnu"));
	is(facet_text(&facts, LIBC), STR("musl"), STR("the route's library holds, not the target's"));
}

/* What Go says of the call in its environment. */
static void
callers(void)
{
	static const struct {
		const char *line, *environment, *caller, *level, *arm;
	} rows[] = {
		{"cc -c a.c", "", "", "", ""},
		{"cc -c a.c", "GOROOT=/go", "", "", ""},
		{"cc -c a.c", "TOOLEXEC_IMPORTPATH=p", "cgo", "", ""},
		{"cc -c _cgo_export.c", "TOOLEXEC_IMPORTPATH=p", "cgo cgogen", "", ""},
		{"cc -c $WORK/a.cgo2.c", "TOOLEXEC_IMPORTPATH=p", "cgo cgogen", "", ""},
		{"cc -c _cgo_main.c", "", "", "", ""},
		{"cc -I /go/src/net -c a.c", "TOOLEXEC_IMPORTPATH=net\nGOROOT=/go", "cgo gostd", "", ""},
		{"cc -I /gopher/src -c a.c", "TOOLEXEC_IMPORTPATH=p\nGOROOT=/go", "cgo", "", ""},
		{"cc -I /go -c a.c", "TOOLEXEC_IMPORTPATH=p\nGOROOT=/go", "cgo", "", ""},
		{"cc -I x -I /go/src/net -c a.c", "TOOLEXEC_IMPORTPATH=p\nGOROOT=/go", "cgo", "", ""},
		{"cc -I /go/src/net -c a.c", "TOOLEXEC_IMPORTPATH=net\nGOTOOLDIR=/go/pkg/tool/linux_amd64", "cgo gostd",
		 "", ""},
		{"cc -o /w/go-build1/b001/exe/a.out /t/go-link-1/go.o", "", "", "", ""},
		{"cc -o /w/go-build1/b001/exe/main /t/go-link-1/go.o", "", "gorun", "", ""},
		{"cc -o /w/go-build1/b001/p.test /t/go-link-1/go.o", "", "gotest", "", ""},
		{"cc -o /w/go-build1/b001/exe/main a.o", "", "", "", ""},
		{"cc -c a.c", "GOAMD64=v1", "", "", ""},
		{"cc -c a.c", "GOAMD64=v2", "", "goamd64-v2", ""},
		{"cc -c a.c", "GOAMD64=v4", "", "goamd64-v4", ""},
		{"cc -c a.c", "GOAMD64=v33", "", "", ""},
		{"cc -c a.c", "GOARM64=v8.0", "", "", "goarm64-v8.0"},
		{"cc -c a.c", "GOARM64=v9.5", "", "", "goarm64-v9.5"},
		{"cc -c a.c", "GOARM64=v8.0,lse", "", "goarm64-lse", "goarm64-v8.0"},
		{"cc -c a.c", "GOARM64=v8.0,crypto", "", "goarm64-crypto", "goarm64-v8.0"},
		{"cc -c a.c", "GOARM64=v8.0,crypto,lse", "", "goarm64-lse-crypto", "goarm64-v8.0"},
		{"cc -c a.c", "GOARM64=v8.1,lse", "", "", "goarm64-v8.1"},
		{"cc -c a.c", "GOARM64=v8.1,lse,crypto", "", "goarm64-crypto", "goarm64-v8.1"},
		{"cc -c a.c", "GOARM64=v7", "", "", ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct call *call = call_of(rows[i].line, GCC_12, rows[i].environment);
		struct str got = str_format("%.*s; %.*s; %.*s", FMT(facet_text(&call->facts, CALLER)),
		    FMT(facet_text(&call->facts, GOLEVEL)), FMT(facet_text(&call->facts, GOARM)));

		is(got, str_format("%s; %s; %s", rows[i].caller, rows[i].level, rows[i].arm),
		    str_format("%s: %s", rows[i].line, rows[i].environment));
	}
}

static void
names(void)
{
	static const struct {
		const char *line, *want;
	} rows[] = {
		{"cc -v", "query"},	   {"cc -### -x c -c -", "identity"}, {"cc -c - -o /dev/null", "flagprobe"},
		{"cc -E -dM a.c", "defines"}, {"cc -c a.c", "compile"},	      {"cc a.c", "link"},
		{"cc -c a.s", "assemble"}, {"cc -E a.c", "preprocess"},	      {"cc -M a.c", "other"},
		{"cc /t/go-link-1/go.o", "link"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct call *call = call_of(rows[i].line, GCC_12, "");

		is(str_of(kind_name(call->command.kind, &call->facts)), str_of(rows[i].want),
		    str_format("%s is told as %s", rows[i].line, rows[i].want));
	}
}

static void
families(void)
{
	static const struct {
		const char *printed, *want;
	} rows[] = {
		{GCC_12, "gcc"}, {CLANG_19, "clang"}, {OTHER_CC, "other-compiler"},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is(facet_text(&call_of("cc -c a.c", rows[i].printed, "")->facts, FAMILY), str_of(rows[i].want),
		    str_of(rows[i].want));
}

/* Assembler sources say whether the stack is to be executable. */
static void
stacks(void)
{
	static const struct {
		const char *line, *printed, *want;
	} rows[] = {
		{"cc asks.s", GCC_12, "execstack"},
		{"cc silent.s", GCC_12, "unmarked"},
		{"cc marked.s", GCC_12, ""},
		{"cc marked.s asks.S silent.s", GCC_12, "execstack unmarked"},
		{"cc -c asks.s", GCC_12, ""},
		{"cc marked.s a.c", GCC_12, "trampolines"}, /* gcc marks what it compiles itself */
		{"cc marked.s a.c", CLANG_19, ""},
		{"cc silent.s a.c", CLANG_19, "unmarked"},
		{"cc -ffreestanding silent.s", GCC_12, ""},
	};
	const char *folder = own_folder();

	put_file("asks.s", STR(".section .note.GNU-stack,\"x\",@progbits\n"));
	put_file("asks.S", STR("nop\n.section .note.GNU-stack,\"x\",@progbits\n"));
	put_file("marked.s", STR(".section .note.GNU-stack,\"\",@progbits\n"));
	put_file("silent.s", STR("nop\n"));
	for (size_t i = 0; i < COUNT(rows); i++)
		is(facet_text(&call_of(rows[i].line, rows[i].printed, "")->facts, STACK), str_of(rows[i].want),
		    str_of(rows[i].line));
	folder_away(folder);
}

int
main(void)
{
	kinds();
	words();
	targets();
	routed();
	callers();
	names();
	families();
	stacks();
	return done_testing();
}
