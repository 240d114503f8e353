#!/bin/sh
# Law 12, never quietly weaker: a question that cannot be asked, a file that cannot be read, a log that cannot be written.
# tests/shim/faults.sh makes each system call fail; here are the cases that a user meets.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/fake.sh
. "$srcdir/tests/lib/fake.sh"
need gcc clang prlimit readelf setpriv mount strace
echo 'int f(int n) { char b[8]; b[n & 7] = 1; return b[3]; }' >a.c

# --- a question that could not be asked

note() { # OBJECT
	readelf -p .note.hardcc "$1" 2>/dev/null | sed -n 's/.*] *\(2 .*\)/\1/p'
}
for cc in gcc clang; do
	rm -rf "$T/cold" a.o
	HARDCC_CACHE=$T/cold PATH=$SHIM:$system_path "$SHIM/$cc" -O2 -c a.c
	whole=$(note a.o)
	has_note=$([ -n "$whole" ] && echo yes)
	is "$has_note" yes "$cc: the note of a good day"
	bit=
	for n in 3 4 5 6 7 8 9; do
		rm -rf "$T/cold" a.o
		HARDCC_CACHE=$T/cold PATH=$SHIM:$system_path prlimit --nofile=$n "$SHIM/$cc" -O2 -c a.c >out 2>&1
		status=$?
		[ $status -eq 0 ] || bit=yes
		got=$(note a.o)
		case $status in
		0) is "$got" "$whole" "law 12: $cc, $n files: the whole plan" ;;
		125 | 126 | 127) is "$(grep -c -e 'error: hardcc:' -e 'error while loading shared libraries' out) $got" "1 " "law 12: $cc, $n files: one line, and no object" ;;
		*) is "$got" "" "law 12: $cc, $n files: the compiler's own error, and no object" ;;
		esac
		HARDCC_CACHE=$T/cold PATH=$SHIM:$system_path "$SHIM/$cc" -O2 -c a.c
		is "$(note a.o)" "$whole" "law 12: $cc, $n files: nothing is settled by it"
	done
	is "$bit" yes "$cc: the limit was felt"
done

# --- a list that names no profile

rm -f a.o
PATH=$SHIM:$system_path "$SHIM/gcc" -O2 -c a.c
whole=$(note a.o)
for list in all ',' -nodlopen +fortify all,-nodlopen; do
	rm -f a.o
	HARDCC_PROFILE=$list PATH=$SHIM:$system_path "$SHIM/gcc" -O2 -c a.c
	is "$(note a.o | sed 's/^\(2 [0-9a-f]*\) [^ ]*/\1/')" "$(echo "$whole" | sed 's/^\(2 [0-9a-f]*\) [^ ]*/\1/')" "law 12: \"$list\" takes nothing from the default list"
done
rm -f a.o
mkdir empty.d
HARDCC_PROFILE=$PWD/empty.d/ PATH=$SHIM:$system_path "$SHIM/gcc" -O2 -c a.c 2>out
is "$? $(grep -c 'empty.d/" has no profile in it' out) $([ -e a.o ] && echo made)" "125 1 " "law 12: a directory without profiles is no list"
echo "HARDCC_PROFILE = $PWD/empty.d/" >"$SHIM/hardcc.conf"
echo 'pie use' >hardcc.profile
PATH=$SHIM:$system_path "$HARDCC" run -q -- gcc -O2 -c a.c 2>out
is "$? $(grep -c 'has no profile in it' out) $([ -e a.o ] && echo made)" "125 1 " "law 12: a project's profile does not make it one"
rm "$SHIM/hardcc.conf" hardcc.profile

# a spec file that may be there
rm -f a.o
strace -o trace -P /etc/gcc_spec_file -e 'inject=?stat,?newfstatat,?statx:error=EIO' "$SHIM/gcc" -O2 -c a.c 2>out
is "$? $(grep -c 'error: hardcc: .*/etc/gcc_spec_file' out) $([ -e a.o ] && echo made)" "125 1 " "law 12: a spec file of the system's that cannot be looked at"

