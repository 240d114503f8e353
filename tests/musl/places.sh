#!/bin/sh
# Where a musl is found: the classic install in /usr/local/musl, a compiler whose own library is musl, a system whose own
# library it is. Each in a mount namespace, where Debian's is out of sight.

# shellcheck source=tests/lib/tap.sh
. "${srcdir:?run the tests by make check}/tests/lib/tap.sh"
need gcc readelf musl-gcc jq chroot unshare mount
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
mkdir "$T/work" "$T/prefix"
"$HARDCC" shims "$T/host" gcc >/dev/null
cp -r /usr/lib/x86_64-linux-musl "$T/prefix/lib"
cp -r /usr/include/x86_64-linux-musl "$T/prefix/include"
cd "$T/work" || exit 99
printf '#include <stdio.h>\n#include <linux/netlink.h>\nint main(void) { return puts("hello") < 0; }\n' >hello.c
echo 'int main(void) { return 0; }' >main.c

mounts="unshare -m"
[ "$(id -u)" -eq 0 ] || mounts="unshare -r -m"
away='mount -t tmpfs none /usr/lib/x86_64-linux-musl && mount -t tmpfs none /usr/include/x86_64-linux-musl && mount -t tmpfs none /usr/local'
nowhere() { # COMMAND...: where there is no musl
	# shellcheck disable=SC2016 # the inner shell's
	$mounts sh -c "$away"' && exec "$@"' sh "$@"
}
classic() { # COMMAND...: where it is in /usr/local/musl alone
	# shellcheck disable=SC2016
	$mounts sh -c "$away"' && cp -r "$0" /usr/local/musl && exec "$@"' "$T/prefix" "$@"
}
own() { # COMMAND...: where the system's own headers are musl's
	# shellcheck disable=SC2016
	$mounts sh -c 'mount --bind "$0" /usr/include && exec "$@"' "$T/prefix/include" "$@"
}
explained() { # FILTER COMMAND...
	filter=$1
	shift
	"$@" | jq -r "$filter"
}

# --- none, and the classic install
nowhere "$SHIM/gcc" main.c -o x >out 2>err
is "$?" 125 "without a musl nothing is run"
has "what is missing is said" "and none for x86_64 is there; install it (Debian: musl-dev) or name its prefix in HARDCC_MUSL" err
classic "$HARDCC" explain -- "$SHIM/gcc" -c main.c >said
has "the classic install is found" "libc      musl, /usr/local/musl/lib (" said
for words in "" -pie; do
	rm -f x
	# shellcheck disable=SC2086
	ok "it links: gcc $words" classic "$SHIM/gcc" $words hello.c -o x
	is "$(static_facts x) $(in_empty ./x)" "$([ -n "$words" ] && echo DYN relro now || echo EXEC relro) hello" "gcc $words: is static and runs"
done
classic "$HARDCC" doctor >said 2>/dev/null
ok "doctor names it" grep -q '/usr/local/musl/lib  *[1-9][0-9.]* static and static PIE; FORTIFY has no effect without fortify-headers' said
# shellcheck disable=SC2016
classic sh -c 'mkdir -p /usr/local/include/fortify && cd /usr/local/include/fortify && touch stdio.h string.h fortify-headers.h && "$@"' sh \
	"$HARDCC" explain -- "$SHIM/gcc" -O2 -c main.c >said
has "fortify-headers are found where they install themselves" "musl, /usr/local/musl/lib, fortify-headers in /usr/local/include/fortify" said

# --- a compiler whose own library is musl: here gcc, told so
native() { # FILE SPECS: one that links by these
	cat >"$1" <<-END
	#!/bin/sh
	case \$* in -v) gcc -v 2>&1 | sed 's/^Target:.*/Target: x86_64-linux-musl/' >&2; exit ;; esac
	exec gcc -specs="$2" -idirafter "$T/prefix/include" -B"$T/prefix/lib/" "\$@"
	END
	chmod +x "$1"
}
native "$T/native" "$HARDCC_DATADIR/specs/musl.specs"
native "$T/wrong" /usr/lib/x86_64-linux-musl/musl-gcc.specs
export HARDCC_CC="$T/native"
for words in "" -pie; do
	rm -f x
	# shellcheck disable=SC2086
	ok "a compiler for musl: gcc $words" "$SHIM/gcc" $words main.c -o x
	is "$(static_facts x) $(in_empty ./x)" "$([ -n "$words" ] && echo DYN relro now || echo EXEC relro) " "gcc $words: is static and runs"
done
is "$(explained '[.edits[] | select(.feature == "libc") | .flag] | join(" ")' "$HARDCC" explain --json -- "$SHIM/gcc" main.c -o x)" -static \
	"it gets one word"
HARDCC_LIBC=glibc "$T/host/gcc" main.c -o x >out 2>err
is "$?" 125 "it cannot make programs for glibc"
has "which is said" "HARDCC_LIBC=glibc (environment), and $T/native compiles for musl; take HARDCC_LIBC=musl, or name a compiler for glibc in HARDCC_CC" err
HARDCC_CC="$T/wrong" "$SHIM/gcc" -pie main.c -o x >out 2>err
is "$?" 1 "one that makes a dynamic program of -static-pie: an error"
has "which is said, too" "x has an interpreter, so it is dynamic, and was to be static" err
not_ok "and the program is removed" test -e x

# --- a system whose own library is musl: fortify-headers, without any route
export HARDCC_CACHE=none
fortify_words() {
	own "$HARDCC" explain --json -- "$T/host/gcc" -O2 -c main.c | jq -r '[.argv[] | select(test("FORTIFY_SOURCE=|fortify"))] | join(" ")'
}
policy_there() {
	own "$HARDCC" explain --json -- "$T/host/gcc" -O2 -c main.c | jq -r .policy
}
is "$(fortify_words)" "" "without fortify-headers FORTIFY is off"
without=$(policy_there)
mkdir "$T/prefix/include/fortify"
for f in stdio string; do
	printf '#include_next <%s.h>\n' $f >"$T/prefix/include/fortify/$f.h"
done
: >"$T/prefix/include/fortify/fortify-headers.h"
is "$(fortify_words)" "-D_FORTIFY_SOURCE=3 /usr/include/fortify" "with them it is on, and they are given"
not_ok "which is another policy" test "$(policy_there)" = "$without"
is "$(HARDCC_PROFILE=none fortify_words)" "" "law 1: under profile none nothing"
own "$T/host/gcc" -O2 -E hello.c >out 2>err
is "$(sed -n 's/^# 1 "\(.*\/stdio\.h\)".*/\1/p' out | tr '\n' ' ')" "/usr/include/fortify/stdio.h $T/prefix/include/stdio.h " "they stand before musl's"
is "$("$HARDCC" explain --json -- "$T/host/gcc" -O2 -c main.c | jq -r '[.argv[] | select(test("FORTIFY_SOURCE=|fortify"))] | join(" ")')" "" \
	"a compiler for musl on another system gets nothing of them"

done_testing
