#!/bin/sh
# What cannot work: one clear line, the right status, no crash, nothing left behind.

# shellcheck source=tests/lib/fake.sh
. "${srcdir:?run the tests by make check}/tests/lib/fake.sh"
need gcc setpriv

shims gcc g++ cc clang x86_64-linux-gnu-gcc aarch64-linux-gnu-gcc
rm "$T/real/cc" "$T/real/clang" "$T/real/x86_64-linux-gnu-gcc-12"
profiles=${mine%/*}

# Status, number of lines, whether the first is ours and whether some line has TEXT.
complains() { # NAME STATUS LINES TEXT COMMAND...
	complains_name=$1
	complains_want="$2 $3 yes yes"
	complains_text=$4
	shift 4
	"$@" >"$T/out" 2>"$T/err"
	complains_got="$? $(wc -l <"$T/err")"
	case $(sed 1q "$T/err") in
	*": error: hardcc: "* | "hardcc: error: "*) complains_got="$complains_got yes" ;;
	*) complains_got="$complains_got no" ;;
	esac
	grep -qF -e "$complains_text" "$T/err" && complains_got="$complains_got yes"
	is "$complains_got" "$complains_want" "$complains_name"
	[ "$complains_got" = "$complains_want" ] || head -8 "$T/err" | sed "s/^/# /"
}

with_profile() { # LIST ARGS...
	profile_list=$1
	shift
	HARDCC_PROFILE=$profile_list fake gcc "$@"
}

# --- profiles
complains "a profile that is not there" 125 2 'environment: HARDCC_PROFILE: "nonsense" is not a profile' with_profile nonsense -c a.c
complains "two of them: both are said" 125 3 '"more" is not a profile' with_profile openssf,nonsense,more -c a.c
complains "a feature that is not there" 125 2 '"nonsense" is not a feature' with_profile openssf,+nonsense -c a.c
complains "one that is switched off is misspelt, too" 125 2 '"bindnoww" is not a feature' with_profile openssf,-bindnoww -c a.c
complains "a profile by a path that is not there" 125 2 '"./mine.profile" does not exist' with_profile ./mine.profile -c a.c
complains "a lone plus" 125 2 '"+" is no' with_profile openssf,+ -c a.c
cat >"$profiles/bad.profile" <<'END'
# five bad lines, two good ones
a add -x if gccc
b give -x
c add -good
d drop file.c
include nowhere
e
f add -good
END
complains "all errors of a profile at once" 125 6 'bad.profile:2: "gccc"' with_profile bad -c a.c
for n in 3 5 6 7; do
	has "each with its line: $n" "bad.profile:$n: " "$T/err"
done
lacks "the good ones are none" "bad.profile:4" "$T/err"
complains "and they are told by explain, too" 125 6 "bad.profile:7: " env HARDCC_PROFILE=bad PATH="$fake_path" "$HARDCC" explain -- gcc -c a.c
echo 'include two' >"$profiles/one.profile"
echo 'include one' >"$profiles/two.profile"
complains "two profiles that include each other" 125 2 'two.profile:1: "one"' with_profile one -c a.c
echo 'include self' >"$profiles/self.profile"
complains "one that includes itself" 125 2 'self.profile:1: "self" includes itself' with_profile self -c a.c
mkdir "$profiles/directory.profile"
complains "a directory in a profile's place" 125 1 'directory.profile' with_profile directory -c a.c
head -c 3000 /dev/urandom >"$profiles/noise.profile"
with_profile noise -c a.c >"$T/out" 2>"$T/err"
is "$?" 125 "noise in a profile's place"
printf 'a add -\0x\n' >"$profiles/zero.profile"
with_profile zero -c a.c >"$T/out" 2>"$T/err"
is "$? $(grep -c 'zero.profile:1: ' "$T/err")" "125 1" "a NUL in a profile"
yes 'a add -x if gcc' | head -70000 >"$profiles/long.profile"
complains "a profile without end" 125 1 'more than' with_profile long -c a.c
{ printf 'a add '; head -c 100000 /dev/zero | tr '\0' x; echo; } >"$profiles/wide.profile"
with_profile wide -c a.c >"$T/out" 2>"$T/err"
is "$? $(wc -l <"$T/err")" "125 1" "a word without end in a profile"
i=0
while [ $i -lt 300 ]; do
	echo "feature$i add -x if gcc"
	i=$((i + 1))
done >"$profiles/many.profile"
complains "more features than there is room for" 125 1 'more than' with_profile many -c a.c
i=0
while [ $i -lt 80 ]; do
	echo "include deep$((i + 1))" >"$profiles/deep$i.profile"
	i=$((i + 1))
done
: >"$profiles/deep$i.profile"
complains "includes that go too deep" 125 1 'more than' with_profile deep0 -c a.c

# --- settings
complains "a setting that is not there" 125 2 'HARDCC_PROFILES' env HARDCC_PROFILES=x PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "two of them: both are said" 125 3 'HARDCC_NO' env HARDCC_PROFILES=x HARDCC_NO=1 PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "a value that is none" 125 2 'HARDCC_DISABLE' env HARDCC_DISABLE=yes PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "a value beyond its range" 125 2 'HARDCC_DEBUG' env HARDCC_DEBUG=7 PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "a question is no exception" 125 2 'HARDCC_NO' env HARDCC_NO=1 PATH="$fake_path" "$SHIM/gcc" --version
cat >"$SHIM/hardcc.conf" <<'END'
# comment
HARDCC_PROFILE = openssf   # fine
HARDCC_PROFILES = openssf
nonsense
HARDCC_DEBUG = many
PATH = /bin
END
complains "all errors of a settings file at once" 125 5 'hardcc.conf:3: ' fake gcc -c a.c
for n in 4 5 6; do
	has "each with its line: $n" "hardcc.conf:$n: " "$T/err"
done
lacks "the good one is none" "hardcc.conf:2" "$T/err"
rm "$SHIM/hardcc.conf"
mkdir "$SHIM/hardcc.conf"
complains "a directory in a settings file's place" 125 2 'hardcc.conf' fake gcc -c a.c
rmdir "$SHIM/hardcc.conf"
complains "a spec file that is not there" 125 1 'GCC_SPEC_FILE' env GCC_SPEC_FILE=/no/such/x.specs PATH="$fake_path" "$SHIM/gcc" -c a.c

# --- compilers
complains "no compiler at all" 127 1 'PATH has no "clang" other than hardcc'\''s own; install it' env PATH="$SHIM:$T/real" "$SHIM/clang" -c a.c
complains "only ourselves on PATH" 127 1 "PATH has no \"gcc\" other than hardcc's own; install it or set HARDCC_CC" env PATH="$SHIM" "$SHIM/gcc" -c a.c
complains "only ourselves, by many names" 127 1 'PATH has no "gcc"' env PATH="$SHIM:$SHIM/.:$SHIM//:$SHIM/../shim" "$SHIM/gcc" -c a.c
complains "a cross compiler that is not there" 127 1 'aarch64-linux-gnu-gcc' env PATH="$SHIM:$T/real" "$SHIM/aarch64-linux-gnu-gcc" -c a.c
complains "the setting names none" 127 1 'environment: HARDCC_CC: the real compiler "/no/such/gcc" is not there' \
	env HARDCC_CC=/no/such/gcc PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "the setting names one that PATH does not have" 127 1 '"nonesuch"' env HARDCC_CC=nonesuch PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "the setting names ourselves" 127 1 'hardcc itself' env HARDCC_CC="$SHIM/gcc" PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "the setting names ourselves by another name" 127 1 'hardcc itself' env HARDCC_CC="$HARDCC" PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "the setting names a directory" 127 1 'environment: HARDCC_CC: the real compiler "/usr/bin" is a directory' \
	env HARDCC_CC=/usr/bin "$SHIM/gcc" -c a.c
complains "the setting names ourselves, without a path" 127 1 'environment: HARDCC_CC: the real compiler "hardcc" is hardcc itself' \
	env HARDCC_CC=hardcc PATH="$SHIM:$T/real:${HARDCC%/*}" "$SHIM/gcc" -c a.c
complains "a launcher that is none" 125 2 'environment: HARDCC_LAUNCHER is ccache, distcc, icecc or sccache, not "nice"' \
	env HARDCC_LAUNCHER=nice PATH="$fake_path" "$SHIM/gcc" -c a.c
complains "nor is a build begun with it" 125 2 'HARDCC_LAUNCHER is ccache, distcc, icecc or sccache, not "nice"' \
	env HARDCC_LAUNCHER=nice PATH="$fake_path" "$HARDCC" run -- touch begun
not_ok "nothing was run" test -e begun
echo 'HARDCC_LAUNCHER = nice' >"$SHIM/hardcc.conf"
complains "a launcher that is none, in a file" 125 2 'hardcc.conf:1: HARDCC_LAUNCHER is ccache, distcc, icecc or sccache, not "nice"' \
	env PATH="$fake_path" "$SHIM/gcc" -c a.c
rm "$SHIM/hardcc.conf"
HARDCC_DATADIR=/nope HARDCC_LIBC=musl fake gcc -c a.c >"$T/out" 2>"$T/err"
is "$? $(grep -c ' /nope/specs/musl.specs, which make install' "$T/err")" "125 1" "a data directory that is not there is named"
complains "the setting names a directory" 127 1 "$T/real" env HARDCC_CC="$T/real" PATH="$fake_path" "$SHIM/gcc" -c a.c
echo text >"$T/file"
complains "the setting names a file that cannot be run" 126 1 "$T/file" env HARDCC_CC="$T/file" PATH="$fake_path" "$SHIM/gcc" -c a.c
mkdir "$T/plain"
echo text >"$T/plain/clang"
complains "a file on PATH that cannot be run" 126 1 "$T/plain/clang" env PATH="$SHIM:$T/plain" "$SHIM/clang" -c a.c
chmod +x "$T/plain/clang"
complains "one that can, and is no program" 126 1 "$T/plain/clang" env PATH="$SHIM:$T/plain" "$SHIM/clang" -c a.c
printf '#!/no/such/interpreter\n' >"$T/plain/clang"
complains "a script without its interpreter" 127 1 "$T/plain/clang" env PATH="$SHIM:$T/plain" "$SHIM/clang" -c a.c
ln -s nowhere "$T/plain/g++"
complains "a link to nowhere" 127 1 'own; install it or set HARDCC_CXX' env PATH="$SHIM:$T/plain" "$SHIM/g++" -c a.c
ln -s "$HARDCC" "$T/gccc"
complains "a name that is no compiler's" 125 1 'called as' "$T/gccc" -c a.c
mkdir "$T/real/dir" "$T/real/dir/gcc"
is "$(PATH=$SHIM:$T/real/dir:$T/real "$SHIM/gcc" --version | head -1)" "$T/real/gcc" "a directory of that name is none"

# --- PATH and the environment
complains "PATH is empty" 127 1 'PATH has no "gcc"' env PATH= "$SHIM/gcc" -c a.c
is "$(env -u PATH "$SHIM/gcc" --version | head -1)" "$(/usr/bin/gcc --version | head -1)" "PATH is not set: the system's"
is "$(env -i "$SHIM/gcc" --version | head -1)" "$(/usr/bin/gcc --version | head -1)" "the environment is empty"
echo 'int main(void) { return 0; }' >main.c
ok "the environment is empty: it compiles" env -i "$SHIM/gcc" -O2 -c main.c
env -i /usr/bin/gcc main.o -o main 2>"$T/want"
plain=$?
env -i "$SHIM/gcc" main.o -o main 2>"$T/got"
is "$? $(cat "$T/got")" "$plain $(cat "$T/want")" "and what a link needs of it, it needs with us"
ls >"$T/before"
is "$(env -i PATH="$fake_path" "$SHIM/gcc" -c a.c | head -1)" "$T/real/gcc" "nothing but PATH is set"
is "$(env -i PATH="$fake_path" HOME=relative XDG_CACHE_HOME=also "$SHIM/gcc" -c a.c | head -1)" "$T/real/gcc" "relative directories are none"
ls >"$T/after"
ok "and nothing is made here" cmp "$T/before" "$T/after"
is "$(env -i PATH="$fake_path" HOME=/dev/null "$SHIM/gcc" -c a.c | head -1)" "$T/real/gcc" "home is no directory"
is "$(env -i PATH="$fake_path" HARDCC_DEPTH=nonsense "$SHIM/gcc" -c a.c | head -1)" "$T/real/gcc" "the loop counter is no number"

# --- response files
mkdir "$T/work/directory"
is "$(fake gcc @missing -c a.c | tail -3 | tr '\n' ' ')" "@missing -c a.c " "an @file that is not there is the compiler's affair"
is "$(fake gcc @directory -c a.c | tail -3 | tr '\n' ' ')" "@directory -c a.c " "so is a directory"
chmod 755 "$T" "$T/work"
echo '-O2 -c a.c' >secret
chmod 0 secret
if [ "$(id -u)" -eq 0 ]; then
	is "$(PATH=$fake_path HARDCC_CACHE=none setpriv --inh-caps=-all --bounding-set=-all "$SHIM/gcc" @secret 2>&1)" "gcc: error: hardcc: cannot read the response file secret: Permission denied" "one that we cannot read is an error"
else
	is "$(fake gcc @secret 2>&1)" "gcc: error: hardcc: cannot read the response file secret: Permission denied" "one that we cannot read is an error"
fi

# --- a profile that cannot be read
hidden=$T/config/hardcc/profiles
mkdir -p "$hidden"
echo 'a add -DX' >"$hidden/secret.profile"
chmod 0 "$hidden/secret.profile"
chmod 755 "$T/config" "$T/config/hardcc" "$hidden"
without_power() { # COMMAND...: root's, to read what nobody may
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --inh-caps=-all --bounding-set=-all "$@"
	else
		"$@"
	fi
}
complains "a profile that cannot be read" 125 1 "$hidden/secret.profile: Permission denied" \
	without_power env HARDCC_CACHE=none HARDCC_PROFILE=secret PATH="$fake_path" "$SHIM/gcc" -c a.c
chmod 0 "$hidden"
complains "one in a directory that cannot be looked into" 125 1 "$hidden/secret.profile: Permission denied" \
	without_power env HARDCC_CACHE=none HARDCC_PROFILE=secret PATH="$fake_path" "$SHIM/gcc" -c a.c
is "$(without_power env HARDCC_CACHE=none HARDCC_PROFILE=openssf PATH="$fake_path" "$SHIM/gcc" -c a.c | tail -1)" "a.c" "a built-in one is there all the same"
chmod 755 "$hidden"
rm -f "$hidden/secret.profile"

echo '@loop -g' >loop
is "$(fake gcc @loop -c a.c | tail -1)" "a.c" "one that names itself"
: >empty
is "$(fake gcc @empty -c a.c | tail -1)" "a.c" "an empty one"
mkfifo fifo
echo "-DONE '-DTWO=a b'" >fifo &
is "$(fake gcc @fifo -c a.c | tail -6 | tr '\n' ' ')" "@{ -DONE -DTWO=a\\ b } -c a.c " "a pipe is read once, and handed on"
ln -s /dev/zero zero
is "$(fake gcc @zero -c a.c | tail -4 | tr '\n' ' ')" "@{ } -c a.c " "a device without end is read to the first NUL"

# --- inputs of a link
head -c 5000 /dev/urandom >noise.o
printf '!<arch>\n' >empty.a
printf '!<arch>\nx/              0           0     0     644     99999999  `\nx' >cut.a
head -c 100 main.o >cut.o
{ head -c 40 main.o; printf '\377\377\377\377\377\377\377\377'; tail -c +49 main.o; } >wild.o
for f in noise.o empty.a cut.a cut.o wild.o missing.o directory fifo; do
	is "$(fake gcc "$f" -o x | tail -3 | head -1)" "$f" "a link with $f"
done

# --- closed files
for closed in '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
	rm -f main.o
	eval "\"\$SHIM/gcc\" -O2 -c main.c $closed"
	is "$? $(ls main.o)" "0 main.o" "it compiles with $closed"
	eval "HARDCC_LOG=\$T/log \"\$SHIM/gcc\" -O2 -c main.c $closed"
	is "$?" 0 "and with a log"
	eval "HARDCC_PROFILE=nonsense \"\$SHIM/gcc\" -O2 -c main.c $closed" 2>/dev/null
	is "$?" 125 "and its own errors have their status"
	eval "\"\$SHIM/gcc\" -### -x c -c - $closed" >/dev/null 2>&1
	is "$?" 0 "and the identity call"
	eval "\"\$HARDCC\" explain -- gcc -c main.c $closed" >/dev/null 2>&1
	is "$(($? == 0 || $? == 125))" 1 "and explain"
done
ok "the log is whole" sh -c "! grep -v '^{.*}\$' '$T/log' && [ \$(wc -l <'$T/log') -eq 7 ]"
# what the compiler opens first must not get the number of one that was closed
cat >"$T/real/cc" <<'END'
#!/bin/sh
ls -l /proc/self/fd | sed -n 's/.* \([012]\) -> \(.*\)/\1 \2/p'
END
chmod +x "$T/real/cc"
is "$(fake cc -c a.c <&- 2>/dev/null | grep -c '^0 ')" 1 "a closed stdin is something"

# --- full disks
complains "explain on a full disk" 125 1 'standard output' sh -c "PATH='$fake_path' '$HARDCC' explain -- gcc -c a.c >/dev/full"
complains "version on a full disk" 125 1 'standard output' sh -c "'$HARDCC' version >/dev/full"
complains "help on a full disk" 125 1 'standard output' sh -c "'$HARDCC' help >/dev/full"
HARDCC_LOG=/dev/full fake gcc -c a.c >"$T/out" 2>"$T/err"
is "$? $(grep -c 'warning: hardcc: cannot write the log /dev/full' "$T/err") $(wc -l <"$T/err")" "0 1 1" "a log on a full disk is a warning"
HARDCC_LOG=/dev/full HARDCC_STRICT=1 fake gcc -c a.c >"$T/out" 2>"$T/err"
is "$? $(grep -c 'cannot write the log /dev/full' "$T/err")" "125 1" "and an error where that was asked for"
mkdir "$T/small"
if mount -t tmpfs -o size=16k none "$T/small" 2>/dev/null; then
	trap 'umount "$T/small"; chmod -R u+w "$T" 2>/dev/null; rm -rf "$T"' EXIT
	head -c 100000 /dev/zero >"$T/small/fill" 2>/dev/null
	mkdir "$T/small/cache" 2>/dev/null
	fake gcc -O2 -c a.c >"$T/want"
	HARDCC_CACHE=$T/small/cache fake gcc -O2 -c a.c >"$T/got" 2>"$T/err"
	is "$? $(cat "$T/err")" "0 " "a cache on a full disk is none"
	ok "and the argv is the same" cmp "$T/want" "$T/got"
	is "$(find "$T/small" -type f ! -name fill | wc -l)" 0 "and nothing is left there"
	HARDCC_LOG=$T/small/log fake gcc -c a.c >"$T/out" 2>"$T/err"
	is "$? $(wc -l <"$T/err")" "0 1" "a log there is a warning"
fi

# --- hardcc's own commands
complains "hardcc before a compiler" 2 1 '"gcc" is a compiler, and hardcc is not written before one' "$HARDCC" gcc -c a.c
complains "the same by its path, as a launcher of CMake's is" 2 1 '"/usr/bin/clang++-19" is a compiler' "$HARDCC" /usr/bin/clang++-19 -c a.c
complains "a build without run" 2 1 'unknown command "go"; to build through hardcc: hardcc run -- go ...' "$HARDCC" go build
complains "a profile without show" 2 1 "\"openssf\" is a profile; 'hardcc profiles show openssf' prints it" "$HARDCC" profiles openssf
complains "a command that is not there" 2 1 'unknown command "nonsense"; see '"'hardcc help'" "$HARDCC" nonsense
complains "explain what?" 2 1 usage "$HARDCC" explain
complains "explain nothing" 2 1 usage "$HARDCC" explain --json --
complains "explain no compiler" 2 1 'unknown compiler "ls"' "$HARDCC" explain -- ls -l
complains "shims where?" 2 1 usage "$HARDCC" shims
complains "shims in no directory" 125 1 '/dev/null/x' "$HARDCC" shims /dev/null/x
mkdir "$T/own-conf" && echo HARDCC_DEBUG=0 >"$T/own-conf/hardcc.conf"
complains "shims for musl beside settings of the user's" 125 1 'add the line "HARDCC_LIBC = musl" to it' "$HARDCC" shims --musl "$T/own-conf" gcc
echo 'HARDCC_LIBC = musl' >>"$T/own-conf/hardcc.conf"
ok "which is enough" "$HARDCC" shims --musl "$T/own-conf" gcc
"$HARDCC" >"$T/out" 2>"$T/err"
is "$?" 2 "no command"

# --- argv[0] and argv itself
cat >"$T/call.c" <<'END'
#include <unistd.h>

/* Runs PROGRAM with an argv that has only what follows it, its own name not among it. */
int
main(int argc, char **argv)
{
	(void)argc;
	execv(argv[1], argv + 2);
	return 98;
}
END
/usr/bin/gcc -o "$T/call" "$T/call.c"
complains "no argv at all" 125 1 'not the name of a compiler' "$T/call" "$SHIM/gcc"
complains "an empty argv[0]" 125 1 'not the name of a compiler' "$T/call" "$SHIM/gcc" ''
is "$(PATH=$fake_path "$T/call" "$SHIM/gcc" gcc --version | head -1)" "$T/real/gcc" "an argv[0] without a directory"
is "$(PATH=$fake_path "$T/call" "$SHIM/gcc" /some/where/g++ --version | head -1)" "$T/real/g++" "argv[0] says who we are"

is "$(find "$T/cache" "$T/home" "$T/work" -name '*.??????' ! -name 'noise.*' | wc -l)" 0 "no temporary file is left"
is "$(find "$T/work" -name 'core*' | wc -l)" 0 "nothing crashed"

done_testing
