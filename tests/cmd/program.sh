#!/bin/sh
# The program itself: how it was linked, and what `make install` puts where.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need readelf nm gcc
: "${builddir:?run the tests by make check}"

header() { # FILE WORD: lines of the program headers with it
	readelf -lW "$1" | grep -c "$2"
}

kind() { # FILE
	readelf -hW "$1" | sed -n 's/^ *Type: *\([A-Z]*\).*/\1/p'
}

is "$(kind "$HARDCC")" DYN "hardcc is position-independent"
if [ "${STATIC_PIE:-}" = yes ]; then
	is "$(kind "$HARDCC-shim")" EXEC "the shim has a fixed address"
	for p in "$HARDCC" "$HARDCC-shim"; do
		n=${p##*/}
		is "$(header "$p" INTERP) $(readelf -dW "$p" | grep -c NEEDED)" "0 0" "$n is static: no loader, no library"
		is "$(readelf -dW "$p" | grep -c TEXTREL)" 0 "$n: no relocations in its code"
		is "$(header "$p" ' RW  0x10$' | sed 's/^[1-9].*/yes/') $(readelf -lW "$p" | grep GNU_STACK | grep -c RWE)" "yes 0" \
			"$n: its stack is not executable"
		is "$(header "$p" GNU_RELRO)" 1 "$n: its relocated data are marked read-only"
		# shellcheck disable=SC2016 # the inner shell's
		ok "$n: it has stack canaries" sh -c 'nm "$1" | grep -q __stack_chk_fail' - "$p"
	done
	if [ "$(id -u)" -eq 0 ]; then
		mkdir "$T/empty"
		cp "$HARDCC" "$T/empty/hardcc"
		is "$(chroot "$T/empty" /hardcc version 2>&1)" "$("$HARDCC" version)" "it runs where there is nothing else"
	fi
fi

ok "make install" make -C "$builddir" install DESTDIR="$T/root"
shimdir=$(find "$T/root" -type d -path '*/libexec/hardcc/bin')
for n in cc gcc c++ g++ clang clang++ c89 c99; do
	ok "a shim $n" test -L "$shimdir/$n"
done
ok "and one for a name that this machine has with a version" test -L "$shimdir/$(basename "$(readlink -f "$(command -v gcc)")")"
is "$(find "$T/root" -path '*/bin/*' ! -path '*/libexec/*' | sed 's|.*/||')" hardcc "nothing beside hardcc itself shadows a compiler"
is "$(find "$shimdir" -type l ! -lname ../hardcc-shim)" "" "each is a link to the shim, wherever both are moved"
ok "which is there" test -x "$(dirname "$shimdir")/hardcc-shim"
ok "make uninstall" make -C "$builddir" uninstall DESTDIR="$T/root"
is "$(find "$T/root" ! -type d)" "" "leaves no file"
is "$(find "$T/root" -path '*/libexec/hardcc' -o -path '*/share/hardcc')" "" "and no directory of hardcc's"
done_testing
