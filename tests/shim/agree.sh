#!/bin/sh
# hardcc explain tells what the shim runs: random calls, both ways. HARDCC_TEST_CALLS of them (600), from HARDCC_TEST_SEED (1).

calls=${HARDCC_TEST_CALLS:-600} seed=${HARDCC_TEST_SEED:-1}
: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/fake.sh
. "$srcdir/tests/lib/fake.sh"
need python3
top=$(cd "$srcdir" && pwd)
mkdir "$T/calls"
cd "$T/calls" || exit 99
python3 "$top/tests/shim/agree.py" "$HARDCC" "$SHIM" "$T/real" "$calls" "$seed" >"$T/out" 2>"$T/err"
is "$? $(cat "$T/err")" "0 " "$calls calls are made"
ok "most of them run the compiler" test "$(sed -n 's/^run: \([0-9]*\).*/\1/p' "$T/out")" -gt $((calls / 2))
ok "some of them end otherwise" grep -q '^run: .*status 1: .*status 125: ' "$T/out"
grep '^#' "$T/out" | head -60
is "$(grep -c '^differs' "$T/out")" 0 "explain tells what is run"
done_testing
