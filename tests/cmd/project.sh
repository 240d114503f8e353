#!/bin/sh
# hardcc.profile, a project's own policy: where the commands find it, what it may do, and that the shim never looks for it.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc jq readelf

shims gcc
PATH=$SHIM:$PATH
p=$T/project
mkdir -p "$p/.git" "$p/a/b" "$T/none"
cd "$p" || exit 99
echo 'int main(void) { return 0; }' >a.c

added() { # the features that the project's lines added
	"$HARDCC" explain --json -- gcc -O2 -c a.c 2>err |
		jq -r '.edits[] | select(.result == "added" and (.rule | test("/hardcc.profile:"))) | .feature' | xargs
}
handed() { # DIRECTORY OPTION...: the list that a build gets
	(cd "$1" && shift && "$HARDCC" env "$@" 2>"$T/err" | sed -n 's/^export HARDCC_PROFILE=//p')
}
profile() { # LINE...
	printf '%s\n' "$@" >"$p/hardcc.profile"
}

# --- where it is
is "$(handed .)" "" "no file, no setting"
profile 'zero-call-used-regs use'
found=openssf,distro,project:$p/hardcc.profile
is "$(handed .)" "$found" "here"
is "$(handed a/b)" "$found" "from below, up to .git"
rmdir .git
is "$(handed a/b)" "" "no .git, no go.mod: of this directory alone"
is "$(handed .)" "$found" "which it is in"
touch a/go.mod
is "$(handed a/b)" "" "not above the outermost go.mod"
touch go.mod
is "$(handed a/b)" "$found" "up to the outermost go.mod"
echo '# nothing' >a/hardcc.profile
is "$(handed a/b)" "openssf,distro,project:$p/a/hardcc.profile" "the nearest one"
rm a/hardcc.profile
is "$(HARDCC_PROFILE=debian handed .)" debian "HARDCC_PROFILE is all that holds where it is set"
is "$(handed . --profile debian)" debian "so is --profile"
is "$(handed . --trust-project)" "openssf,distro,$p/hardcc.profile" "--trust-project: as any profile"

profile 'fortify nonsense'
is "$(HARDCC_PROFILE=debian "$HARDCC" profiles check 2>&1 | sed -n "s|.*$p/||p")" 'hardcc.profile:1: "nonsense" is not a verb; there are add require force drop deny replace spec object note refuse off expect use' \
	"profiles check looks at it also where HARDCC_PROFILE is set"
profile 'bindnow off'
is "$("$HARDCC" profiles show "openssf,project:$p/hardcc.profile,$p/hardcc.profile" --resolved | cut -d' ' -f1,2 | grep -x 'bindnow off')" \
	"bindnow off" "the whole profile behind itself as a project's is read"
profile 'include team'
mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
echo 'bindnow off' >"$XDG_CONFIG_HOME/hardcc/profiles/team.profile"
is "$("$HARDCC" profiles show "openssf,project:$p/hardcc.profile,team" --resolved | cut -d' ' -f1,2 | grep -x 'bindnow off')" "bindnow off" "so is one that a project's includes"
rm "$XDG_CONFIG_HOME/hardcc/profiles/team.profile"
profile 'zero-call-used-regs use'

# --- whose it is
refused() { # NAME TEXT
	"$HARDCC" run -- true >out 2>err
	is "$? $(grep -cF "$2" err)" "125 1" "$1"
}
chmod o+w hardcc.profile
refused "not what others can write" "others can write it"
chmod o-w hardcc.profile
mv hardcc.profile real
ln -s real hardcc.profile
refused "not a link" "not a regular file"
rm hardcc.profile
mkfifo hardcc.profile
refused "not a pipe, which would wait" "not a regular file"
rm hardcc.profile
mv real hardcc.profile
if [ "$(id -u)" = 0 ]; then
	chown 12345 "$p/a/b"
	is "$(handed a/b)" "" "never past another owner"
	chown 0 "$p/a/b"
	chown 12345 hardcc.profile
	refused "not another user's" "belongs to another user"
	chown 0 hardcc.profile
