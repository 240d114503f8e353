#!/bin/sh
# hardcc report: what logs come to, by package and by feature; joined with what was made; and what is no log.
# shellcheck disable=SC2016 # jq's variables, not the shell's

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc jq python3 ar strip script strace

shims gcc g++
mkdir -p "$T/work" "$XDG_CONFIG_HOME/hardcc/profiles"
cd "$T/work" || exit 99
profiles=$XDG_CONFIG_HOME/hardcc/profiles
log=$T/log
for n in a b c main; do
	printf '#include <string.h>\nint %s(int n)\n{\n\tchar s[64];\n\tmemset(s, n, sizeof s);\n\treturn s[n %% 64];\n}\n' "$n" >"$n.c"
done
sed 's/main(int n)/main(int n, char **v)/' main.c >main.c.new && mv main.c.new main.c
sed 's/int a/extern "C" int aa/' a.c >a.cc
printf '\t.section .note.GNU-stack,"",%%progbits\n' >s.S
in_package() { # PACKAGE COMPILER WORD...: one call of a Go package; "-" for none
	p=$1 cc=$2
	shift 2
	if [ "$p" = - ]; then
		HARDCC_LOG=$log "$SHIM/$cc" "$@" 2>"$T/said"
	else
		TOOLEXEC_IMPORTPATH=$p HARDCC_LOG=$log "$SHIM/$cc" "$@" 2>"$T/said"
	fi
}
r() { # STATUS NAME ARGUMENT...: its output in $T/out and $T/err
	r_want=$1 r_name=$2
	shift 2
	"$HARDCC" report "$@" >"$T/out" 2>"$T/err"
	is "$?" "$r_want" "status $r_want: $r_name"
}
j() { # JQ-FILTER ARGUMENT...
	j_filter=$1
	shift
	"$HARDCC" report --format json "$@" 2>/dev/null | jq -cr "$j_filter"
}

# --- a build where all is as it should be
in_package example.com/p gcc -O2 -c a.c -o a.o
in_package example.com/p gcc -O2 -c b.c -o b.o
in_package - gcc -O2 -c main.c
in_package - gcc -O2 a.o b.o main.o -o all
in_package - gcc --version >/dev/null
r 0 'all as the profile asks' "$log"
is "$(head -1 "$T/out")" 'report: pass, by openssf,distro' 'it is said'
has 'the sums' '3 units, 1 link, 1 question in 2 packages or directories; 0 denied, 0 failed, 0 killed; built under openssf' "$T/out"
is "$(awk '$1 == "stackprotectorstrong" { print $2, $3 }' "$T/out")" '3 3' 'a feature: how many could have had it, and had it'
is "$(awk '$1 == "relro" { print $2, $3 }' "$T/out")" '1 1' 'one of the link'
lacks 'a feature for another language is not told' glibcxx-assertions "$T/out"
is "$(j '[.packages[] | {package, directory, units, links}]' "$log" | sed "s|$T|T|")" \
	'[{"package":null,"directory":"T/work","units":1,"links":1},{"package":"example.com/p","directory":null,"units":2,"links":0}]' \
	'by package, and by directory where there is none'
is "$(j '[.features[] | select(.of != .got + .own + .rule + .exception + .standard + .unknown + .user + .build)]' "$log")" '[]' \
	'every unit is counted once a feature'
cp "$log" "$T/good"

# --- a file that changes when all was said about it: the last look at it fails
touch -d yesterday all
reports() { # WORDS...: the files of a report
	strace -qq -o /dev/null -P "$PWD/all" "$@" "$HARDCC" report --format json "$T/good" "$PWD/all" 2>/dev/null | jq -c '[.files[].file]'
}
is "$(reports -e trace=none | grep -c "$PWD/all") $(reports -e 'inject=?fstat,?newfstatat:error=EIO:when=4')" '1 []' \
	'a file that changed is in no report'

