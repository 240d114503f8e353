#!/bin/sh
# The note in Go's programs: each C unit that the log has is in the binary, however Go links it and whatever strip takes.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need jq strip sha256sum

shims gcc g++
programs
use_go go
texts() { # FILE: of its notes, one a line
	readelf -p .note.hardcc "$1" 2>/dev/null | sed -n 's/^ *\[ *[0-9a-f]*\]  \(2 [0-9a-f]\{16\} .*\)/\1/p'
}
# A unit of each package is only there for cgo to link once and read.
units() { # how many the log has
	jq -r 'select(.kind == "compile" and .status == 0 and (.edits | map(select(.feature == "note")) | length) == 1) | .output' \
		"$HARDCC_LOG" | grep -v -c '_cgo_main\.o$'
}
built() { # NAME PACKAGE [FLAG...]: with a cold cache, and counted
	built_name=$1 built_package=$2
	shift 2
	rm -f "$HARDCC_LOG"
	export GOCACHE="$T/gocache.$built_name"
	ok "$built_name: builds" go build -o "$T/$built_name" "$@" "$built_package"
	built_units=$(units)
	ok "$built_name: there are C units" test "$built_units" -gt 3
	is "$(texts "$T/$built_name" | wc -l) $(readelf -lW "$T/$built_name" | grep -c 'GNU_STACK.* RWE')" "$built_units 0" \
		"$built_name: each has its note, and the stack is not executable"
	for words in '' '-R .comment -R .note'; do
		# shellcheck disable=SC2086
		strip $words -o "$T/stripped" "$T/$built_name"
		is "$(texts "$T/stripped" | wc -l)" "$built_units" "$built_name: strip $words: they stay"
	done
	[ "$built_name" != shared ] || return # Go compiles it anew each time
	rm -f "$HARDCC_LOG"
	rm "$T/$built_name"
	go build -o "$T/$built_name" "$@" "$built_package"
	is "$(units) $(texts "$T/$built_name" | wc -l)" "0 $built_units" "$built_name: from the cache: nothing in the log, all in the program"
}
CC=$SHIM/gcc CXX=$SHIM/g++ HARDCC_LOG=$T/log
export CC CXX HARDCC_LOG
built exe ./hello
is "$(run_of "$T/exe")" "hello world! 42" "it prints what it should"
built bare ./hello '-ldflags=-s -w' -trimpath
built pie ./hello -buildmode=pie
built static ./hello '-ldflags=-extldflags=-static'
built net ./netuser
is "$(texts "$T/net" | grep -vc ' std=1 ')" 0 "net: each is the standard library's"
built shared ./cshared -buildmode=c-shared
rm -f "$HARDCC_LOG"
GOCACHE=$T/gocache.archive go build -o "$T/lib.a" -buildmode=c-archive ./cshared
is "$(texts "$T/lib.a" | wc -l)" "$(units)" "a c-archive has each"

for d in one two; do
	mkdir -p "$T/$d" && cp -r "$T/src" "$T/$d"
	(cd "$T/$d/src" && GOCACHE=$T/gocache.$d go build -trimpath -o "$T/$d/program" ./hello)
done
is "$(sha256sum <"$T/one/program")" "$(sha256sum <"$T/two/program")" "two directories, the same sha256"
done_testing
