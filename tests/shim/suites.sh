#!/bin/sh
# The suites of libtool, autoconf, Meson, ccache and CMake, and programs of csmith's, by gcc and clang, with and without the shim:
# each case ends the same. HARDCC_TEST_FOREIGN: one of how many of their cases is run; 300. HARDCC_TEST_SUITES: which

stride=${HARDCC_TEST_FOREIGN:-300} compilers=${HARDCC_TEST_CC:-gcc clang}
suites=${HARDCC_TEST_SUITES:-libtool autoconf meson ccache cmake csmith} source_kept=${HARDCC_TEST_SOURCES:-}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/source.sh
. "$srcdir/tests/lib/source.sh"
need gcc g++ clang clang++ make cmake python3 ninja ccache bash m4 apt-get tar
shims gcc g++ clang clang++
total=0

one_of() { # one of so many lines
	awk -v stride="$stride" 'NR % stride == int(stride / 2) % stride'
}

# A suite of autotest has numbered cases: "  1: base.at:27   AC_INIT   ok"
autotest() { # SIDE PACKAGE
	rm -rf "$T/b"
	cp -a "$T/src/$2" "$T/b"
	cd "$T/b" || exit 99
	{
		with "$1" ./configure -q CC="$cc" CXX="$(cxx_of "$cc")" && with "$1" make -j2 && with "$1" make tests/testsuite &&
			cases=$(tests/testsuite --list | sed -n 's/^ *\([0-9]*\): .*/\1/p' | one_of | tr '\n' ' ') &&
			[ -n "$cases" ] && with "$1" make check TESTSUITEFLAGS="-j2 $cases"
	} >"$T/log" 2>&1
	sed -n 's/^ *\([0-9][0-9]*: .*[a-z)]\)$/\1/p' "$T/log" | sort
}
libtool_cases() { autotest "$1" libtool; }
autoconf_cases() { autotest "$1" autoconf; }

# A case is a project: how each step ends
meson_cases() { # SIDE
	find "$T/src/meson/test cases" -mindepth 2 -maxdepth 2 -type d -path '* cases/[clw]*' ! -path '*/c[suy]*' | sort | one_of |
		while IFS= read -r project; do
			rm -rf "$T/b"
			ends=
			for step in 'setup' 'compile -C' 'test -C'; do
				step_source=
				[ "$step" != setup ] || step_source=$project
				# shellcheck disable=SC2086
				CC=$cc CXX=$(cxx_of "$cc") with "$1" python3 "$T/src/meson/meson.py" $step "$T/b" ${step_source:+"$step_source"} \
					>>"$T/log" 2>&1 </dev/null
				ends="$ends $?"
			done
			echo "${project##*/}:$ends"
		done
}

# Each suite of ccache's ends with its first case that fails. gcc's precompiled headers that a source includes are used only where
# nothing stands before, and the note does; objects of a source and of what it became by -E differ by the note.
ccache_cases() { # SIDE
	for suite in $(find "$T/src/ccache/test/suites" -name '*.bash' | sed 's,.*/,,; s/\.bash//' | sort | one_of); do
		rm -rf "$T/b"
		mkdir "$T/b"
		case $suite in
		pch | *nocpp2 | cpp1) profile=openssf,-note ;;
		*) profile=openssf ;;
		esac
		(cd "$T/b" && HARDCC_PROFILE=$profile CC=$cc CCACHE=$(command -v ccache) with "$1" bash "$T/src/ccache/test/run" -v "$suite") >"$T/log" 2>&1
		status=$?
		echo "$suite: $status"
		sed -n "s/^  [^ ].*/&: $status/p" "$T/log"
	done
}

# Those of CMake's cases that are about compilers: each configures projects, and looks at what is said
cmake_cases() { # SIDE
	for suite in $(find "$T/src/cmake/Tests/RunCMake" -mindepth 2 -name RunCMakeTest.cmake | sed 's,/[^/]*$,,; s,.*/,,' | sort |
		grep 'Check\|Compil\|Link\|Parse\|Position\|Precomp\|Visib\|^try_\|^target_\|Object\|Unity\|RuntimePath\|Depfile\|Languages' | one_of); do
		rm -rf "$T/b"
		mkdir "$T/b"
		set -- "$1" "$T/src/cmake/Tests/RunCMake"
		CC=$cc CXX=$(cxx_of "$cc") with "$1" cmake -DCMAKE_MODULE_PATH="$2" -DRunCMake_GENERATOR=Ninja -DRunCMake_SOURCE_DIR="$2/$suite" \
			-DRunCMake_BINARY_DIR="$T/b" -P "$2/$suite/RunCMakeTest.cmake" >"$T/log" 2>&1
		echo "$suite: $?"
		sed -n "s/^-- \(.* - [A-Z]*ED\)\$/$suite: \1/p" "$T/log"
	done
}

# Programs by chance that print a sum of what they did
csmith_cases() { # SIDE
	for seed in $(seq 1000 | one_of); do
		(cd "$T" && csmith --seed "$seed" --output c.c) >"$T/log" 2>&1 # which leaves a file where it is run
		for level in 0 2; do
			rm -f "$T/c"
			with "$1" "$cc" -w -O$level -I/usr/include/csmith "$T/c.c" -o "$T/c" >"$T/log" 2>&1
			compiled=$?
			# shellcheck disable=SC3045 # dash and bash have it
			sum=$({ ulimit -t 2 && exec "$T/c"; } 2>&1)
			echo "$seed -O$level, $sum: $compiled $?"
			cat "$T/log"
		done
	done
}

has_suite() { # PACKAGE
	case $1 in
	csmith) command -v csmith ;;
	*) source_fetch "$1" ;;
	esac
}

for package in $suites; do
	if ! has_suite "$package" >"$T/log"; then
		[ -z "${CI:-}" ]
		say_result $? "$package # SKIP no source"
		continue
	fi
	for cc in $compilers; do
		for side in plain hard; do
			"${package}_cases" $side >"$T/$side.$package"
			cp "$T/log" "$T/$side.log"
		done
		n=$(wc -l <"$T/plain.$package")
		total=$((total + n))
		passed=$(grep -c ' ok$\|: 0 0 0$\|: 0 0$\|: 0$\| PASSED$' "$T/plain.$package")
		ok "$package, $cc: $n cases are run, and $passed pass" test "$n" -gt 0 -a "$((passed * 9 + 9))" -gt "$n"
		ok "$package, $cc: $n cases end the same" diff "$T/plain.$package" "$T/hard.$package"
	done
done
echo "# $total cases"
done_testing
