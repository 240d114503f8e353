#!/bin/sh
# The note: what it says agrees between compilers, it is where it should be and nowhere else, every way to link and to
# strip leaves it, and it changes nothing that a program does. HARDCC_TEST_NOTE: not empty: with every compiler.

every=${HARDCC_TEST_NOTE:-}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/elf.sh
. "$srcdir/tests/lib/elf.sh"
need strip objcopy ar sha256sum
[ -z "$every" ] || need mold ld.gold ld.lld

# shellcheck disable=SC2086
shims $COMPILERS $CXXS
mkdir "$T/a" "$T/b"
cd "$T/a" || exit 99
cat >part.c <<'END'
#include <stdio.h>
int part(int n);
int part(int n) { char b[40]; snprintf(b, sizeof b, "part %d", n); return puts(b); }
END
cat >main.c <<'END'
#include <stdio.h>
int part(int n);
int main(void) { puts("main"); return part(7) < 0; }
END
echo 'int alone(int n); int alone(int n) { return n; }' >alone.c
cp part.c main.c alone.c ../b

hard() { # CC ARGS...
	hard_cc=$1
	shift
	HARDCC_PROFILE=openssf "$SHIM/$hard_cc" "$@"
}
texts() { # FILE: one a line
	readelf -p .note.hardcc "$1" 2>/dev/null | sed -n 's/^ *\[ *[0-9a-f]*\]  \([12] [0-9a-f]\{16\} .*\)/\1/p'
}
notes() { # FILE: how many
	texts "$1" | wc -l
}
keys() { # FILE: of its first note, sorted
	texts "$1" | head -1 | cut -d' ' -f6- | tr ' ' '\n' | sort | tr '\n' ' ' | sed 's/ $//'
}
tells() { # CC WANT ARGS...: what the note of a unit has among its keys
	tells_cc=$1 tells_want=$2
	shift 2
	rm -f told.o
	hard "$tells_cc" "$@" -c part.c -o told.o 2>"$T/.cc" || cat "$T/.cc"
	tells_got=$(for k in $tells_want; do keys told.o | tr ' ' '\n' | grep "^${k%=*}=" || echo "${k%=*}=-"; done | tr '\n' ' ')
	is "$tells_got" "$(echo "$tells_want" | tr '\n' ' ' | sed 's/ *$/ /')" "$tells_cc: $*: $tells_want"
}

# --- what it says
agree() { # CC
	vi='vi=1' fs='fs=3'
	[ "$1" != gcc-11 ] || vi='vi=-' fs='fs=2'
	tells "$1" "al=0 cf=3 $fs opt=1 ov=1 pie=2 sc=1 ssp=3 $vi fa=- san=- std=- pic=-" -O2 -fPIE
	tells "$1" 'opt=0 fs=0 ssp=3' -O0
	tells "$1" 'pic=2 pie=-' -fPIC
	tells "$1" 'pic=1 pie=-' -fpic
	tells "$1" 'pic=0 pie=-' -fno-pie
	tells "$1" 'ssp=0' -fno-stack-protector
	tells "$1" 'ssp=1' -fstack-protector
	tells "$1" 'ssp=2' -fstack-protector-all
	tells "$1" 'fs=1' -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=1
	tells "$1" 'sc=0 al=1 ov=2' -fno-stack-clash-protection -fstrict-aliasing -ftrapv
	tells "$1" 'san=5' -fsanitize=undefined
	case $1 in
	"$CROSS")
		tells "$1" 'cf=0' -mbranch-protection=none
		tells "$1" 'san=4' -fsanitize=hwaddress ;;
	*)
		tells "$1" 'cf=0' -fcf-protection=none
		tells "$1" 'cf=1' -fcf-protection=branch
		tells "$1" 'san=1' -fsanitize=address,undefined
		tells "$1" 'san=2' -fsanitize=thread ;;
	esac
	case $1 in
	gcc-11) return ;;
	clang*)
		tells "$1" 'san=3' -fsanitize=memory
		tells "$1" 'ov=1' -fwrapv -fstrict-overflow ;;
	gcc*) tells "$1" 'ov=0' -fwrapv -fstrict-overflow ;;
	esac
	tells "$1" 'vi=2' -ftrivial-auto-var-init=pattern
	[ "$1" != clang-19 ] || tells "$1" 'fa=2' -fstrict-flex-arrays=2
}

# --- its form
form() { # CC
	hard "$1" -O2 -c part.c -o part.o
	readelf -SW part.o | grep '\.note\.hardcc' | sed 's/^ *\[ *[0-9]*\] *//' >section
	is "$(awk '{ print $2, $7, $10 }' section)" "NOTE A 4" "$1: allocated, of type NOTE, aligned to 4"
	ok "$1: shorter than 144 bytes" test "$((0x$(awk '{ print $5 }' section)))" -lt 144
	is "$(readelf -rsW part.o | grep -v ' SECTION ' | grep -c hardcc)" 0 "$1: no symbol, no relocation"
	is "$(texts part.o | cut -d' ' -f1-2)" "2 $("$HARDCC" explain --json -- "$1" -O2 -c part.c | sed -n 's/.*"policy":"\([0-9a-f]*\)".*/\1/p')" \
		"$1: version 2, and the policy"
}

