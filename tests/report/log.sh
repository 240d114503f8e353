#!/bin/sh
# HARDCC_LOG: one line of JSON for a call, whatever becomes of the call, and never in its way.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq seq gcc strace

shims gcc g++
mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
ln "$T/real/gcc" "$T/real/g++"
cd "$T/work" || exit 99
mine=$T/config/hardcc/profiles/mine.profile
system_path=$PATH
PATH=$SHIM:$T/real:$system_path
log=$T/log
export HARDCC_LOG="$log" HARDCC_PROFILE=openssf,none,+stackprotectorstrong,+bindnow
newline='
'

told() { # FILTER: of the last line
	tail -1 "$log" | jq -r "$1"
}
fresh() { # ARGS...: one call, one line
	rm -f "$log"
	gcc "$@" >out 2>err
}

# --- what a line tells
fresh -O2 -c a.c -o a.o
is "$(wc -l <"$log")" 1 "a call is one line"
ok "of JSON" jq -e . "$log"
is "$(told '.argv | join(" ")')" "gcc -O2 -c a.c -o a.o" "argv is what was received"
is "$(told '.run | join(" ")')" "$T/real/gcc -fstack-protector-strong -O2 -c a.c -o a.o" "run is what was run"
is "$(told '.run[]')" "$(cat out)" "as the compiler saw it"
is "$(told '.edits[] | "\(.feature) \(.verb) \(.flag) \(.result) \(.rule)"')" \
	"stackprotectorstrong add -fstack-protector-strong added openssf.profile:$(grep -n '^stackprotectorstrong' "$srcdir/profiles/openssf.profile" | cut -d: -f1)" \
	"edits has what was changed, and its rule"
is "$(told '"\(.kind) \(.status) \(.signal) \(.name) \(.real) \(.output) \(.sources | join(" "))"')" \
	"compile 0 0 gcc $T/real/gcc a.o a.c" "the kind, the end, the names"
is "$(told .cwd)" "$T/work" "the directory"
is "$(told .compiler)" "gcc version 12.2.0 (Debian 12.2.0-14)" "the compiler"
is "$(told .policy)" "$("$HARDCC" explain --json -- gcc -O2 -c a.c | jq -r .policy)" "the policy"
is "$(told .profile)" "$HARDCC_PROFILE" "the profile"
is "$(told .go_package)" null "no Go package"
TOOLEXEC_IMPORTPATH=example.com/p fresh -c a.c
is "$(told .go_package)" example.com/p "the Go package"
is "$(told '.language') $(told '.flags | join(" ")')" "c -fstack-protector-strong -c" "the language, and the words that say how"
is "$(told .parent)" $$ "the process that called"
is "$(told '.duration_us >= 0 and .time > 1600000000000000')" true "the time"
fresh a.o -lm -o x
is "$(told '.edits | map(.flag) | join(" ")') $(told .kind)" "-Wl,-z,now link" "a link"
printf -- '-O2 "a b.c"\n' >args
fresh -c @args
is "$(told '.argv | join("|")')" "gcc|-c|-O2|a b.c" "a response file is opened: it may be gone when the log is read"
is "$(told '.run[-1]')" "@args" "but what was run is what was run"
fresh -include x.h -I inc -isystem sys -O2 -x c++ -D A=1 -MF a.d -Lq -lm a.c b.s -o x
is "$(told '.flags | join(" ")') $(told .language)" "-fstack-protector-strong -Wl,-z,now -O2 -D A=1 c++" \
	"flags are no inputs, files and directories"
fresh -O2 -fno-stack-protector -c a.c
is "$(told '.left_out[] | "\(.feature) \(.flag) \(.result): \(.reason)"')" \
	"stackprotectorstrong -fstack-protector-strong skipped: the user says -fno-stack-protector" "what the user's word left out"
