#!/bin/sh
# The musl route without Go: which calls it takes, what it adds, what it keeps out, what it says.
# HARDCC_TEST_MUSL_CC: the compilers, words like gcc-11 and clang-19.

compilers=${HARDCC_TEST_MUSL_CC:-gcc clang}
: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc g++ clang clang++ readelf musl-gcc jq ar chroot
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
mkdir "$T/work" "$T/host"
# shellcheck disable=SC2086 # a list
"$HARDCC" shims "$T/host" gcc g++ clang musl-gcc x86_64-linux-musl-gcc $compilers >/dev/null
cd "$T/work" || exit 99
glibc_lib=/usr/lib/$(gcc -dumpmachine)
glibc_include=/usr/include/$(gcc -dumpmachine)

cat >hello.c <<'END'
#include <linux/netlink.h>
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#ifdef __GLIBC__
#error glibc
#endif
int main(int argc, char **argv)
{
	char name[NLMSG_ALIGNTO + PATH_MAX];

	snprintf(name, sizeof name, "%s", argc > 1 ? argv[1] : "world");
	return printf("hello %s\n", name) < 0;
}
END
echo 'int main(void) { return 0; }' >main.c
# --- each kind of program, with each linker
for c in $compilers; do
	for ld in "" -fuse-ld=bfd -fuse-ld=lld; do
		case $c$ld in gcc*lld) continue ;; esac
		lto="-flto -O2" # a linker of another version may not read it
		"$T/host/$c" -flto $ld main.c -o x 2>/dev/null || lto=
		for kind in : -no-pie -static -pie -static-pie "-pie -fPIE" -rdynamic ${lto:+"$lto"}; do
			words=${kind#:}
			case $kind in
			*pie*) [ "$kind" = -no-pie ] && want="EXEC relro" || want="DYN relro now" ;;
			*) want="EXEC relro" ;;
			esac
			rm -f x
			# shellcheck disable=SC2086
			compile "$c" -O2 hello.c $words $ld -o x
			status=$?
			is "$status $(cat err)" "0 " "$c $words $ld: it links, and nothing is said"
			is "$(static_facts x)" "$want" "$c $words $ld: is static"
			is "$(in_empty ./x there)" "hello there" "$c $words $ld: runs in an empty place"
		done
	done
	ok "$c: an object" compile "$c" -c hello.c -o hello.o
	ok "$c: which links" compile "$c" hello.o -o x
	is "$(in_empty ./x)" "hello world" "$c: and runs"
	ok "$c -r" compile "$c" -r hello.o -o part.o
	is "$(static_facts part.o)" REL "$c -r: an object"
	ok "$c: and of that a program" compile "$c" part.o -o x
	is "$(in_empty ./x)" "hello world" "$c: which runs"
	ok "$c -shared" compile "$c" -shared -fPIC hello.c -o x.so
	is "$(readelf -d x.so | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p')" libc.so "$c -shared: needs musl's library, and no other"
	echo 'void _start(void) { for (;;); }' >start.c
	ok "$c -nostdlib" compile "$c" -nostdlib start.c -o x
	is "$(static_facts x)" EXEC "$c -nostdlib: no start files"
	ok "$c -nostdinc: the user's headers alone" compile "$c" -nostdinc -c main.c
	not_ok "$c -nostdinc: and not musl's" compile "$c" -nostdinc -c hello.c
	is "$(compile "$c" -E -x c hello.c; sed -n 's/^# 1 "\([^"<]*\/\(stdio\|netlink\|stddef\)\.h\)".*/\1/p' out | sort -u |
		grep -cv -e '/usr/include/[^/]*-linux-musl/' -e '/linux/[a-z]*\.h' -e '/lib.*/include/stddef.h')" 0 \
		"$c -E: no header of glibc's"
	ok "$c -MM" compile "$c" -MM hello.c
done

# --- names
for n in musl-gcc musl-clang x86_64-linux-musl-gcc cc gcc clang; do
	rm -f x
	ok "$n: links" "$SHIM/$n" hello.c -o x
	is "$(static_facts x)" "EXEC relro" "$n: is static"
done
for n in musl-gcc x86_64-linux-musl-gcc; do
	rm -f x
	ok "$n: links outside the musl directory, too" "$T/host/$n" hello.c -o x
	is "$(static_facts x)" "EXEC relro" "$n: and the distribution's script is passed over"
done
ok "HARDCC_LIBC=musl, any name" env HARDCC_LIBC=musl "$T/host/gcc" hello.c -o x
is "$(static_facts x)" "EXEC relro" "is static"
ok "HARDCC_LIBC=host in the musl directory" env HARDCC_LIBC=host "$SHIM/gcc" main.c -o x
is "$(static_facts x | sed 's/ now//')" "DYN interpreter needed relro" "is dynamic"
is "$("$T/host/gcc" -dumpmachine)" "$("$SHIM/musl-gcc" -dumpmachine)" "a question is passed on"
ok "under profile none" env HARDCC_PROFILE=none "$SHIM/gcc" hello.c -o x
is "$(static_facts x)" "EXEC relro" "it is static"
ok "HARDCC_DISABLE=1" env HARDCC_DISABLE=1 "$SHIM/gcc" main.c -o x
is "$(static_facts x | sed 's/ now//')" "DYN interpreter needed relro" "passes calls through"

# --- another musl: by its prefix; places.sh has the other places
mkdir -p "$T/prefix/lib" "$T/prefix/include"
cp /usr/lib/x86_64-linux-musl/* "$T/prefix/lib"
cp -r /usr/include/x86_64-linux-musl/* "$T/prefix/include"
echo '#define OTHER_MUSL 1' >>"$T/prefix/include/features.h"
printf '#include <stdio.h>\nint main(void) { return OTHER_MUSL - 1; }\n' >other.c
not_ok "the musl that is found has not what the other has" compile gcc other.c -o x
ok "HARDCC_MUSL=PREFIX" env HARDCC_MUSL="$T/prefix" "$SHIM/gcc" other.c -o x
is "$(in_empty ./x)" "" "runs"
"$HARDCC" explain -- "$SHIM/gcc" -c main.c >said
has "Debian's musl is found first" "libc      musl, /usr/lib/x86_64-linux-musl" said
HARDCC_MUSL=$T/none compile gcc -c main.c
status=$?
says 125 "environment: there is no musl for x86_64 below HARDCC_MUSL=$T/none" "one that is not there"
HARDCC_MUSL=$T/none "$SHIM/gcc" '-###' -x c -c - >out 2>err
is "$?" 125 "makes the identity call fail: Go must not cache by it"
HARDCC_DATADIR=$T/none compile gcc -c main.c
status=$?
says 125 "$T/none/specs/musl.specs, which make install puts there: No such file" "without our texts"
HARDCC_LIBC=glibc compile musl-gcc -c main.c
status=$?
says 125 "called as musl-gcc, and environment says HARDCC_LIBC=glibc" "two wishes at once"
HARDCC_LIBC=mus compile gcc -c main.c
status=$?
says 125 'HARDCC_LIBC is musl, glibc-static, glibc or host, not "mus"' "no library's name"
compile gcc -m32 -c main.c
status=$?
says 125 "is for neither x86_64 nor aarch64; take HARDCC_LIBC=host for it, or a compiler whose own library is musl" "another machine"
ok "a target that is not Linux is passed on" compile clang --target=bpf -c main.c -o bpf.o

# --- what leads to glibc
for words in "-I/usr/include" "-I /usr/include/" "-isystem /usr/include" "-idirafter /usr/include" "-iquote $glibc_include" \
	"-I/usr/include -I$glibc_include" "-Wp,-I/usr/include"; do
	# shellcheck disable=SC2086
	compile gcc $words -c hello.c
	status=$?
	case $words in
	-Wp*) ;; # the preprocessor's own list is the user's affair
	*) says 0 "left out: glibc's headers or libraries are there" "$words: dropped, with one line" ;;
	esac
done
for v in CPATH C_INCLUDE_PATH; do
	env "$v=/opt:/usr/include:$glibc_include" "$SHIM/gcc" -c hello.c >out 2>err
	is "$? $(grep -c "$v=/usr/include $v=$glibc_include left out: glibc's headers or libraries are there" err)" "0 1" \
		"$v: dropped, with one line"
done
LIBRARY_PATH=/opt:$glibc_lib "$SHIM/gcc" hello.c -o x >out 2>err
status=$?
says 0 "LIBRARY_PATH=$glibc_lib left out: glibc's headers or libraries are there" "LIBRARY_PATH: dropped"
is "$(in_empty ./x)" "hello world" "LIBRARY_PATH: and the program is musl's"
for words in "-L$glibc_lib" "-L $glibc_lib" "-Wl,-L$glibc_lib" "-Wl,--library-path=$glibc_lib" "-Xlinker -L$glibc_lib"; do
	# shellcheck disable=SC2086
	compile gcc $words hello.c -o x
	status=$?
	says 0 "left out: glibc's headers or libraries are there" "$words: dropped"
	is "$(in_empty ./x)" "hello world" "$words: and the program is musl's"
	# shellcheck disable=SC2086
	ok "$words: a static PIE, too" compile gcc $words -pie hello.c -o x
	is "$(static_facts x)" "DYN relro now" "$words: is one"
done
echo "-L$glibc_lib -I/usr/include" >words
compile gcc @words hello.c -o x
status=$?
says 0 "-L$glibc_lib -I/usr/include left out" "pkg-config's output, in a response file: one line"
mkdir -p "$T/own/gnu"
echo 'int own;' >"$T/own/own.h"
compile gcc -I"$T/own" -c main.c
is "$?$(cat err)" 0 "a directory of the user's stays"
for lib in "$glibc_lib/libm-2.36.a" "$glibc_lib/libz.a" "$glibc_lib/libpthread.a"; do
	[ -e "$lib" ] || continue
	compile gcc main.c "$lib" -o x
	status=$?
	says 1 "$lib is built for glibc, and the program is for musl" "by path: ${lib##*/}"
