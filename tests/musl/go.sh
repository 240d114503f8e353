#!/bin/sh
# Static Go programs through musl, with nothing but CC set: what they are, and that they run where there is nothing else.
# HARDCC_TEST_MUSL: compilers and modes, words like gcc:exe, gcc-11:pie, clang-19:pie.

ways=${HARDCC_TEST_MUSL:-gcc:exe clang:pie}
# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need clang musl-gcc chroot unshare ip
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
programs
mkdir "$T/etc"
cp "$srcdir/tests/musl/etc/passwd" "$srcdir/tests/musl/etc/services" "$T/etc"
echo 'nameserver 127.0.0.1' >"$T/etc/resolv.conf"
CGO_ENABLED=0 go build -o "$T/stub" ./stub || { echo "Bail out! no name server"; exit 99; }

# With a name server, in a network of its own; and without USER, which Go's own os/user believes, whatever /etc/passwd says.
with_names() { # PROGRAM ARG...
	cp "$1" "$T/asks"
	shift
	# shellcheck disable=SC2016 # the inner shells'
	env -u USER unshare -r -n sh -c 'ip link set lo up && exec "$@"' - "$T/stub" sh -c '
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

each_program() { # COMPILER MODE
	for p in threads asm lookup; do
		ok "$v $1 $2: ./$p builds" build "$T/$p" "./$p" "-buildmode=$2"
		is "$(static_facts "$T/$p")" "$(kind_of "$2")" "$v $1 $2: ./$p is static"
	done
	is "$(in_empty "$T/threads")" "calls 4000 netlink 1 root 12" "$v $1 $2: threads, malloc, a kernel header"
	is "$(in_empty "$T/asm")" "three 3" "$v $1 $2: assembler"
	is "$(in_empty "$T/lookup" user nobody port hardcc-test)" "user nobody 65534
port hardcc-test 7007" "$v $1 $2: a user and a service"
	is "$(GODEBUG=netdns=cgo with_names "$T/lookup" host name.example)" "host name.example [192.0.2.7]" \
		"$v $1 $2: a name server"
	mv "$T/etc" "$T/no-etc"
	is "$(in_empty "$T/lookup" user nobody)" "user nobody user: unknown user nobody" \
		"$v $1 $2: user.Lookup(\"nobody\") in an empty root, without /etc/passwd, ends and says that there is none"
	mv "$T/no-etc" "$T/etc"
}

# With -tags netgo,osusergo Go reads these files by itself: both ways find the same, and miss the same.
against_go() {
	ok "$v: ./lookup for musl builds" build "$T/lookup" ./lookup
	ok "$v: ./lookup with netgo and osusergo builds" build "$T/pure" ./lookup -tags netgo,osusergo
	is "$(readelf -s "$T/lookup" | grep -c ' getpwnam_r$') $(readelf -s "$T/pure" | grep -c ' getpwnam_r$')" "1 0" \
		"$v: of the two only the former asks musl"
	for asked in "user root" "user nobody" "user hardcc-none" "port hardcc-test" "port hardcc-none" "host 192.0.2.1" "host name.example"; do
		# shellcheck disable=SC2086 # words
		is "$(GODEBUG=netdns=cgo with_names "$T/lookup" $asked)" "$(with_names "$T/pure" $asked)" "$v: musl and Go say the same of $asked"
	done
}

# What a static program cannot be is said; an archive is as ever.
other_modes() {
	for mode in c-shared plugin; do
		case $mode in
		plugin) package=./plugin/part ;;
		*) package=./cshared ;;
		esac
		not_ok "$v: -buildmode=$mode is refused" build "$T/lib.so" $package -buildmode=$mode
		is "$(grep -c -e '-buildmode=c-shared and plugin need HARDCC_LIBC=host' "$T/.out")" 1 "$v: $mode: and the way out is said"
	done
	ok "$v: -buildmode=c-archive builds" build "$T/lib.a" ./cshared -buildmode=c-archive
	ok "$v: and links into a program" "$CC" cshared/host/linked.c "$T/lib.a" -I"$T" -o "$T/linked"
	is "$(static_facts "$T/linked")" "EXEC relro" "$v: which is static"
	is "$(in_empty "$T/linked")" "length 6" "$v: and runs in an empty place"
	"$HARDCC" shims "$T/host" >/dev/null
	ok "$v: hardcc run --static" env -u CC PATH="$T/host:$PATH" "$HARDCC" run --static -- go build -o "$T/threads" ./threads
	is "$(static_facts "$T/threads")" "DYN relro now" "$v: makes a static PIE"
	ok "$v: hardcc run --static --exe" env -u CC PATH="$T/host:$PATH" "$HARDCC" run --static --exe -- go build -o "$T/threads" ./threads
	is "$(static_facts "$T/threads")" "EXEC relro" "$v: makes one of a fixed address"
	ok "$v: go test" go test -count=1 ./tested
}