# a shim that is killed while it waits for a required line
mkfifo source.c
HARDCC_LOG=$T/killed.log HARDCC_LOG_REQUIRED=1 PATH=$SHIM:$system_path "$SHIM/gcc" -O2 -c source.c -o killed.o 2>/dev/null &
shim=$!
exec 9>source.c # both are there once this is open
echo 'int f;' >&9
kill -KILL $shim
wait $shim 2>/dev/null
ends() { # within five seconds
	for n in $(seq 50); do
		pgrep -f 'source.c -o killed.o' >/dev/null || return 0
		sleep 0.1
	done
	false
}
ok "law 12: the compiler ends with the shim that was killed" ends
exec 9>&-
ends
not_ok "law 12: no object is left behind without its required line, where the shim is killed" test -e killed.o

# one that answers every second time only; COUNT says which call fails, and how
cat >"$T/witness" <<'END'
#!/bin/sh
n=$(($(cat "$COUNT") + 1))
echo $n >"$COUNT"
case " $FAIL " in
*" $n:mute "*) exit 0 ;;
*" $n:killed "*) kill -KILL $$ ;;
*" $n:fails "*) echo 'gcc: fatal error: cannot execute cc1' >&2; exit 1 ;;
esac
exec "$REAL" "$@"
END
chmod +x "$T/witness"
mkdir "$T/days"
cp "$T/witness" "$T/days/gcc"
export COUNT="$T/count" REAL="$T/real/gcc"
day() { # FAIL WORDS...: a cold call
	rm -rf "$T/cold"
	echo 0 >"$COUNT"
	day_fail=$1
	shift
	FAIL=$day_fail HARDCC_CACHE=$T/cold PATH=$SHIM:$T/days:$system_path "$SHIM/gcc" "$@" 2>err
}
whole=$(day '' -O2 -c a.c)
for how in mute killed fails; do
	is "$(day "1:$how" -O2 -c a.c)" "$whole" "law 12: a compiler that is $how once is asked again"
	is "$(HARDCC_CACHE=$T/cold PATH=$SHIM:$T/days:$system_path "$SHIM/gcc" -O2 -c a.c)" "$whole" "law 12: and remembered rightly"
done
for how in mute killed; do
	day "1:$how 2:$how" -O2 -c a.c >out
	is "$? $(cat out) $(grep -c . err)" "125  1" "law 12: one that is $how twice ends the call"
	is "$(HARDCC_CACHE=$T/cold PATH=$SHIM:$T/days:$system_path "$SHIM/gcc" -O2 -c a.c)" "$whole" "law 12: and nothing is remembered"
done

# a refusal counts only where the same question without the word succeeds
mkdir -p "$T/config/hardcc/profiles"
echo 'own add -fown-word if compile' >"$mine"
mine_day() { # FAIL
	HARDCC_PROFILE=mine day "$1" -O2 -c a.c
}
has_own() {
	grep -c -e -fown-word
}
is "$(mine_day '' | has_own)" 1 "a word that the compiler takes is added"
is "$(mine_day 2:fails | has_own) $(cat "$COUNT")" "0 4" "one that it refuses is not, once it takes the rest"
is "$(mine_day '2:fails 3:fails' | has_own)" 1 "law 12: one that failed with and without it is asked again"
mine_day '2:fails 3:fails 4:fails 5:fails' >out
is "$? $(cat out) $(grep -c 'cannot ask' err)" "125  1" "law 12: and then ends the call"
is "$(FAIL='' HARDCC_PROFILE=mine HARDCC_CACHE=$T/cold PATH=$SHIM:$T/days:$system_path "$SHIM/gcc" -O2 -c a.c | has_own)" 1 \
	"law 12: and is not remembered"

# --- a response file that the compiler can read and we cannot

truncate -s 65M large
fake gcc @large -c a.c >out 2>err
is "$? $(cat out) $(cat err)" "125  gcc: error: hardcc: cannot read the response file large: File too large" \
	"law 12: a response file that is too large"