done
gcc -shared -fPIC main.c -o some.so
for lib in ./some.so "$glibc_lib/libc.so.6"; do
	compile gcc main.c "$lib" -o x
	status=$?
	says 1 "$lib is a shared library, and the program is static" "a shared library: ${lib##*/}"
done
compile gcc main.c -lhardcc-none -o x
status=$?
says 1 "there is no libhardcc-none.a for musl" "-lNAME that is not there"
compile gcc main.c -lz -o x
status=$?
says 1 "there is no libz.a for musl" "-lz is glibc's"
not_ok "for clang, too" compile clang main.c -lz -o x
compile gcc -shared -fPIC main.c -lz -o x.so
status=$?
says 1 "cannot find -lz" "-lz is glibc's for a library, too"
printf '#include <zlib.h>\n' >z.c
compile gcc -c z.c
status=$?
says 1 "fatal error: zlib.h: No such file" "its header is not found"
ok "the compiler's own libraries are there" compile gcc main.c -lgcc -latomic -o x
compile clang main.c -lm -lpthread -ldl -lrt -lutil -o x
is "$? $(cat err)" "0 " "and what musl has in one"

cat >chk.c <<'END'
#include <stdio.h>
#include <stdlib.h>
int part(int c) { printf("%d\n", c); return 0; }
END
gcc -O2 -D_FORTIFY_SOURCE=2 -c chk.c -o chk.o
echo 'int part(int); int main(void) { return part(1); }' >uses.c
compile gcc uses.c chk.o -o x
status=$?
says 1 "chk.o was compiled for glibc, as __printf_chk tells" "an object with __printf_chk"
mkdir -p "$T/go-link-1"
"$SHIM/gcc" -c uses.c -o "$T/go-link-1/go.o"
compile gcc -m64 -o x "$T/go-link-1/go.o" chk.o
status=$?
says 1 "chk.o was compiled for glibc, as __printf_chk tells, and the program is for musl: go build -a compiles it anew; a .syso that a package brings needs HARDCC_LIBC=glibc-static" \
	"in Go's link the way out is Go's, and for what Go does not compile another C library"