is "$(told '.edits | length')" 0 "is no edit"
printf 'a drop -g\nb force -fmine\n' >"$mine"
HARDCC_PROFILE=mine fresh -g @args -c b.c
is "$(told '.flags | join(" ")')" "-O2 -c -fmine" "what was dropped is no flag"
rm "$mine"
HARDCC_PROFILE=openssf fresh -c a.s
is "$(told '.left_out[] | "\(.feature): \(.reason)"') $(told .language)" "note: only if compile assembler" "why an object has no note"
HARDCC_PROFILE=openssf HARDCC_DATADIR=$T/nowhere fresh -c a.c
is "$(told '.left_out[] | "\(.feature): \(.reason)"')" "fortify: only if optimized
note: no header at $T/nowhere/specs/hardcc-note.h" "what waits for -O, or where its header should be"
for pair in '-ffreestanding:freestanding code' '-D__KERNEL__:kernel, boot or 16-bit code'; do
	HARDCC_PROFILE=openssf fresh -O2 "${pair%%:*}" -c a.c
	is "$(told '.left_out[] | "\(.feature): \(.reason)"')" "note: ${pair#*:} gets nothing of a profile" \
		"or that no rule was looked at: ${pair%%:*}"
done
HARDCC_PROFILE=openssf fresh -O2 -g -c -x c - -o /dev/null
is "$(told '.kind') $(told '.left_out | length')" "flagprobe 0" "what a probe throws away needs none"
HARDCC_PROFILE=openssf fresh a.o -o x
is "$(told '.left_out | length')" 0 "a link has none, and that is no news"
fresh a.c b.c -o x
is "$(told '.sources | join(" ")')" "a.c b.c" "several sources"

# --- the end of a call
for s in 1 3 127; do
	FAKE_STATUS=$s fresh -c a.c
	is "$? $(told '"\(.status) \(.signal)"')" "$s $s 0" "status $s"
done
for s in 6 9 11 15; do
	FAKE_SIGNAL=$s fresh -c a.c
	is "$? $(told '"\(.status) \(.signal)"')" "$((128 + s)) $((128 + s)) $s" "signal $s"
done
echo 'a deny -g because I say so' >"$mine"
HARDCC_PROFILE=mine fresh -g -c a.c
is "$? $(wc -l <"$log") $(told '"\(.status) \(.edits[0].result) \(.edits[0].rule | sub(".*/"; "")) \(.edits[0].reason)"')" \
	"1 1 1 denied mine.profile:1 I say so" "a denied call"
printf 'a drop -g\nb replace -O3 -O2\n' >"$mine"
HARDCC_PROFILE=mine fresh -g -O3 -c a.c
is "$(told '.edits | map("\(.result) \(.flag)") | join(", ")')" "dropped -g, replaced -O3" "dropped and replaced words"

# --- questions and probes: their stderr is the compiler's, and they are told as what they are
fresh --version
is "$? $(told .kind) $(told '.edits | length')" "0 query 0" "a question"
fresh -O2 -g -c -x c - -o /dev/null
is "$(told .kind) $(cat err)" "flagprobe " "a probe"
HARDCC_LOG=/dev/null/log gcc -O2 -g -c -x c - -o /dev/null >out 2>err
is "$? $(cat err)" "0 " "a probe says nothing of ours, also where the log cannot be written"

# --- any bytes
set -- -c '' "a${newline}b" '"' \\ "$(printf '\377\376')" "$(printf '\303\244\001\177')" -D"$(printf 'x\t')" a.c
fresh "$@"
ok "hostile words are JSON" jq -e . "$log"
is "$(wc -l <"$log")" 1 "on one line"
is "$(told '.argv | length')" "$(($# + 1))" "every one of them"
is "$(told '.argv[3]')" "a${newline}b" "a newline is kept"
is "$(told '.argv[2] | length') $(told '.argv[4]') $(told '.argv[5]')" "0 \" \\" "empty words, quotes, backslashes too"
mkdir "$T/odd dir\"$(printf '\377')"
(cd "$T/odd dir\""* && gcc -c a.c >/dev/null)
ok "a directory of odd bytes" sh -c "tail -1 '$log' | jq -e .cwd"

