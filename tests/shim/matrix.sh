#!/bin/sh
# Every kind of call, with -Werror: it succeeds where it does without us, prints what it prints
# without us and nothing else, and leaves the same files.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/elf.sh
. "$srcdir/tests/lib/elf.sh"

# shellcheck disable=SC2086
shims $COMPILERS $CXXS
[ -z "${CI:-}" ] || need gfortran gdc gnatbind

TMPDIR=$T/tmp
export TMPDIR
mkdir "$TMPDIR"

# The files that the calls need, made without us.
cp -r "$ELF/matrix" "$T/start"
cd "$T/start" || exit 99
if command -v gnatbind >/dev/null 2>&1; then
	gcc-12 -c hello.adb && gnatbind hello.ali && rm hello.o
fi
cat >args.rsp <<'E2'
-O2 "-DTEXT=a b" 'b.c' @inner.rsp
E2
echo '-c -Wall' >inner.rsp
cat old.c >input
cp old.c unusual.ending

# Without what differs between two calls of one compiler: the names of the files in between, and
# clang's count of built-in macros, which our flags add to as they do in the compile.
settle() { # FILE
	sed -e "s|$TMPDIR/[A-Za-z0-9_-]*\.[A-Za-z0-9.]*|TEMPORARY|g" \
		-e 's/^# [0-9]* "<built-in>"/# 1 "<built-in>"/' "$1" >"$1.settled"
}

call() { # SIDE COMMAND ARGS...
	call_side=$1
	shift
	cd "$T/$call_side" || exit 99
	"$@" <input >"$T/$call_side.stdout" 2>"$T/$call_side.stderr"
	echo "exit status $?" >>"$T/$call_side.stderr"
	settle "$T/$call_side.stdout"
	settle "$T/$call_side.stderr"
	find . -type f | sort >"$T/$call_side.files"
}

same() { # CC ARGS...
	for side in plain hard; do
		rm -rf "${T:?}/$side"
		cp -r "$T/objects" "$T/$side"
	done
	same_name="$*"
	same_cc=$1
	shift
	(call plain "$(command -v "$same_cc")" "$@") &
	(call hard "$SHIM/$same_cc" "$@")
	wait $!
	for f in stderr.settled stdout.settled files; do
		cmp -s "$T/plain.$f" "$T/hard.$f" && continue
		diff "$T/plain.$f" "$T/hard.$f" | sed 's/^/# /' | head -20
		is "another $f" "the same $f" "$same_name"
		return
	done
	tail -n 1 "$T/plain.stderr" >>"$T/statuses"
	is same same "$same_name"
}

modes() { # CC CALLS
	real=$(command -v "$1")
	rm -rf "$T/objects"
	cp -r "$T/start" "$T/objects"
	cd "$T/objects" || exit 99
	for f in a b old; do
		"$real" -O2 -fPIC -c $f.c 2>/dev/null
	done
	cd "$T" || exit 99
	while IFS='|' read -r who words; do
		case $who in
		all | "$1") ;;
		gcc) [ "${1#clang}" = "$1" ] || continue ;;
		clang) [ "${1#clang}" != "$1" ] || continue ;;
		x86) [ "$1" != $CROSS ] || continue ;;
		*) continue ;;
		esac
		# shellcheck disable=SC2086
		same "$1" $words
	done <"$2"
}

