#!/bin/sh
# doc/go-hardening.md: its commands, taken from the page and run one after another in one shell, as a reader does; and doc/examples.
#
# A block of the page begins with ```sh quick or ```sh long; the ```text block behind it is what it must print, all of it and in this
# order. HARDCC_TEST_GUIDE, not empty: the long ones and all examples, too.

all=${HARDCC_TEST_GUIDE:-}
# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
page=$srcdir/doc/go-hardening.md

need nm objcopy python3
[ -z "$all" ] || need clang musl-gcc dpkg-buildpackage dh
cp -R "$srcdir/doc/examples" "$T/examples"
chmod -R u+w "$T/examples"
cd "$T/examples" || exit 99

# Each block becomes $T/NUMBER.sh, and what it must print $T/NUMBER.want; $T/blocks has a line for each: NUMBER LINE KIND
awk -v to="$T" '
	/^ *```sh (quick|long)$/ { n++; kind = $2; indent = index($0, "`") - 1; file = to "/" n ".sh"; print n, NR + 1, kind; next }
	/^ *```text$/ && ended { file = to "/" n ".want"; ended = 0; next }
	/^ *```/ { ended = file ~ /sh$/; file = ""; next }
	file != "" { print substr($0, indent + 1) >file }
	/[^ ]/ && file == "" { ended = 0 }' "$page" >"$T/blocks"
ok 'the page has blocks' test "$(grep -c quick "$T/blocks")" -gt 8
while read -r n line kind; do
	[ "$kind" = quick ] || [ -n "$all" ] || continue
	echo ". '$T/$n.sh' >'$T/$n.out' 2>&1; echo \$? >'$T/$n.status'"
done <"$T/blocks" >"$T/session"
sh "$T/session"
while read -r n line kind; do
	[ "$kind" = quick ] || [ -n "$all" ] || continue
	is "$(cat "$T/$n.status")" 0 "line $line: $(head -n 1 "$T/$n.sh")"
	[ -f "$T/$n.want" ] || continue
	ok "line $line prints what the page shows" cmp -s "$T/$n.want" "$T/$n.out"
	diff "$T/$n.want" "$T/$n.out" | head -n 20 | sed 's/^/# /'
done <"$T/blocks"

ok 'the table of kinds is that of the figures' python3 "$srcdir/scripts/guide-figures" page --check

# One list of C flags: the page has it twice, and the workflow and the Containerfile once each
sed -e :a -e '/\\$/{N;s/ *\\\n[[:space:]]*/ /;ba' -e '}' "$page" ci/workflow.yaml service/Containerfile | tr -d "'" |
	sed -n 's/^\(flags=\|export CGO_CFLAGS=\|ENV CGO_CFLAGS=\| *CGO_CFLAGS: \)"\(.*\)"$/\2/p' >"$T/lists"
is "$(wc -l <"$T/lists") $(sort -u "$T/lists" | wc -l)" '4 1' 'the page, the workflow and the Containerfile have one list of C flags'

go build -buildmode=pie -o pure-pie ./pure
is "$(./check pure-pie)" 'pure-pie: DYN, ok' 'check wants no BIND_NOW where no library is needed'

# --- the workflow: each command of its steps, in a shell of its own, with the environment of the job
workflow=ci/workflow.yaml
sed -n 's/^      \([A-Z_]*\): "\(.*\)"$/\1=\2/p' "$workflow" >"$T/job"
sed -n 's/^      - run: //p' "$workflow" >"$T/steps"
is "$(wc -l <"$T/job") $(wc -l <"$T/steps")" '2 5' 'the workflow has variables and steps'
workflow_step() { # COMMAND
	while IFS= read -r v; do
		export "${v?}"
	done <"$T/job"
	sh -e -c "$1"
}

# --- the Containerfile: what it runs to build and check, here instead of in its image
container_commands() {
	sed -e :a -e '/\\$/{N;s/\\\n *//;ba' -e '}' service/Containerfile | sed -n 's/^RUN \(go\|\.\/check\) /\1 /p' | sed "s| /service| $T/service|"
}

package() (
	cp -R debian "$T/package"
	cd "$T/package" && dpkg-buildpackage -b -d -us -uc && cd "$T" && dpkg-deb -x greet_1.0_*.deb unpacked
)

if [ -n "$all" ]; then
	while IFS= read -r step; do
		ok "workflow: $step" workflow_step "$step" </dev/null
	done <"$T/steps"
	is "$(./app gopher)" 'letters: 6' 'the program of the workflow runs'

	container_commands >"$T/steps"
	is "$(wc -l <"$T/steps")" 2 'the Containerfile builds and checks'
	CGO_CFLAGS=$(sed -n 's/^ENV CGO_CFLAGS="\(.*\)"/\1/p' service/Containerfile) && export CGO_CFLAGS
	while IFS= read -r step; do
		ok "Containerfile: $step" sh -e -c "$step" </dev/null
	done <"$T/steps"
	unset CGO_CFLAGS
	is "$(./in-empty "$T/service" -once)" '10e42109
https is 443 <nil>' 'its program runs in a directory that holds nothing else'

	ok 'the Debian package is built' package
	is "$("$T/unpacked/usr/bin/greet")" 'hello from a package' 'its program runs'
	ok 'its program is hardened' ./check "$T/unpacked/usr/bin/greet"
	ok 'its C is' sh -c "nm -D '$T/unpacked/usr/bin/greet' | grep -q _chk"

	# --- the last line of each section, and the profile's word on what was made
	shims gcc g++
	# shellcheck source=tests/lib/musl.sh
	. "$srcdir/tests/lib/musl.sh"
	printf 'HARDCC_DATADIR=%s\n' "$HARDCC_DATADIR" >"$SHIM/hardcc.conf"
	PATH=$SHIM:$PATH
	ok 'hardcc run --check -- go build' "$HARDCC" run --check -- go build -o by-run ./cgo
	ok 'what it made is hardened' ./check by-run
	ok 'hardcc run --static -- go build' "$HARDCC" run --static -- go build -o by-run-static ./service
	ok 'what it made is static and hardened' ./check -static by-run-static
	is "$(./in-empty by-run-static -once | head -n 1)" 10e42109 'and runs in a directory that holds nothing else'
fi
done_testing