# --- several logs are one build
in_package example.com/q gcc -O2 -c c.c
tail -1 "$log" >"$T/second"
r 0 'several logs' "$T/good" "$T/second"
is "$(j '[.units, .calls, (.logs | length)]' "$T/good" "$T/second")" '[4,6,2]' 'are one'
is "$(j '[.units, .links]' "$T/second" "$T/good")" '[4,1]' 'in any order'

# --- a word of the user's
rm "$log"
in_package example.com/p gcc -O2 -c a.c
in_package example.com/legacy gcc -O2 -fno-stack-protector -c b.c
in_package example.com/legacy gcc -O2 -c c.c
cp "$log" "$T/weak"
r 1 'a word of the user takes a feature away' "$T/weak"
ok 'the package is named, the word and the source' grep -qx \
	'  fail     example.com/legacy    stackprotectorstrong  1 of 2: the user says -fno-stack-protector (b.c)' "$T/out"
has 'and how to fix it' 'stackprotectorstrong off if package example.com/legacy because' "$T/out"
is "$(j '[.causes[] | select(.violation) | .package, .feature, .outcome, .n]' "$T/weak")" \
	'["example.com/legacy","stackprotectorstrong","user",1]' 'in JSON, too'
r 0 'where the profile does not ask for it' --profile openssf,-stackprotectorstrong "$T/weak"
HARDCC_PROFILE=openssf,-stackprotectorstrong r 0 'the profile of the environment' "$T/weak"
r 0 'nothing is asked for' --profile none "$T/weak"
for words in '-D_FORTIFY_SOURCE=0 fortify' '-U_FORTIFY_SOURCE fortify' '-fcf-protection=none branch' \
	'-fno-stack-clash-protection stackclash' '-fstack-protector stackprotectorstrong' '-fstrict-aliasing no-strict-aliasing'; do
	rm -f "$log"
	in_package - gcc -O2 "${words% *}" -c a.c
	is "$(j '[.status, (.causes[] | select(.violation) | .feature)]' "$log")" "[1,\"${words#* }\"]" "${words% *} takes ${words#* } away"
done
for words in '-D_FORTIFY_SOURCE=2 fortify' '-fstack-protector-all stackprotectorstrong' '-fwrapv no-strict-overflow'; do
	rm -f "$log"
	in_package - gcc -O2 "${words% *}" -c a.c
	is "$(j '[.status, (.causes[] | select(.outcome == "own") | .feature)]' "$log")" "[0,\"${words#* }\"]" "${words% *} is as good as ${words#* }"
done
rm -f "$log"
in_package - gcc -O2 -D_FORTIFY_SOURCE=2 -U_FORTIFY_SOURCE -c a.c
is "$(j .status "$log")" 1 'the last word counts'
rm -f "$log"
in_package - gcc -O2 -nostdlib -c a.c
is "$(j '[.status, (.causes[] | select(.feature == "stackprotectorstrong") | .outcome)]' "$log")" '[0,"rule"]' \
	'without libraries there is no place for it'
rm -f "$log"
in_package - gcc -O2 -Wl,-z,lazy a.o b.o main.o -o all
is "$(j '[.causes[] | select(.violation) | .feature, .reason]' "$log")" '["bindnow","the user says -zlazy"]' 'of a link, in any spelling'

# --- the rule is not for it
rm -f "$log"
in_package - gcc -c a.c
in_package - gcc -c s.S
in_package - g++ -O2 -c a.cc
is "$(j '[.status, (.causes[] | select(.feature == "fortify") | .outcome, .reason)]' "$log")" '[0,"rule","only if optimized"]' \
	'a rule that is not for a call, and why'
is "$(j '[.features[] | select(.feature == "glibcxx-assertions") | .of, .got, .rule]' "$log")" '[2,1,1]' 'C++ is told from C'
is "$(j '[.features[] | select(.feature == "stackprotectorstrong" or .feature == "branch") | .of]' "$log")" '[2,3]' 'and from assembler'

