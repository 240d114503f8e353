#!/bin/sh
# gcc's own tests, by gcc and clang, with and without the shim: one of HARDCC_TEST_FOREIGN (300) of 36,000. What differs has its cause
# in foreign.expected; whether each of those still occurs is looked at where many cases are run.

stride=${HARDCC_TEST_FOREIGN:-300} compilers=${HARDCC_TEST_CC:-gcc clang}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/source.sh
. "$srcdir/tests/lib/source.sh"
need gcc g++ clang clang++ python3 apt-get tar xz
top=$(cd "$srcdir" && pwd)
# shellcheck disable=SC2086
shims g++ clang++ $compilers
version=$(gcc -dumpversion)
ok "gcc's source" source_fetch "gcc-$version"
within='gcc-*/gcc/testsuite'
tar -xJf "$T/src/gcc-$version"/gcc-*.tar.xz -C "$T/src" --wildcards "$within/gcc.dg/*" "$within/gcc.c-torture/*" "$within/c-c++-common/*" \
	"$within/g++.dg/*" 2>/dev/null
mkdir "$T/run"
cd "$T/run" || exit 99
# shellcheck disable=SC2086
python3 "$top/tests/shim/foreign.py" "$SHIM" "$top/tests/shim/foreign.expected" "$stride" "$compilers" "$T/src"/gcc-*/gcc/testsuite \
	gcc.dg gcc.c-torture c-c++-common g++.dg >"$T/out" 2>"$T/err"
is "$? $(cat "$T/err")" "0 " "the cases are run"
cases=$(sed -n 's/^cases	//p' "$T/out")
# shellcheck disable=SC2086
set -- $compilers
ok "${cases:-no} cases" test "${cases:-0}" -ge $((35000 * $# / stride))
is "$(grep '^differs' "$T/out" | cut -f2-)" "" "nothing differs but for a cause that is known"
grep '^known' "$T/out" | cut -f2- | sed 's/^/# /'
[ "$stride" -gt 10 ] || is "$(grep '^unused' "$T/out" | cut -f3)" "" "each cause still occurs"
done_testing
