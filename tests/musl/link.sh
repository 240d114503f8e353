#!/bin/sh
# The link of a static program, looked at before and after: every way to name an output, a library, a directory; what the
# linker says that it read; whose file is removed; what no library for musl has.

# shellcheck source=tests/lib/tap.sh
. "${srcdir:?run the tests by make check}/tests/lib/tap.sh"
need gcc clang ld.lld ld.gold readelf musl-gcc ar jq chroot strings
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
mkdir "$T/work" "$T/glibc"
"$HARDCC" shims "$T/host" gcc clang >/dev/null
cd "$T/work" || exit 99
glibc_lib=/usr/lib/$(gcc -dumpmachine)

echo 'int main(void) { return 0; }' >main.c
echo 'int part(int); int main(int argc, char **argv) { (void)argv; return part(argc) == 0; }' >uses.c
echo '#include <ctype.h>
int part(int c) { return isalpha(c) == 0; }' >part.c # __ctype_b_loc, which musl has too: it links
echo 'int other(void) { return 1; }' >other.c
gcc -O1 -c part.c
gcc -O1 -c other.c
ar rc libpart.a part.o other.o
ar rc libother.a other.o
"$SHIM/gcc" -c main.c
"$SHIM/gcc" -c uses.c

# --- the output, however it is named
for words in "-o x" "-ox" "--output=x" "--output x" "-Wl,-o,x" "-Wl,-ox" "-Xlinker -o -Xlinker x" "-Wl,--output,x" "-Wl,--output=x" "-o y -Wl,-o,x"; do
	rm -f x y a.out
	echo old >a.out
	# shellcheck disable=SC2086
	compile gcc uses.o libpart.a $words
	status=$?
	says 1 "libpart.a was compiled for glibc, as __ctype_b_loc tells, and the program is for musl" "$words: the result is judged"
	is "$(ls x y 2>/dev/null)$(cat a.out)" old "$words: it alone is removed"
	# shellcheck disable=SC2086
	ok "$words: a good one stays" compile gcc main.o -Wl,--orphan-handling=place $words
	ok "$words: as it is named" test -x x
done
gcc main.o -o x 2>/dev/null || gcc main.c -o x
compile gcc main.o -o y -Wl,--version
is "$? $(test -e x && echo there)" "0 there" "what the call has not made is not judged"

# --- an output that leads elsewhere
ln -s target link
: >target
ln target name
compile gcc uses.o libpart.a -o link
is "$? $(test -e target || echo gone) $(stat -c %s name)" "1 gone 0" "what a link leads to is removed, and other names of it hold nothing"
test -L link && rm link
is "$(compile gcc main.o -o link; test -x link && echo made)" made "the name can be used again"
rm -f link name target
if [ "$(id -u)" -eq 0 ]; then
	: >theirs
	chown 65534 theirs
	ln -s theirs link
	compile gcc uses.o libpart.a -o link
	status=$?
	says 1 "link was left, for it belongs to somebody else: remove it" "somebody else's file stays"
	ok "and is there" test -e theirs
	rm -f link theirs
fi

# --- directories and libraries, however they are named
for words in "-Wl,-L,$glibc_lib" "-Wl,-L$glibc_lib -lm" "-Xlinker -L -Xlinker $glibc_lib" "-Wl,-L -Xlinker $glibc_lib" \
	"-Wl,--library-path,$glibc_lib" "-Wl,-O1,-L,$glibc_lib,-s" "--library-directory $glibc_lib" "--prefix=$glibc_lib/"; do
	# shellcheck disable=SC2086
	compile gcc main.o $words -o x
	status=$?
	says 0 "left out: glibc's headers or libraries are there" "$words: dropped"
	# shellcheck disable=SC2086
	"$HARDCC" explain --json -- "$SHIM/gcc" main.o $words -o x >said
	is "$(jq -r --arg dir "$glibc_lib" '[.argv[] | select(contains($dir))] | length' said)" 0 "$words: nothing of it is left"
done
is "$("$HARDCC" explain --json -- "$SHIM/gcc" main.o "-Wl,-O1,-L,$glibc_lib,-s" | jq -r '.argv[] | select(startswith("-Wl,-O1"))')" "-Wl,-O1,-s" \
	"the other words of the list stay"