rm -f "$log"
in_package - gcc -O2 -c a.c s.S b.c
is "$(j '[.units, (.features[] | select(.feature == "stackprotectorstrong" or .feature == "branch") | .of, .got)]' "$log")" '[3,2,2,3,3]' \
	'and in a call of both'

# --- Go's own units
rm -f "$log"
in_package runtime/cgo gcc -O2 -fno-stack-protector -c a.c
in_package net gcc -O2 -fcf-protection=none -fno-stack-protector -c b.c
is "$(j '[.causes[] | select(.package == "runtime/cgo" and .outcome != "rule") | .outcome, .feature]' "$log")" \
	'["standard","stackprotectorstrong"]' "the standard library's own opt-out is no violation"
is "$(j '[.causes[] | select(.package == "net" and .violation) | .feature]' "$log")" '["branch"]' 'and is of the stack protector alone'

# --- a build under another profile
rm -f "$log"
HARDCC_PROFILE=openssf,-bindnow in_package - gcc -O2 a.o b.o main.o -o all
HARDCC_PROFILE=none in_package - gcc -O2 -c a.c
r 1 'a build under another profile' "$log"
ok 'is told, and which' grep -q 'bindnow .*1 of 1: built under openssf,-bindnow (all)' "$T/out"
ok 'one without a profile' grep -q 'stackprotectorstrong .*1 of 1: no rule was looked at (a.c)' "$T/out"
has 'and how to fix it' 'build it anew, with HARDCC_PROFILE=openssf' "$T/out"
echo 'x require -fno-such-flag if compile gcc>=99' >"$profiles/mine.profile"
echo 'x add -fstrange if compile' >"$profiles/strange.profile"
cp "$T/good" "$log"
r 0 'what no one knows whether the compiler takes it' --profile openssf,strange "$log"
has 'is unknown' 'the compiler may not take it' "$T/out"
r 4 'and counts under --strict' --strict --profile openssf,strange "$log"
r 0 'nothing is unknown' --strict "$log"
r 0 'a rule for another compiler' --strict --profile openssf,mine "$log"

# --- exceptions
cat >"$profiles/team.profile" <<'END'
include openssf
stackprotectorstrong off if package example.com/legacy because its assembler is old, until 2999-01-01
bindnow off if package example.com/none because nobody knows
END
r 0 'an exception covers it' --profile team "$T/weak"
ok 'it is listed with its reason' grep -q 'team.profile:2 .*stackprotectorstrong .*used 1 time: its assembler is old, until 2999-01-01' "$T/out"
ok 'and one that is not used' grep -q 'team.profile:3 .*bindnow .*not used: nobody knows' "$T/out"
is "$(j '[.exceptions[] | [.feature, .until, .past, .used]]' --profile team "$T/weak")" \
	'[["stackprotectorstrong","2999-01-01",false,1],["bindnow","",false,0]]' 'in JSON, too'
