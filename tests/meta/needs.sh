#!/bin/sh
# Each command that a test asks for comes with a package of scripts/needs: a test that passes only where the machine happens
# to have a tool fails in CI and on a new machine.
# HARDCC_TEST_NEEDS=all: what the tests of --long ask for, too.

all=${HARDCC_TEST_NEEDS:-}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need apt-cache dpkg-query
# shellcheck source=scripts/needs
. "$srcdir/scripts/needs"
# shellcheck disable=SC2086 # a list
[ -n "${CI:-}" ] || [ -z "$(not_installed $check_needs)" ] || { echo "1..0 # SKIP not all of check_needs is installed"; exit 0; }

given='apt-cache apt-get go' # apt installs, and Go is from the module proxy

in_make_check=$(sed -n '/^\(QUICK_TESTS\|SLOW_LIST\) = /,/[^\\]$/p' "$srcdir/Makefile.am" | grep -o 'tests/[a-z]*/[^ ]*[.]sh' | sort)
every_test=$(cd "$srcdir" && ls tests/*/*.sh)

# commands PACKAGE...: the names of what they and those they depend on install, and of what each Debian has.
commands() {
	{
		apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$@" |
			grep '^[a-z0-9]'
		# shellcheck disable=SC2016 # dpkg's
		dpkg-query -W -f '${Essential} ${Priority} ${Package}\n' | awk '$1 == "yes" || $2 == "required" { print $3 }'
	} | sort -u | xargs dpkg-query -L 2>/dev/null | sed -n 's|^.*/s\{0,1\}bin/\([^/]*\)$|\1|p' | sort -u
}

# asked FILE...: the words after "need" at the beginning of a line.
asked() {
	(cd "$srcdir" && sed -n 's/^[[:space:]]*need \([^#|&;$"]*\).*/\1/p' "$@") | tr -s '[:space:]' '\n' | grep . | sort -u
}

covered() { # NAME PACKAGES FILE...
	covered_name=$1 covered_packages=$2
	shift 2
	asked "$@" >"$T/asked"
	ok "$covered_name: there are some" test -s "$T/asked"
	# shellcheck disable=SC2086 # a list
	{ commands $covered_packages; echo "$given" | tr ' ' '\n'; } | sort -u >"$T/there"
	is "$(comm -23 "$T/asked" "$T/there")" '' "$covered_name"
}

# shellcheck disable=SC2086 # lists
if [ "$all" = all ]; then
	covered 'what any test asks for is in check_needs or long_needs' "$check_needs $long_needs" $every_test
else
	covered 'what make check asks for is in check_needs' "$check_needs" $in_make_check tests/lib/*.sh
fi
done_testing
