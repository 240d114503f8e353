# tests/lib/source.sh - sources of Debian's packages, from where this machine's packages come; sourced after tap.sh. Skips the test
# where there are none.
# shellcheck shell=sh
#
# source_fetch PACKAGE         its upstream source, in $T/src/PACKAGE; that in a directory PACKAGE of $source_kept goes before
# with SIDE COMMAND...         hard: with our names before the others; plain: without
# cxx_of CC                    the name of the C++ compiler beside it
# port_fetch PORT PACKAGE...   what these have for another architecture of Debian, in $T/ports/PORT

cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed 's/^Types:.*/Types: deb-src/' >"$T/debian.sources"
sed -n 's/^deb /deb-src /p' /etc/apt/sources.list 2>/dev/null >"$T/debian.list"
[ -s "$T/debian.sources" ] || rm "$T/debian.sources"
[ -s "$T/debian.list" ] || rm "$T/debian.list"
mkdir -p "$T/src" "$T/sources" "$T/lists/partial"
mv "$T"/debian.* "$T/sources"
chmod 755 "$T" "$T/src"

source_apt() { # ARGUMENT...
	source_by=apt-get
	[ "$1" != showsrc ] || source_by=apt-cache
	"$source_by" -qq -o Dir::State::lists="$T/lists" -o Dir::Etc::sourcelist=- -o Dir::Etc::sourceparts="$T/sources" "$@"
}

# A mirror may lack the file of one version, of security updates, say, where another's is there.
source_download() { # PACKAGE
	for source_version in '' $(source_apt showsrc "$1" | sed -n 's/^Version: /=/p'); do
		source_apt --download-only --tar-only source "$1$source_version" && return
	done
	return 1
}

source_fetch() {
	if [ -n "${source_kept:-}" ] && [ -d "$source_kept/$1" ]; then
		cp -a "$source_kept/$1" "$T/src"
		return
	fi
	(cd "$T/src" && source_download "$1" && mkdir "$1" && rm -f "$1"_*.asc &&
		tar -xf "$1"_*.orig.tar.* -C "$1" --strip-components=1) >"$T/.apt" 2>&1
}

with() {
	with_side=$1
	shift
	if [ "$with_side" = hard ]; then
		PATH=$SHIM:$PATH "$@"
	else
		"$@"
	fi
}

cxx_of() {
	case $1 in
	gcc*) echo "g++${1#gcc}" ;;
	*) echo "clang++${1#clang}" ;;
	esac
}

if ! source_apt update >"$T/.apt" 2>&1; then
	[ -z "${CI:-}" ] || { echo "Bail out! no sources from Debian"; exit 99; }
	echo "1..0 # SKIP no sources from Debian"
	exit 0
fi

port_apt() { # PORT ARGUMENT...
	port_of=$1
	shift
	apt-get -qq -o Dir::State::lists="$T/port-lists" -o Dir::State::status=/dev/null -o Dir::Cache="$T/port-cache" -o Dir::Etc::sourcelist=- \
		-o Dir::Etc::sourceparts="$T/port-sources" -o APT::Architecture="$port_of" -o APT::Architectures="$port_of" "$@"
}

port_fetch() {
	port=$1
	shift
	mkdir -p "$T/port-lists/partial" "$T/port-cache/archives/partial" "$T/port-sources" "$T/ports/$port"
	for port_file in "$T"/sources/*; do
		sed 's/^Types: deb-src/Types: deb/; s/^deb-src/deb/' "$port_file" | awk -v RS= -v ORS='\n\n' '/[.\/]debian\.org|\/debian/' \
			>"$T/port-sources/${port_file##*/}"
	done
	# a mirror may lack one index (of security updates, say) where another has the package
	(port_apt "$port" update; cd "$T/ports/$port" && port_apt "$port" download "$@" && for deb in *.deb; do
		dpkg-deb -x "$deb" . && rm "$deb"
	done) >"$T/.apt" 2>&1
}