rm -f libchk.a
ar rc libchk.a chk.o
compile gcc uses.c -L. -lchk -o x
status=$?
says 1 "./libchk.a was compiled for glibc, as __printf_chk tells" "a library with such an object"
compile gcc uses.c libchk.a -o x
status=$?
says 1 "libchk.a was compiled for glibc, as __printf_chk tells" "and by path"
compile gcc main.c libchk.a -o x
is "$? $(cat err)" "0 " "which does no harm where nothing of it is used"
"$T/host/gcc" -O1 -c uses.c -o noted.o
compile gcc noted.o chk.c -o x
status=$?
says 1 "noted.o was compiled for glibc, as hardcc's note in it tells" "an object that only hardcc's note tells"
rm -f libnoted.a
ar rc libnoted.a noted.o
compile gcc chk.c libnoted.a -o x
status=$?
says 1 "libnoted.a was compiled for glibc, as hardcc's note in it tells" "in a library it is named after the link"
has "and what became of the program is said" "; x was removed" err
not_ok "and it is removed" test -e x

# --- what a static program does not get has a line in the summary of run
PATH="$T/host:$PATH" "$HARDCC" run --profile openssf,+as-needed --static -- sh -c 'gcc -O2 -c main.c && gcc main.o -o x' 2>err
has "run --static: FORTIFY needs glibc or fortify-headers" "hardcc:   0 of 1 compiles: fortify (only if glibc fortify-headers)" err
has "and a static link has no library to leave out" "hardcc:   0 of 1 links: as-needed (only if exe pie shared)" err

