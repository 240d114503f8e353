#!/bin/sh
# What others wrote does not speak to the terminal: one name with every control character and every mark of direction goes
# through each command, and none of them comes out as it is.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/fake.sh
. "$srcdir/tests/lib/fake.sh"
need gcc python3 dash bash make script

# --- the name, and who looks for what is in it
cat >"$T/plain.py" <<'PY'
"""--name: prints the name. --log LOG: a log whose texts are all hostile. FILE...: is each of them plain?"""
import json, os, sys
steers = [*range(1, 0x20), *range(0x7f, 0xa0), 0x61c, 0x200e, 0x200f, 0x2028, 0x2029, *range(0x202a, 0x202f), *range(0x2066, 0x206a)]
def hostile(nul=False):
    text = ''.join(map(chr, steers)) + ('\0' if nul else '') + '\x1b[31m'
    return b'h' + text.encode() + b'\xff\xc2\n' + b'FORGED a line\n' + b'z'
def wrong(data):
    try:
        text = data.decode()
    except UnicodeDecodeError as e:
        return 'no UTF-8: %s' % e
    bad = sorted({'U+%04X' % ord(c) for c in text if (ord(c) in steers or c == '\0') and c not in '\n\t'})
    if bad:
        return ' '.join(bad)
    if 'FORGED' in text and any(l.startswith('FORGED') for l in text.split('\n')):
        return 'a line that is none of ours'
    if not any(mark in text for mark in ('\\x1b', '\\u001b', '\\033', '%1B')):
        return 'the name is not in it'
if sys.argv[1] == '--name':
    sys.stdout.buffer.write(hostile())
elif sys.argv[1] == '--log':
    def fill(v, key=''):
        if isinstance(v, dict):
            return {k: fill(w, k) for k, w in v.items()}
        if isinstance(v, list):
            return [fill(w, key) for w in v]
        if isinstance(v, str) and key not in ('kind', 'result', 'verb', 'language'):
            return v + hostile(nul=True).decode('utf-8', 'surrogateescape')
        return v
    for line in open(sys.argv[2]):
        line = json.loads(line)
        print(json.dumps(fill(line)))
        print(json.dumps(dict(fill(line), argv=line['argv'], status=1)))
        print(json.dumps(dict(fill(line), argv=line['argv'] + ['-fno-stack-protector'], edits=[])))
else:
    data = b''.join(open(f, 'rb').read() for f in sys.argv[1:])
    print(wrong(data) or 'plain')