sed 's/2999-01-01/2020-01-31/' "$profiles/team.profile" >"$profiles/old.profile"
r 1 'one that is past its day' --profile old "$T/weak"
ok 'is said with its day' grep -q 'old.profile:2 .*stackprotectorstrong .*used 1 time, past its day 2020-01-31: its assembler' "$T/out"
mkdir -p "$HARDCC_DATADIR/profiles"
printf 'include debian\nformat off because it is an error\n' >"$HARDCC_DATADIR/profiles/distro.profile"
is "$(j '.exceptions' --profile openssf,distro "$T/weak")" '[]' "what the file of the distribution excepts is no exception of the user's"
rm "$HARDCC_DATADIR/profiles/distro.profile"
rm -f "$log"
HARDCC_PROFILE=team in_package example.com/legacy gcc -O2 -c b.c
r 0 'one that held in the build' --profile team "$log"
r 1 'and is not in the profile of now' "$log"
ok 'is a violation, with what turned it off' grep -q 'stackprotectorstrong .*1 of 1: off by .*team.profile:2: its assembler is old' "$T/out"
mkdir drop.d
sed 1d "$profiles/team.profile" >drop.d/legacy.profile
r 0 'exceptions of a directory' --profile "openssf,$PWD/drop.d/" "$T/weak"
ok 'one that is used' grep -q 'drop.d/legacy.profile:1 .*stackprotectorstrong .*used 1 time: its assembler is old, until 2999-01-01' "$T/out"
ok 'and one that is not' grep -q 'drop.d/legacy.profile:2 .*bindnow .*not used: nobody knows' "$T/out"
sed -i 's/2999/2001/' drop.d/legacy.profile
r 1 'and one that is past its day' --profile "openssf,$PWD/drop.d/" "$T/weak"
ok 'with its file' grep -q '  fail  .*drop.d/legacy.profile:1 .*used 1 time, past its day' "$T/out"
sed -i 's/2999/2001/' "$profiles/team.profile"
r 1 'one past its day covers nothing' --profile team "$T/weak"
ok 'and is told' grep -q '  fail  .*team.profile:2 .*used 1 time, past its day' "$T/out"
r 0 'where it is not used it is only told' --profile team "$T/good"
has 'so' 'not used, and past its day' "$T/out"

# --- calls that came to nothing
rm -f "$log"
echo 'nofast deny -ffast-math because results differ' >"$profiles/deny.profile"
HARDCC_PROFILE=openssf,deny in_package example.com/p gcc -O2 -ffast-math -c a.c
echo 'int' >broken.c
in_package example.com/p gcc -O2 -c broken.c
r 3 'none of them made anything' "$log"
has 'a denied call' 'deny.profile:1 -ffast-math: results differ' "$T/out"
has 'a failed one' 'failed   example.com/p: broken.c: status 1' "$T/out"
is "$(j '[.denied, .failed, .killed, .units]' "$log")" '[1,1,0,0]' 'are counted'
in_package example.com/p gcc -O2 -c a.c
r 0 'they are no violation' "$log"
jq -c '.status = 137 | .signal = 9' "$T/good" | head -1 >"$T/killed"
r 3 'a killed call' "$T/killed"
has 'is told' 'failed   example.com/p: a.c: killed by signal 9' "$T/out"
is "$(j '[.failed, .killed]' "$T/killed")" '[0,1]' 'and counted'

jq -c '.status = 1 | .go_package = "p" + ($n | tostring)' --argjson n 0 "$T/good" | head -1 >"$T/fails"
n=0
while [ $((n += 1)) -le 30 ]; do
	sed "s/\"p0\"/\"p$n\"/" "$T/fails"
done >"$T/failing"
r 3 'many of them' "$T/failing"
is "$(grep -c '^  failed   p' "$T/out") $(tail -n +2 "$T/out" | grep -c 'and 10 more')" '20 1' 'the first are told, the others counted'

