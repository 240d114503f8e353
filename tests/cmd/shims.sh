#!/bin/sh
# `hardcc shims`; the settings and which of them is the strongest.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need unshare mount

mkdir -p "$T/real" "$T/work" "$T/machine"
for n in gcc x86_64-linux-gnu-gcc-12 aarch64-linux-gnu-g++ clang-19 clang-format-19 gcc-ar gcc-ar-12 cpp arm-none-eabi-ld notes-gcc.txt; do
	cp "$builddir/tests/lib/fakecc" "$T/machine/$n"
done
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
ln "$T/real/gcc" "$T/real/other"
touch "$T/machine/gcc-9"
mkdir "$T/machine/gcc-8"
ln -s gcc "$T/machine/g++-12"
cd "$T/work" || exit 99
system_path=$PATH
target=$(readlink -f "$HARDCC")-shim

names() { # DIRECTORY: what is in it, each a link to the shim
	for n in "$1"/* "$1"/.[!.]*; do
		[ "$(readlink "$n")" = "$target" ] && printf '%s ' "${n##*/}"
	done
}

# --- making a directory of shims
is "$(PATH=$T/machine "$HARDCC" shims "$T/all"; echo $?)" "put it first on PATH, or set CC=$T/all/gcc
0" "all names: it says what to do with it"
is "$(names "$T/all" | tr ' ' '\n' | sort | tr '\n' ' ')" \
	"aarch64-linux-gnu-g++ c++ c89 c99 cc clang clang++ clang-19 g++ g++-12 gcc x86_64-linux-gnu-gcc-12 " \
	"the usual ones, and the compilers that the machine has under a triplet or with a version"
"$HARDCC" shims "$T/some" cc clang++ aarch64-linux-gnu-gcc gcc-99 >out
is "$? $(names "$T/some")" "0 aarch64-linux-gnu-gcc cc clang++ gcc-99 " "the names that are given"
is "$(cat out)" "put it first on PATH, or set CC=$T/some/cc" "and the first of them is told"
"$HARDCC" shims "$T/some" cc clang++ >out 2>err
is "$? $(cat err)" "0 " "a second time nothing is wrong"
for bad in ld gccc ../gcc a/gcc hardcc '' ' gcc' gcc-ar; do
	"$HARDCC" shims "$T/bad" cc "$bad" >out 2>err
	is "$? $(wc -l <err) $(names "$T/bad")" "2 1 " "no name of a compiler, and none is made: \"$bad\""
	not_ok "not even the directory: \"$bad\"" test -e "$T/bad"
done
echo mine >"$T/some/gcc"
"$HARDCC" shims "$T/some" gcc cc >out 2>err
is "$? $(wc -l <err) $(cat "$T/some/gcc")" "125 1 mine" "a file that is there and not ours stays"
has "and is named" "$T/some/gcc exists and is not a link to" err
ln -sf /bin/true "$T/some/gcc"
"$HARDCC" shims "$T/some" gcc >out 2>err
is "$? $(readlink "$T/some/gcc")" "125 /bin/true" "so does a link to something else"
mkdir "$T/odd dir's"
is "$("$HARDCC" shims "$T/odd dir's/x" gcc)" "put it first on PATH, or set CC='$T/odd dir'\''s/x/gcc'" "an odd name is told for a shell"
"$HARDCC" shims "$T/a/b/c" gcc >out 2>err
is "$? $(wc -l <err)" "125 1" "the directory above must be there"
(cd "$T" && "$HARDCC" shims relative gcc >/dev/null)
is "$(names "$T/relative")" "gcc " "a relative directory"
ln -s "$HARDCC" "$T/hardcc"
"$T/hardcc" shims "$T/linked" gcc >/dev/null
is "$(names "$T/linked")" "gcc " "called through a link it links to the program itself"
(PATH=$T:$system_path && hardcc shims "$T/bypath" gcc >/dev/null)
is "$(names "$T/bypath")" "gcc " "called by PATH, too"
mkdir -p "$T/alone" "$T/prefix/bin" "$T/prefix/libexec/hardcc"
cp "$HARDCC" "$T/alone/hardcc"
"$T/alone/hardcc" shims "$T/alone/bin" gcc >/dev/null
is "$(readlink "$T/alone/bin/gcc")" "$T/alone/hardcc" "a hardcc that was copied alone is the shim itself"
is "$(PATH=$T/alone/bin:$T/machine gcc --version)" "$T/machine/gcc
--version" "and works"
cp "$HARDCC" "$T/prefix/bin/hardcc"
cp "$target" "$T/prefix/libexec/hardcc/hardcc-shim"
"$T/prefix/bin/hardcc" shims "$T/prefix/names" gcc >/dev/null
is "$(readlink "$T/prefix/names/gcc")" "$T/prefix/libexec/hardcc/hardcc-shim" "an installation that was moved has its own shim"
"$target" >out 2>err
is "$? $(wc -l <err) $(grep -c 'not the name of a compiler' err)" "125 1 1" "the shim by its own name says what it is not"
for n in $(names "$T/all"); do
	PATH=$T/all:$T/machine "$T/all/$n" --version >out 2>err
	case "$? $(sed -n "1s|$T/||p" out)$(sed 's/.*PATH has \(no "[^"]*"\).*/\1/' err)" in
	"0 machine/$n" | "127 no \"$n\"") ;;
	*) echo "$n" ;;
	esac