for words in "--include-directory /usr/include" "--include-directory=/usr/include" "--include-directory-after /usr/include"; do
	# shellcheck disable=SC2086
	compile clang $words -c main.c
	status=$?
	says 0 "left out: glibc's headers or libraries are there" "$words: dropped"
done
for words in "-Wl,$glibc_lib/libm-2.36.a" "-Xlinker $glibc_lib/libm-2.36.a" "-Wl,--whole-archive,$glibc_lib/libm-2.36.a,--no-whole-archive"; do
	[ -e "$glibc_lib/libm-2.36.a" ] || continue
	# shellcheck disable=SC2086
	compile gcc main.o $words -o x
	status=$?
	says 1 "$glibc_lib/libm-2.36.a is built for glibc, and the program is for musl" "$words"
done
for words in "-Wl,-lnowhere" "-Wl,-l,nowhere" "-Xlinker -lnowhere" "-Wl,--library=nowhere" "-Wl,--library,nowhere"; do
	# shellcheck disable=SC2086
	compile gcc main.o $words -o x
	status=$?
	says 1 "there is no libnowhere.a for musl" "$words: is named"
done
compile gcc main.o -Wl,-rpath,"$glibc_lib/libm.a",-soname,-lnowhere -o x
is "$? $(cat err)" "0 " "an argument of another option is no file and no library"

# --- what the linker says that it read
for ld in "" -fuse-ld=bfd -fuse-ld=gold -fuse-ld=lld; do
	for words in libpart.a "-L. -lpart" "-Wl,-L,.,-lpart" "-Wl,libpart.a" "-Wl,--start-group,libpart.a,--end-group"; do
		# shellcheck disable=SC2086
		compile gcc $ld uses.o $words -o x
		status=$?
		says 1 "libpart.a was compiled for glibc, as __ctype_b_loc tells" "$ld $words: a member that links is found"
		not_ok "$ld $words: and the program is removed" test -e x
	done
	compile clang $ld uses.o libpart.a -o x
	status=$?
	says 1 "libpart.a was compiled for glibc, as __ctype_b_loc tells" "clang $ld: too"
	echo 'int other(void); int main(void) { return other() - 1; }' >one.c
	compile gcc $ld one.c libpart.a -o x
	is "$? $(cat out err)" "0 " "$ld: an archive's other members do no harm, and nothing is printed"
	is "$(in_empty ./x)" "" "$ld: the program runs"
done
mkdir -p thin
cp part.o thin/part.o
(cd thin && ar rcT libpart.a part.o)
ar rcT libthin.a part.o
ar rcT libdir.a thin/part.o
for ld in "" -fuse-ld=gold -fuse-ld=lld; do
	for archive in libthin.a libdir.a thin/libpart.a "$PWD/libdir.a"; do
		compile gcc $ld uses.o "$archive" -o x
		status=$?
		says 1 "part.o was compiled for glibc, as __ctype_b_loc tells" "$ld $archive: a member of a thin archive is found"
	done
done
# words that a static program has no use for, behind which the linker would take libc.so
for ld in "" -fuse-ld=lld; do
	for words in "-Wl,-Bstatic -lm -Wl,-Bdynamic" "-Wl,-Bstatic,-lm,-Bdynamic" "-Wl,-dn -lm -Wl,-dy" "-static -Wl,-call_shared -Xlinker -Bdynamic" \
		"-static-pie -Wl,-Bdynamic"; do
		# shellcheck disable=SC2086
		compile gcc $ld main.o $words -o x
		is "$? $(cat out err)" "0 " "$ld $words: links"
		is "$(in_empty ./x)" "" "$ld $words: and runs"
	done
done
# names with brackets
mkdir -p "(d)"
cp main.o "b(1)"
cp main.o "(d)/c.o"
cp libother.a "(d)/lib.a"
compile gcc one.c "(d)/lib.a" -o x
is "$? $(cat out err)" "0 " "an archive in a directory with brackets"
for name in "b(1)" "(d)/c.o"; do
	compile gcc "$name" -o x
	is "$? $(cat out err)" "0 " "an object $name"
