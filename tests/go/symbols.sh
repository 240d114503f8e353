#!/bin/sh
# -ldflags=-s through the shim: the debug information goes and the symbols stay, so that govulncheck tells which
# functions a program has; without hardcc it takes each function of the package for used.

vuln=golang.org/x/vuln/cmd/govulncheck@v1.1.4

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

need jq
shims gcc g++
programs

# PROGRAM|FLAGS|LEFT|ENVIRONMENT. What is left: nothing, the symbols, or the debug information too.
table() {
	cat <<-'END'
	hello||debug|
	hello|-ldflags=-s|nothing|CC="$real_gcc"
	hello|-ldflags=-s|symbols|
	hello|-ldflags="-s -w"|symbols|
	netuser|-ldflags=-s|symbols|
	netuser|-ldflags=-s -buildmode=pie|symbols|
	cxx|-ldflags=-s|symbols|
	cshared|-ldflags=-s -buildmode=c-shared|symbols|
	netuser|-ldflags="-s -linkmode=internal"|nothing|
	netuser|-ldflags="-s -extldflags=-Wl,-s"|nothing|
	hello|-ldflags=-extldflags=-Wl,-s|nothing|
	hello|-ldflags=-s|nothing|HARDCC_PROFILE=openssf,-symbols
	netuser|-ldflags=-s|nothing|HARDCC_PROFILE=openssf,-symbols
	netuser|-ldflags=-s|nothing|HARDCC_PROFILE=openssf,-extlink
	END
}

left_in() { # FILE
	readelf -W -S "$1" >"$T/.sections"
	if grep -q '\.z\{0,1\}debug_info' "$T/.sections"; then
		echo debug
	elif grep -q ' \.symtab' "$T/.sections"; then
		echo symbols
	else
		echo nothing
	fi
}

functions() { # FILE: how many its symbol table has
	readelf -W -s "$1" | awk '/\.symtab/ { on = 1 } on && $4 == "FUNC" { n++ } END { print n + 0 }'
}

build_row() { # OUT [FLAG]
	eval "set -- CC=\"$SHIM/gcc\" CXX=\"$SHIM/g++\" $environment go build -o \"$1\" $flags ${2:-} ./$program"
	env "$@"
}

row() {
	name="$program $flags${environment:+ $environment}"
	rm -f "$T/out"
	ok "$name: builds" build_row "$T/out"
	is "$(left_in "$T/out")" "$left" "$name: leaves what it should"
	[ "$left" = symbols ] || return 0
	ok "$name: builds unstripped" build_row "$T/whole" -ldflags=
	is "$(functions "$T/out")" "$(functions "$T/whole")" "$name: has as many functions as unstripped"
}

rows() {
	while IFS='|' read -r program flags left environment; do
		row </dev/null
	done <<-END
	$(table)
	END
}

# go test and go run strip what they run, and throw it away.
untouched() {
	keeper "$T/ran"
	for way in "test ./tested" "run ./hello" "test -ldflags=-s ./tested" "run -ldflags=-s ./hello"; do
		# shellcheck disable=SC2086 # words
		ok "go $way: works" env CC="$SHIM/gcc" go ${way%% *} -exec "$T/keep" ${way#* }
		is "$(left_in "$T/ran")" nothing "go $way: strips what it throws away"
	done
}

# The program calls LookupHost; LookupTXT is in the package and not in the program.
database() {
	mkdir -p "$T/db/index" "$T/db/ID"
	echo '{"modified":"2026-01-01T00:00:00Z"}' >"$T/db/index/db.json"
	for symbol in LookupHost LookupTXT; do
		jq -n --arg id "GO-2026-$symbol" --arg symbol "Resolver.$symbol" '{schema_version: "1.3.1", id: $id,
			modified: "2026-01-01T00:00:00Z", published: "2026-01-01T00:00:00Z", summary: $id, details: $id,
			affected: [{package: {name: "stdlib", ecosystem: "Go"},
				ranges: [{type: "SEMVER", events: [{introduced: "0"}]}],
				ecosystem_specific: {imports: [{path: "net", symbols: [$symbol]}]}}],
			database_specific: {url: "https://example.org", review_status: "REVIEWED"}}' >"$T/db/ID/GO-2026-$symbol.json"
	done
	jq -s 'map({id, modified})' "$T"/db/ID/*.json >"$T/db/index/vulns.json"
	jq '[{path: "stdlib", vulns: .}]' "$T/db/index/vulns.json" >"$T/db/index/modules.json"
}

found() { # FILE
	"$T/bin/govulncheck" -mode=binary -format json -db "file://$T/db" "$1" >"$T/findings" 2>&1 || cat "$T/findings"
	jq -r 'select(.finding) | .finding.trace[0] | select(.function) | .function' "$T/findings" | sort -u | tr '\n' ' '
}

scanned() {
	database
	GOBIN="$T/bin" go install "$vuln" >"$T/.go" 2>&1 || missing govulncheck
	program=netuser
	flags='' environment="CC=$real_gcc"
	ok "scanned: builds unstripped" build_row "$T/whole"
	flags=-ldflags=-s
	ok "scanned: builds with -s, without hardcc" build_row "$T/plain"
	environment=
	ok "scanned: builds with -s" build_row "$T/hard"
	environment=HARDCC_PROFILE=openssf,-symbols
	ok "scanned: builds with -s and -symbols" build_row "$T/stripped"
	is "$(found "$T/whole")" "LookupHost " "scanned: what is used is found unstripped"
	is "$(found "$T/plain")" "LookupHost LookupTXT " "scanned: with -s, without hardcc, so is what is not used"
	is "$(found "$T/hard")" "LookupHost " "scanned: with -s only what is used"
	is "$(found "$T/stripped")" "LookupHost LookupTXT " "scanned: with -symbols as without hardcc"
}

rows
untouched
scanned
done_testing
