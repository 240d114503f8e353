#!/bin/sh
# `hardcc run --check`: the calls and the files of a build are judged, and its status says what was found.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc jq readelf

mkdir "$T/shim" "$T/work" "$T/tmp" "$T/past"
ln -s "$(readlink -f "$HARDCC")-shim" "$T/shim/gcc"
real=$(command -v gcc)
cd "$T/work" || exit 99
PATH=$T/shim:$PATH
TMPDIR=$T/tmp
HARDCC_PROFILE=openssf
export PATH TMPDIR HARDCC_PROFILE
cat >a.c <<'END_C'
#include <string.h>
int main(int argc, char **argv) { char b[32]; strcpy(b, argv[argc - 1]); return b[0] == 0; }
END_C

check() { # OPTION... -- COMMAND...
	"$HARDCC" run --check "$@" >out 2>err
	checked=$?
	set -- "$T/tmp"/*
	[ ! -e "$1" ] || echo "left behind: $*" >>err
}
verdict() { # NAME STATUS VERDICT
	is "$checked $(sed -n '1s/^report: \([a-z ]*\), by .*/\1/p' out)$(sed -n 's/^left behind/&/p' err)" "$2 $3" "$1"
}

check -- gcc -O2 a.c -o app
verdict "all of it is hardened" 0 pass
has "the summary is there, too" "hardcc: 1 compile, 1 link" err
has "the file is named" "./app" out
check -q -- gcc -O2 a.c -o app
is "$checked $(cat err)" "0 " "-q: only the verdict"
check -- gcc -O2 -fno-stack-protector a.c -o app
verdict "a word of the user's that takes a protection away" 1 fail
has "which is named" "stackprotectorstrong" out
"$real" -O2 -z norelro a.c -o past
check -- sh -c "gcc -O2 a.c -o app && '$real' -O2 -z norelro a.c -o past"
verdict "a file that was linked past hardcc" 1 fail
is "$(grep -cE '^  fail +[./a-z]*/past +relro +none' out)" 1 "and its name"
rm past
check -- gcc -O2 nothing.c -o app
is "$checked $(cat out)" "1 " "a build that fails is not judged: its own status"
check -- sh -c 'kill -TERM $$'
is "$checked $(cat out)" "143 " "nor one that a signal ended"
check -- true
verdict "nothing was made" 3 "nothing to judge"
check --json -- gcc -O2 a.c -o app
is "$checked $(jq -r '.verdict, .links' out | xargs) $(jq -r .status err)" "0 pass 1 0" "--json: the verdict and the summary"
"$HARDCC" run --strict -- true >out 2>err
is "$? $(cat err)" "2 hardcc: error: run: --strict says how --check judges; give both" "--strict alone"
check --strict -- gcc -O2 a.c -o app
verdict "--strict: what cannot be told" 4 unknown
check --log "$T/log" -- gcc -O2 a.c -o app
verdict "with a log of the user's" 0 pass
is "$(wc -l <"$T/log")" 1 "which has its lines"
check --profile openssf,-relro -- gcc -O2 -Wl,-z,norelro a.c -o app
verdict "judged by the profile of the build" 0 pass
mkdir below
check -- gcc -O2 a.c -o below/app
has "a file in a directory below" "below/app" out

done_testing