# --- secrets
export HARDCC_DEBUG=''
printf -- '-DUPLOAD_PASSWORD=hush\n' >args
echo 'a deny -DBAD_TOKEN=*' >"$mine"
fresh -DAPI_TOKEN=hush -D MY_SECRET=hush -Wp,-DAPIKEY=hush,-DB=2 @args -DTOKENS -DN=token -c a.c
HARDCC_PROFILE=mine gcc -DBAD_TOKEN=hush -c a.c >out 2>err
is "$(wc -l <"$log") $(grep -c hush "$log") $(tail -1 "$log" | jq -r '.edits[0].flag')" "2 0 -DBAD_TOKEN=***" "values that look like secrets are not in the log"
printf 'odd add -DX="q\\w" if compile because of "quotes"\n' >"$T/odd\"it.profile"
HARDCC_PROFILE="$T/odd\"it.profile" gcc -c a.c >out 2>err
is "$(tail -1 "$log" | jq -r '.edits[] | .flag, .reason, .rule' | sed "s|$T|T|")" '-DX="q\w"
of "quotes"
T/odd"it.profile:1' "what has to be escaped is"
is "$(head -1 "$log" | jq -r '.argv | join(" ")')" "gcc -DAPI_TOKEN=*** -D MY_SECRET=*** -Wp,-DAPIKEY=***,-DB=2 -DUPLOAD_PASSWORD=*** -DTOKENS -DN=token -c a.c" \
	"the other words are"
is "$(head -1 "$log" | jq -r '.run + .flags | map(select(test("TOKEN|SECRET|APIKEY"))) | join(" ")')" \
	"-DAPI_TOKEN=*** MY_SECRET=*** -Wp,-DAPIKEY=***,-DB=2 -DTOKENS -DAPI_TOKEN=*** MY_SECRET=*** -Wp,-DAPIKEY=***,-DB=2 -DTOKENS" "in run and in flags, too"
fresh -DAPI_TOKEN=hush -c a.c
has "the compiler has the value" "-DAPI_TOKEN=hush" out
printf -- '-DMIRROR=ftp://me:hush@mirror\n' >urls
fresh -DREPO='"https://me:hush@host/repo"' -Igit+ssh://me:hush@host -o redis://:hush@cache -MF https://me:hush@host @https://me:hush@host @urls -c \
	https://me:hush@host/a.c
is "$(grep -c '://' "$log") $(grep -c hush "$log")" "1 0" "nor is a password of a URL"
is "$(told '.argv[1:] + .sources + [.output] | join(" ")')" '-DREPO="https://me:***@host/repo" -Igit+ssh://me:***@host '"-o redis://:***@cache \
-MF https://me:***@host @https://me:***@host -DMIRROR=ftp://me:***@mirror -c https://me:***@host/a.c https://me:***@host/a.c redis://:***@cache" \
	"the rest of it is"
is "$(told '.run + .flags | map(select(test("REPO|MIRROR"))) | join(" ")')" \
	'-DREPO="https://me:***@host/repo" -DREPO="https://me:***@host/repo" -DMIRROR=ftp://me:***@mirror' "in run and in flags, too"
HARDCC_DEBUG=2 fresh -DAPI_TOKEN=hush -Ihttps://me:hush@host -c a.c
is "$(grep -c hush err) $(grep -c '\*\*\*' err)" "0 2" "no secret is among what is said of a call"
echo 'a deny -DBAD_TOKEN=*' >"$mine"
HARDCC_PROFILE=mine gcc -DBAD_TOKEN=hush -c a.c >out 2>err
has "a denied word is said without it" "mine.profile:1: -DBAD_TOKEN=*** is denied" err
HARDCC_PROFILE=none HARDCC_LOG='' "$HARDCC" explain -- gcc -DAPI_TOKEN=hush -c a.c >out
has "explain repeats what it was asked" "-DAPI_TOKEN=hush" out
rm "$mine"

# --- a file for each package
named() { # WANT NAME=VALUE...: the file that a call makes
	named_want=$1
	shift
	rm -rf "$T/logs" && mkdir "$T/logs"
	env "$@" gcc -c a.c >out 2>err
	is "$? $(cat err; ls "$T/logs")" "0 $named_want" "%p: $(echo "$*" | tr -d '\n')"
}
named example.com_a_b.jsonl HARDCC_LOG="$T/logs/%p.jsonl" TOOLEXEC_IMPORTPATH='example.com/a/b [example.com/a/b.test]'
named x-bash HARDCC_LOG="$T/logs/x-%p" DEB_SOURCE=bash
named net HARDCC_LOG="$T/logs/%p" DEB_SOURCE=bash TOOLEXEC_IMPORTPATH=net
named other-100% HARDCC_LOG="$T/logs/%p-100%%"
named _._etc_a_b_ HARDCC_LOG="$T/logs/%p" TOOLEXEC_IMPORTPATH="../etc/a${newline}b\""
named "$(printf '%200s' '' | tr ' ' x)" HARDCC_LOG="$T/logs/%p" TOOLEXEC_IMPORTPATH="$(printf '%300s' '' | tr ' ' x)"
HARDCC_LOG="$T/logs/%q" gcc -c a.c >out 2>err
is "$? $(head -1 err)" "125 gcc: error: hardcc: environment: HARDCC_LOG knows %p, the package, and %%, not \"$T/logs/%q\"" "another letter is an error"

