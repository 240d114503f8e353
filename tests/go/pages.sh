#!/bin/sh
# Each command of README.md and of the pages for users in doc/, as it stands there, in a shell that has said `eval "$(hardcc env)"`,
# at the top of a small Go module; and the debian/rules of doc/use.md.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"
need clang make musl-gcc dpkg-buildpackage dh jq

# What another test runs, or what is no command but looks like one.
# shellcheck disable=SC2016 # the pages' own
elsewhere() { # LINE
	case $1 in
	scripts/check* | scripts/quickstart* | ./bootstrap*) ;; # CI does
	buildah\ *) ;;                                          # scripts/container
	*'| source') ;;                                         # tests/cmd/env.sh, in fish
	'hardcc env --format make >$@ '*) ;;                    # tests/cmd/env.sh, in a Makefile
	'gcc -Wl,-z,lazy ...') ;;                               # tests/shim/user-wins.sh
	'hardcc run '*'--for debian -- go '*) ;;                # below
	HARDCC_PROFILE=*\ *) return 1 ;;
	HARDCC_PROFILE=*) ;; # a list and nothing to run: tests/meta/docs.sh
	*) return 1 ;;
	esac
}

shims gcc g++ clang clang++
mkdir "$T/bin" "$T/musl"
ln -s "$HARDCC" "$T/bin/hardcc"
ln -s "$(readlink -f "$SHIM/gcc")" "$T/musl/musl-gcc"
printf 'HARDCC_DATADIR = %s\n' "$HARDCC_DATADIR" >"$SHIM/hardcc.conf"
printf 'HARDCC_LIBC = musl\nHARDCC_DATADIR = %s\n' "$HARDCC_DATADIR" >"$T/musl/hardcc.conf"
PATH=$T/bin:$PATH
sed -n '/^    # team.profile/,/^$/s/^    //p' "$srcdir/doc/flags.md" >"$T/team.profile"
mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
cp "$T/team.profile" "$XDG_CONFIG_HOME/hardcc/profiles"
# Its shims are beside hardcc only where it is installed.
export CC="$SHIM/gcc" CXX="$SHIM/g++"

mkdir -p "$T/module/cmd/app" "$T/module/rootfs/bin"
cd "$T/module" || exit 99
printf 'module example.com/app\n\ngo 1.17\n' >go.mod
cat >main.go <<'END'
package main

/*
#include <string.h>
static int length(const char *s) { char b[40]; strncpy(b, s, sizeof b - 1); b[39] = 0; return (int)strlen(b); }
*/
import "C"

func length() int { return int(C.length(C.CString("four"))) }

func main() { println(length()) }
END
cp main.go cmd/app
cat >main_test.go <<'END'
package main

import "testing"

func TestLength(t *testing.T) {
	if length() != 4 {
		t.Fatal(length())
	}
}
END
echo 'int a(void) { return 0; }' >a.c
# shellcheck disable=SC2016 # make's
printf 'all:\n\t$(CC) -O2 -c a.c\n' >Makefile
: >hardcc.mk
fresh() {
	HARDCC_LOG=$PWD/log hardcc run -q -- go build -o app ./cmd/app >"$T/out" 2>&1 && cp app rootfs/bin && gcc -O2 -c a.c
}
ok "the module builds" fresh

one() { # COMMAND: with the directories of this test in the place of those of an installation
	printf '%s\n' "$1" | sed "s|/usr/local/libexec/hardcc/bin|$SHIM|g; s|/usr/local/libexec/hardcc/musl|$T/musl|g; s|/opt/shims|$T/shims|g" >"$T/command"
	# shellcheck disable=SC2016 # the other shell's
	sh -c 'eval "$(hardcc env)" && . "$1"' sh "$T/command" </dev/null >"$T/out" 2>"$T/err"
	one_status=$?
	case $1 in
	'hardcc doctor'*) [ $one_status -le 1 ] ;; # this machine may have its problems
	*) [ $one_status -eq 0 ] ;;
	esac
}
ran=0
for page in README.md doc/use.md doc/flags.md doc/judge.md doc/static.md doc/install.md doc/containers.md; do
	# a comment begins behind two blanks; a line that goes on is one command
	sed -n 's/^    [[:space:]]*\(- run: \)\{0,1\}//p' "$srcdir/$page" | sed 's/   *#.*//' >"$T/lines"
	found=0
	while IFS= read -r line; do
		case $line in
		ENV\ *) continue ;; # tests/cmd/env.sh and scripts/container
		hardcc\ * | go\ * | make\ * | gcc\ * | clang\ * | buildah\ * | readelf\ * | eval\ * | scripts/* | ./*) ;;
		[A-Z]*=*hardcc* | [A-Z]*=*\ go\ * | [A-Z]*=*\ make*) ;;
		*hardcc\ [a-z]*) ;;
		*) continue ;;
		esac
		found=$((found + 1))
		elsewhere "$line" && continue
		ran=$((ran + 1))
		GITHUB_ENV=$T/github ok "$page: $line" one "$line"
		[ ! -s "$T/err" ] || sed 's/^/# /' "$T/err" | tail -n 3
		{ [ -x app ] && [ -s log ]; } || fresh
	done <"$T/lines"
	ok "$page has commands" test $found -gt 0
done
ok "most of them were run here" test $ran -gt 40

# --- the package of doc/use.md
cp -r "$srcdir/doc/examples/debian" "$T/package"
chmod -R u+w "$T/package"
cd "$T/package" || exit 99
sed -n '/^    #!\/usr\/bin\/make -f/,/^[^[:space:]]/{/^[^[:space:]]/d; s/^    //; p}' "$srcdir/doc/use.md" >debian/rules
ok "doc/use.md has a debian/rules" grep -q '^override_dh_auto_build:$' debian/rules
chmod +x debian/rules
unset GOFLAGS
ok "the package builds" dpkg-buildpackage -b -us -uc -d
verdicts() {
	"$HARDCC" verify --format json debian/greet/usr/bin/greet |
		jq -r '[.[0].checks[] | {(.name): .verdict}] | add | "\(.stackprotector) \(.bindnow) \(.pie)"'
}
is "$(debian/greet/usr/bin/greet) $(verdicts)" "hello from a package pass pass pass" "and its program is hardened"
# what a package builder relies on: no build without its hardening
not_ok "a misspelt profile ends the build" env HARDCC_PROFILE=openssf,-bindnwo dpkg-buildpackage -b -us -uc -d
rm "$T/bin/hardcc"
not_ok "and so does a machine without hardcc" dpkg-buildpackage -b -us -uc -d
ln -s "$HARDCC" "$T/bin/hardcc"
ok "the package builds with an exception" env DEB_BUILD_MAINT_OPTIONS=hardening=-bindnow dpkg-buildpackage -b -us -uc -d
is "$(verdicts)" "pass fail pass" "which its program shows"
done_testing
