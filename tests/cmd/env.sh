#!/bin/sh
# `hardcc env`: the settings for a build, in each format, read back by who reads it.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need dash bash fish make jq git readelf objcopy

# A fixed toolchain: nothing of this machine but the usual tools.
mkdir -p "$T/tools" "$T/real" "$T/work"
for n in sh env sed cat cp make bash dash touch; do
	ln -s "$(command -v "$n")" "$T/tools/$n"
done
for n in gcc g++ clang gcc-12; do
	cp "$builddir/tests/lib/fakecc" "$T/real/$n"
done
shims gcc g++ clang gcc-12
cd "$T/work" || exit 99
system_path=$PATH
fish=$(command -v fish)
fixed=$SHIM:$T/real:$T/tools

env_cc() { # ARGUMENT...: hardcc env over the fixed toolchain
	PATH=$fixed "$HARDCC" env "$@"
}

env_cc >out 2>err
is "$? $(cat err) $(cat out)" "0  export CC=$SHIM/gcc
export CXX=$SHIM/g++
export GOFLAGS=-buildmode=pie" "a transcript for a shell; PATH is right as it is"
is "$(env_cc --format make)" "export PATH := $SHIM:\$(value PATH)
export CC := $SHIM/gcc
export CXX := $SHIM/g++
export GOFLAGS := -buildmode=pie" "for make"
is "$(env_cc --format docker)" "ENV PATH=\"$SHIM:\${PATH}\"
ENV CC=\"$SHIM/gcc\"
ENV CXX=\"$SHIM/g++\"
ENV GOFLAGS=\"-buildmode=pie\"" "for a Dockerfile"
is "$(env_cc --format github)" "PATH=$SHIM:$fixed
CC=$SHIM/gcc
CXX=$SHIM/g++
GOFLAGS=-buildmode=pie" "for GitHub"
is "$(env_cc --json)" "{\"PATH\":\"$SHIM:$fixed\",\"CC\":\"$SHIM/gcc\",\"CXX\":\"$SHIM/g++\",\"GOFLAGS\":\"-buildmode=pie\"}" "as JSON"
lacks "no CGO_ENABLED" CGO_ENABLED out
lacks "never GO_EXTLINK_ENABLED" GO_EXTLINK_ENABLED out

# --- what the options say
env_of() { # NAME OPTION...: its value
	env_name=$1
	shift
	env_cc --json "$@" | jq -r ".$env_name // \"\""
}
is "$(env_of GOFLAGS --exe)" "" "--exe"
is "$(env_of GOFLAGS --tags)" "-buildmode=pie -tags=netgo,osusergo" "--tags"
is "$(env_of GOFLAGS --for debian)" "-trimpath -buildmode=pie -ldflags=-compressdwarf=false" "--for debian: DWARF for the debug package"
is "$(env_of GOFLAGS --for rpm)" "-trimpath -buildmode=pie -ldflags=-compressdwarf=false" "--for rpm, too"
is "$(env_of GOFLAGS --for container)" "-trimpath -buildmode=pie -ldflags=-w" "--for container: none"
is "$(env_cc --split-debug /x --exe --for container | sed -n 's/^export GOFLAGS=//p')" "-trimpath" "--split-debug keeps it"
is "$(GOFLAGS=-buildmode=pie env_of GOFLAGS --exe)" "-buildmode=default" "an empty GOFLAGS would leave the word to go's own file"
is "$(env_of GOAMD64) $(env_of GOAMD64 --goamd64 v3) $(env_of GOARM64 --goarm64=v8.1) $(env_of GOARM64 --goarm64 v9.5)" " v3 v8.1 v9.5" "levels on request"
is "$(env_of HARDCC_PROFILE) $(env_of HARDCC_PROFILE --profile openssf,-relro)" " openssf,-relro" "a profile on request"
is "$(HARDCC_PROFILE=openssf-strict env_of HARDCC_PROFILE)" openssf-strict "and that of the environment"
echo 'one add -g1 if compile' >x.profile
mkdir -p profiles && cp x.profile profiles
is "$(env_of HARDCC_PROFILE --profile ./x.profile) $(env_of HARDCC_PROFILE --profile openssf,profiles/x.profile,././profiles/,-one)" \
	"$T/work/x.profile openssf,$T/work/profiles/x.profile,$T/work/profiles/,-one" "a profile by a relative path is made absolute"
