#!/bin/sh
# The laws of the design but for 5 and 7, which laws-cache.sh has: the name of each test begins with
# the law's number.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/fake.sh
. "$srcdir/tests/lib/fake.sh"
need gcc g++ clang nm ccache od strace
echo 'int f(int n) { char b[8]; b[n & 7] = 1; return b[3]; }' >a.c

# --- 1 -----------------------------------------------------------------------------------------

# The words with a NUL behind each, then what else a compiler can see of its call.
cat >"$T/witness" <<'END'
#!/bin/sh
printf '%s\0' "$0" "$@" | od -An -tx1
ls -l /proc/self/fd | sed -n 's/.* \([0-9]* ->\) .*/\1/p' | grep -v '^3 '
env | grep -v '^\(HARDCC_DEPTH\|_\|PATH\)=' | sort
umask
cat
echo on-stderr >&2
exit 5
END
chmod +x "$T/witness"
mkdir "$T/witnesses"
ln "$T/witness" "$T/witnesses/gcc"
newline='
'
same_call() { # ARGS...: through the shim and past it
	echo in | PATH=$SHIM:$T/witnesses:$system_path "$SHIM/gcc" "$@" >shim.out 2>shim.err
	shim_status=$?
	echo in | PATH=$SHIM:$T/witnesses:$system_path "$T/witnesses/gcc" "$@" >plain.out 2>plain.err
	plain_status=$?
	[ "$shim_status $(cksum <shim.out) $(cat shim.err)" = "$plain_status $(cksum <plain.out) $(cat plain.err)" ]
}
export HARDCC_PROFILE=none
same_call warm >/dev/null
for words in '-O2 -c a.c' '-o x a.o -lm' '-Wl,-z,execstack -z lazy @none.rsp' '-c -- -x' '-D_FORTIFY_SOURCE=0 -x c -'; do
	# shellcheck disable=SC2086
	ok "law 1: under profile none the call is the user's: $words" same_call $words
done
ok "law 1: under profile none the call is the user's: blanks, newlines, bytes, empty words" \
	same_call '' 'a b' "x${newline}y" "$(printf '\377\001')" '"' "'" \\ '*' -c a.c ''
unset HARDCC_PROFILE
for words in --version -dumpmachine -print-prog-name=ld '-O2 -g -c -x c - -o /dev/null' '-E -dM -O2 /tmp/cgo-gcc-input-1.c'; do
	# shellcheck disable=SC2086
	ok "law 1: a question and a probe are the user's: $words" same_call $words
done
mkdir "$T/links"
ln -s "$T/real/gcc" "$T/links/gcc"
is "$(PATH=$SHIM:$T/links:$system_path "$SHIM/gcc" --version | head -1)" "$T/links/gcc" \
	"law 1: argv[0] is the path as found, not what the link points to"
FAKE_SAY='a.c:1: warning: odd' fake gcc -O2 -c a.c >out 2>err
is "$(cat err)" "a.c:1: warning: odd" "law 1: stderr is the compiler's"
is "$(fake gcc -O2 -c a.c | sed -n '1p;$p' | tr '\n' ' ')" "$T/real/gcc a.c " "law 1: stdout is the compiler's"
# Who ignores SIGCHLD has a compiler that ignores it, also where hardcc has waited for a question or a logged compile.
export FAKE_SIGCHLD=1
for words in '' HARDCC_CACHE=none "HARDCC_LOG=$T/ignored.log"; do
	# shellcheck disable=SC2086
	is "$(PATH=$fake_path env --ignore-signal=CHLD $words "$SHIM/gcc" -O2 -c a.c) $(PATH=$fake_path env $words "$SHIM/gcc" -O2 -c a.c)" \
		"ignored not ignored" "law 1: SIGCHLD reaches the compiler as it was: ${words%%=*}"
done
unset FAKE_SIGCHLD
# What cmd/go takes for a flag that is not there must stand in nothing that the shim prints. The commands may say it.
want_sources '*.c'
of_shim=$(printf '%s\n' "$sources" | grep -v '^wrapper/\(cli\|cmd\|report\|verify\)/')
# shellcheck disable=SC2086 # a list of files
is "$(cd "$srcdir" && sed -n 's,^[^/]*\("[^"]*\(unknown\|unrecogni[sz]ed\|not supported\|not recognized\)[^"]*"\).*,\1,p' ${of_shim:?})" "" \
	"law 1: no message has a word that cmd/go looks for"

