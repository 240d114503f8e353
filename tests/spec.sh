#!/bin/sh
# The distribution's spec file: GCC_SPEC_FILE, /etc/gcc_spec_file, `spec` rules; clang's config file.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib.sh
. "$srcdir/tests/lib.sh"
need gcc clang readelf jq

shims gcc clang
mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles" "$T/specs"
cp "$builddir/tests/fake/cc" "$T/real/gcc"
ln "$T/real/gcc" "$T/real/clang"
cd "$T/work" || exit 99
mine=$T/config/hardcc/profiles/mine.profile
system_path=$PATH
fake_path=$SHIM:$T/real:$system_path

# A macro for what is compiled, a build id style for what is linked: both are seen in the result.
cat >"$T/specs/ours.specs" <<'END'
*cpp:
+ -DFROM_SPEC=7

*link:
+ -z now --build-id=0x1234567890abcdef

END
cat >m.c <<'END'
int from_spec = FROM_SPEC;
int main(void) { return from_spec - FROM_SPEC; }
END
links_so() { # FILE: the build id that the spec asks for
	readelf -n "$1" | grep -c 'Build ID: 1234567890abcdef'
}

# --- a real gcc with a real spec file
export HARDCC_PROFILE=openssf
not_ok "without the spec file it does not compile" "$SHIM/gcc" -c m.c
export GCC_SPEC_FILE="$T/specs/ours.specs"
ok "GCC_SPEC_FILE: it compiles" "$SHIM/gcc" -O2 -c m.c
ok "and links" "$SHIM/gcc" m.o -o m
is "$(links_so m)" 1 "and the spec's words reached the linker"
ok "and runs" ./m
ok "in one step, too" "$SHIM/gcc" -O2 m.c -o one
is "$(links_so one)" 1 "and they reached the linker"
HARDCC_PROFILE=none
not_ok "not under profile none" "$SHIM/gcc" -c m.c
HARDCC_PROFILE=openssf,-specfile
not_ok "not with the feature off" "$SHIM/gcc" -c m.c
HARDCC_PROFILE=openssf
"$SHIM/gcc" --version >with 2>&1
GCC_SPEC_FILE='' "$SHIM/gcc" --version >without 2>&1
ok "a question is not touched by it" cmp with without

# --- where it is named, and where it is not there
spec_words() { # ARGS...: what is run, the words about specs
	PATH=$fake_path "$SHIM/gcc" "$@" 2>err | grep -e spec | sed "s|$T/||g" | tr '\n' ' '
}
is "$(spec_words -c m.c)" "-specs=specs/ours.specs " "one word"
is "$(GCC_SPEC_FILE=/dev/null spec_words -c m.c)$(cat err)" "" "/dev/null is none"
is "$(GCC_SPEC_FILE='' spec_words -c m.c)$(cat err)" "" "empty is none"
PATH=$fake_path GCC_SPEC_FILE=/no/such/x.specs "$SHIM/gcc" -c m.c >out 2>err
is "$? $(wc -l <out) $(wc -l <err) $(grep -c 'GCC_SPEC_FILE names the spec file "/no/such/x.specs"' err)" "125 0 1 1" \
	"one that is not there is our error, and nothing is run"
PATH=$fake_path GCC_SPEC_FILE=/no/such/x.specs "$SHIM/gcc" --version >out 2>err
is "$?" 0 "but a question is answered"
is "$(FAKE_SPECS=$T/specs GCC_SPEC_FILE=ours.specs spec_words -c m.c)" "-specs=specs/ours.specs " "a bare name is what the compiler finds"
PATH=$fake_path FAKE_SPECS=$T/specs GCC_SPEC_FILE=nonesuch.specs "$SHIM/gcc" -c m.c >out 2>err
is "$? $(grep -c nonesuch.specs err)" "125 1" "and an error where it finds none"
cp "$T/specs/ours.specs" here.specs
is "$(GCC_SPEC_FILE=./here.specs spec_words -c m.c)" "-specs=./here.specs " "a relative path"
# the user's own
for words in "-specs=$T/specs/ours.specs" "--specs=$T/specs/ours.specs" "-specs $T/specs/ours.specs"; do
	# shellcheck disable=SC2086
	is "$(PATH=$fake_path "$SHIM/gcc" $words -c m.c | grep -c ours.specs)" 1 "the user names it already: $(echo "$words" | sed "s|$T/||")"