fi

# --- what it may do
is "$(added)" zero-call-used-regs "a feature more"
profile 'fortify use 2' 'stackprotectorstrong use' 'shadow-stack use'
is "$(added)" "" "no weaker word beside one of the list's"
profile 'stackprotectorstrong require' 'fortify require 3'
is "$(HARDCC_PROFILE=none,project:$p/hardcc.profile added)" "stackprotectorstrong fortify" "require, with a level and without"
echo 'format off' >off.profile
echo 'format off if compile' >off-some.profile
while IFS='|' read -r want file lines; do
	# shellcheck disable=SC2059 # it has newlines
	printf "$lines\n" >require.profile
	cp a.c b.cc
	HARDCC_PROFILE=openssf,$p/require.profile sh -c "gcc -O2 -c $file" 2>err
	is "$? $(sed -n 's/.*require.profile:[0-9]*: \(.*\) is required, and hardcc has no flag for it with .*/\1/p' err)" "$want" "required: $lines: $file"
done <<'END'
1 libcpp-hardening|b.cc|libcpp-hardening require
0 |a.c|libcpp-hardening require
0 |b.cc|libcpp-hardening require if clang
0 |b.cc|libcpp-hardening require\nlibcpp-hardening off if compile because not here
0 |b.cc -D_LIBCPP_HARDENING_MODE=1|libcpp-hardening require
0 |b.cc|fortify require 3
0 |a.c|bindnow require
0 |a.c|stackclash require\nbranch require full
END
echo 'note require' >require.profile
is "$("$HARDCC" profiles check ./require.profile 2>&1 | sed 's/.*: //')" "none of its lines is an add; write use" "what is no flag cannot be required"
profile 'stackclsh use'
is "$(HARDCC_PROFILE=openssf,project:$p/hardcc.profile "$HARDCC" env 2>&1 >/dev/null | sed "s|.*$p/||")" \
	"hardcc.profile:1: \"stackclsh\" is not a feature of the catalogue (did you mean \"stackclash\"?)
hardcc: error: 1 error in the profiles; nothing was run" "one typing error is one error"
profile 'format require'
is "$(HARDCC_PROFILE=$p/off.profile,project:$p/hardcc.profile added)" format "named as by +format: an off without conditions does not hold"
is "$(HARDCC_PROFILE=$p/off-some.profile,project:$p/hardcc.profile added)" "" "an exception does"
is "$(HARDCC_PROFILE=none,-format,project:$p/hardcc.profile added)" "" "and a switch of the list's"
profile 'bindnow off' 'x add -fno-stack-protector' 'y drop -O2' 'z replace -O2 -O0' 'v force -O0' 'w require -B/tmp' \
	'u spec /tmp/u.specs' 't object ../t.c' "include $p/other.profile" 'include ./other.profile' 'include ../other/'
is "$("$HARDCC" explain --json -- gcc -O2 a.c 2>err | jq -c '.edits[] | select(.rule | test("project"))')" "" "no word of its own"
is "$(grep -c '^hardcc: warning: .*hardcc.profile:[0-9]*: ".*" is ignored; --trust-project takes it$' err)" 11 "each such line is told"
is "$("$HARDCC" explain --json -- gcc -O2 a.c 2>/dev/null | jq -c .argv)" \
	"$(cd "$T/none" && "$HARDCC" explain --json -- gcc -O2 a.c | jq -c .argv)" "and changes nothing"
echo 'strict add -Wall' >other.profile
profile 'ndebug add -DNDEBUG' 'bindnow off' 'include ./other.profile'
is "$(cd a && "$HARDCC" explain --trust-project --json -- gcc -O2 a.c |
	jq -r '.edits[] | select((.rule | test("project")) or .feature == "bindnow") | .feature + " " + .result' | xargs)" \
	"bindnow skipped ndebug added strict added" "--trust-project: all of it, and what is beside it"
