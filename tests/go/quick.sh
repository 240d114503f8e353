#!/bin/sh
# A cgo program built with nothing but CC set: hardened, and rebuilt when the profile changes. The quick one.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

shims gcc g++
count_calls
programs
export CC="$SHIM/gcc" CXX="$SHIM/g++"
export HARDCC_CC="$T/counter/gcc" HARDCC_CXX="$T/counter/g++"

ok "hello builds" build "$T/hello" ./hello
is "$(run_of "$T/hello")" "hello world! 42" "and runs"
is "$(elf_facts "$T/hello")" "EXEC relro now canary fortify" "and is hardened, and no PIE, for Go did not ask for one"
is "$(policies "$T/hello")" "$(policy)" "and each part of it tells the policy"
first=$(cksum <"$T/hello")

ok "hello builds as PIE" build "$T/pie" ./hello -buildmode=pie
is "$(run_of "$T/pie")" "hello world! 42" "and runs"
is "$(elf_facts "$T/pie")" "DYN relro now canary fortify" "and is hardened, without text relocations"

export HARDCC_PROFILE=openssf,-stackprotectorstrong
ok "with another profile it builds" build "$T/hello" ./hello
is "$(compiles_of hello.c) $(links)" "1 1" "anew"
is "$(elf_facts "$T/hello")" "EXEC relro now fortify" "and without what was switched off"
unset HARDCC_PROFILE
ok "with the first one again it builds" build "$T/hello" ./hello
is "$(compiles) $(links)" "0 1" "from the cache"
is "$(cksum <"$T/hello")" "$first" "to the same bytes"

done_testing
