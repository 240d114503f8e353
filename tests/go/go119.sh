#!/bin/sh
# Go up to 1.19 keeps the C compiler's identity out of the cache keys of the standard library, and may link prebuilt
# standard packages. This shows what holds there with CC alone, and what makes the rest hold: go/NOTES-go119.md.

# shellcheck disable=SC2034 # lib/go.sh uses HARDCC_TEST_GO, and Go the rest
# The go on PATH if it is that old, else Debian's, else one that the go on PATH fetches.
case $(go env GOVERSION 2>/dev/null) in
go1.1[0-9]*) HARDCC_TEST_GO=go ;;
*)
	HARDCC_TEST_GO=go1.19.13
	if [ -x /usr/lib/go-1.19/bin/go ]; then
		PATH=/usr/lib/go-1.19/bin:$PATH
		HARDCC_TEST_GO=go
	fi
	;;
esac

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

shims gcc g++
count_calls
programs
hello=$T/hello
own=hello.c
standard=gcc_context.c # of runtime/cgo, without which there is no cgo program

first() {
	unset HARDCC_PROFILE
}

second() {
	export HARDCC_PROFILE=openssf,-branch
}

new_cache() { # NAME
	GOCACHE=$T/gocache.$1
}

compiled() { # of the program itself, of the standard library
	echo "own $(compiles_of "$own") standard $(compiles_of "$standard")"
}

second
B=$(policy)
first
A=$(policy)
both=$(printf '%s\n' "$A" "$B" | sort | tr '\n' ' ' | sed 's/ $//')
not_ok "there are two policies" [ "$A" = "$B" ]

# The word in CC is in every key: one that differs from gcc keeps the prebuilt packages out.
export CC="$SHIM/gcc" CXX="$SHIM/g++"
new_cache named
ok "CC names the shim: builds" build "$hello" ./hello
is "$(run_of "$hello")" "hello world! 42" "and runs"
is "$(compiled)" "own 1 standard 1" "the standard library is compiled through the shim"
is "$(policies "$hello")" "$A" "all of it under the policy"
cp "$hello" "$T/hello.first"

second
ok "the policy changes: builds" build "$hello" ./hello
is "$(compiled) links $(links)" "own 1 standard 0 links 1" "own packages are compiled anew, the standard library's are not"
is "$(policies "$hello")" "$both" "so the program is of both policies, and its notes say so"
first
ok "the policy changes back: builds" build "$hello" ./hello
is "$(compiles)" 0 "nothing is compiled"
ok "to the same bytes" cmp "$hello" "$T/hello.first"

# The remedies. A word in CC for each policy needs nothing else.
second
"$HARDCC" shims "$T/shim-b" gcc g++ >/dev/null
export CC="$T/shim-b/gcc"
ok "a shim directory for each policy: builds" build "$hello" ./hello
is "$(policies "$hello")" "$B" "all of it under the new policy"
first
export CC="$SHIM/gcc"
ok "and with the first directory again" build "$hello" ./hello
is "$(compiles)" 0 "nothing is compiled"
ok "to the same bytes" cmp "$hello" "$T/hello.first"

second
new_cache other
ok "a GOCACHE for each policy: builds" build "$hello" ./hello
is "$(policies "$hello")" "$B" "all of it under the new policy"

new_cache named
ok "-a: builds" build "$hello" ./hello -a
is "$(policies "$hello")" "$B" "all of it under the new policy"
first
ok "the first policy without -a: builds" build "$hello" ./hello
is "$(policies "$hello")" "$both" "-a has left its objects in the cache: it is needed at each change"

# A program whose only cgo is the standard library's is not even linked anew.
new_cache net
ok "net and os/user alone: builds" build "$T/net" ./netuser -ldflags=-linkmode=external
is "$(policies "$T/net")" "$A" "all of it under the policy"
second
ok "the policy changes: builds" build "$T/net" ./netuser -ldflags=-linkmode=external
is "$(compiles) $(links)" "0 0" "nothing is compiled or linked"
is "$(policies "$T/net")" "$A" "all of it is under the old policy, and its notes say so"

# Who links is decided where the standard library's objects are made: an internal link needs a cache of its own, or -a.
first
new_cache link
reset_calls
ok "net and os/user, no word about the link: builds" build "$T/net" ./netuser
is "$(links) $(link_facts "$T/net")" "1 EXEC relro now" "the C compiler links it"
not_ok "-linkmode=internal from the same cache: Go refuses it" build "$T/net.int" ./netuser -ldflags=-linkmode=internal
has "and says why" "internal linking requested" "$T/.out"
ok "and with -a: builds" build "$T/net.int" ./netuser -ldflags=-linkmode=internal -a
is "$(links) $(run_of "$T/net.int")" "0 $(run_of "$T/net")" "Go links it, and it runs"
new_cache internal
ok "and in a new cache: builds" build "$T/net.int" ./netuser -ldflags=-linkmode=internal
is "$(links) $(run_of "$T/net.int")" "0 $(run_of "$T/net")" "Go links it, and it runs"
ok "no word about the link in that cache: builds" build "$T/net" ./netuser
is "$(links)" 0 "Go links that too"
ok "and with -a: builds" build "$T/net" ./netuser -a
is "$(links) $(link_facts "$T/net")" "1 EXEC relro now" "the C compiler links it"

new_cache test
ok "go test: passes" go test -count=1 ./netuser
ok "then net and os/user alone: builds" build "$T/net.tested" ./netuser
is "$(links) $(link_facts "$T/net.tested")" "1 EXEC relro now" "go test has left no other kind of link in the cache"

# As a masquerade, gcc on PATH and CC not set: the prebuilt packages fit.
first
unset CC CXX
PATH=$SHIM:$PATH
new_cache path
ok "first on PATH: builds" build "$hello" ./hello
is "$(compiled)" "own 1 standard 0" "the prebuilt standard library is used: no flag reaches it"
new_cache path-suffix
ok "with -installsuffix: builds" build "$hello" ./hello -installsuffix hardcc
is "$(compiled)" "own 1 standard 1" "the standard library is compiled through the shim"
second
ok "with another -installsuffix and policy: builds" build "$hello" ./hello -installsuffix hardcc2
is "$(policies "$hello")" "$both" "the suffix is in no key: the program is of both policies"
ok "with -a and -installsuffix: builds" build "$hello" ./hello -a -installsuffix hardcc2
is "$(policies "$hello")" "$B" "all of it under the new policy"

done_testing