is "$(HARDCC_PROFILE=./x.profile env_of HARDCC_PROFILE)" "$T/work/x.profile" "also that of the environment"
mkdir -p "co,mma" && cp x.profile "co,mma"
(cd "co,mma" && env_cc --profile ./x.profile >../out 2>../err)
is "$? $(cat out err)" "125 false
hardcc: error: a profile by a relative path needs a directory whose path has no comma: x.profile" "where that cannot be said, it is an error"
env_cc --profile openssf,-relor >out 2>err
is "$? $(cat out)" "125 false" "a profile that is misspelt"
has "is said, with what was meant" '--profile: "relor" is not a feature of any profile (did you mean "relro"?)' err

# --- JSON by either word, in each command that has it
for c in env features doctor "explain -- gcc -c a.c"; do
	command=${c%% *} words=${c#"${c%% *}"}
	# shellcheck disable=SC2086 # words
	PATH=$fixed "$HARDCC" "$command" --json $words >json 2>err
	# shellcheck disable=SC2086 # words
	is "$(PATH=$fixed "$HARDCC" "$command" --format json $words 2>err)" "$(cat json)" "--format json is --json: $c"
	ok "which is JSON: $c" jq -e . json
done
PATH=$fixed "$HARDCC" verify --json "$HARDCC" >json
is "$(PATH=$fixed "$HARDCC" verify --format json "$HARDCC" | jq -r '.[0].kind')" "$(jq -r '.[0].kind' json)" "--json is --format json: verify"

# --- the user's own
is "$(GOFLAGS=-mod=vendor env_of GOFLAGS)" "-buildmode=pie -mod=vendor" "GOFLAGS are merged"
is "$(GOFLAGS=-race env_of GOFLAGS)" "-race" "no PIE with -race"
is "$(GOARCH=386 env_of GOFLAGS) $(GOARCH=arm64 env_of GOFLAGS) $(GOOS=js GOARCH=wasm env_of GOFLAGS)" \
	" -buildmode=pie " "no PIE where it needs a C compiler of another machine"
is "$(GOOS=linux GOARCH=amd64 env_of GOFLAGS) $(GOOS=linux GOARCH=386 env_of GOFLAGS)" \
	"-buildmode=pie " "this system by its name changes nothing"
for w in -race=false -race=0 --race=F "-race -race=FALSE"; do
	is "$(GOFLAGS=$w env_of GOFLAGS)" "-buildmode=pie $w" "no race: $w"
done
is "$(GOFLAGS='-race=0 -race' env_of GOFLAGS)" "-race=0 -race" "the last one holds"
is "$(GOFLAGS="-v '-x" env_cc 2>&1 >/dev/null)" "hardcc: error: GOFLAGS: a quote has no end in: -v '-x" "GOFLAGS that go cannot read"
cat >"$T/real/go" <<'END'
#!/bin/sh
[ "$*" = "env CGO_ENABLED GOVERSION GOFLAGS" ] && printf '%s\n' "${SAID:-1}" "${VERSION:-go1.20}" -from=file
END
chmod +x "$T/real/go"
is "$(env_of GOFLAGS)" "-buildmode=pie -from=file" "GOFLAGS that stand in go's own file"
is "$(GOFLAGS=-v env_of GOFLAGS)" "-buildmode=pie -v" "the environment's are stronger"

# --- names without a C compiler behind them: from 1.20 on go compiles no C where it finds none, and finds the names
mkdir "$T/nocc" "$T/only"
# shellcheck disable=SC2016 # the script's
sed 's/-from=file/""\n[ "$1" = env ] || echo "CGO_ENABLED=${CGO_ENABLED-} GOFLAGS=${GOFLAGS-}"/' "$T/real/go" >"$T/nocc/go"
chmod +x "$T/nocc/go"
ln -s "$(command -v sh)" "$T/nocc/sh"
nocc() { # VARIABLE=VALUE... COMMAND...: what go gets of run
	env PATH="$SHIM:$T/nocc" "$@" 2>err
}
no_compiler="hardcc: warning: there is no gcc, clang or cc on PATH"
is "$(nocc "$HARDCC" run -q go build)" "CGO_ENABLED=0 GOFLAGS=" "no C compiler behind the names: go is told what it would have found"
has "and so is the user" "$no_compiler: go compiles no C (CGO_ENABLED=0); install one to have cgo" err
is "$(nocc "$HARDCC" run -q "$T/nocc/go" build)" "CGO_ENABLED=0 GOFLAGS=" "by its path, too"
is "$(nocc "$HARDCC" run -q sh -c 'go build')" "CGO_ENABLED= GOFLAGS=" "another command may name a compiler: go may not leave out C without a word"
has "that is told" "$no_compiler: go takes hardcc's names for one, and fails where it compiles C, unless CGO_ENABLED is 0; install one to have cgo" err
is "$(nocc "$HARDCC" env --json | jq -r '.CGO_ENABLED, .GOFLAGS' | xargs)$(grep -c "$no_compiler: go takes" err)" "null null1" "nor does env set it, or ask for a PIE"
for w in CGO_ENABLED=1 CC=/opt/gcc "CC=$T/real/gcc" "HARDCC_CC=$T/real/gcc" VERSION=go1.19.13; do
	is "$(nocc "$w" "$HARDCC" run -q go build | grep -c CGO_ENABLED=0)$(grep -c "$no_compiler" err)" 00 "nor where the user says more: ${w#*="$T"/}"
done
"$HARDCC" shims "$T/only" g++ >/dev/null
is "$(PATH=$T/only:$T/nocc:$T/real "$HARDCC" run -q go build 2>err | grep -c CGO_ENABLED=0)$(grep -c "$no_compiler" err)" 00 "nor where PATH has one that has no name of ours"
is "$(env PATH="$SHIM" "$HARDCC" env --json 2>&1 | jq -r .CGO_ENABLED)" null "nor where there is no go"

is "$(SAID=0 env_of GOFLAGS)" "-from=file" "no PIE where go compiles no C: it would ask for a loader"
is "$(SAID=0 env_of GOFLAGS --pie)" "-buildmode=pie -from=file" "but on request"
is "$(VERSION=go1.19.13 env_of GOFLAGS --static)" "-buildmode=pie -ldflags=-linkmode=external -from=file" "no word with a blank for a go that takes no quotes in GOFLAGS"
is "$(GOTOOLCHAIN=go1.19.13 env_of GOFLAGS --static)" "-buildmode=pie -ldflags=-linkmode=external -from=file" "nor for one that GOTOOLCHAIN names"
is "$(VERSION=go1.19.13 env_of GOFLAGS --static --for container 2>&1)" "hardcc: error: GOFLAGS: Go 1.19 and older take no quotes there, and these need some: $(
	)-trimpath -buildmode=pie '-ldflags=-w -linkmode=external' -from=file; take an option less, or a newer Go" "and where it must be one, that is said"