# --- hardcc run --log
rm -rf "$T/logs" && mkdir "$T/logs"
"$HARDCC" run --log "$T/logs/%p" sh -c 'TOOLEXEC_IMPORTPATH=a/b gcc -c a.c; TOOLEXEC_IMPORTPATH=c gcc -c b.c; TOOLEXEC_IMPORTPATH=a/b gcc -c c.c' >out 2>err
is "$? $(cd "$T/logs" && wc -l ./* | head -2 | sed 's/^ *//' | tr '\n' ' ')" "0 2 ./a_b 1 ./c " "run --log FILE, for each package"
(cd "$T/logs" && HARDCC_LOG='' "$HARDCC" run --log=all sh -c 'cd / && gcc -c /a.c' >out 2>err)
is "$(wc -l <"$T/logs/all")" 1 "run --log: a relative path counts from where run was started"
"$HARDCC" run --log '%x' true 2>err
is "$? $(cat err)" '2 hardcc: error: run: --log takes a file'"'"'s name, in which %p is the package and %% a percent sign, not "%x"' "run --log of another letter"
mkdir "$T/100%"
TMPDIR=$T/100% "$HARDCC" run --log "$T/logs/percent" gcc -c a.c >out 2>err
is "$(wc -l <"$T/logs/percent")" 1 "a TMPDIR with a percent sign"

# --- many writers
rm -f "$log"
for w in 1 2 3 4 5 6 7 8; do
	(
		i=0
		while [ $i -lt 25 ]; do
			gcc -c "writer$w.c" "-DLONG=$(head -c 6000 /dev/zero | tr '\0' "$w")" "-DN=$i" >/dev/null
			i=$((i + 1))
		done
	) &
done
wait
is "$(wc -l <"$log") $(jq -s length "$log")" "200 200" "eight writers at once: every line is there and whole"
is "$(jq -r '.argv[2]' "$log" | sort | uniq -c | awk '{ print $1 }' | sort -u)" 25 "and each writer's"

# --- a log that cannot be written
for bad in /dev/full /no/such/dir/log "$T/work" "$T/link"; do
	ln -sf "$T/elsewhere" "$T/link"
	HARDCC_LOG=$bad gcc -c a.c >out 2>err
	is "$? $(wc -l <err) $(grep -c 'warning: hardcc: cannot write the log' err) $(tail -1 out)" "0 1 1 a.c" \
		"the call is run, and there is one warning: $(echo "$bad" | sed "s|$T/||")"
	HARDCC_LOG=$bad HARDCC_STRICT=1 gcc -c a.c >out 2>err
	is "$? $(wc -l <err)" "125 1" "under HARDCC_STRICT=1 it is an error"
	FAKE_STATUS=3 HARDCC_LOG=$bad gcc -c a.c >out 2>err
	is "$?" 3 "and the status is the compiler's otherwise"
