#!/bin/sh
# Law 5, the policy that Go's cache is keyed by, and law 7, what hardcc itself keeps: the name of
# each test begins with the law's number.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/fake.sh
. "$srcdir/tests/lib/fake.sh"
need strace readelf
echo 'int f(int n) { char b[8]; b[n & 7] = 1; return b[3]; }' >a.c

# --- 5 -----------------------------------------------------------------------------------------

identity() { # the line that Go keys its cache with
	fake gcc -### -x c -c - 2>&1 >/dev/null | sed -n 1p
}
policy() { # the policy in it
	identity | sed -n 's/.*; policy \([0-9a-f]\{16\}\); .*/\1/p'
}
version=$("$HARDCC" version | sed 's/hardcc //')
is "$(identity | sed "s/$(policy)/HEX/")" \
	"hardcc version $version (openssf,distro; policy HEX; link int; gcc version 12.2.0 (Debian 12.2.0-14))" \
	"law 5: the identity call gets our line first"
is "$(policy | wc -c)" 17 "law 5: with a policy of sixteen digits"
is "$(fake gcc -### -x c -c - 2>&1 | sed -n '2,$p')" "$(PATH=$T/real gcc -### -x c -c - 2>&1)" \
	"law 5: and then the compiler's own"
is "$(FAKE_VERSION='gcc version 15.0.0 20240801 (experimental) (GCC)' identity | sed 's/.*; //')" \
	"gcc version 15.0.0 20240801 (snapshot) (GCC))" "law 5: Go takes experimental for no version: it becomes snapshot"
policy >/dev/null
is "$(explain .policy gcc -c a.c)" "$(policy)" "law 5: explain tells the same policy"
is "$(fake gcc -c a.c | sed -n 's/^-DHARDCC_NOTE="2 \([0-9a-f]*\) .*"$/\1/p')" "$(policy)" "law 5: the note tells the same policy"
base=$(policy)
is "$(HARDCC_LOG=$T/log policy) $(HARDCC_DEBUG=1 policy) $(HOME=$T/other/home policy) $(cd / && policy) $(HARDCC_CACHE=none policy) $(
	HARDCC_CACHE=$T/other/cache policy) $(fake_path=$SHIM:$T/elsewhere:$system_path policy)" \
	"$base $base $base $base $base $base $base" \
	"law 5: log, debug, home, directory, cache and the compiler's path do not change the policy"
different() { # NAME: id differs from the base and from all before
	different_id=$(policy)
	is "$(echo "$ids" | grep -c "$different_id") ${#different_id}" "0 16" "law 5: another policy for another $1"
	ids="$ids $different_id"
}
ids=$base
HARDCC_PROFILE=openssf,-bindnow different switch
HARDCC_PROFILE=openssf-strict different profile
FAKE_VERSION='gcc version 13.1.0 (Debian 13.1.0-1)' different version
FAKE_VERSION='clang version 12.2.0' different family
FAKE_TARGET=aarch64-linux-gnu different target
export HARDCC_PROFILE=mine
echo 'a add -x if gcc' >"$mine"
different 'set of rules'
before=$(policy)
printf '\n# why\n  a   add -x   if gcc because of a reason\n' >"$mine"
is "$(policy)" "$before" "law 5: comments, blanks and reasons do not change the policy"
for rule in 'a add -y if gcc' 'b add -x if gcc' 'a force -x if gcc' 'a add -x if gcc c' 'a add -x if gcc>=8' 'a add -x if gcc unless -y' \
	'a add -x if gcc package p'; do
	echo "$rule" >"$mine"
	different "rule: $rule"
done
printf 'a add -x if gcc\na off if link\n' >"$mine"
different 'exception'
printf 'a spec %s/a.specs\n' "$T" >"$mine"
echo '*link:' >"$T/a.specs"
different 'spec file'
echo '*cpp:' >"$T/a.specs"
different 'byte in a spec file'
unset HARDCC_PROFILE
# An identity call asks the compiler itself, and what is kept follows.
FAKE_VERSION='gcc version 11.1.0 (GCC)' policy >/dev/null
is "$(fake gcc -O2 -c a.c | grep -e '^-D_F')" "-D_FORTIFY_SOURCE=2" "law 5: the identity call renews what is kept"
policy >/dev/null

# --- 7 -----------------------------------------------------------------------------------------