cat >"$T/c.calls" <<'TABLE'
all|-Werror -c a.c
all|-Werror -O2 -c a.c
all|-Werror -O2 -O0 -c a.c
all|-Werror -Og -g3 -c a.c -o out.o
all|-Werror -O2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wundef -c old.c
gcc|-Werror -O2 -Wsystem-headers -Wunused-macros -Wc++-compat -Wtraditional-conversion -c old.c
clang|-Werror -O2 -Weverything -Wno-unsafe-buffer-usage -Wno-declaration-after-statement -c old.c
all|-Werror -std=c89 -pedantic-errors -O2 -c old.c
all|-Werror -std=c2x -pedantic-errors -O2 -c old.c
all|-Werror -O2 -c a.c b.c
all|-Werror -c @args.rsp
all|-Werror -O2 -MMD -MF deps -c old.c
all|-Werror -O2 -pipe -fPIC -fvisibility=hidden -ffunction-sections -c old.c
all|-Werror -O2 -flto -c old.c
all|-Werror -fsyntax-only -O2 a.c
all|-Werror -E old.c
all|-Werror -E -P a.c
all|-Werror -O2 -E old.c
all|-E -x c -
all|-E -
all|-Werror -M a.c
all|-Werror -MM -O2 a.c
all|-Werror -O2 -M old.c
all|-Werror -S a.c
all|-Werror -O2 -S old.c -o out.s
all|-Werror -c m.S
all|-Werror -E m.S
all|-c m.s
all|-Werror -x assembler -c m.s
all|-Werror -x assembler-with-cpp -c m.s
all|-Werror -O2 -x c -c - -o out.o
all|-Werror -O2 -xc -c - -o out.o
all|-Werror -O2 -x c -c unusual.ending -o out.o
all|-Werror -x c -c /dev/null -o out.o
all|-Werror -x c -fsyntax-only /dev/null
all|-Werror -x c++ -c old.c
all|-Werror -c c.cc
all|-Werror -x c-header p.h -o p.h.gch
all|-Werror -O2 p.h -o p.h.gch
all|-Werror -O2 -c p.h -o p.h.gch
all|-Werror -O2 p.h
clang|-Werror -O2 -c -- old.c
all|-Werror -O2 a.c b.c -o out
all|-Werror a.o b.o -o out
all|-Werror -O2 a.c b.o m.S -o out
all|-Werror -O2 a.c b.o -o out -lm -pthread
all|-Werror -O2 -no-pie -fno-pie a.c b.c -o out
all|-Werror -no-pie a.o b.o -o out
all|-Werror -O2 -static a.c b.c -o out
all|-Werror -static a.o b.o -o out
all|-Werror -O2 -static-pie -fPIE a.c b.c -o out
all|-Werror -O2 -shared -fPIC b.c -o out.so
all|-Werror -shared b.o old.o -o out.so
all|-Werror -shared b.o -Wl,-soname,out.so -Wl,-z,defs -o out.so
all|-Werror -r -nostdlib a.o b.o -o out.o
all|-Werror -r -nostdlib a.c b.c -o out.o
all|-Werror -O2 -nostdlib -shared -fPIC old.c -o out.so
all|-Werror -O2 -nostdlib -nostartfiles -Wl,-e,old old.c -o out
all|-Werror -fuse-ld=gold a.o b.o -o out
x86|-Werror -fuse-ld=lld a.o b.o -o out
gcc|-Werror -flto -O2 a.c b.c -o out
all|-Werror -O2 -ffreestanding -c old.c
all|-Werror -O2 -ffreestanding -nostdlib -c old.c
all|-Werror -O2 -D__KERNEL__ -c old.c
x86|-Werror -O2 -D__KERNEL__ -mcmodel=kernel -fno-pie -mno-red-zone -c old.c
gcc-12|-Werror -O2 -mindirect-branch=thunk -mfunction-return=thunk -fcf-protection=none -c old.c
x86|-Werror -O2 -m32 -c old.c
x86|-Werror -O2 -m16 -c old.c
x86|-Werror -mx32 -c old.c
all|-Werror -O2 -fsanitize=address -c a.c
all|-Werror -O2 -fsanitize=undefined -c a.c
all|-Werror -O2 -fsanitize=thread -c a.c
all|-Werror -O2 -fsanitize=memory -c a.c
all|-Werror -O1 -fsanitize=address,undefined a.c b.c -o out
all|-Werror -fsanitize=address -static-libasan a.o b.o -o out
clang|-Werror -O2 -target bpf -c old.c
clang|-Werror -O2 --target=bpf -c old.c
clang|-Werror -O2 -target wasm32 -c old.c
clang|-Werror -O2 -target nvptx64 -S old.c
clang|-Werror -O2 --target=aarch64-linux-gnu -c old.c
clang|-Werror -O2 -target i386-linux-gnu -c old.c
clang|-Werror -O2 -target riscv64-linux-gnu -c old.c
gcc|-Werror -c f.f90
gcc-12|-Werror -O2 f.f90 -lgfortran -lm -o out
gcc|-Werror -c hello.adb
gcc-12|-Werror hello.adb -c -o hello.o -gnatwe
gcc|-Werror -c b~hello.adb
gcc|-Werror -c d.d
gcc-12|-Werror -O2 d.d -lgphobos -lgdruntime -o out
all|-Werror -O2 -c warn.c
all|-Wall -c warn.c
all|-c broken.c
all|-Werror -c missing.c
gcc|-Werror missing.o -o out
all|-fno-such-flag -c old.c
all|-Wl,--no-such-flag a.o b.o -o out
all|-c @missing.rsp
all|a.o -o out
all|
all|-v
all|-Wl,-z,now -v
all|--version
all|-dumpmachine
all|-dumpversion
all|-print-file-name=libc.so
all|-print-search-dirs
all|-o out
TABLE

