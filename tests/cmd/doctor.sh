#!/bin/sh
# `hardcc doctor`: each thing that can be wrong is made wrong on purpose, and named with the way to fix it.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq

mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles" "$T/launch" "$T/tools"
for n in gcc g++ clang gcc-12; do
	cp "$builddir/tests/lib/fakecc" "$T/real/$n"
done
shims gcc g++ clang gcc-12
for n in sh env; do
	ln -s "$(command -v $n)" "$T/tools/$n"
done
cd "$T/work" || exit 99
mkdir -p "$XDG_CACHE_HOME"
fixed=$SHIM:$T/real:$T/tools
system_path=$PATH

doctor() {
	PATH=${path:-$fixed} "$HARDCC" doctor --json "$@" >out 2>err
}

told() { # FILTER: of the page
	jq -r "$1" out | sed "s|$T|T|g"
}

# the files of a name, and what each of them is
# shellcheck disable=SC2016 # jq's
gcc_chain='.path.gcc | map(.path + if .hardcc then " (hardcc)" elif .launcher then " (\(.launcher))" else "" end) | join(", ")'

# NAME WHAT FIX: there is one problem and it is this
problem() {
	is "$(told '.problems | map("\(.what) -> \(.fix)") | join("; ")')" "$2 -> $3" "$1"
}

# --- a transcript of a machine where nothing is wrong
doctor
is "$? $(cat err) $(told '.problems | length')" "0  0" "nothing is wrong: the status is 0"
is "$(told 'keys_unsorted | join(" ")' | sed 's/ musl//; s/ specs//')" "problems path compilers features settings cache processor" "the sections"
is "$(told "$gcc_chain")" "T/shim/gcc (hardcc), T/real/gcc" "who is first for a name, and who is behind"
is "$(told '.path.names')" "T/shim" "the directory of names"
is "$(told '.compilers["'"$T"'/real/gcc"] | .version + ", " + .target')" "gcc version 12.2.0 (Debian 12.2.0-14), x86_64-linux-gnu" "a compiler's version and target"
is "$(told '.compilers["'"$T"'/real/gcc"] | " " + (.gets | join(" "))' | grep -o ' fortify .* relro bindnow noexecstack' | grep -c stackclash)" 1 "what it takes"
is "$(told '.compilers | length')" 4 "each compiler once"
is "$(told '.settings | .HARDCC_PROFILE, .HARDCC_DEBUG | .value + " (" + .origin + ")"' | xargs -d '\n')" "openssf,distro (built in)  (built in)" "a setting with its origin"
is "$(told '.cache.directory | "\(.path) \(.files) \(.there)"')" "T/cache/hardcc $(find "$T/cache/hardcc" -type f | wc -l) true" "the cache"
# shellcheck disable=SC2016 # jq's
is "$(told '.compilers as $c | .features | to_entries[] | .key as $f | .value | (.gets[] | select($c[.].gets | index($f) | not)), (.lacks[] | select($c[.].lacks | index($f) | not))')" \
	"" "a feature's compilers are those that have the feature"
is "$(told '[.compilers[] | .gets + .lacks | length] | add')" "$(told '[.features[] | .gets + .lacks | length] | add')" "all of them"
PATH=$fixed "$HARDCC" doctor >text
is "$? $(head -1 text) $(grep -c '^[a-z]' text)" "0 0 problems $(($(told 'keys | length') - 1))" "the same as text: problems first, then a section each"
FAKE_REFUSE=-ftrivial-auto-var-init=zero FAKE_VERSION='vendor cc 3' HARDCC_CACHE=none doctor
is "$(told '.compilers["'"$T"'/real/gcc"].lacks | join(" ")')" "trivial-auto-var-init" "what a compiler does not take"
FAKE_VERSION='gcc version 11.3.0' HARDCC_CACHE=none doctor
is "$(told '.compilers["'"$T"'/real/gcc"].lacks | join(" ")')" "trivial-auto-var-init" "or is too old for"

# --- PATH and CC
path=$T/real:$SHIM:$T/tools doctor
is "$? $(told '.problems[1] | "\(.what) -> \(.fix)"')" \
	"1 T/real/g++ comes before hardcc's g++ on PATH -> put T/shim first on PATH: eval \"\$(hardcc env)\"" "a compiler before the names"
is "$(told '.problems[3:] | map("\(.what) -> \(.fix)") | join("; ")')" \
	"these come before hardcc's on PATH: T/real/gcc-12 -> put T/shim first on PATH: eval \"\$(hardcc env)\"" "for each name"