# The system calls of the shim alone: up to the second execve.
calls() { # FILTER ARGS...
	calls_filter=$1
	shift
	PATH=$fake_path "$SHIM/gcc" "$@" >/dev/null # warm
	PATH=$fake_path strace -f -qq -o trace -e trace="$calls_filter" "$SHIM/gcc" "$@" >/dev/null
	awk '/execve\(/ && ++n == 2 { print; exit } { print }' trace
}
plain_build() { # neither a sanitizer nor a dynamic loader makes calls of its own
	! readelf -W -s "$HARDCC" | grep -q __asan_init && ! readelf -W -l "$HARDCC" | grep -q INTERP
}
if plain_build; then
	is "$(calls execve,execveat,clone,clone3,fork,vfork -O2 -c a.c | grep -c execve) $(grep -cE '(clone3?|v?fork)\(' trace)" \
		"2 0" "law 7: a warm compile is one execve, and no process more"
	is "$(calls open,openat,readlink,stat,newfstatat,access,execve -O2 -c a.c | grep -c '"/proc')" 0 "law 7: /proc is not looked at"
	is "$(calls brk,mmap,mremap,execve -O2 -c a.c | grep -v execve)" "" "law 7: no memory is asked for"
	is "$(calls open,openat,creat,write,rename,mkdir,unlink,execve -O2 -c a.c | grep -cE 'O_(WRONLY|RDWR|CREAT)|(creat|write|rename|mkdir|unlink)\(')" 0 \
		"law 7: nothing is written"
	is "$(calls execve,clone,clone3,fork,vfork a.o -o x | grep -c execve) $(grep -cE '(clone3?|v?fork)\(' trace)" \
		"2 0" "law 7: a warm link is one execve, too"
	echo 'include openssf' >"$mine"
	is "$(HARDCC_PROFILE=mine calls execve,clone,clone3,fork,vfork,open,openat -O2 -c a.c | grep -c execve) $(grep -cE '(clone3?|v?fork)\(' trace) $(grep -c 'mine.profile' trace)" \
		"2 0 0" "law 7: with a user's profile also, which is not read again"
else
	for n in 1 2 3 4 5 6; do
		ok "law 7: system calls $n # SKIP a sanitizer or a dynamic loader makes its own" true
	done
fi

# The plan is the same whatever has become of the cache: both of its files are in use.
printf 'include openssf\nown add -own\nother add -refused\n' >"$mine"
export HARDCC_PROFILE=mine FAKE_REFUSE=-refused HARDCC_CACHE="$T/kept"
fake gcc -O2 -c a.c >want
fake gcc -O2 -c a.c >out
ok "law 7: cold and warm cache make the same argv" cmp want out
is "$(grep -c -e '^-own$' want) $(grep -c -e '^-refused$' want)" "1 0" "law 7: which has what was tried"
is "$(find "$T/kept" -type f | wc -l)" 2 "law 7: the cache has its two files"
cp -r "$T/kept" "$T/good"
same_argv() {
	fake gcc -O2 -c a.c >out 2>err && cmp -s want out && [ ! -s err ] && return
	echo "$damage"
	cat err
	diff want out
	return 1
}
damaged() { # FILE: each of many damages to one file of the cache
	size=$(wc -c <"$T/good/$1")
	step=$((size / 120 + 1))
	at=$step
	while [ $at -lt "$size" ]; do
		damage="$1 cut at $at"
		head -c $at "$T/good/$1" >"$T/kept/$1"
		same_argv || return
		at=$((at + step))
	done
	at=0
	while [ $at -lt "$size" ]; do
		damage="$1 changed at $at"
		{
			head -c $at "$T/good/$1"
			tail -c +$((at + 1)) "$T/good/$1" | head -c 1 | tr '\000-\377' '\001-\377\000'
			tail -c +$((at + 2)) "$T/good/$1"
		} >"$T/kept/$1"
		same_argv || return
		at=$((at + step))
	done
	for damage in "" garbage "hardcc identity"; do
		printf %s "$damage" >"$T/kept/$1"
		same_argv || return
	done
	damage="$1 twice"
	cat "$T/good/$1" "$T/good/$1" >"$T/kept/$1"
	same_argv
}
for f in "$T"/good/*; do
	f=${f##*/}
	ok "law 7: the same argv with a corrupt or cut ${f%%-*} file" damaged "$f"
	cp "$T/good/$f" "$T/kept/$f"
	damage="others may write it"
	chmod 666 "$T/kept/$f"
	ok "law 7: the same argv with an ${f%%-*} file that others may write" same_argv
	rm -f "$T/kept/$f"
	ln -s "$T/good/$f" "$T/kept/$f"
	ok "law 7: the same argv with an ${f%%-*} file that is a link" same_argv
	rm -rf "${T:?}/kept/$f"
	mkdir "$T/kept/$f"
	ok "law 7: the same argv with an ${f%%-*} file that is a directory" same_argv
	rmdir "$T/kept/$f"
