#!/bin/sh
# scripts/guide: each option of the guide's tables has a rule or a reason, and one that has neither is named.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"

cd "$T" || exit 99
row() { # OPTION... -- VERSIONS: a row of a table in the guide's form
	cell=
	while [ "$1" != -- ]; do
		cell="$cell${cell:+<br/>}[\`$1\`](#$1)"
		shift
	done
	echo "| $cell | $2 | What it does |"
}
{
	row -D_FORTIFY_SOURCE=3 -- 'GCC 12.0.0<br/>Clang 9.0.0[^x]'
	row -Wl,-z,relro -Wl,-z,now -- 'Binutils 2.15.0'
	row -ftrivial-auto-var-init -- 'GCC 12.0.0'
	row -fhardened -- 'GCC 14.0.0'
	row -fzero-call-used-regs=used-gpr -- 'GCC 11.0.0'
	echo "| \`-fsanitize=address\` | GCC 4.8.0 | has no section of its own |"
} >guide.md
"$srcdir/scripts/guide" guide.md >out 2>err
is "$? $(cat err)" "0 " "each has a rule or a reason"
is "$(awk '{ print $1 }' out | tr '\n' ' ')" \
	"-D_FORTIFY_SOURCE=3 -Wl,-z,relro -Wl,-z,now -ftrivial-auto-var-init -fhardened -fzero-call-used-regs=used-gpr " "every option of the tables"
line=$(sed -n "$(sed -n 's/^-D_FORTIFY_SOURCE=3 .*features:\([0-9]*\),.*/\1/p' out)p" "$srcdir/profiles/features")
is "$(echo "$line" | cut -d' ' -f1) $(sed -n 's/^-D_FORTIFY.*, \(GCC.*Clang [0-9]*\)\{0,1\}//p' out)" "fortify=3 openssf.profile" "the line of the catalogue, and the profile"
is "$(sed -n 's/^-D_FORTIFY_SOURCE=3  *\(.*[0-9]\)  *features.*/\1/p' out)" "GCC 12, Clang 9" "the guide's versions"
row -fno-such-option -- 'GCC 20.0.0' >>guide.md
"$srcdir/scripts/guide" guide.md >out 2>err
is "$? $(tail -n 1 out | tr -s ' ')" "1 -fno-such-option GCC 20 NO RULE AND NO REASON" "an option that we do not know fails it"
echo 'no table' >guide.md
"$srcdir/scripts/guide" guide.md >out 2>err
is "$? $(cat err)" "2 guide: guide.md: no table of options" "so does a page without a table"
done_testing
