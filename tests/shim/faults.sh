#!/bin/sh
# Law 12: each system call of the shim fails once, with each errno that it can have (tests/lib/faults.c). What comes out
# is the same object and line of the log; or, where the log is not required, the same object and one warning; or 125 to
# 127, one message of ours and no object. The same call afterwards, with the cache that the fault left, is right again.
# HARDCC_TEST_FAULTS: all, each call with each errno, or from the fifth of the same on with one of them; or the names of
# scenarios, which are run so. Else the scenarios of $usual, each call with one errno.

wanted=${HARDCC_TEST_FAULTS:-}
: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc clang musl-gcc
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

usual='gcc-warm gcc-cold clang-cold log required response-edited identity-log musl-compile masquerade'
repeats=4
faults=$builddir/tests/lib/faults
real=$(command -v gcc)
real=${real%/*}
mkdir -p "$T/fake" "$T/launchers" "$T/masquerade" "$T/go" "$T/run" \
	"$T/config/hardcc/profiles" "$T/settings/hardcc/profiles"
shims gcc clang
"$HARDCC" shims --musl "$T/musl" >/dev/null || { echo "Bail out! no shims"; exit 99; }
for f in fake/gcc launchers/ccache; do
	cp "$builddir/tests/lib/fakecc" "$T/$f"
done
ln -s ../launchers/ccache "$T/masquerade/gcc"
cp "$faults" "$T/go/go"
echo '%rename cc1_options old' >"$T/ours.specs"
printf 'include openssf\nmine drop -Wmine\n' >"$T/config/hardcc/profiles/mine.profile"
printf 'include openssf\nspecs spec %s/ours.specs if gcc compile\n' "$T" >"$T/config/hardcc/profiles/specs.profile"
printf 'include openssf\nmine add -DMINE\n' >"$T/settings/hardcc/profiles/mine.profile"
echo 'HARDCC_PROFILE = mine' >"$T/settings/hardcc/hardcc.conf"

# NAME CACHE LOG COMPILER [NAME=VALUE...] SHIM WORDS...
#   CACHE     warm, cold, none     LOG     -, new, kept: with a line in it already, required: so, and required
#   COMPILER  real; fake prints its words; go: so, called by a program of that name; launcher and masquerade: so, behind
#             a ccache that prints, too; musl: real
cat >"$T/scenarios" <<END
gcc-warm         warm - real        gcc -O2 -c a.c -o a.o
gcc-cold         cold - real        gcc -O2 -c a.c -o a.o
gcc-no-cache     none - real        gcc -O2 -c a.c -o a.o
clang-warm       warm - real        clang -O2 -c a.c -o a.o
clang-cold       cold - real        clang -O2 -c a.c -o a.o
log              warm kept fake     gcc -O2 -c a.c -o a.o
log-new          cold new fake      gcc -O2 -c a.c -o a.o
required         warm required fake gcc -O2 -c a.c -o a.o
required-cold    cold required real gcc -O2 -c a.c -o a.o
response         warm kept fake     gcc @words -c a.c -o a.o
response-edited  warm kept real     HARDCC_PROFILE=mine gcc @words -c a.c -o a.o
refused          cold kept fake     FAKE_REFUSE=-fcf-protection=full gcc -O2 -c a.c -o a.o
settings         cold - fake        XDG_CONFIG_HOME=$T/settings gcc -O2 -c a.c -o a.o
settings-warm    warm - fake        XDG_CONFIG_HOME=$T/settings gcc -O2 -c a.c -o a.o
spec             cold - fake        HARDCC_PROFILE=specs gcc -O2 -c a.c -o a.o
stack            cold - real        HARDCC_PROFILE=openssf-strict gcc a.c b.s -shared -o a.o
identity         warm - go          GOVERSION=go1.26.8 gcc -### -x c -c -
identity-cold    cold - real        gcc -### -x c -c -
identity-log     warm kept go       GOVERSION=go1.26.8 gcc -### -x c -c -
link             warm - real        gcc a.c -o a.o
link-cold        cold - real        gcc a.c -o a.o
dynimport        warm - fake        gcc -O2 -g -o /tmp/b001/_cgo_.o /tmp/b001/_cgo_main.o
musl-compile     warm - musl        gcc -O2 -c a.c -o a.o
musl-cold        cold - musl        gcc -O2 -c a.c -o a.o
musl-link        warm - musl        gcc a.c -o a.o
musl-link-cold   cold kept musl     gcc a.c -o a.o
launcher         cold - launcher    HARDCC_LAUNCHER=ccache gcc -O2 -c a.c -o a.o
depfile          warm - real        gcc -O2 -MD -c a.c -o a.o
werror           warm kept real     gcc -O2 -Werror -c unused.c -o a.o
werror-out       warm kept real     gcc -O2 -Werror -S unused.c -o -
masquerade       cold kept masquerade gcc -O2 -c a.c -o a.o
END

# --- one call

is_fake() {
	[ "$compiler" != real ] && [ "$compiler" != musl ]
}

# The files and the environment of a scenario.
set_up() {
	mkdir want
	echo 'int f(int n) { char b[8]; b[n & 7] = 1; return b[3]; } int main(void) { return f(2); }' >a.c
	printf '#include <unistd.h>\nint f(void) { write(1, "", 0); return 0; }\n' >unused.c
	printf '.section .note.GNU-stack,"",@progbits\n' >b.s
	echo '-O2 -Wmine "-DA=a b"' >words
	export XDG_CACHE_HOME="$PWD/cache" XDG_CONFIG_HOME="$T/config"
	[ "$cache" != none ] || export HARDCC_CACHE=none
	[ "$log" = - ] || export HARDCC_LOG="$PWD/log"
	[ "$log" != required ] || export HARDCC_LOG_REQUIRED=1
	! is_fake || [ "$scenario" = spec ] || export FAKE_OUT=a.o
	[ "$scenario" != refused ] || export FAKE_VERSION='gcc version 13.0.1 20230401 (experimental)'
	tracer=$faults
	[ "$compiler" != go ] || tracer=$T/go/go
	names=$SHIM
	[ "$compiler" != musl ] || names=$T/musl
	case $compiler in
	real | musl) path=$names:$real ;;
	masquerade) path=$names:$T/masquerade:$T/fake ;;
	*) path=$names:$T/fake:$T/launchers ;;
	esac
}

# Runs the call, behind the words that are given, as if there had been none before.
call() { # [FAULTS...]
	rm -f a.o log
	case $log in kept | required) cp "$T/line" log ;; esac
	# shellcheck disable=SC2086 # words
	PATH=$path "$@" "$names/"$words >out 2>err.raw </dev/null 3<>"$T/pipe" 4<&- # what is open is the same each time
	status=$?
	sed 's|/cc[A-Za-z0-9]\{6\}\.|/cc.|g' err.raw >err # gcc's temporary files
	case $scenario in spec | werror-out) [ -s out ] || return 0 ;; *) return 0 ;; esac
	mv out a.o # the fake compiler would print there what it is asked of the file, too
	: >out
}

call_again() {
	case $compiler in
	go) call "$tracer" list again ;;
	*) call ;;
	esac
}

# A fake object without its response files; a log without times, and without what differs with the numbers of files.
plain() { # FILE
	case $1 in
	*.o) sed -e '/^@{$/d; /^}$/d; s/\\\(.\)/\1/g' "$1" ;;
	*) sed -E -e 's/"(time|duration_us|parent)":[0-9]+/"\1":0/g; s|/proc/self/fd/[0-9]+|/proc/self/fd/N|g' \
		-e "$log_edit" "$1" ;;
	esac
}

same() { # FILE: it is as in the run without a fault
	[ -e "want/$1" ] || [ -e "$1" ] || return 0
	[ -e "want/$1" ] && [ -e "$1" ] || return 1
	cmp -s "want/$1" "$1" && return
	case $1 in
	a.o) is_fake || return 1 ;;
	log) ;;
	*) return 1 ;;
	esac
	plain "want/$1" >plain.want
	plain "$1" >plain.got
	cmp -s plain.want plain.got
}

# What became of the log: the line is in it, none is, or what should never be there.
judge_log() {
	if same log; then
		logged=a
	elif cmp -s "$T/line" log || { [ "$log" = new ] && [ ! -s log ]; }; then
		logged=no
	else
		logged='a wrong'
	fi
}

# One warning; none where Go reads what stderr has.
warned() {
	case $scenario in
	identity*) cmp -s want/err err ;;
	*) [ "$ours" -eq 1 ] && grep -q 'warning: hardcc: ' said ;;
	esac
}

# Who lost the compiler cannot take its object away, for it may still be writing: then the whole plan is in it.
lost() {
	[ "$errno" = ECHILD ] && [ "$log" != required ] && same a.o
}

# What came out of a call, in a word: same, warned, refused; empty where it is none of them, and $what says it.
judge() {
	object=another
	! same a.o || object=the
	[ -e a.o ] || object=no
	judge_log
	grep -vxF -f want/err err >said
	ours=$(grep -c 'hardcc: ' said)
	! grep -qv 'hardcc: ' said || ours=0 # another's among them
	printed=
	cmp -s want/out out || printed=', other words on stdout'
	what="status $status, $object object${HARDCC_LOG:+, $logged line in the log}$printed"
	what="$what, $(wc -l <said) lines more on stderr$(sed -n '1s/^/: /p' said)"
	cmp -s want/err err || [ -s said ] || what="$what and some missing"
	outcome=
	if [ "$status" -eq 0 ] && same a.o && [ -z "$printed" ]; then
		if [ "$logged" = a ] && cmp -s want/err err; then
			outcome=same
		elif [ "$logged" != 'a wrong' ] && [ "$log" != required ] && warned; then
			outcome=warned
		fi
	elif [ "$status" -ge 125 ] && [ "$status" -le 127 ] && [ "$logged" != 'a wrong' ] && [ ! -s out ] &&
		[ "$ours" -gt 0 ]; then
		[ -e a.o ] && ! lost || outcome=refused
	fi
}

# --- the faults

bad() { # WHAT
	echo "$number $about $errno: $1" >>bad
}

fresh_cache() {
	rm -rf cache
	[ "$cache" != warm ] || cp -Rp want/cache cache
}

# Whether the fault left a cache which no call has begun with.
cache_is_new() {
	[ "$cache" != none ] && [ -n "$(ls -A cache/hardcc 2>/dev/null)" ] && ! diff -r want/cache cache >/dev/null 2>&1
}

# What ends otherwise and rightly. Who may not look into a folder of PATH goes on to the next, as the shell does; who may
# not look at other processes does not know its caller; who may not use the kernel's headers goes without, and who may not
# list what is open, or make a socket, does not compile a second time. A response file in a circle of links is one for the
# compiler, too: it complains. What the compiler said and stderr does not take is lost, as it is to the compiler.
excepted() {
	case "$scenario $about $errno" in
	"masquerade stat("*"/masquerade/gcc) EACCES" | response*" openat(words) ELOOP" | response*" stat(words) ELOOP") ;;
	musl*" access("*"/kernel/"*") EACCES") ;;
	"werror"*" write(2, "* | werror*" open(/proc/self/fd) EACCES" | werror*" socket() EACCES") ;;
	identity*" openat(/proc/"*") EACCES" | identity*" openat(/proc/"*") ELOOP") ;;
	*) return 1 ;;
	esac
}

# One fault, and the same call after it.
fail_once() {
	! excepted || return 0
	fresh_cache
	log_edit=
	[ "$errno" != E2BIG ] || log_edit='s/"run":\[[^]]*\]//' # all words are in a response file then
	call "$tracer" one fault "$number" "$name" "$errno"
	if ! grep -q '^failed ' fault; then
		bad "no fault: $(cat fault)"
		return
	fi
	count=$((count + 1))
	judge
	! grep -q '^hung' fault || outcome='' what="it hangs"
	first=$outcome
	[ -n "$first" ] || bad "$what"
	log_edit=
	cache_is_new || return 0
	call_again
	judge
	[ "$outcome" = same ] || bad "the call after it${first:+, which was $first}: $what"
}

# The run without a fault: its calls, and what comes out of it.
refer() {
	if [ "$cache" = warm ]; then
		call_again
		cp -Rp cache want/cache
	fi
	call "$tracer" list calls
	[ -e want/cache ] || [ ! -e cache ] || cp -Rp cache want/cache
	for f in out err a.o log; do
		[ ! -e $f ] || mv $f want
	done
	[ "$status" -eq 0 ] || bad "without a fault: status $status: $(head -1 want/err)"
}

one_of() { # NUMBER ERRNO...: one of them, another one from call to call
	one_of=$1
	shift
	shift $((one_of % $#))
	echo "$1"
}

run_scenario() { # CACHE LOG COMPILER [NAME=VALUE...] WORDS...
	cache=$1
	log=$2
	compiler=$3
	shift 3
	set_up
	while [ "${1#*=}" != "$1" ]; do
		export "${1?}"
		shift
	done
	words=$*
	number=0 about='' errno='' count=0
	: >bad
	: >seen
	refer
	while IFS=$tab read -r call about errnos <&3; do
		number=${call% *}
		name=${call#* }
		[ -n "$errnos" ] || bad "tests/lib/faults.c has no row for it"
		plain_about=$(echo "$about" | sed 's/[0-9][0-9]*//g')
		echo "$plain_about" >>seen
		# shellcheck disable=SC2086 # words
		if [ -n "$errnos" ] && { [ -z "$wanted" ] || [ "$(grep -cxF -e "$plain_about" seen)" -gt $repeats ]; }; then
			errnos=$(one_of "$number" $errnos)
		fi
		for errno in $errnos; do
			fail_once
		done
	done 3<calls
	echo "$count" >count
}

