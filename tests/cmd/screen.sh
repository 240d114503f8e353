#!/bin/sh
# What people see: whole on a terminal of 80 columns and of 200, in colour where that is wanted; explain without what is of no concern.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc script stty
unset NO_COLOR FORCE_COLOR
TERM=xterm
export TERM

shims gcc
PATH=$SHIM:$PATH
mkdir "$T/work"
cd "$T/work" || exit 99
esc=$(printf '\033')
echo 'int main(void) { return 0; }' >a.c
HARDCC_LOG=$PWD/log gcc -O2 -fno-stack-protector a.c -o app

screen() { # COLUMNS COMMAND: what stands on it, without colours; $colours has how many there were
	script -qec "stty cols $1 rows 50; $2" /dev/null </dev/null >raw 2>/dev/null
	colours=$(grep -c "$esc\\[3[0-9]m" raw)
	tr -d '\r' <raw | sed "s/$esc\\[[0-9;]*m//g" >seen
}
words() { # FILE: all of them, whatever line they are in
	tr -s ' ' '\n' <"$1" | sed '/^$/d'
}

for c in "verify app" "report log app" "doctor" "help verify" "help"; do
	# shellcheck disable=SC2086 # words
	"$HARDCC" $c >piped 2>/dev/null
	for width in 80 200; do
		screen $width "'$HARDCC' $c"
		is "$(awk -v w=$width 'length > w && / [^ ]+ /' seen | awk -v w=$width '{ n = 0; for (i = 1; i <= NF; i++) if (length($i) > w / 3) n++; if (!n) print }')" "" \
			"$c fits $width columns"
		words piped >want
		words seen >got
		is "$(cmp want got)" "" "and nothing of it is lost"
	done
done
ok "a pipe gets whole lines" test -n "$(awk 'length > 120' piped)"

# --- colours
coloured() { # COMMAND...: into a pipe
	"$@" 2>&1 | grep -c "$esc\\[3[0-9]m"
}
for c in "verify app" "report log app" "run -- sh -c true"; do
	screen 80 "'$HARDCC' $c"
	ok "$c has colours on a terminal" test "$colours" -gt 0
	screen 80 "NO_COLOR=1 '$HARDCC' $c"
	is "$colours" 0 "none with NO_COLOR"
	screen 80 "TERM=dumb '$HARDCC' $c"
	is "$colours" 0 "none on one that is dumb"
	# shellcheck disable=SC2086 # words
	{
		is "$(coloured "$HARDCC" $c)" 0 "none in a pipe"
		ok "but with FORCE_COLOR" test "$(FORCE_COLOR=1 coloured "$HARDCC" $c)" -gt 0
		is "$(FORCE_COLOR=0 coloured "$HARDCC" $c) $(NO_COLOR=1 FORCE_COLOR=1 coloured "$HARDCC" $c)" "0 0" "not where that is 0, nor with NO_COLOR"
	}
done

# --- explain
"$HARDCC" explain -- gcc -O2 -fno-stack-protector -Wl,-z,now -c a.c >out
has "explain: what was added" "added    stackclash" out
has "what a word of the user's takes away" "skipped  stackprotectorstrong" out
lacks "not what is for another compiler" "libcpp-hardening" out
n=$(sed -n 's/^skipped  \([0-9]*\) rules for other calls, or with nothing to do; --all lists them$/\1/p' out)
"$HARDCC" explain --all -- gcc -O2 -fno-stack-protector -Wl,-z,now -c a.c >all
has "--all: that, too" "libcpp-hardening" all
is "$n" "$(($(grep -c '^skipped' all) - $(grep -c '^skipped  [a-z]' out)))" "and they are as many as was said"

done_testing
