#!/bin/sh
# Calls from odd places, and compilers on bad days: each was once wrong.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq gcc clang-14 clang-19 mkfifo timeout strings ar readelf

shims gcc cc clang-14 clang-19 clang++-19
mkdir "$T/work" "$T/real"
cd "$T/work" || exit 99
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
echo 'int f(int n) { char b[8]; b[n & 7] = 1; return b[3]; }' >a.c
echo 'int main(void) { return 0; }' >main.c

# SIGCHLD ignored by who started us: nobody could wait for a child
ignored() { # COMMAND...
	(trap '' CHLD && exec timeout -s KILL 60 "$@")
}
ok "SIGCHLD ignored, and a cold cache" ignored env HARDCC_CACHE=none "$SHIM/gcc" -O2 -c a.c
ok "and with a log" ignored env HARDCC_LOG="$T/log" "$SHIM/gcc" -O2 -c a.c
is "$(jq -r .status "$T/log")" 0 "which has the call"

# A compiler that cannot answer today is asked again tomorrow.
added() { # what the fake compiler gets
	PATH=$SHIM:$T/real:$PATH "$SHIM/gcc" -O2 -c a.c | grep -c stack-protector
}
cat >"$T/real/broken" <<'END'
#!/bin/sh
echo "gcc: error while loading shared libraries" >&2
exit 127
END
chmod +x "$T/real/broken"
cp -p "$T/real/gcc" "$T/good"
size=$(wc -c <"$T/good")
truncate -s "$size" "$T/real/broken"
mv "$T/real/broken" "$T/real/gcc"
touch -r "$T/good" "$T/real/gcc"
PATH=$SHIM:$T/real:$PATH "$SHIM/gcc" -O2 -c a.c >/dev/null 2>&1
cp -p "$T/good" "$T/real/gcc"
is "$(added)" 1 "a compiler that failed once is not remembered as another one"

fortify() { # TARGET
	FAKE_TARGET=$1 HARDCC_CACHE=none PATH=$SHIM:$T/real:$PATH "$SHIM/gcc" -O2 -c a.c | grep -c FORTIFY_SOURCE=3
}
is "$(fortify x86_64-redhat-linux) $(fortify x86_64-suse-linux) $(fortify aarch64-poky-linux) $(fortify x86_64-alpine-linux-musl) $(fortify aarch64-linux-android21)" \
	"1 1 1 0 0" "glibc also where the triplet does not name it"

# A spec rule that cannot hold is not in the id, whether the cache is cold or warm.
mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
printf 'include openssf\nms spec %s/x.specs if compile gcc aarch64\n' "$T" >"$XDG_CONFIG_HOME/hardcc/profiles/mine.profile"
: >"$T/x.specs"
noted() {
	HARDCC_PROFILE=mine "$SHIM/gcc" -O2 -c a.c -o n.o && readelf -p .note.hardcc n.o | grep -o '[0-9a-f]\{16\}'
}
cold=$(noted)
is "$(noted) $(HARDCC_PROFILE=mine "$HARDCC" explain --json -- gcc -O2 -c a.c | jq -r .policy)" "$cold $cold" \
	"one id, cold and warm and explained"

# clang: what makes no object gets no words, or -Werror would find them unused
cp a.c a.i
for c in clang-14 clang-19; do
	for words in '--analyze a.c' '-emit-ast a.c -o a.ast' '-O2 -c a.i'; do
		# shellcheck disable=SC2086
		ok "$c $words -Werror" "$SHIM/$c" $words -Werror
	done
done
echo 'module foo; int g() { return 1; }' >impl.cpp
echo 'export module foo; export int g();' >foo.cppm
ok "a module's interface" "$SHIM/clang++-19" -std=c++20 --precompile foo.cppm -o foo.pcm -Werror
ok "and what implements it" "$SHIM/clang++-19" -std=c++20 -fprebuilt-module-path=. -c impl.cpp

