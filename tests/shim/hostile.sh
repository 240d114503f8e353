#!/bin/sh
# Command lines that nobody writes by hand: very many words, very long ones, any bytes.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq od seq readelf

shims gcc
mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
cd "$T/work" || exit 99
system_path=$PATH
PATH=$SHIM:$T/real:$system_path
export HARDCC_PROFILE=openssf,none,+stackprotectorstrong
mine=$T/config/hardcc/profiles/mine.profile
newline='
'

expect() { # ARGS...: what the compiler prints when our word stands before these
	printf '%s\n' "$T/real/gcc" -fstack-protector-strong "$@"
}

# --- very many words
# shellcheck disable=SC2046
set -- -c a.c $(seq 99998)
gcc "$@" >got 2>err
is "$?" 0 "100,000 words"
expect "$@" >want
ok "and each in its place" cmp want got
HARDCC_LOG=$T/log gcc "$@" >got 2>err
is "$? $(jq -r '.argv | length' "$T/log") $(jq -r '.run | length' "$T/log")" "0 100001 100002" "and all in the log"
hardcc_words() { "$HARDCC" explain --json -- gcc "$@" | jq -r '.argv | length'; }
is "$(hardcc_words "$@")" 100002 "and all explained"
{ echo -c a.c; seq 99998; } >many
is "$(gcc @many | tail -2 | tr '\n' ' ')" "-fstack-protector-strong @many " "100,000 words in a file"
# Memory must not grow with the square of what is edited.
seq 20000 | sed 's/^/-drop/' >drops
echo 'a drop -drop*' >"$mine"
memory=1000000
readelf -W -s "$HARDCC" | grep -q __asan_init && memory=unlimited # it maps more than there is
# shellcheck disable=SC3045
is "$(ulimit -v $memory; HARDCC_PROFILE=mine gcc -c a.c @drops 2>&1 | tail -4 | tr '\n' ' ')" "-c a.c @{ } " "20,000 words in a file, each dropped"
list=$(seq 2000 | sed 's/.*/-y1/' | tr '\n' ,)
echo 'a replace -Wl,-y1 -Wl,-y2' >"$mine"
is "$(HARDCC_PROFILE=mine gcc "-Wl,${list%,}" a.o | sed -n 2p | tr ',' '\n' | sort | uniq -c | tr -s ' \n' ' ')" " 1 -Wl 2000 -y2 " \
	"2,000 words in one list, each replaced"
i=0
while [ $i -lt 2100 ]; do
	echo "@file$((i + 1)) -n$i" >"file$i"
	i=$((i + 1))
done
echo "-c a.c" >"file$i"
is "$(gcc @file1500 | tail -1)" @file1500 "600 files, each naming the next"
is "$(gcc @file0 | tail -1)" @file0 "2,100 of them: the compiler itself gives up before"

# --- very long ones
long=$(head -c 120000 /dev/zero | tr '\0' x)
set -- -c a.c "-D$long" "-I$long" "$long.c" "-Wl,$long"
gcc "$@" >got 2>err
expect "$@" >want
ok "words of 120,000 bytes" cmp want got
echo "-c '$long' \"$long\"" >long
is "$(gcc @long | tail -1)" @long "and in a file"

# --- any bytes
# shellcheck disable=SC2016
set -- '' '' -c a.c "$(printf '\377\376\001\177')" "$(printf '\303\050')" "a${newline}b" "${newline}" ' ' '*' '$x' '`x`' "'" '"' \\ \
	'-D' '' '-I' ' ' '-o' "x${newline}y" @ @@ - -- '' "${newline}" ''
gcc "$@" >got 2>err
status=$?
expect "$@" >want
is "$status $(cat err)" "0 " "empty words, newlines, bytes that are no text"
ok "and each in its place" cmp want got
"$HARDCC" explain --json -- gcc "$@" >json
ok "the JSON of it is JSON" jq -e . json
is "$(jq -r '.argv | length' json)" "$(($# + 2))" "with every word"
"$HARDCC" explain -- gcc "$@" | tail -n +6 >text
eval "set -- $(sed '1,/^$/d' text)"
printf '%s\n' "$@" >got
ok "the text of it is read back by a shell" cmp want got
i=1
all=
while [ $i -lt 256 ]; do
	all="$all\\$(printf %o $i)"
	i=$((i + 1))
done
# shellcheck disable=SC2059
set -- -c a.c "$(printf "$all")" "-D$(printf "$all")" "-Wl,$(printf "$all")" "-Wp,$(printf "$all")"
gcc "$@" >got
expect "$@" >want
ok "every byte there is" cmp want got
{ printf -- '-c a.c '; head -c 20000 /dev/urandom; } >noise
is "$(gcc @noise | tail -1)" @noise "a response file of noise"
for words in -o -x -D '-Wl,' '-Wp,' -Xlinker -z -Wl,-z '-Xlinker -z' '-Wl,,,,' '-x nonsense' -x- -O -O= @ -include --param '-z -z' -- '-- --' \
	-fsanitize= -Wp,-D '-Wp,-D,' -target --target= -l -L '-L -l' -fuse-ld= -specs; do
	# shellcheck disable=SC2086
	is "$(gcc a.c $words 2>&1 | tail -1) $(gcc $words a.c 2>&1 | tail -1)" "${words##* } a.c" "half an option: $words"
done

# --- an argv that fits, and with our words does not
roomy() { # COMMAND LENGTH: does a call with a word of this length start?
	# shellcheck disable=SC3045
	(ulimit -s 1024 && exec env -i PATH="$PATH" HARDCC_PROFILE="$HARDCC_PROFILE" HARDCC_CACHE="$T/tight" ${log:+"HARDCC_LOG=$log"} \
		"$1" -c a.c "-D$word" "-D$word" "-D$(head -c "$2" /dev/zero | tr '\0' y)" >got 2>err)
}
word=$(head -c 80000 /dev/zero | tr '\0' x)
log=
roomy "$SHIM/gcc" 10 # the cache is warm
low=0 high=131000
while [ $((high - low)) -gt 1 ]; do
	middle=$(((low + high) / 2))
	if roomy "$T/real/gcc" $middle; then
		low=$middle
	else
		high=$middle
	fi
done
is "$((low > 1000 && high < 131000))" 1 "there is a longest call"
for length in $low $((low - 10)) $((low - 100)); do
	roomy "$SHIM/gcc" "$length"
	is "$? $(cat err)" "0 " "of $((low - length)) bytes less than the longest call: it is run"
	grep -v '^@{$\|^}$' got | awk '{ print length($0) }' | tr '\n' ' ' >lengths
	is "$(sed -n 1p got) $(grep -c -e '^-fstack-protector-strong$' got) $(cat lengths)" \
		"$T/real/gcc 1 $(printf %s "$T/real/gcc" | wc -c) 24 2 3 80002 80002 $((length + 2)) " "and every word is there, ours too"
done
is "$(grep -c '^@{$' got)" 0 "shorter ones go without a file"
log=$T/tight.log
roomy "$SHIM/gcc" $((low - 60))
is "$? $(cat err)" "0 " "and with a log"
ok "whose line is whole" jq -e '.status == 0' "$log"

done_testing