profile 'fastmath deny -ffast-math because of results'
"$HARDCC" run -q -- gcc -c -ffast-math a.c 2>err
is "$? $(grep -c 'hardcc.profile:1: -ffast-math is denied: of results' err)" "1 1" "a flag that is denied"
profile 'nothing use'
"$HARDCC" run -- true 2>err
is "$? $(grep -c 'hardcc.profile:1: "nothing" is not a feature' err)" "125 1" "an error of it ends the command"
is "$("$HARDCC" doctor --json | jq '[.problems[].what | select(test("hardcc.profile:1:"))] | length')" 1 "and is a problem to doctor"
profile 'nsteiprobe use'
not_ok "profiles check reads it" "$HARDCC" profiles check
profile 'zero-call-used-regs use'
ok "and is content with a right one" "$HARDCC" profiles check

# --- each command goes by it; the shim never looks
for c in "verify a.o" "features" "report log"; do
	gcc -c a.c -o a.o
	HARDCC_LOG=$p/log gcc -c a.c -o a.o
	profile 'bindnow off'
	# shellcheck disable=SC2086 # words
	"$HARDCC" $c >out 2>err
	has "${c%% *} reads it" 'hardcc.profile:1: "bindnow off" is ignored' err
done
profile 'zero-call-used-regs use'
HARDCC_DEBUG=1 gcc -O2 -c a.c 2>err
lacks "the shim does not" zero-call-used-regs err
"$HARDCC" run -q -- sh -c 'cd a/b && cp ../../a.c . && HARDCC_DEBUG=1 gcc -O2 -c a.c' 2>err
has "but what run hands on holds everywhere" zero-call-used-regs err
mkdir -p a/dep/.git
echo 'frame-pointers use' >a/dep/hardcc.profile
"$HARDCC" run -q -- sh -c 'cd a/dep && cp ../../a.c . && HARDCC_DEBUG=1 gcc -O2 -c a.c' 2>err
has "a dependency that has one gets the project's" zero-call-used-regs err
lacks "and its own changes nothing" omit-frame-pointer err

# --- law 5: the key of Go's cache
id() { # FILE
	HARDCC_PROFILE=openssf,project:$1 gcc -'###' -x c -c - </dev/null 2>&1 | sed -n 's/^hardcc version .*(\(.*; policy [0-9a-f]*\).*/\1/p'
}
cp hardcc.profile "$T/none/hardcc.profile"
one=$(id "$p/hardcc.profile")
is "$one" "$(id "$T/none/hardcc.profile")" "the same policy is the same key, wherever the file is"
ok "there is one" test -n "$one"
HARDCC_PROFILE=openssf,project:$p/hardcc.profile gcc -O2 -c a.c
profile 'frame-pointers use'
ok "another policy is another key" test "$one" != "$(id "$p/hardcc.profile")"
HARDCC_DEBUG=1 HARDCC_PROFILE=openssf,project:$p/hardcc.profile gcc -O2 -c a.c 2>err
has "also with a memo" no-omit-frame-pointer err
ln -sf "$p" "$T/link"
is "$(HARDCC_PROFILE=project:here.profile "$HARDCC" run -- true 2>&1 | grep -c 'is not a profile')" 1 "project: takes an absolute path"

# --- no two features of the catalogue have words that undo each other's, unless one waits for the other to be off
# (`without` it, which is on: no rule of it holds)
awk '
!/^[a-z]/ { next }
{ feature = $1; sub(/=.*/, "", feature) }
/ without / { waits[feature] = 1 }
waits[feature] || $2 !~ /^(add|force)$/ { next }
{
	for (i = 3; i <= NF && $i != "if" && $i != "unless"; i++) {
		word = $i
		sub(/=.*/, "", word)
		sub(/^-([fm])no-/, "-\\1", word)
		sub(/^-U/, "-D", word)
		print word, feature
	}
}' "$srcdir/profiles/features" | sort -u | grep -v '^-W[a-z]' >words
ok "there are words" test "$(wc -l <words)" -gt 20
is "$(cut -d' ' -f1 words | uniq -d)" "" "no two have the same"

