#!/bin/sh
# The tables that RELRO is for cannot be written to in a static program with musl: shown by programs that write to them. With the
# feature static-relro switched off each of them succeeds. What verify says of both; how the object is made, where it is not linked.

# shellcheck source=tests/lib/tap.sh
. "${srcdir:?run the tests by make check}/tests/lib/tap.sh"
need gcc clang ld.lld ar strip musl-gcc jq strace
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

"$HARDCC" shims --musl "$SHIM" >/dev/null || { echo "Bail out! no shims"; exit 99; }
mkdir "$T/work"
cd "$T/work" || exit 99

cp "$srcdir/tests/musl/writes.c" .
ends() { # PROGRAM [ARG]: its status, and what it prints
	{ ends=$("$@" 2>&1); } 2>/dev/null # what the shell says of a signal
	echo "$?${ends:+ $ends}" | tr '\n' ' '
}
relro() { # FILE: what verify says
	"$HARDCC" verify --format json "$1" | jq -r '.[0].checks[] | select(.name == "relro") | "\(.verdict) \(.value)"'
}
added() { # WORDS...: is the object linked?
	"$HARDCC" explain --json -- "$SHIM/gcc" "$@" -o x |
		jq -r '[.edits[] | select(.feature == "static-relro" and .result == "added")] | length'
}

# --- every kind of program
for c in gcc clang; do
	for words in "" -static-pie "-static-pie -s" -fuse-ld=lld "-static-pie -fuse-ld=lld" -Wl,-z,noseparate-code \
		"-O2 -flto -ffunction-sections -Wl,--gc-sections"; do
		# a linker of another version may not read it
		case $words in *-flto*) "$c" -flto -fuse-ld=bfd writes.c -o x 2>/dev/null || continue ;; esac
		# shellcheck disable=SC2086
		compile "$c" $words writes.c -o x
		is "$? $(cat err)" "0 " "$c $words: links"
		is "$(ends ./x read)" "0 seen 7 " "$c $words: runs; constructors and thread-local data are as ever"
		is "$(ends ./x)" "139 seen 7 " "$c $words: a write to a table of constants ends it"
		# shellcheck disable=SC2086
		HARDCC_PROFILE=openssf,-static-relro compile "$c" $words writes.c -o y
		is "$(ends ./y)" "0 seen 7 written " "$c $words: and succeeds without static-relro"
		is "$(relro x), $(relro y)" "pass full, fail marked, not in effect" "$c $words: verify tells one from the other"
	done
	compile "$c" -DEARLY writes.c -o x
	is "$(ends ./x read)" "139 " "$c: constructors cannot write to it either"
done
# what a Go archive needs (link.sh)
cat >start.c <<'END'
static int arguments;
void _rt0_amd64_linux_lib(int argc, char **argv, char **env)
{
	arguments = argc > 0 && argv[0] && env;
}
__attribute__((section(".init_array"), used)) static void (*start)(int, char **, char **) = _rt0_amd64_linux_lib;
int ga(void) { return arguments; }
END
"$SHIM/gcc" -O1 -c start.c
ar rc libga.a start.o
for words in -static -static-pie; do
	compile gcc $words writes.c -Wl,-u,ga libga.a -o x
	is "$(ends ./x read) $(ends ./x)" "0 seen 7  139 seen 7 " "$words: beside what a Go archive needs"
done

# --- verify
compile gcc writes.c -o x
strip x -o stripped
is "$(relro stripped)" "pass full" "verify knows it without a symbol"
echo 'void hardcc_static_relro(void) { } int main(void) { return 0; }' >name.c
HARDCC_PROFILE=openssf,-static-relro compile gcc name.c -o x
is "$(relro x)" "fail marked, not in effect" "and not by a name"
for words in "gcc -static" "gcc -static-pie -s" "clang -static -s" "clang -static-pie"; do
	$words writes.c -o x
	is "$(relro x) $(ends ./x)" "pass partial 139 seen 7 " "glibc's start does it by itself: $words"
