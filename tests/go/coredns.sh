#!/bin/sh
# coredns 1.11.1 with -ldflags=-s, and what govulncheck says of it by the Go vulnerability database itself: through hardcc what it says
# of the whole file, and without hardcc each hole of each package that the program has.

vulndb=golang.org/x/vulndb@v0.0.0-20261105234957-e22db6528018
vuln=golang.org/x/vuln/cmd/govulncheck@v1.1.4
coredns=github.com/coredns/coredns@v1.11.1
HARDCC_TEST_GO=${HARDCC_TEST_GO:-go1.21.13} # coredns's own quic-go builds with no later one

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

need jq python3
shims gcc g++

module() { # MODULE@VERSION: where it lies
	GOTOOLCHAIN=local go mod download -json "$1" 2>"$T/.go" | jq -r '.Dir // empty'
}

found() { # FILE OUT: the holes of which a function is in the file
	"$T/bin/govulncheck" -mode=binary -format json -db "file://$T/db" "$1" >"$T/findings" 2>&1 || cat "$T/findings"
	jq -r 'select(.finding) | .finding | select(.trace[0].function) | .osv' "$T/findings" | sort -u >"$2"
}

cd "$T" || exit 99
database=$(GOFLAGS=-mod=mod module $vulndb)
source=$(GOFLAGS=-mod=mod module $coredns)
if [ -z "$database" ] || [ -z "$source" ]; then missing "the modules"; fi
GOTOOLCHAIN=local GOFLAGS=-mod=mod GOBIN="$T/bin" go install $vuln >"$T/.go" 2>&1 || missing govulncheck
ok "a database from $vulndb" python3 "$srcdir/scripts/guide-figures" database "$database" "$T/db"
cp -r "$source" "$T/src"
chmod -R u+w "$T/src"
cd "$T/src" || exit 99

ok "$v: builds" env CC="$real_gcc" go build -o "$T/whole" .
ok "$v: builds with -s, without hardcc" env CC="$real_gcc" go build -o "$T/plain" -ldflags=-s .
ok "$v: builds with -s" env CC="$SHIM/gcc" CXX="$SHIM/g++" go build -o "$T/hard" -ldflags=-s .
for f in whole plain hard; do
	found "$T/$f" "$T/$f.osv"
	echo "# $f: $(wc -c <"$T/$f") bytes, $(wc -l <"$T/$f.osv") holes"
done
ok "$v: the whole file: some holes are found" test -s "$T/whole.osv"
ok "$v: with -s, without hardcc, more than those" test "$(wc -l <"$T/plain.osv")" -gt "$(wc -l <"$T/whole.osv")"
is "$(cat "$T/hard.osv")" "$(cat "$T/whole.osv")" "$v: with -s, through hardcc, the same"
ok "$v: and the file is smaller" test "$(wc -c <"$T/hard")" -lt "$(wc -c <"$T/whole")"
done_testing
