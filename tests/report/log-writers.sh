#!/bin/sh
# HARDCC_LOG under load: many writers, lines of any length, killed writers, a full disk, a log that is rotated.
# A call that ended with 0 under HARDCC_LOG_REQUIRED=1 has its line, whole and once; nothing else is torn by others.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need python3 timeout

shims gcc
mkdir -p "$T/real" "$T/work"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
cd "$T/work" || exit 99
PATH=$SHIM:$T/real:$PATH
FAKE_OUT=/dev/null
export PATH FAKE_OUT HARDCC_PROFILE=none HARDCC_LOG_REQUIRED=1
for size in 1024 30000 300000 2097152; do
	head -c "$size" /dev/zero | tr '\0' x >"word-$size"
done

# One call that writes a line of about that size; its name goes to the file of what was acknowledged.
call() { # NAME SIZE
	gcc -c a.c -o "$1" "@word-$2" 2>>"$T/err" && echo "$1" >>"$T/done.${1%%-*}"
}
writer() { # NUMBER SIZES...
	writer_n=$1
	shift
	for s; do
		call "w$writer_n-$#-$s" "$s"
		shift
	done
}
begin() { # LOG
	rm -rf "$T"/done.* "$T/logs"
	mkdir "$T/logs"
	: >"$T/err"
	HARDCC_LOG=$1
	export HARDCC_LOG
}
# What became of them: lines that are whole, that are broken, that are there twice, acknowledged and not there
judged() { # FILE...
	cat "$T"/done.* 2>/dev/null >"$T/acknowledged"
	python3 - "$T/acknowledged" "$@" <<-'END'
	import json, sys
	whole, broken, seen = 0, 0, {}
	for path in sys.argv[2:]:
	    data = open(path, 'rb').read()
	    lines = data.split(b'\n')
	    broken += lines.pop() != b''
	    for line in lines:
	        try:
	            seen[json.loads(line)['output']] = seen.get(json.loads(line)['output'], 0) + 1
	            whole += 1
	        except ValueError:
	            broken += 1
	acknowledged = open(sys.argv[1]).read().split()
	print(whole, broken, sum(n > 1 for n in seen.values()), len([a for a in acknowledged if a not in seen]))
	END
}
acknowledged() {
	cat "$T"/done.* 2>/dev/null | wc -l
}

# --- sixteen writers, a kilobyte to two megabytes
begin "$T/logs/log"
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	writer "$n" 1024 30000 300000 1024 2097152 30000 &
done
wait
is "$(acknowledged) $(cat "$T/err")" "96 " "sixteen writers: every call is acknowledged"
is "$(judged "$HARDCC_LOG")" "96 0 0 0" "and every line is there, whole and once"

# --- some of them are killed, at any moment
begin "$T/logs/log"
for n in 1 2 3 4; do
	writer "$n" 30000 300000 1024 300000 30000 1024 &
done
victims=0
for pause in 0 0.001 0.002 0.003 0.004 0.005 0.006 0.008 0.01 0.012 0.015 0.02; do
	gcc -c a.c -o "victim-$victims" @word-2097152 2>/dev/null &
	sleep "$pause"
	kill -9 $! 2>/dev/null
	victims=$((victims + 1))
done
wait
is "$(acknowledged)" 24 "killed beside others: the others are acknowledged"
# shellcheck disable=SC2046
set -- $(judged "$HARDCC_LOG")
is "$3 $4" "0 0" "and have their lines, whole and once"
ok "what is broken is what was killed: $2 lines" test "$2" -le "$victims"
is "$(($(grep -ac "" "$HARDCC_LOG") - $1 - $2))" 0 "each on a line of its own"

# --- rotated underneath
begin "$T/logs/log"
for n in 1 2 3 4 5 6 7 8; do
	writer "$n" 1024 300000 30000 1024 1024 30000 300000 1024 &
	writers="${writers:-} $!"
done
(
	i=0
	while [ ! -e "$T/stop" ]; do
		[ ! -e "$HARDCC_LOG" ] || mv "$HARDCC_LOG" "$T/logs/log.$i"
		i=$((i + 1))
		sleep 0.01
	done
) &
rotator=$!
# shellcheck disable=SC2086
wait $writers
: >"$T/stop"
wait $rotator
is "$(acknowledged) $(cat "$T/err")" "64 " "rotated: every call is acknowledged"
is "$(judged "$T"/logs/*)" "64 0 0 0" "and every line is in one of the files, whole and once"
ok "there are several files" test "$(find "$T/logs" -type f | wc -l)" -gt 1

# --- a disk that is full
full() { # NAME: calls until one is refused, then smaller ones
	full_refused=0
	for i in 1 2 3 4 5 6 7 8; do
		call "full-$i" 300000 || full_refused=$((full_refused + 1))
	done
	call full-small 1024
	ok "$1: some calls are refused" test "$full_refused" -gt 0
	ok "$1: not all of them" test "$(acknowledged)" -gt 0
	is "$(judged "$HARDCC_LOG")" "$(acknowledged) 0 0 0" "$1: what was acknowledged is there, and nothing of the others"
	has "$1: they say why" "cannot write the log $HARDCC_LOG: " "$T/err"
}
begin "$T/logs/log"
trap '' XFSZ
(ulimit -f 2000 && full "a limit of the file's size" >"$T/limited")
cat "$T/limited"
tests=$((tests + $(grep -c '^[no].*ok\|^ok' "$T/limited")))
mkdir "$T/small"
if mount -t tmpfs -o size=1m tmpfs "$T/small" 2>/dev/null; then
	begin "$T/small/log"
	full "a full tmpfs"
	umount "$T/small"
else
	tests=$((tests + 1))
	echo "ok $tests - a full tmpfs # SKIP this user may not mount one"
fi

done_testing
