#!/bin/sh
# Law 14: what hardcc verify says of a file, beside what is so of the process. Programs are built, and edited so that their headers,
# their dynamic segment or their sections tell another story than the kernel and the loader act on. Each that still runs is run:
# /proc/PID/maps tells what is writable and executable, the slots of its functions what was bound, LD_DEBUG where libraries are
# looked for. Nothing that passes may be contradicted. Then random edits, of which those count that still run.
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

# Each story, by the name of its edit: what must never pass, or is refused.
while read -r story property; do
	grep -q "+$story	\|-$story	" "$T/out" && continue
	grep -q "^told	[^	]*$story	$property	" "$T/out"
	say_result $? "law 14: $story is told of, in $property"
done <<END
END
ran=$(sed -n 's/^runs	\([0-9]*\)	.*/\1/p' "$T/out")
ok "${ran:-no} random edits that run" test "${ran:-0}" -ge "$runs"
is "$(grep '^said.*+random-' "$T/out" | cut -f2- | head -40)" "" "law 14: no pass of a random edit is contradicted"
done_testing
