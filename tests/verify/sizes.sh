#!/bin/sh
# Files of many GiB, most of them holes, and files that are made to take long: time and memory are bounded, and nothing crashes.

# shellcheck source=tests/lib/tap.sh
. "${srcdir:?}/tests/lib/tap.sh"
# shellcheck source=tests/lib/verify.sh
. "$srcdir/tests/lib/verify.sh"
need gcc python3
top=$(cd "$srcdir" && pwd)

cd "$S" || exit 99
gcc -O2 "$V/samples/main.c" -o program
if ! truncate -s 5G hole 2>/dev/null || [ "$(du -k hole | cut -f1)" -gt 1024 ]; then
	echo '1..0 # SKIP no files with holes here'
	exit 0
fi
rm hole
python3 "$top/tests/verify/sizes.py" "$HARDCC" "$S" program >"$T/rows" 2>"$T/err"
is "$? $(cat "$T/err")" '0 ' 'each file was made and judged'
is "$(wc -l <"$T/rows" | tr -d ' ')" 23 'each of them'
while IFS='	' read -r name wrong; do
	is "$wrong" '' "$name"
done <"$T/rows"

# --- a packed log
head -c 33554432 /dev/zero | gzip -1 >part.gz
yes part.gz | head -n 33 | xargs cat >bomb.gz
"$HARDCC" report bomb.gz >out 2>err
is "$? $(grep -c 'bomb.gz: it is more than 1 GiB when unpacked: unpack it into a file' err)" "2 1" "what would fill the memory"
done_testing