done
compile gcc -Wl,-z,norelro writes.c -o x
is "$(relro x)" "fail none" "none is none"
printf 'void _start(void) { for (;;); }\nstatic void *const t[] __attribute__((section(".data.rel.ro"), used)) = {_start};\n' >bare.c
gcc -O1 -static -nostdlib -Wl,-z,relro bare.c -o x
is "$(relro x)" "unknown marked" "a start that nobody knows may do it, or not"
# --- no mark is taken for the act: each of these is run, and writes
no_start="unknown marked 0 written "
cat >begin.c <<'END'
int main(void);
__attribute__((force_align_arg_pointer)) void begin(void)
{
	int status = main();
	__asm__ volatile("syscall" : : "a"(231), "D"(status));
}
END
cat >quiet.c <<'END'
typedef void function(void);
static void nothing(void) { }
static function *volatile table[512] __attribute__((section(".data.rel.ro"))) = {nothing};
int main(void)
{
	static const char text[] = "written\n";
	long result = 1;

	table[256] = nothing;
	__asm__ volatile("syscall" : "+a"(result) : "D"(1), "S"(text), "d"(sizeof text - 1) : "rcx", "r11", "memory");
	return 0;
}
END
sed '/pushsection .init/d' "$srcdir/specs/static-relro.c" >never.c
printf '.section .note.ABI-tag,"a",@note\n.long 4,16,1\n.asciz "GNU"\n.long 0,3,2,0\n.section .note.GNU-stack,"",@progbits\n' >note.s
echo 'char **__environ;' >environ.c
gcc -O1 -static -nostdlib -fno-stack-protector -Wl,-e,begin,-z,relro begin.c quiet.c never.c environ.c note.s -o x
is "$(relro x) $(ends ./x)" "$no_start" "law 14: a note of glibc's, and code of ours that nobody calls"
HARDCC_PROFILE=openssf,-static-relro compile gcc -O1 quiet.c never.c -o x
is "$(relro x) $(ends ./x)" "$no_start" "law 14: code of ours that musl's start does not reach"
echo 'extern void protect(void); static int (*volatile never)(void); int also(void) { if (never) protect(); return 0; }' >also.c
sed 's/__attribute__((used)) static void/void/; s/hardcc_static_relro(void)/protect(void)/' never.c >called.c
sed 's/long result = 1;/&\n\textern int also(void);\n\n\talso();/' quiet.c >calls.c
HARDCC_PROFILE=openssf,-static-relro compile gcc -O1 calls.c also.c called.c -o x
is "$(relro x) $(ends ./x)" "$no_start" "law 14: code of ours that main may call"
gcc -O1 -static -fno-stack-protector -Wl,-e,begin begin.c quiet.c -o x
is "$(relro x) $(ends ./x)" "$no_start" "law 14: glibc with another start than its own"
cat >crt.s <<'END'
.globl _start
_start:	xor %ebp, %ebp
	mov %rdx, %r9
	pop %rsi
	mov %rsp, %rdx
	and $-16, %rsp
	push %rax
	push %rsp
	call begin
.section .rodata
.asciz "cannot apply additional memory protection after relocation"
.section .note.GNU-stack,"",@progbits
END
gcc -O1 -static -nostdlib -fno-stack-protector -Wl,-z,relro crt.s begin.c quiet.c note.s -o x
is "$(relro x) $(ends ./x)" "$no_start" "law 14: glibc's first instructions and its text, which nothing names"
for words in -ebegin "-e begin" --entry=begin -Wl,-e,begin "-Wl,-e -Wl,begin" "-Xlinker -e -Xlinker begin" -Wl,--entry,begin -Wl,-entry=begin; do
	# shellcheck disable=SC2086
	compile gcc -O1 -fno-stack-protector $words begin.c quiet.c -o x
	# shellcheck disable=SC2086
	is "$(added $words writes.c) $(relro x | sed 's/fail .*/no/') $(ends ./x)" "0 no 0 written " "law 14: musl, $words: another start"
done

# --- where it is not linked
for words in -shared -r -c -nostdlib -nostartfiles -nodefaultlibs -Wl,-z,norelro; do
	is "$(added $words writes.c)" 0 "$words: it is not linked"
done
for libc in glibc-static host; do
	is "$(HARDCC_LIBC=$libc added -static writes.c)" 0 "HARDCC_LIBC=$libc: nor with another library"
done
for words in "" -Wl,-export-dynamic -Wl,--end-group -Wl,--eh-frame-hdr; do
	# shellcheck disable=SC2086
	is "$(added $words writes.c)" 1 "else it is: $words"
done

# --- how it is made
cat >cc <<END
#!/bin/sh
case "\$*" in *" -c "*static-relro.c*) echo made >>"$T/work/made" ;; esac
printf '%s\n' "\$@" >"$T/work/ran"
exec gcc "\$@"
END
chmod +x cc
export HARDCC_CC="$T/work/cc" HARDCC_CACHE="$T/made"
made() { # WORDS...: the status of the link, how often the object was made, and how the program ends
	rm -f made x
	: >made
	compile gcc "$@" writes.c -o x
	echo "$? $(grep -c . made) $(ends ./x)"
}
is "$(made)" "0 1 139 seen 7 " "it is made once"
is "$(made -O2 -g) $(made -static-pie)" "0 0 139 seen 7  0 0 139 seen 7 " "and not for each link"
is "$(made -m64)" "0 1 139 seen 7 " "but for each target"
is "$(find "$T/made" -name 'object-*' | grep -c .)" 2 "they are in the cache"
for object in "$T"/made/object-*; do
	printf x | dd of="$object" bs=1 seek=99 conv=notrunc 2>/dev/null
