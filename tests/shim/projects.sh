#!/bin/sh
# Real projects of Debian's, with and without: what configure, CMake and Meson find out is the same, and a build with -Werror that
# passes without hardcc passes with it. HARDCC_TEST_CC: compilers; gcc clang.

compilers=${HARDCC_TEST_CC:-gcc clang}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/source.sh
. "$srcdir/tests/lib/source.sh"
need gcc g++ clang clang++ make cmake meson ninja apt-get tar
shims gcc g++ clang clang++
: >"$T/warned"

configure() { # SIDE SYSTEM SOURCE: in a directory of one name for both
	rm -rf "$T/b"
	mkdir "$T/b"
	cd "$T/b" || exit 99
	case $2 in
	autoconf) with "$1" "$3/configure" --quiet CC="$cc" CXX="$cxx" ;;
	cmake) CC=$cc CXX=$cxx with "$1" cmake -DCMAKE_BUILD_TYPE=Release "$3" ;;
	meson) CC=$cc CXX=$cxx with "$1" meson setup . "$3" ;;
	esac
}

# What was found out, but for the compiler's own path, what FORTIFY makes true (its printf refuses %n in a format that can be written),
# how long something took, and which core was asked who it is.
caches() { # SYSTEM
	case $1 in
	autoconf)
		grep -h '^[a-z]*_cv_' config.log |
			grep -v '^gl_cv_func_[a-z]*printf_\(posix\|directive_n\)=\|^am_cv_filesystem_timestamp_resolution=\|^ax_cv_gcc_x86_cpuid_'
		;;
	cmake) cat CMakeCache.txt CMakeFiles/*/CMake*Compiler.cmake ;;
	meson) cat meson-info/intro-*.json ;;
	esac | sed "s,$SHIM/,/usr/bin/,g"
}

# How often each kind of warning comes, to compare
kinds() { # SIDE
	grep -o 'warning:.*' "$T/$1.build" | sed 's/.*\[\(-W[^]]*\)\]$/\1/' | sort | uniq -c
}

build() { # SIDE SYSTEM
	case $2 in
	autoconf) with "$1" make -j2 CFLAGS='-O2 -g -Wall -Werror' ;;
	cmake) cmake -DCMAKE_C_FLAGS='-Wall -Werror' -DCMAKE_CXX_FLAGS='-Wall -Werror' . && with "$1" make -j2 ;;
	meson) meson configure -Dwerror=true && with "$1" ninja ;;
	esac
}

project() { # SYSTEM PACKAGE
	if ! source_fetch "$2"; then
		say_result 1 "$2: its source"
		return
	fi
	for cc in $compilers; do
		cxx=$(cxx_of "$cc")
		for side in plain hard; do
			configure $side "$1" "$T/src/$2" >"$T/$side.log" 2>&1
			caches "$1" >"$T/$side.cache"
			build $side "$1" >"$T/$side.build" 2>&1
			echo $? >"$T/$side.status"
		done
		ok "$2, $cc: something is found out" test -s "$T/plain.cache"
		ok "$2, $cc: and it is the same" diff "$T/plain.cache" "$T/hard.cache"
		plain=$(cat "$T/plain.status") hard=$(cat "$T/hard.status")
		new=$(($(grep -c warning: "$T/hard.build") - $(grep -c warning: "$T/plain.build")))
		echo "# $2, $cc: -Werror ends with $plain, and $hard with hardcc; $new warnings more"
		kinds plain >"$T/plain.kinds"
		kinds hard | diff "$T/plain.kinds" - | sed -n 's/^[<>]/# &/p'
		[ "$plain" -ne 0 ] || echo "$2 $cc" >>"$T/passed"
		ok "$2, $cc: -Werror ends no build that passes without" test "$plain" -ne 0 -o "$hard" -eq 0
		[ "$plain" -ne 0 ] || [ "$hard" -eq 0 ] || grep -m 10 'error:\|Error ' "$T/hard.build" | sed 's/^/# /'
	done
}

: >"$T/passed"
project autoconf hello
project autoconf dash
project autoconf gzip
project autoconf sed
project autoconf patch
project autoconf diffutils
project autoconf libffi
project cmake cjson
project cmake double-conversion
project cmake fmtlib
project cmake cmark
project cmake tinyxml2
project cmake pugixml
project cmake libyaml
project meson fribidi
for cc in $compilers; do
	passed=$(grep -c " $cc\$" "$T/passed")
	ok "$passed projects pass with -Werror by $cc" test "$passed" -ge 10
done
done_testing