is "$(HARDCC_DISABLE=1 fake gcc @large -c a.c | tail -1)" a.c "law 12: but not where the user wants no plan"
is "$(HARDCC_PROFILE=none fake gcc @large -c a.c | tail -1)" a.c "law 12: nor where there is none"
is "$(fake gcc @gone -c a.c | sed -n '/^@gone$/p')" @gone "one that is not there is the compiler's to complain about"
echo '-D_FORTIFY_SOURCE=1' | fake gcc -O2 @/dev/stdin -c a.c >out
is "$(grep -c FORTIFY_SOURCE=3 out) $(grep -c FORTIFY_SOURCE=1 out)" "0 1" "law 12: the words of a pipe are the user's, too"

# --- HARDCC_DEPTH in the environment of a build

for stale in 1:/usr/bin/gcc 2:x "1:1.0:/usr/bin/gcc" "1:$$.0:$T/real/gcc" "1:999999.99999999999:$T/real/gcc" 1:1.100:x 1:1.99999999999999:x; do
	is "$(HARDCC_DEPTH=$stale fake gcc -O2 -c a.c)" "$(fake gcc -O2 -c a.c)" "law 12: HARDCC_DEPTH=$stale switches nothing off"
done
is "$(below "$T/elsewhere/gcc" env PATH="$fake_path" "$SHIM/gcc" -O2 -c a.c | wc -l)" 4 "below a call of ours it does"
HARDCC_DEPTH=1:x HARDCC_LOG=$T/none/log HARDCC_LOG_REQUIRED=1 fake gcc -O2 -c a.c >out 2>/dev/null
is "$? $(cat out)" "125 " "law 12: nor is a required log"
for c in "explain -- gcc -c a.c" "env"; do
	# shellcheck disable=SC2086 # words
	is "$(PATH=$fake_path HARDCC_DEPTH=1:x "$HARDCC" $c 2>&1 >/dev/null | grep -c HARDCC_DEPTH)" 1 "${c%% *} tells of it"
done
is "$(PATH=$fake_path HARDCC_DEPTH=1:x "$HARDCC" run -q -- env | grep DEPTH)" "" "run clears it"
is "$(PATH=$fake_path HARDCC_DEPTH=1:x "$HARDCC" doctor 2>&1 | grep -c "^  HARDCC_DEPTH is in")" 1 "doctor reports it"

# --- another file by the name of the note's header

PATH=$SHIM:$system_path "$SHIM/gcc" -O2 -c a.c
whole=$(note a.o)
mkdir inc
echo '#define HARDCC_NOTE_H' | tee hardcc-note.h >inc/hardcc-note.h
for cc in gcc clang; do
	for words in '' -MMD '-Wp,-MMD,a.d'; do
		for more in '' -Iinc '-I inc' '-iquote inc'; do
			rm -f a.o
			# shellcheck disable=SC2086 # words
			PATH=$SHIM:$system_path "$SHIM/$cc" -O2 $words $more -c a.c
			is "$(note a.o | wc -l)" 1 "law 12: $cc $words $more: a header of that name takes nobody's place"
		done
	done
	CPATH=inc PATH=$SHIM:$system_path "$SHIM/$cc" -O2 -MMD -c a.c
	is "$(note a.o | wc -l)" 1 "law 12: $cc: nor one on CPATH"
done
rm hardcc-note.h inc/hardcc-note.h
PATH=$SHIM:$system_path "$SHIM/gcc" -O2 -Iinc -MMD -c a.c
is "$(cat a.d)" "a.o: a.c" "-MMD does not list ours"

# --- what an attack found

build_log() {
	PATH=$SHIM:$system_path "$SHIM/gcc" -O2 "$@" -o p >out 2>&1
}
echo 'int main(void) { return 0; }' >main.c
for words in -Wl,-v '-Xlinker -v' -Wl,-rpath,-v '-Wl,-soname -Wl,-v' -Wl,-V; do
	# shellcheck disable=SC2086 # words
	build_log main.c $words
	is "$(readelf -dW p | grep -c 'FLAGS.*NOW') $(note p | wc -l)" "2 1" "law 12: $words is no question"
