#!/bin/sh
# The profile `distro`: what stands for it, who says so, and that a call follows it at once, with a warm cache too.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq

mkdir -p "$T/real" "$T/work" "$T/data/specs" "$T/data/profiles" "$T/config"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
cp "$srcdir/specs/hardcc-note.h" "$T/data/specs"
shims gcc
cd "$T/work" || exit 99
PATH=$SHIM:$T/real:$PATH
HARDCC_DATADIR=$T/data
file=$T/data/profiles/distro.profile
run() {
	gcc -O2 -c a.c >out 2>err
}
identity() {
	gcc -### -x c -c - 2>&1 >/dev/null | sed -n 's/.*policy \([0-9a-f]*\).*/\1/p'
}

# --- without the file it is nothing
is "$("$HARDCC" doctor --json | jq -r '.settings.HARDCC_PROFILE | .value, .origin' | xargs)" "openssf,distro built in" "the default profile"
run
is "$? $(cat err) $(grep -c format out)" "0  0" "no file: nothing of a distribution"
none=$(identity)
is "$(HARDCC_PROFILE=openssf identity)" "$none" "and the policy is that of openssf alone"

# --- with it
echo 'include debian' >"$file"
run
is "$(grep -c -e -Werror=format-security -e -D_FORTIFY_SOURCE=3 out) $(grep -c -e -D_FORTIFY_SOURCE=2 out)" "2 0" "the file says debian, and the next call follows"
debian=$(identity)
is "$([ "$debian" != "$none" ] && HARDCC_PROFILE=openssf,debian identity)" "$debian" "it is the policy of openssf,debian"
HARDCC_PROFILE=distro run
is "$(grep -c -e -D_FORTIFY_SOURCE=2 out)" 1 "alone it is debian alone"
for x in fedora debian; do
	echo "include $x" >"$file"
	run
	is "$(grep -c -e -fexceptions out)" "$([ $x = fedora ] && echo 1 || echo 0)" "changed to $x: a warm cache follows"
done
mkdir "$T/data/include"
HARDCC_DATADIR=$T/data/include run
is "$(grep -c -e -Werror=format-security -e "^$T/data/specs/hardcc-note.h\$" out)" 2 "a value for 0.1, the header's directory: what stands beside it"
mkdir -p "$T/copy/profiles"
cp "$srcdir/specs/hardcc-note.h" "$T/copy"
HARDCC_DATADIR=$T/copy run
is "$(grep -c "^$T/copy/hardcc-note.h\$" out)" 1 "and where the header is in it, that one"
HARDCC_DATADIR=$T/.data run
is "$(grep -c -e -Werror=format-security out)" 0 "another HARDCC_DATADIR: another file"
run
is "$(grep -c -e -Werror=format-security out)" 1 "and back"
echo 'include openssf-nonesuch' >"$file"
run
is "$? $(sed "s|$T|T|" err | sed -n 1p)" '125 gcc: error: hardcc: T/data/profiles/distro.profile:1: "openssf-nonesuch" is not a profile' "a wrong file is an error with its line"
mkdir -p "$T/config/hardcc/profiles"
echo 'own add -DOWN if compile' >"$T/config/hardcc/profiles/distro.profile"
run
is "$? $(grep -c -e -DOWN out)" "0 1" "the user's own distro.profile is stronger"
rm "$T/config/hardcc/profiles/distro.profile" "$file"
run
is "$? $(grep -c format out)" "0 0" "gone again"

# --- who writes it: make install, and doctor --prime
here=$("$HARDCC" doctor | sed -n 's/^  distro  *//p')
known=
# shellcheck source=/dev/null
test ! -r /etc/os-release || for d in $(. /etc/os-release && echo "$ID-${VERSION_ID:-} $ID ${ID_LIKE:-}"); do
	grep -qsx yield "$srcdir/profiles/$d.profile" && known=$d && break
done
if [ -n "$known" ]; then
	is "$here" "nothing; hardcc doctor --prime makes it $known" "doctor tells that nothing was resolved"
	"$HARDCC" doctor --prime >/dev/null 2>&1
	is "$(grep '^include' "$file") $(stat -c %a "$file")" "include $known 644" "--prime writes it, for all to read"
	is "$("$HARDCC" doctor --json | jq -r '.settings.distro | "\(.value) \(.is) (\(.origin))"' | sed "s|$T|T|")" "$known $known (T/data/profiles/distro.profile)" "doctor tells what it stands for"
	other=fedora
	[ "$known" != fedora ] || other=debian
	echo "include $other" >"$file"
	"$HARDCC" doctor --json >page
	is "$(jq -r '.problems | map(.what) | map(select(contains("distro.profile"))) | .[]' page | sed "s|$T|T|")" \
		"T/data/profiles/distro.profile says $other, and this is $known" "one that is another's is a problem"
	"$HARDCC" doctor --prime >/dev/null 2>&1
	is "$(grep '^include' "$file")" "include $known" "--prime fixes it"
	cp "$file" "$T/primed"
	run
	is "$(grep -c -e -Werror out)" 0 "a distribution's errors end no build that does not ask for them"
	HARDCC_PROFILE=openssf,distro,+format run
	is "$(grep -c -e -Werror=format-security out)" "$([ "$known" = wolfi ] && echo 0 || echo 1)" "+format takes them"
	rm -r "$T/data/profiles"
	"$HARDCC" doctor --prime >/dev/null 2>&1
	not_ok "but makes no directory" test -e "$T/data/profiles"
else
	is "$here" "nothing; no profile is known for this distribution" "doctor tells that this distribution is not known"
fi
if [ "$(id -u)" -eq 0 ]; then # /etc without the file
	# shellcheck disable=SC2016 # the other shell's
	is "$(unshare -m sh -c 'mount -t tmpfs none /etc && [ ! -e /etc/os-release ] && "$1" doctor --json' - "$HARDCC" 2>/dev/null | jq -r .settings.distro.is)" \
		"$(echo "$here" | sed 's/.* it //')" "/usr/lib/os-release is read where /etc has none"
fi
install_as() { # DISTRO
	rm -rf "$T/root"
	mkdir -p "$T/root/p"
	make -s -C "$builddir" install-distro DESTDIR="$T/root" profiledir=/p DISTRO="$1" >/dev/null 2>&1 || echo "failed"
	cat "$T/root/p"/* 2>/dev/null | grep '^include'
}
is "$(install_as auto)" "${known:+include $known}" "make install: this machine's"
[ -z "$known" ] || ok "the same file as --prime's" cmp "$T/root/p/distro.profile" "$T/primed"
is "$(install_as wolfi)" "include wolfi" "make install: what configure was told"
is "$(install_as none)" "" "make install: none"

done_testing