# --- what is linked in spite of all
printf '#include <dlfcn.h>\nint main(void) { return dlopen("x", 1) != 0; }\n' >dl.c
compile gcc dl.c -o x
status=$?
says 0 "x refers to dlopen, which always fails in a static musl program" "dlopen is said"
compile gcc -s dl.c -o x
status=$?
says 0 "x refers to dlopen, which always fails in a static musl program" "and of a stripped program"
has "with what to do" "link it without HARDCC_LIBC=musl (run --static)" err
cat >fault.sh <<'END'
#!/bin/sh
# A linker that makes a dynamic program, whatever it is asked for.
while [ $# -gt 0 ]; do
	[ "$1" = -o ] && out=$2
	shift
done
cp "$FAULT" "$out"
END
mkdir -p bad
sed 's/^$//' fault.sh >bad/ld && chmod +x bad/ld
gcc main.c -o dynamic
gcc -static main.c -o glibc-static 2>/dev/null
gcc -shared -fPIC -Wl,--no-as-needed main.c -o library
echo '.globl f; f: .quad f' >fixed.S
gcc -shared -nostdlib -Wl,-z,notext fixed.S -o moved 2>/dev/null
for fault in "dynamic has an interpreter" "library needs a shared library" "moved has text relocations" \
	"glibc-static holds glibc's start files"; do
	rm -f x
	FAULT=$T/work/${fault%% *} "$SHIM/gcc" -B"$T/work/bad/" main.c -o x >out 2>err
	status=$?
	says 1 "x ${fault#* }" "the result: ${fault#* }"
	not_ok "the result is removed" test -e x
done

gcc main.c -o a.out
"$SHIM/gcc" '-###' main.c >out 2>err
is "$? $(test -e a.out && echo there)" "0 there" "a call that makes nothing judges nothing, and an old a.out stays"
rm a.out

# --- C++
printf '#include <string>\nint main() { return std::string("x").size() - 1; }\n' >a.cc
for n in "g++ a.cc" "clang++ -c a.cc" "gcc -c a.cc" "g++ main.o"; do
	"$SHIM/gcc" -c main.c
	# shellcheck disable=SC2086
	compile $n
	status=$?
	says 1 "C++ needs a libstdc++ built for musl" "$n: says so"
done
compile gcc main.c -lstdc++ -lhardcc-none -o x
status=$?
says 1 "C++ needs a libstdc++ built for musl" "-lstdc++ in a link that fails"
cat >musl-g++ <<END
#!/bin/sh
case \$* in -v) gcc -v 2>&1 | sed 's/^Target:.*/Target: x86_64-linux-musl/' >&2; exit ;; esac
printf '%s ' "\$@" >"$T/work/native"
END
chmod +x musl-g++
ok "a musl C++ compiler in HARDCC_CXX" env HARDCC_CXX="$T/work/musl-g++" "$SHIM/g++" a.cc -o x
is "$(grep -c -e ' -o x -static $' native) $(grep -c -e '-specs=' -e '-idirafter' -e '-B' native)" "1 0" \
	"a compiler for musl gets -static, and nothing else of the route"
