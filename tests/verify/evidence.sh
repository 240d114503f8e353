#!/bin/sh
# Law 13: what is no evidence makes no pass, and what is no program is not judged as one.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc clang-14 g++ ld.lld mold musl-gcc aarch64-linux-gnu-gcc strip objcopy objdump nm ar jq

shims gcc clang-14
cd "$T" || exit 99
HARDCC_PROFILE=openssf,+pie
export HARDCC_PROFILE

said() { # FILE CHECK KEY
	"$HARDCC" verify --format json --profile openssf "$1" | jq -r ".[0].checks[] | select(.name == \"$2\") | .$3"
}
verdict() { # FILE CHECK
	said "$1" "$2" verdict
}
no_pass() { # FILE CHECK NAME
	not_ok "law 13: $3: no pass" test "$(verdict "$1" "$2")" = pass
}

cat >plain.c <<'END'
int add(int a, int b);
int add(int a, int b) { return a + b; }
int main(int argc, char **argv) { (void)argv; return add(argc, 1); }
END
cat >text.c <<'END'
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv) { char b[64]; strcpy(b, argv[0]); fprintf(stderr, "%s %d\n", b, argc); return read(0, b, 1) < 0; }
END
cat >other.c <<'END'
#include <stdio.h>
#include <string.h>
int other(char *to, const char *s);
int other(char *to, const char *s) { char b[64]; strcpy(b, s); printf("%s %s\n", b, to); return (int)strlen(b); }
END
sed 's/argc);/argc + other(b, b));/; s/^int main/int other(char *, const char *);\n&/' text.c >with.c

# --- a canary that nothing uses
gcc -O2 -fno-stack-protector -Wl,-u,__stack_chk_fail plain.c -o asked
no_pass asked stackprotector '-u __stack_chk_fail without a call'
{
	cat plain.c
	echo '__asm__(".globl __stack_chk_fail");'
} >named.c
gcc -O2 -fno-stack-protector -c named.c -o named.o
no_pass named.o stackprotector 'an object that only names __stack_chk_fail'
for cc in gcc 'gcc -m32' 'gcc -fno-plt' 'gcc -no-pie' clang-14 aarch64-linux-gnu-gcc musl-gcc; do
	$cc -O2 -fstack-protector-all plain.c -o used 2>/dev/null || { echo "# $cc: no link"; continue; }
	$cc -O2 -fstack-protector-all -c plain.c -o used.o
	case $cc in # the code of aarch64 is not sure enough, nor is a static file's
	aarch64*) want='unknown unknown' ;;
	musl*) want='unknown pass' ;;
	*) want='pass pass' ;;
	esac
	is "$(verdict used stackprotector) $(verdict used.o stackprotector)" "$want" "one that is called: $cc"
done

# --- FORTIFY that a source takes back
for cc in gcc clang-14; do
	"$SHIM/$cc" -O2 text.c -o whole
	is "$(verdict whole fortify)" pass "FORTIFY is on: $cc"
	for source in text other; do
		{
			echo '#undef _FORTIFY_SOURCE'
			cat $source.c
		} >undone-$source.c
	done
	"$SHIM/$cc" -O2 undone-text.c -o undone
	no_pass undone fortify "#undef _FORTIFY_SOURCE in the only source, $cc"
	"$SHIM/$cc" -O2 with.c undone-other.c -o undone
	no_pass undone fortify "and in one of two, $cc"
done
gcc -O2 -D_FORTIFY_SOURCE=2 -c with.c
gcc -O2 -c other.c
gcc with.o other.o -o part
no_pass part fortify 'by hand, one unit with FORTIFY, one without'
rm -f part.a && ar rc part.a with.o other.o
no_pass part.a fortify 'and in an archive'
cat >silent.c <<'END'
#include <string.h>
#include <unistd.h>
int other(char *to, const char *s);
int other(char *to, const char *s) { char b[64]; return (int)read((int)strlen(strcpy(b, s)), to, strlen(s)); }
END
gcc -O2 -c silent.c
gcc with.o silent.o -o part
no_pass part fortify 'and one without that calls nothing which FORTIFY always checks'

# --- assembler is told as assembler
printf '.file "part.S"\n.globl part\npart: ret\n.section .note.GNU-stack,"",@progbits\n' >part.S
"$SHIM/gcc" -O2 -c plain.c -o plain.o && "$SHIM/gcc" -c part.S -o part.o && "$SHIM/gcc" plain.o part.o -o two
for f in part.o two; do
	ok "assembler in $f is named" test "$(said $f notes evidence | grep -c '; assembler by its symbols: part.S')" = 1
done
not_ok 'and no C file is said to be without a note' test "$(verdict two notes)" = fail

# --- a C program with Go's sections
cat >go.c <<'END'
__attribute__((section(".gopclntab"), used)) static const unsigned char table[] = {0xf1, 0xff, 0xff, 0xff, 0, 0, 1, sizeof(void *), 1,
	[200] = 0};
__attribute__((section(".go.buildinfo"), used, aligned(16))) static const char built[] = "\xff Go buildinf:\x08\x02\0\0\0\0\0\0\0\0\0\0\0\0"
	"\0\0\0\0\x06go1.26\x60" "0w\xaf\x0c\x92t\x08\x02" "A\xe1\xc1\x07\xe6\xd6\x18\xe6path\tx\nbuild\tCGO_ENABLED=0\n"
	"build\t-compiler=gc\n\xf9" "2C1\x86\x18 r\0\x82" "B\x10" "A\x16\xd8\xf2";
