  #pragma GCC system_header /* never warns */
/*
 * hardcc-note.h - included by hardcc before each C and C++ translation unit; hardcc-note(5) says what it leaves.
 *
 * An allocated note without symbol or relocation: owner "hardcc", type 1, text as in
 *
 *	2 0123456789abcdef openssf gcc12.2.0 glibc sc=1 vi=1 ov=1 al=0 opt=1 ssp=3 fs=3 pic=2 cf=3
 *
 * HARDCC_NOTE is the part up to al=0, what no macro tells; the rest is what the compiler saw, later flags of the
 * user's included. Strings are chosen by #if alone, which works before any standard of C. Behind the text: how many
 * bytes of code the unit has, each section from its start to a label in its last subsection.
 */
#ifndef HARDCC_NOTE_H
#define HARDCC_NOTE_H
#if !defined(__ASSEMBLER__) && defined(HARDCC_NOTE) && defined(__ELF__)

#if defined(__OPTIMIZE__)
#define HARDCC_NOTE_OPT " opt=1"
#else
#define HARDCC_NOTE_OPT " opt=0"
#endif

#if defined(__SSP_ALL__)
#define HARDCC_NOTE_SSP " ssp=2"
#elif defined(__SSP_STRONG__)
#define HARDCC_NOTE_SSP " ssp=3"
#elif defined(__SSP_EXPLICIT__)
#define HARDCC_NOTE_SSP " ssp=4"
#elif defined(__SSP__)
#define HARDCC_NOTE_SSP " ssp=1"
#else
#define HARDCC_NOTE_SSP " ssp=0"
#endif

#if !defined(_FORTIFY_SOURCE)
#define HARDCC_NOTE_FS " fs=0"
#elif _FORTIFY_SOURCE + 0 >= 3
#define HARDCC_NOTE_FS " fs=3"
#elif _FORTIFY_SOURCE + 0 == 2
#define HARDCC_NOTE_FS " fs=2"
#elif _FORTIFY_SOURCE + 0 == 1
#define HARDCC_NOTE_FS " fs=1"
#else
#define HARDCC_NOTE_FS " fs=0"
#endif

#if defined(__PIE__) && __PIE__ == 2
#define HARDCC_NOTE_PIC " pie=2"
#elif defined(__PIE__)
#define HARDCC_NOTE_PIC " pie=1"
#elif defined(__PIC__) && __PIC__ == 2
#define HARDCC_NOTE_PIC " pic=2"
#elif defined(__PIC__)
#define HARDCC_NOTE_PIC " pic=1"
#else
#define HARDCC_NOTE_PIC " pic=0"
#endif

#if defined(__CET__) && __CET__ == 3
#define HARDCC_NOTE_CF " cf=3"
#elif defined(__CET__)
#define HARDCC_NOTE_CF " cf=1"
#elif defined(__ARM_FEATURE_BTI_DEFAULT) && defined(__ARM_FEATURE_PAC_DEFAULT)
#define HARDCC_NOTE_CF " cf=3"
#elif defined(__ARM_FEATURE_BTI_DEFAULT) || defined(__ARM_FEATURE_PAC_DEFAULT)
#define HARDCC_NOTE_CF " cf=1"
#else
#define HARDCC_NOTE_CF " cf=0"
#endif

#if defined(__SANITIZE_ADDRESS__)
#define HARDCC_NOTE_SAN " san=1"
#elif defined(__SANITIZE_THREAD__)
#define HARDCC_NOTE_SAN " san=2"
#elif defined(__SANITIZE_HWADDRESS__)
#define HARDCC_NOTE_SAN " san=4"
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HARDCC_NOTE_SAN " san=1"
#elif __has_feature(thread_sanitizer)
#define HARDCC_NOTE_SAN " san=2"
#elif __has_feature(memory_sanitizer)
#define HARDCC_NOTE_SAN " san=3"
#elif __has_feature(hwaddress_sanitizer)
#define HARDCC_NOTE_SAN " san=4"
#endif
#endif
#if !defined(HARDCC_NOTE_SAN)
#define HARDCC_NOTE_SAN ""
#endif

/* Not where linker relaxation makes relocations of such differences. Of units that LTO assembles together, one tells. */
#if defined(__x86_64__) || defined(__i386__) || defined(__aarch64__) || defined(__arm__) || defined(__powerpc__) || defined(__s390__)
#define HARDCC_NOTE_PART(section) \
	"\t.pushsection " section ",0,\"ax\",%progbits\n" \
	"5:\t.popsection\n" \
	"\t.pushsection " section ",8191,\"ax\",%progbits\n" \
	"6:\t.popsection\n" \
	"\t.long 6b-5b\n"
#define HARDCC_NOTE_CODE \
	"\t.ifndef .Lhardcc_note\n" \
	"\t.set .Lhardcc_note, 1\n" \
	HARDCC_NOTE_PART(".text") HARDCC_NOTE_PART(".text.unlikely") HARDCC_NOTE_PART(".text.startup") HARDCC_NOTE_PART(".text.hot") \
	HARDCC_NOTE_PART(".text.exit") \
	"\t.endif\n"
#else
#define HARDCC_NOTE_CODE ""
#endif

__asm__(".pushsection .note.hardcc,\"a\",%note\n"
	"\t.balign 4\n"
	"\t.long 2f-1f, 4f-3f, 1\n"
	"1:\t.asciz \"hardcc\"\n"
	"2:\t.balign 4\n"
	"3:\t.asciz \"" HARDCC_NOTE HARDCC_NOTE_OPT HARDCC_NOTE_SSP HARDCC_NOTE_FS HARDCC_NOTE_PIC HARDCC_NOTE_CF
	HARDCC_NOTE_SAN "\"\n"
	"\t.balign 4\n"
	HARDCC_NOTE_CODE
	"4:\t.popsection\n");

/*
 * glibc before 2.40 has clang's printf and fprintf be macros in C, of functions that it declares without a format: no format would
 * be checked, by the user's -Werror=format-security either. Where FORTIFY is ours the calls become those of builtins, which clang
 * checks and compiles to the same code. A call is known by its level, where a declaration has another word.
 */
#if defined(HARDCC_FORTIFIED) && defined(__clang__) && !defined(__cplusplus)
#define HARDCC_LEVEL_2 _, __builtin_, _
#define HARDCC_LEVEL_3 _, __builtin_, _
#define HARDCC_SECOND(first, second, ...) second
#define HARDCC_PICK(...) HARDCC_SECOND(__VA_ARGS__)
#define HARDCC_PASTE(a, b) a##b
#define HARDCC_NAME(prefix, name) HARDCC_PASTE(prefix, name)
#define HARDCC_PRINTF(level, ...) HARDCC_NAME(HARDCC_PICK(HARDCC_LEVEL_##level, , _), __printf_chk)
#define HARDCC_FPRINTF(stream, level, ...) HARDCC_NAME(HARDCC_PICK(HARDCC_LEVEL_##level, , _), __fprintf_chk)
#define __printf_chk(...) HARDCC_PRINTF(__VA_ARGS__, _)(__VA_ARGS__)
#define __fprintf_chk(...) HARDCC_FPRINTF(__VA_ARGS__, _, _)(__VA_ARGS__)
#endif

#undef HARDCC_NOTE_OPT
#undef HARDCC_NOTE_SSP
#undef HARDCC_NOTE_FS
#undef HARDCC_NOTE_PIC
#undef HARDCC_NOTE_CF
#undef HARDCC_NOTE_SAN
#undef HARDCC_NOTE_PART
#undef HARDCC_NOTE_CODE
#undef HARDCC_NOTE
#endif
#endif
