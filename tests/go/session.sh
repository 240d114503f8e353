#!/bin/sh
# The picture of a terminal in README.md: drawn from its text, and the text is what the commands print.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
real_home=$HOME
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need python3 go gcc g++

ok "the picture is the text's" python3 "$srcdir/scripts/session" --check
has "README.md shows it" "(doc/session.svg)" "$srcdir/README.md"
is "$(sed 's/.\[[0-9;]*m//g' "$srcdir/doc/session.txt" | awk 'length > 80' | grep -v '^\$ ')" "" "no line is wider than the terminal"

# Other versions of Go and gcc have other numbers, and so other folds.
words() {
	tr ' ' '\n' | grep . | sed 's/[0-9][0-9]*/N/g'
}
HOME=$real_home python3 "$srcdir/scripts/session" --run >"$T/run" 2>"$T/err"
is "$? $(cat "$T/err")" "0 " "its commands run"
is "$(words <"$T/run")" "$(words <"$srcdir/doc/session.txt")" "and print what it shows"

done_testing
