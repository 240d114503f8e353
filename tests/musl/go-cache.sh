#!/bin/sh
# One cache for the host's library and musl: with one CC path each build is what was asked for, to the same output and
# to a new one, and what was compiled once is not compiled again. The calls that reach the real compiler are counted.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need musl-gcc
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

shims gcc
count_calls
programs
export CC="$SHIM/gcc"

host() { # COMMAND...
	env -u HARDCC_LIBC "$@"
}

kind() { # FILE
	case $(static_facts "$1") in
	*interpreter*) echo host ;;
	"EXEC relro") echo musl ;;
	*) static_facts "$1" ;;
	esac
}

for v in $go_wanted; do
	use_go "$v"
	GOCACHE=$T/gocache.$v
	if [ "$go_minor" -lt 20 ]; then
		echo "# $v keeps the compiler out of the standard library's keys: README says what to do"
		continue
	fi
	for p in threads lookup; do
		for route in host musl host musl; do
			unset HARDCC_LIBC
			[ $route = host ] || export HARDCC_LIBC=musl
			ok "$v: ./$p for $route, the same output" build "$T/$p" "./$p"
			is "$(kind "$T/$p")" $route "$v: ./$p is for $route"
			if [ -e "$T/$p.$route" ]; then
				is "$(compiles)" 0 "$v: ./$p for $route again: nothing is compiled"
				ok "$v: and the bytes are the first ones" cmp "$T/$p" "$T/$p.$route"
			else
				not_ok "$v: ./$p for $route: compiled" [ "$(compiles)" -eq 0 ]
				cp "$T/$p" "$T/$p.$route"
			fi
			ok "$v: ./$p for $route, a new output" build "$T/$p.new" "./$p"
			is "$(kind "$T/$p.new")" $route "$v: ./$p is for $route"
			rm "$T/$p.new"
			ok "$v: ./$p for $route, once more" build "$T/$p" "./$p"
			is "$(compiles) $(links)" "0 0" "$v: ./$p: neither compiled nor linked"
		done
		rm "$T/$p".*
	done
	unset HARDCC_LIBC
	chmod -R u+w "$GOCACHE"
	rm -rf "$GOCACHE"
done

[ "$tests" -gt 0 ] || { echo "1..0 # SKIP only Go up to 1.19 here"; exit 0; }
done_testing