# --- 2 -----------------------------------------------------------------------------------------

# shellcheck disable=SC2086 # a list of files
is "$(cd "$srcdir" && grep -nE '"-{1,2}[A-Za-z]' $sources | grep -v '"--\(json\|help\|version\|musl\)"')" "" \
	"law 2: no flag is written in a .c file"

# The argv that is run, less the user's words, is what the edits say; each names a line that has the words, or one that
# takes them from a line of the catalogue.
causes() { # NAME ARGS...
	explain . "$@" >told.json
	jq -r '.edits[] | select(.result == "added" and .feature != "note") | .flag' told.json | tr ' ' '\n' >edits
	jq -r '.argv[1:][]' told.json >argv
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@" >>edits
	cmp edits argv || return
	jq -r '.edits[] | select(.result == "added") | "\(.rule) \(.feature) \(.verb) \(.flag)"' told.json >rules
	while read -r rule feature verb flag; do
		line=$(sed -n "${rule#*:}p" "$srcdir/profiles/${rule%:*}")
		case $line in
		"$feature use"*)
			"$HARDCC" profiles show "${rule%.profile:*}" --resolved | grep -F " $verb $flag" | grep -o "  # $rule features:.*" >places || return
			while IFS=: read -r _ _ at; do
				sed -n "${at}p" "$srcdir/profiles/features" | grep -E "^$feature(=| )" | grep -qF -e " $verb $flag" || return
			done <places ;;
		*) echo "$line" | grep -qF -e "$feature $verb $flag" || return ;;
		esac
	done <rules
}
for words in 'gcc -O2 -c a.c' 'g++ -O2 -c a.cc' 'gcc a.o' 'gcc -shared -o x a.o -Wl,-z,lazy' 'clang -O2 a.cc -lm'; do
	# shellcheck disable=SC2086
	HARDCC_PROFILE=openssf,-note ok "law 2: every word more has an edit, and the edit its line: $words" causes $words
done

# --- 3 -----------------------------------------------------------------------------------------

stepped_back() { # WORDS ARGS...: the features that are in the plan without the words, and not with them
	back_words=$1
	shift
	explain '.edits[] | select(.result == "added") | .feature' "$@" | sort >without
	# shellcheck disable=SC2086
	explain '.edits[] | select(.result == "added") | .feature' "$@" $back_words | sort >with
	comm -3 without with | tr -s '\n\t' ' '
}
while read -r feature kind words; do
	case $kind in
	c) set -- gcc -O2 -c a.c ;;
	l) set -- gcc a.o ;;
	esac
	is "$(stepped_back "$words" "$@")" "$feature " "law 3: $words makes $feature step back, and nothing else"
done <<'END'
stackprotectorstrong c -fno-stack-protector
fortify c -U_FORTIFY_SOURCE
fortify c -D_FORTIFY_SOURCE=0
fortify c -D _FORTIFY_SOURCE=0
fortify c -Wp,-U_FORTIFY_SOURCE
fortify c -Xpreprocessor -U_FORTIFY_SOURCE
fortify c -O0
branch c -fcf-protection=none
no-strict-overflow c -fwrapv
bindnow l -z lazy
bindnow l -zlazy
bindnow l -Wl,-z,lazy
bindnow l -Wl,-O1,-z,lazy,-x
bindnow l -Xlinker -z -Xlinker lazy
bindnow l -Wl,-z -Wl,lazy
relro l -Wl,-z,norelro
noexecstack l -z execstack
END
is "$(HARDCC_PROFILE=openssf,none,+pie explain '.edits[] | select(.result == "added") | .flag' gcc -no-pie a.c)" "" \
	"law 3: -no-pie makes pie step back"
is "$(sed '/^march add .* goa[mr][dm]64-/d; s/#.*//; s/ \(if\|unless\|because\) .*//' "$srcdir"/profiles/* | tr ' ' '\n' | grep -E '^-(O|g|march|mtune|mcpu)')" "" \
	"law 3: no profile adds -O, -g or -march"
is "$(grep -l '^march ' "$srcdir"/profiles/* | sed 's|.*/||' | tr '\n' ' ')" "features optional.profile " "but where Go was told of a level, and march was named"

is "$(fake gcc -O2 -c a.c | tail -3 | tr '\n' ' ')" "-O2 -c a.c " "law 3: our words stand before the user's"

# --- 4 -----------------------------------------------------------------------------------------

