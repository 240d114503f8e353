#!/bin/sh
# A Go program built by `hardcc run`, and after each form of `hardcc env`, is the same to the byte; what go's flags of ours do to it.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need jq dash make git

shims gcc g++
programs
plain_path=$PATH
PATH=$SHIM:$PATH
export PATH

# A Dockerfile's ENV lines, and lines of $GITHUB_ENV, into this environment, as their readers have them.
from_docker() { # FILE
	while IFS= read -r line; do
		name=${line#ENV } && name=${name%%=*}
		value=$(printf '%s\n' "$line" | sed 's/^ENV [A-Z_]*="\(.*\)"$/\1/; s/\\\([\\"$]\)/\1/g')
		[ "$name" != PATH ] || value=${value%:*}:$PATH
		export "$name=$value"
	done <"$1"
}
from_github() { # FILE
	while IFS= read -r line; do
		export "${line%%=*}=${line#*=}"
	done <"$1"
}

# shellcheck disable=SC2016 # the shells'
forms() { # PROGRAM
	(PATH=$plain_path CC=$SHIM/gcc && export PATH CC && "$HARDCC" run --profile openssf -- go build -o "$T/run" "./$1" 2>"$T/err")
	for f in sh make docker github; do
		(PATH=$plain_path CC=$SHIM/gcc && export PATH CC && "$HARDCC" env --profile openssf --format $f >"$T/env.$f")
	done
	PATH=$plain_path sh -c 'eval "$(cat "$1")"; go build -o "$2" "$3"' sh "$T/env.sh" "$T/sh" "./$1"
	printf 'include %s\nall:\n\tgo build -o %s ./%s\n' "$T/env.make" "$T/make" "$1" >"$T/Makefile"
	PATH=$plain_path make -s -f "$T/Makefile"
	(PATH=$plain_path && from_docker "$T/env.docker" && go build -o "$T/docker" "./$1")
	(PATH=$plain_path && from_github "$T/env.github" && go build -o "$T/github" "./$1")
	for f in sh make docker github; do
		ok "$v: ./$1: the $f form gives what run gives" cmp "$T/run" "$T/$f"
	done
}

# Finds its files by runtime.Caller, which has no path of this machine under -trimpath.
mkdir -p "$T/callers/testdata"
echo found >"$T/callers/testdata/file"
printf 'module example.org/callers\n\ngo 1.19\n' >"$T/callers/go.mod"
cat >"$T/callers/callers_test.go" <<'END'
package callers

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestCaller(t *testing.T) {
	_, file, _, _ := runtime.Caller(0)
	if _, err := os.ReadFile(filepath.Join(filepath.Dir(file), "testdata", "file")); err != nil {
		t.Fatal(err)
	}
}

func TestFails(t *testing.T) { t.Fail() }
END

for v in $go_wanted; do
	use_go "$v"
	GOCACHE=$T/gocache.$v
	for p in hello netuser; do
		forms $p
	done
	rm -f "$T/run"
	"$HARDCC" run -- go build -o "$T/run" ./hello 2>"$T/err"
	has "$v: the summary counts the link" "1 link" "$T/err"
	is "$(elf_facts "$T/run")" "DYN relro now canary fortify" "$v: what run gives ./hello"
	is "$(readelf -SW "$T/run" | grep -c ' \.debug_info ')" 1 "$v: with DWARF"
	"$HARDCC" run --for container -- go build -o "$T/packed" ./hello 2>"$T/err"
	is "$(readelf -SW "$T/packed" | grep -c ' \.debug_info ')" 0 "$v: --for container: without"
	not_ok "$v: --for container: and no path of this machine" grep -qaF -e "$T/src" "$T/packed"
	rm -f "$T/run"
	"$HARDCC" run -- go build -o "$T/run" ./hello 2>"$T/err"
	has "$v: a second time only the link is left" "hardcc: 0 compiles, 1 link" "$T/err"
	"$HARDCC" run -- go build -o "$T/run" ./hello 2>"$T/err"
	has "$v: all in go's cache is named as the reason" "the shim compiled nothing: go asked who the compiler is and had all it needed in its cache" "$T/err"
	"$HARDCC" run -- go build -o "$T/std" ./std 2>"$T/err"
	has "$v: a program without cgo, too" "the shim compiled nothing: no package that go compiled uses cgo" "$T/err"
	CGO_ENABLED=0 "$HARDCC" run -- go build -o "$T/std" ./std 2>"$T/err"
	has "$v: CGO_ENABLED=0, too" "CGO_ENABLED=0 in the environment" "$T/err"
	CGO_ENABLED=0 "$HARDCC" run -- go build -buildmode=pie -o "$PWD/loader" ./std 2>"$T/err"
	has "$v: a PIE that needs a loader is told, with the way out" \
		"needs no library; Go links a PIE without C so; without -buildmode=pie (--exe), or with cgo by --static, it needs none" "$T/err"
	"$HARDCC" run --exe -- go build -o "$T/exe" ./hello 2>"$T/err"
	is "$(elf_facts "$T/exe" | cut -d' ' -f1)" EXEC "$v: --exe"
	ok "$v: go test -race builds and passes: no PIE there" "$HARDCC" run -- go test -race ./tested
	ok "$v: go test passes" "$HARDCC" run -- go test ./tested
	for f in "" --static --exe; do
		# shellcheck disable=SC2086 # no word for ""
		(cd "$T/callers" && "$HARDCC" run $f -- go test -v ./... >"$T/passes" 2>"$T/err")
		is "$(grep -e '^ *---' "$T/passes" | cut -d' ' -f2,3)" "$(cd "$T/callers" && go test -v ./... | grep -e '^ *---' | cut -d' ' -f2,3)" \
			"$v: go test passes what it passes without hardcc: ${f:-by default}"
	done
	(GOENV=$T/goenv && export GOENV && unset GOFLAGS && go env -w GOFLAGS=-tags=mine &&
		is "$("$HARDCC" env --json | jq -r .GOFLAGS)" "-buildmode=pie -tags=mine" "$v: what go env -w set is merged" &&
		echo $((tests)) >"$T/.tests")
	tests=$(cat "$T/.tests")
done

# --- the stamp
mkdir stamped && cd stamped || exit 99
printf 'module example.org/stamped\n\ngo 1.19\n' >go.mod
printf 'package main\n\nvar version = "none"\n\nfunc main() { println(version) }\n' >main.go
git init -q . && git add . && git -c user.name=n -c user.email=e commit -qm one && git tag v9.8.7
"$HARDCC" run --version-stamp -- go build -o stamped . 2>"$T/err"
is "$(./stamped 2>&1)" v9.8.7 "--version-stamp: the program knows its version, also with -trimpath"

# --- flags of go's own, which take the place of those in GOFLAGS
"$HARDCC" run --tags --version-stamp -- go build -tags x -ldflags=-w -o stamped . 2>"$T/err"
is "$? $(sed -n 's/^hardcc: warning: go.s own \(-[a-z]*\)=.* takes the place of the one in GOFLAGS; write //p' "$T/err" | tr '\n' ' ')" \
	"0 -tags=x,netgo,osusergo '-ldflags=-X=main.version=v9.8.7 -w' " "go's own -tags and -ldflags: what to write"
has "the program without the tags is named" "without the tag netgo: ./stamped;" "$T/err"
printf 'all:\n\tgo build -tags x -o stamped .\n' >Makefile
rm -f stamped
is "$("$HARDCC" run --tags --json -- make 2>&1 >/dev/null | jq -c .without_tag)" '[{"file":"./stamped","tag":"netgo"}]' "also where make calls go"
"$HARDCC" run --tags -- go build -tags x,osusergo,netgo -o stamped . 2>"$T/err"
is "$? $(grep -cE 'GOFLAGS|without the tag' "$T/err")" "0 0" "nothing is said where they are there"
"$HARDCC" run --static -- go build -toolexec env -o stamped . 2>"$T/err"
has "go's own -toolexec takes ours away" "go's own -toolexec=env takes the place of the one in GOFLAGS, which is not in effect" "$T/err"

# --- systems for which Go links no static program
for os in openbsd solaris; do
	CGO_ENABLED=0 GOOS=$os GOARCH=amd64 "$HARDCC" run --static -- go build -o other . 2>"$T/err"
	is "$? $(grep -c 'not static: .*Go links no program for that system without one' "$T/err")" "1 1" "--static, $os: no way out that is none"
done

done_testing
