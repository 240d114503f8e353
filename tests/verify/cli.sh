#!/bin/sh
# hardcc verify as a command: statuses, formats, directories, policies, and files that are none.

# shellcheck source=tests/lib/tap.sh
. "${srcdir:?}/tests/lib/tap.sh"
# shellcheck source=tests/lib/verify.sh
. "$srcdir/tests/lib/verify.sh"
need gcc clang-14 ld.lld jq python3 strip script

shims gcc
cd "$S" || exit 99
m=$V/samples/main.c
gcc -O2 -no-pie -fno-pie "$m" -o plain
hard gcc -O2 "$m" -o hard
gcc -O2 -static "$V/samples/nothing.c" -o static
gcc -O2 -c "$m" -o plain.o
hard gcc -O2 -c "$m" -o hard.o
ar rc both.a hard.o plain.o

v() { # STATUS NAME ARGUMENT...: its output in $T/out and $T/err
	v_want=$1 v_name=$2
	shift 2
	"$HARDCC" verify "$@" >"$T/out" 2>"$T/err"
	is "$?" "$v_want" "status $v_want: $v_name"
}

# --- statuses
v 0 'all that is asked for holds' --profile openssf hard
v 1 'a check fails' plain
v 0 'nothing is asked for' --profile none plain
v 0 'what cannot be told is no failure' --profile none,+stackclash plain
v 4 'but with --strict' --strict --profile none,+stackclash plain
v 1 'a failure is worse than what cannot be told' --strict plain hard
v 2 'no argument'
v 2 'an option that is none' --no-such-option plain
has 'it is named' 'no-such-option' "$T/err"
v 2 'a format that is none' --format xml plain
v 125 'a profile that is none' --profile no-such plain
v 2 'a file that is not there' "$T/nowhere"
has 'it is named with the reason' "$T/nowhere: No such file" "$T/err"
v 2 'one of them is not there' hard "$T/nowhere"
has 'the others are judged' 'hard: ' "$T/out"
echo text >"$T/text"
v 2 'a text' "$T/text"
has 'it is said' "$T/text: it is not an ELF file or an archive" "$T/err"
: >"$T/empty"
v 2 'an empty file' "$T/empty"
mkfifo "$T/fifo"
v 2 'a pipe is not waited for' "$T/fifo"
mkdir -p "$T/none/below"
cp "$T/text" "$T/none"
v 3 'a directory without ELF files' "$T/none"
is "$(cat "$T/err")" 'hardcc: error: no ELF file in what was named' 'it is said'

# --- what is cut off is never judged
size=$(wc -c <hard)
for n in 4 20 63 64 600 $((size / 2)) $((size - 1)); do
	head -c "$n" hard >"$T/cut"
	v 2 "cut after $n bytes" "$T/cut"
	is "$(cat "$T/out")" '' "no verdict after $n bytes"
done
size=$(wc -c <both.a)
head -c $((size - 40)) both.a >"$T/cut"
v 2 'an archive that is cut off' "$T/cut"
printf '!<arch>\n' >"$T/cut"
v 2 'an archive of nothing' "$T/cut"

