/*
 * facts.h - the vocabulary of `if` in a profile, once: enum, word and facet come from this list.
 *
 * Words of one facet are alternatives, facets are and-ed. A call may have several facts of one
 * facet: `cc a.c -o a` compiles and links.
 */
#ifndef FACTS_H
#define FACTS_H

#include "base/str.h"

/* facet, name in C, word in a profile */
#define FACTS(X) \
	X(FAMILY, GCC, "gcc") \
	X(FAMILY, CLANG, "clang") \
	X(FAMILY, OTHER_FAMILY, "other-compiler") \
	\
	X(KIND, ORDINARY, "ordinary") \
	X(KIND, QUERY, "query") \
	X(KIND, IDENTITY, "identity") \
	X(KIND, FLAGPROBE, "flagprobe") \
	X(KIND, DEFINES, "defines") \
	X(KIND, GUESS, "guess") \
	X(KIND, DWARF, "dwarf") \
	X(KIND, LINKPROBE, "linkprobe") \
	X(KIND, DYNIMPORT, "dynimport") \
	X(KIND, GOLINK, "golink") \
	\
	X(STAGE, PREPROCESS, "preprocess") \
	X(STAGE, COMPILE, "compile") \
	X(STAGE, ASSEMBLE, "assemble") \
	X(STAGE, LINK, "link") \
	\
	X(LANGUAGE, C, "c") \
	X(LANGUAGE, CXX, "cxx") \
	X(LANGUAGE, OBJC, "objc") \
	X(LANGUAGE, OBJCXX, "objcxx") \
	X(LANGUAGE, ASM, "asm") \
	X(LANGUAGE, ASM_CPP, "asm-cpp") \
	X(LANGUAGE, OTHER_LANGUAGE, "other-language") \
	\
	X(FORM, SOURCE, "source") \
	X(FORM, PREPROCESSED, "preprocessed") \
	X(FORM, HEADER, "header") \
	X(FORM, MODULE, "module") \
	X(FORM, BITCODE, "bitcode") \
	X(FORM, NOTHING, "no-object") \
	\
	X(ARCH, X86_64, "x86_64") \
	X(ARCH, X32, "x32") \
	X(ARCH, I386, "i386") \
	X(ARCH, AARCH64, "aarch64") \
	X(ARCH, ARM, "arm") \
	X(ARCH, RISCV64, "riscv64") \
	X(ARCH, PPC64LE, "ppc64le") \
	X(ARCH, S390X, "s390x") \
	X(ARCH, MIPS, "mips") \
	X(ARCH, LOONGARCH64, "loongarch64") \
	X(ARCH, OTHER_ARCH, "other-arch") \
	\
	X(OUTPUT, EXE, "exe") \
	X(OUTPUT, PIE, "pie") \
	X(OUTPUT, SHARED, "shared") \
	X(OUTPUT, STATIC, "static") \
	X(OUTPUT, STATIC_PIE, "static-pie") \
	X(OUTPUT, RELOCATABLE, "relocatable") \
	\
	X(LIBC, GLIBC, "glibc") \
	X(LIBC, MUSL, "musl") \
	X(LIBC, FORTIFY_HEADERS, "fortify-headers") \
	X(LIBC, OTHER_LIBC, "other-libc") \
	\
	X(OPT, OPTIMIZED, "optimized") \
	X(OPT, UNOPTIMIZED, "unoptimized") \
	\
	X(HOST, HOSTED, "hosted") \
	X(HOST, FREESTANDING, "freestanding") \
	X(HOST, KERNEL, "kernel") \
	X(HOST, FOREIGN, "foreign") \
	\
	X(SANITIZER, SANITIZE, "sanitize") \
	X(SANITIZER, ASAN, "asan") \
	X(SANITIZER, MSAN, "msan") \
	X(SANITIZER, TSAN, "tsan") \
	X(SANITIZER, UBSAN, "ubsan") \
	\
	X(STACK, EXECSTACK, "execstack") \
	X(STACK, TRAMPOLINES, "trampolines") \
	X(STACK, UNMARKED, "unmarked") \
	\
	X(ORDER, LIBRARY_FIRST, "library-first") \
	\
	X(CALLER, CGO, "cgo") \
	X(CALLER, CGOGEN, "cgogen") \
	X(CALLER, GOSTD, "gostd") \
	X(CALLER, GOEXT, "goext") \
	X(CALLER, GOTEST, "gotest") \
	X(CALLER, GORUN, "gorun") \
	\
	X(GOLEVEL, GOAMD64_2, "goamd64-v2") \
	X(GOLEVEL, GOAMD64_3, "goamd64-v3") \
	X(GOLEVEL, GOAMD64_4, "goamd64-v4") \
	X(GOLEVEL, GOARM64_LSE, "goarm64-lse") \
	X(GOLEVEL, GOARM64_CRYPTO, "goarm64-crypto") \
	X(GOLEVEL, GOARM64_BOTH, "goarm64-lse-crypto") \
	\
	X(GOARM, GOARM64_8_0, "goarm64-v8.0") \
	X(GOARM, GOARM64_8_1, "goarm64-v8.1") \
	X(GOARM, GOARM64_8_2, "goarm64-v8.2") \
	X(GOARM, GOARM64_8_3, "goarm64-v8.3") \
	X(GOARM, GOARM64_8_4, "goarm64-v8.4") \
	X(GOARM, GOARM64_8_5, "goarm64-v8.5") \
	X(GOARM, GOARM64_8_6, "goarm64-v8.6") \
	X(GOARM, GOARM64_8_7, "goarm64-v8.7") \
	X(GOARM, GOARM64_8_8, "goarm64-v8.8") \
	X(GOARM, GOARM64_8_9, "goarm64-v8.9") \
	X(GOARM, GOARM64_9_0, "goarm64-v9.0") \
	X(GOARM, GOARM64_9_1, "goarm64-v9.1") \
	X(GOARM, GOARM64_9_2, "goarm64-v9.2") \
	X(GOARM, GOARM64_9_3, "goarm64-v9.3") \
	X(GOARM, GOARM64_9_4, "goarm64-v9.4") \
	X(GOARM, GOARM64_9_5, "goarm64-v9.5")

