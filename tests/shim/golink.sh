#!/bin/sh
# Whether Go is made to link through us: each condition, as the dynimport link and the identity call
# see it. The go command here is a shell by the name of go, which runs the file that its first word names.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/fake.sh
. "$srcdir/tests/lib/fake.sh"
need dash

mkdir bin
for n in go go_bootstrap go1.26.8 bazel "odd) S 1 (x"; do
	cp "$(command -v dash)" "bin/$n"
done
cat >"link" <<'END'
"$SHIM/gcc" -o /tmp/b001/_cgo_.o /tmp/b001/_cgo_main.o >link.out 2>link.err
echo "$?" >status
END
cat >identity <<'END'
"$SHIM/gcc" '-###' -x c -c - 2>&1 | sed -n 's/.*; link \([a-z]*\);.*/\1/p' >said
:
END
cat link identity >build
cp build test
cp build run
echo 'dash build "$@"; :' >below
{ cat link; echo 'dash identity; :'; } >toolexec
{ cat link; echo 'bin/go run-wrap; :'; } >between
echo 'dash identity; :' >run-wrap
echo '"bin/odd) S 1 (x" identity; :' >strange
echo 'dash link; :' >outer
export SHIM PATH="$fake_path" HARDCC_LOG="$T/log"
for root in usual built-for-internal; do
	mkdir -p "$root/src/internal/buildcfg"
done
# shellcheck disable=SC2016 # Go's own quotes
echo 'const defaultGO_EXTLINK_ENABLED = ``' >usual/src/internal/buildcfg/zbootstrap.go
# shellcheck disable=SC2016
echo 'const defaultGO_EXTLINK_ENABLED = `0`' >built-for-internal/src/internal/buildcfg/zbootstrap.go

# goes EXT|INT REASON COMMAND...: refused where it is EXT; the identity line and the log agree
goes() {
	want=$1 reason=$2
	shift 2
	: >"$T/log"
	rm -f status said
	env "$@"
	case $want in
	ext) status=1 ;;
	*) status=0 ;;
	esac
	is "$(cat status) $(cat said)" "$status $want" "link $want: $*"
	is "$(jq -r 'select(.kind == "dynimport") | .link + " " + .link_reason' <"$T/log")" "$want $reason" "the log says why: $*"
	is "$(jq -r 'select(.kind == "identity") | .link' <"$T/log")" "$want" "the identity call's line agrees: $*"
}
stranger='the caller is not known as cmd/go'
old='GOVERSION is not go1.19 or later'
asked='the go command or GOFLAGS asks for an internal link'
unused='words for an external linker, which Go'\''s own link leaves aside'
export GOVERSION=go1.26.8 GOROOT="$PWD/usual"

goes ext '' bin/go build
has "the message names the rule" "openssf.profile:" link.err
is "$(jq -r 'select(.kind == "dynimport") | .status, .edits[].result' <"$T/log" | tr '\n' ' ')" "1 refused " "the log has the refusal"
goes int "$stranger" bin/bazel build
goes int "$stranger" bin/go1.26.8 build
goes int "$stranger" bin/go below
goes ext '' bin/go run
goes ext '' bin/go build -v ./...

for v in go1.19 go1.19.13 go1.20rc1 go1.100 go2.0 'devel go1.27-0123abcd' 'go1.22.1 X:boringcrypto' go1.21.3-vendor; do
	goes ext '' GOVERSION="$v" bin/go build
done
for v in '' go1.18.10 go1.17 go1 go devel 1.26 gopher go1.x; do
	goes int "$old" GOVERSION="$v" bin/go build
done
goes int "$old" -u GOVERSION bin/go build

goes int 'GO_EXTLINK_ENABLED is 0' GO_EXTLINK_ENABLED=0 bin/go build
goes ext '' GO_EXTLINK_ENABLED=1 bin/go build
goes ext '' GO_EXTLINK_ENABLED= bin/go build
goes int 'this Go was built with GO_EXTLINK_ENABLED=0' GOROOT="$PWD/built-for-internal" bin/go build
goes int 'this Go was built with GO_EXTLINK_ENABLED=0' GOROOT="$PWD/built-for-internal" GO_EXTLINK_ENABLED= bin/go build
goes ext '' GOROOT="$PWD/built-for-internal" GO_EXTLINK_ENABLED=1 bin/go build
goes ext '' GOROOT=/nonexistent bin/go build