done
# A file that belongs to somebody else is not believed, whatever it says.
if [ "$(id -u)" -eq 0 ]; then
	cp "$T"/good/* "$T/kept"
	sed -i 's/^version [0-9]*$/version 262144/' "$T"/kept/id-*
	chown 65534 "$T"/kept/*
	ok "law 7: the same argv with somebody else's cache" same_argv
fi
# Nor one that somebody else may have put there: the questions tell.
questions() {
	: >"$T/trace"
	FAKE_TRACE=$T/trace fake gcc -O2 -c a.c >/dev/null
	grep -vc '^run' "$T/trace"
}
rm -rf "$T/kept"
questions >/dev/null
is "$(questions)" 0 "law 7: a warm cache asks nothing"
mkdir "$T/seconds"
ln "$T"/kept/* "$T/seconds"
is "$([ "$(questions)" -gt 0 ] && echo asks) $(questions)" "asks 0" "law 7: files with a second name are not believed, but made anew"
chmod 777 "$T/kept"
is "$([ "$(questions)" -gt 0 ] && [ "$(questions)" -gt 0 ] && echo asks)" asks "law 7: nor those in a directory that others can write"
chmod 1777 "$T/kept"
questions >/dev/null
is "$(questions)" 0 "law 7: but where they can rename nothing"
chmod 755 "$T/kept"
: >"$T/kept/id-0123456789abcdef.AbCdEf"
: >"$T/kept/memo-0123456789abcdef.AbCdEf"
: >"$T/kept/memo-0123456789abcdef.GhIjKl"
touch -d '2 hours ago' "$T/kept"/*.AbCdEf
rm "$T"/kept/memo-????????????????
questions >/dev/null
is "$(cd "$T/kept" && echo ./*.*)" ./memo-0123456789abcdef.GhIjKl "law 7: old temporary files are removed"
for HARDCC_CACHE in none /dev/null/x "$T/work/a.c" /proc/nothing; do
	ok "law 7: the same argv with the cache at $(echo "$HARDCC_CACHE" | sed "s|$T/||")" same_argv
done
unset HARDCC_CACHE
mkdir "$T/readonly"
chmod 555 "$T/readonly"
HARDCC_CACHE=$T/readonly ok "law 7: the same argv where the cache cannot be written" same_argv
HOME=$T/nohome XDG_CACHE_HOME='' ok "law 7: the same argv where the home is not there" same_argv
not_ok "law 7: and it is not made" test -e "$T/nohome"
(unset HOME XDG_CACHE_HOME; XDG_CONFIG_HOME=$T/config; same_argv)
is "$?" 0 "law 7: the same argv with no home named"
# What a memo leaves out changes nothing: each kind of choice, after a call that has filled the cache.
answers() {
	for answers_file in a.cc a.c; do
		fake gcc -O2 -c $answers_file 2>&1
		echo "status $?"
	done
}
for line in "libcpp-hardening use" "libcpp-hardening require" "strict-flex-arrays require" "branch require full" "own require -own" \
	"own require -refused" "own deny -O2" "fortify off" "own replace -O2 -O3"; do
	for condition in '' ' if gcc' ' if gcc>=13' ' if clang' ' if x86_64' ' if aarch64' ' if !gcc' ' if cxx'; do
		printf '%s\n' 'include openssf' "$line$condition because of a test" >"$mine"
		HARDCC_CACHE=none answers >want
		rm -rf "$T/filled"
		HARDCC_CACHE=$T/filled fake gcc -O2 -c a.c >out 2>&1
		HARDCC_CACHE=$T/filled answers >out
		cmp -s want out || echo "$line$condition" >>differ
		cat want >>all
	done
done
is "$(cat differ 2>/dev/null)" "" "law 7: a memo changes no call"
ok "law 7: many of which are denied, and more are not" test "$(grep -c '^status 1' all)" -gt 9 -a "$(grep -c '^status 0' all)" -gt 99
printf 'include openssf\nown add -own\nother add -refused\n' >"$mine"
# What is kept is not kept too long.
follows() { # WORD NAME: the word is in the argv now, in a second call too
	is "$(fake gcc -O2 -c a.c | grep -c -x -e "$1") $(fake gcc -O2 -c a.c | grep -c -x -e "$1")" "1 1" "law 7: what is kept follows $2"
}
follows -own "nothing, as long as nothing changes"
printf 'include openssf\nown add -owm\nother add -refused\n' >"$mine"
follows -owm "a byte in a profile"
echo 'include more' >>"$mine"
echo 'more add -more' >"$T/config/hardcc/profiles/more.profile"
follows -more "a profile that is included"
echo 'more add -most' >"$T/config/hardcc/profiles/more.profile"
follows -most "a byte in a profile that is included"
echo 'x add -stronger' >"$T/config/hardcc/profiles/openssf.profile"
follows -stronger "a profile that comes before a built-in one"
rm "$T/config/hardcc/profiles/openssf.profile"
follows -fstack-protector-strong "its going away"
cp "$T/real/gcc" "$T/real/new" && mv "$T/real/new" "$T/real/gcc"
export FAKE_VERSION='gcc version 11.1.0 (GCC)'
follows -D_FORTIFY_SOURCE=2 "a compiler that was replaced"
unset FAKE_VERSION
touch -d '2020-02-02' "$T/real/gcc"
follows -D_FORTIFY_SOURCE=3 "and its time alone"
# A script stays the same when the compiler behind it changes: what it is goes by PATH, by a link, or by a variable.
mkdir "$T/script" "$T/behind1" "$T/behind2"
cat >"$T/script/gcc" <<END
#!/bin/sh
. "\$(command -v "\${BEHIND:-behind}")"
exec "$T/real/gcc" "\$@"
END
chmod +x "$T/script/gcc"
behind() { # FILE VERSION
	echo "export FAKE_VERSION='gcc version $2 (GCC)'" >"$1"
	chmod +x "$1"
}
behind "$T/behind1/behind" 11.1.0
behind "$T/behind2/behind" 13.1.0
usual_path=$fake_path
fake_path=$SHIM:$T/script:$T/behind1:$usual_path
follows -D_FORTIFY_SOURCE=2 "a script"
fake_path=$SHIM:$T/script:$T/behind2:$usual_path
follows -D_FORTIFY_SOURCE=3 "the PATH that it finds its compiler on"
BEHIND=$T/behind1/behind follows -D_FORTIFY_SOURCE=2 "the variable that names it"
behind "$T/behind2/behind" 11.1.0
follows -D_FORTIFY_SOURCE=2 "what is written there"
ln -sf "$T/behind1/behind" "$T/behind2/linked"
BEHIND=linked follows -D_FORTIFY_SOURCE=2 "a link"
behind "$T/behind2/new" 12.1.0
ln -sf new "$T/behind2/linked"
BEHIND=linked follows -D_FORTIFY_SOURCE=3 "where it leads to now"
fake_path=$usual_path
for n in 1 2; do
	mkdir "$T/tree$n"
	echo "a add -tree$n" >"$T/tree$n/here.profile"
	touch -d '2020-02-02' "$T/tree$n/here.profile"
done
export HARDCC_PROFILE=./here.profile
cd "$T/tree1" || exit 99
follows -tree1 "a relative profile"
cd "$T/tree2" || exit 99
follows -tree2 "the directory that it is in"
cd "$T/work" || exit 99
unset HARDCC_PROFILE FAKE_REFUSE
for n in 1 2; do
	echo "kept add -kept$n" >"$T/config/hardcc/profiles/kept$n.profile"
done
follows -fstack-protector-strong "no file of settings"
echo 'HARDCC_PROFILE=kept1' >"$SHIM/hardcc.conf"
follows -kept1 "one that appears"
HARDCC_PROFILE=kept2 follows -kept2 "the environment that comes before it"
echo 'HARDCC_PROFILE=kept2' >"$SHIM/hardcc.conf"
follows -kept2 "a byte in it"
touch "$T/config/hardcc/profiles/kept2.profile"
printf '%s\n' "HARDCC_CC=$T/elsewhere/gcc" 'HARDCC_PROFILE=kept2' >"$SHIM/hardcc.conf"
follows -kept2 "a compiler that it names"
printf '%s\n' "HARDCC_CACHE=$T/other/cache" 'HARDCC_PROFILE=kept1' >"$SHIM/hardcc.conf"
follows -kept1 "the cache that it names"
ok "law 7: which is then used" test -n "$(find "$T/other/cache" -name 'memo-*')"
for n in $(seq 300); do
	printf 'HARDCC_CC_t%s = /%02000d\n' "$n" 0
done >"$SHIM/hardcc.conf"
echo 'HARDCC_PROFILE=kept2' >>"$SHIM/hardcc.conf"
follows -kept2 "settings that are too long to be remembered"
rm "$SHIM/hardcc.conf"
follows -fstack-protector-strong "its going away"

done_testing
