#!/bin/sh
# -Werror: warnings that only hardening brings end no call; those of the compiler alone do, as without hardcc.
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need bash gcc clang g++ jq make readelf
shims gcc clang g++
cd "$T" || exit 99
hard() { PATH=$SHIM:$PATH "$@"; }

cat >unused.c <<'END'
#include <stdlib.h>
#include <unistd.h>
int main(void) { system(""); write(1, "", 0); return 0; }
END
printf '#define _FORTIFY_SOURCE 1\n#include <string.h>\nint f(char *p) { char b[9]; strcpy(b, p); return b[2]; }\n' >defined.c
printf '#ifdef _FORTIFY_SOURCE\n#warning it is defined\n#endif\nint x;\n' >asks.c
printf '#include <unistd.h>\nint __attribute__((warn_unused_result)) g(void);\nint f(void) { write(1, "", 0); g(); return 0; }\n' >own.c
printf 'int f(void) { int unused; return 0; }\n' >variable.c
printf 'int f(void) { return 0 }\n' >syntax.c
cp unused.c unused.cc

notes() { readelf -p .note.hardcc "$1" 2>/dev/null | grep -c '2 '; }
same() { # STATUS CC ARGS...: with and without
	same_want=$1
	shift
	rm -f out.o out
	"$@" >plain.out 2>plain.err
	same_plain=$?
	rm -f out.o out
	hard "$@" >hard.out 2>hard.err
	is "$same_plain $?" "$same_want $same_want" "$*"
}
# shellcheck disable=SC2086 # words
for cc in gcc clang; do
	for source in unused.c defined.c asks.c; do
		same 0 $cc -O2 -Wall -Werror -c $source -o out.o
		is "$(notes out.o) $(grep -c warning: hard.err) $(grep -c error: hard.err)" "1 $(grep -c warning: hard.err) 0" "$cc $source: hardened, and warned of"
		ok "$cc $source: something is said" test -s hard.err
	done
	is "$(readelf -sW out.o | grep -c _chk)" 0 "$cc: a source without such calls"
	same 0 $cc -O2 -Wall -Werror unused.c -o out
	same 0 $cc -O2 -Wall -Werror -S unused.c -o out.s
	same 0 $cc -O2 -Werror -E defined.c -o out.i
	# what goes to stdout or into a pipe goes there once
	for words in '-E defined.c' '-E defined.c -o -' '-S unused.c -o -' '-E -MD -MF list defined.c'; do
		$cc -O2 -Wall -Werror $words >plain.out 2>plain.err
		is "$? $(grep -c '^int f\|^main:' plain.out)" '0 1' "$cc $words passes without hardcc, and has a function"
		hard $cc -O2 -Wall -Werror $words >hard.out 2>hard.err
		is "$? $(grep -c '^int f\|^main:' hard.out)" '0 1' "$cc $words: and once with it"
		hard $cc -O2 -Wall -Werror $words 2>hard.err | cat >hard.out
		is "$(grep -c '^int f\|^main:' hard.out)" 1 "$cc $words: into a pipe, too"
	done
	rm -f fifo
	mkfifo fifo
	cat fifo >hard.out &
	hard timeout 60 $cc -O2 -Wall -Werror -S unused.c -o fifo 2>hard.err
	status=$?
	wait
	is "$status $(grep -c '^main:' hard.out)" '0 1' "$cc: and into a FIFO"
	cat fifo >hard.out &
	hard timeout 60 $cc -O2 -Wall -Werror -MD -MF fifo -c unused.c -o out.o 2>hard.err
	status=$?
	wait
	is "$status $(grep -c '^out.o:' hard.out)" '0 1' "$cc: a list into a FIFO"
	for to in '>/dev/full' '>&-' '| head -n 1 >hard.out'; do
		eval "$cc -O2 -Wall -Werror -E defined.c 2>plain.err $to"
		same_plain=$?
		eval "hard $cc -O2 -Wall -Werror -E defined.c 2>hard.err $to"
		is "$? $(grep -c hardcc hard.err)" "$same_plain 0" "$cc: -E $to"
	done
	ln -sf /proc/self/fd/1 std
	hard $cc -O2 -Wall -Werror -S unused.c -o std 2>hard.err | grep '^main:' >hard.out
	is "$(wc -l <hard.out | tr -d ' ') $(test -L std && echo link)" '1 link' "$cc: an output that is a link to stdout"
	# what can be read once is read once: then it ends as it is
	{ cat unused.c; printf '#ifdef X\nint with_x;\n#endif\n'; } >from.c
	for into in 'fifo' /dev/stdin; do
		if [ $into = fifo ]; then
			echo '#define X 1' >fifo &
			hard timeout 60 $cc -O2 -Wall -Werror -include fifo -c from.c -o out.o 2>hard.err
		else
			rm -f out.o
			echo '#define X 1' | hard $cc -O2 -Wall -Werror -include $into -c from.c -o out.o 2>hard.err
		fi
		status=$?
		wait
		ok "$cc: -include $into: whole, or an error" test $status -ne 0 -o "$(nm out.o 2>/dev/null | grep -c with_x)" = 1
	done
	# so is what a source or a header includes; where the output is a pipe, the trial comes first and must not read it in silence
	for from in stdin fd/3; do
		{ echo "#include \"/dev/$from\""; cat from.c; } >from-${from#fd/}.c
		printf '#if __has_include("/dev/%s")\n#include "/dev/%s"\n#endif\n' $from $from | cat - from.c >has-${from#fd/}.c
	done
	echo '#include "/dev/fd/3"' >pre.h
	echo '#include "fd/3"' | cat - from.c >path.c
	mkdir -p path/fd
	: >path/fd/3
	while read -r way; do
		echo '#define X 1' | $cc -O2 -Wall -Werror $way -c -o out.o 3<&0
		is "$? $(nm out.o | grep -c with_x)" '0 1' "$cc: $way passes without hardcc"
		for words in '-c -o out.o' '-S -o out.s' '-S -o -'; do
			rm -f out.o out.s
			echo '#define X 1' | hard $cc -O2 -Wall -Werror $way $words 3<&0 >hard.out 2>hard.err
			status=$?
			ok "$cc $way $words: whole, or an error" test $status -ne 0 -o "$(nm out.o 2>&1 | cat - hard.out out.s 2>/dev/null | grep -c ' with_x$\|^with_x:')" = 1
		done
	done <<-'END'
		from-stdin.c
		from-3.c
		has-stdin.c
		has-3.c
		-I/dev -Ipath path.c
		-include pre.h from.c
		-imacros pre.h from.c
		-Wp,-include,pre.h from.c
		-Wp,-include,/dev/fd/3 from.c
	END
	# stdout and stderr that are open for reading only
	for n in 1 2; do
		name=/dev/$([ $n = 1 ] && echo stdout || echo stderr)
		{ echo "#include \"$name\""; cat from.c; } >from-$n.c
		printf '#if __has_include("%s")\n#include "%s"\n#endif\n' $name $name | cat - from.c >has-$n.c
		for source in from-$n.c has-$n.c; do
			rm -f out.o
			echo '#define X 1' | PATH=$SHIM:$PATH sh -c "exec $n<&0 0</dev/null; $cc -O2 -Wall -Werror -c $source -o out.o"
			status=$?
			ok "$cc $source: whole, or an error" test $status -ne 0 -o "$(nm out.o 2>/dev/null | grep -c with_x)" = 1
		done
	done
	# what only the assembler reads; a pipe that holds the error itself
	{ echo 'asm(".include \"/dev/fd/3\"");'; cat unused.c; } >inline.c
	for words in inline.c '-pipe inline.c'; do
		printf '.globl with_x\nwith_x:\n' | $cc -O2 -Wall -Werror $words -c -o out.o 3<&0
		is "$? $(nm out.o | grep -c with_x)" '0 1' "$cc: $words passes without hardcc"
		rm -f out.o
		printf '.globl with_x\nwith_x:\n' | hard $cc -O2 -Wall -Werror $words -c -o out.o 3<&0 2>hard.err
		status=$?
		ok "$cc $words: whole, or an error" test $status -ne 0 -o "$(nm out.o 2>/dev/null | grep -c with_x)" = 1
	done
	echo '.include "/dev/fd/3"' >lib.S
	echo bogus | hard $cc -Werror -c lib.S 3<&0 2>hard.err
	not_ok "$cc: an error of what a pipe holds stays one: .S" test $? -eq 0
	for words in '-E from-3.c -o -' '-S from-3.c -o -' '-c from-3.c' '-Wfatal-errors -E from-3.c -o -'; do
		echo '#include "nothere.h"' | hard $cc -O2 -Wall -Werror $words 3<&0 >hard.out 2>hard.err
		not_ok "$cc: an error of what a pipe holds stays one: $words" test $? -eq 0
	done
	# what can be read again is: the null device, and a file as stdin
	ln -sf /dev/null empty.h
	for name in /dev/null /dev/./null empty.h /dev/stdin /dev/fd/3; do
		same 0 $cc -O2 -Wall -Werror -include $name -c from.c -o out.o </dev/null 3</dev/null
		echo "#include \"$name\"" | cat - from.c >includes.c
		same 0 $cc -O2 -Wall -Werror -c includes.c -o out.o </dev/null 3</dev/null
		is "$(hard $cc -O2 -Wall -Werror -S includes.c -o - 2>&1 </dev/null 3</dev/null | grep -c '^main:')" 1 "$cc: a source that includes $name, to stdout"
	done
	echo '#define X 1' >x.h
	same 0 $cc -O2 -Wall -Werror -c from-stdin.c -o out.o <x.h
	is "$(nm out.o | grep -c with_x)" 1 "$cc: and a file as stdin is read by both"
	for name in /dev/stdin /dev/fd/0 /proc/self/fd/0; do
		{ echo "#include \"$name\""; cat from.c; } >includes.c
		echo '#define X 1' | hard $cc -O2 -Wall -Werror -S includes.c -o - >hard.out 2>hard.err
		is "$? $(grep -c 'hardcc: error' hard.err)" '1 0' "$cc: $name, to stdout: the compiler has read it, and says what it says"
	done
	if [ $cc = gcc ]; then # each side takes a precompiled header for its own only
		cp unused.c late.c
		echo '#include <unistd.h>' >late.h
		hard gcc -O2 -Wall -Werror -Winvalid-pch -x c-header late.h -o late.h.gch
		hard gcc -O2 -Wall -Werror -Winvalid-pch -include late.h -c late.c 2>hard.err
		is "$? $(grep -c 'not used' hard.err)" '0 0' 'gcc: a precompiled header made through hardcc'
		rm late.h.gch
	fi
	# a descriptor that is only written to, and those above the limit of files
	for words in $([ $cc = gcc ] && echo -fopt-info-all= -fdump-tree-optimized= || echo -foptimization-record-file=); do
		{ hard $cc -O2 -Wall -Werror $words/dev/fd/3 -c unused.c -o out.o 2>hard.err; echo $? >status; } 3>&1 | cat >hard.out
		is "$(cat status) $(test -s hard.out && echo text)" '0 text' "$cc: ${words}/dev/fd/3"
	done
	# shellcheck disable=SC2016 # the shell's in there
	for limit in 1000 100; do
		echo '#define X 1' | PATH=$SHIM:$PATH bash -c 'limit=$1 && shift && for n in $(seq 10 400); do eval "exec $n<&0"; done
			ulimit -n $limit && exec "$@"' - $limit $cc -O2 -Wall -Werror -c unused.c -o out.o 2>hard.err
		is "$? $(grep -c hardcc hard.err)" '0 0' "$cc: hundreds of pipes are open, and the limit is $limit"
	done
	# the jobserver of make, which gcc hands on to the make that it runs for LTO: the two ends of one pipe
	mkdir -p real
	cat >real/$cc <<-END
		#!/bin/sh
		case "\$*" in
		*unused.c*) readlink /proc/\$\$/fd/3 | cut -c1-4 | sed 's,^/.*,file,' >>fds ;;
		esac
		exec $(command -v $cc) "\$@"
	END
	chmod +x real/$cc
	rm -f jobs.fifo
	mkfifo jobs.fifo
	for flags in ' -j --jobserver-auth=3,4 -- X=1' ' -j --jobserver-fds=3,4' '' ' -- X=\ --jobserver-auth=3,4' ' --jobserver-auth=3' \
		' --jobserver-auth=99999999999,3' ' --jobserver-auth=fifo:jobs.fifo' ' --jobserver-auth=3,5' ' --jobserver-auth=-3,-4'; do
		: >fds
		PATH=$SHIM:$PWD/real:$PATH MAKEFLAGS=$flags $cc -O2 -Wall -Werror -c unused.c -o out.o 3<>jobs.fifo 4<>jobs.fifo 5</dev/null 2>hard.err
		case $flags in
		' -j'*) want='3 file' ;;
		*) want='1 file 2 sock' ;;
		esac
		is "$? $(sort fds | uniq -c | xargs)" "0 $want" "$cc: descriptor 3 of three runs, MAKEFLAGS='$flags'"
	done
	rm -r real
	# where make has closed its own, the numbers are the user's
	echo "a: ; @echo '#define X 1' | $cc -O2 -Wall -Werror -c from-3.c -o out.o 3<&0 2>hard.err" >make.mk
	rm -f out.o
	PATH=$SHIM:$PATH make -s -j2 -f make.mk >hard.out 2>&1
	status=$?
	ok "$cc: a pipe that has the number of make's: whole, or an error" test $status -ne 0 -o "$(nm out.o 2>/dev/null | grep -c with_x)" = 1
	# files beside the output are those of a build without -Werror; Debian's clang 18 writes all words of a call into a .dwo
	for words in '-MD -c ../unused.c -o out/x.o' '-MMD -MF list -c ../unused.c' '-Wp,-MD,list -c ../unused.c -o out/x.o' '-MMD ../unused.c -o out/x' \
		'-MD -c ../asks.c ../unused.c' '--coverage -MD -c ../unused.c -o out/x.o' '-coverage -c ../unused.c' '-c -fstack-usage ../unused.c -o out/x.o' \
		'-g -gsplit-dwarf -c ../unused.c -o out/x.o' '-save-temps -S ../unused.c' '-fsave-optimization-record -c ../unused.c -o out/x.o'; do
		printf '%s\n' $words >words
		for said in "$words" @../words; do
			for strict in '' -Werror; do
				rm -rf beside /dev/null.d /dev/null.gcno /dev/null.su /dev/null.dwo /dev/null.opt.yaml # root can make them
				mkdir -p beside/out
				(cd beside && PATH=$SHIM:$PATH $cc -O2 -Wall $strict $said 2>../hard.err)
				is "$? $(echo /dev/null.*)" '0 /dev/null.*' "$cc $strict $said: nothing beside /dev/null"
				find beside -type f | sort | tee "files$strict" | grep -v '\.[ogis]$\|\.gcno$\|/x$\|\.dwo$\|\.gz$\|\.bc$' | xargs -r cat >"lists$strict"
			done
			is "$(cat files-Werror lists-Werror)" "$(cat files lists)" "$cc $words: the same files"
		done
	done
	same 1 $cc -O2 -Wall -Werror -c own.c -o out.o
	ok "$cc: the source's own attribute is still an error" grep -q 'error: .*\(of .g.\|of function\)' hard.err
	for source in variable.c syntax.c; do
		same 1 $cc -O2 -Wall -Werror -c $source -o out.o
		ok "$cc $source: the same is said" cmp plain.err hard.err
	done
	# several sources
	same 0 $cc -O2 -Wall -Werror unused.c defined.c -o out
	same 0 $cc -O2 -Wall -Werror -c defined.c asks.c unused.c
	same 1 $cc -O2 -Wall -Werror unused.c variable.c -o out
	same 1 $cc -O2 -Wall -Werror variable.c unused.c -o out
	gcc -O2 -c asks.c 2>/dev/null
	same 0 $cc -O2 -Wall -Werror unused.c asks.o defined.c -o out
	printf '%s\n' -O2 -Wall -Werror >words
	same 0 $cc @words -c unused.c -o out.o
	printf '%s\n' -c unused.c asks.c defined.c >sources
	same 0 $cc -O2 -Wall -Werror @sources
	printf '%s\n' -c unused.c variable.c >sources
	same 1 $cc -O2 -Wall -Werror @sources
	same 1 $cc -O2 -Wall -Werror unused.c @sources
	printf '%s\n' "-DX=$(printf %0150000d 1)" >long # more than a word of a call may have
	$cc -O2 -Wall -Werror @long -c unused.c -o out.o 2>/dev/null # gcc cannot hand it to cc1
	same $? $cc -O2 -Wall -Werror @long -c unused.c -o out.o
	rm -f log
	HARDCC_LOG=$T/log hard $cc -O2 -Wall -Werror -c unused.c -o out.o 2>/dev/null
	is "$(jq -r '[.status, .run[-1], (.edits[-1] | .feature, .verb, .flag, .result, .rule)] | @tsv' log)" \
		"$(printf '0\t-Wno-error\twerror\tretry\t-Wno-error\tadded\t-Werror')" "$cc: the log tells"
	is "$(jq -r '[.edits[] | select(.verb == "route")] | length' log) $(PATH=$SHIM:$PATH "$HARDCC" report log | grep -c libc)" "0 0" "$cc: no route"
	is "$(PATH=$SHIM:$PATH "$HARDCC" run -- $cc -O2 -Wall -Werror -c unused.c -o out.o 2>&1 | grep -cw libc)" 0 "$cc: nor does run tell of one"
	HARDCC_LOG=$T/log hard $cc -O2 -Wall -Werror -c own.c -o out.o 2>/dev/null
	is "$(tail -n 1 log | jq -r '.status, .run[-1]' | tr '\n' ' ')" "1 out.o " "$cc: and says nothing where it changes nothing"
