#!/bin/sh
# aarch64's branch protection has GCS in it from gcc 15 on: a linker that warns of each library without it is told not to, and no
# other linker is told anything.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need aarch64-linux-gnu-gcc

cc=aarch64-linux-gnu-gcc
word=-Wl,-z,gcs-report-dynamic=none
shims $cc
cd "$T" || exit 99
echo 'int f(void) { return 1; }' >f.c
echo 'int f(void); int main(void) { return f(); }' >main.c
$cc -shared -fPIC -mbranch-protection=none -o libf.so f.c
knows=$(aarch64-linux-gnu-ld --help | grep -q gcs-report-dynamic && echo 1 || echo 0)
told() { # WORD...: how often the link is told it
	"$HARDCC" explain -- $cc "$@" | tail -n 1 | grep -c -e "$word"
}
export HARDCC_PROFILE=openssf
is "$(told -O2 -o main main.c -L. -lf)" "$knows" "the linker is told where it knows the word"
is "$("$SHIM/$cc" -O2 -o main main.c -L. -lf 2>&1)" "" "and warns of nothing"
is "$(told -O2 -Wl,-z,gcs-report-dynamic=warning -o main main.c -L. -lf)" 0 "the user's word wins"
is "$(told -O2 -c main.c)" 0 "no link, no word"
if [ "$knows" -gt 0 ]; then
	$cc -O2 -mbranch-protection=standard -c main.c
	links() { # WORD...
		$cc -Wl,-z,gcs=always "$@" -o main main.o -L. -lf
	}
	# gcc before 15 has no GCS in its own objects either, and the linker warns of each of them with the word, too.
	links 2>all
	is "$(grep -c 'libf[.]so.*GCS' all)" 1 "the linker warns of the library by itself"
	others=$(grep 'input object file' all)
	is "$(links $word 2>&1)" "$others" "and not with the word"
	[ "$($cc -dumpversion)" -lt 15 ] || is "$(grep -c GCS all)" 1 "which is all that it warns of"
	ok "where it links" links $word
fi
done_testing