# --- what would undo something is none of what a project can add, whatever is off; and of two levels one is given
cd "$p" || exit 99
project() { # LINES LIST: the words for FORTIFY and the stack protector, or why there is none
	printf '%s\n' "$1" >hardcc.profile
	HARDCC_PROFILE=$2,project:$p/hardcc.profile "$HARDCC" explain --json -- gcc -O2 -c a.c 2>/dev/null |
		jq -r '.argv[] | select(test("FORTIFY|stack-protector"))' | tr '\n' ' '
}
for f in stackprotector fortify branch format stackclash; do
	profile "no-$f use"
	"$HARDCC" explain -- gcc -O2 -c a.c >out 2>&1
	has "no-$f is ignored, and said" "hardcc.profile:1: \"no-$f use\" is ignored" out
	lacks "and nothing takes $f back" "fno-stack-protector\|SOURCE=0\|protection=none\|Wno-format\|fno-stack-clash" out
done
is "$(project 'no-stackprotector use' openssf,-stackprotector,-stackprotectorstrong,-fortify)" "" "also where it is off"
is "$(project 'include wolfi
include debian-12
fortify use 2' none)" "-D_FORTIFY_SOURCE=2 -fstack-protector-strong " "a level of its own is the one that counts"
is "$(project 'include wolfi
include debian-12' none)" "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong " "of two that are included it is the first one's"
printf 'fortify require 3\n' >hardcc.profile
is "$(HARDCC_PROFILE=debian-12,project:$p/hardcc.profile gcc -O2 -c a.c 2>&1 | grep -c 'hardcc.profile:1: .*SOURCE=3 is required, and another profile')" 1 \
	"a lower level than the required one ends the call"
is "$(HARDCC_PROFILE=openssf,project:$p/hardcc.profile gcc -O2 -c a.c 2>&1)" "" "the same level does not"
profile 'fortify require 2'
is "$(HARDCC_PROFILE=openssf,project:$p/hardcc.profile gcc -O2 -c a.c 2>&1)" "" "nor does a higher one"
profile 'stackclash use if s390x'
is "$(HARDCC_PROFILE=openssf,-stackclash,project:$p/hardcc.profile "$HARDCC" explain --json -- gcc -O2 -c a.c |
	jq -r '[.argv[] | select(test("clash"))] | length')" 0 "what is asked for elsewhere is not switched on here"
profile 'x deny -O0 because not supported'
is "$("$HARDCC" explain -- gcc -O2 -c a.c 2>&1 | grep -c ':1: "not supported" may not stand in a reason')" 1 "no reason has cmd/go's words"
profile 'zero-call-used-regs use'
"$HARDCC" run --log log -- gcc -O2 -c a.c >out 2>&1
has "run tells of each feature under it" "each compile they apply to: fortify stackprotectorstrong" out

# --- others' files in a directory that all can write
mkdir -m 1777 "$T/all"
mkdir "$T/all/build" "$T/all/.git"
echo 'nothing use' >"$T/all/hardcc.profile"
if chown 65534 "$T/all/.git" "$T/all/hardcc.profile" 2>/dev/null; then
	cd "$T/all/build" || exit 99
	is "$("$HARDCC" explain -- gcc -c a.c 2>&1 >/dev/null)" "" "they are none of the project's"
fi

# --- init
cd "$T/none" || exit 99
rm -f hardcc.profile
ok "init writes one" "$HARDCC" init
"$HARDCC" init >out 2>err
is "$? $(cat err)" "1 hardcc: error: init: hardcc.profile is there already; it stays as it is" "and never overwrites one"
ok "it is understood as it is" "$HARDCC" explain -- gcc -c a.c
sed -i 's/^#\([a-z]\)/\1/' hardcc.profile
is "$("$HARDCC" explain --trust-project -- gcc -c a.c 2>&1 >/dev/null)" "" "so is each line that it proposes"
is "$("$HARDCC" explain -- gcc -c a.c 2>&1 >/dev/null | grep -c 'is ignored')" 2 "of which two need --trust-project"
is "$(awk 'length > 80' hardcc.profile)" "" "it fits 80 columns"

done_testing
