#!/bin/sh
# `hardcc run`: the command is as it would be alone, and what it got is summed up; why nothing came through, where nothing did.
# shellcheck disable=SC2016 # what stands in single quotes is for another shell

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq make script strace

real_gcc=$(command -v gcc)
mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles" "$T/tmp"
for n in gcc g++; do
	cp "$builddir/tests/lib/fakecc" "$T/real/$n"
done
shims gcc g++
TMPDIR=$T/tmp
PATH=$SHIM:$T/real:$PATH
FAKE_OUT=/dev/null
export TMPDIR PATH FAKE_OUT
mine=$T/config/hardcc/profiles/mine.profile
cd "$T/work" || exit 99

run() {
	"$HARDCC" run "$@" >out 2>err
}

# --- a transcript
cat >"$mine" <<'END'
one add -g1 if compile
two add -g2 if compile unless -O0
three add -Wl,-z,now if link
three off if link unless -lkeep because it is slow, until 2999-01-01
four deny -ffast-math because results differ
END
HARDCC_PROFILE=mine
export HARDCC_PROFILE
build='gcc -c a.c; gcc -O0 -c b.c; g++ -c c.cc; gcc a.o -o x; gcc a.o -lkeep -o y; gcc --version; gcc -c d.c -ffast-math; :'
run sh -c "$build"
is "$? $(sed "s|$T|T|g" err)" "0 gcc: error: hardcc: T/config/hardcc/profiles/mine.profile:5: -ffast-math is denied: results differ
hardcc: 3 compiles, 2 links, 1 question, 1 denied; profile mine
hardcc:   each compile they apply to: one
hardcc:   2 of 3 compiles: two (1 by the build's own -O0)
hardcc:   1 of 2 links: three (1 excepted)
hardcc: denied: T/config/hardcc/profiles/mine.profile:5 -ffast-math: results differ (1 call)
hardcc: exception: three off by T/config/hardcc/profiles/mine.profile:4: it is slow, until 2999-01-01 (1 call)" "a transcript"
run --json sh -c "$build"
is "$(tail -1 err | sed "s|$T|T|g" | jq -c .)" '{"status":0,"signal":0,"calls":7,"compiles":3,"links":2,"questions":1,"probes":0,"stopped":1,"failed":0,"unread":0,"profiles":["mine"],"features":[{"feature":"one","calls":3,"of":3},{"feature":"two","calls":2,"of":3},{"feature":"three","calls":1,"of":2}],"replaced":[],"denied":[{"what":"T/config/hardcc/profiles/mine.profile:5 -ffast-math: results differ","calls":1}],"past_exceptions":[],"exceptions":[{"what":"three off by T/config/hardcc/profiles/mine.profile:4: it is slow, until 2999-01-01","calls":1}],"needs_loader":[],"without_tag":[],"never_called":null}' \
	"the same as JSON, on one line"
sed -i s/2999-01-01/2020-01-31/ "$mine"
run -q gcc a.o -o x
is "$(sed "s|$T|T|g" err)" "hardcc: 0 compiles, 1 link, 0 questions; profile mine
hardcc:   0 of 1 links: three (excepted)
hardcc: exception past its day: three off by T/config/hardcc/profiles/mine.profile:4: it is slow, until 2020-01-31 (1 call)" \
	"an exception past its day is told, with -q too"
for w in true "gcc --version" "gcc a.o -lkeep -o x"; do
	# shellcheck disable=SC2086 # words
	run -q $w
	is "$(tail -1 err | sed "s|$T|T|g")" "hardcc: exception past its day: three off by T/config/hardcc/profiles/mine.profile:4: it is slow, until 2020-01-31 (0 calls)" \
		"also where no call needed it, as with a warm cache: $w"
done
printf 'nine add -Wl,-z,relro if link unless -Wl,-z,norelro\nnine off because old, until 2020-01-31\n' >nine.profile
run -q --profile ./nine.profile gcc -Wl,-z,norelro a.o -o x
has "where a word of the build's did what it allows, it is counted, as report does" "nine off by $T/work/nine.profile:2: old, until 2020-01-31 (1 call)" err
HARDCC_PROFILE=mine,-three run -q gcc a.o -o x
lacks "not where its feature is off" "past its day" err
sed -i s/2020-01-31/2999-01-01/ "$mine"
unset HARDCC_PROFILE
run --profile openssf sh -c 'gcc -c a.c; gcc -c -fno-stack-protector b.c'
has "a feature that no call got has a line, with the cause" "hardcc:   0 of 2 compiles: fortify (no -O)" err
has "one that some did not get, too" "hardcc:   1 of 2 compiles: stackprotectorstrong (1 by the build's own -fno-stack-protector)" err
run --profile openssf sh -c 'gcc -O2 -c a.c; gcc -c s.S'
is "$(grep -cE 'assembler|cxx|clang' err)" 0 "what is for another language or compiler is left out"
has "and what each got that it is for stands in one line" "hardcc:   each compile they apply to: fortify stackprotectorstrong stackclash trivial-auto-var-init branch" err
is "$(grep -c . err)" 2 "a good build has few lines"
run --all --profile openssf sh -c 'gcc -O2 -c a.c; gcc -c s.S'
has "--all: what only C can have" "hardcc:   1 of 2 compiles: fortify stackprotectorstrong stackclash trivial-auto-var-init no-delete-null-pointer-checks no-strict-overflow no-strict-aliasing note (1 assembler source)" err
has "--all: and what only C++ can" "hardcc:   0 of 2 compiles: glibcxx-assertions (1 only if cxx objcxx; 1 assembler source)" err
printf 'f1 add -g1 if compile clang\nf2 add -g2 if aarch64\nf3 add -g3 if compile !gcc\nf4 add -O3 if compile package x\nf5 add -z if link shared\nf6 replace -s -S if golink\n' >each.profile
run --profile ./each.profile sh -c 'gcc -c a.c; gcc -s a.o -o x; gcc a.c -o x; gcc -x c-header a.h; HARDCC_PROFILE=none gcc -c a.c; HARDCC_PROFILE=mine gcc -c b.c; gcc -c -ffreestanding c.c'
is "$(sed 1d err | sed "s|$T|T|g")" "hardcc:   0 of 3 compiles: f1 f2 (1 freestanding code gets nothing of a profile; 2 under another profile or none)
hardcc:   0 of 6 compiles: f3 (3 not if gcc; 1 freestanding code gets nothing of a profile; 2 under another profile or none)
hardcc:   0 of 6 compiles: f4 (3 for another Go package; 1 freestanding code gets nothing of a profile; 2 under another profile or none)
hardcc:   0 of 2 links: f5 (only if shared)
hardcc:   1 of 6 compiles: one two (5 under another profile or none)" "each feature has a line, with each cause"
run --profile openssf sh -c 'for i in a b c; do gcc -O2 -D_FORTIFY_SOURCE=2 -c $i.c; done; gcc -O2 -c d.c; gcc -c e.c'
has "several causes" "hardcc:   1 of 5 compiles: fortify (3 by the build's own -D_FORTIFY_SOURCE=2; 1 no -O)" err
mkdir -p CMakeFiles/CMakeScratch/TryCompile-Ab1 CMakeFiles/3.25.1/CompilerIdC meson-private
run --profile openssf sh -c 'gcc -c conftest.c; gcc -o conftest conftest.o; gcc -O2 -c a.c
	for i in CMakeFiles/CMakeScratch/TryCompile-Ab1 CMakeFiles/3.25.1/CompilerIdC meson-private; do (cd $i && gcc -c testfile.c); done
	gcc "$PWD/meson-private/tmp1/testfile.c" -o "$PWD/meson-private/tmp1/output.exe"'
has "what configure, CMake and Meson try is counted apart" "hardcc: 1 compile, 0 links, 0 questions, 6 probes of configure, CMake or Meson; profile openssf" err
has "and has no part in the features" "hardcc:   each compile they apply to: fortify" err
run --profile openssf gcc -c conftest.c
has "nothing but probes is not never" "hardcc: 0 compiles, 0 links, 0 questions, 1 probe of configure, CMake or Meson" err
echo 'strip replace -s -Wl,--strip-debug if link because scanners need it' >strip.profile
run --profile ./strip.profile gcc -s a.o -o x
is "$(tail -1 err)" "hardcc: your words: strip replaced your -s: scanners need it; -strip in HARDCC_PROFILE keeps it (1 call)" "a word that was changed is told, with the switch"
mkdir -p "$HARDCC_DATADIR/profiles"
printf 'include debian\nformat off because it is an error\n' >"$HARDCC_DATADIR/profiles/distro.profile"
run --profile distro gcc -O2 -c a.c
lacks "what the file of the distribution excepts is no exception of the user's" "exception" err
run --profile distro sh -c 'gcc -O2 -c a.c; gcc -O2 -Wno-format-security -c b.c; TOOLEXEC_IMPORTPATH=runtime/cgo gcc -O2 -c c.c'
lacks "nor has it a line, whatever else is against it" format err
rm "$HARDCC_DATADIR/profiles/distro.profile"
run --static g++ a.o -o x
is "$(grep -o 'C++ needs' err | wc -l)" 2 "a denied link has its reason once in the compiler's name and once in the summary"
run -- gcc -c a.c b.c -o x
has "what is compiled and linked in one call is both" "hardcc: 1 compile, 0 links" err
run --profile openssf -- gcc a.c -o x
has "why that one has no word for its stack" "hardcc:   0 of 1 links: noexecstack (compiled and linked in one call; compile with -c first, and it is added)" err
run --profile none -- gcc -c a.c
is "$(cat err)" "hardcc: 1 compile, 0 links, 0 questions" "nothing is said where a profile says nothing"
run --profile openssf,-note,+pie gcc -c a.c
has "--profile is the build's" "profile openssf,-note,+pie" err
mkdir -p elsewhere && cp "$mine" hard.profile
run --profile ./hard.profile sh -c 'cd elsewhere && gcc -c a.c'
has "a profile by a relative path holds in each directory" "hardcc: 1 compile, 0 links, 0 questions; profile $T/work/hard.profile" err
run -q gcc -c a.c
is "$? $(cat err)" "0 " "-q: nothing where nothing is wrong"
run -q true
has "but what is wrong" "compiled nothing" err

# --- the command is as it would be alone
is "$(echo in | "$HARDCC" run -q -- sh -c 'cat; exit 0' 2>/dev/null)" in "stdin and stdout are the command's"
for s in 0 1 3 126 127 255; do
	run sh -c "exit $s"
	is $? $s "status $s"
done
for s in 1 2 3 6 9 10 12 13 15; do
	run env --default-signal sh -c "kill -$s \$\$"
	is $? $((128 + s)) "signal $s"
done
run no-such-program
is "$? $(cat err)" '127 hardcc: error: there is no program "no-such-program" on PATH' "a command that is not there"
run ./no-such-program
is "$? $(cat err)" "127 hardcc: error: cannot run ./no-such-program: No such file or directory" "by a path, too"
run /
is $? 126 "a directory is no program"
echo 'exit 7' >script && run ./script
is $? 126 "nor is a text without permission"
chmod +x script && run ./script
is $? 7 "a script without #! is the shell's"
printf '#!/no/such/interpreter\n' >script && run ./script
is $? 127 "an interpreter that is not there"
run ''
is $? 127 "an empty word"
PATH='' "$HARDCC" run true 2>err
is "$? $(cat err)" "125 hardcc: error: there is no directory of compiler names, neither on PATH nor at $(sed -n 's/.* nor at \(.*\); make one.*/\1/p' err); make one: hardcc shims DIRECTORY, and put it on PATH" "no PATH"
PATH='' CC=$SHIM/gcc "$HARDCC" run true 2>err
is "$? $(cat err)" '127 hardcc: error: there is no program "true" on PATH' "no PATH but CC"
is "$("$HARDCC" run -q sh -c 'echo "$1 $2"' sh -q --json 2>/dev/null)" "-q --json" "options behind the command are the command's"
for bad in "" "--profle x true" "--profile" "--pie --exe true" "--"; do
	# shellcheck disable=SC2086 # words
	run $bad
	is "$? $(wc -l <out) $(wc -l <err)" "2 0 1" "a wrong command line: $bad"
done
HOME=/nonexistent XDG_CACHE_HOME='' run gcc -c a.c
is "$? $(grep -c '1 compile,' err)" "0 1" "a HOME that cannot be written"

# --- what it made, as far as the files tell
echo 'int main(void) { return 0; }' >m.c
"$real_gcc" -nostdlib -fpie -pie -Wl,-e,main,-dynamic-linker,/lib/ld-none.so m.c -o lonely || exit 99
"$real_gcc" m.c -o dynamic && "$real_gcc" -shared -Wl,--no-as-needed m.c -lm -o lib.so && mkdir -p away/below deep/er || exit 99
run cp lonely deep/er/app
is "$? $(tail -1 err)" "0 hardcc: needs a loader: ./deep/er/app asks for the loader /lib/ld-none.so and needs no library; a static PIE needs none" \
	"a loader for no library is told"
run -q cp lonely deep/er/app
has "with -q, too" "hardcc: needs a loader: ./deep/er/app " err
run cp dynamic deep/er/app
lacks "one for a library is not" "needs a loader" err
run true
lacks "nor what was there before" "needs a loader" err
run --static cp dynamic app
is "$? $(tail -1 err | sed 's/loader .*;/loader X;/')" "1 hardcc: not static: ./app asks for the loader X; no static link of hardcc's made it" \
	"--static: a dynamic file is an error"
run --static cp lib.so app
is "$? $(tail -1 err | cut -d' ' -f1-5)" "1 hardcc: not static: ./app needs" "--static: a library, too"
HARDCC_LIBC=glibc-static run cp lib.so app
is "$?" 1 "HARDCC_LIBC asks for the same"
run --json --static cp dynamic app
is "$? $(tail -1 err | jq -c '[.status, (.not_static[] | .file, .needs != "")]')" '1 [1,"./app",true]' "as JSON"
run --static sh -c 'cp dynamic app; exit 3'
is $? 3 "the status of a command that failed stays"
run --static sh -c 'exit 3'
lacks "--static: after one that failed, what was not found is no news" "static: no program" err
run --static cp m.c app
is "$? $(tail -1 err)" "0 hardcc: static: no program was found; one that is linked past hardcc and put outside of this directory may not be seen" \
	"--static: what is no program does not matter, and what is not seen is said"
run --static sh -c "$real_gcc -c m.c -o static.o; $real_gcc -nostdlib -static -Wl,-e,main m.c -o app"
is "$? $(tail -1 err)" "0 hardcc: static: no program that was found needs a loader or a library; one that is linked past hardcc and put outside of this directory may not be seen" \
	"--static: of one that is static, too"
run -q --static cp m.c app
lacks "not with -q" "static:" err
mkdir "$T/far"
echo 'HARDCC_LIBC=host HARDCC_CC="$2" gcc "$3/m.c" -o "$1/x"' >far.sh
run --static sh far.sh "$T/far" "$real_gcc" "$PWD"
is "$? $(grep -c "^hardcc: not static: $T/far/x asks" err)" "1 1" "--static: where a link of hardcc's went"
for w in "sh -c 'cp dynamic \"\$2/x\"' sh -o $T/away" "sh -c 'cp dynamic $T/away/x; : -o=$T/away/x'" "sh -c 'cd $T && cp work/dynamic away/x'" \
	"env -C $T/away cp $T/work/dynamic x"; do
	rm -rf "$T/away" && mkdir "$T/away"
	eval "run --static -- $w"
	is "$? $(grep -c 'not static: .*/away/' err)" "1 1" "--static, elsewhere: $w"
done
rm -f app deep/er/app

# --- what go's linker makes is looked at wherever it goes, for run is go's -toolexec
for f in "" "-toolexec=mine" "-toolexec="; do
	is "$(GOFLAGS=$f "$HARDCC" run -q --static sh -c 'echo "$GOFLAGS"' 2>/dev/null | grep -o "'*-toolexec=.*")" "${f:-"'-toolexec=$(readlink -f "$HARDCC") toolexec'"}" \
		"--static: go's -toolexec, unless the user has one: $f"
done
mkdir tools && for t in link compile; do
	printf '#!/bin/sh\n[ "$1" != -V=full ] || exec echo "%s version 1"\n[ -z "$FROM" ] || cp "$FROM" "$2"\nexit "${STATUS:-0}"\n' $t >tools/$t
done
chmod +x tools/*
tool() { # TOOL WORD...
	"$HARDCC" toolexec "$@" >out 2>err
}
tool tools/link -V=full
is "$? $(cat out err)" "0 link version 1+hardcc-static" "a program that was linked past us is another to go, by its linker's version"
tool tools/compile -V=full
is "$? $(cat out err)" "0 compile version 1" "the compiler is itself: its packages are the same"
FROM=dynamic tool tools/compile -o a.out
is "$? $(cat out err) $(ls a.out)" "0  a.out" "only what the linker makes is looked at"
FROM=dynamic TOOLEXEC_IMPORTPATH=example.org/x tool tools/link -o a.out
is "$? $(cat out err | sed 's/loader .*;/loader X;/') $(ls a.out 2>/dev/null)" \
	"1 hardcc: not static: example.org/x asks for the loader X; no static link of hardcc's made it " "a dynamic program ends go's link, and is removed"
FROM=m.c tool tools/link -o a.out
is "$? $(cat out err) $(ls a.out)" "0  a.out" "what is no program does not matter"
STATUS=3 FROM=dynamic tool tools/link -o a.out
is "$? $(cat out err) $(ls a.out)" "3  a.out" "a link that failed has its own status"
printf '#!/bin/sh\nkill -TERM $$\n' >tools/link
tool tools/link -o a.out
is $? 143 "and its signal"
tool tools/none -o a.out
is "$? $(cat err)" "127 hardcc: error: cannot run tools/none: No such file or directory" "a tool that is not there"

# --- its environment
is "$(PATH=$T/real:$SHIM:/usr/bin:/bin "$HARDCC" run -q sh -c 'echo "$PATH $CC $CXX $GOFLAGS"' 2>/dev/null)" \
	"$SHIM:$T/real:$SHIM:/usr/bin:/bin $SHIM/gcc $SHIM/g++ -buildmode=pie" "PATH, CC, CXX and GOFLAGS"
is "$("$HARDCC" run -q --exe --tags --goamd64 v2 sh -c 'echo "$GOFLAGS $GOAMD64"' 2>/dev/null)" "-tags=netgo,osusergo v2" "as the options say"
is "$("$HARDCC" run -q env 2>/dev/null | grep -cE '^(CGO_ENABLED|GO_EXTLINK_ENABLED)=')" 0 "neither CGO_ENABLED nor GO_EXTLINK_ENABLED where there is a compiler"
for w in "-race" "--race" "-race=true"; do
	is "$("$HARDCC" run -q sh -c 'echo "$GOFLAGS"' sh test $w 2>/dev/null)" "" "no PIE with $w"
done
is "$("$HARDCC" run -q sh -c 'echo "$GOFLAGS"; : go test -race ./...' 2>/dev/null)" "" "also inside of a word"
is "$("$HARDCC" run -q sh -c 'echo "$GOFLAGS"; : -racer' 2>/dev/null)" "-buildmode=pie" "another word is another word"
mkdir -p "$T/config/go" && echo 'CC=g++ -m32' >"$T/config/go/env"
is "$("$HARDCC" run -q sh -c 'echo "$CC"' 2>/dev/null)" "$SHIM/g++ -m32" "the CC that go env -w wrote"
rm "$T/config/go/env"
CC=tcc run true
has "a CC that is no compiler's name is told" 'warning: CC is "tcc"' err

# --- the user's log gets every line
HARDCC_LOG=$T/log run gcc -c a.c
is "$(jq -r .output "$T/log" | wc -l) $(grep -c '1 compile,' err)" "1 1" "a log of the user's, and the summary"
(HARDCC_LOG=rel.log && export HARDCC_LOG && mkdir -p sub && run sh -c 'cd sub && gcc -c a.c && gcc -c b.c')
is "$(wc -l <rel.log) $(ls sub)" "2 " "a relative path counts from where run was started"
cat >Makefile <<'END'
all: $(foreach i,1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30,o$(i))
o%:
	@$(CC) -c x$*.c
	@$(CC) -c y$*.c
END
rm -f "$T/log"
HARDCC_LOG=$T/log run make -j8
is "$? $(wc -l <"$T/log") $(jq -r '.argv[2]' "$T/log" | sort -u | wc -l)" "0 60 60" "eight at a time: every line is there, once"
has "and every call is counted" "hardcc: 60 compiles, 0 links, 0 questions" err
HARDCC_LOG=$T/inner run "$HARDCC" run gcc -c a.c
is "$(grep -c '1 compile,' err) $(wc -l <"$T/inner")" "2 1" "within another run both count"
HARDCC_LOG=/no/such/log run gcc -c a.c
is "$? $(grep -c 'warning: cannot write the log' err) $(grep -c '1 compile,' err)" "0 1 1" "a log that cannot be written is a warning"
HARDCC_LOG=/no/such/log HARDCC_STRICT=1 run sh -c 'echo ran'
is "$? $(cat out)" "125 " "and an error under HARDCC_STRICT=1"
run --log /no/such/log -- sh -c 'echo ran'
is "$? $(cat out) $(grep -c 'error: .*/no/such/log' err)" "125  1" "and where --log asks for it"
mkfifo pipe && ln -s pipe link
for w in pipe link; do
	HARDCC_LOG=$w timeout -s KILL 30 "$HARDCC" run gcc -c a.c >out 2>err
	is "$? $(grep -c "warning: cannot write the log $w" err) $(grep -c '1 compile,' err)" "0 1 1" "one that no shim would write is none: a $w"
done
HARDCC_LOG=/dev/full run gcc -c a.c
is "$? $(grep -c 'warning: cannot write' err)" "0 1" "a full disk is a warning"
TMPDIR=/no/such/dir run sh -c 'echo ran'
is "$? $(cat out) $(wc -l <err)" "125  1" "a TMPDIR that is not there"
(cd "$T" && TMPDIR=tmp "$HARDCC" run sh -c 'cd / && gcc -c a.c' 2>"$T/work/err")
has "a relative TMPDIR" "1 compile" err
is "$(ls "$T/tmp")" "" "nothing is left behind"
cat >"$T/real/gcc.bad" <<'END'
#!/bin/sh
echo '{"v":1,"x"' >>"$HARDCC_LOG"; echo nonsense >>"$HARDCC_LOG"; printf 'no end' >>"$HARDCC_LOG"
END
chmod +x "$T/real/gcc.bad"
run sh -c "gcc -c a.c; '$T/real/gcc.bad'; sleep 0.5; gcc -c b.c"
has "a log that others write into ends nothing, and costs no line of ours" "hardcc: 2 compiles, 0 links" err
has "and what cannot be read is told" "hardcc: 3 lines of the log could not be read" err
run "$T/real/gcc.bad"
has "also where nothing else is there, half a line too" "hardcc: 3 lines of the log could not be read" err

# --- signals go where they should
cat >patient <<'END'
#!/bin/sh
trap 'echo "got TERM"; exit 5' TERM
trap 'echo "got INT"; exit 6' INT
trap 'echo "got USR1"; exit 7' USR1
echo ready
i=0
while [ $i -lt 600 ]; do
	sleep 0.05
	i=$((i + 1))
done
END
chmod +x patient
for pair in TERM:5 INT:6 USR1:7; do
	rm -f out
	# a shell starts what is in the background with INT ignored; env takes that back
	env --default-signal=INT "$HARDCC" run ./patient >out 2>err &
	pid=$!
	i=0
	while ! grep -q ready out 2>/dev/null && [ $i -lt 200 ]; do
		sleep 0.05
		i=$((i + 1))
	done
	kill "-${pair%:*}" $pid
	wait $pid
	is "$? $(tail -1 out)" "${pair#*:} got ${pair%:*}" "what is sent to run is the command's: ${pair%:*}"
done
is "$(ls "$T/tmp")" "" "nothing is left behind then"
# Ctrl-C where the log's directory is made already, and the command not started yet
strace -qq -o /dev/null -e trace=mkdir,mkdirat -e inject=mkdir,mkdirat:delay_exit=500000 \
	env --default-signal=INT "$HARDCC" run sh -c 'touch ran' 2>err &
pid=$!
i=0
while [ -z "$(ls "$T/tmp")" ] && [ $i -lt 200 ]; do
	sleep 0.05
	i=$((i + 1))
done
pkill -INT -P $pid
wait $pid
is "$? $(ls "$T/tmp") $(ls ran 2>/dev/null)" "130  " "one that comes before the command is started ends run, and nothing is left behind"
sh -c 'sleep 0.2; "$1" run -- sh -c "exec 2>&-; gcc -c a.c; exit 3"; echo $? >status' sh "$HARDCC" 2>&1 >/dev/null | true
i=0
while [ ! -s status ] && [ $i -lt 200 ]; do
	sleep 0.05
	i=$((i + 1))
done
is "$(cat status)" 3 "a summary that nobody reads changes no status"
printf '#!/no/such/interpreter\n' >noint
chmod +x noint
"$HARDCC" run --json -- ./noint >out 2>err
is "$? $(tail -n 1 err | jq -r .status) $(grep -c 'cannot run' err)" "127 127 1" "a program that cannot be started is said, and summed up"
(trap '' CHLD && run sh -c 'exit 4'; exit $?)
is $? 4 "where SIGCHLD is ignored"

# --- colours are for terminals
tty_run() { # COMMAND: what the terminal shows
	script -qec "$1" /dev/null </dev/null 2>/dev/null
}
esc=$(printf '\033')
TERM=xterm
export TERM
is "$(tty_run "'$HARDCC' run true" | grep -c "$esc")" 1 "a terminal gets colours"
is "$(NO_COLOR=1 tty_run "'$HARDCC' run true" | grep -c "$esc")" 0 "not with NO_COLOR"
is "$(NO_COLOR='' tty_run "'$HARDCC' run true" | grep -c "$esc")" 1 "an empty NO_COLOR is none"
is "$(TERM=dumb tty_run "'$HARDCC' run true" | grep -c "$esc")" 0 "nor a dumb terminal"
run true
lacks "nor a file" "$esc" err

# --- why nothing came through: each cause, made on purpose
never() { # NAME REASON COMMAND...
	never_name=$1 never_reason=$2
	shift 2
	run "$@"
	is "$(tail -1 err)" "$never_reason" "$never_name"
}
mkdir -p mk cm nj
real=$T/real/gcc
was="hardcc: the shim compiled nothing: "
never "a make that has nothing to do" "${was}why is not known; perhaps everything was up to date or came from a cache, or a compiler is named where it was not looked for" \
	make -s -C mk -f /dev/null -t .
never "a command that fails first" "${was}the command failed with status 1, and nothing was compiled through hardcc before that" false
never "one that a signal ends" "${was}signal 2 ended the command before anything was compiled through hardcc" env --default-signal=INT sh -c 'kill -INT $$'
printf 'all:\n\t$(CC) -c a.c\nCC = %s\n' "$real" >mk/Makefile
never "CC in a Makefile" "${was}mk/Makefile:3 sets CC itself, to $real; take that out, or overrule it: make CC=gcc" make -C mk
never "CC in a Makefile, joined" "${was}mk/Makefile:3 sets CC itself, to $real; take that out, or overrule it: make CC=gcc" make -Cmk
(cd mk && run make && mv err ..)
is "$(tail -1 err)" "${was}Makefile:3 sets CC itself, to $real; take that out, or overrule it: make CC=gcc" "CC in this directory's Makefile"
printf 'all:\n\tCC=%s true a b\n' "$real" >mk/Makefile
never "CC before a command" "${was}mk/Makefile:2 sets CC itself, in the line CC=$real true a b; take that out, or overrule it: make CC=gcc" make -C mk
printf 'CC ?= %s\nall:\n\t$(CC) -c a.c\n' "$real" >mk/Makefile
run make -C mk
has "a CC that is only a default does not hold" "1 compile" err
printf '# CC = %s\nall:\n\t%s -c a.c\n' "$real" "$real" >mk/Makefile
never "a compiler by its path in a recipe" "${was}mk/Makefile:3 names $real by its path, which goes past hardcc; say gcc alone there" make -C mk
printf 'all:\n\t$(CXX) -c a.cc\nCXX = %s\n' "$T/real/g++" >mk/Makefile
[ -e "$T/real/g++" ] || ln -s gcc "$T/real/g++"
never "CXX in a Makefile" "${was}mk/Makefile:3 sets CXX itself, to $T/real/g++; take that out, or overrule it: make CXX=g++" make -C mk -n
CGO_ENABLED=0 never "a Makefile, and CGO_ENABLED=0, which is not why" \
	"${was}mk/Makefile:3 sets CXX itself, to $T/real/g++; take that out, or overrule it: make CXX=g++" make -C mk -n
printf 'export PATH := /usr/bin:/bin\nall:\n\t:\n' >mk/Makefile
never "PATH in a Makefile" "${was}mk/Makefile:1 sets PATH itself, to /usr/bin:/bin; take that out" make -C mk
printf 'export PATH := %s:$(PATH)\nall:\n\t:\n' "$T/real" >mk/Makefile
never "PATH in a Makefile, with a compiler before ours" \
	"${was}mk/Makefile:1 sets PATH itself, to $T/real:\$(PATH); take that out" make -C mk
printf 'export PATH := %s:$(PATH)\nall:\n\t:\n' "$T/tmp" >mk/Makefile
never "one without a compiler does no harm" "${was}why is not known; perhaps everything was up to date or came from a cache, or a compiler is named where it was not looked for" make -C mk
printf 'BIN = %s\nCC = $(BIN)/gcc\nall:\n\t$(CC) -c a.c\n' "$T/real" >mk/Makefile
never "CC in a Makefile, by a variable" "${was}mk/Makefile:2 sets CC itself, to \$(BIN)/gcc; take that out, or overrule it: make CC=gcc" make -C mk
mkdir -p mk/sub
printf 'include sub/config.mk\nall:\n\t$(CC) -c a.c\n' >mk/Makefile
echo "CC = $real" >mk/sub/config.mk
never "CC in a file that a Makefile includes" "${was}mk/sub/config.mk:1 sets CC itself, to $real; take that out, or overrule it: make CC=gcc" make -C mk
printf 'all:\n\t$(MAKE) -C sub\n' >mk/Makefile
printf 'CC = %s\nall:\n\t$(CC) -c a.c\n' "$real" >mk/sub/Makefile
never "CC in a directory below" "${was}mk/sub/Makefile:1 sets CC itself, to $real; take that out, or overrule it: make CC=gcc" make -C mk
never "a directory that a shell's word leads to" "${was}mk/sub/Makefile:1 sets CC itself, to $real; take that out, or overrule it: make CC=gcc" \
	sh -c 'cd mk/sub && make'
mv mk/sub/Makefile mk/sub/other
never "another Makefile, joined" "${was}mk/sub/other:1 sets CC itself, to $real; take that out, or overrule it: make CC=gcc" make -fmk/sub/other
yes "$(printf 'include loop\n\tcd . && cd .. && true')" | head -20000 >mk/sub/loop
cp mk/sub/loop mk/sub/Makefile
never "files that lead to themselves, many times" "${was}why is not known; perhaps everything was up to date or came from a cache, or a compiler is named where it was not looked for" true mk/sub/loop
printf 'all:\n\tCGO_ENABLED=0 true\n' >mk/Makefile
never "CGO_ENABLED=0 in a Makefile" "${was}mk/Makefile:2 says CGO_ENABLED=0, with which go compiles no C; take it out" make -C mk
printf '#!/bin/sh\n%s -c a.c\n' "$real" >build.sh
never "a script" "${was}build.sh:2 names $real by its path, which goes past hardcc; say gcc alone there" sh build.sh
never "the command itself" "${was}the command names $real by its path, which goes past hardcc; say gcc alone there" "$real" -c a.c
never "CC on make's command line" "${was}the command sets CC itself, to $real; take that out, or overrule it: make CC=gcc" make -s -C mk CC="$real"
printf 'CMAKE_C_COMPILER:FILEPATH=%s\n' "$real" >cm/CMakeCache.txt
never "a directory that cmake configured before" "${was}cm/CMakeCache.txt:1 names $real by its path, which goes past hardcc; say gcc alone there" true --build cm
printf 'rule cc\n  command = %s $in\n' "$real" >nj/build.ninja
never "a directory for ninja" "${was}nj/build.ninja:2 names $real by its path, which goes past hardcc; say gcc alone there" true -C nj
printf 'CMAKE_C_COMPILER:FILEPATH=%s\n' "$SHIM/gcc" >cm/CMakeCache.txt
never "ours is no reason" "${was}why is not known; perhaps everything was up to date or came from a cache, or a compiler is named where it was not looked for" true --build cm
CGO_ENABLED=0 never "CGO_ENABLED=0 in the environment" "${was}CGO_ENABLED=0 in the environment makes go compile no C; unset it" true
cat >"$T/real/go" <<'END'
#!/bin/sh
[ "$*" != "env CGO_ENABLED" ] || echo "${SAID:-1}"
END
chmod +x "$T/real/go"
never "a go program without cgo" "${was}no package that go compiled uses cgo" go build
CC=tcc never "a go program whose C compiler is another" "${was}CC is tcc, which is not hardcc's" go build
never "go build -n" "${was}go build -n compiles nothing" go build -n
for w in version list env "-C .. version" "-C.. mod tidy"; do
	# shellcheck disable=SC2086 # words
	never "go $w" "${was}go $(echo "$w" | sed 's|^-C *[^ ]* ||; s/ .*//') compiles nothing" go $w
	# shellcheck disable=SC2086
	run -q go $w
	is "$(cat err)" "" "nothing is wrong then: go $w"
done
never "a go list that may compile" "${was}why is not known; perhaps everything was up to date or came from a cache, or a compiler is named where it was not looked for" \
	go list -export
never "a go command that may compile" "${was}why is not known; perhaps everything was up to date or came from a cache, or a compiler is named where it was not looked for" \
	go generate
SAID=0 never "no CGO_ENABLED by default" \
	"${was}go env CGO_ENABLED is 0, so go compiles no C; it is so where go finds no C compiler, or for another system" go build
never_path=$PATH
mkdir -p "$T/nocc"
for n in sh env; do
	ln -s "$(command -v $n)" "$T/nocc/$n"
done
PATH=$SHIM:$T/nocc
"$HARDCC" run sh -c : 2>nocc.err
PATH=$never_path
is "$(cat nocc.err)" "${was}PATH has no cc, gcc or clang but hardcc's own names; install one" "no compiler"
echo CGO_ENABLED=0 >"$T/config/go/env"
SAID=0 never "go env -w CGO_ENABLED=0" "${was}go's own settings have CGO_ENABLED=0, so go compiles no C; go env -u CGO_ENABLED" go build
rm "$T/config/go/env"
SAID=0 GOOS=windows never "another system" \
	"${was}go compiles no C for the system that GOOS and GOARCH name; CGO_ENABLED=1, and a CC for it, makes it" go build
rm "$T/real/go"
HARDCC_DISABLE=1 never "HARDCC_DISABLE=1" "${was}HARDCC_DISABLE=1 passes every call through; unset it: environment" gcc -c a.c
never "a question is no compile" "hardcc: the shim compiled nothing: why is not known; perhaps everything was up to date or came from a cache, or a compiler is named where it was not looked for" gcc --version
run sh -c 'echo torn >>"$HARDCC_LOG"'
is "$(cat err)" "hardcc: 0 compiles, 0 links, 0 questions
hardcc: 1 line of the log could not be read" "a call of which nothing can be read is a call"
never "Go's question alone" "hardcc: the shim compiled nothing: go asked who the compiler is; what it needed was in its cache, or it failed before it compiled" gcc '-###' -x c -c -
printf '#!/bin/sh\n[ "$1" != test ]\n' >"$T/real/go"
chmod +x "$T/real/go"
printf 'all:\n\tCGO_ENABLED=0 go test\nCC = %s\n' "$real" >Makefile
unknown="go failed with status 1, and no compiler was run through hardcc; whether a package uses cgo is not known"
never "a go test that fails, beside a Makefile that it does not read" "$was$unknown" go test
CC=tcc never "with a C compiler that is another" "${was}CC is tcc, which is not hardcc's" go test
never "in a shell" "${was}the command failed with status 1, and nothing was compiled through hardcc before that" sh -c 'go test'
never "a make in a shell" "${was}Makefile:2 says CGO_ENABLED=0, with which go compiles no C; take it out" sh -c 'make -s'
rm Makefile
printf '#!/bin/sh\ngcc "-###" -x c -c - 2>/dev/null\n[ "$1" != test ]\n' >"$T/real/go"
never "a go test that fails, with what it needs in its cache" \
	"${was}go asked who the compiler is; what it needed was in its cache, or it failed before it compiled" go test
never "a go that has all" "hardcc: the shim compiled nothing: go asked who the compiler is and had all it needed in its cache" go build
run -q go build
is "$(cat err)" "" "-q: a warm build is nothing wrong"
rm "$T/real/go"
never "a question before a failure" "hardcc: the shim compiled nothing: the command failed with status 1, and nothing was compiled through hardcc before that" sh -c 'gcc "-###" -x c -c -; exit 1'
head -c 100000 /dev/urandom >mk/Makefile
run true -C mk
is $? 0 "a file of any bytes is looked through"

done_testing
