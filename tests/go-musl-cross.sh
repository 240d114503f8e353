#!/bin/sh
# Static Go programs for arm64 through musl: Debian's musl for arm64, unpacked beside the machine's own.
# HARDCC_TEST_MUSL: not empty: each compiler and mode.
# HARDCC_TEST_MUSL_ARM64: a directory where it is already.

every=${HARDCC_TEST_MUSL:-} there=${HARDCC_TEST_MUSL_ARM64:-}
# shellcheck source=tests/golib.sh
. "${srcdir:?}/tests/golib.sh"
need aarch64-linux-gnu-gcc qemu-aarch64 clang ld.lld dpkg
# shellcheck source=tests/musllib.sh
. "$srcdir/tests/musllib.sh"

HARDCC_MUSL=${there:-$T/arm64}
export HARDCC_MUSL GOARCH=arm64
"$srcdir/scripts/musl-arm64" "$HARDCC_MUSL" >"$T/.go" 2>&1 || missing "musl for arm64"
"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
programs

one() { # MODE CC [FLAG...]
	mode=$1 CC="$SHIM/$2"
	export CC
	name="$*"
	shift 2
	case $mode in
	exe) want="EXEC relro" ;;
	pie) want="DYN relro now" ;;
	esac
	rm -f "$T/threads"
	ok "$name: builds" build "$T/threads" ./threads "-buildmode=$mode" "$@"
	is "$(static_facts "$T/threads")" "$want" "$name: is static"
	is "$(readelf -h "$T/threads" | sed -n 's/^ *Machine: *//p')" AArch64 "$name: for arm64"
	is "$(run_of qemu-aarch64 -L "$T/none" "$T/threads" | sed 's/netlink [01]/netlink/')" "calls 4000 netlink root 12" "$name: runs"
}

clang='musl-clang --target=aarch64-linux-gnu'
one exe aarch64-linux-musl-gcc
one pie "$clang" -ldflags=-extldflags=-fuse-ld=lld
if [ -n "$every" ]; then
	one pie aarch64-linux-musl-gcc
	one exe "$clang"
	one pie "$clang"
	one exe "$clang" -ldflags=-extldflags=-fuse-ld=lld
fi
CC=$SHIM/aarch64-linux-musl-gcc
ok "a program without C of its own: builds" build "$T/lookup" ./lookup -buildmode=pie
is "$(static_facts "$T/lookup")" "DYN relro now" "is static"
is "$(run_of qemu-aarch64 -L "$T/none" "$T/lookup" user root)" "user root 0" "runs"
unset HARDCC_MUSL
not_ok "without a musl for it" build "$T/none" ./threads
is "$(grep -c 'and none for aarch64 is there; install it' "$T/.out")" 1 "says so"
done_testing