done
is "$(made)" "0 1 139 seen 7 " "a damaged one is made again"
chmod g+w "$T"/made/object-*
is "$(made)" "0 1 139 seen 7 " "so is one that others may write"
is "$(HARDCC_CACHE=none made)" "0 1 139 seen 7 " "without a cache each link makes it"
: >file
is "$(HARDCC_CACHE=$PWD/file/none made)" "0 1 139 seen 7 " "and where the cache cannot be written"
for cache in "$T/made" "$T/other" none; do
	HARDCC_CACHE=$cache "$HARDCC" explain --json -- "$SHIM/gcc" writes.c -o x | jq -r '.argv[1:][]' >said
	HARDCC_CACHE=$cache compile gcc writes.c -o x
	is "$(cat ran)" "$(cat said)" "what explain says is run, whether it is kept or not: ${cache##*/}"
done
# --- wrappers that take descriptors for their own, or close them
# shellcheck disable=SC2016 # the wrapper's
for before in 'exec 3>>"$T/work/build.log" 4>&3 5>&3' 'exec 3</dev/null' 'exec 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-'; do
	printf '#!/bin/sh\nT=%s\n%s\n%s\n' "$T" "$before" "$(tail -n +2 cc)" >cc2
	chmod +x cc2
	for cache in "$T/wrapped" none; do
		rm -rf "$T/wrapped"
		echo precious >build.log
		is "$(HARDCC_CC=$T/work/cc2 HARDCC_CACHE=$cache made) $(HARDCC_CC=$T/work/cc2 HARDCC_CACHE=$cache made) $(cat build.log)" \
			"0 1 139 seen 7  0 $([ "$cache" = none ] && echo 1 || echo 0) 139 seen 7  precious" "a compiler that begins with ${before%% 4*}, cache ${cache##*/}"
	done
done
for words in -Wl,-e,_start -Wl,--dependency-file=d -Wl,-T,x.ld; do
	is "$(added $words writes.c)" 0 "$words: it is not linked"
done
not_ok "no path of ours is in a program" grep -q -e "$T/inst" -e /proc/self -e "$T/made" x
unset HARDCC_CC
HARDCC_CACHE=$T/swept compile gcc writes.c -o x
touch -d '2 hours ago' "$T"/swept/object-*
cp "$T"/swept/object-* "$T/swept/object-0123456789abcdef.AbCdEf" && touch -d '2 hours ago' "$T/swept/object-0123456789abcdef.AbCdEf"
for profile in openssf openssf,-bindnow; do
	HARDCC_CACHE=$T/swept HARDCC_PROFILE=$profile compile gcc writes.c -o x
done
is "$(find "$T/swept" -name 'object-*' -mmin +60 | grep -c .) $(find "$T/swept" -name 'object-*' | grep -c .)" "1 1" "it stays when what was left behind is swept out"
unset HARDCC_CACHE
policy() {
	"$HARDCC" explain --json -- "$SHIM/gcc" -c writes.c | jq -r .policy
}
text=$HARDCC_DATADIR/specs/static-relro.c
before=$(policy)
echo '#error another' >>"$text"
after=$(policy)
is "${#before} ${#after} $([ "$before" = "$after" ] || echo another)" "16 16 another" "another text is another policy"
HARDCC_LOG=$PWD/log2 compile gcc writes.c -o x
is "$? $(jq -r '.left_out[] | select(.feature == "static-relro") | .reason' log2) $(ends ./x)" \
	"0 the compiler does not take it 0 seen 7 written " "one that the compiler does not take is left out, and the log says so"
cp "$srcdir/specs/static-relro.c" "$text"
HARDCC_LOG=$PWD/log2 compile gcc writes.c -o x
is "$("$HARDCC" report --format json log2 | jq -c '.features[] | select(.feature == "static-relro") | [.of, .got]')" "[2,1]" "report counts both links"
rm "$text"
compile gcc writes.c -o x
status=$?
says 125 "$text, which make install puts there: No such file" "without it there is no program"
cp "$srcdir/specs/static-relro.c" "$text"

# --- what it does
compile gcc writes.c -o x
is "$(ends strace -qqq -o /dev/null -e inject=mprotect:error=ENOMEM:when=1 ./x read)" \
	"127 static-relro: mprotect failed: tables that are to be read-only are not " "where mprotect fails the program ends"
# beside program headers and an auxiliary vector of ours: pages of each size, addresses that are moved
for c in "gcc -O2" "gcc -O0" "clang -O2"; do
	# shellcheck disable=SC2086
	ok "$c: the text in another program" $c -w -I"$srcdir/specs" "$srcdir/tests/musl/pages.c" -o pages
	for how in fixed moved; do
		is "$(./pages 4096 8192 8192 $how)" "8 12 " "$c, $how: whole pages"
		is "$(./pages 4096 9000 8192 $how)" "8 12 " "$c, $how: from where the first begins to where the last begins, as glibc has it"
		is "$(./pages 16384 20000 40000 $how)" "16 20 24 28 32 36 40 44 " "$c, $how: 16 KiB"
		is "$(./pages 65536 100000 40000 $how)" "64 68 72 76 80 84 88 92 96 100 104 108 112 116 120 124 " "$c, $how: 64 KiB"
		is "$(./pages 65536 70000 1000 $how)" "" "$c, $how: less than a page is none"
	done
done
done_testing