hard_explained() { # CC ARGS...: the key of LTO, whose objects may have no section
	"$HARDCC" explain --json -- "$@" -O2 -c part.c | grep -o 'lt=[01]' | sort -u
}

# --- how much code it tells of, and that it is the code that it would be
cat >sized.c <<'END'
#include <stdio.h>
#include <stdlib.h>
void bad(int n);
int hot(int n), more(int n);
__attribute__((cold)) void bad(int n) { printf("bad %d\n", n); abort(); }
__attribute__((hot)) int hot(int n) { return n * 3 + 1; }
int more(int n) { char b[80]; if (n < 0) bad(n); return snprintf(b, sizeof b, "%d", n) + hot(n); }
int main(int c, char **v) { (void)v; return more(c); }
END
code() { # FILE
	disassemble "$1" | grep '^ .*:' | sed 's/^ *[0-9a-f]*:\t//' | sort
}
sizes() { # CC ARGS...
	sizes_cc=$1
	shift
	hard "$sizes_cc" "$@" -c sized.c -o sized.o
	readelf -SW sized.o | sed 's/^ *\[ *[0-9]*\] *//' >sections
	for part in .text .text.unlikely .text.startup .text.hot .text.exit; do
		awk -v p=$part '$1 == p { print $5 }' sections
	done | sed 's/^/00/' | tr '\n' ' ' >want
	at=$(awk '$1 == ".note.hardcc" { print $4 }' sections) n=$(awk '$1 == ".note.hardcc" { print $5 }' sections)
	is "$(od -An -tx4 -j $((0x$at + 0x$n - 20)) -N 20 -w20 sized.o | tr -s ' ' | sed 's/^ //; s/$/ /')" "$(cat want)" \
		"$sizes_cc: $*: the note tells of .text, .text.unlikely, .text.startup, .text.hot, .text.exit"
	HARDCC_PROFILE=openssf,-note "$SHIM/$sizes_cc" "$@" -c sized.c -o plain.o
	code plain.o >plain.code
	code sized.o >sized.code
	ok "$sizes_cc: $*: the code is what it is without" cmp plain.code sized.code
}