# --- archives that name their members, and BSD's
said() { # FILE: all that is said of it, but for its name
	"$HARDCC" verify --format json "$1" | jq -c '.[0] | del(.file)'
}
mkdir sub
long=sub/a-name-that-is-too-long.o
cp hard.o $long
ar rc ordinary.a $long plain.o
ar rcT thin.a $long plain.o
(cd sub && ar rcT thin.a ../plain.o "$S/hard.o")
is "$(said thin.a | sed "s|$long|${long#sub/}|g")" "$(said ordinary.a)" 'a thin archive is judged by its members'
is "$(cd "$T" && said "$S/thin.a")" "$(said thin.a)" 'which are sought from where it is'
is "$(said sub/thin.a | jq -r '.verdict, (.checks[] | select(.name == "kind") | .value)' | tr '\n' ' ')" 'fail archive of 2 ' 'they may be anywhere'
rm $long
v 2 'a member that is gone' thin.a
has 'it is said' 'thin.a: a member of the thin archive is not there, or no file' "$T/err"
mkfifo $long
v 2 'a member that is a pipe' thin.a
rm $long
python3 - hard.o $long plain.o plain.o <<'END'
import os, sys
with open('bsd.a', 'wb') as f:
    f.write(b'!<arch>\n')
    members = [(name, open(file, 'rb').read()) for file, name in zip(sys.argv[1::2], sys.argv[2::2])]
    for name, bytes in [('__.SYMDEF SORTED', b'\0' * 8)] + members:
        name = os.path.basename(name).encode() + b'\0' * 3
        size = len(name) + len(bytes)
        f.write(f'#1/{len(name):<45}{size:<10}`\n'.encode() + name + bytes + b'\n' * (size % 2))
END
is "$(said bsd.a)" "$(said ordinary.a)" "BSD's long names"

# --- a hole of 1 TiB behind an ELF header
cp static "$T/hole"
truncate -s 1T "$T/hole" 2>/dev/null && v 1 'a file of a terabyte' "$T/hole"
rm -f "$T/hole"

# --- a file that is made to take long: 65,000 segments and sections, each of them the whole file
python3 - "$T" <<'END'
import struct, sys
n = 65000
def elf(segment, section, name, magic):
    names = b'\0' + name + b'\0'
    size = 64 + 56 * n + 64 * n + len(names) + 8 + len(magic) * 4096
    at = 64 + 56 * n + 64 * n
    head = b'\x7fELF\x02\x01\x01' + b'\0' * 9 + struct.pack('<HHIQQQIHHHHHH', 2, 62, 1, 0, 64, 64 + 56 * n, 0, 64, 56, n, 64, n, 0)
    segments = struct.pack('<IIQQQQQQ', segment, 7, 0, 0, 0, size, size, 4) * n
    first = struct.pack('<IIQQQQIIQQ', 0, 3, 0, 0, at, len(names), 0, 0, 1, 0)
    sections = struct.pack('<IIQQQQIIQQ', 1, section, 0, 0, 0, size, 0, 0, 1, 0) * (n - 1)
    return (head + segments + first + sections + names).ljust(size - len(magic) * 4096, b'\0') + magic * 4096
go = struct.pack('<IBBBB', 0xfffffff1, 0, 0, 1, 8) + struct.pack('<Q', 3)
for i, (segment, section, name, magic) in enumerate([(4, 7, b'.note.x', b'\0' * 12), (1, 1, b'.comment', b'clan'),
        (3, 1, b'.text', b'x' * 16), (1, 1, b'.gopclntab', go), (1, 2, b'.go.buildinfo', b'\xff Go buildinf:\x08\x02'),
        (1, 11, b'.dynsym', b'a' * 24), (2, 6, b'.dynamic', b'\1' + b'\0' * 15)]):
    open(f'{sys.argv[1]}/hostile{i}', 'wb').write(elf(segment, section, name, magic))
# Go's function table in code, no section, and many dynamic segments without an end
pairs = b'\1' * 16 * 400000
table = struct.pack('<IBBBB8Q', 0xfffffff1, 0, 0, 1, 8, 1, 1, 0, 72, 80, 90, 95, 100) + b'\0' * 4096
at = 64 + 56 * n
head = b'\x7fELF\x02\x01\x01' + b'\0' * 9 + struct.pack('<HHIQQQIHHHHHH', 3, 62, 1, 0, 64, 0, 0, 64, 56, n, 0, 0, 0)
segments = struct.pack('<IIQQQQQQ', 1, 5, at + len(pairs), 0, 0, len(table), len(table), 8)
segments += struct.pack('<IIQQQQQQ', 2, 6, at, 0, 0, len(pairs), len(pairs), 8) * (n - 1)
open(f'{sys.argv[1]}/hostile-dynamic', 'wb').write(head + segments + pairs + table)
END
for f in "$T"/hostile*; do
	timeout 20 "$HARDCC" verify --format json "$f" >"$T/out" 2>"$T/err"
	ok "bounded in time: ${f##*/}" test $? -le 4
	rm "$f"
done

# --- what it says
v 1 'as text' plain
has 'a line of its own for the file' "plain: fail, by openssf" "$T/out"
ok 'the verdict, the name, the value, the evidence' \
	grep -qx '  fail     bindnow        no  *dynamic segment: no BIND_NOW' "$T/out"
has 'how to fix it' 'build through hardcc, which adds -Wl,-z,now (openssf.profile:' "$T/out"
v 1 'one line a file' -q plain hard
is "$(cut -d: -f1 "$T/out" | tr -s ' ' | tr '\n' ' ')" 'fail plain pass hard ' 'one line a file'
lacks 'no colour in a file' "$(printf '\033')" "$T/out"
script -qec "'$HARDCC' verify '$S/plain'" /dev/null </dev/null >"$T/out" 2>&1
has 'colour on a terminal' "$(printf '\033')[31mfail" "$T/out"
NO_COLOR=1 script -qec "'$HARDCC' verify '$S/plain'" /dev/null </dev/null >"$T/out" 2>&1
lacks 'none with NO_COLOR' "$(printf '\033')[31m" "$T/out"
gcc -O2 "-Wl,-rpath,/usr/$(printf '\033')[31mlib" "$V/samples/nothing.c" -o escape
v 1 'a file that speaks to the terminal' escape
lacks 'is not let' "$(printf '\033')" "$T/out"

head -c 300 plain >"$T/cut$(printf '\033')[31m"
v 2 'a name that speaks to the terminal' "$T/cut$(printf '\033')[31m"
has 'is not let, in what is wrong with it' 'cut\x1b[31m: the program headers' "$T/err"
cp plain "$T/one$(printf '\302\233')31m"
v 1 'in one character' -q "$T/one$(printf '\302\233')31m"
has 'is not let either' 'one\xc2\x9b31m: ' "$T/out"
rm "$T"/cut* "$T"/one*

# --- notes: the weakest unit counts, and units without a note are named
check() { # FILE CHECK MEMBER
	"$HARDCC" verify --format json "$1" | jq -r ".[0].checks[] | select(.name == \"$2\") | .$3"
}
is "$(check hard stackprotector evidence)" 'notes: 1 unit recorded strong or all' 'what the note says'
hard gcc -O2 "$V/samples/nothing.c" -o needless
is "$(check needless stackprotector verdict) $(check needless stackprotector evidence | sed 's/.*; //')" \
	'pass symbols: nothing calls __stack_chk_fail: no function needed it, or the notes are not true' 'where the code does not bear it out'
hard gcc -O2 "$m" -fno-stack-protector -o off
is "$(check off stackprotector verdict)" fail "the user's -fno-stack-protector is seen in the note"
is "$(check off stackprotector value)" '1 unit without' 'it is counted'
is "$(check off stackprotector advice | sed 's/:[0-9]*)/:N)/')" \
	'it was compiled through hardcc, without -fstack-protector-strong (openssf.profile:N): hardcc explain, or a log, tells why' \
	'who built it through hardcc is not told to'
is "$(check both.a notes verdict) $(check both.a notes evidence | sed 's/.*; //')" 'fail no note in plain.o' \
	'a unit without a note is named'
hard gcc -O2 -c "$V/samples/library.c" -o library.o
gcc -O2 -c "$V/samples/library.c" -o plain-library.o
gcc hard.o library.o -o whole
gcc hard.o plain-library.o -o mixed
is "$(check whole notes verdict) $(check whole notes value)" 'pass 2 units' 'a linked file: each unit has a note'
is "$(check whole bindnow advice | sed 's/:[0-9]*)/:N)/')" \
	'link it through hardcc, too, which adds -Wl,-z,now (openssf.profile:N); where it was, hardcc explain tells why not' 'nor where only the link was not'
is "$(check whole notes evidence | sed 's/.*; //')" 'they tell of all of its code' 'that is said'
past() { # FILE CHECK: what is told behind the notes themselves, without figures
	check "$1" "$2" evidence | sed 's/^[^;]*; //; s/[0-9]* of [0-9]* bytes/N of M bytes/'
}
is "$(check mixed notes verdict) $(check mixed notes value), $(past mixed notes)" \
	'fail 1 of 2 units, no note in at least 1 of main.c library.c; N of M bytes of code are without a record' 'a unit of a linked file that has none'
is "$(check mixed stackclash verdict) $(past mixed stackclash)" \
	'unknown 1 unit without a note; N of M bytes of code are without a record' 'what the notes do not tell of it is unknown'
is "$(check mixed stackclash advice | sed 's/:[0-9]*)/:N)/')" \
	'build what was compiled past hardcc through it, which adds -fstack-clash-protection (openssf.profile:N); assembler has no record' \
	'what was built through hardcc in part is not told to be built so'
is "$(check mixed bindnow advice | cut -d, -f1-2)" 'link it through hardcc, too' 'nor where the link is meant'
is "$(check plain notes evidence | sed 's/.*; //')" 'C files by its symbols: main.c' 'no notes at all'
strip -o whole-stripped whole
is "$(check whole-stripped notes verdict) $(check whole-stripped notes evidence | sed 's/.*; //')" \
	'pass they tell of all of its code' 'without symbols, too'
strip -o mixed-stripped mixed
is "$(check mixed-stripped notes verdict) $(past mixed-stripped notes)" \
	'unknown N of M bytes of code are without a record' 'nor does strip hide one'
is "$(check both.a branch verdict) $(check both.a branch evidence)" 'fail notes: no such GNU property in plain.o' \
	'the member that clears the marks is named'

# --- lists that are long
long=/usr/lib/$(printf 'a%.0s' $(seq 300))
gcc -O2 "-Wl,-rpath,$long:/tmp/lib" "$V/samples/nothing.c" -o long-rpath
is "$(check long-rpath rpath verdict) $(check long-rpath rpath value)" "fail $long:/tmp/lib" 'a RUNPATH is read to its end'

# --- the reason is a sentence that ends
for path in /proc/self/x /dev/x /home/x; do
	gcc -O2 "-Wl,-rpath,$path" "$V/samples/nothing.c" -o rpath
	"$HARDCC" verify rpath | sed -n "s|.*DT_RUNPATH; $path: ||p"
done >reasons
is "$(cat reasons)" "it depends on the process that starts it
it depends on what the process has open
users may write there" 'why a directory is open to others'

# --- places that look safe and are not
while read -r verdict path; do
	gcc -O2 "-Wl,-rpath,$path" "$V/samples/nothing.c" -o rpath
	is "$(check rpath rpath verdict)" "$verdict" "a RUNPATH of $path"
done <<'EOF'
fail /usr/lib/x:
fail /usr/lib/x::/usr/lib/y
fail /usr/lib/../../tmp/x
fail //tmp/x
fail /./tmp
fail /../tmp
pass /usr/lib/x/../y
fail /var/run/user/1000
fail /var/run/shm
fail /tmp$ORIGIN
pass /var/run/x
fail $ORIGINAL/x
fail $ORIGIN/../../../x
fail ${ORIGIN}/x/../../../..
fail $LIB/x
pass ${ORIGIN}/../lib
pass $ORIGIN/x/../../y
pass $ORIGIN
pass /tmpfiles/x
pass /usr/tmp/../lib
fail /var/run/../home/x
fail //var/run/../home/x
fail /usr/../var/run/../home/x
pass /usr/lib/..x
EOF
gcc -O2 -Wl,-rpath, "$V/samples/nothing.c" -o rpath
is "$(check rpath rpath verdict)" pass 'the loader passes over an empty RUNPATH'

# --- what profiling and coverage leave in a file that has lost its symbols
gcc -O2 -pg "$m" -o profiled
strip profiled
is "$(check profiled sanitizer verdict) $(check profiled sanitizer value)" 'fail profiling' '-pg'
clang-14 -O2 -fprofile-instr-generate "$m" -o counted
strip counted
is "$(check counted sanitizer verdict) $(check counted sanitizer value)" 'fail coverage' "clang's counters"
sstripped counted counted-sstripped
is "$(check counted-sstripped sanitizer verdict)" unknown 'and without section headers'
gcc -O2 --coverage "$m" -o covered
strip covered
is "$(check covered sanitizer verdict) $(check covered sanitizer evidence | cut -d, -f1)" 'unknown texts: GCOV_PREFIX' '--coverage'
gcc -O2 -static -fsanitize=undefined "$V/samples/bounded.c" -o undefined
strip undefined
is "$(check undefined sanitizer verdict)" unknown 'a sanitizer in a static program'
# each name that tells of a runtime, wherever it stands among others: they are looked for sixteen bytes at a time
cat >named.py <<'EOF'
names = "GCOV_PREFIX LLVM_PROFILE_FILE ASAN_OPTIONS XRAY_OPTIONS GMON_OUT_PREFIX".split()
whole = open("bare", "rb").read()
at = whole.index(b"=" * 64)
for name in names + ["SCOV_PREFIX", "TRAY_OPTIONS", "SAN_OPTION"]:
    for k in range(20):
        text = (b"N_" * k)[:k] + name.encode() + b"=" * (64 - k - len(name))
        open(f"named-{name}-{k}", "wb").write(whole[:at] + text + whole[at + 64:])
EOF
printf 'const char text[] = "%s"; int main(int argc, char **argv) { return text[argc + argv[0][0]]; }\n' "$(printf '%64s' '' | tr ' ' =)" >text.c
gcc -O2 -static -Wl,-z,noseparate-code text.c -o bare
strip bare
ok 'files with those texts' python3 named.py
is "$("$HARDCC" verify --format json named-* | jq -r '.[] | .file + " " + (.checks[] | select(.name == "sanitizer") | .verdict + " " + .evidence)' |
	sed 's/^named-//; s/-[0-9]* / /; s/, a setting.*//' | sort | uniq -c | sed 's/^ *//')" \
	'20 ASAN_OPTIONS unknown texts: SAN_OPTIONS
