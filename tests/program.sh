#!/bin/sh
# The program itself: how it was linked, and what `make install` puts where.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib.sh
. "$srcdir/tests/lib.sh"
need readelf nm gcc
: "${builddir:?run the tests by make check}"

header() { # WORD: lines of the program headers with it
	readelf -lW "$HARDCC" | grep -c "$1"
}

is "$(readelf -hW "$HARDCC" | sed -n 's/^ *Type: *\([A-Z]*\).*/\1/p')" DYN "it is position-independent"
if [ "${STATIC_PIE:-}" = yes ]; then
	is "$(header INTERP) $(readelf -dW "$HARDCC" | grep -c NEEDED)" "0 0" "and static: no loader, no library"
	is "$(readelf -dW "$HARDCC" | grep -c TEXTREL)" 0 "no relocations in its code"
	is "$(header ' RW  0x10$' | sed 's/^[1-9].*/yes/') $(readelf -lW "$HARDCC" | grep GNU_STACK | grep -c RWE)" "yes 0" \
		"its stack is not executable"
	is "$(header GNU_RELRO)" 1 "its relocated data are marked read-only"
	# shellcheck disable=SC2016 # the inner shell's
	ok "it has stack canaries" sh -c 'nm "$1" | grep -q __stack_chk_fail' - "$HARDCC"
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
is "$(find "$shimdir" -type l ! -lname '*/bin/hardcc')" "" "each shim is a link to hardcc"
ok "make uninstall" make -C "$builddir" uninstall DESTDIR="$T/root"
is "$(find "$T/root" ! -type d)" "" "leaves no file"
is "$(find "$T/root" -path '*/libexec/hardcc' -o -path '*/share/hardcc')" "" "and no directory of hardcc's"
done_testing
