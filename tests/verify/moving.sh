#!/bin/sh
# Files that change while hardcc verify reads them: status 2, and a whole document, always.
#
#   HARDCC_TEST_RACE   all: ten minutes in place of 15 seconds

race=${HARDCC_TEST_RACE:-}
# shellcheck source=tests/lib/tap.sh
. "${srcdir:?}/tests/lib/tap.sh"
# shellcheck source=tests/lib/verify.sh
. "$srcdir/tests/lib/verify.sh"
need gcc python3 ar
top=$(cd "$srcdir" && pwd)

cd "$S" || exit 99
m=$V/samples/main.c
# much to look at, and much of the file to print
functions() { # FIRST LAST
	for i in $(seq "$1" "$2"); do
		echo "void f$i(char *p) { char a[100]; for (int i = 0; p[i]; i++) a[i] = p[i]; __asm__ volatile(\"\" : : \"r\"(a)); }"
	done
}
{ cat "$m" && functions 1 2000; } >many.c
long=$(printf '/usr/lib/%0200d:' $(seq 200))
gcc -O1 -no-pie -fno-pie "-Wl,-rpath,$long/tmp/lib" many.c -o a
{ cat "$V/samples/nothing.c" && functions 2001 4000; } >many.c
gcc -O1 -fPIE -pie -fstack-protector-all "-Wl,-rpath,/opt/$long" many.c -o b
gcc -O2 "$m" -o fast
gcc -O2 -c "$m" -o member-a
gcc -O2 -c -fstack-protector-all "$V/samples/library.c" -o member-b
cp member-a member.o
ar rcT thin.a member.o

seconds=1.25
[ "$race" != all ] || seconds=50
python3 "$top/tests/verify/moving.py" "$HARDCC" "$seconds" "$S" >"$T/rows" 2>"$T/err"
is "$? $(cat "$T/err")" '0 ' 'the writers ran'
is "$(wc -l <"$T/rows" | tr -d ' ')" 12 'each of them'
while IFS='	' read -r name runs refused wrong; do
	is "$wrong" '' "$name: $runs runs, $refused of them refused"
	ok "$name: some changed while they were read" test "$refused" -gt 0
done <"$T/rows"
done_testing
