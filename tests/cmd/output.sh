#!/bin/sh
# --output FILE: whole or not at all. Logs from a pipe, and packed ones.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc gzip gunzip jq

shims gcc
PATH=$SHIM:$PATH
HARDCC_PROFILE=openssf
export HARDCC_PROFILE
mkdir "$T/work"
cd "$T/work" || exit 99
echo 'int main(void) { return 0; }' >a.c
HARDCC_LOG=$PWD/log gcc -O2 a.c -o app

# --- --output
for c in "env" "explain -- gcc -c a.c" "profiles list" "features relro" "verify app" "report log app"; do
	first=${c%% *} rest=${c#"$first"}
	# shellcheck disable=SC2086 # words
	"$HARDCC" $c >want 2>/dev/null
	want=$?
	# shellcheck disable=SC2086
	"$HARDCC" "$first" --output out $rest >printed 2>err
	is "$? $(cat printed)$(cmp want out 2>&1)" "$want " "$first --output: the same, in the file"
done
"$HARDCC" doctor --json --output out >printed
ok "doctor --output" jq -e .problems out
is "$(umask 022; rm out; "$HARDCC" env --output out; stat -c %a out)" 644 "the file is for all to read"
chmod 600 out
"$HARDCC" env --output out
is "$(stat -c %a out)" 600 "one that is there keeps its mode"
ln -s out link
"$HARDCC" features --output link
ok "a link stays one" test -L link
is "$(wc -l <out)" "$("$HARDCC" features | wc -l)" "and leads to the new text"
is "$("$HARDCC" env --output - | wc -l)" "$("$HARDCC" env | wc -l)" "- is standard output"
mkfifo pipe
cat pipe >piped &
"$HARDCC" env --output pipe
wait
is "$(wc -l <piped) $(test -p pipe && echo pipe)" "$("$HARDCC" env | wc -l) pipe" "a pipe gets it, and stays one"
echo before >out
"$HARDCC" explain --output out -- nothing-such >printed 2>err
is "$? $(cat out)" "2 before" "a command that fails leaves it as it was"
HARDCC_PROFILE=nothing-such "$HARDCC" explain --output out -- gcc -c a.c 2>err
is "$? $(cat out)" "125 before" "one that ends early, too"
"$HARDCC" features --output /dev/full 2>err
is "$? $(cat err)" "2 hardcc: error: cannot write /dev/full: No space left on device" "no room for it: status 2"
is "$(echo out*)" out "and nothing is left behind"
"$HARDCC" env --output nowhere/out 2>err
is "$? $(cat err)" "2 hardcc: error: cannot write nowhere/out: No such file or directory" "no such directory"
ok "which is not made" test ! -e nowhere
"$HARDCC" env --output . 2>err
is "$? $(cat err)" "2 hardcc: error: cannot write .: Is a directory" "a directory"

# --- report -, and what gzip has packed
"$HARDCC" report --json log app | sed 's/"file":"log"//' >want
gzip -k log
for f in log.gz -; do
	"$HARDCC" report --json $f app <log | sed "s/\"file\":\"$f\"//" >out
	is "$(cmp want out)" "" "report $f: the same"
done
# shellcheck disable=SC2002 # a pipe
cat log.gz | "$HARDCC" report --json - app | sed 's/"file":"-"//' >out
is "$(cmp want out)" "" "packed, from a pipe"
"$HARDCC" report --format compile-commands log >want
# shellcheck disable=SC2002
cat log.gz | "$HARDCC" report --format compile-commands - >out
is "$(jq length out) $(cmp want out)" "1 " "a line is found again"
"$HARDCC" verify --log log.gz app >out
has "verify --log takes one, too" "; log: 1 unit" out
head -c 40 log.gz >cut.gz
"$HARDCC" report cut.gz >out 2>err
is "$? $(grep -c 'cut.gz: it is compressed, and gunzip cannot unpack it' err)" "2 1" "one that is cut off is no log"
mkdir bin
ln -s "$(command -v gcc)" bin/gcc
is "$(PATH=$PWD/bin "$HARDCC" report log.gz 2>&1 >/dev/null | grep -c 'gunzip cannot unpack it')" 1 "no gunzip"

# --- report -q
is "$("$HARDCC" report -q log app; echo $?)" 0 "-q: nothing where nothing is wrong"
HARDCC_LOG=$PWD/bad gcc -O2 -Wl,-z,norelro a.c -o app
"$HARDCC" report -q bad app >out
is "$? $(head -1 out) $(grep -c '^[0-9]* unit' out)" "1 report: fail, by openssf 0" "else the verdict"
has "and what is wrong" norelro out

done_testing