rm "$T/real/go"
is "$(CGO_ENABLED=0 env_of GOFLAGS)" "" "as the environment says, where there is no go"
looks="'-toolexec=$(readlink -f "$HARDCC") toolexec'"
is "$(env_of GOFLAGS --static)" "-buildmode=pie -ldflags=-linkmode=external $looks" "--static: a PIE is linked by CC, and what go links is looked at"
is "$(env_of GOFLAGS --static --exe)|$(CGO_ENABLED=0 env_of GOFLAGS --static)|$(GOFLAGS=-race env_of GOFLAGS --static)" \
	"$looks|$looks|$looks -race" "and what is none by Go"
is "$(HARDCC_LIBC=musl env_of GOFLAGS)" "-buildmode=pie -ldflags=-linkmode=external $looks" "HARDCC_LIBC=musl, too"
is "$(CC=clang env_of CC)" "$SHIM/clang" "another CC by name"
is "$(CC='gcc-12 -m32' env_of CC)" "$SHIM/gcc-12 -m32" "flags in CC stay"
is "$(CC="$T/real/gcc" env_of CC)" "$SHIM/gcc" "a CC by its path that PATH finds, too"
mkdir "$T/opt" && cp "$T/real/gcc" "$T/opt/gcc"
is "$(CC="$T/opt/gcc" env_of CC) $(CC="$T/opt/gcc" env_of HARDCC_CC)" "$SHIM/gcc $T/opt/gcc" "one that PATH does not find is the real one"
is "$(CC="ccache gcc -O" env_of CC) $(CC="ccache gcc" env_of HARDCC_LAUNCHER)" "$SHIM/gcc -O ccache" "a launcher goes behind"
is "$(CC="$SHIM/clang" env_of CC)" "$SHIM/clang" "ours stays"
for w in hardcc "$HARDCC"; do
	is "$(CC="$w gcc-12 -O" env_of CC 2>&1)|$(CC="$w gcc-12" env_of PATH | cut -d: -f1)" "$SHIM/gcc-12 -O|$SHIM" "two words, where one is enough: $w gcc-12"
