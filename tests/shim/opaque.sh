#!/bin/sh
# Words that reach a compiler or a linker by another way: those of a file that it opens itself are seen; where what a word or a
# variable does cannot be seen, all is added as ever, and nothing is said of what comes out.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/fake.sh
. "$srcdir/tests/lib/fake.sh"

FAKE_VERSION='gcc version 12.2.0 (GCC)'
FAKE_TARGET=x86_64-linux-gnu
HARDCC_PROFILE=openssf
export FAKE_VERSION FAKE_TARGET HARDCC_PROFILE
: >a.c

reason() { # FEATURE ARGS...
	reason_of=$1
	shift
	explain "[.edits[] | select(.feature == \"$reason_of\") | .reason][0]" "$@"
}
note() { # ARGS...
	explain '[.edits[] | select(.feature == "note") | .flag][0] | sub(".*glibc"; "") | sub("\"$"; "")' "$@"
}
opaque() { # ARGS...
	explain '"\(.opaque_compile // "-") \(.opaque_link // "-")"' "$@"
}

# --- files that the linker, cc1 or the assembler opens
printf '%s\n' '-z lazy' @inner >words
echo '-z norelro -shared' >inner
for by in -Wl,@words '-Wl,-s,@words' '-Wl,-z,lazy -Xlinker -z -Wl,@norelro'; do
	echo norelro >norelro
	# shellcheck disable=SC2086
	is "$(reason bindnow gcc $by a.c); $(reason relro gcc $by a.c)" 'the user says -zlazy; the user says -znorelro' \
		"what the linker reads is seen: $by"
done
is "$(explain .kind gcc -Wl,@words a.c) $(opaque gcc -Wl,@words a.c)" 'link - -' 'and leaves nothing open'
is "$(reason stackprotectorstrong gcc -Wl,@words a.c)" '' 'the others stay'
echo '-fno-stack-clash-protection' >cpp
is "$(reason stackclash gcc -Wp,@cpp -c a.c);$(note gcc -Wp,@cpp -c a.c)" \
	'the user says -fno-stack-clash-protection; sc=0 vi=1 ov=1 al=0' 'what cc1 reads is seen, and the note hears it'
mkfifo pipe
for by in none pipe; do
	is "$(opaque gcc "-Wl,@$by" a.c)" "- @$by" "what cannot be read leaves the link open: $by"
done
is "$(opaque gcc -Wa,@none -c a.c)" '@none -' 'the assembler'"'"'s leaves what is compiled open'
echo @loop >loop
is "$(opaque gcc -Wl,@loop a.c)" '- @loop' 'a file that names itself ends'
echo 'x drop -Wl,-z,lazy' >"$mine"
echo '-z lazy' >words
HARDCC_PROFILE=mine fake gcc -Wl,@words a.c >out 2>err
is "$?" 125 'a word that a rule drops cannot be dropped from such a file'
has 'which is said' '-zlazy would have to be changed' err

# --- words and variables
while IFS='|' read -r want words; do
	# shellcheck disable=SC2086
	is "$(opaque gcc $words -c a.c)" "$want" "open: $words"
done <<'END'
-fplugin=x.so -|-fplugin=x.so
-B/x -B/x|-B/x
-B -B|-B ./x
-wrapper -wrapper|-wrapper x
-Xclang -|-Xclang -x
-mllvm -|-mllvm -x
-specs=./x -specs=./x|-specs=./x
--specs --specs|--specs ./x
- -|-B /usr/lib/x
- -|-specs=nosys.specs
-B. -B.|-B.
-B/usr/../x -B/usr/../x|-B/usr/../x
--config-user-dir=x --config-user-dir=x|--config-user-dir=x
--config-system-dir=./x --config-system-dir=./x|--config-system-dir=./x
- -|--config-system-dir=/etc/clang
-fsanitize=undefined,new -|-fsanitize=undefined,new
- -|-fsanitize=undefined,integer,array-bounds,safe-stack -fno-sanitize=new
-ftrivial-auto-var-init-stop-after=1 -|-ftrivial-auto-var-init-stop-after=1
--trivial-auto-var-init-max-size=1 -|--trivial-auto-var-init-max-size=1
END
is "$(note gcc -fsanitize=undefined -c a.c);$(note gcc -fsanitize=undefined,new -c a.c)" ' san=5 sc=1 vi=1 al=0;' \
	'nor is a sanitizer that is not known taken for another'
is "$(reason fortify gcc -O2 -fsanitize=new -c a.c)" "$(reason fortify gcc -O2 -fsanitize=thread -c a.c)" 'but for one'
is "$(note gcc -c a.c);$(note gcc -fplugin=x.so -c a.c)" ' sc=1 vi=1 ov=1 al=0;' 'the note leaves out what only words tell'
argv=$(explain '.argv | join(" ")' gcc -O2 -c a.c | sed 's/-DHARDCC_NOTE="[^"]*"//')
is "$(explain '.argv | join(" ")' gcc -O2 -c -B/x a.c | sed 's/-DHARDCC_NOTE="[^"]*"//; s/ -B.x//')" "$argv" 'all is added as ever'
for v in COMPILER_PATH GCC_EXEC_PREFIX; do
	is "$(export "$v=/x"; opaque gcc -c a.c)" "$v $v" "open: $v"
done
is "$(CCC_OVERRIDE_OPTIONS=x opaque gcc -c a.c)" '- -' "clang's variable is none of gcc's"
FAKE_VERSION='clang version 19.1.7'
is "$(CCC_OVERRIDE_OPTIONS=x opaque clang -c a.c)" 'CCC_OVERRIDE_OPTIONS CCC_OVERRIDE_OPTIONS' 'open: CCC_OVERRIDE_OPTIONS'
FAKE_VERSION='gcc version 12.2.0 (GCC)'

# --- the log, and what report makes of it
HARDCC_LOG=$T/log COMPILER_PATH=/x fake gcc -O2 -c a.c -o a.o >/dev/null
is "$(jq -r '"\(.opaque_compile) \(.opaque_link)"' "$T/log")" 'COMPILER_PATH COMPILER_PATH' 'the log says why'
is "$("$HARDCC" report --format json "$T/log" | jq -r '[.features[] | select(.feature == "stackclash") | .got, .unknown] | join(" ")')" '0 1' \
	'hardcc report: what it got cannot be told'
"$HARDCC" report "$T/log" >text
has 'and why' 'what COMPILER_PATH does to it is not known' text
"$HARDCC" report --strict "$T/log" >text
is "$? $(head -1 text)" '4 report: unknown, by openssf' 'it is no pass under --strict'
# --- what no macro reaches
: >b.i
HARDCC_LOG=$T/beside fake gcc -O2 -c a.c b.i >/dev/null
is "$("$HARDCC" report --format json "$T/beside" | jq -r '[.features[] | select(.feature == ("fortify", "stackclash")) | .got, .unknown] | join(" ")')" '0 2 2 0' \
	'what is preprocessed beside a source has the words that make code; of macros nothing is told'
done_testing
