#!/bin/sh
# Two real modules with much C: their own tests pass, and in each object is the code of a compile by hand with the argv
# that `explain` prints, which is not the plain compiler's. What was compiled past the shim is found by the same check.
# sqlite is large: without optimisation, but for HARDCC_TEST_SQLITE_O=2, as people build it.

sqlite_O=${HARDCC_TEST_SQLITE_O:-0}

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

need jq
shims gcc g++
cp -r "$srcdir/tests/go/programs/real" "$T/src"
chmod -R u+w "$T/src"
cd "$T/src" || exit 99
export CC="$SHIM/gcc" CXX="$SHIM/g++"
TMPDIR=$T/tmp
export TMPDIR
mkdir "$TMPDIR" "$T/log"
go mod download >"$T/.go" 2>&1 || missing "the modules"

# MODULE O: its tests; what was compiled for them is left there, and told in $log
own_tests() {
	name=${1##*/}
	log=$T/log/$name
	export HARDCC_LOG="$log"
	ok "$name -O$2: its own tests pass" env CGO_CFLAGS="-O$2" go test -work -vet=off "$1"
	unset HARDCC_LOG
}

words() { # JQ FILE: an array as words for eval
	jq -r "$1 | @sh" "$2"
}

# What Go gave to the shim for this object, into $T/unit; nothing for an object of which the shim knows nothing
logged() { # OBJECT
	jq -c --arg o "$1" 'select(.output == $o)' "$log" | tail -1 >"$T/unit"
	[ -s "$T/unit" ] || return 1
	jq -c '.argv | if .[0] | startswith("-") then . else .[1:] end' "$T/unit" >"$T/received"
}

code_of() { # OBJECT FILE
	rm -f "$2"
	objcopy --dump-section .text="$2" "$1" "$T/scrap" 2>/dev/null
	[ -f "$2" ] || : >"$2"
}

compile_to() { # OBJECT ARGV...: by hand, where Go did
	jq -c --arg o "$1" '.[index("-o") + 1] = $o' "$2" >"$1.argv"
	eval "set -- $(words . "$1.argv")"
	(cd "$(jq -r .cwd "$T/unit")" && exec "$@")
}

check_object() { # OBJECT: says in a few words what it is
	logged "$1" || { echo "compiled past the shim"; return; }
	eval "set -- \"\$1\" $(words . "$T/received")"
	object=$1
	shift
	(cd "$(jq -r .cwd "$T/unit")" && "$HARDCC" explain --json -- gcc "$@") >"$T/explained" || { echo "no explanation"; return; }
	jq -c .argv "$T/explained" >"$T/hand"
	[ "$(jq -c .run "$T/unit")" = "$(cat "$T/hand")" ] || { echo "run is not what explain says"; return; }
	jq -c --slurpfile e "$T/explained" '[$e[0].argv[0]] + .' "$T/received" >"$T/plain"
	compile_to "$T/plain.o" "$T/plain" 2>"$T/said" &
	if ! compile_to "$T/hand.o" "$T/hand" 2>>"$T/said" || ! wait $!; then
		cat "$T/said"
		return
	fi
	for what in hand plain; do
		code_of "$T/$what.o" "$T/$what.code"
	done
	code_of "$object" "$T/code"
	if ! cmp -s "$T/code" "$T/hand.code"; then
		echo "not the code that explain tells"
	elif ! cmp -s "$object" "$T/hand.o"; then
		echo "the code that explain tells, but not the same object"
	elif [ ! -s "$T/code" ]; then
		echo "good, without code"
	elif jq -e '.[-1] | endswith(".S")' "$T/received" >"$T/said"; then
		echo "good, from assembler"
	elif cmp -s "$T/code" "$T/plain.code"; then
		echo "the plain code"
	else
		echo "good"
	fi
}

objects() { # of this module, not of the runtime
	jq -r --arg m "/$name@" 'select(.kind == "compile") | .argv |
		select(any(contains($m))) | .[index("-o") + 1] | sub("/[^/]*$"; "")' "$log" | sort -u |
		while read -r dir; do
			find "$dir" -name '_x*.o'
		done | sort
}

each_unit() { # MODULE
	objects >"$T/objects"
	while read -r object; do
		echo "$(check_object "$object") ${object##*/}"
	done <"$T/objects" >"$T/verdicts"
	is "$(grep -v '^good' "$T/verdicts")" "" "$name: each object is the one that explain tells, and not the plain one"
	sources=$(find "$(go list -m -f '{{.Dir}}' "$1")" -maxdepth 1 -name '*.c' | wc -l)
	ok "$name: and for each C source there is one" [ "$(wc -l <"$T/objects")" -gt "$sources" ]
	ok "$name: with code, all but a few" [ "$(grep -c '^good [^,]' "$T/verdicts")" -gt "$(grep -c '^good,' "$T/verdicts")" ]
	echo "# $name: $(wc -l <"$T/objects") objects, $(grep -c '^good, without' "$T/verdicts") of them without code"
}

# The smallest unit with code, compiled past the shim: by a build that the log does not know, and one that it does.
past_the_shim() {
	object=$(sed -n 's/^good \(_x.*\)/\1/p' "$T/verdicts" | while read -r o; do
		grep "/$o\$" "$T/objects"
	done | xargs ls -rS | head -1)
	logged "$object"
	jq -c --arg cc "$real_gcc" '[$cc] + .' "$T/received" >"$T/plain"
	cp "$object" "$T/kept"
	ok "$name: one unit is compiled past the shim" compile_to "$object" "$T/plain"
	is "$(check_object "$object")" "not the code that explain tells" "$name: and found"
	cp "$T/kept" "$object"
	is "$(check_object "$object")" "good" "$name: and the right one put back is good"
	grep -v -F "$object" "$log" >"$T/log/less"
	log=$T/log/less
	is "$(check_object "$object")" "compiled past the shim" "$name: one of which the log knows nothing is found"
}

own_tests github.com/DataDog/zstd 1
each_unit github.com/DataDog/zstd
past_the_shim
own_tests github.com/mattn/go-sqlite3 "$sqlite_O"
each_unit github.com/mattn/go-sqlite3

done_testing