done
PATH=$SHIM:$system_path "$SHIM/gcc" -O2 -c main.c -Wl,--version -o p
is "$(note p | wc -l)" 1 "law 12: nor are the linker's where nothing is linked"
PATH=$SHIM:$system_path "$SHIM/gcc" -O2 -fPIC -c a.c -o a.obj
ar rcs libobj.a a.obj
echo '-l obj' >linker-words
for words in -Wl,a.obj -Wl,-l,obj '-Xlinker -l -Xlinker obj' -Wl,--whole-archive,--library,obj,--no-whole-archive -Wl,@linker-words -Wl,-R,a.obj; do
	# shellcheck disable=SC2086 # words
	build_log -shared -L. $words
	is "$(readelf -dW p | grep -c 'FLAGS.*NOW')" 2 "law 12: nor is a link whose inputs are the linker's words: $words"
done
build_log -c -print-objc-runtime-info a.c
is "$(note p | wc -l)" 1 "law 12: gcc -print-objc-runtime-info compiles, and is no question"
for words in '--driver-mode=cl --driver-mode=gcc' '--driver-mode=cpp --driver-mode=gcc' '--rsp-quoting=windows --rsp-quoting=posix'; do
	# shellcheck disable=SC2086 # words
	PATH=$SHIM:$system_path "$SHIM/clang" -O2 $words -c a.c -o p 2>out
	is "$(note p | wc -l)" 1 "law 12: clang $words: the last one holds"
done
is "$(HARDCC_PROFILE=openssf-strict fake gcc main.c -Xlinker -z execstack 2>&1 | grep -c denied)" 1 "law 12: -Xlinker -z KEYWORD is seen"
build_log main.c -Wl,-z norelro
is "$(readelf -lW p | grep -c RELRO)" 0 "and the user's word wins"
printf '\377\376-\0c\0' >u16
printf '\357\273\277-c a.c' >mark
for f in u16 mark; do
	fake gcc "@$f" a.c >out 2>err
	is "$? $(cat out) $(grep -c "response file $f" err)" "125  1" "law 12: a response file with a byte order mark ($f)"
done
printf -- '-O2\fx -c a.c' >feed
fake clang @feed >out 2>/dev/null
is "$? $(cat out)" "125 " "law 12: one that clang parts in another way"
echo 'int piped(void) { return 1; }' | PATH=$SHIM:$system_path "$SHIM/gcc" -shared -fPIC -x c /proc/self/fd/0 -x none -o p
is "$(nm -D p | grep -c piped)" 1 "a source in a pipe is the compiler's to read"
printf '.globl zz\nzz: ret\n' >silent.s
mkfifo pipe.c
cat a.c >pipe.c &
PATH=$SHIM:$system_path timeout 20 "$SHIM/gcc" -shared -fPIC pipe.c silent.s -o p 2>/dev/null
is "$? $(nm -D p | grep -c ' f$')" "0 1" "so is one that an unmarked file stands beside"
for f in b.CC b.CXX b.C++; do
	cp a.c $f
	is "$(PATH=$SHIM:$system_path "$SHIM/clang" -O2 -c $f -o p && note p | wc -l)" 1 "law 12: clang takes $f for C++"
done
PATH=$SHIM:$system_path "$SHIM/gcc" -mfunction-return=thunk -c a.c -o p
is "$?" 0 "a word that gcc does not take with -fcf-protection"
PATH=$SHIM:$system_path "$SHIM/gcc" -Wtraditional -Werror -c main.c -o p 2>err
lacks "the header has no #pragma that -Wtraditional minds" pragma err
mkdir -p "$T/abroad"
cat >"$T/abroad/gcc" <<'END'
#!/bin/sh
case ${LC_ALL:-$LANG} in
fr*) exec 3>&1; "$REAL" "$@" 2>&1 >&3 | sed 's/^Target: /Cible : /' >&2 ;;
*) exec "$REAL" "$@" ;;
esac
END
chmod +x "$T/abroad/gcc"
abroad() { # WORDS...
	HARDCC_CACHE=$T/abroad/cache PATH=$SHIM:$T/abroad:$system_path "$SHIM/gcc" "$@"
}
LC_ALL=fr_FR.UTF-8 abroad '-###' -x c -c - </dev/null >/dev/null 2>&1
is "$(abroad -O2 -c a.c | grep -c -e -fcf-protection=full -e _FORTIFY_SOURCE=3)" 2 "law 12: an identity call in another language settles nothing half"
cat >"$T/witness" <<'END'
#!/bin/sh
echo "sh: 1: Cannot fork" >&2
exit 2
END
cp "$T/witness" "$T/days/gcc"
PATH=$SHIM:$T/days:$system_path HARDCC_CACHE=none "$SHIM/gcc" -O2 -c a.c >out 2>err
is "$? $(grep -c 'does not say what compiler' err)" "125 1" "law 12: an error is no answer"