done
seq 2000 >"$T/grown" && chmod 600 "$T/grown"
(
	ulimit -f 1 # blocks: a signal would end the shim
	HARDCC_LOG=$T/grown gcc -c a.c 2>err | cat >out
	HARDCC_LOG=$T/grown gcc -c a.c >/dev/null 2>&1
)
is "$? $(wc -l <err) $(wc -l <"$T/grown")" "0 1 2000" "a log that may not grow is one that cannot be written"
not_ok "a link is not followed" test -e "$T/elsewhere"
refused() { # FILE WHY
	HARDCC_LOG=$1 gcc -c a.c >out 2>err
	is "$? $(cat err)" "0 gcc: warning: hardcc: cannot write the log $1 ($2)" "refused: $2"
	HARDCC_LOG=$1 "$HARDCC" run -q gcc -c a.c >out 2>err
	has "by hardcc run, too" "cannot write the log $1 ($2)" err
}
everybody="everybody may replace it: its directory is for all to write to, and not sticky; chmod o-w or +t, or name another place"
mkdir -m 777 "$T/open" && mkdir -m 1777 "$T/sticky" && mkdir "$T/place" && ln -s place "$T/way"
refused "$T/open/log" "$everybody"
not_ok "and not made" test -e "$T/open/log"
refused "$T/link" "a link; name the file itself"
touch "$T/theirs" && chmod 666 "$T/theirs"
refused "$T/theirs" "everybody may write to it; chmod o-w"
touch "$T/one" && ln "$T/one" "$T/two"
refused "$T/two" "a file with a second name; name one of its own"
for good in "$T/sticky/log" "$T/way/log" "$T/way/../place/log2"; do
	HARDCC_LOG=$good gcc -c a.c >out 2>err
	is "$? $(cat err) $(wc -l <"$good")" "0  1" "a good place: $(echo "$good" | sed "s|$T/||")"
done
for e in ENOSYS EPERM; do # an old kernel, an old sandbox
	rm -f "$T/place/log"
	for f in "$T/way/log" "$T/link"; do
		HARDCC_LOG=$f strace -f -qq -o "$T/trace" -e trace=openat2 -e inject=openat2:error=$e "$SHIM/gcc" -c a.c >/dev/null
	done 2>err
	is "$(wc -l <"$T/place/log") $(grep -c 'a link; name the file itself' err)" "1 1" "the same without openat2: $e"
done
if [ "$(id -u)" -eq 0 ]; then
	chown 12345 "$T/sticky/log" && chown -h 12345 "$T/way"
	refused "$T/sticky/log" "another user's file; remove it, or name another one"
	refused "$T/way/log" "another user's link is on its way; name the place without it"
fi

# --- a build that has to have a log
for bad in '' /no/such/dir/log "$T/open/log" "$T/link"; do
	HARDCC_LOG_REQUIRED=1 HARDCC_LOG=$bad gcc -c a.c >out 2>err
	is "$? $(wc -l <err) $(cat out)" "125 1 " "HARDCC_LOG_REQUIRED=1: nothing is compiled: ${bad##*/}"
	HARDCC_LOG_REQUIRED=1 HARDCC_LOG=$bad "$HARDCC" run gcc -c a.c >out 2>err
	is "$? $(wc -l <err) $(cat out)" "125 1 " "nor run: ${bad##*/}"
done
HARDCC_LOG_REQUIRED=1 HARDCC_LOG=/dev/full gcc -c a.c >out 2>err
is "$? $(grep -c 'error: hardcc: cannot write the log' err)" "125 1" "a disk that is full is an error, then"
HARDCC_LOG_REQUIRED=1 "$HARDCC" run -q --log /dev/full gcc -c a.c >out 2>err
is "$? $(grep -c 'error: cannot write the log' err)" "125 1" "for run, too"
HARDCC_LOG=/dev/full "$HARDCC" run -q gcc -c a.c >out 2>err
is "$? $(grep -c 'warning: cannot write the log' err)" "0 1" "which is a warning where none is required"
"$HARDCC" run -q --log /dev/full gcc -c a.c >out 2>err
is "$? $(grep -c 'error: cannot write the log' err)" "125 1" "and --log requires one"
HARDCC_LOG_REQUIRED=1 fresh -c a.c
is "$? $(wc -l <"$log")" "0 1" "and with a log all is well"
is "$(HARDCC_LOG_REQUIRED=1 HARDCC_LOG='' HARDCC_DISABLE=1 gcc -c a.c | tail -1)" a.c "what is passed through needs none"

# --- a line that somebody left behind, and a file that is taken away
printf '{"v":1,"half' >"$log"
gcc -c a.c >/dev/null
is "$(wc -l <"$log") $(told .v)" "2 1" "behind half a line there is a whole one"
rm "$log"
: >"$log"
cat >"$T/real/gcc.moves" <<END
#!/bin/sh
mv "$log" "$log.1"
END
chmod +x "$T/real/gcc.moves"
HARDCC_CC=$T/real/gcc.moves HARDCC_PROFILE=none gcc -c a.c
is "$(wc -l <"$log") $(wc -l <"$log.1")" "1 0" "a log that is rotated under a compile: the line is in the new one"
HARDCC_LOG=/no/such/log HARDCC_STRICT=1 gcc -c a.c >out 2>err
is "$(cat out)" "" "a log that cannot be opened: nothing is run under HARDCC_STRICT=1"
HARDCC_LOG='' gcc -c a.c >out 2>err
is "$? $(cat err)" "0 " "an empty setting is none"
is "$(HARDCC_LOG=relative.log gcc -c a.c >/dev/null; wc -l <relative.log)" 1 "a relative path is one from here"

