#!/bin/sh
# Law 14: what hardcc verify says of a file, beside what is so of the process. Programs are built, and edited so that their headers,
# their dynamic segment or their sections tell another story than the kernel and the loader act on. Each that still runs is run:
# /proc/PID/maps tells what is writable and executable, the slots of its functions what was bound, LD_DEBUG where libraries are
# looked for. Programs for aarch64 are run under qemu where that is installed (loader.py says what it shows). Nothing that passes may be
# contradicted. Then random edits, of which those count that still run.
#
#   HARDCC_TEST_LOADER   all: every program with each story, and 5,000 random edits; else a cut of them
#   HARDCC_TEST_SEED     another number, other edits; 1

part=${HARDCC_TEST_LOADER:-cut} seed=${HARDCC_TEST_SEED:-1}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc clang musl-gcc mold ld.gold ld.lld nm python3
[ "$(uname -m)" = x86_64 ] || { echo "1..0 # SKIP the programs are for x86-64"; exit 0; }

runs=300 least=10
[ "$part" != all ] || runs=5000
# in /tmp, where libraries are not to be looked for
F=$(mktemp -d /tmp/hardcc-loader.XXXXXX) || exit 99
trap 'chmod -R u+w "$T" "$F" 2>/dev/null; rm -rf "$T" "$F"' EXIT
python3 "$srcdir/tests/verify/loader.py" "$HARDCC" "$F" "$part" "$runs" "$seed" >"$T/out" 2>"$T/err"
is "$? $(cat "$T/err")" "0 " "the programs are run"

files=$(sed -n 's/^files	//p' "$T/out")
ok "${files:-no} files are run, 150 at least" test "${files:-0}" -ge 150
is "$(sed -n 's/^count	//p' "$T/out" | wc -l | tr -d ' ')" 9 "nine properties"
while read -r what holds lacks; do
	ok "$what: $holds files have it, $lacks have not" test "$holds" -ge $least -a "$lacks" -ge $least
done <<END
$(sed -n 's/^count	//p' "$T/out")
END
is "$(grep '^said' "$T/out" | grep -v '+random-' | cut -f2- | head -40)" "" "law 14: no pass is contradicted by the process"
is "$(awk -F'\t' '$1 == "strict" && $2 !~ /random-/ && $NF == ""' "$T/out" | cut -f2- | head -40)" "" "each fail that it contradicts has its reason"
awk -F'\t' '$1 == "strict" && $2 !~ /random-/ { n[$3 ": " $NF]++ } END { for (w in n) print "# " n[w] " fails, " w }' "$T/out"
grep '^lost' "$T/out" | grep -v 'no segment\|no room\|spare' | cut -f2- | sed 's/^/# does not run: /'

ran=$(sed -n 's/^runs	\([0-9]*\)	.*/\1/p' "$T/out")
ok "${ran:-no} random edits that run" test "${ran:-0}" -ge "$runs"
is "$(grep '^said.*+random-' "$T/out" | cut -f2- | head -40)" "" "law 14: no pass of a random edit is contradicted"

# What no process shows here.
said() { # FILE CHECK: verdict and value
	"$HARDCC" verify --format json --profile openssf "$1" 2>/dev/null | python3 -c '
import json, sys
for c in json.load(sys.stdin)[0]["checks"]:
	if c["name"] == sys.argv[1]:
		print(c["verdict"], c["value"])' "$2"
}
cd "$T" || exit 99
echo 'int late(void), call(void); int call(void) { return late() + 1; }' >call.c
gcc -O1 -fcf-protection=full -fPIC -shared -nostdlib call.c -o marked.so
is "$(said marked.so branch)" "pass IBT SHSTK" "a library with properties"
python3 - marked.so <<'END'
import struct, sys
data = bytearray(open(sys.argv[1], "rb").read())
at, n = struct.unpack_from("<Q", data, 32)[0], struct.unpack_from("<H", data, 56)[0]
for p in range(at, at + 56 * n, 56):
    if struct.unpack_from("<I", data, p)[0] in (4, 0x6474e553):
        struct.pack_into("<I", data, p, 0)
open("unloaded.so", "wb").write(data)
END
is "$(said unloaded.so branch)" "fail none" "law 14: properties that no segment loads are none"
cat >wide.c <<'END'
static int one;
int *volatile table[2048] __attribute__((section(".data.rel.ro"))) = {&one};
int main(void) { table[0] = 0; return 0; }
END
gcc -O1 -fPIE -pie -Wl,-z,now wide.c -o wide
python3 - wide <<'END'
import struct, sys
data = bytearray(open(sys.argv[1], "rb").read())
at, n = struct.unpack_from("<Q", data, 32)[0], struct.unpack_from("<H", data, 56)[0]
for late in (0, 0x3000):
    edited = bytearray(data)
    for name, size in (40, 8), (60, 2), (62, 2): # no section headers
        edited[name:name + size] = bytes(size)
    for p in range(at, at + 56 * n, 56):
        kind, _, offset, _, _, size = struct.unpack_from("<IIQQQQ", edited, p)
        if kind == 0x6474e552:
            for field, change in (8, late), (16, late), (24, late), (32, -late), (40, -late):
                struct.pack_into("<Q", edited, p + field, struct.unpack_from("<Q", edited, p + field)[0] + change)
        for pair in range(offset, offset + size, 16) if kind == 2 and late else ():
            if struct.unpack_from("<Q", edited, pair)[0] in (25, 26, 27, 28): # constructors, whose tables stand there
                struct.pack_into("<QQ", edited, pair, 0x6ffffef0, 0)
    open("bare-%d" % late, "wb").write(edited)
END
chmod +x bare-*
ends() { # PROGRAM: its status
	"$@" 2>/dev/null
	echo $?
}
is "$(said bare-0 relro) $(ends ./bare-0 2>/dev/null)" "pass full 139" "without section headers RELRO from the first writable page on is full"
is "$(said bare-12288 relro) $(ends ./bare-12288)" "unknown present 0" "law 14: and from a later one on nothing tells"
printf '.section .note.GNU-stack,"x",@progbits,unique,1\n.section .note.GNU-stack,"",@progbits,unique,2\n.text\nnop\n' >two.s
gcc -c two.s -o two.o
is "$(said two.o nx)" "n/a no" "law 14: of two .note.GNU-stack the one that asks for it counts"
clang --target=mips-linux-gnu -O1 -fPIC -c call.c -o mips.o && ld.lld -shared mips.o -o mips.so
is "$(said mips.so bindnow)" "fail no" "law 14: on mips functions are bound late without a tag for it"
done_testing