# --- what is no line
: >"$T/empty"
r 3 'an empty log is no pass' "$T/empty"
has 'it says so' 'report: nothing to judge' "$T/out"
grep '"query"' "$T/good" >"$T/questions"
r 3 'nor are questions alone' "$T/questions"
{
	head -2 "$T/good"
	head -1 "$T/good" | head -c 300
	echo
	echo text
	echo '{"v":1}'
	head -1 "$T/good" | sed 's/"v":1/"v":2/'
	sed -n '3,$p' "$T/good"
	tail -1 "$T/good" | head -c 200
} >"$T/torn"
r 0 'lines that are cut off are left out' "$T/torn"
is "$(sed 's/:[^:]*$//; s/.*torn://' "$T/err" | tr '\n' ' ')" '3 4 5 6 10 ' 'each is told by its number'
has 'with its path' "$T/torn:3: " "$T/err"
is "$(j '[.units, .links, .logs[0].lines, .logs[0].broken, (.broken | length)]' "$T/torn")" '[3,1,10,5,5]' 'and counted'
r 4 'they are unknown' --strict "$T/torn"
r 2 'a log that is not there' "$T/good" "$T/nowhere"
has 'it is named' "$T/nowhere: No such file" "$T/err"
has 'the others are read' '3 units' "$T/out"
r 2 'a directory' "$T"
mkfifo "$T/fifo"
r 2 'a pipe is not waited for' "$T/fifo"
r 2 'no argument'
r 2 'a format that is none' --format xml "$T/good"
r 125 'a profile that is none' --profile no-such "$T/good"
head -1 "$T/good" | tr -d '\n' >"$T/unended"
r 0 'a last line without its end' "$T/unended"
tr '\n' '\0' <"$T/good" >"$T/zeroes"
r 3 'NULs for newlines' "$T/zeroes"
python3 - "$T" <<'END'
import json, sys
t = sys.argv[1]
line = json.loads(open(t + '/good').readline())
def write(to, **change):
    with open(t + '/' + to, 'w') as f:
        f.write(json.dumps(dict(line, **change)) + '\n')
write('no-words', argv=[], run=[], sources=[])
write('at', argv=['gcc', '@' + t + '/words', '-O2', '-c', 'a.c', '@/dev/zero'])
open(t + '/words', 'w').write('-DFROM_THE_FILE\n')
write('odd', go_package='\x1b[31mp\n', cwd='', name='\x00', real='', argv=['', '\x00', '-o', '', '-c'] + ['-I'] * 5 + ['x.c'])
write('long', argv=['gcc', '-O2', '-c', 'a.c'] + ['-DA%d=%s' % (i, 'x' * 2000) for i in range(1000)])
open(t + '/huge', 'w').write('{"v":1,' + 'x' * 20000000 + '\n' + open(t + '/good').readline())
with open(t + '/many', 'w') as f:
    for i in range(6000):
        f.write(json.dumps(dict(line, go_package='p%d' % i, argv=['gcc', '-O2', '-fno-stack-protector', '-c', 'a.c'], edits=[e for e in
            line['edits'] if e['feature'] != 'stackprotectorstrong'])) + '\n')
END
r 3 'a line without words' "$T/no-words"
r 0 'a response file that a log names' --format compile-commands "$T/at"
is "$(grep -c FROM_THE_FILE "$T/out") $(jq length "$T/out")" '0 1' 'is not opened'
"$HARDCC" report "$T/odd" >"$T/out" 2>&1
ok 'odd words are survived' test $? -le 4
lacks 'and do not speak to the terminal' "$(printf '\033')" "$T/out"
r 0 'a line of 2 MB' "$T/long"
r 0 'one of 20 MB is none' "$T/huge"
is "$(j '[.units, .logs[0].broken]' "$T/huge")" '[1,1]' 'and the next is read'
r 1 'many packages' "$T/many"
is "$(j '[.units, (.packages | length), ([.packages[].units] | add), ([.features[] | select(.feature == "stackprotectorstrong") | .user] | add)]' "$T/many")" \
	'[6000,4097,6000,6000]' 'none is lost, though beyond a limit they are one'

