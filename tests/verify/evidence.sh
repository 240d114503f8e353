#!/bin/sh
# Law 13: what is no evidence makes no pass, and what is no program is not judged as one.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc clang-14 g++ ld.lld mold musl-gcc aarch64-linux-gnu-gcc strip objcopy ar jq

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
	is "$(verdict used stackprotector) $(verdict used.o stackprotector)" 'pass pass' "one that is called: $cc"
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
done_testing