# --- words that are one family's alone

mkdir "$T/clang"
ln -s "$(PATH=$system_path command -v clang)" "$T/clang/cc"
"$HARDCC" shims "$SHIM" cc >/dev/null
whole() { # CC WORDS...: they make of a.c what they make without the first of them
	whole_cc=$1
	shift
	PATH=$SHIM:$T/clang:$system_path "$SHIM/$whole_cc" -O2 -c a.c -o q
	rm -f p
	PATH=$SHIM:$T/clang:$system_path "$SHIM/$whole_cc" -O2 -c -o p "$@" >out 2>&1
	is "$(note p)" "$(note q)" "law 12: $whole_cc $*: the whole plan"
}
# the last of two opposite words holds
# shellcheck disable=SC2086 # words
for words in '-mcmodel=kernel -mcmodel=small' '-fmodules -fno-modules'; do
	whole gcc $words a.c
	whole clang $words a.c
done
# shellcheck disable=SC2086 # words
for words in '-fsanitize=undefined -fno-sanitize=undefined' '-fsyntax-only -fno-syntax-only' '-fpreprocessed -fno-preprocessed' '-fmodules-ts -fno-modules-ts'; do
	whole gcc $words a.c
done
for word in -help -emit-ast -extract-api -emit-llvm -entry -undefined -isystem-after; do
	whole gcc $word a.c
done
for cc in clang cc; do
	for word in -dumpfullversion --target-help -print-ivar-layout --entry; do
		whole $cc $word a.c
	done
done

# --- as what clang reads, and how

is "$(fake clang --driver-mode=g++ -O2 -c a.c | grep -c GLIBCXX_ASSERTIONS) $(fake clang --driver-mode=g++ -c a.c --driver-mode=gcc | grep -c GLIBCXX)" "1 0" \
	"law 12: --driver-mode=g++ makes C++ of C"
is "$(PATH=$SHIM:$system_path "$SHIM/clang" a.c --driver-mode=cpp | grep -c 'int f')" 1 "cpp preprocesses"
is "$(PATH=$SHIM:$system_path "$HARDCC" explain --json -- clang --driver-mode=cl a.c | jq -r '[.edits[].reason] | unique | join(";")')" \
	'the target is not a Linux one' "cl is for another system"
for cc in clang cc; do
	printf -- '-D "" -fno-stack-protector -c a.c' >feed
	is "$(PATH=$SHIM:$T/clang:$system_path "$HARDCC" explain --json -- $cc @feed | jq '.argv | index("-fstack-protector-strong") != null')" true \
		"law 12: $cc: an empty word in a response file is none"
	printf -- '-O2\fx -c a.c' >feed
	PATH=$SHIM:$T/clang:$system_path "$SHIM/$cc" @feed 2>err
	is "$? $(grep -c 'response file feed' err)" "125 1" "law 12: $cc: one that clang parts in another way, by any name"
	echo '-c a.c' >feed
	PATH=$SHIM:$T/clang:$system_path "$SHIM/$cc" @feed --rsp-quoting=windows 2>err
	is "$? $(grep -c 'response file feed' err)" "125 1" "law 12: $cc: nor one that is to be read as Windows does"
done

# --- what stands beside a source takes nothing from it

