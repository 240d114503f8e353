#!/bin/sh
# What hardcc profiles export says for Go, with a real one and no wrapper: the CGO_ variables, and gcc's spec file in CC.
# hardcc verify judges what comes of it; a spec file teaches Go's cache nothing that is not true of the plain gcc.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

need jq
programs
unset CC CXX
judged() { # FILE CHECK...: by verify
	judged_file=$1
	shift
	"$HARDCC" verify --profile openssf,-note --format json "$judged_file" >"$T/verify" 2>/dev/null
	for check; do
		jq -r --arg c "$check" '.[0].checks[] | select(.name == $c) | .verdict' "$T/verify" | tr '\n' ' '
	done
}

for v in $go_wanted; do
	use_go "$v"
	GOCACHE=$T/gocache.$v
	# --- the variables
	"$HARDCC" profiles export --format cgo-flags >"$T/cgo"
	# shellcheck disable=SC2016 # for the inner shell
	ok "$v: by Go's variables: builds" sh -c '. "$1"; go build -o "$2" ./hello' sh "$T/cgo" "$T/variables"
	ok "$v: and runs" "$T/variables"
	is "$(judged "$T/variables" relro bindnow nx)" "pass pass pass " "$v: the link has what the profile says"
	# shellcheck disable=SC2016 # for the inner shell
	ok "$v: and the C its canaries" sh -c 'readelf -sW "$1" | grep -q __stack_chk_fail' sh "$T/variables"
	# --- the spec file
	"$HARDCC" profiles export --format gcc-specs >"$T/x.specs"
	ok "$v: by a spec file in CC: builds" env CC="gcc -specs=$T/x.specs" go build -o "$T/specs" ./hello
	ok "$v: and runs" "$T/specs"
	is "$(judged "$T/specs" relro bindnow nx)" "pass pass pass " "$v: the link has what the profile says, too"
	ok "$v: as a PIE" env CC="gcc -specs=$T/x.specs" go build -buildmode=pie -o "$T/specs" ./hello
	is "$(judged "$T/specs" relro bindnow nx textrel)" "pass pass pass pass " "$v: without text relocations"
	# what Go learnt of flags it would give to the plain gcc, too, in compiles that are not in the cache yet
	ok "$v: the plain gcc builds with the same cache" env CGO_CFLAGS="-O1 -g" go build -o "$T/plain" ./hello
done

done_testing