ok "the user's -fstack-check" "$SHIM/gcc" -Werror -fstack-check -O2 -c a.c
gcc -c a.c -o liba.o && ar rc liba.a liba.o
"$SHIM/gcc" -shared -Wl,--whole-archive,liba.a,--no-whole-archive -o lib.so
is "$(readelf -dW lib.so | grep -c BIND_NOW)" 1 "a link whose only input is in -Wl,"
# The default leaves no library out: what links plainly links. (Debian's gcc leaves some out by itself.)
printf '#include <math.h>\nint f(int n) { return cos(n) > 2; }\n' >math.c
echo 'int f(int); int main(void) { return f(1) > 127; }' >calls.c
gcc -c math.c -o math.o && rm -f libmath.a && ar rc libmath.a math.o
for c in clang-14 clang-19; do
	ok "$c: a library before a static one that needs it" "$SHIM/$c" calls.c -L. -lm -lmath -o calls
	ok "$c: and in -Wl," "$SHIM/$c" calls.c -L. -Wl,-lm -Wl,-lmath -o calls
	"$SHIM/$c" a.c -shared -fPIC -lm -o hard.so && "$c" a.c -shared -fPIC -lm -o plain.so
	is "$(readelf -dW hard.so | grep -c 'NEEDED.*libm')" "$(readelf -dW plain.so | grep -c 'NEEDED.*libm')" "$c: one that nothing needs stays, as without"
done
# A library before what needs it: --as-needed would leave it out.
export HARDCC_PROFILE=openssf,+as-needed
echo '#include <math.h>
int main(int n, char **v) { return v[0] != 0 && cos(n) > 2; }' >needs.c
gcc -c needs.c && gcc -shared a.c -o libshared.so
for c in clang-14 clang-19; do
	ok "$c: -lm before a source" "$SHIM/$c" -lm needs.c -o needs
	ok "$c: -lm before an object" "$SHIM/$c" -lm needs.o -o needs
	ok "$c: the file of a library before a source" "$SHIM/$c" ./libshared.so calls.c -o calls
	"$SHIM/$c" calls.c libshared.so -lm -lpthread libshared.so -o calls
	is "$(readelf -dW calls | grep -c 'NEEDED.*libm')" 0 "$c: one behind all of them is left out where nothing needs it"
done
unset HARDCC_PROFILE
"$SHIM/gcc" -O2 -c a.c -o 2>err
has "an option without its argument: the compiler's own words" "missing filename" err
"$SHIM/gcc" --debug=3 -c a.c -o d.o
is "$(strings d.o | grep -c -F -e "$HARDCC_DATADIR")" 0 "--debug=3 is -g3"
echo '#include <stdio.h' >bad.c
printf '.text\n' >un.s
HARDCC_PROFILE=openssf-strict "$SHIM/gcc" bad.c un.s -o b 2>err
has "an error in a source is the compiler's to tell" "missing terminating" err

# a log that is a pipe waits for no reader
mkfifo pipe
ok "a pipe for a log" timeout -s KILL 60 env HARDCC_LOG="$PWD/pipe" "$SHIM/gcc" -O2 -c a.c
not_ok "but not under strict" timeout -s KILL 60 env HARDCC_STRICT=1 HARDCC_LOG="$PWD/pipe" "$SHIM/gcc" -O2 -c a.c

# words that fit an argv without ours, with and without a log
long() { # NAME=VALUE: the status of a call that is as long as it can be
	(
		export "${1?}"
		limit=$(($(getconf ARG_MAX) - $(env | wc -c) - 8 * $(env | wc -l) - 250))
		word=$(head -c 100000 /dev/zero | tr '\0' x)
		set --
		while [ $limit -gt 100100 ]; do
			set -- "$@" "-DX$#=$word"
			limit=$((limit - 100030))
		done
		PATH=$SHIM:$T/real:$PATH "$SHIM/gcc" -O2 -c a.c "$@" "-DY=$(head -c $limit /dev/zero | tr '\0' y)" >/dev/null 2>"$T/err"
		echo $?
	)
}
is "$(long NOTHING=) $(long HARDCC_LOG="$T/long.log")" "0 0" "an argv that is almost too long, without and with a log"
is "$(jq -r '.flags | map(select(. == "-fstack-clash-protection" or . == "-O2")) | join(" ")' "$T/long.log")" \
	"-fstack-clash-protection -O2" "which has its flags"
# A linker ignores a word that it does not know, warns, and ends well.
mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
for word in nonsense now; do
	echo "new add -Wl,-z,$word if link" >"$XDG_CONFIG_HOME/hardcc/profiles/new.profile"
	is "$(HARDCC_PROFILE=new "$SHIM/gcc" -o main main.c 2>&1) $(HARDCC_PROFILE=new "$HARDCC" explain -- gcc -o main main.c | tail -n 1 | grep -c -e "-z,$word")" \
		" $([ $word = now ] && echo 1 || echo 0)" "a word that the linker ignores is none that it takes: -z $word"
done

done_testing