done
# files of glibc's by other names
ln -s "$(gcc -print-file-name=libm-2.36.a)" libmine.a
echo "GROUP ( $(gcc -print-file-name=libm-2.36.a) )" >libscript.a
echo 'float exp10f(float); int main(int argc, char **argv) { (void)argv; return exp10f(argc) < 0; }' >math.c
if [ -e libmine.a ]; then
	mkdir own
	ar x libmine.a s_ceilf.o 2>/dev/null || ar x libmine.a "$(ar t libmine.a | head -1)"
	for ld in "" -fuse-ld=lld; do
		compile gcc $ld math.c libscript.a -o x
		status=$?
		is "$status $(grep -c -e "libm-2.36.a is built for glibc" err)" "1 1" "$ld: a linker's script that leads to glibc: named"
	done
	echo 'int main(void) { return 0; }' >plain.c
	compile gcc plain.c libmine.a -o x
	is "$? $(cat err)" "0 " "a link to glibc's archive of which nothing is used"
fi
compile gcc uses.o libother.a -Wl,--defsym=part=0 -Wl,-t -o x
is "$? $(grep -c 'libother.a' out)" "0 1" "the user's own --trace: what the linker prints is the user's"
compile gcc main.c -Wl,-M -o x
is "$? $(grep -c '^Memory Configuration' out)" "0 1" "and a map"
compile gcc main.o -Wl,-Map=map -o x
for words in -Wl,-Map=- -Wl,-Map,-; do
	compile gcc main.o "$words" -o x
	is "$? $(diff map out | head -3)" "0 " "$words: the whole map"
done
compile gcc main.o -Wl,--verbose -o x
is "$? $(grep -c '^/.*crt1\.o$' out)" "0 1" "--verbose: all of it"
compile gcc main.c -Wl,--dependency-file=/dev/stdout -o x
is "$? $(head -1 out)" "0 x: \\" "a dependency file on stdout: is as it was written"
compile gcc main.c -Wl,--print-memory-usage -o x
is "$? $(head -1 out | cut -c1-13) $(grep -c crt1.o out)" "0 Memory region 0" "what else the linker prints is handed on"
is "$("$HARDCC" explain --json -- "$SHIM/gcc" -shared main.c -o x.so | jq -r '[.argv[] | select(contains("trace"))] | length')" 0 \
	"a link that is not waited for is not asked"
cat >ld.strange <<'END'
#!/bin/sh
# A linker that knows no --trace.
case " $* " in *" --trace "*) echo "unknown option --trace" >&2; exit 1 ;; esac
exec /usr/bin/ld "$@"
END
chmod +x ld.strange
mkdir -p strange
cp ld.strange strange/ld.strange
PATH=$T/work/strange:$PATH compile clang -fuse-ld="$T/work/strange/ld.strange" main.c -o x
is "$? $(cat err)" "0 " "a linker that does not take the word is not asked"
sed 's/--trace /--trace-symbol=dlopen /' ld.strange >strange/ld.strange
PATH=$T/work/strange:$PATH HARDCC_LIBC=glibc-static "$T/host/clang" -fuse-ld="$T/work/strange/ld.strange" main.c -o x 2>err
is "$? $(grep -v 'fuse-ld' err)" "0 " "nor with glibc-static"

# --- a link that fails for what only glibc has
if [ -e "$(gcc -print-file-name=libgomp.a)" ]; then
	printf 'int main(void)\n{\n\tint n = 0;\n#pragma omp parallel for reduction(+ : n)\n\tfor (int i = 0; i < 9; i++)\n\t\tn += i;\n\treturn n != 36;\n}\n' >omp.c
	compile gcc -fopenmp omp.c -o x
	status=$?
	is "$status $(grep -c 'hardcc: .*libgomp.a .*, and the program is for musl: build it with CC=musl-gcc, or take HARDCC_LIBC=glibc-static' err)" "1 1" \
		"libgomp is named, and the way out"
fi
echo 'long __sysconf(int); int part(int c) { return __sysconf(c) > 0; }' >deep.c
"$SHIM/gcc" -c deep.c
ar rc libdeep.a deep.o
for ld in "" -fuse-ld=lld; do
	compile gcc $ld uses.o -L. -Wl,-ldeep -o x
	status=$?
	says 1 "./libdeep.a needs __sysconf, which glibc has and musl has not: do without it, or take HARDCC_LIBC=glibc-static" \
		"$ld: a library that needs what glibc alone has"
done
echo 'int part(int c) { return not_anywhere(c); }' | sed 's/^/int not_anywhere(int);/' >typo.c
compile gcc uses.c typo.c -o x
is "$? $(grep -c hardcc err)" "1 0" "what nobody has is the linker's to tell"