# --- every way to compile
count() { # CC WANT ARGS...: how many notes are in out.o
	count_cc=$1 count_want=$2
	shift 2
	rm -f out.o
	hard "$count_cc" "$@" -o out.o >/dev/null 2>"$T/.cc" || cat "$T/.cc"
	is "$(notes out.o)" "$count_want" "$count_cc: $*: $count_want"
}
ways() { # CC
	for words in -pipe -save-temps=obj '-include stdio.h' '-nostdinc -include alone.c' '-g3 -ffunction-sections' \
		'-MMD -MF deps' -std=c89 '-std=c11 -pedantic-errors -Wall -Wextra -Werror' -fno-asm; do
		source=part.c
		[ "${words#-nostdinc}" = "$words" ] || source=alone.c
		[ "$words" != '-nostdinc -include alone.c' ] || words=-nostdinc
		# shellcheck disable=SC2086
		count "$1" 1 $words -O2 -c $source
	done
	rm -f ./*.i ./*.s
	"$1" -E part.c >part.i && "$1" -S part.c -o part.s && cp part.s part-asm.S
	for source in part.i part.s part-asm.S; do
		count "$1" 0 -O2 -c $source
	done
	hard "$1" -O2 -S part.c -o own.s
	count "$1" 1 -c own.s
	is "$(hard "$1" -M alone.c | grep -c hardcc)" 0 "$1: -M names no header of ours"
	echo '#include <stdio.h>' >pre.h
	hard "$1" -O2 -x c-header pre.h -o pre.h.gch
	case $1 in
	clang*) count "$1" 1 -include-pch pre.h.gch -O2 -c part.c ;;
	*) count "$1" 1 -include pre.h -Winvalid-pch -Werror -O2 -c part.c ;;
	esac
	rm -f pre.h.gch
}

# --- every way to link, and to strip
same_notes() { # CC FILE WANT NAME: the notes are there, the stack is as it should be, and it prints what it should
	is "$(notes "$2") $(readelf -lW "$2" | grep -c 'GNU_STACK.* RWE')" "$3 0" "$4: $3 notes, no executable stack"
	[ -z "${printed:-}" ] || is "$(run "$1" "./$2")" "$printed" "$4: prints the same"
}
stripper() { # CC
	case $1 in
	"$CROSS") echo aarch64-linux-gnu-strip ;;
	*) echo strip ;;
	esac
}
survives() { # CC WORDS...
	survives_cc=$1
	shift
	survives_name="$survives_cc: $*"
	rm -f linked
	if ! hard "$survives_cc" "$@" part.c main.c -o linked 2>"$T/.cc"; then
		ok "$survives_name: links" cat "$T/.cc" /nowhere
		return
	fi
	same_notes "$survives_cc" linked 2 "$survives_name"
	for words in '' '-R .comment -R .note' '--strip-unneeded' '-g'; do
		# shellcheck disable=SC2086
		$(stripper "$survives_cc") $words linked -o stripped
		same_notes "$survives_cc" stripped 2 "$survives_name, strip $words"
		[ -n "$every" ] || [ -z "$words" ] || break
	done
}
linkers() { # CC: -fuse-ld= words that it can use
	for l in bfd gold lld mold; do
		echo 'int main(void) { return 0; }' >probe.c
		! "$1" "-fuse-ld=$l" probe.c -o probe 2>/dev/null || echo "$l"
	done
}
links() { # CC
	"$1" part.c main.c -o plain
	printed=$(run "$1" ./plain)
	survives "$1" -O2
	survives "$1" -O2 -ffunction-sections -fdata-sections -Wl,--gc-sections
	survives "$1" -O2 -no-pie -fno-pie
	survives "$1" -O2 -static
	survives "$1" -O2 -static-pie -fPIE
	for l in bfd lld; do # each compiler has one that reads what it leaves for the link
		! "$1" -O2 -flto "-fuse-ld=$l" part.c main.c -o probe 2>/dev/null || survives "$1" -O2 -flto "-fuse-ld=$l"
	done
	for l in $(linkers "$1"); do
		survives "$1" -O2 "-fuse-ld=$l"
		survives "$1" -O2 "-fuse-ld=$l" -ffunction-sections -Wl,--gc-sections -s
	done
	printed=
	hard "$1" -O2 -fPIC -shared part.c alone.c -o linked
	same_notes "$1" linked 2 "$1: a shared library"
	hard "$1" -O2 -c part.c -o part.o && hard "$1" -O2 -c alone.c -o alone.o && rm -f lib.a && ar rc lib.a part.o alone.o
	is "$(notes lib.a)" 2 "$1: an archive has both"
	hard "$1" -O2 main.c lib.a -o linked
	is "$(notes linked)" 2 "$1: a program that takes one of its members: that one's, and its own"
}

# --- the same bytes wherever it is built
twice() { # CC
	for d in a b; do
		(cd "$T/$d" && hard "$1" -O2 part.c main.c -o program && hard "$1" -O2 -g1 -fdebug-prefix-map="$T/$d=." -c part.c -o debug.o &&
			sha256sum program debug.o >sums)
	done
	ok "$1: two directories, the same sha256" cmp "$T/a/sums" "$T/b/sums"
}

# One of them stands for the others, which take a minute more.
for cc in $COMPILERS; do
	agree "$cc"
	form "$cc"
	for level in -O0 -O2 '-Os -fPIC'; do
		# shellcheck disable=SC2086
		sizes "$cc" $level
	done
	for words in '-flto 1' '-flto=auto 1' '-flto=8 1' '-flto -fno-lto 0'; do
		# shellcheck disable=SC2086
		is "$(hard_explained "$cc" ${words% *})" "lt=${words##* }" "$cc: ${words% *}: lt=${words##* }"
	done
	is "$(hard_explained "$cc")" '' "$cc: without, lt is not there"
	tells "$cc" 'sf=1' -ffunction-sections
	tells "$cc" 'sf=-' -O2
	twice "$cc"
	[ -n "$every" ] || [ "$cc" = gcc-12 ] || continue
	ways "$cc"
	links "$cc"
done

# --- C++: modules have none, and what uses them works
cat >use.cc <<'END'
#include <vector>
#include <cstdio>
int main() { std::vector<int> v(3, 1); std::printf("%zu\n", v.size()); }
END
printf 'export module m;\nexport int seven() { return 7; }\n' >m.cppm
printf 'import m;\nint main() { return seven() - 7; }\n' >import.cc
for cc in $CXXS; do
	hard "$cc" -O2 use.cc -o linked
	is "$(notes linked) $(run "$cc" ./linked)" "1 0 3" "$cc: C++ has a note"
	case $cc in
	clang++-19)
		hard "$cc" -std=c++20 --precompile m.cppm -o m.pcm && hard "$cc" -std=c++20 -c m.pcm -o m.o &&
			hard "$cc" -std=c++20 -fprebuilt-module-path=. import.cc m.o -o linked
		is "$(run "$cc" ./linked)" 0 "$cc: a program of modules" ;;
	g++-12)
		hard "$cc" -std=c++20 -fmodules-ts -x c++ m.cppm import.cc -o linked
		is "$(run "$cc" ./linked)" 0 "$cc: a program of modules" ;;
	esac
done

# --- the lines of hardcc-note(5)
first=${COMPILERS# }
hard "${first%% *}" -O2 part.c main.c -o program
sed -n '/^objcopy -O binary/,/^tr /p' "$srcdir/man/hardcc-note.5" | sed 's/\\e/\\/g' >lines
is "$(grep -c . lines) $(sh ./lines | grep -c '^2 [0-9a-f]* openssf ')" "3 2" "the manual's lines print the texts"
sed -n "/^tr .*std=1/p" "$srcdir/man/hardcc-note.5" | sed 's/\\e/\\/g' >lines
is "$(sh ./lines)" 0 "and count units without a strong stack protector"
done_testing
