#!/bin/sh
# Law 3 for spec files that nobody has seen before: made from parts, and judged by the macros that gcc itself defines with and without
# them. A file that changes what a word of the user's does is not handed on; one that leaves all of them alone is.
# HARDCC_TEST_SPECS=all: every word with every text in four places; else a cut of them.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
specs=${HARDCC_TEST_SPECS:-}
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc jq
cd "$T" || exit 99
case $(gcc -dumpmachine) in x86_64*) ;; *) skip_all "the words are those of x86-64" ;; esac

echo 'int nothing;' >m.c
# A word of the user's, and the macros that tell whether it holds.
cat >words <<'END'
-O0 __OPTIMIZE__
-O1 __OPTIMIZE__
-Os __OPTIMIZE_SIZE__
-Og __OPTIMIZE__
-fno-pie __P[IC][IEC]__|__pi[ce]__
-fPIC __P[IC][IEC]__|__pi[ce]__
-fno-stack-protector __SSP[A-Z_]*__
-fstack-protector-all __SSP[A-Z_]*__
-fcf-protection=none __CET__
-std=c99 __STDC_VERSION__|__STRICT_ANSI__
-ansi __STDC_VERSION__|__STRICT_ANSI__
-fexceptions __EXCEPTIONS
-funsigned-char __CHAR_UNSIGNED__
-ffast-math __FAST_MATH__
-fopenmp _OPENMP
-pthread _REENTRANT
-mavx __AVX__
-mno-sse4.1 __SSE4_1__
-march=haswell __AVX2__|__BMI2__
-m32 __i386__|__x86_64__
-DX=1 X
-UX X
-U_FORTIFY_SOURCE _FORTIFY_SOURCE
-D_FORTIFY_SOURCE=1 _FORTIFY_SOURCE
END
# What a file may say.
cat >bodies <<'END'
-O2
%{!O*:-O2}
%{O*:-O1}
%{O0:-O2}
%{!O0:%{!O1:%{!Os:%{!Og:-O2}}}}
-fPIE
%{!fno-pie:%{!fPIC:-fPIE}}
-fno-pic
-fstack-protector-strong
%{fno-stack-protector:-fstack-protector}
%{!fno-stack-protector:-fstack-protector-strong}
%<fno-stack-protector
-fcf-protection=full
%{!fcf-protection*:-fcf-protection=full}
-std=gnu89
%{std=*:-std=c11}
%{!std=*:%{!ansi:-std=gnu17}}
-fno-exceptions
-fsigned-char
-fno-fast-math
%{ffast-math:-fno-fast-math}
-fno-openmp
%<fopenmp
-U_REENTRANT
-mavx2
-mno-avx
%{m*:-msse4.1}
%{march=*:-march=x86-64}
%{!march=*:-march=x86-64-v2}
-DX=2
%{!DX*:-DX=2}
-UX
-D_FORTIFY_SOURCE=2
%{!U_FORTIFY_SOURCE:-D_FORTIFY_SOURCE=1}
-fstack-clash-protection -fno-strict-aliasing
-Wformat -Werror=format-security
END

macros() { # NAMES WORDS...: how gcc defines those
	macros_of=$1
	shift
	gcc "$@" -dM -E m.c 2>/dev/null >all && grep -E "^#define ($macros_of)( |\$)" all
}

n=0 handed=0 kept=0 wrong='' timid=0
while read -r word names; do
	plain=$(macros "$names" "$word")
	for section in self_spec cc1_options ${specs:+cc1 cpp}; do
		while read -r body; do
			n=$((n + 1))
			[ -n "$specs" ] || [ $((n % 23)) -eq 0 ] || continue
			printf '*%s:\n+ %s\n\n' "$section" "$body" >s.specs
			with=$(macros "$names" "-specs=$T/s.specs" "$word")
			[ -s all ] || continue # gcc does not take the file
			case $(GCC_SPEC_FILE=$T/s.specs HARDCC_PROFILE=openssf HARDCC_CACHE=none "$HARDCC" explain --json -- gcc "$word" -c m.c 2>err |
				jq -r '.edits[] | select(.feature == "specfile").result') in
			added)
				handed=$((handed + 1))
				[ "$plain" = "$with" ] || wrong="$wrong
$word: *$section: $body"
				;;
			skipped)
				kept=$((kept + 1))
				[ "$plain" != "$with" ] || timid=$((timid + 1))
				;;
			*) wrong="$wrong
$word: *$section: $body: no answer: $(sed -n 1p err)" ;;
			esac
		done <bodies
	done
done <words
echo "# $handed handed on, $kept left out, of those $timid that change no macro of the word"
is "$wrong" "" "no file is handed on that changes what a word of the user's does"
ok "some are handed on, and some left out" test "$handed" -gt 20 -a "$kept" -gt 3
ok "and few are left out in vain" test $((timid * 4)) -lt "$handed"
done_testing
