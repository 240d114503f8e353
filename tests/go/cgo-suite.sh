#!/bin/sh
# Go's own tests of cgo, with CC and CXX naming the shim: each of cgo-suite.txt ends as it ends without. It takes a
# quarter of an hour, so scripts/check --long runs it; make check does not.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

need gfortran
shims gcc g++
list=$srcdir/tests/go/cgo-suite.txt
cd "$T" || exit 99
GOFLAGS=

# CC CXX PACKAGE FLAG...: how each test of it ended, and the package
results() {
	result_env="CC=$1 CXX=$2"
	shift 2
	result_of=$1
	shift
	# shellcheck disable=SC2086 # words
	env $result_env GOTRACEBACK=single go test -v -count=1 -timeout=30m "$@" "$result_of" >"$T/verbose" 2>&1
	result_status=$?
	sed -n 's/^ *--- \([A-Z]*\): \([^ ]*\) .*/\2 \1/p' "$T/verbose" | sort -u
	echo "package $result_status"
}

differences() { # PACKAGE: those that the list explains
	sed -n "s|^differs $1 \([^ ]*\) \([^ ]*\) .*|\1 \2|p" "$list"
}

each() {
	package=$1
	GOCACHE=$T/gocache.plain
	results "$real_gcc" "$real_gxx" "$@" >"$T/plain"
	GOCACHE=$T/gocache.hard
	results "$SHIM/gcc" "$SHIM/g++" "$@" >"$T/hard"
	cp "$T/verbose" "$T/said"
	# "NAME RESULT" of those that end otherwise; - where a test is gone
	awk 'NR == FNR { plain[$1] = $2; next }
		{ if (plain[$1] != $2) print; delete plain[$1] }
		END { for (name in plain) print name, "-" }' "$T/plain" "$T/hard" >"$T/others"
	is "$(sort "$T/others")" "$(differences "$package" | sort)" "$*: ends as without hardcc"
	echo "# $*: $(grep -c ' PASS$' "$T/hard") passed, $(grep -c ' SKIP$' "$T/hard") skipped, $(grep -c ' FAIL$' "$T/hard") failed"
	grep ' PASS$' "$T/hard" >>"$T/passed"
}

for dir in "$(go env GOROOT)"/src/cmd/cgo/internal/*/; do
	set -- "$dir"*_test.go
	[ ! -e "$1" ] || has "$(basename "$dir") is in the list" "cmd/cgo/internal/$(basename "$dir")" "$list"
done
while read -r line; do
	case $line in
	'' | '#'* | differs\ *) continue ;;
	esac
	# shellcheck disable=SC2086 # words
	each $line </dev/null
done <"$list"
ok "tests were run" [ "$(wc -l <"$T/passed")" -gt 300 ]

done_testing
