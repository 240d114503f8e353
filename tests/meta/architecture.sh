#!/bin/sh
# The folders of wrapper/: each uses only what wrapper/README.md says it may, by #include and by symbol; no circle.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need nm tsort
cd "$T" || exit 99

# --- the order: FOLDER ALLOWED, for all that a row names and what those may use
# shellcheck disable=SC2016 # the backquotes are of the page
sed -n 's/^| `\([a-z/]*\)` | .* | \(.*\) |$/\1 \2/p' "$srcdir/wrapper/README.md" | tr -d '`,' >rows
is "$(cut -d' ' -f1 rows | sort)" "$(cd "$srcdir/wrapper" && find . -name '*.c' | sed 's|^\./||; s|/*[^/]*$||' | sort -u)" \
	"the page has a row for each folder, and no other; none of the sources is outside of them"
awk '
$2 == "nothing" { NF = 1 }
{
	folder[NR] = $1
	for (i = 2; i <= NF; i++) {
		if (!($i in seen)) print "row " $1 ": " $i " is not above it" >"/dev/stderr"
		may[$1, $i] = 1
		for (k = 1; k < NR; k++) if (($i, folder[k]) in may) may[$1, folder[k]] = 1
	}
	seen[$1] = 1
	for (k = 1; k < NR; k++) if (($1, folder[k]) in may) print $1, folder[k]
	print $1, $1
}' rows >allowed 2>forward
is "$(cat forward)" "" "a row names only rows above it, so that the order has no circle"

# --- by #include: FILE INCLUDED
want_sources '*.[ch]'
# shellcheck disable=SC2086 # a list of files
(cd "$srcdir" && grep -H '^#include "[a-z/]*/' $sources) | sed 's|^wrapper/||; s|:#include "| |; s|".*||' >includes
sources_all=$sources
# --- by symbol: FILE USED, from all objects of the program
want_sources '*.c'
for c in $sources; do # an object without a source is an old one
	o=${c#wrapper/} object=$builddir/${c%.c}.o
	[ -f "$object" ] || object=${object%/*}/hardcc_shim-${object##*/} # of the shim alone
	nm -g "$object" | awk -v file="${o%.c}" '{ print file, $(NF - 1), $NF }'
done >symbols
awk '
NR == FNR { if ($2 ~ /[BDRTVWC]/) home[$3] = $1; next }
$2 == "U" && $3 in home && home[$3] != $1 { print $1, home[$3], $3 }' symbols symbols >uses
ok "includes are read" test "$(wc -l <includes)" -gt 300
ok "symbols are read" test "$(wc -l <uses)" -gt 1000
# shellcheck disable=SC2086 # a list of files
is "$(cut -d' ' -f1 symbols | uniq)" "$(printf '%s\n' $sources | sed 's|^wrapper/||; s|\.c$||')" "each source has its object"

# ups FILE: lines whose first file may not use the second
ups() {
	awk '
	function folder(f) { sub(/\/[^\/]*$/, "", f); return f }
	NR == FNR { may[$1, $2] = 1; next }
	!((folder($1), folder($2)) in may)' allowed "$1"
}
circles() { # FILE: pairs; prints what goes in a circle
	awk '$1 != $2 { print $1, $2 }' "$1" | tsort 2>&1 >/dev/null | sed -n 's/^tsort: \([^ ]*\)$/\1/p' | tr '\n' ' '
}
# shellcheck disable=SC2086 # a list of files
is "$(cd "$srcdir" && grep -nE '^[ 	]*#[ 	]*include' $sources_all | grep -vE '#include (<(sys/)?[a-z_0-9]*\.h>|"([a-z]+/)+[a-z-]+\.h"|"(config|build-id)\.h")( |$)')" "" \
	"each #include is a system header, or names its folder"
is "$(ups includes)" "" "no #include goes up"
is "$(ups uses)" "" "no call goes up"
printf 'a b\nb a\n' >known
is "$(circles known)" "a b " "a circle is seen"
is "$(circles uses)" "" "no files call each other in a circle"
grep '\.h .*\.h$' includes >headers
ok "headers are read" test -s headers
is "$(circles headers)" "" "no headers include each other in a circle"
# The fuzz targets link a library whose members have no folder.
want_sources '*.c'
is "$(printf '%s\n' "$sources" | sed 's|.*/||' | sort | uniq -d)" "" "no two files have one name"

# --- a text of a table that just fits has no end, and runs on into the next: gcc before 15 minds it for C++'s sake alone
cut_texts() { # FILE...
	gcc -fsyntax-only -Wc++-compat -Wextra -std=c11 -D_GNU_SOURCE -I"$srcdir/wrapper" -I"${builddir:?}" -DSYSCONFDIR='""' -DCACHEDIR='""' \
		-DPKGDATADIR='""' -DSHIMDIR='""' -DBINDIR='""' -DSHIMPROGRAM='""' "$@" 2>&1 |
		sed -n "s/: .*initializer-string.*//p"
}
echo 'char cut[2] = "ab", whole[3] = "ab";' >cut.c
is "$(cut_texts cut.c)" 'cut.c:1:15' 'a text without its end is seen'
# shellcheck disable=SC2086 # a list of files
is "$(cd "$srcdir" && cut_texts $sources)" '' 'each text of a table has its end'

# Nor is a fuzz target compiled before the fuzzing begins, at the end of a check.
targets=0
for f in "$srcdir"/tests/fuzz/*.c; do
	ok "fuzz/${f##*/} compiles" gcc -fsyntax-only -Wall -Wextra -Werror -std=c11 -D_GNU_SOURCE -I"$srcdir/wrapper" -I"$srcdir/tests/fuzz" \
		-I"${builddir:?}" -DSYSCONFDIR='""' -DCACHEDIR='""' -DPKGDATADIR='""' -DSHIMDIR='""' -DBINDIR='""' -DSHIMPROGRAM='""' "$f"
	targets=$((targets + 1))
done
ok "there are targets" test "$targets" -gt 10

done_testing