enum facet {
	FAMILY, KIND, STAGE, LANGUAGE, FORM, ARCH, OUTPUT, LIBC, OPT, HOST, SANITIZER, STACK, ORDER, CALLER,
	GOLEVEL, GOARM,
	NFACET,
	FACETS = 16 /* with room, so that all are compared at once */
};

enum fact {
#define FACT_ENUM(facet, name, word) FACT_##name,
	FACTS(FACT_ENUM)
#undef FACT_ENUM
	NFACT
};

/* Where each facet begins: the bit of a fact is its distance from there. */
#define FIRST_FAMILY	FACT_GCC
#define FIRST_KIND	FACT_ORDINARY
#define FIRST_STAGE	FACT_PREPROCESS
#define FIRST_LANGUAGE	FACT_C
#define FIRST_FORM	FACT_SOURCE
#define FIRST_ARCH	FACT_X86_64
#define FIRST_OUTPUT	FACT_EXE
#define FIRST_LIBC	FACT_GLIBC
#define FIRST_OPT	FACT_OPTIMIZED
#define FIRST_HOST	FACT_HOSTED
#define FIRST_SANITIZER	FACT_SANITIZE
#define FIRST_STACK	FACT_EXECSTACK
#define FIRST_ORDER	FACT_LIBRARY_FIRST
#define FIRST_CALLER	FACT_CGO
#define FIRST_GOLEVEL	FACT_GOAMD64_2
#define FIRST_GOARM	FACT_GOARM64_8_0

/* One bit a fact, in the mask of its facet; a facet has at most 16 words. */
struct facts {
	uint16_t bits[FACETS];
};

struct fact_row {
	char word[20];
	uint8_t facet;
	uint8_t bit; /* within the facet */
};

extern const struct fact_row fact_rows[NFACT];

/* Of a condition, as gcc>=12: its name, without the bounds of a version; and the fact, NFACT where there is none. */
struct str fact_name(struct str condition);
enum fact fact_named(struct str condition);

static inline void
fact_set(struct facts *facts, enum fact fact)
{
	facts->bits[fact_rows[fact].facet] |= (uint16_t)(1u << fact_rows[fact].bit);
}

static inline void
fact_clear(struct facts *facts, enum fact fact)
{
	facts->bits[fact_rows[fact].facet] &= (uint16_t)~(1u << fact_rows[fact].bit);
}

static inline bool
fact_holds(const struct facts *facts, enum fact fact)
{
	return facts->bits[fact_rows[fact].facet] >> fact_rows[fact].bit & 1;
}

#endif