20 GCOV_PREFIX unknown texts: GCOV_PREFIX
20 GMON_OUT_PREFIX unknown texts: GMON_OUT_PREFIX
20 LLVM_PROFILE_FILE unknown texts: LLVM_PROFILE_FILE
20 SAN_OPTION pass symbols: none of theirs
20 SCOV_PREFIX pass symbols: none of theirs
20 TRAY_OPTIONS pass symbols: none of theirs
20 XRAY_OPTIONS unknown texts: XRAY_OPTIONS' 'law 13: each text of a runtime is found at each place'

# --- what is not there
is "$(check static interp evidence), $(check static needed evidence), $(check hard interp evidence)" \
	'program headers: no PT_INTERP, program headers: no PT_DYNAMIC, program headers: PT_INTERP' 'what shows that there is none'
gcc -O2 -fPIE -pie -nostdlib "$V/samples/start.c" -o loader-only
gcc -shared -fPIC "$V/samples/nothing.c" -o library.so
is "$(for f in hard loader-only library.so; do check $f static evidence; done)" 'dynamic segment: DT_NEEDED; the profile does not ask for it
program headers: PT_INTERP; the profile does not ask for it
a library' 'what shows that it is not static'
strip -o needless-stripped needless
is "$(check needless symbols evidence), $(check needless-stripped symbols evidence)" \
	'sections: SHT_SYMTAB, sections: no SHT_SYMTAB' 'the symbol table, too'

