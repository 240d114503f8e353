#!/bin/sh
# Law 13: a pass covers all of the code. What hardcc made whole passes; with a foreign unit in it nothing that only notes tell
# passes, however that is hidden and whatever is stripped.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/verify.sh
. "$srcdir/tests/lib/verify.sh"
need gcc clang-14 g++ clang++-14 musl-gcc strip objcopy eu-strip llvm-strip-14 llvm-objcopy-14 ar ld jq

shims gcc g++ clang-14 clang++-14
cd "$T" || exit 99
HARDCC_PROFILE=openssf,+pie
export HARDCC_PROFILE

n=0
while [ $((n += 1)) -le 4 ]; do
	cat >u$n.c <<-END
		#include <stdio.h>
		#include <stdlib.h>
		#include <string.h>
		int f$n(int n), g$n(const char *s);
		static int h$n(int n) { char b[3$n]; snprintf(b, sizeof b, "%d", n); return (int)strlen(b) + $n; }
		int g$n(const char *s) { int t = 0; if (!s) abort(); for (; *s; s++) t += *s * $n; return t; }
		int f$n(int n) { switch (n % 7) { case 0: return h$n(n) + 1; case 1: return g$n("abc"); case 2: return n * n; } return h$n(n * $n); }
	END
done
cat >m.c <<'END'
int f1(int), f2(int), f3(int), f4(int);
int main(int argc, char **argv) { (void)argv; return f1(argc) + f2(argc) + f3(argc) + f4(argc); }
END
cat >x.cc <<'END'
#include <map>
#include <stdexcept>
#include <string>
#include <vector>
struct base { virtual ~base(); virtual int size() { return (int)m.size(); } std::map<std::string, int> m; };
base::~base() {}
int use(std::vector<int> &v);
int use(std::vector<int> &v) { if (v.size() > 7) throw std::runtime_error("x"); base b; b.m["a"] = 1; v.push_back(b.size()); return v.at(0); }
END
cat >y.cc <<'END'
#include <string>
#include <vector>
int use(std::vector<int> &v);
int main(int argc, char **argv) { std::vector<int> v; std::string s = argv[0]; v.push_back(argc); return use(v) + (int)s.size(); }
END
echo 'int spare = 1;' >spare.c

# What only notes tell, and the notes: pass, unknown or fail, the worst
of_notes() { # FILE
	"$HARDCC" verify --format json --profile openssf "$1" | jq -r '[.[0].checks[] | select(.name | IN("notes", "stackclash", "auto-var-init",
		"overflow", "aliasing")) | .verdict] | if any(. == "fail") then "fail" elif any(. == "unknown") then "unknown" else unique[0] end'
}
share() { # FILE: "11 of 47"
	"$HARDCC" verify --format json --profile openssf "$1" | jq -r '.[0].checks[] | select(.name == "notes") | .evidence' |
		grep -o '[0-9]* of [0-9]* [a-zA-Z]* of code' || echo none
}
foreign() { # CC ARGS...: what was compiled past hardcc
	foreign_cc=$1
	shift
	HARDCC_DISABLE=1 "$SHIM/$foreign_cc" "$@"
}
headless() { # FILE: strip, and no section headers, as sstrip
	sstripped "$1" "$1.bare" && mv "$1.bare" "$1"
}
# Nothing that takes something away makes a pass; a file for a debugger has no code
stripped() { # FILE NAME
	while read -r tool; do
		cp "$1" "$T/.less"
		$tool "$T/.less" 2>/dev/null
		is "$(of_notes "$T/.less" | sed 's/fail/unknown/; s,n/a,unknown,')" unknown "law 13: $2: $tool makes no pass"
	done <<-END
		strip
		strip -s -R .comment
		strip --strip-unneeded
		objcopy --strip-all
		objcopy -R .comment -R .eh_frame_hdr
		objcopy -w -K main
	objcopy -R .note.hardcc
	objcopy -R .note.hardcc -R .comment --strip-all
	llvm-strip-14 --strip-all-gnu
	llvm-strip-14 --strip-all
	llvm-strip-14 --strip-debug
	llvm-objcopy-14 --strip-sections
	strip --remove-section=.eh_frame
	strip -R .eh_frame -R .eh_frame_hdr
	objcopy --strip-unneeded
	objcopy --only-keep-debug
	eu-strip
	eu-strip --remove-comment
	headless
	END
}

# --- what was made whole passes, what was not does not
link() { # CC ARGS...: whole and mixed
	link_cc=$1
	shift
	case $link_cc in
	*++*) link_sources='y.cc x.cc' ;;
	*) link_sources='m.c u1.c u2.c u3.c u4.c' ;;
	esac
	rm -f ./*.o
	# shellcheck disable=SC2086
	"$SHIM/$link_cc" "$@" -c $link_sources && "$SHIM/$link_cc" "$@" ./*.o -o whole
	foreign "$link_cc" "$@" -c "${link_sources##* }" && "$SHIM/$link_cc" "$@" ./*.o -o mixed
}
for cc in gcc clang-14 g++ clang++-14; do
	for words in '-O0' '-O2 -fPIE -pie' '-O2 -static' '-O2 -flto' '-O2 -ffunction-sections -Wl,--gc-sections'; do
		# shellcheck disable=SC2086
		link $cc $words 2>/dev/null || { echo "# $cc $words: no link"; continue; }
		case "$cc $words" in
		*flto | *sections | *++*-static) want=unknown ;; # notes do not tell, or other libraries stand beside the units
		*) want=pass ;;
		esac
		is "$(of_notes whole)" $want "law 13: $cc $words: whole"
		not_ok "law 13: $cc $words: a foreign unit: no pass" test "$(of_notes mixed)" = pass
		stripped mixed "$cc $words, mixed"
	done
done
link gcc -O2
strip -o less whole
is "$(of_notes less)" pass 'law 13: whole and stripped: its notes tell of all of its code'
is "$(share mixed)" "$(strip -o less mixed; share less)" 'law 13: the share is the same when stripped'
size=0
for part in $(readelf -SW u4.o | sed -n 's/^ *\[ *[0-9]*\] \.text[.a-z]* *PROGBITS *[0-9a-f]* [0-9a-f]* \([0-9a-f]*\) .*/0x\1/p'); do
	size=$((size + part))