done
is "$(CC=tcc env_of CC 2>err) $(cat err)" \
	" hardcc: warning: CC is \"tcc\", which is not the name of a compiler; it stays, and hardcc sees only the compilers that it runs from PATH" "no name of a compiler stays, and is told"

# what go env -w wrote
mkdir -p "$XDG_CONFIG_HOME/go" "$HOME/.config/go"
printf '%s\n' '#CC=tcc' CC=tcc 'CC=clang -m32' "CXX=ccache g++ -m32" CCX=x >"$XDG_CONFIG_HOME/go/env"
is "$(env_of CC) $(env_of CXX) $(env_of HARDCC_LAUNCHER)" "$SHIM/clang -m32 $SHIM/g++ -m32 ccache" "CC and CXX of go env -w, with their words"
is "$(CC=gcc-12 env_of CC) $(CC='' env_of CC)" "$SHIM/gcc-12 $SHIM/clang -m32" "a CC of the environment is stronger, an empty one is none"
echo CC=gcc-12 >goenv
echo CC=gcc-12 >"$HOME/.config/go/env"
is "$(GOENV=$T/work/goenv env_of CC) $(GOENV=off env_of CC) $(XDG_CONFIG_HOME='' env_of CC) $(XDG_CONFIG_HOME=rel env_of CC)" \
	"$SHIM/gcc-12 $SHIM/gcc $SHIM/gcc-12 $SHIM/gcc" "go's file is where go env GOENV says"
echo "CC=$T/opt/gcc" >"$XDG_CONFIG_HOME/go/env"
is "$(env_of CC) $(env_of HARDCC_CC)" "$SHIM/gcc $T/opt/gcc" "one that PATH does not find is the real one there, too"
echo "CC=$SHIM/clang" >"$XDG_CONFIG_HOME/go/env"
is "$(PATH=$T/real:$T/tools "$HARDCC" env --json | jq -r .CC)" "$SHIM/clang" "ours there tells where the names are"
rm "$XDG_CONFIG_HOME/go/env" "$HOME/.config/go/env"

rm "$T/real/g++"
is "$(env_of CXX)" "" "no CXX where there is no C++ compiler"
cp "$T/real/gcc" "$T/real/g++"
cp "$T/real/gcc" "$T/real/ccache"
is "$(env_of CCACHE_COMPILERCHECK)" "$HARDCC explain --json -- %compiler% -c x.c" "where there is a ccache it is told to ask for the policy"
is "$(CCACHE_COMPILERCHECK=content env_of CCACHE_COMPILERCHECK)" "" "unless the user said something else"
rm "$T/real/ccache"

# --- wrong command lines
for bad in "--formt sh" "--format bash" "--format" "--pie=yes" "--pie --exe" "word" "--json --format sh" "--explain --format github" \
	"--split-debug d --format make" "--for suse" "--goamd64 v5"; do
	# shellcheck disable=SC2086 # words
	env_cc $bad >out 2>err
	bad_status=$?
	case $bad in *json* | *github | *make) bad_out= ;; *) bad_out=false ;; esac
	is "$bad_status $(cat out) $(wc -l <err)" "2 $bad_out 1" "a wrong command line: $bad"
done

# --- --explain: a comment with each setting, and the rest as before
for f in sh fish make docker; do
	env_cc --format "$f" >plain
	env_cc --explain --format "$f" >out
	is "$(grep -v '^#' out)" "$(cat plain)" "--explain for $f changes nothing but comments"
	is "$(grep -c '^# .*\. Costs: ' out)" "$(wc -l <plain | tr -d ' ')" "one for each setting"
done