goes int "$asked" bin/go build -ldflags=-linkmode=internal
goes int "$asked" bin/go build -ldflags '-s -linkmode internal'
goes int "$asked" bin/go build --ldflags "all='-linkmode=internal' -w" .
goes int "$asked" bin/go build -ldflags=-w -ldflags=-linkmode=internal
goes int "$asked" GOFLAGS='-trimpath -ldflags=-linkmode=internal' bin/go build
goes int "$asked" GOFLAGS="'-ldflags=-w -linkmode=internal' -v" bin/go build
goes ext '' GOFLAGS=-ldflags=-linkmode=internal bin/go build -ldflags=-w
goes ext '' bin/go build -ldflags=-linkmode=external
goes ext '' bin/go build -ldflags=-X=main.mode=internal -linkmodel internal
goes ext '' bin/go build -o x-linkmode internal
goes ext '' bin/go build -tags=-linkmode=internal
goes ext '' GOFLAGS=-ldflags=-linkmode=internals bin/go build

for words in -static '"-static -lm"' -static-pie -pie -Wl,-pie -no-pie -nostdlib -lnone -fuse-ld=none '"-Wl,-z,now -shared"' other.o; do
	goes int "$unused" bin/go build -ldflags "-w -extldflags=$words"
done
goes int "$unused" GOFLAGS="'-ldflags=-extldflags=\"-Wl,-z,now -static\"' -v" bin/go build
goes int "$unused" GOFLAGS=-ldflags=-linkmode=external bin/go build -ldflags=-extldflags=-static
goes int "$unused" bin/go build -ldflags=-extld=/nonexistent/gcc
goes int "$unused" bin/go build '-ldflags=-tmpdir /nonexistent'
goes ext '' bin/go build -ldflags '-linkmode=external -extldflags "-static"'
goes ext '' bin/go build -ldflags '-extldflags "-static-libgcc -Wl,-z,relro,-z,now" -s -w'
goes ext '' GOFLAGS='-ldflags=-extldflags=-Wl,-z,now -trimpath' bin/go build
goes ext '' bin/go build -o app-static ./cmd/-static
goes ext '' bin/go build -ldflags=-extldflags=

goes ext '' bin/go test ./...
goes ext '' bin/go build test
goes ext '' bin/go_bootstrap build

# no rule is for what is built for something else
sed "s/-o/-ffreestanding -o/" link >foreign
bin/go foreign
is "$(cat status)" 0 "passed on: -ffreestanding"
HARDCC_CACHE=none FAKE_VERSION='gcc version 12.2.0 (GCC)' FAKE_TARGET=x86_64-w64-mingw32 bin/go link
is "$(cat status)" 0 "passed on: a target that is not Linux"

# the identity call alone has the program of -toolexec above it
goes ext '' bin/go toolexec -toolexec=wrap
goes ext '' GOFLAGS=-toolexec=wrap bin/go toolexec
goes ext '' bin/go between -toolexec=wrap
bin/go toolexec
is "$(cat said)" int "without -toolexec what go runs is not go"
bin/go strange -toolexec=wrap
is "$(cat said)" ext "a name with parentheses stands for itself"
bin/go outer -toolexec=wrap
is "$(cat status)" 0 "the link is refused where go itself asks for it, not below a program of its -toolexec"

goes int 'no rule refuses it' HARDCC_PROFILE=openssf,-extlink bin/go build
mkdir -p "${mine%/*}"
echo 'extlink off if package example.com/... because it is linked by hand' >"$mine"
HARDCC_PROFILE=openssf,mine TOOLEXEC_IMPORTPATH=example.com/a bin/go link
is "$(cat status)" 0 "an exception for one package holds"
HARDCC_PROFILE=openssf,mine TOOLEXEC_IMPORTPATH=net bin/go link
is "$(cat status)" 1 "and for no other"
: >"$T/log"
is "$(HARDCC_PROFILE=none bin/go link; cat status)" 0 "profile none passes the link on"
is "$(jq -r '.link + " " + .link_reason' <"$T/log")" "int no rule is looked at" "and the log says so"
is "$(HARDCC_DISABLE=1 bin/go link; cat status)" 0 "so does HARDCC_DISABLE"

# one line, and none of the words that cmd/go looks for
bin/go link
is "$(grep -c . link.err)" 1 "a refusal is one line"
is "$(grep -ciE 'unknown|unrecognized|not supported' link.err)" 0 "law 1: and has no word that cmd/go reads"

explained() { # FILTER WORDS...
	explained_filter=$1
	shift
	explain "$explained_filter" gcc "$@"
}
is "$(explained '.link + " " + .link_reason' '-###' -x c -c -)" "int $stranger" "explain tells the link of an identity call"
is "$(explained '.edits[] | select(.feature == "extlink") | .result + ": " + .reason' -o _cgo_.o _cgo_main.o)" \
	"skipped: Go links by itself: $stranger" "explain tells why a dynimport link is passed on"
is "$(explained .link -c a.c)" null "other calls decide no link"
PATH=$fake_path "$HARDCC" explain -- gcc -o _cgo_.o _cgo_main.o >text
has "explain's text says it, too" "link      int: $stranger" text

done_testing
