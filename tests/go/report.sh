#!/bin/sh
# hardcc report on real Go builds: every C unit of go-sqlite3, and of a program whose only C is in net, has its line in the log
# and its note in the program; from a warm cache the program is judged alone; a unit compiled past the shim is named.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need jq strip clang-tidy

shims gcc g++
export CC="$SHIM/gcc" CXX="$SHIM/g++" HARDCC_LOG="$T/log"
CGO_CFLAGS=-O1 HARDCC_PROFILE=openssf
export CGO_CFLAGS HARDCC_PROFILE

report() { # JQ-FILTER FILE...
	report_filter=$1
	shift
	"$HARDCC" report --format json "$@" 2>"$T/err" | jq -cr "$report_filter"
}
# Of the log: C units that are in programs. cgo's own _cgo_main.c is linked into no program.
in_log() {
	jq -r 'select(.kind == "compile" and .status == 0) | .sources[]' "$HARDCC_LOG" | grep -c -v '^_cgo_main.c$'
}
notes() { # FILE
	readelf -n "$1" 2>/dev/null | grep -c '^  hardcc '
}
status_of() {
	"$HARDCC" report "$@" >"$T/out" 2>"$T/err"
	echo $?
}

# A compiler that is the shim, but for one source.
past_the_shim() { # SOURCE
	mkdir -p "$T/past"
	for v in gcc g++; do
		printf '#!/bin/sh\ncase " $* " in *" %s "*) PATH=%s exec %s "$@" ;; esac\nexec %s "$@"\n' "$1" "$PATH" "$(command -v $v)" "$SHIM/$v" >"$T/past/$v"
		chmod +x "$T/past/$v"
	done
}

each() { # NAME PACKAGE SOURCE
	name=$1 package=$2 source=$3
	rm -rf "$HARDCC_LOG" "$GOCACHE"
	ok "$name builds" go build -o "$T/$name" "$package"
	is "$(status_of "$HARDCC_LOG" "$T/$name")" 0 "$name: cold cache: all as the profile asks"
	units=$(in_log)
	is "$(notes "$T/$name")" "$units" "$name: as many notes as units in the log"
	is "$(report '.files[0] | .notes, .logged, .cached, .unrecorded' "$HARDCC_LOG" "$T/$name" | tr '\n' ' ')" "$units $units 0 0 " \
		"$name: all of $units in the log"
	is "$(report '.files[0].policies | length, .[0].notes' "$HARDCC_LOG" "$T/$name" | tr '\n' ' ')" "1 $units " "$name: under one policy"
	strip -o "$T/stripped" "$T/$name"
	is "$(status_of --profile "$HARDCC_PROFILE,-symbols" "$HARDCC_LOG" "$T/stripped")" 0 "$name: stripped, too"
	cp "$HARDCC_LOG" "$T/$name.log"
	rm "$HARDCC_LOG"
	go build -o "$T/$name" "$package"
	is "$(grep -c -v '"kind":"identity"' "$HARDCC_LOG")" 0 "$name: warm cache: nothing in the log but a question"
	is "$(status_of "$HARDCC_LOG")" 3 "$name: which is no pass"
	is "$(status_of "$HARDCC_LOG" "$T/$name")" 0 "$name: but the program is one"
	is "$(report '.files[0] | .notes, .cached, .unrecorded' "$HARDCC_LOG" "$T/$name" | tr '\n' ' ')" "$units $units 0 " "$name: all of it from the cache"
	past_the_shim "$source"
	rm -rf "$HARDCC_LOG" "$GOCACHE"
	CC=$T/past/gcc CXX=$T/past/g++ go build -o "$T/$name-past" "$package" >"$T/said" 2>&1 || cat "$T/said"
	is "$(status_of "$HARDCC_LOG" "$T/$name-past")" 1 "$name: $source compiled past the shim"
	is "$(report '.files[0] | .notes, .cached, .unrecorded, .unrecorded_among[]' "$HARDCC_LOG" "$T/$name-past" | tr '\n' ' ')" \
		"$((units - 1)) 0 1 $source " "$name: is missing, by name"
	ok "$name: so" grep -q "^  fail .*no record .*$source" "$T/out"
}

programs
each net ./netuser gcc_util.c
ok 'net: what opts out is named' grep -q "the standard library's own opt-out.*: stackprotectorstrong" "$T/out"
# a part of it from the cache: packages that are built again are in the log
rm "$HARDCC_LOG"
go build -o "$T/both" ./netuser
rm "$HARDCC_LOG"
go build -o "$T/hello" ./hello
is "$(report '.files[0] | .notes == .logged + .cached and .cached > 0 and .logged > 0 and .unrecorded == 0' "$HARDCC_LOG" "$T/hello")" true \
	'a part from the cache, a part in the log'
cd "$T" || exit 99
rm -rf "$T/src"
cp -r "$srcdir/tests/go/programs/real" "$T/src" && chmod -R u+w "$T/src" && cd "$T/src" || exit 99
go mod download >"$T/.go" 2>&1 || missing "the modules"
mkdir -p "$T/src/program"
cat >"$T/src/program/main.go" <<'END'
// Program program opens a database in memory.
package main

import (
	"database/sql"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	db, err := sql.Open("sqlite3", ":memory:")
	if err == nil {
		err = db.Ping()
	}
	if err != nil {
		panic(err)
	}
}
END
CGO_CFLAGS=-O0 # sqlite is large; FORTIFY then has no rule
HARDCC_PROFILE=openssf,-fortify
each sqlite ./program sqlite3-binding.c
ok 'sqlite: it runs' "$T/sqlite"

# --- compile_commands.json, for tools that read the whole of it
"$HARDCC" report --format compile-commands "$T/net.log" "$T/sqlite.log" >compile_commands.json 2>"$T/err"
is "$(jq -r '.[].file' compile_commands.json | sort -u | grep -c -e '^sqlite3-binding.c$' -e '^gcc_util.c$')" 2 'compile_commands.json names the sources that are there'
jq -r '.[] | select(.directory | endswith("/runtime/cgo")) | .directory + "/" + .file' compile_commands.json | grep '\.c$' | sort -u >"$T/files"
ok 'those of runtime/cgo' [ "$(wc -l <"$T/files")" -gt 8 ]
ok 'clang-tidy takes them as they are' xargs clang-tidy --quiet '--checks=-*,bugprone-infinite-loop' '--warnings-as-errors=*' -p . <"$T/files"
if command -v clangd-14 >/dev/null; then
	# shellcheck disable=SC2016 # for another shell
	ok 'clangd, too' sh -c 'clangd-14 --compile-commands-dir="$1" --check="$2" >"$0" 2>&1' "$T/clangd" "$PWD" "$(grep '/gcc_util.c$' "$T/files")"
	has 'by the command that is there' 'Compile command from CDB' "$T/clangd"
elif [ -n "${CI:-}" ]; then
	ok 'clangd-14 is there' false
fi
done_testing