# --- any directory: what comes back is what was meant
# shellcheck disable=SC2016 # the script's
printf '%s\n' 'printf "%s|%s|%s|%s\n" "$CC" "$CXX" "$GOFLAGS" "$PATH" >shown' 'gcc -O2 -c a.c >/dev/null && cp words ran' >show
FAKE_OUT=$T/work/words
export FAKE_OUT

hostile_env() { # FORMAT: with the names in $d, which are not first on PATH
	rm -f shown ran words
	PATH=$T/real:$d:$T/tools "$HARDCC" env --format "$1"
}

hostile() { # DIRECTORY
	d=$T/$1
	mkdir -p "$d"
	"$HARDCC" shims "$d" gcc g++ >/dev/null
	want="$cxx|-buildmode=pie|$d:$T/real:$d:$T/tools"
	for s in dash bash; do
		hostile_env sh >set.sh
		(PATH=$T/real:$d:$T/tools && export PATH && "$s" -c '. ./set.sh; . ./show')
		is "$(cut -d'|' -f2- shown)" "$want" "$s: the directory \"$1\""
		ok "$s: and it is the shim that PATH finds there" grep -q FORTIFY ran
	done
	hostile_env fish >set.fish
	# shellcheck disable=SC2016 # fish's
	(PATH=$T/real:$d:$T/tools && export PATH && HOME=$T/work LC_ALL=C.UTF-8 "$fish" --no-config -c 'source ./set.fish
		and printf "%s|%s|%s|%s\n" "$CC" "$CXX" "$GOFLAGS" "$PATH" >shown')
	is "$(cut -d'|' -f2- shown)" "$want" "fish: the directory \"$1\""
	hostile_env make >set.mk
	printf 'include set.mk\nall:\n\t@. ./show\n' >Makefile
	(PATH=$T/real:$d:$T/tools && export PATH && make -s)
	is "$(cut -d'|' -f2- shown)" "$want" "make: the directory \"$1\""
	ok "make: and it is the shim that PATH finds there" grep -q FORTIFY ran
	hostile_env github >set.github
	is "$(sed -n 's/^PATH=//p' set.github)" "$d:$T/real:$d:$T/tools" "GitHub: the directory \"$1\""
	hostile_env docker >set.docker
	# in double quotes of a Dockerfile a backslash goes before " \ and $
	# shellcheck disable=SC2016 # sed's
	is "$(sed -n 's/^ENV PATH="\(.*\):\${PATH}"$/\1/p' set.docker | sed 's/\\\([\\"$]\)/\1/g')" "$d" "Docker: the directory \"$1\""
}
# CC can hold no path that a shell would have to quote: there it is the name, by PATH
cxx=$T/plain/g++
hostile plain
cxx=g++
# shellcheck disable=SC2016,SC1003 # they are meant as they are
for d in "a b" "it's" 'q"q' 'do$HOME' 'back\slash' 'end\' 'hash#' 'back\#hash' '$(touch pwned)' '`touch pwned`' 'semi;colon' ' blank' 'tab	x' 'glob*' \
	'{a,b}' '~' 'ä'; do
	hostile "$d"
done
cxx=$T/per%cent/g++
hostile 'per%cent'
not_ok "nothing of a name is run" test -e pwned
unset FAKE_OUT
mkdir "$T/co:lon" && "$HARDCC" shims "$T/co:lon" gcc >/dev/null
PATH=$T/real:$T/tools CC=$T/co:lon/gcc "$HARDCC" env >out 2>err
is "$? $(cat out) $(wc -l <err)" "125 false 1" "a directory that cannot stand on PATH is an error"

# --- a value of the user's in each format
user="'-ldflags=-X main.a=it\$HOME#x'"
merged="-buildmode=pie '-ldflags=-X main.a=it\$HOME#x'"
GOFLAGS=$user env_cc --format make >set.mk
# shellcheck disable=SC2016 # the recipe's
printf 'include set.mk\nall:\n\t@printf "%%s\\n" "$$GOFLAGS"\n' >Makefile
is "$(make -s)" "$merged" "a dollar and a # through make"
# shellcheck disable=SC2016 # the shell's
is "$(PATH=$fixed GOFLAGS=$user sh -c 'eval "$("$0" env)"; printf "%s\n" "$GOFLAGS"' "$HARDCC")" "$merged" "through a shell"
# shellcheck disable=SC2016
is "$(PATH=$fixed sh -c 'eval "$("$0" env)"; eval "$("$0" env)"; echo "$GOFLAGS|$PATH"' "$HARDCC")" \
	"-buildmode=pie|$fixed" "a second time changes nothing"
