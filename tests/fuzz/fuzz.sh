#!/bin/sh
# fuzz.sh SECONDS [TARGET...] - fuzzing, so many seconds of a processor for all targets together, two of them at a time; 0 only
# runs the kept seeds.
#
# Each tests/fuzz/corpus/NAME has a target tests/fuzz/NAME.c, linked to the program's own code but for
# main, the commands, the messages and the arena. A finding is printed with its input in base64.
#
#   builddir   where config.h, build-id.h, embedded.c and hardcc are (default: build/check, else build)
#   FUZZ_CC    a clang with libFuzzer, 14 or newer (default: clang)
#   FUZZ_SEED  where chance starts, a number (default: 1, so that two runs of one commit try the same)
set -u
cd "$(dirname "$0")/../.." || exit 1
case ${1:-} in
'' | *[!0-9]*)
	echo "usage: tests/fuzz/fuzz.sh SECONDS [TARGET...]" >&2
	exit 2
	;;
esac
seconds=$1
shift
if [ -z "${builddir:-}" ]; then
	builddir=build/check
	[ -f $builddir/embedded.c ] || builddir=build
fi
for f in config.h build-id.h embedded.c hardcc; do
	[ -f "$builddir/$f" ] || { echo "no $builddir/$f: build hardcc first" >&2; exit 1; }
done
cc=${FUZZ_CC:-}
for c in clang clang-19 clang-14; do
	[ -n "$cc" ] || ! command -v $c >/dev/null || cc=$c
done
[ -n "$cc" ] || { echo "no clang" >&2; exit 1; }

T=$(mktemp -d "${TMPDIR:-/tmp}/hardcc-fuzz.XXXXXX") || exit 1
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$T/o"

compile() { # SOURCE OBJECT
	$cc -std=c11 -g -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined,implicit-conversion \
		-fno-sanitize-recover=all -Wall -Wextra -Werror -D_GNU_SOURCE -DSYSCONFDIR='"/nowhere"' -DCACHEDIR='"/nowhere/cache"' \
		-DPKGDATADIR='"/nowhere"' -DSHIMDIR='"/nowhere/bin"' -DBINDIR='"/usr/bin"' -DSHIMPROGRAM='"/usr/libexec/hardcc/hardcc-shim"' -I"$builddir" -Iwrapper -Itests/fuzz -c "$1" -o "$2"
}

built=yes n=0
sources=$(find wrapper -name '*.c')
[ -n "$sources" ] || { echo "no source below wrapper" >&2; exit 1; }
for f in $sources "$builddir/embedded.c" tests/fuzz/world.c tests/fuzz/error.c; do
	case $f in
	wrapper/cmd/main.c | wrapper/cmd/cmd-*.c | wrapper/base/error.c | wrapper/base/arena.c) continue ;; # tests/fuzz/world.c has its own arena
	esac
	compile "$f" "$T/o/$(basename "$f" .c).o" || : >"$T/broken" &
	n=$(((n + 1) % 4))
	[ $n -gt 0 ] || wait
done
wait
[ ! -e "$T/broken" ] || built=no
rm -f "$T/lib.a"
ar rcs "$T/lib.a" "$T"/o/*.o || built=no
[ $built = yes ] || { echo "the fuzz targets do not build" >&2; exit 1; }

"$builddir/hardcc" help --tables >"$T/tables" || exit 1
# Without its words a target would find little, and say nothing.
table() { # NAME [END]: its names as words of a dictionary, each with what ends it
	awk -F '\t' -v table="$1" -v end="${2:-}" '$1 == table { print "\"" $2 end "\"" }' "$T/tables" >"$T/words"
	[ -s "$T/words" ] || { echo "hardcc help --tables has no $1" >&2; exit 1; }
	cat "$T/words"
}
# Options, conditions and verbs: words that chance does not find.
for t in compiler-option compiler-word condition verb; do
	table $t >>"$T/dict" || exit 1
done
table symbol '\\x00' >"$T/elf.dict" || exit 1
cat tests/fuzz/elf.dict >>"$T/elf.dict"

wrapped=
for f in read_file read_trusted write_atomic memory_file run_captured; do
	wrapped=$wrapped,--wrap=$f
done

longest() { # TARGET: bytes
	case $1 in
	elffile | verify) echo 16384 ;;
	report) echo 8192 ;;
	profile | stack) echo 4096 ;;
	identity | memo | setting) echo 1024 ;;
	json_string | word_canonical) echo 128 ;;
	*) echo 512 ;;
	esac
}

dictionary() { # TARGET: a file
	case $1 in
	elffile | verify) echo "$T/elf.dict" ;;
	*) echo "$T/dict" ;;
	esac
}

finding() { # TARGET LOG
	echo "$1: FINDING"
	grep -v -e '^INFO:' -e '^#[0-9]*	' -e '^Dictionary:' "$2" | head -n 60
	for f in "$T/found/$1"-*; do
		[ -f "$f" ] || continue
		echo "reproducer of $1, base64 (${f##*/}):"
		base64 <"$f"
	done
}

export ASAN_OPTIONS=quarantine_size_mb=32:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1
try() { # TARGET: false where it does not build, or something was found
	name=$1 kept=$T/corpus.$1 log=$T/$1.log
	if ! compile "tests/fuzz/$name.c" "$T/$name.o" ||
		! $cc -fsanitize=fuzzer,address,undefined "-Wl$wrapped" -o "$T/$name" "$T/$name.o" "$T/lib.a"; then
		echo "$name: does not build"
		return 1
	fi
	cp -R "tests/fuzz/corpus/$name" "$kept" || return
	seeds=$(find "$kept" -type f | wc -l | tr -d ' ')
	if "$T/$name" -artifact_prefix="$T/found/$name-" -timeout=60 "$kept"/* >"$log" 2>&1 &&
		[ "$(grep -c '^Executed ' "$log")" -eq "$seeds" ]; then
		runs="$seeds seeds"
	else
		runs=
	fi
	if [ -n "$runs" ] && [ $each -gt 0 ]; then
		"$T/$name" -seed="${FUZZ_SEED:-1}" -max_total_time=$each -max_len="$(longest "$name")" -dict="$(dictionary "$name")" -timeout=60 \
			-rss_limit_mb=2048 -artifact_prefix="$T/found/$name-" "$kept" >"$log" 2>&1 || runs=
		done=$(sed -n 's/^Done \([0-9]*\) runs in .*/\1/p' "$log")
		[ -n "$runs" ] && [ -n "$done" ] && runs="$runs, $done runs" || runs=
	fi
	[ -n "$runs" ] || { finding "$name" "$log"; return 1; }
	echo "$name: $runs, no finding"
}

[ $# -gt 0 ] || set -- tests/fuzz/corpus/*/
each=$((seconds / $#))
[ "$seconds" -eq 0 ] || [ $each -gt 0 ] || each=1
mkdir "$T/found" "$T/passed"
while [ $# -gt 0 ]; do # two at a time; the time is that of a processor
	for d in "$1" "${2:-}"; do
		[ -z "$d" ] || (target=$(basename "$d") && try "$target" >"$T/said.$target" 2>&1 && : >"$T/passed/$target") &
	done
	wait
	for d in "$1" "${2:-}"; do
		[ -z "$d" ] || cat "$T/said.$(basename "$d")"
		[ -z "$d" ] || [ -e "$T/passed/$(basename "$d")" ] || failed=yes
	done
	shift $(($# > 1 ? 2 : 1))
done
[ -z "${failed:-}" ]