# Flags of ours that reach the compiler, and how often.
reached() { # ENVIRONMENT-OF-PATH ARGS...
	reached_path=$1
	shift
	PATH=$reached_path HARDCC_PROFILE=openssf,none,+stackprotectorstrong "$@" >reached.out 2>reached.err
	echo "$? $(grep -c -e '^-fstack-protector-strong$' reached.out) $(sed -n 1p reached.out)"
}
script() { # DIRECTORY LINE
	mkdir -p "$T/$1"
	printf '#!/bin/sh\n%s\n' "$2" >"$T/$1/gcc"
	chmod +x "$T/$1/gcc"
}
is "$(reached "$SHIM:$SHIM/:$SHIM/.:$T/real:$system_path" "$SHIM/gcc" -c a.c)" "0 1 $T/real/gcc" "law 4: never ourselves"
mkdir "$T/masquerade"
ln -s "$(command -v ccache)" "$T/masquerade/gcc"
export CCACHE_DIR="$T/ccache"
is "$(reached "$SHIM:$T/masquerade:$T/real:$system_path" "$SHIM/gcc" --version)" "0 0 $T/real/gcc" \
	"law 4: ccache's masquerade behind the shim, a question"
is "$(PATH=$SHIM:$T/masquerade:$T/real:$system_path "$HARDCC" explain --json -- gcc -c a.c | jq -r '.argv[:2] | join(" ")')" \
	"$(command -v ccache) $T/real/gcc" "law 4: a masquerade is run with the compiler behind it"
PATH=$SHIM:$T/masquerade:/usr/bin:/bin ok "law 4: shim, ccache, /usr/bin: it compiles" "$SHIM/gcc" -O2 -c a.c -o masked.o
has "law 4: and the object tells the policy" hardcc masked.o
PATH=$T/masquerade:$SHIM:/usr/bin:/bin ok "law 4: ccache in front of the shim: it compiles" gcc -O2 -c a.c -o front.o
has "law 4: and the object tells the policy, too" hardcc front.o
script again 'exec gcc "$@"'
is "$(reached "$SHIM:$T/again:$T/real:$system_path" "$SHIM/gcc" -c a.c)" "0 1 $T/real/gcc" \
	"law 4: a script gcc that calls gcc comes to the next one, with one set of flags"
script twice 'exec gcc "$@"'
is "$(reached "$SHIM:$T/again:$T/twice:$T/real:$system_path" "$SHIM/gcc" -c a.c)" "0 1 $T/real/gcc" \
	"law 4: two such scripts"
mkdir "$T/copy"
cp "$HARDCC" "$T/copy/hardcc"
"$T/copy/hardcc" shims "$T/copy/bin" gcc >/dev/null
is "$(reached "$SHIM:$T/copy/bin:$T/real:$system_path" "$SHIM/gcc" -c a.c)" "0 1 $T/real/gcc" \
	"law 4: a second copy of hardcc adds nothing"
script round "exec '$SHIM/gcc' \"\$@\""
is "$(reached "$T/round:$system_path" "$SHIM/gcc" -c a.c | cut -d' ' -f1)" 0 \
	"law 4: a script that always calls the shim comes to the compiler behind it"
script only "exec '$SHIM/gcc' \"\$@\""
is "$(reached "$T/only:/no/such" "$SHIM/gcc" -c a.c | cut -d' ' -f1) $(wc -l <reached.err)" "125 1" \
	"law 4: where there is none behind it, the fourth level is an error"
is "$(below "$T/x/gcc" env PATH="$fake_path" HARDCC_LOG="$T/deep.log" "$SHIM/gcc" -O2 -c a.c | tr '\n' ' '; find "$T" -name deep.log)" \
	"$T/real/gcc -O2 -c a.c " "law 4: below ourselves nothing is added and nothing logged"
is "$(PATH=$T/real:$SHIM "$SHIM/x86_64-linux-gnu-gcc-12" -c a.c 2>&1 | head -1)" "$T/real/x86_64-linux-gnu-gcc-12" \
	"law 4: a name is the same name's next"
mkdir "$T/plain"
ln "$T/real/gcc" "$T/plain/gcc"
PATH=$T/plain "$SHIM/x86_64-linux-gnu-gcc-12" -c a.c >out 2>&1
is "$?" 127 "law 4: a name without a version stands in for none with one"

# --- 6 -----------------------------------------------------------------------------------------

