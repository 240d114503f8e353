# tests/lib/go.sh - what the tests with a real Go share; sourced instead of tests/lib/tap.sh, which it sources.
# Each test has its own build cache, GOPATH and settings; only downloaded modules and toolchains are the user's.
# shellcheck shell=sh
#
#   $go_wanted   the Go versions to test: HARDCC_TEST_GO, words like go1.21.13, go for the one on PATH, or a GOROOT
#   $go_minor    of the version in use: 26 for Go 1.26
#
# use_go VERSION        from here on, this Go        programs      copies tests/go/programs to $T/src and goes there
# count_calls           counts from now on what reaches the real compiler; then, after a build:
# compiles, compiles_of SOURCE, links      how many there were, all or of this source, and final links
# build OUT PACKAGE [FLAG...]      run_of COMMAND...      policy      policies FILE
# elf_facts FILE        link_facts FILE       those of the link alone      keeper FILE

go_wanted=${HARDCC_TEST_GO:-go}
go_settings=
if command -v go >/dev/null 2>&1; then
	GOMODCACHE=$(go env GOMODCACHE)
	for v in GOPROXY GOSUMDB GOPRIVATE GONOPROXY GONOSUMDB GOINSECURE; do
		go_settings="$go_settings
$v=$(go env "$v")"
	done
fi

# shellcheck source=tests/lib/tap.sh
. "${srcdir:?}/tests/lib/tap.sh"

need go gcc g++ readelf objcopy
for v in $go_settings; do
	export "${v?}"
done
[ -n "$GOMODCACHE" ] && mkdir -p "$GOMODCACHE" 2>/dev/null && [ -w "$GOMODCACHE" ] || GOMODCACHE=$T/modules
GOENV=off
GOCACHE=$T/gocache
GOPATH=$T/gopath
GOWORK=off
CGO_ENABLED=1
GOTOOLCHAIN=local
export GOMODCACHE GOENV GOCACHE GOPATH GOFLAGS GOWORK CGO_ENABLED GOTOOLCHAIN
unset GOOS GOARCH GOROOT GOEXPERIMENT CGO_CFLAGS CGO_CPPFLAGS CGO_CXXFLAGS CGO_LDFLAGS GO_EXTLINK_ENABLED
mkdir "$T/go"
PATH=$T/go:$PATH
real_gcc=$(command -v gcc)
real_gxx=$(command -v g++)

use_go() { # VERSION: one that cannot be had fails a test in CI and skips it elsewhere
	use_go_version=$1
	GOTOOLCHAIN=local
	rm -f "$T/go/go"
	case $1 in
	go) use_go_version=go1 ;;
	/*) use_go_version=go1 && ln -s "$1/bin/go" "$T/go/go" ;;
	*) GOTOOLCHAIN=$1 use_go_version="$1 " ;;
	esac
	hash -r
	GOFLAGS='' go version >"$T/.go" 2>&1
	# Before Go 1.21 the go command knows nothing of GOTOOLCHAIN.
	grep -q "^go version .*$use_go_version" "$T/.go" || missing "$1"
	go_minor=$(sed -n 's/^go version [a-z-]*go1\.\([0-9]*\).*/\1/p' "$T/.go")
	GOFLAGS=-buildvcs=false
	[ "$go_minor" -ge 18 ] || GOFLAGS=
}

missing() { # WHAT: $T/.go says why it cannot be had
	sed 's/^/# /' "$T/.go"
	if [ -n "${CI:-}" ] || [ "$tests" -gt 0 ]; then
		echo "Bail out! $1 cannot be had"
		exit 99
	fi
	echo "1..0 # SKIP no $1"
	exit 0
}

programs() {
	cp -r "$srcdir/tests/go/programs" "$T/src" && chmod -R u+w "$T/src" && cd "$T/src" || exit 99
}

# A compiler that writes one line a call, then is the real one. One file for each process: lines cannot mix.
counter() { # FILE COMPILER
	cat >"$1" <<-END
	#!/bin/sh
	printf '%s\n' "\$*" >>"$T/calls/\$\$"
	exec "$2" "\$@"
	END
	chmod +x "$1"
}

count_calls() {
	mkdir -p "$T/calls" "$T/counter" "$T/other-counter"
	for v in "$T/counter" "$T/other-counter"; do
		counter "$v/gcc" "$real_gcc"
		counter "$v/g++" "$real_gxx"
	done
	PATH=$T/counter:$PATH
}

reset_calls() {
	rm -rf "$T/calls"
	mkdir "$T/calls"
}

# Go writes its compiles so and no probe like this; the order is the same from Go 1.19 to 1.26.
compiles() {
	compiles_of '[^ -]'
}

compiles_of() { # SOURCE
	cat "$T"/calls/* 2>/dev/null | grep -c -e " -o [^ ]*\.o -c $1"
}

links() {
	cat "$T"/calls/* 2>/dev/null | grep -c -e '/go-link-[^ ]*/go\.o' -e '@[^ ]*/go-link-[^ ]*/response$'
}

build() { # OUT PACKAGE [FLAG...]
	build_out=$1
	build_package=$2
	shift 2
	reset_calls
	go build -o "$build_out" "$@" "$build_package"
}

elf_facts() { # FILE: its type and what hardens or weakens it, in this order
	readelf -W -h -l -d -s "$1" 2>/dev/null >"$T/.elf"
	facts=$(sed -n 's/^ *Type: *\([A-Z]*\) .*/\1/p' "$T/.elf")
	while read -r name pattern; do
		grep -q -e "$pattern" "$T/.elf" && facts="$facts $name"
	done <<-END
	relro  GNU_RELRO
	now    (BIND_NOW)\|(FLAGS_1).*NOW
	canary __stack_chk_fail
	fortify __[a-z]*cpy_chk\|__[a-z]*cat_chk
	textrel TEXTREL
	execstack GNU_STACK.*RWE
	END
	echo "$facts"
}

# The rest is the compiler's, and in a program that has no C of its own the standard library's.
link_facts() { # FILE
	elf_facts "$1" | sed 's/ canary//; s/ fortify//'
}

policy() { # the id of the policy that holds now
	"$HARDCC" explain --json -- gcc -c x.c | tr ',' '\n' | sed -n 's/^.*"policy": *"\([0-9a-f]*\)".*/\1/p' | head -1
}

policies() { # FILE: the id of each policy under which a part of it was compiled
	objcopy -O binary --set-section-flags .note.hardcc=alloc --only-section=.note.hardcc "$1" "$T/.note" 2>/dev/null &&
		tr -c '0-9a-f' '\n' <"$T/.note" | grep -x '[0-9a-f]\{16\}' | sort -u | tr '\n' ' ' | sed 's/ $//'
}

run_of() { # COMMAND...: what it prints, and its status if that is not 0
	"$@" 2>&1 || echo "exit $?"
}

keeper() { # FILE: makes $T/keep, which go test and go run take for -exec: it copies the program there, and runs it
	cat >"$T/keep" <<-END
	#!/bin/sh
	cp "\$1" "$1"
	exec "\$@"
	END
	chmod +x "$T/keep"
}

for v in $go_wanted; do
	use_go "$v"
done
