#!/bin/sh
# Which compiler is the real one: settings, the same name next on PATH, stand-ins, masquerades.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc ccache distcc

mkdir -p "$T/a" "$T/b" "$T/work"
cp "$builddir/tests/lib/fakecc" "$T/fake"
cd "$T/work" || exit 99
system_path=$PATH
export HARDCC_PROFILE=none

has_names() { # DIRECTORY NAME...
	names_in=$1
	mkdir -p "$T/$names_in"
	shift
	for n; do
		ln -f "$T/fake" "$T/$names_in/$n"
	done
}
# The compiler that the shim of this name runs, without $T; or the status.
real() { # NAME
	real_out=$(PATH=$SHIM:$T/a:$T/b "$SHIM/$1" -c a.c 2>"$T/err")
	real_status=$?
	[ $real_status -eq 0 ] || { echo $real_status; return; }
	echo "$real_out" | sed -n "1s|^$T/||p"
}
host=$(gcc -dumpmachine)
machine=${host%%-*}
shims cc gcc c++ g++ clang clang++ c89 c99 gcc-12 gcc-11 g++-12 "$machine-linux-gnu-gcc" "$machine-linux-gnu-g++" "$machine-linux-gnu-gcc-12" \
	"$machine-pc-linux-gnu-gcc" "$machine-linux-musl-gcc" aarch64-linux-gnu-gcc aarch64-linux-gnu-g++ arm-none-eabi-gcc s390x-linux-gnu-gcc

# --- by name
has_names a cc gcc
has_names b cc gcc c++ g++ clang clang++ c89 c99 gcc-12 g++-12 aarch64-linux-gnu-gcc
is "$(real gcc)" a/gcc "the first on PATH"
is "$(real cc)" a/cc "by its own name"
for n in c++ g++ clang clang++ c89 c99 gcc-12 g++-12 aarch64-linux-gnu-gcc; do
	is "$(real $n)" "b/$n" "$n is $n"
done
is "$(real gcc-11)" 127 "a version that is not there is no other version"
is "$(real arm-none-eabi-gcc)" 127 "nor is a target"
is "$(real s390x-linux-gnu-gcc)" 127 "another machine's triplet is none"
chmod -x "$T/a/cc" && mkdir "$T/c" && cp "$T/fake" "$T/c/cc" && chmod -x "$T/c/cc" && chmod +x "$T/a/cc"
is "$(PATH=$SHIM:$T/c:$T/a "$SHIM/cc" -c a.c | head -1)" "$T/a/cc" "one that cannot be run is passed by"
is "$(PATH=$T/b:$SHIM:$T/a "$SHIM/gcc" -c a.c | head -1)" "$T/a/gcc" "the next behind us on PATH, where we are on it"
is "$(PATH=$T/b:$SHIM "$SHIM/gcc" -c a.c | head -1)" "$T/b/gcc" "from the beginning where there is none behind"
is "$(PATH=$T/a "$SHIM/gcc" -c a.c | head -1)" "$T/a/gcc" "and where we are not on PATH"
is "$(PATH=:$T/b "$SHIM/gcc" -c a.c | head -1)" "$T/b/gcc" "an empty entry of PATH is the directory that we are in"
ln "$T/fake" gcc
is "$(PATH=:$T/b "$SHIM/gcc" -c a.c | head -1)" ./gcc "which may have one"
rm gcc

# --- the host's triplet
is "$(FAKE_TARGET=$host real "$machine-linux-gnu-gcc")" a/gcc "gcc stands in for the host's triplet"
is "$(FAKE_TARGET=$host real "$machine-linux-gnu-g++")" b/g++ "and g++"
is "$(FAKE_TARGET=$host real "$machine-pc-linux-gnu-gcc")" a/gcc "and for its other spelling"
is "$(FAKE_TARGET=$host real "$machine-linux-gnu-gcc-12")" b/gcc-12 "with the version that was asked for"
is "$(FAKE_TARGET=$machine-linux-musl HARDCC_CACHE=none real "$machine-linux-gnu-gcc")" 127 "not where it compiles for another libc"
is "$(FAKE_TARGET=i686-linux-gnu HARDCC_CACHE=none real "$machine-linux-gnu-gcc")" 127 "nor for another machine"
is "$(real "$machine-linux-uclibc-gcc")" 127 "nor for a triplet of another libc"
has_names b "$machine-linux-gnu-gcc"
is "$(real "$machine-linux-gnu-gcc")" "b/$machine-linux-gnu-gcc" "the name itself is better, wherever it stands"