# --- a shared library that is made
gcc -shared -fPIC other.c -Wl,--no-as-needed -o libgd.so
"$SHIM/gcc" -shared -fPIC other.c -o libmd.so
compile gcc -shared -fPIC main.c ./libgd.so -o x.so
status=$?
says 1 "./libgd.so is built for glibc, and what is made here is for musl: build the library with CC=musl-gcc, or take HARDCC_LIBC=host for both" \
	"-shared with a library of glibc's"
compile gcc -shared -fPIC main.c ./libmd.so -o x.so
is "$? $(cat err)" "0 " "-shared with one of musl's"

# --- a Go archive: anything whose start is Go's
cat >start.c <<'END'
void _rt0_amd64_linux_lib(int argc, char **argv, char **env)
{
	(void)env;
	if (argc < 1 || !argv[0])
		__builtin_trap();
}
__attribute__((section(".init_array"), used)) static void (*start)(int, char **, char **) = _rt0_amd64_linux_lib;
int ga(void) { return 1; }
END
echo 'int ga(void); int main(void) { return ga() - 1; }' >usesga.c
"$SHIM/gcc" -O1 -c start.c
ar rc libga.a start.o
for words in libga.a "-L. -lga" "-Wl,libga.a" "-Wl,--whole-archive,libga.a,--no-whole-archive" "-Wl,-L.,-lga" "-Xlinker libga.a" \
	"libga.a -g" "libga.a -g3" "libga.a -save-temps" "libga.a -std=c90 -pedantic-errors -Wall -Werror" "libga.a -flto"; do
	rm -rf made
	mkdir made
	# shellcheck disable=SC2046
	(cd made && "$SHIM/gcc" ../usesga.c -I.. -L.. $(echo "$words" | sed 's/libga\.a/..\/libga.a/') -o x >../out 2>../err)
	is "$? $(cat err)" "0 " "$words: links"
	is "$(in_empty made/x)" "" "$words: and its start sees the arguments"
	is "$(strings -a made/x | grep -c -e "$T/inst" -e /proc/self)" 0 "law 10: $words: no path of ours is in it"
	is "$(find made -name '*go-archive*')" "" "$words: nor a file of ours beside it"
done
compile clang -Weverything -Werror -Wno-missing-prototypes -Wno-strict-prototypes -Wno-poison-system-directories usesga.c libga.a -o x
is "$? $(cat err)" "0 " "clang -Weverything: is about the user's sources"

# --- glibc-static: what needs shared libraries is told with each linker
cat >nss.c <<'END'
#include <netdb.h>
#include <pwd.h>
int main(void) { struct addrinfo *a; return (getpwnam("x") == 0) + getaddrinfo("x", "y", 0, &a); }
END
for words in "gcc" "gcc -fuse-ld=gold" "gcc -fuse-ld=lld" "clang -fuse-ld=lld" "gcc -fuse-ld=lld -s"; do
	cc=${words%% *}
	flags=${words#"$cc"}
	# shellcheck disable=SC2086
	HARDCC_LIBC=glibc-static "$T/host/$cc" $flags nss.c -o x >out 2>err
	is "$? $(cat out) $(grep -c . err) $(grep -c 'hardcc: get[a-z]* get[a-z]*: at run time glibc loads shared libraries' err)" "0  1 1" \
		"glibc-static, $words: one line with both functions"
	# shellcheck disable=SC2086
	HARDCC_LIBC=glibc-static "$T/host/$cc" $flags main.c -o x >out 2>err
	is "$? $(cat out err)" "0 " "glibc-static, $words: and nothing where there is none"
	# shellcheck disable=SC2086
	HARDCC_STRICT=1 HARDCC_LIBC=glibc-static "$T/host/$cc" $flags nss.c -o x >out 2>err
	is "$? $(test -e x || echo none)" "1 none" "glibc-static, $words: an error under strict"
done

# --- settings
HARDCC_MUSL=prefix compile gcc -c main.c
status=$?
says 125 'environment: HARDCC_MUSL is an absolute path (each call has its own directory), not "prefix"' "a relative prefix"
cat >tool <<'END'
#!/bin/sh
echo "tool 1.0"
END
chmod +x tool
HARDCC_CC=$T/work/tool compile gcc -c main.c
status=$?
says 125 "$T/work/tool is neither gcc nor clang; name one of them in HARDCC_CC, or leave the call to it with HARDCC_LIBC=host" "another compiler"

done_testing
