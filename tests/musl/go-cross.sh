#!/bin/sh
# Static Go programs for arm64 through musl: Debian's musl for arm64, unpacked beside the machine's own. Each runs under qemu,
# which stands with what it needs itself in a directory that is otherwise empty: the program's own machine has nothing.
# HARDCC_TEST_MUSL: not empty: each compiler and mode, and modules with much C.
# HARDCC_TEST_MUSL_ARM64: a directory where it is already.

every=${HARDCC_TEST_MUSL:-} there=${HARDCC_TEST_MUSL_ARM64:-}
# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need aarch64-linux-gnu-gcc qemu-aarch64 clang ld.lld jq dpkg ldd chroot unshare ip
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

HARDCC_MUSL=${there:-$T/arm64}
export HARDCC_MUSL
"$srcdir/scripts/musl-arm64" "$HARDCC_MUSL" >"$T/.go" 2>&1 || missing "musl for arm64"
"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
programs
mkdir "$T/etc" "$T/qemu"
cp "$srcdir/tests/musl/etc/passwd" "$srcdir/tests/musl/etc/services" "$T/etc"
echo 'nameserver 127.0.0.1' >"$T/etc/resolv.conf"
CGO_ENABLED=0 go build -o "$T/stub" ./stub || { echo "Bail out! no name server"; exit 99; }
export GOARCH=arm64

# qemu by its own loader and libraries, all in /qemu
qemu=$(command -v qemu-aarch64)
cp -L "$qemu" "$T/qemu/qemu"
ldd "$qemu" | sed -n 's/.*=> \(\/[^ ]*\).*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' | while read -r f; do
	cp -L "$f" "$T/qemu"
	case $f in */ld-*) cp -L "$f" "$T/qemu/loader" ;; esac
done
[ -e "$T/qemu/loader" ] || ln -s qemu "$T/qemu/loader" # a static one runs by itself

alone() { # PROGRAM ARG...: in a network of its own with a name server, and a root directory of its own
	cp "$1" "$T/program"
	shift
	if [ -L "$T/qemu/loader" ]; then set -- /qemu/loader /program "$@"
	else set -- /qemu/loader --library-path /qemu /qemu/qemu /program "$@"; fi
	# shellcheck disable=SC2016 # the inner shells'
	unshare -r -n sh -c 'ip link set lo up && exec "$@"' - "$T/stub" sh -c '
		mkdir -p "$0" && cp "$1" "$0/program" && cp -r "$2" "$0/etc" && cp -R "$3" "$0/qemu" && cd "$0" && shift 3 && exec chroot . "$@"' \
		"$T/root" "$T/program" "$T/etc" "$T/qemu" "$@" 2>&1 || echo "exit $?"
	rm -rf "$T/root"
}

right() { # NAME PROGRAM MODE: it is what was asked for
	case $3 in
	exe) want="EXEC relro" ;;
	pie) want="DYN relro now" ;;
	esac
	is "$(static_facts "$2")" "$want" "$1: is static"
	is "$(readelf -h "$2" | sed -n 's/^ *Machine: *//p')" AArch64 "$1: for arm64"
}

one() { # MODE CC [FLAG...]
	mode=$1 CC="$SHIM/$2"
	export CC
	name="$*"
	shift 2
	for p in threads asm lookup; do
		rm -f "$T/$p"
		ok "$name: ./$p builds" build "$T/$p" "./$p" "-buildmode=$mode" "$@"
		right "$name: ./$p" "$T/$p" "$mode"
	done
	is "$(alone "$T/threads" | sed 's/netlink [01]/netlink/')" "calls 4000 netlink root 12" "$name: threads, malloc, a kernel header"
	is "$(alone "$T/asm")" "three 3" "$name: assembler"
	is "$(alone "$T/lookup" user nobody port hardcc-test)" "user nobody 65534
port hardcc-test 7007" "$name: a user and a service"
	is "$(GODEBUG=netdns=cgo alone "$T/lookup" host name.example)" "host name.example [192.0.2.7]" "$name: a name server"
}

module() { # MODE CC NAME WHAT-IT-SAYS
	CC="$SHIM/$2"
	export CC
	ok "$3, $2 $1: builds" go build -buildmode="$1" -o "$T/$3" "./$3"
	right "$3, $2 $1" "$T/$3" "$1"
	is "$(alone "$T/$3")" "$4" "$3, $2 $1: gives the right answer"
	rm -f "$T/$3"
}

clang='musl-clang --target=aarch64-linux-gnu'
one exe aarch64-linux-musl-gcc
one pie "$clang" -ldflags=-extldflags=-fuse-ld=lld
ok "a Go archive builds" build "$T/lib.a" ./cshared -buildmode=c-archive
ok "and links into a program" "$SHIM/aarch64-linux-musl-gcc" -g cshared/host/linked.c "$T/lib.a" -I"$T" -o "$T/linked"
right "a C program with a Go archive" "$T/linked" exe
is "$(alone "$T/linked")" "length 6" "and runs"
is "$("$SHIM/aarch64-linux-musl-gcc" '-###' cshared/host/linked.c 2>&1 | grep -c -e --fix-cortex-a53-843419)" \
	"$(aarch64-linux-gnu-gcc '-###' cshared/host/linked.c 2>&1 | grep -c -e --fix-cortex-a53-843419)" \
	"the compiler's workarounds for its processors' errata stay"
for words in aarch64-linux-musl-gcc "$clang" "$clang -fuse-ld=lld"; do
	for kind in -static -static-pie; do
		# shellcheck disable=SC2086
		ok "$words $kind: C that writes to a table of constants" "$SHIM/"$words $kind "$srcdir/tests/musl/writes.c" -o "$T/writes"
		is "$(qemu-aarch64 "$T/writes" read)" "seen 7" "$words $kind: runs"
		not_ok "$words $kind: RELRO is in effect" qemu-aarch64 "$T/writes"
		lacks "$words $kind: as it shows" written "$T/.out"
		is "$("$HARDCC" verify --format json "$T/writes" | jq -r '.[0].checks[] | select(.name == "relro") | .verdict')" pass "$words $kind: verify says so"
		# shellcheck disable=SC2086
		HARDCC_PROFILE=openssf,-static-relro "$SHIM/"$words $kind "$srcdir/tests/musl/writes.c" -o "$T/writes"
		ok "$words $kind: and not without static-relro" qemu-aarch64 "$T/writes"
		is "$("$HARDCC" verify --format json "$T/writes" | jq -r '.[0].checks[] | select(.name == "relro") | .verdict')" fail "$words $kind: verify says that, too"
	done
done
if [ -n "$every" ]; then
	one pie aarch64-linux-musl-gcc
	one exe "$clang"
	one pie "$clang"
	one exe "$clang" -ldflags=-extldflags=-fuse-ld=lld
	cp -r "$srcdir/tests/go/programs/static" "$T"
	chmod -R u+w "$T/static"
	cd "$T/static" || exit 99
	go mod download >"$T/.go" 2>&1 || missing "the modules"
	for m in exe pie; do
		module $m aarch64-linux-musl-gcc sqlite "sum 500500 true"
		module $m aarch64-linux-musl-gcc zstd "same true smaller true"
	done
	module pie "$clang" sqlite "sum 500500 true"
	module exe "$clang" zstd "same true smaller true"
	cd "$T/src" || exit 99
fi
CC=$SHIM/aarch64-linux-musl-gcc
unset HARDCC_MUSL
not_ok "without a musl for it" build "$T/none" ./threads
is "$(grep -c 'and none for aarch64 is there; install it' "$T/.out")" 1 "says so"
done_testing
