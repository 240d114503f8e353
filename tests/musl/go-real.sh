#!/bin/sh
# Modules with much C, as static programs through musl, with nothing but CC set: they give the right answer where there is
# nothing else. HARDCC_TEST_MUSL: compilers and modes, words like gcc:exe; all modules then, and sqlite as people build it.

ways=${HARDCC_TEST_MUSL:-}
# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need clang musl-gcc chroot
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
cp -r "$srcdir/tests/go/programs/static" "$srcdir/tests/go/programs/kafka" "$T"
chmod -R u+w "$T/static" "$T/kafka"

program() { # COMPILER:MODE NAME WHAT-IT-SAYS BUILD-ARGUMENT...
	way=$1 name=$2 says=$3
	shift 3
	case $way in
	gcc:* | clang:*) CC=$SHIM/musl-${way%:*} ;;
	*) CC=$SHIM/${way%:*} ;;
	esac
	case $way in
	*:exe) want="EXEC relro" ;;
	*:pie) want="DYN relro now" ;;
	esac
	export CC
	ok "$name, $way: builds" go build -buildmode="${way#*:}" -o "$T/program" "$@"
	is "$(static_facts "$T/program")" "$want" "$name, $way: is static"
	is "$(in_empty "$T/program")" "$says" "$name, $way: gives the right answer in an empty place"
	rm -f "$T/program"
}

cd "$T/static" || exit 99
go mod download >"$T/.go" 2>&1 || missing "the modules"
if [ -z "$ways" ]; then
	export CGO_CFLAGS=-O0
	program gcc:exe sqlite "sum 500500 true" ./sqlite
	program clang:pie zstd "same true smaller true" ./zstd
	done_testing
	exit
fi
for w in $ways; do
	cd "$T/static" || exit 99
	program "$w" sqlite "sum 500500 true" ./sqlite
	program "$w" zstd "same true smaller true" ./zstd
	cd "$T/kafka" || exit 99
	program "$w" kafka "producer true version true" -mod=mod -tags musl .
done
done_testing