done
told=$(share mixed | cut -d' ' -f1)
ok "law 13: the share is the unit's, and padding: $told of $size" test "$told" -ge $size -a "$told" -le $((size + 64))

# --- ways to hide one
"$SHIM/gcc" -O2 -c m.c u1.c u2.c u3.c spare.c
strip --strip-unneeded -o spare-note.o spare.o
hide() { # NAME OBJECT...: beside those of hardcc
	hide_name=$1
	shift
	"$SHIM/gcc" -O2 m.o u1.o u2.o u3.o "$@" -o hidden
	not_ok "law 13: $hide_name: no pass" test "$(of_notes hidden)" = pass
	stripped hidden "$hide_name"
}
foreign gcc -O2 -fno-ident -c u4.c && hide 'a plain object by -fno-ident' u4.o
foreign gcc -O2 -c u4.c && strip --strip-unneeded u4.o && rm -f lib.a && ar rc lib.a u4.o && hide 'a stripped archive' lib.a
foreign gcc -O2 -c -x c - -o u4.o <u4.c && hide 'a file whose name is none of C' u4.o
foreign gcc -O2 -c u4.c && hide 'a note too many' u4.o spare-note.o
foreign gcc -O2 -fno-asynchronous-unwind-tables -c u4.c && strip --strip-unneeded u4.o && hide 'code without frames' u4.o

# --- a static program for musl, which tells where its C library begins by its start alone
"$HARDCC" shims --musl musl >/dev/null
for words in -O0 -O2; do
	HARDCC_PROFILE=openssf musl/gcc $words m.c u1.c u2.c u3.c u4.c -o whole
	strip -o less whole
	is "$(of_notes whole) $(of_notes less)" 'pass pass' "law 13: $words for musl, whole, and stripped"
	printf '#include <unistd.h>\n#include <dirent.h>\n#include <ctype.h>\nlong u5(char *s) {\n\treturn sysconf(_SC_NPROCESSORS_ONLN) + (opendir(s) != 0) + (isalpha)(*s) + toupper(*s);\n}\n' >u5.c
	HARDCC_PROFILE=openssf musl/gcc $words m.c u1.c u2.c u3.c u4.c u5.c -Wl,-u,u5 -o early
	is "$(of_notes early)" pass "law 13: $words for musl, with what stands before its start in the archive"
	HARDCC_PROFILE=openssf musl/gcc $words -c m.c u1.c u2.c u3.c
	HARDCC_DISABLE=1 musl-gcc $words -c u4.c
	HARDCC_PROFILE=openssf musl/gcc m.o u1.o u2.o u3.o u4.o -o mixed
	stripped mixed "$words for musl, mixed"
done

# --- the canary, where no note tells of it
canary() { # FILE: its verdict and value
	"$HARDCC" verify --format json --profile openssf "$1" | jq -r '.[0].checks[] | select(.name == "stackprotector") | .verdict + " " + .value'
}
foreign gcc -O2 -fstack-protector-strong -c u1.c u2.c u3.c m.c
foreign gcc -O2 -fno-stack-protector -c u4.c
gcc m.o u1.o u2.o u3.o u4.o -o hidden && strip hidden
is "$(canary hidden)" 'unknown partial, 3 of 4' 'law 13: one function without a canary: no pass'
foreign gcc -O2 -fstack-protector-strong -c u4.c
gcc m.o u1.o u2.o u3.o u4.o -o hidden && strip hidden
is "$(canary hidden)" 'pass yes' 'law 13: each that needs one has one'
foreign gcc -O2 -fno-stack-protector -c u1.c u2.c u3.c u4.c
gcc m.o u1.o u2.o u3.o u4.o -Wl,-u,__stack_chk_fail -o hidden && strip hidden
is "$(canary hidden)" 'fail no' 'law 13: an import that nothing calls is no canary'

# --- objects
"$SHIM/gcc" -O2 -c u1.c
foreign gcc -O2 -fno-ident -c u4.c
rm -f both.a && ar rc both.a u1.o u4.o
is "$(of_notes both.a)" fail 'law 13: an archive, one of its members plain and by -fno-ident'
strip --strip-unneeded u4.o
rm -f both.a && ar rc both.a u1.o u4.o
is "$(of_notes both.a)" unknown 'law 13: and stripped'
foreign gcc -O2 -c u4.c
ld -r u1.o u4.o -o one.o
not_ok 'law 13: an object of two, one of them plain' test "$(of_notes one.o)" = pass
strip --strip-unneeded one.o
not_ok 'law 13: and stripped' test "$(of_notes one.o)" = pass
done_testing