done >wrong
is "$(cat wrong)" "" "each of them is the shim of its name"

# --- version and help
is "$("$HARDCC" version | sed 's/[0-9.]*$//')" "hardcc " "version"
is "$("$HARDCC" --version)" "$("$HARDCC" version)" "--version"
is "$("$HARDCC" --help)" "$("$HARDCC" help)" "--help"
"$HARDCC" help >told
has "tells which word of the user's is replaced" "One of yours is replaced: -s at the link of a Go program, by the feature symbols;" told
has "and the switch" "in HARDCC_PROFILE, -symbols keeps it." told
has "as the README does" "\`HARDCC_PROFILE=openssf,distro,-symbols\` keeps your \`-s\`" "$srcdir/README.md"
for w in "run --help" "run -h" "run --pie --help" "env -h" "doctor --json --help"; do
	# shellcheck disable=SC2086 # words
	is "$("$HARDCC" $w)" "$("$HARDCC" help "${w%% *}")" "$w"
done
"$HARDCC" help >help.out
want_table setting
for s in $rows; do
	has "help names $s" "$s" help.out
done
for c in explain shims version help; do
	has "help names $c" "hardcc $c" help.out
done
for p in "$srcdir"/profiles/*.profile; do
	p=${p##*/}
	has "help names the profile ${p%.profile}" "${p%.profile}" help.out
done

# --- settings: environment, then the shim directory, then the system's, then built in
"$HARDCC" shims "$SHIM" gcc >/dev/null
PATH=$SHIM:$T/real:$system_path
words() { # what is added
	gcc -c a.c | sed '1d; /^-c$/,$d' | tr '\n' ' '
}
origin() {
	"$HARDCC" explain -- gcc -c a.c | sed -n 's/^profile  *//p'
}
conf=$SHIM/hardcc.conf
export HARDCC_PROFILE=none,+branch
is "$(words)" "-fcf-protection=full " "the environment"
echo 'HARDCC_PROFILE = none,+no-strict-aliasing' >"$conf"
is "$(words)" "-fcf-protection=full " "is stronger than the shim directory's file"
is "$(origin)" "none,+branch (environment)" "and explain says where it is from"
unset HARDCC_PROFILE
is "$(words)" "-fno-strict-aliasing " "which holds where the environment says nothing"
is "$(origin)" "none,+no-strict-aliasing ($conf:1)" "and explain says where it is from, too"
is "$(HARDCC_PROFILE='' words)" "-fno-strict-aliasing " "an empty variable says nothing"
cat >"$conf" <<'END'
# a comment

  HARDCC_PROFILE=none,+no-strict-overflow   # behind a value
HARDCC_DEBUG =
HARDCC_PROFILE = none,+branch
END
is "$(words)" "-fno-strict-overflow " "blanks, comments, empty values; the first line of two holds"
is "$(origin)" "none,+no-strict-overflow ($conf:3)" "with its line"
printf 'HARDCC_PROFILE=none,+branch' >"$conf"
is "$(words)" "-fcf-protection=full " "a file without a newline at its end"
printf 'HARDCC_PROFILE=none,+branch\r\n' >"$conf"
is "$(words)" "-fcf-protection=full " "a file from another system"
is "$(env -i "$SHIM/gcc" -### -x c -c - 2>&1 | sed -n '1s/; .*//p')" "$("$HARDCC" version | sed 's/ / version /') (none,+branch" \
	"a scrubbed environment does not matter to it"
printf 'HARDCC_CC = %s/real/other\n' "$T" >"$conf"
is "$(gcc -c a.c | head -1)" "$T/real/other" "the compiler may stand in it"
printf 'HARDCC_CC_aarch64_linux_gnu = %s/real/other\n' "$T" >"$conf"
"$HARDCC" shims "$SHIM" aarch64-linux-gnu-gcc >/dev/null
is "$(aarch64-linux-gnu-gcc -c a.c | head -1)" "$T/real/other" "a cross compiler also"
echo 'HARDCC_DISABLE = 1' >"$conf"
is "$(words)" "" "and HARDCC_DISABLE"
is "$(HARDCC_DISABLE=0 words | wc -w)" "$(rm "$conf"; words | wc -w)" "which the environment takes back"
mkdir "$T/second"
"$HARDCC" shims "$T/second" gcc >/dev/null
echo 'HARDCC_PROFILE=none,+branch' >"$T/second/hardcc.conf"
is "$(PATH=$T/second:$T/real:$system_path gcc -c a.c | sed -n 2p)" "-fcf-protection=full" "each shim directory has its own"
is "$("$T/second/gcc" -c a.c | sed -n 2p)" "-fcf-protection=full" "also when it is not on PATH"
ln -s "$T/second/gcc" "$T/work/gcc"
is "$(./gcc -c a.c | sed 1d | grep -c cf-protection)" 1 "a link to a shim is a shim"
is "$("$HARDCC" explain -- "$T/second/gcc" -c a.c | sed -n 's/^profile  *//p')" "none,+branch ($T/second/hardcc.conf:1)" "explain takes that directory's, by path"
is "$(PATH=$T/second:$T/real:$system_path "$HARDCC" explain -- gcc -c a.c | sed -n 's/^profile  *//p')" \
	"none,+branch ($T/second/hardcc.conf:1)" "and by PATH"
