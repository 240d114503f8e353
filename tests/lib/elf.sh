# tests/lib/elf.sh - what the tests of ELF files share; sourced after tests/lib/tap.sh.
# shellcheck shell=sh disable=SC2034
#
#   $ELF        the sources      $COMPILERS   those of the supported C compilers that are here
#   $CXXS       the same for C++
#
# run CC PROGRAM          "STATUS STDOUT STDERR" of the program, under qemu where it is foreign
# fact NAME FILE          yes or no
# state FEATURE CC ARGS   what explain says of a feature under $profile: added, skipped or absent
# added CC ARGS           the features that explain says are added, sorted, on one line

: "${srcdir:?run the tests by make check}"
need readelf objdump
# shellcheck disable=SC3045
ulimit -c 0
ELF=$srcdir/tests/shim/elf
CROSS=aarch64-linux-gnu-gcc
SYSROOT=/usr/aarch64-linux-gnu
profile=openssf
COMPILERS=
CXXS=

for c in gcc-11 gcc-12 clang-14 clang-19 $CROSS g++-12 clang++-14 clang++-19; do
	tools=$c
	[ "$c" != $CROSS ] || tools="$c qemu-aarch64"
	for tool in $tools; do
		command -v "$tool" >/dev/null 2>&1 && continue
		[ -z "${CI:-}" ] || need "$tool"
		echo "# no $tool: nothing is tested with $c"
		continue 2
	done
	case $c in
	*++*) CXXS="$CXXS $c" ;;
	*) COMPILERS="$COMPILERS $c" ;;
	esac
done
[ -n "$COMPILERS" ] || need gcc-12

# Those of a list that are here.
present() { # CC...
	for p; do
		case " $COMPILERS $CXXS " in
		*" $p "*) printf '%s ' "$p" ;;
		esac
	done
}

run() { # CC PROGRAM
	case $1 in
	aarch64-*) qemu-aarch64 -L $SYSROOT "$2" >"$T/.stdout" 2>"$T/.stderr" ;;
	*) "$2" >"$T/.stdout" 2>"$T/.stderr" ;;
	esac 2>/dev/null
	run_status=$?
	echo "$run_status" "$(tr '\n' ' ' <"$T/.stdout")$(tr '\n' ' ' <"$T/.stderr")" | sed 's/ *$//'
}

disassemble() { # FILE
	if readelf -hW "$1" | grep -q AArch64; then
		aarch64-linux-gnu-objdump -d "$1"
	else
		objdump -d "$1"
	fi
}

probe='(or[blq]?|mov[lq]?) +[$]0x0,(0x[0-9a-f]+)?[(]%rsp[)]|str.xzr, [[]sp'

fact() { # NAME FILE
	case $1 in
	relro) readelf -lW "$2" | grep -q GNU_RELRO ;;
	bindnow) readelf -dW "$2" | grep -Eq 'BIND_NOW|Flags:.* NOW' ;;
	noexecstack) readelf -lW "$2" | grep -Eq 'GNU_STACK .* RW  *0' ;;
	as-needed) ! readelf -dW "$2" | grep -q 'NEEDED.*libm\.so' ;;
	canary) readelf -sW "$2" | grep -q 'UND __stack_chk_fail' ;;
	fortify) readelf -sW "$2" | grep -Eq 'UND __[a-z]+_chk(@|$)' ;;
	assertions) readelf -sW "$2" | grep -q 'UND .*glibcxx_assert_fail' ;;
	libcpp) grep -q 'mode _LIBCPP_HARDENING_MODE_FAST' "$2" ;;
	stackclash) disassemble "$2" | grep -Eq "$probe" ;;
	branch) disassemble "$2" | grep -Eq 'endbr64|paciasp|bti.c' ;;
	property) readelf -nW "$2" 2>/dev/null |
		grep -Eq 'x86 feature: IBT, SHSTK|AArch64 feature: BTI, PAC' ;;
	dynamic) readelf -hW "$2" | grep -q 'Type: *DYN' ;;
	note) readelf -nW "$2" 2>/dev/null | grep -q '^ *hardcc ' ;;
	*) false ;;
	esac && echo yes || echo no
}

# One edit a line. A feature may have several rules, most of them for another compiler.
edits() { # CC ARGS...
	HARDCC_PROFILE=$profile "$HARDCC" explain --json -- "$@" | sed 's/": "/":"/g' | tr '{' '\n' |
		grep '"feature":' | sed 's/.*"feature":"\([^"]*\)".*"result":"\([^"]*\)".*/\1 \2/'
}

state() { # FEATURE CC ARGS...
	state_of=$1
	shift
	edits "$@" | awk -v f="$state_of" '
		$1 == f && $2 == "added" { found = "added" }
		$1 == f && found == "" { found = "skipped" }
		END { print found == "" ? "absent" : found }'
}

added() { # CC ARGS...
	edits "$@" | sed -n 's/ added$//p' | sort -u | tr '\n' ' '
}

# Every way to hand the linker "-z WORD", one a line. clang does not know the first one.
spellings() { # CC WORD
	case $1 in
	gcc-* | *-gcc) echo "-z$2" ;;
	esac
	echo "-Wl,-z -Wl,$2" >"$T/$2.inner"
	echo "-g @$T/$2.inner" >"$T/$2.outer"
	cat <<-LIST
		-z $2
		-Wl,-z,$2
		-Wl,-z$2
		-Wl,-O1,-z,$2,-O1
		-Wl,-z -Wl,$2
		-Wl,-z -Xlinker $2
		-Xlinker -z -Xlinker $2
		-Xlinker -z$2
		@$T/$2.inner
		@$T/$2.outer
	LIST
}

# Linkers whose own defaults are the weak ones: with the usual ones relro shows no difference.
weak_linkers() {
	for c in native $CROSS; do
		prefix=
		[ "$c" = native ] || prefix=aarch64-linux-gnu-
		command -v "${prefix}ld" >/dev/null 2>&1 || continue
		mkdir -p "$T/ld/$c"
		printf '#!/bin/sh\nexec "%s" -z norelro -z execstack --no-as-needed "$@"\n' \
			"$(command -v "${prefix}ld")" >"$T/ld/$c/ld"
		chmod +x "$T/ld/$c/ld"
	done
}

weak_linker() { # CC
	case $1 in
	aarch64-*) echo "-B$T/ld/$CROSS/" ;;
	*) echo "-B$T/ld/native/" ;;
	esac
}