# A write to a table of constants ends the program, and does not where the feature is off.
relro() {
	for kind in "" --exe; do
		# shellcheck disable=SC2086
		ok "$v: run --static $kind" env -u CC PATH="$T/host:$PATH" "$HARDCC" run --static $kind -- go build -o "$T/relro" ./relro
		is "$("$T/relro" read 2>&1)" "sum 140" "$v: run --static $kind: threads, thread-local data, constructors"
		is "$("$T/relro" 2>&1 | sed -n '1p; s/^\(SIGSEGV\):.*/\1/p; /written/p' | tr '\n' ' ')" "sum 140 SIGSEGV " "$v: run --static $kind: RELRO is in effect"
		# shellcheck disable=SC2086
		env -u CC PATH="$T/host:$PATH" HARDCC_PROFILE=openssf,-static-relro "$HARDCC" run --static $kind -- go build -o "$T/relro" ./relro >"$T/.out" 2>&1
		is "$("$T/relro" 2>&1 | tr '\n' ' ')" "sum 140 written " "$v: run --static $kind: and not without static-relro"
	done
	build "$T/lib.a" ./cshared -buildmode=c-archive
	for kind in -static -static-pie; do
		ok "$v: C with a Go archive, $kind" "$CC" $kind "$srcdir/tests/musl/writes.c" -Wl,--whole-archive "$T/lib.a" -Wl,--no-whole-archive -o "$T/linked"
		is "$("$T/linked" read)" "seen 7" "$v: C with a Go archive, $kind: runs"
		not_ok "$v: C with a Go archive, $kind: RELRO is in effect" "$T/linked"
		lacks "$v: C with a Go archive, $kind: as it shows" written "$T/.out"
	done
}

# Flags that lead to glibc, as pkg-config prints them
leaks() {
	CGO_CFLAGS="-O2 -I/usr/include" CGO_LDFLAGS="-L/usr/lib/x86_64-linux-gnu" build "$T/threads" ./threads 2>"$T/err"
	is "$?" 0 "$v: with flags that lead to glibc: builds"
	has "$v: they are named" "left out: glibc's headers or libraries are there" "$T/err"
	is "$(in_empty "$T/threads")" "calls 4000 netlink 1 root 12" "$v: and have no effect"
	CGO_LDFLAGS=-lz build "$T/none" ./threads 2>"$T/err"
	has "$v: a library that is there for glibc only: named" "there is no libz.a for musl" "$T/err"
	CGO_LDFLAGS=/usr/lib/x86_64-linux-gnu/libpthread.a build "$T/none" ./threads 2>"$T/err"
	has "$v: and by path" "libpthread.a is built for glibc, and the program is for musl" "$T/err"
	not_ok "$v: no program is made" test -e "$T/none"
	CXX=$SHIM/g++ build "$T/none" ./cxx 2>"$T/err"
	has "$v: C++ names the ways out" "name a musl C++ compiler in HARDCC_CXX, or take HARDCC_LIBC=glibc-static" "$T/err"
	build "$T/none" ./cxx 2>"$T/err"
	has "$v: where CXX is not set, too" "cxx.cpp is C++, which Go compiles and links with CXX=g++, for glibc" "$T/err"
	rm -f "$T/none"
	HARDCC_MUSL=$T/nothing build "$T/none" ./threads 2>"$T/err"
	has "$v: a musl that is not there" "there is no musl for x86_64 below HARDCC_MUSL" "$T/err"
}

# With nsswitch.conf as Debian had it for years, a static glibc cannot look a user up; it was said when it was linked.
glibc_static() {
	cp "$T/etc/passwd" "$T/passwd"
	echo 'passwd: compat' >"$T/etc/nsswitch.conf"
	ok "$v: for musl: builds" build "$T/lookup" ./lookup
	is "$(in_empty "$T/lookup" user nobody)" "user nobody 65534" "$v: for musl: finds the user"
	export HARDCC_LIBC=glibc-static CC="$SHIM/gcc" CXX="$SHIM/g++"
	build "$T/lookup" ./lookup 2>"$T/err"
	is "$? $(static_facts "$T/lookup")" "0 EXEC relro" "$v: glibc-static: is static"
	is "$(grep -c 'at run time glibc loads shared libraries' "$T/err") $(grep -c 'statically linked applications' "$T/err")" "1 0" \
		"$v: glibc-static: one line of what is to be missing"
	has "$v: glibc-static: with getpwnam_r" getpwnam_r "$T/err"
	is "$(in_empty "$T/lookup" user nobody | grep -c 65534)" 0 "$v: glibc-static: and it is missing"
	rm "$T/etc/nsswitch.conf"
	is "$(in_empty "$T/lookup" user nobody)" "user nobody 65534" "$v: glibc-static: without that file it is found"
	rm "$T/lookup"
	not_ok "$v: glibc-static: an error under strict" env HARDCC_STRICT=1 go build -o "$T/lookup" ./lookup
	ok "$v: glibc-static: C++ as a static PIE" build "$T/cxx" ./cxx -buildmode=pie
	is "$(static_facts "$T/cxx")" "DYN relro now" "$v: glibc-static: it is one"
	is "$(in_empty "$T/cxx")" "$(run_of "$T/cxx")" "$v: glibc-static: which runs in an empty place"
	unset HARDCC_LIBC CXX
}

for v in $go_wanted; do
	use_go "$v"
	for c in $ways; do
		case $c in
		gcc:* | clang:*) CC=$SHIM/musl-${c%:*} ;;
		*) CC=$SHIM/${c%:*} ;;
		esac
		export CC
		each_program "${c%:*}" "${c#*:}"
	done
	CC=$SHIM/musl-gcc
	against_go
	other_modes
	relro
	leaks
	glibc_static
	chmod -R u+w "$GOCACHE"
	rm -rf "$GOCACHE"
done
done_testing
