#!/bin/sh
# What hardcc verify says of files without notes, column by column, and what is so: PIE, RELRO, BIND_NOW, NX, RPATH, TEXTREL, W+X, FORTIFY,
# stack clash, branch and symbols. columns.py makes the files, and tells the truth by readelf and objdump. The canary has canary.sh.
#
#   HARDCC_TEST_TRUTH   all: every compiler, language, level and kind of file; else a cut of them
#   HARDCC_TEST_KEEP    a directory that keeps the files, and `truth`: what is so of each

everything=${HARDCC_TEST_TRUTH:-}
rustup=${RUSTUP_HOME:-$HOME/.rustup}
keep=${HARDCC_TEST_KEEP:-}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc objdump readelf strip ar jq python3

F=${keep:-$T/files}
mkdir -p "$F"
cut=
[ "$everything" = all ] || cut='cut'
# shellcheck disable=SC2086 # a word or none
[ -s "$F/truth" ] || RUSTUP_HOME=$rustup python3 "$srcdir/tests/verify/columns.py" "$F" $cut

columns='pie relro now nx rpath textrel rwx fortify clash branch symbols'
while read -r name so; do
	"$HARDCC" verify --format json --profile openssf,+pie "$F/$name" | jq -r --arg name "$name" --arg so "$so" --arg columns "$columns" '
		(.[0].checks | map({(.name): .}) | add) as $c |
		def v: if .verdict == "pass" then "y" elif .value | startswith("partial") then "p" elif .verdict == "fail" or .value == "none" then "n"
			elif .verdict == "n/a" then "-" else "?" end;
		[($c.pie | v), ($c.relro | if .value == "full" then "y" elif .value == "partial" then "p" else v end), ($c.bindnow | v), ($c.nx | v),
		($c.rpath | v), ($c.textrel | v), ($c.rwx | v), ($c.fortify | v), ($c.stackclash | v), ($c.branch | v),
		($c.symbols.value | if . == "kept" then "y" else "n" end)] as $said | ($columns | split(" ")) as $name_of |
		range(11) as $i | [$name, $name_of[$i], $said[$i], ($so | split(" "))[$i]] | join(" ")'
done <"$F/truth" >"$F/answers"

# yes and no of a file of which a part has it: no is right
wrong() { # COLUMN: which of it is wrong
	awk -v column="$1" '$2 == column && $3 != "?" && $3 != $4 && !($3 == "n" && $4 == "p") && !($3 == "-" && $4 == "n")' "$F/answers"
}
for column in $columns; do
	awk -v column="$column" '$2 == column && $4 != "-" { n++; right += $3 == $4 || ($3 == "n" && $4 == "p"); unknown += $3 == "?" }
		END { printf "# %s: of %d files %d right, %d unknown\n", column, n, right, unknown }' "$F/answers"
	is "$(awk -v column="$column" '$2 == column && ($3 == "y" || $3 == "-") && ($4 == "n" || $4 == "p")' "$F/answers")" '' "law 13: $column: no pass of a file that lacks it"
	is "$(wrong "$column")" '' "law 13: $column: nothing else is said wrongly"
done
[ "$everything" != all ] || ok 'at least 100 files' test "$(wc -l <"$F/truth")" -ge 100
done_testing