# --- FORTIFY of C++ by clang, which leaves printf plain
cat >printf.cc <<'EOF'
#include <cstdio>
#include <string>
int main(int argc, char **argv) { std::string s = argv[0]; std::printf("%d %s\n", argc, s.c_str()); }
EOF
clang++-14 -O2 -D_FORTIFY_SOURCE=2 printf.cc -o shared-c++
clang++-14 -O2 -D_FORTIFY_SOURCE=2 -static-libstdc++ printf.cc -o own-c++
is "$(check shared-c++ fortify verdict) $(check own-c++ fortify verdict)" 'unknown unknown' 'a plain printf proves nothing in C++ by clang'

# --- an object whose code is made at the link
gcc -O2 -flto -fno-fat-lto-objects -c "$V/samples/library.c" -o slim.o
is "$("$HARDCC" verify --format json slim.o | jq -r '[.[0].checks[].verdict] | unique | join(" ")')" n/a 'nothing is asked of it'
is "$(check slim.o branch evidence)" 'LTO: its code is made at the link' 'it is said why'
hard gcc -O2 -flto -ffat-lto-objects -c "$V/samples/library.c" -o fat.o
is "$(check fat.o stackprotector verdict)" pass 'one with code beside it is judged'
rm -f lto.a && ar rc lto.a slim.o fat.o
is "$(check lto.a branch verdict) $(check lto.a notes verdict) $(check lto.a kind value)" 'pass pass archive of 2' 'in an archive: those with code'