done
is "$(spec_words -specs=user.specs -c m.c)" "-specs=user.specs " "the user names another: that one holds"
echo "-specs=$T/specs/ours.specs -c" >args
is "$(PATH=$fake_path "$SHIM/gcc" @args m.c | grep -c specs)" 0 "the user names it in a response file"
# settings files
unset GCC_SPEC_FILE
echo "GCC_SPEC_FILE = $T/specs/ours.specs" >"$SHIM/hardcc.conf"
is "$(spec_words -c m.c)" "-specs=specs/ours.specs " "the settings file may name it"
is "$(GCC_SPEC_FILE=/dev/null spec_words -c m.c)" "" "and the environment say otherwise"
rm "$SHIM/hardcc.conf"
is "$(PATH=$fake_path FAKE_VERSION='clang version 19.1.7' GCC_SPEC_FILE=$T/specs/ours.specs "$SHIM/clang" -c m.c | grep -c specs)" 0 "it is gcc's alone"

# --- by a rule, for both compilers
printf '%s\n' 'distro spec ours.specs if gcc' "distro spec $T/specs/clang.cfg if clang" >"$mine"
echo '-DFROM_SPEC=3' >"$T/specs/clang.cfg"
HARDCC_PROFILE=mine
is "$(FAKE_SPECS=$T/specs spec_words -c m.c)" "-specs=specs/ours.specs " "a rule names one, as the compiler finds it"
is "$(HARDCC_CACHE=none spec_words -c m.c)$(cat err)" "" "one that is not there is none"
ok "clang gets it as a config file: it compiles" "$SHIM/clang" -c m.c -o clang.o
not_ok "which it does not without" env HARDCC_PROFILE=none "$SHIM/clang" -c m.c -o clang.o
ok "and where the user names it" "$SHIM/clang" --config "$T/specs/clang.cfg" -c m.c -o clang.o
is "$(PATH=$fake_path HARDCC_CACHE=none FAKE_VERSION='clang version 19.1.7' "$SHIM/clang" -c m.c | grep -e config | sed "s|$T/||")" \
	"--config=specs/clang.cfg" "one word for the clang that takes it"
printf '%s\n' "distro spec $T/specs/clang.cfg if clang link" >"$mine"
not_ok "only where the rule holds" "$SHIM/clang" -c m.c -o clang.o

# --- the policy
HARDCC_PROFILE=openssf
identity() {
	PATH=$fake_path "$SHIM/gcc" -### -x c -c - 2>&1 >/dev/null | sed -n 's/.*policy \([0-9a-f]*\).*/\1/p'
}
noted() {
	PATH=$fake_path "$SHIM/gcc" -c m.c | sed -n 's/^-DHARDCC_NOTE="2 \([0-9a-f]*\) .*"$/\1/p'
}
none=$(identity)
export GCC_SPEC_FILE="$T/specs/ours.specs"
one=$(identity)
is "$([ "$none" != "$one" ] && echo "$(noted) $(PATH=$fake_path "$HARDCC" explain --json -- gcc -c m.c | jq -r .policy)")" "$one $one" \
	"a spec file is in the policy, of the identity, the note and explain alike"
cp "$T/specs/ours.specs" "$T/specs/copy.specs"
is "$(GCC_SPEC_FILE=$T/specs/copy.specs identity)" "$one" "by its bytes, not by its path"
touch -d '2001-01-01' "$T/specs/ours.specs"
is "$(identity)" "$one" "nor by its time"
sed -i 's/FROM_SPEC=7/FROM_SPEC=8/' "$T/specs/ours.specs"
two=$(identity)
is "$([ "$two" != "$one" ] && noted)" "$two" "one byte of it changed is another policy, also in a compile with a warm cache"
sed -i 's/FROM_SPEC=8/FROM_SPEC=7/' "$T/specs/ours.specs"
is "$(identity) $(noted)" "$one $one" "and back"
is "$(GCC_SPEC_FILE=/dev/null identity)" "$none" "none is as none"
PATH=$fake_path GCC_SPEC_FILE=/no/such "$SHIM/gcc" -### -x c -c - >out 2>&1
is "$?" 125 "one that is not there makes the identity call fail: Go must not cache by it"

done_testing