ok "and a static PIE" env HARDCC_CXX="$T/work/musl-g++" "$SHIM/g++" -pie a.cc -o x
is "$(grep -c -e ' -pie a.cc -o x -static-pie $' native)" 1 "gets that"

# --- glibc-static
export HARDCC_LIBC=glibc-static
for c in gcc g++ clang; do
	for kind in : -pie; do
		# shellcheck disable=SC2086
		"$T/host/$c" ${kind#:} main.c -o x >out 2>err
		is "$? $(cat err)" "0 " "glibc-static, $c $kind: it links"
		case $kind in
		-pie) is "$(static_facts x)" "DYN relro now" "glibc-static, $c $kind: is static" ;;
		*) is "$(static_facts x)" "EXEC relro" "glibc-static, $c $kind: is static" ;;
		esac
	done
done
"$T/host/g++" a.cc -o x
is "$(in_empty ./x)" "" "glibc-static: C++ runs in an empty place"
cat >nss.c <<'END'
#include <netdb.h>
#include <pwd.h>
static int also(void) { return getpwnam("nobody") == 0; }
int main(void) { struct addrinfo *a; return also() + getaddrinfo("x", "y", 0, &a) + (getpwnam("x") == 0); }
#warning the compiler's
END
"$T/host/gcc" nss.c -o x >out 2>err
status=$?
says 0 "at run time glibc loads shared libraries" "what needs shared libraries is one line"
is "$(grep -c 'statically linked' err) $(grep -o 'hardcc: [a-z ]*:' err) $(grep -c "warning: #warning" err)" \
	"0 hardcc: getpwnam getaddrinfo: 1" "with each name once, and the compiler's own words stay"
"$T/host/gcc" dl.c -o x >out 2>err
status=$?
says 0 "dlopen: at run time glibc loads shared libraries of its own version for these; without them dlopen fails" "dlopen with glibc"
lacks "for which musl is no way out" "needs none" err
HARDCC_STRICT=1 "$T/host/gcc" nss.c -o x >out 2>err
status=$?
says 1 "at run time glibc loads shared libraries" "an error under strict"
not_ok "then there is no program" test -e x
if [ "$(id -u)" -eq 0 ] && mknod null c 1 3 2>/dev/null; then
	"$T/host/gcc" dl.c -o x >out 2>err
status=$?
says 0 "dlopen: at run time glibc loads shared libraries of its own version for these; without them dlopen fails" "dlopen with glibc"
lacks "for which musl is no way out" "needs none" err
HARDCC_STRICT=1 "$T/host/gcc" nss.c -o null >out 2>err
	is "$? $(test -c null && echo there)" "1 there" "an output that is no file of its own stays: /dev/null is the system's"
	rm null
fi
printf '#!/nonexistent/interpreter\n' >no-interpreter
chmod +x no-interpreter
HARDCC_PROFILE=none HARDCC_CC=$T/work/no-interpreter "$T/host/gcc" main.c -o x >out 2>err
status=$?
says 127 "cannot run $T/work/no-interpreter" "a compiler that cannot be started is told, though stderr is kept back"
unset HARDCC_LIBC

