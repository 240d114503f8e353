#!/bin/sh
# What packages run and ship: update, which follows the compilers that come and go; the cache for all users; hardcc.sh.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need unshare mount jq

mkdir -p "$T/machine" "$T/bin" "$T/libexec/hardcc/bin" "$T/work" "$T/kernel/x86_64" "$T/kernel/aarch64"
for n in gcc gcc-99 x86_64-linux-gnu-gcc-99 clang-98; do
	cp "$builddir/tests/lib/fakecc" "$T/machine/$n"
done
cp "$HARDCC" "$T/bin/hardcc"
cp "$HARDCC-shim" "$T/libexec/hardcc/hardcc-shim"
for n in cc gcc; do
	ln -s ../hardcc-shim "$T/libexec/hardcc/bin/$n"
done
shims=$T/libexec/hardcc/bin cache=$T/shared
sed -e "s|@bindir@|$T/bin|; s|@shimdir@|$shims|; s|@cachedir@|$cache|; s|@shimprogramdir@|$T/libexec/hardcc|" \
	-e "s|@kerneldir@|$T/kernel|; s|@SHIMS@|cc gcc c++ g++ clang clang++ c89 c99|; s|^PATH=|&$T/machine:|" \
	"$srcdir/packaging/update.in" >"$T/update"
cd "$T/work" || exit 99

names() {
	(cd "$shims" && find . -mindepth 1 | sed 's|^./||' | grep -e - -e mine | sort | tr '\n' ' ')
}

# --- update
# shellcheck disable=SC2016 # the inner shell's
ok "make leaves no name of a directory open" sh -c '! grep "@[a-z]*@" "$1/update" "$1/hardcc.sh"' sh "$builddir"
is "$(sh "$T/update" 2>&1; echo $?)" 0 "it says nothing"
ok "gcc-99 has a name now" test -L "$shims/gcc-99"
ok "so has clang-98" test "$(readlink -f "$shims/clang-98")" = "$T/libexec/hardcc/hardcc-shim"
is "$(readlink "$shims/gcc")" ../hardcc-shim "the package's own names stay as they are"
rm "$T/machine/clang-98" "$T/machine/x86_64-linux-gnu-gcc-99"
echo mine >"$shims/mine"
ln -s /bin/true "$shims/gcc-1"
before=$(names)
sh "$T/update"
is "$(names)" "$(echo "$before" | sed 's/clang-98 //; s/x86_64-linux-gnu-gcc-99 //')" \
	"names of compilers that went go, and nothing else"
is "$(find "$cache" -name 'id-*' ! -perm 644; find "$cache" ! -name 'id-*' -type f)" "" "the cache can be read by all, and only says who the compilers are"
is "$(grep -l "$T/machine/gcc-99" "$cache"/id-* | wc -l)" 1 "gcc-99 is in it"
# shellcheck disable=SC2016 # the inner shell's
ok "gcc-99 is asked anew" sh -c 'touch -d 2001-01-01 "$1/machine/gcc-99" && sh "$1/update" && grep -q 978307200 "$1"/shared/id-*' sh "$T"

# --- the cache for all users, where one can be put in its place
real=$(sed -n 's/^cache=//p' "$builddir/update")
above=$real
while [ ! -d "$above" ]; do
	above=${above%/*}
done
if [ -n "$above" ] && [ "$above" != /usr ] && unshare -m sh -c "mount -t tmpfs none '$above'" 2>/dev/null; then
	with_shared() { # COMMAND...
		# shellcheck disable=SC2016 # the inner shell's
		unshare -m sh -c 'mount -t tmpfs none "$1" && mkdir -p "$2" && cp -p "$3"/* "$2" && shift 3 && exec "$@"' sh "$above" "$real" "$cache" "$@"
	}
	asked() { # COMMAND...: how often the compiler was asked who it is
		rm -f "$T/trace"
		FAKE_TRACE=$T/trace "$@" >/dev/null
		grep -vc '^run ' "$T/trace"
	}
	PATH=$T/bin:$shims:$T/machine:$PATH
	unset XDG_CACHE_HOME
	HOME=
	export HOME
	is "$(asked gcc -O2 -c a.c)" 1 "without any cache the compiler is asked"
	is "$(asked with_shared gcc -O2 -c a.c)" 0 "with the one for all users it is not"
	is "$(HARDCC_CACHE=none asked with_shared gcc -O2 -c a.c)" 1 "none is none"
	is "$(with_shared hardcc doctor --json | jq -r '.cache | .directory.there, (.["for all users"] | .path, .files)')" "false
$real
$(find "$cache" -type f | wc -l)" "doctor tells it"
	chmod 666 "$cache"/id-*
	is "$(asked with_shared gcc -O2 -c a.c)" 1 "where all can write it, it is not believed"
else
	echo "# no place for the cache of all users: it is not tried"
fi

# --- and away again
sh "$T/update" remove
is "$(names)" "gcc-1 mine " "remove leaves the package's own names, and what is not ours"
ok "and no cache" test ! -e "$cache"

# --- hardcc.sh
for shell in sh bash; do
	command -v "$shell" >/dev/null || continue
	# shellcheck disable=SC2016 # the inner shell's
	login() { # as a login shell reads it
		$shell -c 'PATH=/usr/bin:/bin; . "$1"; . "$1"; echo "$PATH"' sh "$T/hardcc.sh"
	}
	rm -rf "${T:?}/etc" "$T/config"
	sed "s|@shimdir@|/shims|g; s|@sysconfdir@|$T/etc|g" "$srcdir/packaging/hardcc.sh.in" >"$T/hardcc.sh"
	is "$(login)" /usr/bin:/bin "$shell: off by default"
	mkdir -p "$T/etc/hardcc" "$T/config/hardcc"
	touch "$T/etc/hardcc/enable"
	is "$(login)" /shims:/usr/bin:/bin "$shell: on for all users, and once"
	mv "$T/etc/hardcc/enable" "$T/config/hardcc/enable"
	is "$(login)" /shims:/usr/bin:/bin "$shell: on for one"
done
done_testing