PATH=$system_path gcc -E a.c -o b.i
PATH=$system_path gcc -c a.c -o b.o
echo text | tee b.unknown >b.def
echo 'int g(void) { return 0; }' >b.cc
printf '      subroutine s\n      end\n' >b.f
cp a.c b.h
echo 'define i32 @l() { ret i32 0 }' >b.ll
made() { # CC INPUTS...: the code of a.c, and what its note tells
	made_cc=$1
	shift
	rm -f a.o
	PATH=$SHIM:$system_path "$SHIM/$made_cc" -O2 -c a.c "$@" 2>err
	PATH=$system_path objdump -dr --no-show-raw-insn a.o | sed 1,3d
	note a.o
}
for cc in gcc clang; do
	whole=$(made $cc)
	others=$([ $cc = gcc ] || echo b.f b.ll)
	for input in b.i b.o b.unknown b.cc $others; do
		is "$(made $cc "$input")" "$whole" "law 12: $cc: $input takes nothing from what stands beside it"
		rm -f b.o
		PATH=$system_path gcc -c a.c -o b.o
	done
	made $cc b.i >out
	is "$(note b.o | wc -l)" 0 "law 12: $cc: and b.i, which no header reaches, has no note"
	others=$([ $cc = clang ] || echo b.f b.def)
	for input in b.h $others; do
		is "$(HARDCC_LOG=$T/beside.log made $cc "$input" | sed '/^2 /d')" "$(echo "$whole" | sed '/^2 /d')" \
			"law 12: $cc: nor does $input, but the note"
		is "$(tail -n 1 "$T/beside.log" | jq -r '.left_out[] | select(.feature == "note") | .reason' | wc -l)" 1 "law 12: $cc: which the log tells"
	done
	PATH=$SHIM:$system_path "$SHIM/$cc" -O2 main.c a.o -o p
	is "$("$HARDCC" verify p | grep -c '^  unknown  \(stackclash\|auto-var-init\|overflow\|aliasing\)')" 4 "law 12: $cc: and verify does not pass what has no note"
done

# --- a required log that cannot be written

small() { # COMMAND...: where the log's file system has no room left
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m sh -c 'mkdir -p "$0/full" && mount -t tmpfs -o size=8k none "$0/full" || exit
		head -c 8192 /dev/zero >"$0/full/fill"
		: >"$0/full/log"
		exec "$@"' "$T" "$@"
}
export HARDCC_LOG="$T/full/log" HARDCC_LOG_REQUIRED=1
if small true 2>/dev/null; then
	rm -f a.o
	small env PATH="$SHIM:$system_path" "$SHIM/gcc" -O2 -c a.c >out 2>err
	is "$? $([ -e a.o ] && echo left)" "125 " "law 12: an object without its line in a required log is removed"
	has "and that is said" 'a.o was removed' err
	rm -f q
	small env PATH="$SHIM:$system_path" "$SHIM/gcc" -O2 main.c -o p -Wl,-o,q >out 2>err
	is "$? $([ -e q ] && echo left)" "125 " "law 12: so is what the linker's own words name"
	cp a.c h.h
	left() { # FILE COMMAND...: it is what the call makes, and is removed
		left_file=$1
		shift
		rm -f "$left_file"
		HARDCC_LOG_REQUIRED='' HARDCC_LOG='' PATH=$SHIM:$system_path "$@" >out 2>err
		ok "$*: makes $left_file" test -e "$left_file"
		rm -f "$left_file"
		small env PATH="$SHIM:$system_path" "$@" >out 2>err
		is "$? $([ -e "$left_file" ] && echo left) $(grep -c "$left_file was removed" err)" "125  1" "law 12: $*: $left_file is removed"
	}
	left h.h.gch gcc h.h
	left h.h.gch gcc -c h.h
	left h.h.gch clang -c h.h
	left a.c.gch gcc -x c-header a.c
	left a.bc clang -emit-llvm -c a.c
	left a.ll clang -emit-llvm -S a.c
	left a.ast clang -emit-ast a.c
	left a.plist clang --analyze a.c
	left q.dd gcc -MM a.c -MF q.dd
	echo old >b.o
	small env PATH="$SHIM:$system_path" "$SHIM/gcc" -O2 -c a.c -o /dev/null >out 2>err
	is "$? $([ -c /dev/null ] && echo there) $(cat b.o)" "125 there old" "law 12: but no device, and no other file"
	small env PATH="$SHIM:$system_path" "$SHIM/gcc" -O2 -S a.c -o - >out 2>err
	is "$? $(grep -c f: out)" "125 1" "law 12: nor what is on stdout"
else
	ok "a file system that is full" false
fi
done_testing