# --- settings
has_names own compiler my-g++ cross
HARDCC_CC=$T/own/compiler
export HARDCC_CC
for n in cc gcc c89 c99; do
	is "$(real $n)" own/compiler "HARDCC_CC is for $n"
done
for n in g++ c++ clang clang++ gcc-12 aarch64-linux-gnu-gcc; do
	is "$(real $n)" "b/$n" "and not for $n"
done
HARDCC_CC=$T/b/gcc HARDCC_CXX=$T/own/my-g++
export HARDCC_CXX
is "$(real gcc) $(real g++) $(real c++) $(real clang++) $(real g++-12)" "b/gcc own/my-g++ own/my-g++ b/clang++ b/g++-12" "HARDCC_CXX is for g++ and c++"
HARDCC_CC=clang
is "$(real gcc)" b/clang "a name without a slash is looked for on PATH"
HARDCC_CC=gcc
is "$(real cc)" a/gcc "past ourselves"
HARDCC_CC=
is "$(real gcc)" a/gcc "an empty setting is none"
unset HARDCC_CC HARDCC_CXX
HARDCC_CC_aarch64_linux_gnu=$T/own/cross
export HARDCC_CC_aarch64_linux_gnu
is "$(real aarch64-linux-gnu-gcc) $(real gcc) $(real aarch64-linux-gnu-g++)" "own/cross a/gcc 127" "HARDCC_CC_<triplet>"
HARDCC_CXX_aarch64_linux_gnu=$T/own/my-g++
export HARDCC_CXX_aarch64_linux_gnu
is "$(real aarch64-linux-gnu-gcc) $(real aarch64-linux-gnu-g++)" "own/cross own/my-g++" "HARDCC_CXX_<triplet>"
HARDCC_CC_arm_none_eabi=/no/such/gcc
export HARDCC_CC_arm_none_eabi
is "$(real arm-none-eabi-gcc) $(grep -c 'HARDCC_CC_arm_none_eabi\|environment' "$T/err")" "127 1" "one that is not there names the setting"
unset HARDCC_CC_aarch64_linux_gnu HARDCC_CXX_aarch64_linux_gnu HARDCC_CC_arm_none_eabi

# --- what is not there names the setting that would name it
without() { # NAME
	PATH=$SHIM "$SHIM/$1" -c a.c 2>&1 | sed 's/.*install it//'
}
is "$(without cc)|$(without c++)|$(without clang)|$(without gcc-12)|$(without aarch64-linux-gnu-g++)" \
	" or set HARDCC_CC| or set HARDCC_CXX||| or set HARDCC_CXX_aarch64_linux_gnu" "each by its name"
is "$(HARDCC_CC='gcc -m32' "$SHIM/gcc" -c a.c 2>&1)" 'gcc: error: hardcc: environment: HARDCC_CC: the real compiler "gcc -m32" is not there; the setting takes a program, and no arguments' \
	"a setting with arguments"

# --- explain, of another file than hardcc would run
says() {
	PATH=$SHIM:$T/b:$PATH "$HARDCC" explain -- "$1" -c a.c >"$T/out" 2>"$T/err"
	cat "$T/err"
}
mkdir "$T/other" && cp "$T/b/gcc" "$T/other/gcc"
is "$(says "$T/other/gcc")|$(says ./no/gcc)" \
	"hardcc: warning: hardcc runs $T/b/gcc for \"gcc\", and this explains that; $T/other/gcc is another file|hardcc: warning: hardcc runs $T/b/gcc for \"gcc\", and this explains that; ./no/gcc is not there" \
	"explain says whose flags it tells"
is "$(says gcc)$(says "$SHIM/gcc")$(says "$T/b/gcc")" "" "of that one, by any name, nothing"

# --- links
ln -s ../b/gcc-12 "$T/own/gcc"
is "$(PATH=$SHIM:$T/own "$SHIM/gcc" -c a.c | head -1)" "$T/own/gcc" "a link is run by its own name: a compiler may decide by it"
ln -s "$SHIM/gcc" "$T/own/cc"
is "$(PATH=$SHIM:$T/own:$T/b "$SHIM/cc" -c a.c | head -1)" "$T/b/cc" "a link to ourselves is ourselves"
mkdir "$T/old"
ln -s "$HARDCC" "$T/old/gcc"
is "$(PATH=$SHIM:$T/old:$T/b "$SHIM/gcc" -c a.c | head -1)" "$T/b/gcc" "so is a link to hardcc, which is another file than the shim"
mkdir "$T/hard"
ln "$HARDCC" "$T/hard/gcc" 2>/dev/null || cp "$HARDCC" "$T/hard/gcc"
is "$(PATH=$SHIM:$T/hard:$T/b "$SHIM/gcc" -c a.c | head -1)" "$T/b/gcc" "so is another link to our file, or a copy"