# --- a program that says nothing about its stack
for row in x86_64:fail arm:fail aarch64:pass riscv64:pass mips:unknown; do
	echo 'int x = 1;' | clang-14 "--target=${row%:*}-linux-gnu" -mno-relax -c -x c - -o stack.o 2>/dev/null
	ld.lld -z nognustack -e x stack.o -o stack 2>/dev/null
	is "$(check stack nx verdict)" "${row#*:}" "no mark of the stack on ${row%:*}"
done

# --- a static PIE without section headers
gcc -O2 -static-pie -Wl,-z,lazy "$V/samples/nothing.c" -o lazy
is "$(check lazy bindnow verdict)" fail 'a static PIE that binds late'
sstripped lazy lazy-sstripped
is "$(check lazy-sstripped bindnow verdict)" fail 'and without section headers'
gcc -O2 -fPIE -static-pie -nostdlib "$V/samples/start.c" -o early
sstripped early early-sstripped
is "$(check early-sstripped bindnow verdict)" pass 'one without slots to bind'

for f in hard static whole both.a; do
	cp $f "$T/before" && strip -g -o "$T/after" "$T/before" 2>/dev/null
	is "$("$HARDCC" verify --format json "$T/after" | jq -c '[.[0].checks[] | select(.name != "debug") | .verdict]')" \
		"$("$HARDCC" verify --format json "$T/before" | jq -c '[.[0].checks[] | select(.name != "debug") | .verdict]')" \
		"$f: no verdict changes without debug information"
done

# --- policies
mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
profile() {
	cat >"$XDG_CONFIG_HOME/hardcc/profiles/team.profile"
}
profile <<-'END'
	include openssf
	bindnow off because its plugins are written so
END
v 1 'an exception' --profile team plain
has 'with its reason' 'profiles/team.profile:2: its plugins are written so' "$T/out"
profile <<-'END'
	include openssf
	bindnow off because its plugins are written so, until 2020-01-31
END
v 1 'an exception past its day' --profile team plain
has 'says the day' 'profiles/team.profile:2, past its day 2020-01-31: its plugins are written so' "$T/out"
has 'is a failure' '  fail     bindnow ' "$T/out"
has 'and says what to do' 'to fix it: take that line out, or give it a later day' "$T/out"
profile <<-'END'
	include openssf
	bindnow off because its plugins are written so
END
v 1 'one that is lifted' --profile team,+bindnow plain
has 'does not hold' '  fail     bindnow ' "$T/out"
v 1 'a switch' --profile openssf,-bindnow plain
has 'takes what is asked for away' 'the profile does not ask for it' "$T/out"
v 1 'a switch' --profile none,+pie plain
has 'asks for more' '  fail     pie ' "$T/out"
profile <<-'END'
	pie expect if static
	static expect if exe
	rpath expect if aarch64
	fortify expect if musl