printf -- '-O3 -DX="a b" -c a.c\n' >args
is "$(fake gcc @args | tail -1)" "@args" "law 6: a response file is passed on as it is"
is "$(fake gcc @args | grep -c '^-D_FORTIFY_SOURCE=3$')" 1 "law 6: and was read to decide"
echo 'a drop -O3' >"$mine"
is "$(HARDCC_PROFILE=mine fake gcc @args | tr '\n' '|')" "$T/real/gcc|@{|-DX=a\\ b|-c|a.c|}|" \
	"law 6: where an edit falls inside, it is a file in memory"
PATH=$fake_path HARDCC_PROFILE=mine strace -f -o trace -e trace=openat,open,creat,memfd_create "$SHIM/gcc" @args >/dev/null
is "$(grep -c memfd_create trace) $(grep -cE 'O_(WRONLY|RDWR|CREAT)|creat\(' trace)" "1 0" "law 6: no temporary file is made"
is "$(cat args)" '-O3 -DX="a b" -c a.c' "law 6: and the user's file stays as it was"

# --- 8 -----------------------------------------------------------------------------------------

status() { # ARGS...: as a shell sees it
	fake gcc "$@" >/dev/null 2>err
	echo $?
}
for s in 0 1 4 77 125 126 127 255; do
	is "$(FAKE_STATUS=$s status -c a.c) $(FAKE_STATUS=$s HARDCC_LOG=$T/log status -c a.c) $(FAKE_STATUS=$s status --version)" "$s $s $s" \
		"law 8: status $s is the compiler's, with and without a log"
done
normal_signals() { # ARGS...: status, also where a signal is ignored by who started us
	PATH=$fake_path env --default-signal "$SHIM/gcc" "$@" >/dev/null 2>&1
	echo $?
}
for s in 1 2 6 9 11 13 15; do
	is "$(FAKE_SIGNAL=$s normal_signals -c a.c) $(FAKE_SIGNAL=$s HARDCC_LOG=$T/log normal_signals -c a.c)" "$((128 + s)) $((128 + s))" \
		"law 8: so is signal $s"
done
# A shell cannot tell 128 + N from a signal: the shim itself must end by it.
FAKE_SIGNAL=15 HARDCC_LOG=$T/log PATH=$fake_path strace -o trace "$SHIM/gcc" -c a.c >/dev/null 2>&1
is "$(tail -n 1 trace | tr -d '+ ')" killedbySIGTERM "law 8: with a log, too, the shim ends by the compiler's signal"
is "$(HARDCC_PROFILE=nonsense status -c a.c)" 125 "law 8: 125 where hardcc itself fails"
printf 'no program' >"$T/elsewhere/clang"
is "$(PATH=$SHIM:$T/elsewhere "$SHIM/clang" -c a.c 2>/dev/null; echo $?)" 126 "law 8: 126 where the compiler cannot be run"
is "$(PATH=$SHIM "$SHIM/gcc" -c a.c 2>/dev/null; echo $?)" 127 "law 8: 127 where there is none"
echo 'a deny -g' >"$mine"
is "$(HARDCC_PROFILE=mine status -g -c a.c) $(grep -c "mine.profile:1: -g is denied" err)" "1 1" "law 8: 1 where the policy denies it, with the line"
is "$(HARDCC_LOG=/dev/null/log status -c a.c) $(HARDCC_LOG=/dev/null/log HARDCC_STRICT=1 status -c a.c)" "0 125" \
	"law 8: a log that cannot be written stops nothing but under HARDCC_STRICT=1"

# --- 9 -----------------------------------------------------------------------------------------

guessed() { # TEXT: status, and whether a line of the profile is named
	printf '%s\n' '' "$1" >"$mine"
	HARDCC_PROFILE=mine fake gcc -O2 -c a.c >out 2>err
	echo "$? $(grep -c 'mine.profile:2: ' err) $(grep -c . out)"
}
for rule in 'a add -x if gccc' 'a add -x if gcc>12' 'a add -x if !' 'a give -x' 'a add' 'a drop x' 'include nonsense' 'a'; do
	is "$(guessed "$rule")" "125 1 0" "law 9: an error with its line: $rule"
done
is "$(HARDCC_PROFILE=openssf,+bindnoww status -c a.c)" 125 "law 9: a feature that is not there is an error"
is "$(HARDCC_PROFILES=openssf status -c a.c)" 125 "law 9: a setting that is not there is an error"
is "$(HARDCC_DISABLE=yes status -c a.c) $(HARDCC_DISABLE=2 status -c a.c) $(HARDCC_DEBUG=3 status -c a.c)" "125 125 125" \
	"law 9: so is a value that a setting cannot have"