for f in make docker github; do
	HARDCC_PROFILE='openssf,
none' env_cc --format $f >out 2>err
	is "$? $(wc -l <out) $(wc -l <err)" "125 0 1" "$f: a line break cannot be said"
done

# --- where the names are
PATH=$T/real:$T/tools "$HARDCC" env >out 2>err
is "$? $(cat out)" "125 false" "no directory of names"
has "says what to do" "hardcc shims DIRECTORY" err
mkdir -p "$T/moved/bin" "$T/moved/libexec/hardcc"
cp "$HARDCC" "$T/moved/bin/hardcc"
"$T/moved/bin/hardcc" shims "$T/moved/libexec/hardcc/bin" gcc >/dev/null
is "$(PATH=$T/real:$T/tools "$T/moved/bin/hardcc" env | head -2)" "export PATH=$T/moved/libexec/hardcc/bin:\"\$PATH\"
export CC=$T/moved/libexec/hardcc/bin/gcc" "an installation that was moved as a whole"

# --- --version-stamp
ln -s "$(command -v git)" "$T/tools/git"
GIT_CEILING_DIRECTORIES=$T
export GIT_CEILING_DIRECTORIES
env_cc --version-stamp >out 2>err
is "$? $(cat out) $(wc -l <err)" "125 false 1" "--version-stamp outside of a repository"
git init -q . 2>/dev/null && git -c user.name=n -c user.email=e commit -q --allow-empty -m one && git tag v1.2.3
is "$(GOFLAGS=-v env_of GOFLAGS --version-stamp)" "-buildmode=pie -ldflags=-X=main.version=v1.2.3 -v" "--version-stamp"
is "$(GOFLAGS=-v env_of GOFLAGS --version-stamp=example.com/a/b.Version --exe)" \
	"-ldflags=-X=example.com/a/b.Version=v1.2.3 -v" "in another variable"

for w in version "main.a b" "main.a'b" main.a=b ""; do
	env_cc --version-stamp="$w" >out 2>err
	is "$? $(grep -c 'is not a PACKAGE.VARIABLE' err)" "$([ -n "$w" ] && echo 125 1 || echo 0 0)" "a variable that Go's linker would not take: $w"
done

# --- --static: go is told of the file that links lead to, by whatever name it is installed
mkdir -p "$T/versioned" "$T/a blank"
cp "$HARDCC" "$T/versioned/hardcc-1.0"
ln -s hardcc-1.0 "$T/versioned/hardcc"
ok "a versioned name is hardcc, too" "$T/versioned/hardcc-1.0" toolexec /bin/true
cp "$HARDCC" "$T/a blank/hardcc"
cp "$builddir/hardcc-shim" "$T/a blank"
"$T/a blank/hardcc" shims "$T/blank-shims" gcc g++ >/dev/null
PATH=$T/blank-shims:$fixed "$T/a blank/hardcc" env --static >"$T/blank" 2>&1
is "$? $(grep -c 'has a blank or a quote' "$T/blank")" "125 1" "--static where GOFLAGS cannot name hardcc"

# --- the page's script
# shellcheck disable=SC2016 # a script's
line=$(sed -n 's/^A script with `set -e` says `\([^`]*\)`.*/\1/p' "$srcdir/doc/use.md")
mkdir "$T/bin" && ln -s "$HARDCC" "$T/bin/hardcc" && ln -s "$(command -v rm)" "$T/tools/rm"
for w in dash bash; do
	is "$(PATH=$T/bin:$fixed $w -ec "$line; echo \"\$CC\"")" "$SHIM/gcc" "the script of doc/use.md in $w"
	is "$(PATH=$T/bin:$fixed HARDCC_PROFILE=nonsense $w -ec "$line; echo went on" 2>/dev/null)" "" "stops where there are no settings"
done