done
# clang 21 says of a word for a stage that does not count that it is unused: of all but -fsyntax-only, and of -c beside -S
mkdir later
cat >later/clang <<END
#!/bin/sh
all=" \$* "
for word; do
	case \$word in
	@*) all="\$all\$(tr '\n' ' ' <"\${word#@}") " ;;
	esac
done
case \$all in
*' -fsyntax-only '*'-[cS] '* | *' -[cS] '*'-fsyntax-only '* | *' -c '*'-S '* | *' -S '*'-c '*)
	echo "clang: error: argument unused during compilation" >&2
	exit 1
	;;
esac
exec $(command -v clang) "\$@"
END
chmod +x later/clang
printf '%s\n' -c >compile
printf '%s\n' -c unused.c -o out.o >whole
for words in '-c unused.c' '-c unused.c -o out.o' '--compile asks.c -o out.o' '-c defined.c asks.c' '-S unused.c -o out.s' '-fsyntax-only unused.c' \
	'unused.c -o out' '@compile unused.c -o out.o' '@compile -c unused.c' '@compile defined.c asks.c' '@whole'; do
	# shellcheck disable=SC2086 # words
	PATH=$T/later:$PATH same 0 clang -O2 -Wall -Werror $words
done
PATH=$T/later:$PATH same 1 clang -O2 -Wall -Werror -c -S unused.c
same 0 g++ -O2 -Wall -Werror -c unused.cc -o out.o
# What was asked for by name is an error.
hard gcc -O2 -Werror -Werror=unused-result -c unused.c -o out.o 2>hard.err
is "$?" 1 "-Werror=unused-result is the user's own"
# clang checks formats beside our FORTIFY (glibc before 2.40), and not beside the user's; what has such names of its own compiles.
printf '#include <stdio.h>\nvoid f(const char *s) { printf(s); }\n' >printf.c
printf '#include <stdio.h>\nvoid f(const char *s, FILE *to) { fprintf(to, s); }\n' >fprintf.c
printf '#include <stdio.h>\nvoid f(FILE *to) { fprintf(to, "%%s", "a"); printf("b"); printf("%%d", 1); }\n' >right.c
cat >names.c <<'END'
#include <stdio.h>
int __printf_chk(int flag, const char *format, ...) { return flag && format; }
int __fprintf_chk(FILE *to, int flag, const char *format, ...) { return to && flag && format; }
int (*pointer)(int, const char *, ...) = __printf_chk;
int f(void) { return __printf_chk(1, "a") + __fprintf_chk(stdout, 0, "b"); }
END
printf 'char __printf_chk(void);\nchar __fprintf_chk();\nint f(void) { return __printf_chk() + __fprintf_chk(); }\n' >probe.c
old=$(echo '#include <stdio.h>' | clang -E -dM - | awk '$2 == "__GLIBC_MINOR__" { print $3 < 40 }')
for source in printf.c fprintf.c; do
	[ "$old" = 0 ] || same 1 clang -O2 -Werror=format-security -c $source -o out.o
	for level in 1 2 3; do
		clang -O2 -D_FORTIFY_SOURCE=$level -Werror=format-security -c $source 2>/dev/null
		same $? clang -O2 -D_FORTIFY_SOURCE=$level -Werror=format-security -c $source -o out.o
	done
done
for words in '' -std=c89 -ffreestanding -fno-builtin -g3 -xc++; do
	# shellcheck disable=SC2086
	same 0 clang -O2 -Wall -Wextra -pedantic-errors -Werror $words -c right.c -o out.o
	for source in names.c probe.c; do
		# shellcheck disable=SC2086
		[ "$words" = -xc++ ] || same 0 clang -O2 -w $words -c $source -o out.o
	done
done
# A compiler that is killed, or whose call is, is not asked again.
cat >killed <<END
#!/bin/sh
case " \$* " in
*" -v "*) exec gcc -v ;;
esac
echo run >>"$T/runs"
kill -TERM \$\$
END
chmod +x killed
HARDCC_CC=$T/killed hard gcc -O2 -Werror -c unused.c -o out.o 2>/dev/null
: >runs
HARDCC_CC=$T/killed hard gcc -O2 -Werror -c unused.c -o out.o 2>/dev/null
is "$? $(wc -l <runs)" "143 1" "a compiler that is killed runs once"
done_testing
