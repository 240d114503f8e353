#!/bin/sh
# ccache and distcc behind hardcc (HARDCC_LAUNCHER), and ccache in front: after a change of policy no object of the old one comes back.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need ccache distcc distccd gcc readelf objcopy

mkdir -p "$T/real" "$T/launch" "$T/work"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
shims gcc
cd "$T/work" || exit 99
system_path=$PATH
echo 'int f(char *p); int main(void) { char b[64]; return f(b); }' >a.c

# --- the setting, over a compiler that prints its words
for n in ccache distcc icecc sccache; do
	cp "$builddir/tests/lib/fakecc" "$T/launch/$n"
	is "$(PATH=$SHIM:$T/real:$T/launch HARDCC_LAUNCHER=$n HARDCC_PROFILE=none gcc -c a.c | tr '\n' ' ')" \
		"$T/launch/$n $T/real/gcc -c a.c " "HARDCC_LAUNCHER=$n runs the compiler"
done
mkdir "$T/masquerade" && ln -s "$T/launch/distcc" "$T/masquerade/gcc"
is "$(PATH=$SHIM:$T/masquerade:$T/real:$T/launch HARDCC_LAUNCHER=ccache HARDCC_PROFILE=none gcc -c a.c | head -1)" "$T/launch/ccache" \
	"it is stronger than a masquerade"
is "$(below "$T/x/gcc" env PATH="$SHIM:$T/real:$T/launch" HARDCC_LAUNCHER=ccache "$SHIM/gcc" -c a.c | head -1)" "$T/real/gcc" "below ourselves there is none"
PATH=$SHIM:$T/real HARDCC_LAUNCHER=ccache gcc -c a.c >out 2>err
is "$? $(cat err)" "127 gcc: error: hardcc: environment: there is no ccache on PATH; install it, or unset HARDCC_LAUNCHER" "one that is not there"
PATH=$SHIM:$T/real HARDCC_LAUNCHER=nice gcc -c a.c >out 2>err
is "$? $(sed 1q err)" "125 gcc: error: hardcc: environment: HARDCC_LAUNCHER is ccache, distcc, icecc or sccache, not \"nice\"" "one that is none"

# --- what an object was compiled under
canary() { # the object has a canary: yes or no
	readelf -sW a.o | grep -q __stack_chk_fail && echo yes || echo no
}
note() { # the policy in it
	objcopy -O binary --set-section-flags .note.hardcc=alloc --only-section=.note.hardcc a.o note.bin 2>/dev/null &&
		tr -c '0-9a-f' '\n' <note.bin | grep -x '[0-9a-f]\{16\}' | head -1
}
without=openssf,-stackprotectorstrong

flip() { # NAME COMMAND...: compiles under one policy, another one and the first again
	flip_name=$1
	shift
	rm -f a.o
	ok "$flip_name: compiled" "$@" -O2 -c a.c
	is "$(canary)" yes "$flip_name: under the first policy"
	first=$(note)
	cp a.o first.o
	rm -f a.o
	ok "$flip_name: compiled under another policy" env HARDCC_PROFILE=$without "$@" -O2 -c a.c
	is "$(canary)" no "$flip_name: it is that policy's"
	not_ok "$flip_name: and its note says so" test "$(note)" = "$first"
	rm -f a.o
	ok "$flip_name: compiled under the first policy again" "$@" -O2 -c a.c
	ok "$flip_name: the first object came back" cmp a.o first.o
}
hits() {
	ccache --print-stats | awk '$1 == "direct_cache_hit" || $1 == "preprocessed_cache_hit" { n += $2 } END { print n }'
}

CCACHE_DIR=$T/ccache
export CCACHE_DIR
PATH=$SHIM:$system_path
export PATH
HARDCC_LAUNCHER=ccache flip "ccache behind" gcc
is "$(hits)" 1 "and the cache was used, once"
CCACHE_DIR=$T/ccache2
check=$("$HARDCC" env | sed -n "s/^export CCACHE_COMPILERCHECK='\(.*\)'/\1/p")
CCACHE_COMPILERCHECK=$check flip "ccache in front, told by hardcc env" ccache "$SHIM/gcc"
is "$(hits)" 1 "and the cache was used, once"
# what it is for: without it the object of the other policy comes back
rm -rf "$CCACHE_DIR" a.o
ccache "$SHIM/gcc" -O2 -c a.c
HARDCC_PROFILE=$without ccache "$SHIM/gcc" -O2 -c a.c
is "$(canary)" yes "not told, ccache gives an object of the other policy"
CCACHE_COMPILERCHECK=$check HARDCC_PROFILE=$without ccache "$SHIM/gcc" -O2 -c a.c
is "$(canary)" no "told later, it does not"

# --- distcc: a real server on this machine
port=$((20000 + $$ % 20000))
as=$(id -un)
[ "$as" != root ] || as=nobody # it will not run as root
TMPDIR=/tmp distccd --daemon --no-detach --listen 127.0.0.1 --port $port --allow 127.0.0.1 --jobs 2 --log-stderr --log-level info \
	--user "$as" --enable-tcp-insecure >"$T/distccd.log" 2>&1 &
server=$!
i=0
while ! grep -q 'waiting to accept\|listening' "$T/distccd.log" 2>/dev/null && [ $i -lt 100 ]; do
	sleep 0.05
	i=$((i + 1))
done
DISTCC_HOSTS=127.0.0.1:$port
DISTCC_FALLBACK=0
DISTCC_DIR=$T/distcc
export DISTCC_HOSTS DISTCC_FALLBACK DISTCC_DIR
mkdir "$DISTCC_DIR"
HARDCC_LAUNCHER=distcc flip "distcc behind" gcc
i=0
while [ "$(grep -c COMPILE_OK "$T/distccd.log")" -lt 3 ] && [ $i -lt 100 ]; do # it says so when the client has gone
	sleep 0.05
	i=$((i + 1))
done
is "$(grep -c 'COMPILE_OK' "$T/distccd.log")" 3 "and the server compiled all three"
kill $server
wait $server 2>/dev/null

done_testing