END
"$HARDCC" verify --profile team --format json plain | jq -r '.[0].checks[] | select(.verdict == "fail") | .name' >"$T/out"
is "$(cat "$T/out")" static 'expect, by its conditions'
HARDCC_PROFILE=none v 0 'the profile of the environment' plain
"$HARDCC" explain -- gcc -c a.c >"$T/out"
lacks 'what is expected changes no call' rwx "$T/out"
profile <<-'END'
	rwx expect something
END
v 125 'expect takes no word' --profile team plain
has 'it is said where' 'team.profile:1' "$T/err"

# --- JSON and SARIF
schema() { # SCHEMA FILE
	python3 -W ignore -c 'import json, sys, jsonschema
jsonschema.validate(json.load(open(sys.argv[2])), json.load(open(sys.argv[1])))' "$1" "$2"
}
"$HARDCC" verify --format json plain hard both.a "$T/text" "$T/nowhere" static >"$T/all.json" 2>/dev/null
is "$(jq -r '.[].file' "$T/all.json" | tr '\n' ' ')" "plain hard both.a $T/text $T/nowhere static " 'JSON has each file'
is "$(jq -r 'map(has("error")) | map(tostring) | join(" ")' "$T/all.json")" 'false false false true true false' 'and each error'
want_table check
is "$(jq -r '.[0].checks[].name' "$T/all.json")" "$rows" 'each check, in the order of the table'
"$HARDCC" verify --format sarif plain 'hard' "$T/text" >"$T/all.sarif" 2>/dev/null
is "$(jq -r '.runs[0].results[] | select(.locations[0].physicalLocation.artifactLocation.uri == "plain") | .ruleId + " " + .level' \
	"$T/all.sarif" | sort | tr '\n' ',')" 'aliasing none,auto-var-init none,bindnow error,branch error,fortify error,overflow none,stackclash none,stackprotector error,' \
	'SARIF has a result for each failure'
is "$(jq -r '.runs[0] | .tool.driver.rules[.results[0].ruleIndex].id == .results[0].ruleId' "$T/all.sarif")" true 'and its rule'
is "$(jq -r '.runs[0].invocations[0] | .executionSuccessful, .toolExecutionNotifications[0].message.text' "$T/all.sarif" | tr '\n' ' ')" \
	'false it is not an ELF file or an archive ' 'and what could not be read'
is "$("$HARDCC" verify --format sarif "$S/plain" ./plain plain | jq -r '.runs[0] | .originalUriBaseIds["%SRCROOT%"].uri,
	([.results[].locations[0].physicalLocation.artifactLocation | .uri + " " + .uriBaseId] | unique[])' | tr '\n' ' ')" "file://$S/ plain %SRCROOT% " \
	'a path below the working directory is relative to it'
marks() { # FILE
	"$HARDCC" verify --format sarif "$1" | jq -r '.runs[0].results[] | .ruleId + " " + .partialFingerprints.primaryLocationLineHash' | sort
}
marks plain >"$T/marks"
cp plain "$T/plain"
gcc -O2 -no-pie -fno-pie -DAGAIN -g "$m" "$V/samples/library.c" -o plain
ok 'another build has the same fingerprints' sh -c "join '$T/marks' - | awk '\$2 != \$3 { exit 1 } END { exit NR < 4 }'" <<-END
	$(marks plain)
END
cp "$T/plain" plain
is "$(cut -d' ' -f2 "$T/marks" | sort | uniq -d)" '' 'each result has its own'
profile <<-'END'
	include openssf
	rpath expect if exe
	static expect if exe
END
is "$("$HARDCC" verify --profile team --format sarif plain | jq -c '.runs[0].results[] | select(.ruleId == "static") | .relatedLocations[0].physicalLocation |
	[(.artifactLocation.uri | sub(".*/"; "")), .region.startLine]')" '["team.profile",3]' 'the line of a profile that asks for it'
is "$(jq -r '.runs[0].tool.driver.rules | map(select(.help.text and .help.markdown)) | length' "$T/all.sarif")" "$(echo "$rows" | wc -l)" \
	'each rule has its help'
cp plain 'a b%ü'
is "$("$HARDCC" verify --format sarif "$S/a b%ü" | jq -r '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri' |
	sed 's|.*/||')" 'a%20b%25%C3%BC' 'a path as a URI'
