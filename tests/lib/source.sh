# tests/lib/source.sh - sources of Debian's packages, from where this machine's packages come; sourced after tap.sh. Skips the test
# where there are none.
# shellcheck shell=sh
#
# source_fetch PACKAGE    its upstream source, in $T/src/PACKAGE

cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed 's/^Types:.*/Types: deb-src/' >"$T/debian.sources"
sed -n 's/^deb /deb-src /p' /etc/apt/sources.list 2>/dev/null >"$T/debian.list"
[ -s "$T/debian.sources" ] || rm "$T/debian.sources"
[ -s "$T/debian.list" ] || rm "$T/debian.list"
mkdir -p "$T/src" "$T/sources" "$T/lists/partial"
mv "$T"/debian.* "$T/sources"
chmod 755 "$T" "$T/src"

source_apt() { # ARGUMENT...
	apt-get -qq -o Dir::State::lists="$T/lists" -o Dir::Etc::sourcelist=- -o Dir::Etc::sourceparts="$T/sources" "$@"
}

source_fetch() {
	(cd "$T/src" && source_apt --download-only source "$1" && mkdir "$1" && rm -f "$1"_*.asc &&
		tar -xf "$1"_*.orig.tar.* -C "$1" --strip-components=1) >"$T/.apt" 2>&1
}

if ! source_apt update >"$T/.apt" 2>&1; then
	[ -z "${CI:-}" ] || { echo "Bail out! no sources from Debian"; exit 99; }
	echo "1..0 # SKIP no sources from Debian"
	exit 0
fi
