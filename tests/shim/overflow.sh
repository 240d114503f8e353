#!/bin/sh
# Programs that go wrong: stopped, or made harmless, with the feature on, and not with it off.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/elf.sh
. "$srcdir/tests/lib/elf.sh"

# shellcheck disable=SC2034 # the tables use them
gcc="gcc-11 gcc-12"
# shellcheck disable=SC2034
clang="clang-14 clang-19"
# shellcheck disable=SC2086
shims $COMPILERS $CXXS

weak_linkers

matches() { # TEXT PATTERN NAME
	# shellcheck disable=SC2254
	case $1 in
	$2) is same same "$3" ;;
	*) is "$1" "$2" "$3" ;;
	esac
}

outcome() { # PROFILE CC SOURCE ARGS...
	outcome_profile=$1
	outcome_cc=$2
	outcome_source=$3
	shift 3
	rm -f "$T/program"
	HARDCC_PROFILE=$outcome_profile "$SHIM/$outcome_cc" -O2 "$@" "$ELF/$outcome_source" \
		-o "$T/program" 2>"$T/.cc" || { echo "no program: $(cat "$T/.cc")"; return; }
	run "$outcome_cc" "$T/program"
}

# feature | source | more arguments | compilers | profile | with the feature | without it
while IFS='|' read -r feature source more compilers profile on off; do
	# shellcheck disable=SC2046,SC2086
	for cc in $(present $(eval "echo $compilers")); do
		# shellcheck disable=SC2034 # in the table
		weak=$(weak_linker "$cc")
		args=$(eval "echo $more")
		got=$(outcome "$profile" "$cc" "$source" $args)
		# a signature of few bits is right by chance now and then; without one, smash.c is never stopped
		# shellcheck disable=SC2254 # a pattern
		case $cc/$got in aarch64*/$on) ;; aarch64*) got=$(outcome "$profile" "$cc" "$source" $args) ;; esac
		matches "$got" "$on" "$cc: $feature: $source is stopped with $profile"
		matches "$(outcome "$profile,-$feature" "$cc" "$source" $args)" "$off" \
			"$cc: $feature: $source is not without it"
	done
done <<'TABLE'
stackprotectorstrong|smash.c||$gcc $clang|openssf|134 *stack smashing detected*|0 hijacked
stackprotectorstrong|smash.c||$CROSS|openssf,-branch|134 *stack smashing detected*|0 hijacked
branch|smash.c||$CROSS|openssf,-stackprotectorstrong|139 *|0 hijacked
fortify|fortify.c||$gcc $clang $CROSS|openssf|134 *buffer overflow detected*|0 overflowed
fortify|fortify3.c||gcc-12 $clang $CROSS|openssf|134 *buffer overflow detected*|0 overflowed
glibcxx-assertions|vector.cc||$CXXS|openssf|134 *Assertion *size()* failed*|0 overflowed
stackclash|clash.c||$gcc $clang $CROSS|openssf,-trivial-auto-var-init|139*|0 jumped
trivial-auto-var-init|uninit.c||gcc-12 $clang $CROSS|openssf|0 zero|0 leaked
no-delete-null-pointer-checks|nullcheck.c||$gcc $clang $CROSS|openssf|0 checked|0 unchecked
no-strict-overflow|wrap.c||$gcc $clang $CROSS|openssf|0 checked|0 unchecked
no-strict-aliasing|alias.c||$gcc $clang $CROSS|openssf|0 fresh|0 stale
bindnow|got.c||$gcc $clang $CROSS|openssf|139*|0 hijacked
relro|got.c|$weak|$gcc $clang $CROSS|openssf|139*|0 hijacked
noexecstack|stackcode.c|$weak $ELF/unmarked.S|$gcc $clang|openssf|139*|0 ran
strict-flex-arrays|flex.c||clang-19|openssf,+strict-flex-arrays|134 *buffer overflow detected*|0 overflowed
exceptions|cleanup.c||$gcc $clang $CROSS|openssf,+exceptions|0 cleaned|0 skipped
TABLE

# The linker of aarch64 takes an unmarked object for a harmless one; this one does not.
# shellcheck disable=SC2046
for cc in $(present $CROSS); do
	weak=$(weak_linker "$cc")
	"$cc" -O2 -c "$ELF/stackcode.c" -o "$T/stackcode.o" &&
		"$cc" -c "$ELF/unmarked.S" -o "$T/unmarked.o"
	for row in "openssf/139*" "openssf,-noexecstack/0 ran"; do
		HARDCC_PROFILE=${row%%/*} "$SHIM/$cc" "$weak" "$T/stackcode.o" "$T/unmarked.o" -o "$T/program"
		matches "$(run "$cc" "$T/program")" "${row#*/}" \
			"$cc: noexecstack: stackcode.o with ${row%%/*}: ${row#*/}"
	done
done

compile() { # PROFILE CC
	HARDCC_PROFILE=$1 "$SHIM/$2" -O2 -c "$T/bad.c" -o "$T/bad.o"
}

# These stop the compile. A newer clang does so of its own accord for two of them.
while IFS='|' read -r feature compilers text; do
	printf '%s\n' "$text" >"$T/bad.c"
	# shellcheck disable=SC2046,SC2086
	for cc in $(present $(eval "echo $compilers")); do
		not_ok "$cc: $feature: the source is refused" compile "openssf,+$feature" "$cc"
		ok "$cc: $feature: the source is taken without it" compile openssf "$cc"
	done
done <<'TABLE'
format|$gcc $clang $CROSS|int printf(const char *, ...); int f(const char *s) { return printf(s); }
implicit|$gcc clang-14 $CROSS|int f(void); int f(void) { return undeclared(); }
incompatible-pointer-types|$gcc $clang $CROSS|int *f(char *p); int *f(char *p) { return p; }
int-conversion|$gcc clang-14 $CROSS|int f(char *p); int f(char *p) { return p; }
TABLE

done_testing
