# tests/lib/tap.sh - TAP for the end-to-end tests; sourced, never run.
# Gives each test a clean folder, a clean environment and an installed hardcc.
# shellcheck shell=sh
#
#   $HARDCC   the built program          $SHIM    a directory of shims made by `hardcc shims`
#   $T        this test's own folder     $srcdir  the top of the source tree
#
# is GOT WANT NAME     ok NAME COMMAND...     not_ok NAME COMMAND...     has NAME TEXT FILE
# lacks NAME TEXT FILE     need COMMAND...     want_table NAME     done_testing

set -u
: "${HARDCC:?run the tests by make check}" "${srcdir:?run the tests by make check}"

for v in $(env | sed -n 's/^\(HARDCC_[A-Za-z0-9_]*\)=.*/\1/p'); do
	unset "$v"
done
unset GCC_SPEC_FILE CPATH C_INCLUDE_PATH LIBRARY_PATH GOFLAGS CC CXX CFLAGS LDFLAGS MAKEFLAGS MAKELEVEL MFLAGS
unset GOAMD64 GOARM64 GOENV
for v in $(env | sed -n 's/^\(DEB_[A-Z_]*\|RPM_[A-Z_]*\)=.*/\1/p'); do
	unset "$v"
done
unset CCACHE_DISABLE CCACHE_DIR CCACHE_PREFIX TOOLEXEC_IMPORTPATH GOVERSION GOTOOLDIR GO_EXTLINK_ENABLED

T=$(mktemp -d "${TMPDIR:-/tmp}/hardcc-test.XXXXXX") || exit 99
trap 'chmod -R u+w "$T" 2>/dev/null; rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$T/home
XDG_CACHE_HOME=$T/cache
XDG_CONFIG_HOME=$T/config
HARDCC_DATADIR=$T/.data # a copy: doctor --prime writes into it
LC_ALL=C
export HOME XDG_CACHE_HOME XDG_CONFIG_HOME HARDCC_DATADIR LC_ALL
mkdir -p "$HOME" "$HARDCC_DATADIR"
cp -R "$srcdir/specs" "$HARDCC_DATADIR"
SHIM=$T/shim
tests=0

say_result() { # STATUS NAME
	tests=$((tests + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tests - $2"
	else
		echo "not ok $tests - $2"
	fi
}

ok() { # NAME COMMAND...
	ok_name=$1
	shift
	"$@" >"$T/.out" 2>&1
	ok_status=$?
	say_result "$ok_status" "$ok_name"
	[ "$ok_status" -eq 0 ] || { echo "# exit $ok_status: $*"; sed 's/^/# /' "$T/.out" | head -40; }
}

not_ok() { # NAME COMMAND...
	ok_name=$1
	shift
	if "$@" >"$T/.out" 2>&1; then
		say_result 1 "$ok_name"
		echo "# succeeded: $*"
	else
		say_result 0 "$ok_name"
	fi
}

is() { # GOT WANT NAME
	if [ "$1" = "$2" ]; then
		say_result 0 "$3"
	else
		say_result 1 "$3"
		printf 'got:  %s\nwant: %s\n' "$1" "$2" | head -60 | sed 's/^/# /'
	fi
}

has() { # NAME TEXT FILE
	if grep -qF -e "$2" -- "$3"; then
		say_result 0 "$1"
	else
		say_result 1 "$1"
		{ echo "no \"$2\" in:"; head -40 "$3"; } | sed 's/^/# /'
	fi
}

lacks() { # NAME TEXT FILE
	if grep -qF -e "$2" -- "$3"; then
		say_result 1 "$1"
		{ echo "\"$2\" in:"; grep -F -e "$2" -- "$3" | head -5; } | sed 's/^/# /'
	else
		say_result 0 "$1"
	fi
}

# What is missing fails a test in CI and skips it elsewhere: no silent skip.
need() { # COMMAND...
	for c; do
		command -v "$c" >/dev/null 2>&1 && continue
		if [ -n "${CI:-}" ]; then
			echo "Bail out! $c is missing"
			exit 99
		fi
		echo "1..0 # SKIP no $c"
		exit 0
	done
}

# Sets $sources to the program's own files of that name, from $srcdir. A check that reads no file would pass on nothing.
want_sources() { # PATTERN
	sources=$(cd "$srcdir" && find wrapper -type f -name "$1" | sort)
	[ -n "$sources" ] && return
	echo "Bail out! no file $1 below wrapper"
	exit 99
}

# Sets $rows to the names in that table of the program. A table that came out empty would be right in every way.
want_table() { # NAME
	rows=$("$HARDCC" help --tables | sed -n "s/^$1	//p")
	[ -n "$rows" ] && return
	echo "Bail out! hardcc help --tables has no $1"
	exit 99
}

shims() { # NAME...: (re)makes $SHIM
	"$HARDCC" shims "$SHIM" "$@" >/dev/null || { echo "Bail out! no shims"; exit 99; }
}

# For every user: the build may be below a directory that is closed to others.
open_shims() { # NAME...
	shims "$@"
	cp "$(readlink "$SHIM/$1")" "$T/.shim"
	for open_name; do
		ln -sf "$T/.shim" "$SHIM/$open_name"
	done
	chmod 755 "$T" "$T/.data" "$T/.shim" "$SHIM"
}

# below PATH COMMAND...: as it is run below a call of ours, which ran PATH
below() {
	# shellcheck disable=SC2016 # for the inner shell, which becomes the command
	sh -c 'read -r now rest </proc/uptime
		export HARDCC_DEPTH="1:$$.${now%.*}${now#*.}:$1"
		shift
		exec "$@"' sh "$@"
}

done_testing() {
	echo "1..$tests"
}