# --- a CC that is not there: each of its calls would fail, far from here
is "$(CC=gcc-99 env_cc 2>&1 >out) $(CC=/no/such/gcc env_cc 2>&1 >out)" "hardcc: warning: CC is \"gcc-99\", which is not on PATH; each call of it will fail: install it, or name another hardcc: warning: CC is \"/no/such/gcc\", which is not there; each call of it will fail: install it, or name another" "CC names no program"

# --- nor does an eval go on, whatever went wrong
for w in 'HARDCC_PROFILE=nonsense hardcc env' 'hardcc env --split-debug docker --for debain' 'hardcc env --profile json' 'HARDCC_PROFILE=nonsense hardcc env --output -' 'hardcc env --for debain' 'hardcc env --format fishy' 'HARDCC_PROFILE=openssf,-bindnwo hardcc env --format sh'; do
	for shell in dash bash; do
		is "$(PATH=$T/bin:$fixed $shell -c "eval \"\$($w)\" && echo went on" 2>/dev/null)" "" "$shell: an eval of $w"
	done
done
is "$(PATH=$T/bin:$fixed "$fish" -c 'HARDCC_PROFILE=nonsense hardcc env --format fish | source; and echo went on' 2>/dev/null)" "" "fish: sourced"
for w in make docker github json; do
	is "$(HARDCC_PROFILE=nonsense "$HARDCC" env --format $w 2>/dev/null; HARDCC_PROFILE=nonsense "$HARDCC" env --format=$w 2>/dev/null)" "" "--format $w: nothing is printed"
done
is "$(HARDCC_PROFILE=nonsense "$HARDCC" env --output out.env 2>/dev/null)$(cat out.env 2>/dev/null)" "" "nor with --output"
is "$("$HARDCC" env --help | grep -c '^false$')" 0 "nor behind the help"

# --- the page's Makefile: settings that cannot be had stop it, the second time, too
# shellcheck disable=SC2016 # make's
printf 'all:\n\t@echo "$$CC"\n' >Makefile
sed -n '/^In a \*\*Makefile\*\*/,/^In /s/^    //p' "$srcdir/doc/use.md" >>Makefile
for w in first second; do
	PATH=$T/bin:$fixed HARDCC_PROFILE=nonsense make >out 2>err
	is "$? $(grep -c gcc out)" "2 0" "the Makefile of doc/use.md with settings that cannot be had, a $w time"
done
rm -f hardcc.mk
is "$(PATH=$T/bin:$fixed make -s)" "$SHIM/gcc" "and with settings that can"

# --- --split-debug: what the function does to a program
PATH=$SHIM:$system_path
need gcc
echo 'int main(void) { return 0; }' >a.c
gcc -g -Wl,--build-id -o "a program" a.c
# shellcheck disable=SC2016 # the shell's
split='eval "$("$0" env --split-debug "$1")"; hardcc_split_debug "$2"'
ok "the function runs" dash -ec "$split" "$HARDCC" "$T/debug dir" "a program"
id=$(readelf -n "a program" 2>/dev/null | sed -n 's/^ *Build ID: //p')
f="$T/debug dir/.build-id/$(echo "$id" | cut -c1-2)/$(echo "$id" | cut -c3-).debug"
ok "the debug file has its place" test -f "$f"
is "$(readelf -SW "$f" 2>/dev/null | grep -c ' \.debug_info ') $(readelf -SW 'a program' | grep -c ' \.debug_info ')" "1 0" "the DWARF is there, and no more in the program"
is "$(readelf -SW 'a program' | grep -c gnu_debuglink)" 1 "and the program names it"
ok "the program runs" ./"a program"
# readelf speaks the user's language
mkdir "$T/translated"
# shellcheck disable=SC2016 # the script's
printf '#!/bin/sh\n[ "$LC_ALL" != C ] || exec %s "$@"\necho "Erstellungs-ID: 00"\n' "$(command -v readelf)" >"$T/translated/readelf"
chmod +x "$T/translated/readelf"
gcc -g -Wl,--build-id -o translated a.c
ok "in any language" env LC_ALL=de_DE.UTF-8 PATH="$T/translated:$PATH" dash -ec "$split" "$HARDCC" "$T/debug dir" translated
gcc -Wl,--build-id=none -o without a.c
not_ok "a program without a build id is an error" dash -c "$split" "$HARDCC" d without

done_testing