CC=$T/real/gcc doctor
problem "CC that goes past" "CC=T/real/gcc goes past hardcc" "unset CC, or eval \"\$(hardcc env)\", which keeps its compiler"
CC=$SHIM/gcc doctor
is "$? $(told .path.CC)" "0 T/shim/gcc (environment)" "ours does not"
mkdir -p "$T/config/go"
echo "CC=$T/real/gcc -m32" >"$T/config/go/env"
doctor
problem "CC of go env -w that goes past" "CC=T/real/gcc goes past hardcc" "go env -u CC, or eval \"\$(hardcc env)\", which keeps its compiler"
is "$(told .path.CC)" "T/real/gcc -m32 (go env -w, in T/config/go/env)" "and where it comes from"
CC=gcc doctor
is "$? $(told .path.CC)" "0 gcc (environment)" "the environment's is stronger"
rm "$T/config/go/env"
CC=gcc doctor
is "$?" "0" "nor does a name"
CC="hardcc gcc" doctor
problem "two words" "CC=\"hardcc gcc\": Go asks the first word alone what compiler it is" "name one of T/shim"
for w in tcc env hardcc; do
	CC=$w doctor
	problem "CC=$w" "CC=$w is not the name of a compiler: hardcc sees only the compilers that it runs from PATH" "unset CC, or name one of T/shim"
done
HARDCC_PROFILE=none doctor
has "a compiler under none" '"gets":[]' out
mkdir -p "$T/plain" && : >"$T/plain/gcc"
for w in gcc-99 "$T/no/gcc" "$T/plain/gcc"; do
	CC=$w doctor
	problem "CC=$(basename "$w"), which is no program" "CC=$(echo "$w" | sed "s|$T|T|") cannot be run" "unset CC, or name one of T/shim"
done
CXX="'g++" doctor
problem "a quote without an end" "CXX='g++ has a quote without an end" "unset CXX"
path=$T/tools doctor
is "$? $(told '.problems | map(.what) | join("; ")' | sed 's/ nor at [^;]*/ nor at X/')" \
	"1 there is no directory of compiler names, neither on PATH nor at X; there is no compiler on PATH" "no names, no compilers"
cp "$T/real/gcc" "$T/real/x86_64-linux-gnu-gcc-13"
doctor
problem "a compiler without a name" "these compilers have no name in T/shim, so their calls do not go through hardcc: x86_64-linux-gnu-gcc-13" "hardcc shims T/shim"
rm "$T/real/x86_64-linux-gnu-gcc-13"

cp "$T/real/gcc" "$T/real/c89-gcc" # a script of Debian's that runs gcc
"$HARDCC" shims "$T/few" gcc g++ >/dev/null
path=$T/few:$T/real:$T/tools doctor
problem "a plain name that is missing, too" "these compilers have no name in T/few, so their calls do not go through hardcc: clang gcc-12" "hardcc shims T/few"
rm "$T/real/c89-gcc"

# --- launchers
cp "$T/real/gcc" "$T/launch/ccache.real"
for n in ccache distcc; do
	mkdir -p "$T/$n"
	ln -s "$T/launch/$n" "$T/$n/gcc"
	cp "$T/real/gcc" "$T/launch/$n"
done
path=$T/ccache:$fixed doctor
problem "ccache in front" "ccache stands before hardcc for gcc: it must be told of the policy, or it gives objects of another one" \
	"eval \"\$(hardcc env)\" tells it (CCACHE_COMPILERCHECK), or put T/shim before it on PATH"
is "$(told "$gcc_chain")" "T/ccache/gcc (ccache), T/shim/gcc (hardcc), T/real/gcc" "and its place is told"
ln -s "$T/launch/ccache" "$T/ccache/g++"
ln -s "$T/launch/ccache" "$T/ccache/clang"
path=$T/ccache:$fixed doctor
problem "one problem for all names" "ccache stands before hardcc for gcc g++ clang: it must be told of the policy, or it gives objects of another one" \
	"eval \"\$(hardcc env)\" tells it (CCACHE_COMPILERCHECK), or put T/shim before it on PATH"
