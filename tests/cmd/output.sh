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

# what a link leads to: standard output by any name, a file that is there, one that is not
"$HARDCC" env >want
ln -s /proc/self/fd/1 stdout
ln -s /proc/self/fd/2 stderr
"$HARDCC" env --output stdout | cat >out
is "$(cmp want out; readlink stdout)" /proc/self/fd/1 "a link to standard output, a pipe"
{
	echo before
	"$HARDCC" env --output stdout
	"$HARDCC" env --output stderr 2>&1
} >out
is "$({ echo before; cat want want; } | cmp - out; readlink stdout stderr)" "/proc/self/fd/1
/proc/self/fd/2" "a file: it goes on where it is"
"$HARDCC" explain --output stdout -- nothing-such 2>err >out
is "$? $(cat out)" "2 " "a command that fails prints nothing"
ln -s absent dangling
"$HARDCC" env --output dangling 2>err
is "$? $(cat err)" "2 hardcc: error: cannot write dangling, a link: No such file or directory" "a link to nothing"
is "$(readlink dangling; echo absent*)" "absent
absent*" "stays so"
ln -s loop loop
"$HARDCC" env --output loop 2>err
is "$? $(readlink loop)" "2 loop" "a loop, too"
echo before >set-id
chmod 4751 set-id
"$HARDCC" env --output set-id
is "$(stat -c %a set-id; cmp want set-id)" 751 "no program gets set-user-id by it"
mkdir closed
echo before >closed/out
chmod 666 closed/out
ln -s closed/out open
chmod 555 closed
other=
if [ "$(id -u)" -eq 0 ]; then
	other="setpriv --reuid=65534 --regid=65534 --clear-groups"
	chmod 755 "$T"
fi
cp "$HARDCC" hardcc-any # the build's may be closed to others
if $other ./hardcc-any version >/dev/null 2>&1; then
	for f in closed/out open; do
		$other ./hardcc-any explain --output $f -- nothing-such 2>err # that is not looked for
		is "$? $(cat err closed/out)" "2 hardcc: error: cannot write $f: Permission denied
before" "$f: a directory that cannot be written"
	done
fi
chmod 755 closed

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
is "$(PATH=$PWD/bin "$HARDCC" report log.gz 2>&1 >/dev/null | grep -c 'there is no gunzip on PATH')" 1 "no gunzip"
"$HARDCC" report --json log app | sed 's/"file":"log"//' >want
{ cat log.gz; echo rest; } >rest.gz
"$HARDCC" report --json rest.gz app 2>err | sed 's/"file":"rest.gz"//' >out
is "$(grep -c ignored err) $(cmp want out)" "1 " "gunzip warns, and all is there"
for f in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	echo log.gz
done >many
# shellcheck disable=SC2046,SC3045 # words; dash, too, has -n
(ulimit -n 20; "$HARDCC" report $(cat many)) >out 2>err
is "$? $(grep -v '^hardcc: error: log.gz: .*file' err)" "2 " "too many at once: what the system says of it"
"$HARDCC" report - <app >out 2>err
is "$? $(grep -c "hardcc: warning: -:1: this line is cut off, or none of hardcc's" err)" "3 1" "- is a log, whatever it holds"
"$HARDCC" report - <bin >out 2>err
is "$? $(grep -c 'error: -: Is a directory' err)" "2 1" "or cannot be read"

# --- report -q
is "$("$HARDCC" report -q log app; echo $?)" 0 "-q: nothing where nothing is wrong"
HARDCC_LOG=$PWD/bad gcc -O2 -Wl,-z,norelro a.c -o app
"$HARDCC" report -q bad app >out
is "$? $(head -1 out) $(grep -c '^[0-9]* unit' out)" "1 report: fail, by openssf 0" "else the verdict"
has "and what is wrong" norelro out

done_testing