END
for words in '-no-pie' '-static' '-pie'; do
	# shellcheck disable=SC2086
	gcc -O2 $words text.c go.c -o forged
	is "$("$HARDCC" verify --format json forged | jq -r '.[0].go != null')" true "$words: it is taken for a Go program"
	is "$(verdict forged auto-var-init)" unknown "law 13: $words: but not for one without C"
done

# --- what is made for tests, stripped and static
for words in '-fsanitize=address -static-libasan' '-fsanitize=undefined -static-libubsan' '-fsanitize=thread -static-libtsan' \
	'-fsanitize=leak -static-liblsan' '-fsanitize=undefined -static' '-pg -static' '-pg' '--coverage -static' '--coverage'; do
	# shellcheck disable=SC2086
	gcc -O2 $words text.c -o tested 2>/dev/null || { echo "# gcc $words: no link"; continue; }
	is "$(verdict tested sanitizer)" fail "law 13: gcc $words is seen"
	objcopy -w -K main tested less
	no_pass less sanitizer "$words, no symbol left but one"
	strip tested
	no_pass tested sanitizer "$words, stripped"
done
gcc -O2 -static text.c -o tested && strip tested
is "$(verdict tested sanitizer)" pass 'a plain static program has none of it'

# --- start files, notes that a linker put elsewhere
cat >ends.c <<'END'
#include <stdio.h>
__attribute__((constructor)) static void begin(void) { puts("begin"); puts("begun"); }
__attribute__((destructor)) static void end(void) { puts("end"); puts("ended"); }
int main(void) { return 0; }
END
for words in ends.c '-Ofast with.c other.c' '-fopenmp with.c other.c' '-fsanitize=address with.c other.c' '-fsanitize=leak with.c other.c' \
	'-fsanitize=thread with.c other.c' '-fsanitize=undefined with.c other.c'; do
	# shellcheck disable=SC2086
	"$SHIM/gcc" -O2 $words -o whole
	strip -o less whole
	is "$(verdict whole notes) $(verdict less notes)" 'pass pass' "all of it has notes: gcc $words"
done
printf '.section .note.GNU-stack,"",%%progbits\n.section .note.abc,"a",%%note\n.balign 4\n.long 4,4,5\n.asciz "ABC"\n.long 7\n' >note.s
gcc -c note.s
"$SHIM/gcc" -O2 -fuse-ld=mold note.o with.c other.c -o whole
is "$(verdict whole notes) $(verdict whole buildid)" 'pass pass' 'mold: one segment of notes, aligned to 8'
sed 's/other/third/' other.c >third.c
"$SHIM/clang-14" -O2 -fuse-ld=lld -Wl,--icf=all with.c other.c third.c -o whole
is "$(verdict whole notes)" pass 'lld --icf: two equal units have one note'
"$SHIM/clang-14" -O2 -c with.c third.c
clang-14 -O2 -c other.c
clang-14 -fuse-ld=lld -Wl,--icf=all with.o other.o third.o -o mixed
no_pass mixed notes 'lld --icf, one of them foreign'

# --- FORTIFY, where no note tells: why the calls themselves decide nothing. Each pair is one code, of a source compiled without FORTIFY that
# needs it, and of one compiled with it that does not: gcc knows the length's range, or nothing of what a pointer names.
code() {
	objdump -dr --no-show-raw-insn "$1" | sed 1,3d
}
pair() { # NAME FUNCTION-THAT-NEEDS-IT FUNCTION-THAT-DOES-NOT
	for source in 'lacks 0' 'has 2' 'needs 2'; do
		function=$2
		[ "${source% *}" != has ] || function=$3
		printf '%s\n' '#include <string.h>' '#include <unistd.h>' 'struct named { int number; char name[24]; int more; };' 'int use(char *);' \
			"$function" >"${source% *}.c"
		gcc -O2 -w -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE="${source#* }" -c "${source% *}.c"
	done
	is "$(code lacks.o)" "$(code has.o)" "$1: one code lacks FORTIFY, and has it"
	ok "$1: FORTIFY would have checked the first" sh -c 'nm -u needs.o | grep -q __.*_chk'
	is "$(verdict lacks.o fortify) $(verdict has.o fortify)" 'unknown unknown' "law 13: $1: neither passes nor fails"
}
pair 'behind a pointer' \
	'int f(struct named *n, const char *s) { strcpy(n->name, s); return use((char *)n); }' \
	'int f(char *p, const char *s) { strcpy(p + 4, s); return use(p); }'
pair 'into the frame' \
	'int f(int fd, size_t n) { char b[40]; if (n > 48) return -1; read(fd, b, n); return use(b); }' \
	'int f(int fd, size_t n) { char b[48]; if (n > 48) return -1; read(fd, b, n); return use(b); }'

# --- no program
gcc -g -O2 with.c other.c -o debug
objcopy --only-keep-debug debug debug.alone
cp debug.alone debug.eu # eu-strip leaves the sizes of what it takes out
at=$(readelf -lW debug.eu | grep -E '^  [A-Z_]+ +0x' | grep -n 'R E' | cut -d: -f1)
printf '\0\0\1' | dd of=debug.eu bs=1 seek=$((64 + 56 * (at - 1) + 32)) conv=notrunc 2>/dev/null
gcc -g -gsplit-dwarf -O2 -c with.c && mv with.dwo debug.dwo
cat >module.c <<'END'
__attribute__((section(".gnu.linkonce.this_module"), used)) static char module[64];
int begin(char *s);
int begin(char *s) { char b[64]; __builtin_memcpy(b, s, 64); return b[s[0]]; }
END
gcc -O2 -c module.c
for file in debug.alone debug.eu debug.dwo module.o; do
	is "$("$HARDCC" verify --format json --profile openssf $file | jq -r '.[0].verdict')" n/a "not judged as a program: $file"
done
done_testing