is "$(below x "$T/second/gcc" -c a.c | sed -n 2p)" -c "below ourselves no settings are read"

# --- the system's file, where one can be put in its place
etc=$(sed -n 's|^settings,.* or \(.*\)/hardcc/hardcc.conf:$|\1|p' help.out)
if [ -d "$etc" ] && unshare -m sh -c "mount -t tmpfs none '$etc'" 2>/dev/null; then
	system() { # LINES COMMAND...
		system_lines=$1
		shift
		# shellcheck disable=SC2016
		unshare -m sh -c 'mount -t tmpfs none "$1" && mkdir -p "$1/hardcc/profiles" && printf "$2" >"$1/hardcc/hardcc.conf" &&
			echo "a add -system if gcc" >"$1/hardcc/profiles/mine.profile" && shift 2 && exec "$@"' sh "$etc" "$system_lines" "$@"
	}
	first() {
		system "$@" | sed -n 2p
	}
	is "$(first 'HARDCC_PROFILE=none,+branch\n' gcc -c a.c)" "-fcf-protection=full" "the system's file"
	echo 'HARDCC_PROFILE=none,+no-strict-aliasing' >"$conf"
	is "$(first 'HARDCC_PROFILE=none,+branch\n' gcc -c a.c)" "-fno-strict-aliasing" "is weaker than the shim directory's"
	is "$(HARDCC_PROFILE=none,+no-strict-overflow first 'HARDCC_PROFILE=none,+branch\n' gcc -c a.c)" "-fno-strict-overflow" "and than the environment"
	rm "$conf"
	is "$(system 'nonsense\n' gcc -c a.c 2>&1 | head -1)" "gcc: error: hardcc: $etc/hardcc/hardcc.conf:1: \"nonsense\" is not NAME=VALUE" "its errors have their line"
	is "$(HARDCC_PROFILE=mine first '' gcc -c a.c)" -system "the system's profiles"
	mkdir -p "$T/config/hardcc/profiles"
	echo 'a add -user if gcc' >"$T/config/hardcc/profiles/mine.profile"
	is "$(HARDCC_PROFILE=mine first '' gcc -c a.c)" -user "are weaker than the user's"
else
	ok "the system's file # SKIP no file can be put in $etc" true
fi

# --- HARDCC_DEBUG
unset HARDCC_PROFILE
export HARDCC_PROFILE=none,+branch
HARDCC_DEBUG=1 gcc -c 'a b.c' >out 2>err
is "$(cat err)" "hardcc: run $T/real/gcc -fcf-protection=full -c 'a b.c'" "HARDCC_DEBUG=1: the argv that is run, on stderr"
HARDCC_DEBUG=2 gcc -c 'a b.c' >out 2>err
is "$(sed -n 's/^hardcc: argv //p' err | tr '\n' ' ')" "$T/real/gcc -fcf-protection=full -c 'a b.c' " "HARDCC_DEBUG=2: one word a line"
is "$(grep -c '^hardcc: added *branch *openssf.profile:[0-9]* *-fcf-protection=full' err)" 1 "with the reasons"
is "$(sed 's/^hardcc: .*//' err | grep -c .)" 0 "and nothing else"
HARDCC_DEBUG=2 gcc -O2 -g -c -x c - -o /dev/null >out 2>err
is "$(cat err)" "" "a probe's stderr is the compiler's all the same"
HARDCC_DEBUG=0 gcc -c a.c >out 2>err
is "$(cat err)" "" "HARDCC_DEBUG=0: nothing"

# --- a directory of names for musl is for everybody, as its names are
(umask 022 && "$HARDCC" shims --musl "$T/musl" gcc >/dev/null)
is "$(stat -c %a "$T/musl/hardcc.conf")" 644 "the settings of shims --musl can be read by all"
(umask 077 && "$HARDCC" shims --musl "$T/private" gcc >/dev/null)
is "$(stat -c %a "$T/private/hardcc.conf")" 600 "unless the umask is against it"

# --- the one list: what make install makes, and what hardcc shims does
want_table driver
is "$(sed -n 's/^SHIMS = //p' "$srcdir/Makefile.am")" "$(echo "$rows" | tr "\n" " " | sed "s, \$,,")" "make install makes the shims that hardcc shims makes"

done_testing
