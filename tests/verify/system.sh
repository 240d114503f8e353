#!/bin/sh
# The raw facts of every ELF file of this system are readelf's: /usr/bin and /usr/lib, no crash.
#
#   HARDCC_TEST_FILES   how many, spread over all of them (400); all

want=${HARDCC_TEST_FILES:-400}
# shellcheck source=tests/lib/tap.sh
. "${srcdir:?}/tests/lib/tap.sh"
# shellcheck source=tests/lib/verify.sh
. "$srcdir/tests/lib/verify.sh"
need jq readelf xargs

"$HARDCC" verify -r --format json /usr/bin /usr/lib >"$T/all.json" 2>"$T/err"
ok 'no crash over all of /usr/bin and /usr/lib' test $? -le 4
grep -v -e ': the archive holds no ELF file$' -e ': Permission denied$' "$T/err" >"$T/refused"
jq -e . "$T/all.json" >"$T/.json" 2>&1
ok 'and the JSON is whole' test $? -eq 0

rows_of "$T/all.json" >"$T/rows"
total=$(wc -l <"$T/rows")
ok 'there are ELF files' test "$total" -gt 100
if [ "$want" = all ] || [ "$want" -ge "$total" ]; then
	cp "$T/rows" "$T/chosen"
else
	awk -v step=$((total / want)) 'NR % step == 0' "$T/rows" >"$T/chosen"
fi

rows_by_readelf <"$T/chosen" >"$T/readelf"
diff "$T/chosen" "$T/readelf" >"$T/diff"
is "$(head -20 "$T/diff")" '' "readelf agrees on $(wc -l <"$T/chosen" | tr -d ' ') of $total files"

# What is refused must be refused by readelf, too, or hold no program headers and sections.
while read -r line; do
	f=${line#hardcc: error: }
	f=${f%%: *}
	readelf -W -h -l -d -S "$f" >"$T/.readelf" 2>&1
	grep -qi -e 'error' -e 'warning' "$T/.readelf"
	is $? 0 "$line"
done <"$T/refused"
done_testing