# --- fortify-headers: headers that check what musl does not, and hand on to musl's
mkdir -p "$T/checked"
cp -r "$T/prefix/lib" "$T/prefix/include" "$T/checked"
mkdir "$T/checked/include/fortify"
cat >"$T/checked/include/fortify/fortify-headers.h" <<'END'
#define CHECKED extern __inline__ __attribute__((__always_inline__, __gnu_inline__))
END
cat >"$T/checked/include/fortify/stdio.h" <<'END'
#include_next <stdio.h>
END
cat >"$T/checked/include/fortify/string.h" <<'END'
#include_next <string.h>
#if defined(_FORTIFY_SOURCE) && _FORTIFY_SOURCE > 0 && defined(__OPTIMIZE__)
#include "fortify-headers.h"
#define FORTIFIED _FORTIFY_SOURCE
char *musl_strcpy(char *, const char *) __asm__("strcpy");
#ifdef __clang__
#define strcpy(to, from) checked_strcpy(to, from, __builtin_object_size(to, 1))
static __inline__ char *checked_strcpy(char *to, const char *from, __SIZE_TYPE__ room)
{
	if (strlen(from) >= room)
		__builtin_trap();
	return musl_strcpy(to, from);
}
#else
CHECKED char *strcpy(char *to, const char *from)
{
	if (strlen(from) >= __builtin_object_size(to, 1))
		__builtin_trap();
	return musl_strcpy(to, from);
}
#endif
#endif
END
cat >over.c <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifndef FORTIFIED
#define FORTIFIED 0
#endif
int main(int argc, char **argv)
{
	char *heap = malloc(8);

	if (!heap)
		return 1;
	strcpy(heap, argv[argc - 1]);
	return printf("level %d, %s\n", FORTIFIED, heap) < 0;
}
END
long=AAAAAAAAAAAAAAAAAAAA
level_of() { # COMPILER ARGS...: what the headers saw; "trapped" where an overflow is stopped
	level_cc=$1
	shift
	"$SHIM/$level_cc" "$@" over.c -o x 2>err || { cat err; return; }
	case $(in_empty ./x "$long") in
	*"exit 1"[0-9][0-9]*) echo "$(in_empty ./x short), trapped" ;;
	*) in_empty ./x short ;;
	esac
}
for c in $compilers; do
	case $c in
	gcc-11) level=2 ;;
	*) level=3 ;;
	esac
	is "$(level_of "$c" -O2)" "level 0, short" "$c: without fortify-headers FORTIFY is off"
	is "$(HARDCC_MUSL=$T/checked level_of "$c" -O2)" "level $level, short, trapped" "$c: with them it is on, and stops an overflow"
	is "$(HARDCC_MUSL=$T/checked level_of "$c" -O2 -D_FORTIFY_SOURCE=1)" "level 1, short, trapped" "$c: the user's level holds"
	is "$(HARDCC_MUSL=$T/checked HARDCC_PROFILE=none level_of "$c" -O2 -Wp,-D_FORTIFY_SOURCE=1)" "level 1, short, trapped" \
		"$c: under profile none, too"
	for words in -O0 "-O2 -U_FORTIFY_SOURCE" "-O2 -D_FORTIFY_SOURCE=0" "-O2 -D_FORTIFY_SOURCE=2 -U_FORTIFY_SOURCE"; do
		# shellcheck disable=SC2086
		is "$(HARDCC_MUSL=$T/checked level_of "$c" $words)" "level 0, short" "$c $words: off"
	done
done
fortify_flag() { # ARGS...
	HARDCC_MUSL=$T/checked "$HARDCC" explain --json -- "$SHIM/gcc" "$@" | jq -r '.edits[] | select(.reason | startswith("fortify-headers")) | .flag'
}
is "$(fortify_flag -O2 -c over.c)" "-isystem $T/checked/include/fortify" "explain names their directory"
for words in "-O0 -c over.c" "-O2 over.o -o x" "-O2 -c start.S" "-O2 -nostdinc -D_FORTIFY_SOURCE=2 -c over.c"; do
	# shellcheck disable=SC2086
	is "$(fortify_flag $words)" "" "not for: $words"
done
HARDCC_MUSL=$T/checked "$HARDCC" explain -- "$SHIM/gcc" -O2 -c over.c >said
has "explain's library has them" "/checked/lib, fortify-headers in $T/checked/include/fortify" said
HARDCC_MUSL=$T/checked "$HARDCC" doctor >said 2>/dev/null
has "doctor names them" "FORTIFY by $T/checked/include/fortify" said
is "$(HARDCC_MUSL=$T/checked "$SHIM/gcc" -O2 -E over.c | sed -n 's/^# 1 "\(.*\/string\.h\)".*/\1/p' | tr '\n' ' ')" \
	"$T/checked/include/fortify/string.h $T/checked/include/string.h " "they stand before musl's"
mv "$T/checked/include/fortify" "$T/checked"
is "$(HARDCC_MUSL=$T/checked level_of gcc -O2)" "level 3, short, trapped" "beside musl's headers they are found, too"

# --- the plan tells: law 1, law 2, law 5
export HARDCC_CACHE=none
explained() { # FILTER ARGS...
	filter=$1
	shift
	"$HARDCC" explain --json -- "$@" 2>&1 | jq -r "$filter"
}
is "$(explained '[.edits[] | select(.feature == "libc") | .rule] | unique | join(" ")' "$SHIM/gcc" hello.c -L"$glibc_lib" -o x)" \
	specs/musl.specs "law 2: each word of the route names its text"
