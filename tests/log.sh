#!/bin/sh
# HARDCC_LOG: one line of JSON for a call, whatever becomes of the call, and never in its way.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib.sh
. "$srcdir/tests/lib.sh"
need jq seq gcc

shims gcc g++
mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles"
cp "$builddir/tests/fake/cc" "$T/real/gcc"
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
is "$(told '.duration_us >= 0 and .time > 1600000000000000')" true "the time"
fresh a.o -lm -o x
is "$(told '.edits | map(.flag) | join(" ")') $(told .kind)" "-Wl,-z,now link" "a link"
printf -- '-O2 "a b.c"\n' >args
fresh -c @args
is "$(told '.argv | join("|")')" "gcc|-c|-O2|a b.c" "a response file is opened: it may be gone when the log is read"
is "$(told '.run[-1]')" "@args" "but what was run is what was run"
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
not_ok "a link is not followed" test -e "$T/elsewhere"
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

done_testing