printf 'a add -refused\nb add -taken\n' >"$mine"
is "$(HARDCC_PROFILE=mine FAKE_REFUSE=-refused HARDCC_CACHE=none fake gcc -c a.c | tr '\n' ' ')" "$T/real/gcc -taken -c a.c " \
	"law 9: a flag that the compiler refuses is not passed to it"
printf 'a require -refused\n' >"$mine"
is "$(HARDCC_PROFILE=mine FAKE_REFUSE=-refused HARDCC_CACHE=none status -c a.c)" 1 "law 9: a required one is an error"

# --- 10 ----------------------------------------------------------------------------------------

mkdir "$T/first" "$T/second"
cat >"$T/first/b.c" <<'END'
#include <string.h>
const char *where = __FILE__;
int copy(char *to, const char *from) { char b[16]; strcpy(b, from); return (int)strlen(strcpy(to, b)); }
int main(void) { char b[16]; return copy(b, "x"); }
END
cp "$T/first/b.c" "$T/second"
mkdir "$T/data"
cp -r "$srcdir/specs" "$T/data"
PATH=$SHIM:$system_path
for options in 'gcc -O2' 'gcc -O2 -g3' 'gcc -O0 -g3' 'gcc -O2 -g3 -gdwarf-4' 'gcc -O2 -g -fno-asynchronous-unwind-tables' \
	'clang -O2 -g' 'clang -O2 -g3' 'clang -O2 -g -fdebug-macro'; do
	# shellcheck disable=SC2086
	{
		(cd "$T/first" && HARDCC_DATADIR=$T/data "$SHIM"/$options -fdebug-prefix-map="$T/first=." -c b.c)
		(cd "$T/second" && HOME=$T/other/home HARDCC_CACHE=none "$SHIM"/$options -fdebug-prefix-map="$T/second=." -c b.c)
	}
	ok "law 10: $options: the same object from two directories, two homes, two places of the header" cmp "$T/first/b.o" "$T/second/b.o"
	for f in "$T/data" "$srcdir" "$SHIM" "$HOME"; do
		lacks "law 10: $options: no $(echo "$f" | sed "s|$T|T|; s|$srcdir|srcdir|") in it" "$f" "$T/first/b.o"
	done
done
has "law 10: and the note is in it" hardcc "$T/first/b.o"
(cd "$T/first" && "$SHIM/gcc" -O2 b.c -o b && "$(command -v gcc)" -O2 b.c -o plain)
lacks "law 10: nothing of us in a program" "$T" "$T/first/b"
PATH=$system_path

# --- 11 ----------------------------------------------------------------------------------------

nm -A -u "$builddir/libhardcc.a" 2>/dev/null | awk -F '[: ]+' '{ print $2, $NF }' >symbols
ok "law 11: the program's parts are there to be looked at" grep -q '^plan\.o ' symbols
is "$(grep -E ' (f?time|clock|clock_gettime|gettimeofday|localtime(_r)?|gmtime(_r)?|strptime|mktime|strftime|timespec_get)(64)?$' symbols |
	grep -v -e '^record\.o ' -e '^exception\.o ' -e '^snapshot\.o ')" "" "law 11: nothing but the log's line, what judges exceptions, and what tells a file that changes asks libc for the time"
is "$(grep -E ' (day_today|exceptions_expired)$' symbols | cut -d' ' -f1 | sort -u | tr '\n' ' ')" 'cmd-profiles.o cmd-report.o cmd-verify.o demand.o summary.o ' \
	"law 11: and only what judges, or sums up a build, asks for the day"
# shellcheck disable=SC2086 # a list of files
is "$(cd "$srcdir" && grep -lE 'SYS_[a-z_]*time|__DATE__|__TIME__|[^a-z_](clock_gettime|gettimeofday|time) ?\(' $sources | sed 's|.*/||')" \
	"depth.c
exception.c
record.c
snapshot.c" "law 11: nothing but these asks the kernel"
is "$(sed 's/#.*//; s/ because .*//' "$srcdir"/profiles/* | grep -E '20[0-9][0-9]-')" "" "law 11: no rule has a date"
echo 'a add -x if gcc because of it, until 1999-12-31' >"$mine"
is "$(HARDCC_PROFILE=mine fake gcc -c a.c | tr '\n' ' ')" "$T/real/gcc -x -c a.c " "law 11: an exception past its day holds on"

done_testing
