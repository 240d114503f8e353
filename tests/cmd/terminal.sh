#!/bin/sh
# A session in a terminal: the summary in colours, and Ctrl-C in the middle of a compile.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need tmux make gcc

shims gcc
mkdir -p "$T/work" "$T/tmp"
cd "$T/work" || exit 99
# a compile that takes its time: the preprocessor waits for a pipe that nobody writes
mkfifo slow.h
slow=slow$$
echo '#include "slow.h"' >$slow.c
# shellcheck disable=SC2016 # make's
printf '%s.o: %s.c\n\t$(CC) -O2 -c %s.c\n' $slow $slow $slow >Makefile
echo 'int x;' >fast.c

PATH=$PATH:$SHIM
TMPDIR=$T/tmp
HISTFILE=/dev/null
export PATH TMPDIR HISTFILE
tmux() {
	command tmux -S "$T/socket" -f /dev/null "$@"
}
trap 'tmux kill-server 2>/dev/null; chmod -R u+w "$T" 2>/dev/null; rm -rf "$T"' EXIT
tmux new-session -d -x 150 -y 50 'PS1="ready> " exec bash --norc --noprofile -i' || { echo "Bail out! no tmux"; exit 99; }

screen() { # what is on it, colours too
	tmux capture-pane -p -e -S -200
}
wait_for() { # PATTERN
	i=0
	while [ $i -lt 200 ]; do
		screen >shown
		grep -q -e "$1" shown && return 0
		sleep 0.05
		i=$((i + 1))
	done
	return 1
}
type_line() {
	tmux send-keys -l "$1"
	tmux send-keys Enter
}
compiling() { # is a compiler of ours at work?
	pgrep -f "$slow\.c" >/dev/null
}
wait_until() { # COMMAND...
	i=0
	while [ $i -lt 200 ]; do
		"$@" && return 0
		sleep 0.05
		i=$((i + 1))
	done
	return 1
}
idle() {
	! compiling
}

ok "a shell" wait_for 'ready>'
type_line "'$HARDCC' run -- gcc -O2 -c fast.c; echo \"status=\$?\""
ok "a build ends" wait_for 'status=0'
has "with a summary" "hardcc: 1 compile, 0 links" shown
type_line "'$HARDCC' run -- true; echo \"second=\$?\""
ok "a build that compiles nothing ends" wait_for 'second=0'
esc=$(printf '\033')
ok "and is told in yellow" grep -q "hardcc: $esc\[33mthe shim compiled nothing" shown

# make takes the signal now and then where it has the compiler's end in its hands already, says that there is no
# child to wait for, and ends with 2: also without us. What it said is on the screen behind the name.
interrupt() { # NAME COMMAND
	type_line ": begin $1; $2"
	ok "$1: a compile is at work" wait_until compiling
	tmux send-keys C-c
	wait_until idle
	type_line "echo \"$1=\$?.\""
	ok "$1: Ctrl-C ends it" wait_for "$1=[0-9]*\."
	want=130
	! sed "/begin $1/,\$!d" shown | grep -q 'make: .*No child processes' || want=2
	ok "$1: with status $want" grep -q "$1=$want\." shown
	ok "$1: the compiler is gone" wait_until idle
	is "$(ls "$T/tmp")" "" "$1: nothing is left behind"
}
interrupt direct "'$HARDCC' run -- gcc -O2 -c $slow.c"
interrupt make "'$HARDCC' run -- make"
not_ok "make: no object" test -e $slow.o
interrupt quiet "'$HARDCC' run -q -- make -j2"
type_line "'$HARDCC' run -- bash --norc --noprofile -i"
type_line 'PS1="inner> "'
ok "a shell within run" wait_for 'inner>'
type_line 'gcc -O2 -c fast.c; exit 3'
type_line 'echo "shell=$?"'
ok "its status" wait_for 'shell=3'
has "and its summary" "hardcc: 1 compile, 0 links" shown
# fg knows no job that has ended already: so this one is ended when it runs again
long=60.$$
state() { # LETTER: is it the state of the command and of run?
	ps -o stat= -p "$(pgrep -d, -f "sleep $long\$")" >states 2>/dev/null && ! grep -qv "^$1" states
}
type_line "'$HARDCC' run -- sleep $long"
ok "a command that takes long" wait_until sh -c "pgrep -x -f 'sleep $long' >/dev/null"
tmux send-keys C-z
ok "Ctrl-Z stops it" wait_for 'Stopped'
ok "and the command with it" wait_until state T
type_line 'fg; echo "job=$?"'
ok "it goes on" wait_until state S
pkill -TERM -f "run -- sleep $long\$"
ok "and ends as it is told" wait_for 'job=143'
is "$(ls "$T/tmp")" "" "nothing is left behind"

done_testing