is "$(explained '[.edits[] | select(.verb == "route") | .result] | join(" ")' "$SHIM/gcc" hello.c -L"$glibc_lib" -o x)" \
	"dropped added added added added added forced" "law 2: and each has its edit"
is "$(explained '[.edits[] | select(.feature == "fortify") | .result] | unique | join(" ")' "$SHIM/gcc" -O2 -c hello.c)" skipped \
	"FORTIFY is told as left out"
"$HARDCC" explain -- "$SHIM/gcc" -O2 -c hello.c >said
has "explain names the library" "libc      musl, /usr/lib/x86_64-linux-musl" said
is "$(HARDCC_PROFILE=none explained '.argv[1:] | join(" ")' "$T/host/gcc" -O2 hello.c -o x)" "-O2 hello.c -o x" \
	"law 1: without the route, nothing"
"$HARDCC" doctor >said 2>/dev/null
ok "doctor names musl, its version and what it can" grep -q '/usr/lib/x86_64-linux-musl  *[1-9][0-9.]* static and static PIE; FORTIFY has no effect without fortify-headers' said
is "$(PATH=$T/host:$PATH "$HARDCC" env --static | grep -cx 'export HARDCC_LIBC=musl')" 1 "env --static has the setting"
is "$(PATH=$T/host:$PATH "$HARDCC" env | grep -c HARDCC_LIBC)" 0 "env has it not"
is "$(PATH=$T/host:$PATH HARDCC_LIBC=glibc-static "$HARDCC" env --static | grep -c HARDCC_LIBC)" 0 "nor where another static library is set"
id_of() { # NAME
	"$SHIM/$1" '-###' -x c -c - 2>&1 | sed -n 's/.*policy \([0-9a-f]*\).*/\1/p'
}
host=$(HARDCC_LIBC=host id_of gcc)
musl=$(id_of gcc)
not_ok "law 5: the route is part of the policy" test "$host" = "$musl"
is "$(HARDCC_LIBC=host id_of gcc) $(id_of musl-gcc)" "$host $musl" "law 5: by which name does not matter"
not_ok "law 5: glibc-static is another" test "$(HARDCC_LIBC=glibc-static id_of gcc)" = "$host"
is "$(HARDCC_MUSL=$T/prefix id_of gcc)" "$musl" "law 5: the library counts, not its place"
not_ok "law 5: another musl is another policy, of the same size too" \
	test "$(LC_ALL=C sed -i 's/Invalid argument/Invalid Argument/' "$T/prefix/lib/libc.a"; HARDCC_MUSL=$T/prefix id_of gcc)" = "$musl"
is "$(stat -c %s "$T/prefix/lib/libc.a")" "$(stat -c %s /usr/lib/x86_64-linux-musl/libc.a)" "law 5: for it is"
checked=$(HARDCC_MUSL=$T/checked id_of gcc)
mv "$T/checked/fortify" "$T/fortify"
not_ok "law 5: fortify-headers are another policy" test "$checked" = "$(HARDCC_MUSL=$T/checked id_of gcc)"
mv "$T/fortify" "$T/checked"
is "$(HARDCC_MUSL=$T/checked id_of gcc)" "$checked" "law 5: and they are the same again"
not_ok "law 5: and others of them" test "$(echo >>"$T/checked/fortify/fortify-headers.h"; HARDCC_MUSL=$T/checked id_of gcc)" = "$checked"
cp -r "$HARDCC_DATADIR" "$T/data"
is "$(HARDCC_DATADIR=$T/data id_of gcc)" "$musl" "law 5: the text counts, not its place"
echo "# more" >>"$T/data/specs/musl.specs"
not_ok "law 5: a changed text is another policy" test "$(HARDCC_DATADIR=$T/data id_of gcc)" = "$musl"
compile gcc -c hello.c -o hello.o
is "$(readelf -p .note.hardcc hello.o | grep -c "2 $musl [^ ]* [^ ]* musl ")" 1 "the note tells policy and library"
HARDCC_LIBC=host compile gcc -c main.c -o main.o
is "$(readelf -p .note.hardcc main.o | grep -c "2 [^ ]* [^ ]* [^ ]* glibc ")" 1 "and the host's the host's"

done_testing