rm "$T/ccache/g++" "$T/ccache/clang"
CCACHE_COMPILERCHECK="$HARDCC explain --json -- %compiler% -c x.c" path=$T/ccache:$fixed doctor
is $? 0 "told of the policy it is right"
cat >"$T/launch/ccache" <<END
#!/bin/sh
read -r check <"$T/compiler_check"
[ "\$*" = -p ] && echo "($T/ccache.conf) compiler_check = \$check"
END
echo content >"$T/compiler_check"
path=$T/ccache:$fixed doctor
is $? 1 "a settings file of ccache's that says something else does not tell it"
echo "$HARDCC explain --json -- %compiler% -c x.c" >"$T/compiler_check"
path=$T/ccache:$fixed doctor
is "$? $(told '.problems | length')" "0 0" "one that tells it of the policy is right"
CCACHE_COMPILERCHECK=mtime path=$T/ccache:$fixed doctor
is $? 1 "unless the environment says otherwise"
CC="ccache gcc" path=$T/launch:$fixed doctor
is "$(told '.problems | map(.what) | map(select(startswith("ccache"))) | length')" 0 "also for a ccache in CC"
cp "$T/real/gcc" "$T/launch/ccache"
CC="ccache gcc" doctor
is "$? $(told '.problems[0].what')" "1 ccache stands before hardcc for CC: it must be told of the policy, or it gives objects of another one" "ccache in CC"
path=$T/distcc:$fixed doctor
problem "distcc in front" "distcc stands before hardcc for gcc: what it compiles on other machines does not go through hardcc" \
	"put T/shim before it on PATH, or set HARDCC_LAUNCHER=distcc"
path=$SHIM:$T/ccache:$T/real:$T/tools doctor
is "$? $(told "$gcc_chain")" "0 T/shim/gcc (hardcc), T/ccache/gcc (ccache), T/real/gcc" "behind hardcc it is right"

# --- settings, profiles, exceptions
HARDCC_PROFIL=x doctor
is "$? $(told '.problems[0].what')" "1 environment: HARDCC_PROFIL is not a setting (did you mean \"HARDCC_PROFILE\"?); hardcc help names them" "a setting that is none"
echo HARDCC_DEBUG=7 >"$SHIM/hardcc.conf"
doctor
is "$? $(told '.problems[0].what')" "1 T/shim/hardcc.conf:1: HARDCC_DEBUG is 0, 1 or 2, not \"7\"" "a line of hardcc.conf"
echo HARDCC_DEBUG=0 >"$SHIM/hardcc.conf"
doctor
is "$? $(told '.settings.HARDCC_DEBUG | .value + " (" + .origin + ")"')" "0 0 (T/shim/hardcc.conf:1)" "a setting's line is its origin"
rm "$SHIM/hardcc.conf"
mkdir "$SHIM/hardcc.conf"
doctor
problem "a hardcc.conf that is no file" "T/shim/hardcc.conf: Is a directory" "correct it"
rmdir "$SHIM/hardcc.conf"
HARDCC_PROFILE=openssf,-bindnwo doctor
problem "one error is told once, not for each compiler" "environment: HARDCC_PROFILE: \"bindnwo\" is not a feature of any profile (did you mean \"bindnow\"?)" \
	"correct it"
HARDCC_CC=/no/such/gcc doctor
problem "of some compilers, too, and names one" 'gcc: environment: HARDCC_CC: the real compiler "/no/such/gcc" is not there' "see hardcc explain -- gcc, and set that right"
HARDCC_LAUNCHER=icecc doctor
problem "of many compilers a few are named" "clang g++ gcc and 1 more: environment: there is no icecc on PATH; install it, or unset HARDCC_LAUNCHER" \
	"see hardcc explain -- clang, and set that right"
for w in "$T/no/log" "$T"; do
	HARDCC_LOG=$w doctor
	problem "a log that cannot be written" "the log $(echo "$w" | sed "s|$T|T|") cannot be written (environment)" \
		"name a regular file in a directory that is there, or unset HARDCC_LOG"
done
HARDCC_LOG=$T/new.log doctor
is "$? $(ls "$T/new.log" 2>/dev/null)" "0 " "one that can be is not made"
HARDCC_DATADIR=$T/no doctor
problem "a note's header that is not there" "the note's header T/no/specs/hardcc-note.h is not there: objects do not tell what they got" \
	"make install puts it there; or name the package's data directory in HARDCC_DATADIR"
HARDCC_DISABLE=1 doctor
problem "HARDCC_DISABLE" "HARDCC_DISABLE=1 passes every call through: environment" "take it out"
printf 'include openssf\nbindnow off because until 2001-01-01\n' >"$T/config/hardcc/profiles/late.profile"
doctor
problem "an exception that is past its day" \
	"T/config/hardcc/profiles/late.profile:2: \"bindnow\" was to hold until 2001-01-01; take it out, or give it a later day" "correct it"
echo 'a ad' >"$T/config/hardcc/profiles/late.profile"
doctor
is "$? $(told '.problems[0].what')" "1 T/config/hardcc/profiles/late.profile:1: \"ad\" is not a verb (did you mean \"add\"?); there are add require force drop deny replace spec object note refuse off expect use" "an error in a profile"
rm "$T/config/hardcc/profiles/late.profile"