# Takes scenarios until there is none left; who makes the folder has it.
worker() {
	while read -r scenario rest <&4; do
		case " ${wanted:-$usual} " in
		" all " | *" $scenario "*) ;;
		*) continue ;;
		esac
		mkdir "$T/run/$scenario" 2>/dev/null || continue
		# shellcheck disable=SC2086 # words
		(cd "$T/run/$scenario" && run_scenario $rest)
	done 4<"$T/scenarios"
}

mkfifo "$T/pipe"
tab=$(printf '\t')
echo '{"v":1,"before":true}' >"$T/line"
if ! FAKE_OUT=/dev/null "$faults" list "$T/calls" "$T/fake/gcc" || [ ! -s "$T/calls" ]; then
	echo "Bail out! a process cannot be traced here: $(head -1 "$T/calls")"
	exit 99
fi
worker &
worker
wait
total=0
while read -r scenario rest; do
	[ -d "$T/run/$scenario" ] || continue
	count=$(cat "$T/run/$scenario/count")
	total=$((total + count))
	is "$(wc -l <"$T/run/$scenario/bad")" 0 "law 12: $scenario: none of $count faults ends otherwise"
	sed "s/^/# $scenario: /" "$T/run/$scenario/bad"
	not_ok "law 12: $scenario: a call failed" test "$count" -eq 0
done <"$T/scenarios"
not_ok "law 12: $total calls failed in all" test "$total" -eq 0
done_testing