# --- masquerades, by what their link points to
for launcher in ccache distcc icecc sccache; do
	has_names "launch-$launcher" "$launcher"
	mkdir "$T/masquerade-$launcher"
	ln -s "../launch-$launcher/$launcher" "$T/masquerade-$launcher/gcc"
	is "$(PATH=$SHIM:$T/masquerade-$launcher:$T/b "$SHIM/gcc" -c a.c | head -3 | sed "s|$T/||" | tr '\n' ' ')" \
		"masquerade-$launcher/../launch-$launcher/$launcher b/gcc -c " "$launcher is run with the compiler behind it"
done
is "$(PATH=$SHIM:$T/masquerade-ccache:$T/masquerade-distcc:$T/b "$SHIM/gcc" -c a.c | sed -n "2s|$T/||p")" b/gcc "two masquerades: the compiler is behind both"
is "$(PATH=$SHIM:$T/masquerade-ccache "$SHIM/gcc" -c a.c 2>/dev/null; echo $?)" 127 "a masquerade alone is no compiler"
is "$(HARDCC_CC=$T/masquerade-ccache/gcc PATH=$SHIM:$T/masquerade-ccache:$T/b "$SHIM/gcc" -c a.c | sed -n "2s|$T/||p")" b/gcc "a setting may name one"
mkdir "$T/alternatives"
ln -s "$T/masquerade-ccache/gcc" "$T/alternatives/gcc"
is "$(PATH=$SHIM:$T/alternatives:$T/b "$SHIM/gcc" -c a.c | sed -n "2s|$T/||p")" b/gcc "also behind a second link"
ln -s gcc "$T/b/ccache-gcc"
is "$(PATH=$SHIM:$T/b HARDCC_CC=ccache-gcc "$SHIM/gcc" -c a.c | sed -n "1s|$T/||p")" b/ccache-gcc "a name that only looks like one is none"

# --- the real ones
PATH=$system_path
echo 'int main(void) { return 0; }' >m.c
CCACHE_DIR=$T/ccache-files
DISTCC_DIR=$T/distcc-files
DISTCC_HOSTS=localhost
DISTCC_FALLBACK=1
export CCACHE_DIR DISTCC_DIR DISTCC_HOSTS DISTCC_FALLBACK HARDCC_PROFILE=openssf
for launcher in ccache distcc; do
	mkdir "$T/real-$launcher"
	ln -s "$(command -v $launcher)" "$T/real-$launcher/gcc"
	PATH=$SHIM:$T/real-$launcher:$system_path
	ok "shim, $launcher, compiler: compiles" "$SHIM/gcc" -O2 -c m.c -o "$launcher-behind.o"
	has "and the object tells the policy" hardcc "$launcher-behind.o"
	ok "and links" "$SHIM/gcc" "$launcher-behind.o" -o m
	PATH=$T/real-$launcher:$SHIM:$system_path
	ok "$launcher, shim, compiler: compiles" gcc -O2 -c m.c -o "$launcher-front.o"
	has "and the object tells the policy" hardcc "$launcher-front.o"
	is "$(cmp "$launcher-front.o" "$launcher-behind.o" && echo same)" same "and is the same"
done
PATH=$SHIM:$T/real-ccache:$T/real-distcc:$system_path
ok "shim, ccache, distcc, compiler: compiles" "$SHIM/gcc" -O2 -c m.c -o both.o
PATH=$SHIM:$T/real-ccache:$system_path
"$SHIM/gcc" -O2 -c m.c -o again.o
is "$(ccache --print-stats 2>/dev/null | awk '$1 ~ /^(direct|preprocessed)_cache_hit$/ { n += $2 } END { print (n > 0) }')" 1 "ccache is of use: it has been hit"
HARDCC_PROFILE=openssf,-stackprotectorstrong "$SHIM/gcc" -O2 -c m.c -o other.o
not_ok "and another profile is another object" cmp again.o other.o

done_testing
