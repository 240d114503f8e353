#!/bin/sh
# Static Go programs through musl, with nothing but CC set: what they are, and that they run where there is nothing else.
# HARDCC_TEST_MUSL_CC: the compilers, words like gcc, gcc-11, clang-19.

# shellcheck source=tests/golib.sh
. "${srcdir:?}/tests/golib.sh"
need clang musl-gcc chroot unshare ip
# shellcheck source=tests/musllib.sh
. "$srcdir/tests/musllib.sh"

compilers=${HARDCC_TEST_MUSL_CC:-gcc clang}
"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
programs
mkdir "$T/etc"
cp "$srcdir/tests/go-musl/passwd" "$srcdir/tests/go-musl/services" "$T/etc"
echo 'nameserver 127.0.0.1' >"$T/etc/resolv.conf"
CGO_ENABLED=0 go build -o "$T/stub" ./stub || { echo "Bail out! no name server"; exit 99; }

# with a name server, in a network of its own
with_names() { # PROGRAM ARG...
	cp "$1" "$T/asks"
	shift
	unshare -r -n sh -c 'ip link set lo up && exec "$@"' - "$T/stub" sh -c '
		mkdir -p "$0" && cp "$1" "$0/program" && cp -r "$2" "$0/etc" && cd "$0" && shift 2 && exec chroot . /program "$@"' \
		"$T/named" "$T/asks" "$T/etc" "$@" 2>&1 || echo "exit $?"
	rm -rf "$T/named"
}

# What a program built by this compiler for this mode must be.
kind_of() { # MODE
	case $1 in
	exe) echo "EXEC relro" ;;
	pie) echo "DYN relro now" ;;
	esac
}

each_mode() { # COMPILER
	for mode in exe pie; do
		for p in threads asm lookup; do
			ok "$v $1 $mode: ./$p builds" build "$T/$p" "./$p" -buildmode=$mode
			is "$(static_facts "$T/$p")" "$(kind_of $mode)" "$v $1 $mode: ./$p is static"
		done
		is "$(in_empty "$T/threads")" "calls 4000 netlink 1 root 12" "$v $1 $mode: threads, malloc, a kernel header"
		is "$(in_empty "$T/asm")" "three 3" "$v $1 $mode: assembler"
		is "$(in_empty "$T/lookup" user nobody port hardcc-test)" "user nobody 65534
port hardcc-test 7007" "$v $1 $mode: a user and a service"
		is "$(GODEBUG=netdns=cgo with_names "$T/lookup" host name.example)" "host name.example [192.0.2.7]" \
			"$v $1 $mode: a name server"
	done
}

for v in $go_wanted; do
	use_go "$v"
	for c in $compilers; do
		case $c in
		gcc | clang) CC=$SHIM/musl-$c ;;
		*) CC=$SHIM/$c ;;
		esac
		export CC
		each_mode "$c"
	done
done
done_testing