# --- joined with what was made
rm -f "$log" ./*.o
in_package - gcc -O2 -c a.c -o a.o
in_package - gcc -O2 -c b.c -o b.o
in_package - gcc -O2 -c main.c -o main.o
in_package - gcc -O2 a.o b.o main.o -o all
r 0 'a program beside its log' "$log" all
is "$(j '.files[0] | [.notes, .logged, .cached, .unrecorded, .named]' "$log" all)" '[3,3,0,0,true]' 'every unit is in both'
is "$(j '.files[0].policies[0] | [.notes, .logged]' "$log" all)" '[3,3]' 'by policy, too'
is "$(awk '$1 == "all" && $2 ~ /^[0-9]/ { print $2, $3, $4, $5 }' "$T/out")" '3 3 0 0' 'as text'
r 0 'an empty log, and a program with its notes' "$T/empty" all
is "$(j '.files[0] | [.notes, .logged, .cached, .unrecorded]' "$T/empty" all)" '[3,0,3,0]' 'all of it came from a cache'
r 0 'a program alone' all
grep -v '"sources":\["b.c"\]' "$log" >"$T/less"
is "$(j '[.status, (.files[0] | .notes, .logged, .cached, .unrecorded)]' "$T/less" all)" '[0,3,2,1,0]' 'one came from a cache'
strip -o stripped all
is "$(j '[.status, (.files[0] | .notes, .named)]' "$log" stripped)" '[0,3,false]' 'without symbols, notes alone'
gcc -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fcf-protection -c b.c -o b.o
gcc -O2 -Wl,-z,now,-z,noexecstack a.o b.o main.o -o past
r 1 'one unit compiled past the shim' "$T/less" past
ok 'is missing, by name' grep -qx '  fail     past  *no record *b.c' "$T/out"
is "$(j '[.files[0] | .notes, .logged, .cached, .unrecorded, .unrecorded_among[]]' "$T/less" past)" '[2,2,0,1,"b.c"]' 'in JSON, too'
is "$(j '[.files[0] | .cached, .unrecorded, (.unrecorded_among | sort[])]' "$T/empty" past)" '[2,1,"a.c","b.c","main.c"]' \
	'without a log it is one of three'
is "$(j '.status' --profile openssf,-note "$T/less" past)" 0 'where no note is asked for it is no violation'
echo 'include openssf
note off because b is from outside' >"$profiles/outside.profile"
is "$(j '[.status, (.exceptions[] | .used > 0)]' --profile outside "$T/less" past)" '[0,true]' 'nor where an exception says so'
in_package - gcc -O2 a.o b.o main.o -o past
r 0 'an object that a call of the log made is not looked at' "$log"
grep -v '"output":"all"' "$T/less" >"$T/stray"
tail -1 "$log" >>"$T/stray"
r 1 'one that no call made' "$T/stray"
has 'is named by its path' "$T/work/b.o: compiled past hardcc" "$T/out"
is "$(j '[.objects[] | .is, .link]' "$T/stray")" '["no note","past"]' 'in JSON, too'
HARDCC_LOG='' "$SHIM/gcc" -O2 -c b.c -o b.o
r 0 'one of an earlier build, with its note' "$T/stray"
rm b.o
r 4 'one that is gone is unknown' --strict "$T/stray"
gcc -O2 -c b.c -o b.o
rm -f lib.a && ar rc lib.a a.o b.o
r 1 'an archive' lib.a
ok 'its members are named' grep -q 'fail     lib.a  *no record *b.o' "$T/out"
head -c 1000 all >"$T/cut"
r 2 'a program that is cut off' "$log" "$T/cut"
in_package - gcc -O2 a.o main.o s.S b.c -o both
is "$(j '[.files[0] | .notes, .unrecorded]' "$log" both)" '[3,0]' 'compiled and linked in one call, with assembler'

# --- on a terminal
script -qec "'$HARDCC' report '$T/weak'" /dev/null </dev/null >"$T/out" 2>&1
has 'colour on a terminal' "$(printf '\033')[31mfail" "$T/out"
NO_COLOR=1 script -qec "'$HARDCC' report '$T/weak'" /dev/null </dev/null >"$T/out" 2>&1
lacks 'none with NO_COLOR' "$(printf '\033')[31m" "$T/out"

# --- JSON
schema() { # FILE
	python3 -W ignore -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[2])), json.load(open(sys.argv[1])))' "$srcdir/doc/report.schema.json" "$1"
}
"$HARDCC" report --profile team --format json "$T/weak" "$T/torn" "$T/stray" "$T/killed" "$T/odd" "$T/nowhere" all past >"$T/all.json" 2>/dev/null
ok 'it is JSON' jq -e . "$T/all.json"
if python3 -W ignore -c 'import jsonschema' 2>/dev/null; then
	ok 'valid by doc/report.schema.json' schema "$T/all.json"
	for f in empty good many; do
		"$HARDCC" report --format json "$T/$f" >"$T/one.json" 2>/dev/null
		ok "valid: $f" schema "$T/one.json"
	done
	sed 's/"user":/"users":/' "$T/all.json" >"$T/bad.json"
	not_ok 'another key is not' schema "$T/bad.json"
elif [ -n "${CI:-}" ]; then
	ok 'python3-jsonschema is there' false
fi

# --- compile_commands.json
rm -f "$log"
in_package - gcc -O1 -c a.c -o a.o
in_package - gcc -O2 -c a.c -o a.o
in_package - gcc -O2 -Werror -Wl,-z,now -Xlinker -O1 -L /nowhere -pie a.c main.c -o two -lm
in_package - g++ -O2 -c a.cc
in_package - gcc -c s.S
cp a.c gone.c
in_package - gcc -O2 -c gone.c
rm gone.c
"$HARDCC" report --format compile-commands "$log" >compile_commands.json 2>"$T/err"
is "$? $(jq -c '[.[] | .file, .output, (.arguments[1])]' compile_commands.json)" \
	'0 ["a.c","a.o","-O2","a.c","two","-O2","main.c","two","-O2","a.cc",null,"-O2"]' 'an entry for each source and output, the last call wins'
is "$(jq -r '[.[].directory] | unique[]' compile_commands.json)" "$T/work" 'the directory'
is "$(jq -r '.[0].arguments[0]' compile_commands.json)" "$(command -v gcc)" 'the real compiler'
lacks 'none of our words' hardcc-note compile_commands.json
has 'a source that is gone is left out' '1 source left out' "$T/err"
if command -v clang-tidy >/dev/null; then
	ok 'clang-tidy takes it as it is' clang-tidy --quiet '--checks=-*,bugprone-*' '--warnings-as-errors=clang-diagnostic-*' -p . a.c main.c a.cc
	has 'and has read each of them' 'a.cc' compile_commands.json
elif [ -n "${CI:-}" ]; then
	ok 'clang-tidy is there' false
fi

# --- memory: twice as many files, each with twice as many units, are four times as many names; what is kept of a file is not
of_units() { # N FILES: units-N.so, and links to it below many-N/
	{
		awk -v n="$1" 'BEGIN { while (++i <= n) print ".file \"" i ".c\"" }'
		echo '.section .note.GNU-stack,"",%progbits'
	} >units.s
	gcc -shared -nostdlib units.s -o "units-$1.so" && mkdir "many-$1" || return
	for n in $(seq "$2"); do
		ln -s "../units-$1.so" "many-$1/$n" || return
	done
}
peak() { # N COMMAND WORD...: kilobytes
	python3 -c 'import os, subprocess, sys
p = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(os.wait4(p.pid, 0)[2].ru_maxrss)' "$HARDCC" "$@"
}
ok 'files of many units' of_units 500 500
ok 'twice as many of twice as many' of_units 1000 1000
ok 'files of very many' of_units 5000 100
is "$(readelf -sW units-1000.so | grep -c ' FILE .*[0-9]\.c$')" 1000 'the units are there'
less=$(peak report "$T/good" many-500/*) more=$(peak report "$T/good" many-1000/*)
ok "report: memory grows with the files: $less, then $more KB" test $((more * 10)) -le $((less * 22))
less=$(peak verify --log "$T/good" many-5000/?) more=$(peak verify --log "$T/good" many-5000/*)
ok "verify --log: it does not: $less, then $more KB" test $((more * 10)) -le $((less * 22))
r 1 'files of many units' "$T/good" many-1000/*
is "$(grep -c '^  fail .* no record ' "$T/out")" 1000 'each is told'
done_testing
