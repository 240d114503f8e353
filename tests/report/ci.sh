#!/bin/sh
# doc/ci.md, done as it stands there: its commands, its profile, what it shows, its workflow.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
doc=$srcdir/doc/ci.md

shims gcc g++
mkdir "$T/bin"
ln -s "$HARDCC" "$T/bin/hardcc"
cp -r "$srcdir/tests/report/ci" "$T/ci"
chmod -R u+w "$T/ci"
cd "$T/ci" || exit 99
# hardcc run and env look for the shims where hardcc is installed
printf 'HARDCC_DATADIR=%s\n' "$HARDCC_DATADIR" >"$SHIM/hardcc.conf"
export CC="$SHIM/gcc" CXX="$SHIM/g++"
PATH=$T/bin:$SHIM:$PATH

block() { # KIND NUMBER: the text of the fenced block of that kind
	awk -v kind="\`\`\`$1" -v number="$2" '
	/^```/ && inside { inside = 0; next }
	/^```/ { inside = ($0 == kind && ++n == number) ? 1 : 2; next }
	inside == 1' "$doc"
}
shown() { # NAME NUMBER: every line of that block is in $T/out
	block '' "$2" >"$T/want"
	ok "$1: there are lines to look for" test -s "$T/want"
	while IFS= read -r line; do
		ok "$1: $line" grep -qxF -e "$line" "$T/out"
	done <"$T/want"
}
commands() { # NUMBER
	block sh "$1" >"$T/commands"
	[ -s "$T/commands" ] && sh -e "$T/commands" >"$T/out" 2>"$T/err"
}

commands 1
is "$?" 1 'the build and its verdict: a package without the stack protector'
shown 'it is named' 1
rm -rf "$GOCACHE" app
commands 2
is "$?" 1 'the same, as two commands'
shown 'it is named' 1
is "$(./app 2>&1)" '8 3' 'the program runs'
block profile 1 >team.profile
commands 3
is "$?" 0 'with the exception'
shown 'it is listed' 2
HARDCC_LOG=$PWD/warm.log hardcc run -q -- go build -o app . 2>"$T/err"
"$HARDCC" report warm.log app >"$T/out"
is "$? $(grep -c -v '"kind":"identity"' warm.log)" '1 0' 'from a warm cache nothing is in the log but a question, and the program is judged all the same'
"$HARDCC" report --profile ./team.profile warm.log app >"$T/out"
is "$?" 0 'with the exception, too'

# a package more with the same words: the exception is not its
mkdir evil
sed -e 's/package legacy/package evil/' legacy/*.go >evil/evil.go
sed -i -e 's|^import "example.com/ci/legacy"|import "example.com/ci/legacy"\nimport "example.com/ci/evil"|' -e 's|legacy.Sum(1, 2)|legacy.Sum(1, 2), evil.Sum(1, 2)|' main.go
for cache in cold warm; do
	"$HARDCC" run -q --check --strict --profile ./team.profile -- go build -o two . >"$T/out" 2>"$T/err"
	is "$? $(grep -c -e 'example.com/ci/evil' "$T/out")" "$([ $cache = cold ] && echo '1 3' || echo '4 1')" "a package that is not excepted, $cache cache: never a pass"
done
"$HARDCC" verify --strict --profile ./team.profile two >"$T/out"
is "$? $(grep -c 'example.com/ci/evil .*: not excepted' "$T/out")" "4 1" "nor by the program alone"
excepted() { # LINE...: the status of the program by openssf and these, and the verdicts of its stack protector, notes and bindnow
	printf '%s\n' 'include openssf' "$@" >other.profile
	"$HARDCC" verify --strict --profile ./other.profile --format json two >"$T/out" 2>"$T/err"
	echo "$? $(jq -r '[.[0].checks[] | {(.name): .verdict}] | add | "\(.stackprotector) \(.notes) \(.bindnow)"' "$T/out")"
}
off='stackprotectorstrong off if package'
is "$(excepted "$off example.com/ci/legacy" "$off example.com/ci/evil" "$off example.com/ci")" "0 n/a pass pass" "exceptions for all of its packages"
is "$(excepted "$off example.com/ci/legacy" "$off example.com/ci/evil because until 2020-01-01" "$off example.com/ci")" "4 unknown pass pass" \
	"one of them past its day"
is "$(excepted "$off example.com/ci because until 2020-01-01")" "1 fail pass pass" "all of them"
is "$(excepted "$off example.com/ci")" "4 unknown pass pass" "for the main package alone"
is "$(excepted "$off example.com/ci/... unless -g")" "1 fail pass pass" "one that depends on the user's words excuses nothing"
is "$(excepted 'stackprotectorstrong off')" "0 n/a pass pass" "for all"
CC=$real_gcc CXX=$real_gxx go build -o plain .
cp plain two
excepted 'stackprotectorstrong off' 'fortify off' 'stackclash off' 'note off if package example.com/ci/legacy' >"$T/out"
"$HARDCC" report --profile ./other.profile warm.log two >"$T/out"
is "$? $(grep -c 'no record' "$T/out")" "1 2" "no notes at all, and an exception for those of one package"
is "$(excepted 'bindnow off if package example.com/ci/legacy' | cut -d' ' -f4) $(excepted 'bindnow off if package example.com/ci' | cut -d' ' -f4)" "fail n/a" \
	"a link is the main package's"
"$HARDCC" run -q --check --strict --profile ./team.profile -- go build -a -o one . >"$T/out" 2>"$T/err"
is "$?" 1 "compiled again it is named"
rm -r evil
sed -i -e '/ci\/evil/d' -e 's/, evil.Sum(1, 2)//' main.go

# the workflow: each command of its steps, in a shell of its own
GITHUB_ENV=$T/github RUNNER_TEMP=$T/runner
export GITHUB_ENV RUNNER_TEMP
mkdir "$RUNNER_TEMP"
rm -rf "$GOCACHE" app
block yaml 1 | sed -n 's/^      - run: //p' >"$T/steps"
is "$(wc -l <"$T/steps" | tr -d ' ')" 5 'the steps of the workflow'
while IFS= read -r step; do
	[ ! -f "$GITHUB_ENV" ] || while IFS= read -r line; do
		export "${line?}"
	done <"$GITHUB_ENV"
	ok "$step" sh -e -c "$step"
done <"$T/steps"
is "$(sed -n 's/.*"verdict":"\([a-z]*\)".*"status":\([0-9]*\).*/\1 \2/p' hardcc.json | head -1)" 'pass 0' 'the report as JSON'
done_testing