PY
h=$(python3 "$T/plain.py" --name)
commands=$("$HARDCC" help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' | sort)
[ -n "$commands" ] || { echo "Bail out! hardcc help names no command"; exit 99; }
told=''
plain() { # COMMAND NAME WORD...: what hardcc COMMAND says is plain
	plain_name="$1: $2" plain_command=$1
	told="$told$1
"
	shift 2
	PATH=$fake_path "$HARDCC" "$plain_command" "$@" >out 2>err
	is "$(python3 "$T/plain.py" out err)" plain "$plain_name"
}
said() { # NAME COMMAND...: what the command says on stderr is
	said_name=$1
	shift
	"$@" >out 2>err
	is "$(python3 "$T/plain.py" err)" plain "$said_name"
}
printf '%s' "$h" >whole
is "$(python3 "$T/plain.py" whole | cut -c 1-7)" "no UTF-" "the name would be found"
printf 'a\033[31m' >whole
is "$(python3 "$T/plain.py" whole)" "U+001B" "so would one character"
printf '\\x1b\nFORGED a line\n' >whole
is "$(python3 "$T/plain.py" whole)" "a line that is none of ours" "and a line"

# --- a build
mkdir -p "$T/$h"
deny="a deny -DX=* because it is so"
echo "$deny" >"$mine"
printf 'b add -fx if compile because %s\n' "$(printf %s "$h" | tr '\n' ' ')" >>"$mine"
export HARDCC_PROFILE=mine
plain run "a denied word" -- "$SHIM/gcc" "-DX=$h" -c a.c
plain run "the same as JSON" --json -- "$SHIM/gcc" "-DX=$h" -c a.c
plain run "a program that is not there" -- "$h"
plain run "a log that cannot be" --log "$T/$h/no/log" -- true
said "a denied word" fake gcc "-DX=$h" -c a.c
HARDCC_DEBUG=1 said "the words of a call" fake gcc "$h" -c a.c
HARDCC_DEBUG=2 said "what is done to it" fake gcc "$h" -c a.c
HARDCC_LOG=$T/$h/no/log said "a log that cannot be written" fake gcc -c a.c
HARDCC_PROFILE=$h said "a profile that is none" fake gcc -c a.c
HARDCC_CC=$h said "a compiler that is none" fake gcc -c a.c
HARDCC_LIBC=$h said "a value that is none" fake gcc -c a.c
env "HARDCC_$h=x" PATH="$fake_path" "$SHIM/gcc" -c a.c >out 2>err
is "$(python3 "$T/plain.py" err)" plain "a setting that is none"
ln -s "$builddir/hardcc-shim" "$T/$h/x$h"
said "a name that is no compiler's" "$T/$h/x$h" -c a.c
cp "$mine" "$T/$h/$h.profile"
HARDCC_PROFILE=$T/$h/$h.profile said "a profile's path" fake gcc "-DX=$h" -c a.c
rm -f log
HARDCC_LOG=$T/work/log HARDCC_PROFILE=mine fake gcc "-DY=$h" "$h.c" -c -o "$h.o" >out 2>err
is "$(python3 "$T/plain.py" log)" plain "a line of the log"
plain explain "a word" -- gcc "-DX=$h" "$h" -c a.c
plain explain "as JSON" --json -- gcc "-DX=$h" "$h" -c a.c
plain explain "a compiler that is none" -- "$h"
PATH=$fake_path "$HARDCC" explain -- gcc "-DY=$h" "-D%s\\n'\"" "$h
" >out
sed '1,/^$/d' out | sed '1,/^$/d' >line # behind the head and the edits
for s in dash bash; do
	PATH=$fake_path FAKE_OUT=$T/work/words "$s" ./line >words 2>/dev/null
	ok "$s: the line of explain is the call" python3 -c 'import os, sys
got = open("words", "rb").read()
h = os.fsencode(sys.argv[1])
sys.exit(not all(w in got for w in (b"-DY=" + h, b"-D%s\\n\x27\x22", h + b"\n")))' "$h"
done
rm -f words

# --- colours are ours alone
# shellcheck disable=SC2016 # the script's
printf 'PATH=%s:$PATH\nexport PATH\nexec "$HARDCC" run -- gcc "-DX=$(cat %s)" -c a.c\n' "'$SHIM:$T/real'" "'$T/work/name'" >terminal.sh
printf %s "$h" >name
TERM=xterm HARDCC=$HARDCC script -qec 'sh ./terminal.sh' /dev/null </dev/null >shown 2>&1
has "on a terminal there are some" "$(printf '\033')[31mdenied" shown
has "and none of the name's" '\x1b[31m\xff\xc2\nFORGED a line\nz' shown
is "$(grep -ac "$(printf '\033\[31m')" shown)" 1 "in no other line" # the message is in the same terminal

# --- judging
printf 'int main(void)\n{\n\treturn 0;\n}\n' >m.c
PATH=$system_path HARDCC_PROFILE='' gcc -O2 -g m.c -o "$T/$h/program" "-Wl,-rpath,/$h"
PATH=$system_path gcc -O2 -c m.c -o "$T/$h/m.o"
printf '\177ELF%s' "$h" >"$T/$h/broken"
for f in text json sarif; do
	set -- --format "$f"
	[ $f != text ] || set --
	plain verify "$f" "$@" "$T/$h/program" "$T/$h/m.o" "$T/$h/broken" "$T/$h/none"
	plain verify "$f: a directory" "$@" "$T/$h"
	[ $f = text ] || ok "$f: it is JSON" python3 -c 'import json; json.load(open("out", encoding="utf-8"))'
done
plain verify "a line a file" -q "$T/$h/program"
unset HARDCC_PROFILE
rm -f log
HARDCC_LOG=$T/work/log fake gcc -O2 -c m.c -o m.o >out 2>err
HARDCC_LOG=$T/work/log fake gcc m.o "$T/$h/m.o" -o m >out 2>err
python3 "$T/plain.py" --log log >"$T/$h/log"
printf 'broken %s\n' "$h" >>"$T/$h/log"
for f in text json compile-commands; do
	set -- --format "$f"
	[ $f != text ] || set --
	plain report "$f" "$@" "$T/$h/log" "$T/$h/program" "$T/$h/none"
	[ $f = text ] || ok "$f: it is JSON" python3 -c 'import json; json.load(open("out", encoding="utf-8"))'
done
plain report "a profile that is none" --profile "$h" log
plain verify "by a log" --log "$T/$h/log" "$T/$h/program"

# --- the machine
mkdir "$T/$h/bin" "$T/$h/names"
{
	echo '#!/bin/sh'
	printf "cat <<'END' >&2\nTarget: x86_64-%s\ngcc version 12.2.0 (%s)\nEND\n" "$(printf %s "$h" | tr '\n' ' ')" "$(printf %s "$h" | tr '\n' ' ')"
} >"$T/$h/bin/gcc"
chmod +x "$T/$h/bin/gcc"
cp "$T/$h/bin/gcc" "$T/$h/bin/go"
fake_path=$SHIM:$T/$h/bin:$T/real:$system_path
plain doctor text
plain doctor JSON --json
ok "it is JSON" python3 -c 'import json; json.load(open("out", encoding="utf-8"))'
HARDCC_LAUNCHER=$h plain doctor "a setting"
plain explain "a compiler's own line" -- gcc -c a.c
fake_path=$SHIM:$T/real:$system_path
plain shims "a directory" "$T/$h/names" gcc
plain shims "a directory that cannot be" "$T/$h/no/names" gcc
plain shims "a name that is none" "$T/$h/names" "$h"

# --- profiles
cp "$mine" "$T/config/hardcc/profiles/$h.profile"
sed 1i"# $(printf %s "$h" | tr '\n' ' ')" "$mine" >"$T/one.profile"
cp "$T/one.profile" "$T/config/hardcc/profiles/one.profile"
word=$(printf %s "$h" | tr -d '\011-\015 ')
printf 'x %s -fx\n' "$word" >"$T/bad.profile"
for json in '' --json; do
	plain profiles "list $json" $json list
	plain profiles "show $json" $json show one
	plain profiles "resolved $json" $json --resolved show one
	plain profiles "diff $json" $json diff openssf one
done
plain profiles check check "$T/bad.profile"
cp "$T/bad.profile" "$T/$h/bad.profile"
plain profiles "check: a name" check "$T/$h/bad.profile"
printf 'x add -f%s if compile\n' "$word" >"$T/config/hardcc/profiles/words.profile"
for f in gcc-specs clang-config cgo-flags; do
	cc=gcc
	[ $f = clang-config ] && cc=clang
	[ $cc = clang ] && export FAKE_VERSION='clang version 14.0.0' HARDCC_CACHE="$T/clang"
	PATH=$fake_path HARDCC_PROFILE=words "$HARDCC" profiles export --format "$f" --compiler $cc >out 2>err
	is "$? $(python3 "$T/plain.py" out err) $(grep -c 'words.profile:1.*a word has a control character' out)" "0 the name is not in it 1" \
		"export: $f tells such a word, and leaves it out"
	unset FAKE_VERSION HARDCC_CACHE
done
HARDCC_PROFILE=$T/$h/$h.profile plain profiles "export: a name" export --format cgo-flags
plain profiles "no such" "$h"

# --- settings for others, with names in a directory that is called so; no directory on PATH has a line break
line=$T/$(printf %s "$h" | tr '\n' ' ')
mkdir "$line" && "$HARDCC" shims "$line" gcc >/dev/null
fake_path=$T/real:$line:$system_path
want=$line:$fake_path
for f in sh make json; do
	set -- --format $f
	[ $f != json ] || set -- --json
	plain env "$f" "$@"
	cp out "in.$f"
done
for s in dash bash; do
	# shellcheck disable=SC2016 # the shell's
	is "$(PATH=$fake_path "$s" -c '. ./in.sh; printf "%s" "$PATH"')" "$want" "$s reads back what was meant"
done
# shellcheck disable=SC2016 # make's
printf 'include in.make\nall:\n\t@printf "%%s" "$$PATH"\n' >Makefile
is "$(PATH=$fake_path make -s)" "$want" "and make"
is "$(python3 -c 'import json, os, sys
sys.stdout.buffer.write(json.load(open("in.json"))["PATH"].encode("utf-8", "surrogateescape"))')" "$want" "and who reads JSON"
for f in docker github; do
	PATH=$fake_path "$HARDCC" env --format $f >out 2>err
	is "$? $(wc -c <out) $(grep -c "PATH has a character that --format $f cannot write" err)" "125 0 1" \
		"$f has no way to say it, which is an error"
done
plain env "debug information" --split-debug "$h"
plain env "a format that is none" --format "$h"
GOFLAGS="'$h" plain env "GOFLAGS"
plain features "one that is none" "$h"
plain help "a command that is none" "$h"
plain init "an operand" "$h"

# --- nobody else writes: what a compiler or a linker said, which is theirs, and how far verify has come
want_sources '*.c'
# shellcheck disable=SC2086 # a list of files
is "$(cd "$srcdir" && grep -cE '(^|[^a-z_])(write_all|write|dprintf|vdprintf|printf|puts|putchar|fputs|fprintf|fwrite|perror)\((STD|1,|2,|"|std)' $sources | grep -v ':0$')" \
	"wrapper/base/error.c:1
wrapper/record/werror.c:1
wrapper/route/result.c:3
wrapper/shim/shim.c:2
wrapper/verify/verify-file.c:2" "what is written goes through base/error.c"

is "$(printf '%sversion' "$told" | sort -u)" "$commands" "each command was told the name, but version, which takes nothing"
done_testing