rm 'a b%ü'
if python3 -W ignore -c 'import jsonschema' 2>/dev/null; then
	ok 'the JSON is valid by doc/verify.schema.json' schema "$srcdir/doc/verify.schema.json" "$T/all.json"
	ok 'the SARIF is valid by what SARIF 2.1.0 asks of such a file' schema "$V/sarif.schema.json" "$T/all.sarif"
	# OASIS's own, where somebody has it
	[ -z "${SARIF_SCHEMA:-}" ] || ok 'the SARIF is valid by the whole schema' schema "$SARIF_SCHEMA" "$T/all.sarif"
	sed 's/"fail"/"bad"/' "$T/all.json" >"$T/bad.json"
	not_ok 'another verdict is not' schema "$srcdir/doc/verify.schema.json" "$T/bad.json"
	sed 's/"text":/"words":/g' "$T/all.sarif" >"$T/bad.sarif"
	not_ok 'SARIF without messages is not' schema "$V/sarif.schema.json" "$T/bad.sarif"
elif [ -n "${CI:-}" ]; then
	ok 'python3-jsonschema is there' false
fi

# --- beside the log of the calls
log=$T/log
logged() { # LOG COMPILER WORD...
	logged_to=$1
	shift
	HARDCC_LOG=$logged_to hard "$@"
}
logged "$log" gcc -O2 -c "$m" -o logged-main.o
logged "$log" gcc -O2 -c "$V/samples/library.c" -o logged-library.o
gcc logged-main.o logged-library.o -o logged
grep -v '/main\.c"' "$log" >"$T/less"
logged_as() { # LOG FILE: units logged cached unrecorded names
	"$HARDCC" verify --log "$1" --format json "$2" 2>/dev/null | jq -c '.[0].log | [.units, .logged, .cached, .unrecorded] + .unrecorded_among'
}
v 0 'all that is asked for holds, by notes and log' --log "$log" --profile openssf,-bindnow logged
is "$(logged_as "$log" logged)" '[2,2,0,0]' 'each unit is in the log'
is "$(logged_as "$T/less" logged)" '[2,1,1,0]' 'one is not, and has a note: it came from a cache'
gcc logged-main.o plain-library.o -o logged-past
is "$(logged_as "$T/less" logged-past)" '[2,1,0,1,"main.c"]' 'a note less than units that have one by the log'
is "$(logged_as "$log" logged-past)" '[2,2,0,1,"main.c","library.c"]' 'the log has a source of that name, but its note is not here'
: >"$T/none.log"
is "$(logged_as "$T/none.log" logged-past)" '[2,0,1,1,"main.c","library.c"]' 'one from a cache, one past hardcc, and nobody knows which'
is "$(logged_as "$log" both.a)" '[2,1,0,1,"plain.o"]' 'of an archive the member is named'
strip -o logged-stripped logged
is "$(logged_as "$log" logged-stripped)" '[0,0,0,0]' 'without symbols it is not told'
v 0 'and does not fail for it' --log "$log" --profile openssf,-bindnow logged-stripped
has 'it is said' 'log: no symbols name the units' "$T/out"
HARDCC_LOG=$T/noteless.log HARDCC_PROFILE=openssf,+pie,-note "$SHIM/gcc" -O2 -static "$m" "$V/samples/library.c" -o noteless
v 1 'a static program without notes' --strict --profile openssf,-bindnow,-branch --log "$T/log" noteless
v 0 'its log tells what its units got' --strict --profile openssf,-bindnow,-branch --log "$T/noteless.log" noteless
has 'that is said' 'log: each of its C files was compiled with it' "$T/out"
HARDCC_LOG=$T/weak.log HARDCC_PROFILE=openssf,+pie,-note "$SHIM/gcc" -O2 -static -ftrivial-auto-var-init=uninitialized "$m" -o weak
v 1 'and what they did not get' --profile none,+trivial-auto-var-init --log "$T/weak.log" weak
has 'that is said, too' 'log: a unit was compiled without' "$T/out"
v 3 'an empty log proves nothing' --profile none --log "$T/none.log" logged
has 'it is said' 'none.log: there is no compile and no link in this log' "$T/err"
v 2 'a log that is not there' --log "$T/nowhere" logged
has 'is named' "$T/nowhere: No such file" "$T/err"
v 2 'a log that is a directory' --log "$T" logged
{
	cat "$log"
	head -c 100 "$log"
} >"$T/cut.log"
v 0 'a log with a line that is cut off' --profile openssf,-bindnow --log "$T/cut.log" logged
has 'is said' "$T/cut.log:3: this line is cut off" "$T/err"
v 4 'and incomplete' --strict --profile openssf,-bindnow --log "$T/cut.log" logged
sed 's/^{/{"later":{"a":[1]},/' "$log" >"$T/later.log"
is "$(logged_as "$T/later.log" logged)" '[2,2,0,0]' 'keys that are not known are passed over'
if python3 -W ignore -c 'import jsonschema' 2>/dev/null; then
	"$HARDCC" verify --format json --log "$log" logged both.a >"$T/logged.json" 2>/dev/null
	ok 'the JSON with a log is valid' schema "$srcdir/doc/verify.schema.json" "$T/logged.json"
