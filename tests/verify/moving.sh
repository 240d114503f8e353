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
# much to look at, and much of the file to print, and so small that it is copied (verify/snapshot.h)
functions() { # FIRST LAST
	for i in $(seq "$1" "$2"); do
		echo "void f$i(char *p) { char a[100]; for (int i = 0; p[i]; i++) a[i] = p[i]; __asm__ volatile(\"\" : : \"r\"(a)); }"
	done
}
{ cat "$m" && functions 1 1400; } >many.c
long=$(printf '/usr/lib/%0200d:' $(seq 200))
gcc -O1 -no-pie -fno-pie "-Wl,-rpath,$long/tmp/lib" many.c -o a
{ cat "$V/samples/nothing.c" && functions 2001 3400; } >many.c
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

# --- a writer that stops in the middle: what is there now is some of each, and its times are those of the beginning
cp a open
exec 9<>open
dd if=b of=/dev/fd/9 bs=4096 count=3 conv=notrunc 2>/dev/null
"$HARDCC" verify open fast >"$T/out" 2>"$T/err"
is "$? $(cat "$T/err")" '2 hardcc: error: open: another program has it open for writing; try again when it is closed' 'one that somebody has open for writing'
exec 9<&-
cp a open
"$HARDCC" verify open >"$T/out" 2>"$T/err"
is "$? $(cat "$T/err")" '1 ' 'and closed'
cp member-a member.o
exec 9<>member.o
"$HARDCC" verify thin.a >"$T/out" 2>"$T/err"
is "$? $(cat "$T/err")" '2 hardcc: error: thin.a: another program has a member open for writing; try again when it is closed' 'a member of a thin archive'
exec 9<&-
exec 9<fast
"$HARDCC" verify fast >"$T/out" 2>"$T/err"
is "$? $(cat "$T/err")" '1 ' 'one that somebody reads'
exec 9<&-
done_testing