# --- the child is ours to look after
rm "$T/real/g++"
cat >"$T/real/g++" <<'END'
#!/bin/sh
[ "$*" != -v ] || exit 0
trap 'echo "got TERM" >>"$WITNESS"; exit 7' TERM
trap 'echo "got HUP" >>"$WITNESS"; exit 8' HUP
trap 'echo "got USR1" >>"$WITNESS"; exit 9' USR1
echo $$ >"$WITNESS.pid"
i=0
while [ $i -lt 600 ]; do
	sleep 0.05
	i=$((i + 1))
done
END
chmod +x "$T/real/g++"
WITNESS=$T/witness
export WITNESS
HARDCC_PROFILE=none
for pair in TERM:7 HUP:8 USR1:9; do
	rm -f "$WITNESS" "$WITNESS.pid" "$log"
	env --default-signal g++ -c a.cc >/dev/null 2>&1 &
	shim=$!
	i=0
	while [ ! -s "$WITNESS.pid" ] && [ $i -lt 200 ]; do
		sleep 0.05
		i=$((i + 1))
	done
	kill "-${pair%:*}" $shim
	wait $shim
	is "$? $(cat "$WITNESS") $(told .status)" "${pair#*:} got ${pair%:*} ${pair#*:}" "a signal to the shim is the compiler's: ${pair%:*}"
done
is "$(kill -0 "$(cat "$WITNESS.pid")" 2>/dev/null || echo gone)" gone "and nothing is left running"

# stdin, and what is open, go to the compiler as they are
cat >"$T/real/g++" <<'END'
#!/bin/sh
cat
ls -l /proc/self/fd | sed -n 's/.* \([0-9]*\) -> .*/\1/p' | tr '\n' ' '
END
is "$(echo text | g++ -c a.cc -x c++ - 3</dev/null)" "$(echo text | HARDCC_LOG='' g++ -c a.cc -x c++ - 3</dev/null)" \
	"stdin and the open files are the same with a log"

# --- doc/log.schema.json
PATH=$SHIM:$T/real:$system_path
HARDCC_PROFILE=openssf
rm -f "$log"
unset HARDCC_DEBUG
gcc -O2 -c a.c >/dev/null
gcc a.c b.s -fno-stack-protector -o x -DTOKEN=x >/dev/null
gcc -### -x c -c - >/dev/null 2>&1
gcc --version >/dev/null
gcc -O2 -g -c -x c - -o /dev/null </dev/null >/dev/null
gcc -E a.c "$(printf '\377')" >/dev/null
HARDCC_PROFILE=none gcc a.c >/dev/null
FAKE_SIGNAL=9 gcc -c a.c >/dev/null 2>&1
if python3 -W ignore -c 'import jsonschema' 2>/dev/null; then
	valid() { # FILE: each line
		python3 -W ignore -c 'import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
for line in open(sys.argv[2]):
	jsonschema.validate(json.loads(line), schema)' "$srcdir/doc/log.schema.json" "$1"
	}
	is "$(wc -l <"$log")" 8 "calls of every kind"
	ok "each line is valid by doc/log.schema.json" valid "$log"
	for without in parent flags left_out policy; do
		tail -1 "$log" | jq -c "del(.$without)" >"$T/bad.json"
		not_ok "without $without it is not" valid "$T/bad.json"
	done
	tail -1 "$log" | jq -c '.kind = "else"' >"$T/bad.json"
	not_ok "nor of another kind" valid "$T/bad.json"
elif [ -n "${CI:-}" ]; then
	ok 'python3-jsonschema is there' false
fi
want_table log-key
is "$(head -1 "$log" | jq -r 'keys_unsorted[]')" "$rows" "the keys, in the order in which they are read"

done_testing
