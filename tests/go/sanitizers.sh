#!/bin/sh
# Go's race, address and memory sanitizers, through the shim: what they cannot have (FORTIFY) is left out, the rest is there.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

need clang
shims gcc g++ clang clang++
programs
export CC="$SHIM/gcc" CXX="$SHIM/g++"

# NAME FLAG: a program that Go would link by itself
standard_library() {
	ok "$1: net and os/user alone: builds" go build "$2" -o "$T/netuser" ./netuser
	is "$(run_of "$T/netuser")" "$(go run ./netuser 2>&1)" "$1: net and os/user alone: runs"
	is "$(link_facts "$T/netuser" | cut -d' ' -f2-3)" "relro now" "$1: net and os/user alone: is hardened"
}

long=0123456789012345678901234567890123456789

ok "race: builds" go build -race -o "$T/race" ./hello
is "$(run_of "$T/race")" "hello world! 42" "race: runs"
is "$(elf_facts "$T/race")" "EXEC relro now canary fortify" "race: is hardened"
standard_library race -race

ok "asan: builds" go build -asan -o "$T/asan" ./hello
is "$(run_of "$T/asan")" "hello world! 42" "asan: runs"
is "$(elf_facts "$T/asan")" "EXEC relro now canary" "asan: is hardened, without FORTIFY"
standard_library asan -asan
ok "asan: another program builds" go build -asan -o "$T/overflow" ./overflow
"$T/overflow" strcpy $long >"$T/said" 2>&1
has "asan: it is the sanitizer that stops an overflow" "AddressSanitizer: stack-buffer-overflow" "$T/said"

export CC="$SHIM/clang" CXX="$SHIM/clang++"
ok "msan: builds" go build -msan -o "$T/msan" ./hello
is "$(run_of "$T/msan")" "hello world! 42" "msan: runs"
is "$(elf_facts "$T/msan" | cut -d' ' -f2-3)" "relro now" "msan: is hardened"
standard_library msan -msan

done_testing