fi

# --- directories
mkdir -p "$T/tree/a/b"
cp plain "$T/tree/plain"
cp hard "$T/tree/a/hard"
cp static "$T/tree/a/b/static"
cp "$T/text" "$T/tree/a/text"
head -c 100 hard >"$T/tree/a/cut"
ln -s plain "$T/tree/link"
ln -s .. "$T/tree/a/loop"
mkfifo "$T/tree/a/fifo"
v 1 'a directory, without what is below' "$T/tree"
is "$(grep -c "$T/tree" "$T/out")" 1 'only what is in it, links not followed'
v 2 'with what is below' -r "$T/tree"
is "$(grep "$T/tree" "$T/out" | sed 's|:.*||; s|.*/||' | tr '\n' ' ')" 'plain static hard ' 'the worst first'
has 'the sum' '3 ELF files: 1 pass, 2 fail, 0 unknown, 0 n/a; 1 damaged, 1 other files' "$T/out"
v 2 'and a script that is named' "$T/text" "$T/tree"
has 'which is no damaged file' '; 0 damaged, 1 other files' "$T/out"
v 2 'with what is below' -r "$T/tree"
has 'what is damaged is named' "$T/tree/a/cut: " "$T/err"
is "$(awk '$1 == "pie" { print $2, $5 }' "$T/out")" '1 2' 'the sum of each check'
v 2 'a directory, short' -q -r "$T/tree"
is "$(wc -l <"$T/out" | tr -d ' ')" 3 'no sum with -q'
"$HARDCC" verify -r --format json "$T/tree" 2>/dev/null >"$T/out"
is "$(jq -r '.[].file' "$T/out" | sed "s|$T/tree/||" | tr '\n' ' ')" 'a/b/static a/cut a/hard plain ' 'JSON of a directory, by name'
chmod 0 "$T/tree/a/b"
[ "$(id -u)" -eq 0 ] || v 2 'a directory that cannot be read' -r "$T/tree"
chmod 755 "$T/tree/a/b"

# --- many files: shared among processes, told in the same order
mkdir -p "$T/many/below"
n=0
while [ $((n += 1)) -le 150 ]; do
	case $((n % 5)) in
	0) cp "$T/text" "$T/many/$n" ;;
	1) cp hard "$T/many/below/$n" ;;
	2) head -c 100 hard >"$T/many/$n" ;;
	*) cp plain "$T/many/$n" ;;
	esac
done
v 2 'a directory of many files' -r "$T/many"
has 'the sum' '90 ELF files: 30 pass, 60 fail, 0 unknown, 0 n/a; 30 damaged, 30 other files' "$T/out"
cp "$T/out" "$T/many.out"
cp "$T/err" "$T/many.err"
is "$(wc -l <"$T/err" | tr -d ' ')" 30 'a line for each that is damaged'
if command -v taskset >/dev/null; then
	taskset -c 0 "$HARDCC" verify -r "$T/many" >"$T/out" 2>"$T/err"
	ok 'the same with one processor' cmp "$T/out" "$T/many.out"
	ok 'errors, too' cmp "$T/err" "$T/many.err"
fi
is "$("$HARDCC" verify -r --format json "$T/many" 2>/dev/null | jq -r '[length, ([.[] | select(.error)] | length)] | join(" ")')" '120 30' \
	'and in JSON'

# --- it says how far it has come, on a terminal
directories=/usr/lib
while [ ${#directories} -lt 600 ]; do # more, until it takes more than a second; three are enough to see it
	directories="$directories $directories"
	env -u CI script -qec "timeout 3 '$HARDCC' verify -r $directories >/dev/null" /dev/null </dev/null >"$T/out" 2>&1
	! grep -q -a ' files' "$T/out" || break
done
ok 'a line that comes again' grep -q -a -e '[0-9] files' -e ' ELF files, ' "$T/out"
script -qec "'$HARDCC' verify -r '$T/many' >/dev/null" /dev/null </dev/null >"$T/out" 2>&1
lacks 'none where it does not take long' ' files' "$T/out"

# --- a pipe that nobody reads
"$HARDCC" verify -r /usr/bin 2>/dev/null | head -n 1 >"$T/out"
ok 'head may go away' test -s "$T/out"

# --- a file that changes while it is read ends in no crash
(
	n=0
	while [ $((n += 1)) -le 10 ]; do
		cp static "$T/changing"
		: >"$T/changing"
	done
) &
changer=$!
crashed=no
while kill -0 $changer 2>/dev/null; do
	"$HARDCC" verify -q "$T/changing" >/dev/null 2>&1
	status=$?
	[ $status -lt 126 ] || crashed=$status
done
is $crashed no 'a file that changes is survived'
done_testing