# --- the cache
HOME='' XDG_CACHE_HOME='' doctor
problem "no place for a cache" "there is no place for a cache (HOME is not set): each call asks the compiler what no cache knows" "name a directory in HARDCC_CACHE"
HARDCC_CACHE=none doctor
is "$? $(told ".cache.directory | \"\(.path) \(.there)\"")" "0  false" "none is a choice"
HOME=/nonexistent/x XDG_CACHE_HOME='' doctor
problem "a HOME that is not there" "the cache /nonexistent/x/.cache/hardcc cannot be made: each call asks the compiler what no cache knows" "name another one in HARDCC_CACHE"
mkdir -m 777 "$T/open"
HARDCC_CACHE=$T/open doctor
problem "a cache that others can write" "others can write the cache T/open, so it is not read: each call asks the compiler what no cache knows" "chmod go-w T/open"
HARDCC_CACHE=$T/primed doctor --prime
is "$? $(find "$T/primed" -name 'memo-*' | wc -l) $(find "$T/primed" -name 'id-*' | wc -l)" "0 4 4" "--prime fills it: each compiler is known"
FAKE_TRACE=$T/trace HARDCC_CACHE=$T/primed PATH=$fixed gcc -O2 -c a.c >/dev/null
is "$(cut -d' ' -f1 "$T/trace" | tr '\n' ' ')" "run " "and the first call asks nothing"

# --- go, spec files, the processor
cat >"$T/real/go" <<'END'
#!/bin/sh
case $* in
version) echo "go version go1.19.8 linux/amd64" ;;
"env CGO_ENABLED") echo "${CGO_ENABLED:-1}" ;;
esac
END
chmod +x "$T/real/go"
doctor
is "$(told '.go[].policy_reaches_standard_library')" false "an old Go is told"
PATH=$fixed "$HARDCC" doctor >text
has "in the text, too" "a change of policy does not reach its standard library" text
CGO_ENABLED=0 doctor
problem "CGO_ENABLED=0" "CGO_ENABLED is 0: go compiles no C, and nothing of it is hardened" "unset CGO_ENABLED"
sed -i s/1.19.8/1.26.1/ "$T/real/go"
doctor
is "$(told '.go[].policy_reaches_standard_library')" true "a new one is not"
cp "$T/real/go" "$T/launch/go"
path=$fixed:$T/launch:$T/real doctor
is "$(grep -o "\"$T/real/go\":" out | wc -l)" 1 "a directory that is on PATH twice is one"
rm "$T/real/go"
printf '*self_spec:\n+ -pie\n%%rename link old_link\n' >my.specs
GCC_SPEC_FILE=$PWD/my.specs doctor
is "$(told '.specs["'"$PWD"'/my.specs"] | join("; ")')" "gcc stops where it is named twice; its words stand behind the user's own, and win" "what is known against a spec file"
GCC_SPEC_FILE=/no/such.specs doctor
is "$(told '.problems | map(.what) | map(select(startswith("GCC_SPEC_FILE"))) | .[0]')" "GCC_SPEC_FILE names /no/such.specs, which cannot be read" "a spec file that is not there"
touch specs
FAKE_SPECS=$PWD doctor
is "$(told '.problems[0].what')" "T/work/specs takes the place of gcc's own specs: what it leaves out of them is lost, often libgcc_s" "a file named specs"
rm specs
if [ -x /lib64/ld-linux-x86-64.so.2 ]; then
	level=$(/lib64/ld-linux-x86-64.so.2 --help | sed -n 's/^ *x86-64-\(v[0-9]\) (supported.*/\1/p' | head -1)
	doctor
	is "$(told .processor.GOAMD64.highest)" "${level:-v1}" "the level that ld.so --help names"
	if [ "$level" != v4 ]; then
		GOAMD64=v4 doctor
		is $? 1 "a level that this processor has not"
	fi
fi

# --- this machine, whatever it has
if gcc=$(command -v gcc); then
	path=$SHIM:$system_path doctor
	ok "on this machine the page is JSON" jq -e .problems out
	is "$(told "$gcc_chain" | grep -c "^T/shim/gcc (hardcc), $gcc")" 1 "its gcc is behind ours"
	is "$(told '.compilers | map(.version | select(contains("'"$(gcc -v 2>&1 | sed -n 's/^gcc version \([^ ]*\).*/\1/p')"'"))) | length > 0')" true "and is known by its version"
	PATH=$SHIM:$system_path "$HARDCC" doctor >text
	is "$(sed -n 's/ problems*$//p' text | head -1)" "$(told '.problems | length')" "the text counts the same problems"
fi

# --- wrong command lines
for bad in "--jsn" "x" "--prime=1"; do
	PATH=$fixed "$HARDCC" doctor $bad >out 2>err
	is "$? $(wc -l <out) $(wc -l <err)" "2 0 1" "a wrong command line: $bad"
done

done_testing
