#!/bin/sh
# The feature march with a real Go: GOAMD64 and GOARM64 reach the C half, the cache follows, the user's own flag wins.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need gcc clang

shims gcc clang
mkdir -p "$T/src/p"
cd "$T/src" || exit 99
printf 'module example.com/m\n\ngo 1.19\n' >go.mod
cat >p/main.go <<'END'
package main

/*
#if defined(__AVX2__) || defined(__ARM_FEATURE_DOTPROD)
#define LEVEL 3
#elif defined(__SSE4_2__) || defined(__ARM_FEATURE_ATOMICS)
#define LEVEL 2
#else
#define LEVEL 1
#endif
#define NAME_(n) c_level_##n
#define NAME(n) NAME_(n)
int NAME(LEVEL)(void);
int NAME(LEVEL)(void) { return LEVEL; }
static int level(void) { return NAME(LEVEL)(); }
*/
import "C"

func main() { println(C.level()) }
END
level() { # of the C in a program
	readelf -sW "$1" | sed -n 's/.* c_level_\([0-9]\)$/\1/p' | sort -u | tr '\n' ' '
}
compiled() { # how often a compile of the package got -march
	grep -c '"-march=' "$T/log" 2>/dev/null
}
b() { # OUT
	: >"$T/log"
	HARDCC_LOG=$T/log go build -o "$T/$1" ./p >"$T/said" 2>&1 || sed 's/^/# /' "$T/said"
}

machine=$(uname -m)
case $machine in
x86_64) variable=GOAMD64 one=v1 two=v2 three=v3 own=-march=x86-64 two_of=x86-64-v2 ;;
aarch64) variable=GOARM64 one=v8.0 two=v8.0,lse three=v8.4 own=-march=armv8-a two_of=armv8-a+lse ;;
*)
	echo "1..0 # SKIP no levels for $machine"
	exit 0
	;;
esac
at() { # LEVEL COMMAND...
	at_level=$1
	shift
	env_before=$(env | sed -n "s/^$variable=//p")
	export "$variable=$at_level"
	"$@"
	export "$variable=$env_before"
	[ -n "$env_before" ] || unset "$variable"
}

for v in $go_wanted; do
	use_go "$v"
	for cc in gcc clang; do
		name="$v, $cc"
		export CC="$SHIM/$cc" GOCACHE="$T/gocache.$cc"
		HARDCC_PROFILE=openssf at "$three" b plain
		is "$(level "$T/plain")$(compiled)" "1 0" "$name: not where the profile does not say so"
		export HARDCC_PROFILE=openssf,+march
		at "$one" b one
		is "$(level "$T/one")$(compiled)" "1 0" "$name: $one is what a compiler does anyway"
		at "$three" b three
		is "$(level "$T/three")" "3 " "$name: $three"
		not_ok "$name: in each compile" [ "$(compiled)" -eq 0 ]
		at "$two" b two
		is "$(level "$T/two")" "2 " "$name: $two, with the same cache"
		has "$name: by its name" "\"-march=$two_of\"" "$T/log"
		at "$one" b again
		is "$(level "$T/again")$(grep -c '"kind":"compile"' "$T/log")" "1 0" "$name: back: from the cache"
		ok "$name: the same bytes" cmp "$T/one" "$T/again"
		CGO_CFLAGS="-O2 -g $own" at "$three" b mine
		is "$(level "$T/mine")" "1 " "$name: the user's own -march wins"
		printf '%s=%s\n' "$variable" "$three" >"$T/goenv"
		GOENV=$T/goenv b written
		is "$(level "$T/written")" "3 " "$name: written by go env -w"
		unset HARDCC_PROFILE
	done
done

done_testing
