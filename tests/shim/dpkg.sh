#!/bin/sh
# The profile debian against dpkg-buildflags itself: one in seven combinations of + and - of its hardening features, those of
# newer ones among them (each of them, and for arm64 too, where HARDCC_TEST_DPKG is all); each alone, all but one, noopt, and the user's before the
# maintainer's. For amd64 and arm64.
#
# Left out of what dpkg says are -g and -O (the user's), -Wdate-time and -f...-prefix-map (reproducible, not hardening) and
# qa's errors. The order of the words does not count: none of them touches another.

every=${HARDCC_TEST_DPKG:-}
: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need dpkg-buildflags dpkg

mkdir -p "$T/real" "$T/work"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
ln "$T/real/gcc" "$T/real/g++"
shims gcc g++
cd "$T/work" || exit 99
HARDCC_PROFILE=debian DEB_VENDOR=Debian DEB_BUILD_PATH=/build XDG_CONFIG_HOME=$T/none
export HARDCC_PROFILE DEB_VENDOR DEB_BUILD_PATH FAKE_VERSION FAKE_TARGET
FAKE_VERSION='gcc version 14.2.0 (Debian 14.2.0-19)'
tool=$(dpkg-query -W -f '${Version}' dpkg-dev)
dpkg --compare-versions "$tool" ge 1.22 || HARDCC_PROFILE=debian-12 # whose dpkg is older

# A line for each of C, C++, Objective-C and the link: the words, sorted.
sorted() {
	sort | tr '\n' ' '
	echo
}
dpkg_says() { # one run of the tool for all
	dpkg-buildflags --export=cmdline 2>/dev/null >"$T/cmdline" || echo "dpkg-buildflags failed"
	for dpkg_of in CFLAGS CXXFLAGS OBJCFLAGS LDFLAGS; do
		dpkg_both=CPPFLAGS
		[ $dpkg_of != LDFLAGS ] || dpkg_both=LDFLAGS
		(
			eval "$(sed 's/" \([A-Z]*=\)/"\n\1/g' "$T/cmdline")"
			eval "set -- \$$dpkg_of"
			[ $dpkg_both = $dpkg_of ] || eval "set -- \$$dpkg_both \"\$@\""
			for w; do
				case $w in
				-g | -O? | -Wdate-time | -f*-prefix-map=* | -Werror=implicit-function-declaration) ;;
				*) echo "$w" ;;
				esac
			done
		) | sorted
	done
}
added() { # USER'S WORDS: what is put before them
	sed "1d; /^$1\$/,\$d" | sorted
}
hardcc_says() {
	opt=-O2
	case " ${DEB_BUILD_OPTIONS:-} " in
	*\ noopt\ *) opt=-O0 ;;
	esac
	PATH=$SHIM:$T/real:$PATH
	gcc $opt -c a.c | added $opt
	g++ $opt -c a.cc | added $opt
	gcc $opt -c a.m | added $opt
	gcc -o a a.o | added -o
}

compared=0
: >"$T/diff"
compare() {
	dpkg_says >"$T/dpkg"
	(hardcc_says) >"$T/hardcc" 2>&1
	compared=$((compared + 1))
	cmp -s "$T/dpkg" "$T/hardcc" && return
	echo "$arch ${DEB_BUILD_OPTIONS:+DEB_BUILD_OPTIONS=$DEB_BUILD_OPTIONS }${DEB_BUILD_MAINT_OPTIONS:-}" >>"$T/diff"
	diff "$T/dpkg" "$T/hardcc" >>"$T/diff"
}
same() { # NAME: all of them were
	is "$(head -20 "$T/diff")" "" "$1: $compared comparisons"
	compared=0
	: >"$T/diff"
}

features="pie stackprotector stackprotectorstrong stackclash fortify format relro bindnow branch"
step=7 # odd: no feature has one sign in all of them
[ "$every" != all ] || step=1
combine() { # WORDS DONE: calls compare for + and - of each, one in $step of them
	if [ -z "$1" ]; then
		combined=$((combined + 1))
		[ $((combined % step)) -eq 0 ] || return
		export DEB_BUILD_MAINT_OPTIONS="hardening=${2#,}"
		compare
		return
	fi
	for sign in + -; do
		case $1 in
		*\ *) combine "${1#* }" "$2,$sign${1%% *}" ;;
		*) combine "" "$2,$sign$1" ;;
		esac
	done
}

for arch in amd64 arm64; do
	export DEB_HOST_ARCH=$arch
	FAKE_TARGET=x86_64-linux-gnu
	[ $arch = amd64 ] || FAKE_TARGET=aarch64-linux-gnu
	HARDCC_CACHE=$T/cache/$arch
	export HARDCC_CACHE
	unset DEB_BUILD_MAINT_OPTIONS DEB_BUILD_OPTIONS
	compare
	ok "$arch: dpkg says something" grep -q -e '-D_FORTIFY_SOURCE=2 .*-fstack-protector-strong' "$T/dpkg"
	same "$arch: without options"
	for f in $features all; do
		for list in "+$f" "-$f" "+all,-$f" "-all,+$f"; do
			export DEB_BUILD_MAINT_OPTIONS="hardening=$list"
			compare
		done
	done
	same "$arch: each feature alone, all but it, none but it"
	for list in "" "-all" "-fortify,+bindnow" "-stackprotectorstrong"; do
		for user in "noopt" "parallel=3 hardening=-relro" "hardening=+all nocheck" "noopt hardening=+fortify,-pie" \
			"hardening=-all hardening=+bindnow" "hardening" "HARDENING=-all" "hardening=all"; do
			export DEB_BUILD_OPTIONS="$user" DEB_BUILD_MAINT_OPTIONS="${list:+hardening=$list}"
			compare
		done
	done
	unset DEB_BUILD_OPTIONS
	for list in "reproducible=-all	hardening=-format
optimize=-lto" "hardening=+ALL,,-Pie,-nosuch" "hardening=+all, -pie" "hardening=-all hardening=" "hardening= -relro" "optimize=-lto,hardening=-all"; do
		export DEB_BUILD_MAINT_OPTIONS="$list"
		compare
	done
	same "$arch: noopt, the user's before the maintainer's, other areas, odd spelling"
	[ $arch = amd64 ] || [ "$every" = all ] || continue
	combined=0
	combine "$features" ""
	is "$combined" 512 "$arch: every combination"
	is "$compared" $((combined / step)) "$arch: one in $step is compared"
	same "$arch: combinations of + and -"
done

done_testing
