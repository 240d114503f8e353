#!/bin/sh
# The lists of dependencies that compilers write are byte for byte those of a build without hardcc: the plain compiler is asked.
# shellcheck disable=SC2016,SC2086,SC2030,SC2031 # dollars in names of files; words; PATH is a call's own
every=${HARDCC_TEST_DEPFILE:-}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc clang g++ readelf
cd "$T" || exit 99
export HARDCC_PROFILE=openssf,-fortify # which brings headers of its own
compilers='gcc clang'
[ -z "$every" ] || compilers='gcc gcc-11 gcc-12 g++ clang clang-14 clang-19 clang++'
shims $compilers

mkdir 'with space' nested
for n in $(seq 30); do
	echo "int in_header_$n;" >"nested/a header with a long name, the one of number $n.h"
	echo "#include \"nested/a header with a long name, the one of number $n.h\""
	echo "int h$n;" >"h$n.h"
	echo "#include \"h$n.h\""
done >many.c
printf '#include <stdio.h>\n#include <stdlib.h>\nint main(void) { return 0; }\n' >a.c
printf '#include "with space/a.h"\n#include "with$dollar.h"\nint b;\n' >b.c
touch 'with space/a.h' 'with$dollar.h'
printf '#include "%s"\n' 'with space/a.h' 'with$dollar.h' 'with#hash.h' 'back\ sl.h' h1.h h2.h h3.h h4.h h5.h >odd.c
touch 'with#hash.h' 'back\ sl.h'
cp a.c 'with space/c.c'

both() { # CC ARGS...: everything that is made, but for objects
	for both_in in plain hard; do
		rm -rf "$both_in"
		mkdir -p "$both_in/out"
		both_path=$PATH
		[ $both_in = plain ] || both_path=$SHIM:$PATH
		(cd $both_in && PATH=$both_path "$@" >stdout 2>stderr)
		echo $? >$both_in/status
		find $both_in -type f \( -name '*.o' -o -name '*.s' -o -name prog -o -name a.out \) -exec rm {} +
	done
	both_files=$(find plain -type f ! -name std\* ! -name status | wc -l)
	[ "$both_files" -gt 0 ] && [ "$(cat plain/status)" -eq 0 ] && diff -r plain hard
}
for cc in $compilers; do
	for words in '-MD -c ../a.c' '-MMD -c ../a.c' '-MD -MP -c ../a.c' '-MMD -MP -c ../b.c' '-MD -c ../b.c -o out/b.o' \
		'-MD -MF out/list -c ../a.c' '-MD -MFout/list -c ../a.c' '-Wp,-MD,out/list -c ../a.c' '-Wp,-MMD,out/list,-MP -c ../b.c' \
		'-MD -MT target -c ../a.c' '-MD -MQ a$b -MT two -c ../many.c' '-MD -c ../many.c' '-MMD -MP -c ../many.c' \
		'-MD -c ../a.c ../b.c' '-MD ../a.c -o prog' '-MD ../a.c' '-MD ../a.c ../b.c -o out/prog' '-MMD -S ../a.c' '-MD -c -g3 ../a.c -o out/x.y.o' \
		'-MD -include ../h1.h -c ../b.c'; do
		ok "$cc $words: the same list" both $cc -O2 $words
	done
	case $cc in
	g*)
		for words in '-MMD -dumpdir foo. -c ../a.c' '-MMD -dumpbase foo -c ../a.c' '-Xpreprocessor -MD -Xpreprocessor x.dep -c ../a.c' \
			'-Wp,-MD,x.dep,-MF,y.dep -c ../a.c' '-Wp,-MF,y.dep,-MD,x.dep -c ../a.c'; do
			ok "$cc $words: the same list" both $cc -O2 $words
		done
		;;
	esac
	for name in 'a b' 'a  b' '$(o)/x.o' 'a\ b' 'a#b' 'a: b' 'C:/x' "$(seq -s ' ' 30)" "$(seq -s a 20)" "$(seq -s a 24)"; do
		for source in odd.c many.c; do
			ok "$cc -MT $name, $source: the same list" both $cc -MD -MP -MT "$name" -c ../$source
			ok "$cc -MQ $name, $source: the same list" both $cc -MMD -MT x -MQ "$name" -c ../$source
		done
	done
	for n in $(seq 60 8 100); do
		ok "$cc: two long targets, the same list" both $cc -MD -MT "$(seq -s a 20)" -MQ "$(head -c $n /dev/zero | tr '\0' b)" -c ../many.c
	done
	ok "$cc: a path with a blank" both $cc -O2 -MD -c '../with space/c.c' -o 'out/c d.o'
	ok "$cc: -M" both sh -c "$cc -M ../a.c >list"
done
for cc in gcc clang; do
	(PATH=$SHIM:$PATH; HARDCC_LOG=$T/log $cc -O2 -MD -c a.c -o logged.o)
	is "$(grep -c hardcc logged.d)" 0 "$cc: with a log"
	is "$(readelf -p .note.hardcc logged.o | grep -c '2 ')" 1 "$cc: and the object has its note"
	ln -sf /dev/stdout link
	for words in '-MD -MF -' '-MD -MF /proc/self/fd/1' '-MD -MF link' '-Wp,-MD,/dev/stdout'; do
		(PATH=$SHIM:$PATH; $cc -O2 $words -c a.c -o stream.o) | cat >list
		is "$(grep -c hardcc list) $(readelf -p .note.hardcc stream.o 2>/dev/null | grep -c '2 ')" "0 0" "$cc $words: a list that goes to a stream: no note"
		ok "$cc $words: it is there" test -s list
	done
	rm -f list
	(PATH=$SHIM:$PATH; DEPENDENCIES_OUTPUT=$T/list SUNPRO_DEPENDENCIES=$T/list2 $cc -O2 -c a.c)
	is "$(cat list list2 2>/dev/null | grep -c hardcc)" 0 "$cc: nor one that the environment asks for"
	is "$(PATH=$SHIM:$PATH "$HARDCC" explain -- $cc -MD -MF - -c a.c 2>&1 | grep -c 'the user says -)')" 1 "$cc: explain says so"
	echo 'old:' >kept.d
	chmod 600 kept.d
	ln kept.d second
	(PATH=$SHIM:$PATH; $cc -O2 -MD -c a.c -o kept.o)
	is "$(stat -c '%a %h' kept.d) $(grep -c hardcc second)" "600 2 0" "$cc: the file keeps its mode and its other names"
	rm -f kept.d second
done
done_testing