cat >"$T/c++.calls" <<'TABLE'
all|-Werror -c c.cc
all|-Werror -O2 -Wall -Wextra -Wpedantic -c c.cc
all|-Werror -O2 -E -x c++ old.c
all|-Werror -O2 -S c.cc
all|-Werror -O2 -x c++ -c - -o out.o
all|-Werror -O2 c.cc -o out
all|-Werror -O2 -static c.cc -o out
all|-Werror -O2 -fno-exceptions -fno-rtti -x c++ -c old.c
all|-Werror -x c++-header p.h -o p.h.gch
all|-Werror -c m.S
all|-Werror a.o b.o -o out
all|-Werror -M -x c++ old.c
TABLE

for cc in $COMPILERS; do
	modes "$cc" "$T/c.calls"
done
for cc in $CXXS; do
	modes "$cc" "$T/c++.calls"
done
# Nothing is shown by calls that fail anyway.
n=$(grep -c 'exit status 0' "$T/statuses")
ok "most of the calls do succeed ($n of $(wc -l <"$T/statuses"))" \
	test "$((n * 5))" -gt "$(($(wc -l <"$T/statuses") * 4))"

is "$(ls "$TMPDIR")" "" "no call leaves a temporary file behind"

# A precompiled header stays in use, although we add a header of our own.
for cc in $COMPILERS $CXXS; do
	rm -rf "$T/pch"
	cp -r "$T/start" "$T/pch"
	cd "$T/pch" || exit 99
	case $cc in
	*++*) language="c++" ;;
	*) language=c ;;
	esac
	ok "$cc: a precompiled header is made" "$SHIM/$cc" -O2 -x $language-header p.h -o p.h.gch
	case $cc in
	clang*)
		use="-include-pch p.h.gch" use_too=
		for making in --analyze -emit-ast '-S -emit-llvm' '-c -emit-llvm'; do
			# shellcheck disable=SC2086
			ok "$cc: and used by $making" "$SHIM/$cc" -Werror -O2 $use -x $language $making old.c -o made
			for words in -Wp,-include-pch,p.h.gch '-Xpreprocessor -include-pch -Xpreprocessor p.h.gch'; do
				# shellcheck disable=SC2086
				ok "$cc: and by $words $making" "$SHIM/$cc" -Werror -O2 $words -x $language $making old.c -o made
			done
			# shellcheck disable=SC2086
			ok "$cc: and found by $making" "$SHIM/$cc" -Werror -O2 -include p.h -x $language $making old.c -o made
		done
		;;
	*)
		use="-Winvalid-pch -include p.h" use_too="-Winvalid-pch -Wp,-include,p.h"
		echo '#error the header was read' >p.h
		# shellcheck disable=SC2086
		ok "$cc: and used by the preprocessor, as ccache calls it" "$SHIM/$cc" -Werror -O2 $use -x $language -E -fpch-preprocess old.c -o made
		;;
	esac
	for words in "$use" ${use_too:+"$use_too"}; do
		# shellcheck disable=SC2086
		ok "$cc: and used: $words" "$SHIM/$cc" -Werror -O2 $words -x $language -c old.c
		is "$(readelf -p .note.hardcc old.o | grep -c '2 ')" 1 "$cc: with its note"
	done
	cd "$T" || exit 99
done

done_testing
