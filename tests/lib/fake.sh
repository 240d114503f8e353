# tests/lib/fake.sh - what the tests share that run the shim in front of a compiler which prints its words.
# Sourced instead of tests/lib/tap.sh, which it sources; it goes to $T/work.
# shellcheck shell=sh
#
#   $fake_path   the shims, the printing compilers in $T/real, the system     $system_path   PATH as it was
#   $mine        the profile of the user's by the name of mine
#
# fake NAME ARGS...: runs the shim     explain FILTER ARGS...: one fact of an explained call, by jq

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq

# shellcheck disable=SC2034
mine=$T/config/hardcc/profiles/mine.profile
mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles" "$T/other/home" "$T/elsewhere"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
ln "$T/real/gcc" "$T/elsewhere/gcc"
for n in g++ cc clang x86_64-linux-gnu-gcc-12; do
	ln "$T/real/gcc" "$T/real/$n"
done
shims gcc g++ cc clang x86_64-linux-gnu-gcc-12
cd "$T/work" || exit 99
system_path=$PATH
fake_path=$SHIM:$T/real:$system_path

fake() { # NAME ARGS...
	fake_name=$1
	shift
	PATH=$fake_path "$SHIM/$fake_name" "$@"
}

explain() { # FILTER ARGS...
	explain_filter=$1
	shift
	PATH=$fake_path "$HARDCC" explain --json -- "$@" | jq -r "$explain_filter"
}
