#!/bin/sh
# Real projects: `go test` under `hardcc run` passes and fails what it passes and fails without. Two of them find their files by
# runtime.Caller, which -trimpath would break. One loads OpenSSL, which a static program cannot: that is said.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need jq musl-gcc
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

shims gcc g++

# MODULE VERSION, how it finds its files, and what `go test` is given. Those of golang-fips for HKDF end with a panic
# with OpenSSL 3.0.19, with hardcc and without.
table() {
	cat <<-END
	github.com/wasmerio/wasmer-go      v1.0.4  caller    ./...
	google.golang.org/grpc             v1.85.0 caller    ./credentials/... ./authz/...
	github.com/ebitengine/purego       v0.11.3 directory ./...
	github.com/uber/h3-go/v4           v4.1.0  directory ./...
	github.com/ethereum/c-kzg-4844/v2  v2.1.8  directory ./...
	github.com/golang-fips/openssl/v2  v2.0.3  directory -skip=^TestHKDF ./...
	END
}

# shellcheck disable=SC2086 # words
lists() { # FILE COMMAND...: what passed, failed and was skipped, tests and packages
	lists_file=$1
	shift
	"$@" -json -count=1 $words >"$T/json" 2>"$T/err"
	jq -R -r 'fromjson? | select(.Action == ("pass", "fail", "skip")) | "\(.Action) \(.Package) \(.Test // "")"' "$T/json" | sort -u >"$lists_file"
}

count() { # ACTION FILE
	grep -c "^$1 .* [^ ]" "$2"
}

table >"$T/table"
while read -r module version finds words; do
	name=${module#*/}
	directory=$(go mod download -json "$module@$version" 2>"$T/.go" | jq -r '.Dir // empty')
	[ -n "$directory" ] || missing "$module@$version"
	cp -r "$directory" "$T/project" && chmod -R u+w "$T/project" && cd "$T/project" || exit 99
	go mod download >"$T/.go" 2>&1 || missing "what $module needs"
	lists "$T/without" go test
	export PATH="$SHIM:$PATH"
	lists "$T/with" "$HARDCC" run --profile openssf -- go test
	echo "# $name: $(count pass "$T/without") passed, $(count fail "$T/without") failed, $(count skip "$T/without") skipped; $(
		sed -n 's/^hardcc: \([0-9]* compiles\?, .*\);.*/\1/p' "$T/err")"
	ok "$name: tests pass" [ "$(count pass "$T/without")" -gt 0 ]
	ok "$name: and the same with hardcc" diff "$T/without" "$T/with"
	ok "$name: which had work" grep -q '^hardcc: [1-9][0-9]* compile' "$T/err"
	if [ "$finds" = caller ]; then
		lists "$T/trimmed" go test -trimpath
		not_ok "$name: it finds its files by runtime.Caller" diff "$T/without" "$T/trimmed"
	fi
	PATH=${PATH#"$SHIM:"}
	[ "$name" = golang-fips/openssl/v2 ] || rm -rf "$T/project"
	cd "$T" || exit 99
done <"$T/table"

# --- OpenSSL, and no loader
cd "$T/project" || exit 99
PATH=$SHIM:$PATH
"$HARDCC" run --static -- go test -run=NONE . >"$T/out" 2>&1
has "a static program that loads OpenSSL: the cause is named" "refers to dlopen, which always fails in a static musl program" "$T/out"
has "and what to do" "link it without HARDCC_LIBC=musl (run --static)" "$T/out"
has "before the program says its own" "Dynamic loading not supported" "$T/out"
done_testing
