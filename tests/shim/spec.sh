#!/bin/sh
# The distribution's spec file: GCC_SPEC_FILE, /etc/gcc_spec_file, `spec` rules; clang's config file.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc clang readelf jq unshare mount

shims gcc clang
mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles" "$T/specs"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
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
	PATH=$fake_path "$SHIM/gcc" "$@" 2>err | grep -e specs= -e "\.specs" | sed "s|$T/||g" | tr '\n' ' '
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
is "$(PATH=$fake_path "$SHIM/gcc" @args m.c | grep -c specs=)" 0 "the user names it in a response file"
# settings files
unset GCC_SPEC_FILE
echo "GCC_SPEC_FILE = $T/specs/ours.specs" >"$SHIM/hardcc.conf"
is "$(spec_words -c m.c)" "-specs=specs/ours.specs " "the settings file may name it"
is "$(GCC_SPEC_FILE=/dev/null spec_words -c m.c)" "" "and the environment say otherwise"
rm "$SHIM/hardcc.conf"
is "$(PATH=$fake_path FAKE_VERSION='clang version 19.1.7' GCC_SPEC_FILE=$T/specs/ours.specs "$SHIM/clang" -c m.c | grep -c specs=)" 0 "it is gcc's alone"

for list in wolfi openssf,wolfi wolfi,openssf; do
	export HARDCC_PROFILE="$list"
	is "$(GCC_SPEC_FILE=$T/specs/ours.specs spec_words -c m.c)" "-specs=specs/ours.specs " "HARDCC_PROFILE=$list: once"
done

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
printf '%%include_noerr <%s>\n\n*link:\n+ -z now\n' "$T/specs/copy.specs" >"$T/specs/outer.specs"
printf '%%include  <outer.specs>\n%%include_noerr <outermost.specs>\n%%include_noerr <outermost.specs>\n' >"$T/specs/outermost.specs"
cp "$T/specs/outer.specs" "$T/specs/outermost.specs" "$T/work"
outer=$(GCC_SPEC_FILE=$T/specs/outer.specs identity) outermost=$(GCC_SPEC_FILE=$T/specs/outermost.specs identity)
sed -i 's/FROM_SPEC=7/FROM_SPEC=6/' "$T/specs/copy.specs"
ok "the bytes of a file that it takes in are in it, too" test "$outer" != "$(GCC_SPEC_FILE=$T/specs/outer.specs identity)"
ok "and of one that takes it in by its bare name, and itself" test "$outermost" != "$(GCC_SPEC_FILE=$T/specs/outermost.specs identity)"
clang_identity() {
	PATH=$fake_path HARDCC_PROFILE=mine HARDCC_CACHE=none FAKE_VERSION='clang version 19.1.7' "$SHIM/clang" -### -x c -c - 2>&1 >/dev/null | sed -n 's/.*policy \([0-9a-f]*\).*/\1/p'
}
echo "distro spec $T/specs/clang.cfg if clang" >"$mine"
echo '-DA @more.cfg' >"$T/specs/clang.cfg"
echo '-DB=1' >"$T/specs/more.cfg"
inner=$(clang_identity)
echo '-DB=2' >"$T/specs/more.cfg"
ok "and of what clang's config file takes in" test -n "$inner" -a "$inner" != "$(clang_identity)"
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

# --- the system's own, as Wolfi's wrapper takes it: the file itself; both stand in the place of a file with a bare name
unset GCC_SPEC_FILE
mounts="unshare -m"
[ "$(id -u)" -eq 0 ] || mounts="unshare -r -m"
cp -r /etc "$T/etc" 2>/dev/null
in_etc() { # COMMAND...: where /etc/gcc_spec_file is what stands in etc
	# shellcheck disable=SC2016 # the inner shell's
	$mounts sh -c 'mount --bind "$0" /etc && exec "$@"' "$T/etc" "$@"
}
cp "$T/specs/ours.specs" "$T/etc/gcc_spec_file"
fake_specs() { # words about specs
	PATH=$fake_path FAKE_SPECS=$T/specs in_etc "$SHIM/gcc" -c m.c 2>&1 | grep -e specs= -e "gcc_spec_file" -e "\.spec" | sed "s|$T/||g" | tr '\n' ' '
}
HARDCC_PROFILE=openssf
is "$(fake_specs)" "-specs=/etc/gcc_spec_file " "/etc/gcc_spec_file is handed on"
PATH=$system_path
ok "and a real gcc takes it" in_etc "$SHIM/gcc" -c "$T/work/m.c" -o "$T/work/etc.o"
echo 'distro spec ours.specs if gcc' >"$mine"
HARDCC_PROFILE=openssf,mine
is "$(fake_specs)" "-specs=/etc/gcc_spec_file " "in the place of the compiler's own"
is "$(GCC_SPEC_FILE=./here.specs fake_specs)" "-specs=./here.specs " "GCC_SPEC_FILE before it"
is "$(GCC_SPEC_FILE=/dev/null fake_specs)" "" "/dev/null in the place of all"
: >"$T/etc/gcc_spec_file"
is "$(fake_specs)" "-specs=/etc/gcc_spec_file " "an empty one is one"
ln -sf /dev/null "$T/etc/gcc_spec_file"
is "$(fake_specs)" "-specs=specs/ours.specs " "a link to /dev/null is none"
rm "$T/etc/gcc_spec_file"
is "$(fake_specs)" "-specs=specs/ours.specs " "without one the compiler's own"

# --- the guard: what a file does to gcc beyond its words is tried, told, and avoided
PATH=$system_path
unset GCC_SPEC_FILE
cd "$T/work" || exit 99
# as Wolfi's, with its typing error; as Fedora's three; and one with a default behind a pattern with a star
cat >"$T/specs/wolfi.specs" <<'END'
*self_spec:
+ %{!O:%{!O1:%{!O2:%{!O3:%{!O0:%{!Os:%{!0fast:%{!0g:%{!0z:-O2}}}}}}}}} -fno-strict-aliasing -fstack-protector-strong

*link:
+ -z now
END
cat >"$T/specs/hardened-cc1" <<'END'
*cc1_options:
+ %{!r:%{!fpie:%{!fPIE:%{!fpic:%{!fPIC:%{!fno-pic:-fPIE}}}}}}
END
cat >"$T/specs/hardened-ld" <<'END'
*self_spec:
+ %{!static:%{!shared:%{!r:-pie}}}
END
cat >"$T/specs/poison.specs" <<'END'
# a comment

*cc1:
+ %{fsanitize=*|ftrapv:;: -fstack-protector-strong}
END
cat >"$T/specs/lazy.specs" <<'END'
*self_spec:
+ -Wl,-z,now -Wl,-z,relro -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3
END
cat >"$T/specs/blunt.specs" <<'END'
*self_spec:
+ -O2 -march=x86-64-v3 -std=gnu89 -fexceptions -Wl,-z,noexecstack
END
cat >"$T/specs/adds.specs" <<'END'
*self_spec:
+ -s -Werror=format-security -U_REENTRANT

*link:
+ -pie
END
cat >"$T/specs/macro.specs" <<'END'
*self_spec:
+ -Wp,-D_FORTIFY_SOURCE=2
END
printf '%%include <%s>\n' "$T/specs/poison.specs" >"$T/specs/poisoned.specs"
gives() { # FILE WORDS...: is the file handed to a real gcc?
	gives_file=$1
	shift
	GCC_SPEC_FILE=$gives_file "$HARDCC" explain --json -- gcc "$@" 2>err | jq -r '.edits[] | select(.feature == "specfile") | if .result == "added" then "yes" else .reason end'
}
HARDCC_PROFILE=openssf
for row in "wolfi.specs|-O2|yes" "wolfi.specs||yes" "wolfi.specs|-Og|it would override -Og" "wolfi.specs|-Oz|it would override -Oz" \
	"wolfi.specs|-O2 -fno-stack-protector|it would override -fno-stack-protector" "wolfi.specs|-O2 -fstrict-aliasing|it would override -fstrict-aliasing" \
	"hardened-cc1|-O2|yes" "hardened-cc1|-O2 -fno-pie|it would override -fno-pie" "hardened-cc1|-fno-PIE|it would override -fno-PIE" "hardened-cc1|-fno-pic|yes" \
	"hardened-ld|-no-pie|yes" "blunt.specs|-O2|yes" "blunt.specs|-O0|it would override -O0" "blunt.specs|-O2 -O3|it would override -O3" \
	"blunt.specs|-std=c11|it would override -std=c11" "blunt.specs|-fno-exceptions|it would override -fno-exceptions" "blunt.specs|-O1 -c|it would override -O1" \
	"macro.specs|-O2 -D_FORTIFY_SOURCE=1|it would override -D_FORTIFY_SOURCE=1" "macro.specs|-O2 -Wp,-D_FORTIFY_SOURCE=2|yes" \
	"poisoned.specs|-O2|gcc takes every option with it; see hardcc doctor" "poison.specs|-O2|gcc takes every option with it; see hardcc doctor" \
	"lazy.specs|-O2|yes" "lazy.specs|-O2 -U_FORTIFY_SOURCE|it would override -U_FORTIFY_SOURCE" "ours.specs|-Og -fno-pie -fno-stack-protector|yes"; do
	file=${row%%|*} words=${row#*|}
	want=${words#*|} words=${words%%|*}
	# shellcheck disable=SC2086
	is "$(gives "$T/specs/$file" $words -c m.c)$(sed -n 1p err)" "$want" "$file: $words"
done
is "$(gives "$T/specs/lazy.specs" -o m m.o -Wl,-z,lazy) $(gives "$T/specs/lazy.specs" -o m m.o)" "it would override -zlazy yes" "lazy.specs: a link"
is "$(gives "$T/specs/blunt.specs" -o m m.o -z execstack) $(gives "$T/specs/blunt.specs" -o m m.o)" "it would override -zexecstack yes" "blunt.specs: a link"
gcc -dumpmachine | grep -q x86_64 && is "$(gives "$T/specs/blunt.specs" -march=native -c m.c)" "it would override -march=native" "blunt.specs: -march=native"
is "$(gives "$T/specs/hardened-ld" -o m m.o)" "yes" "hardened-ld: a link"
for row in "-shared -o m m.o" "-static -o m m.o" "-g -o m m.o" "-no-pie -o m m.o" "-Wno-error -c m.c" "-Wno-error=format-security -c m.c"; do
	# shellcheck disable=SC2086
	is "$(gives "$T/specs/adds.specs" $row)" "it would override ${row%% *}" "adds.specs: $row"
done
is "$(gives "$T/specs/adds.specs" -pthread -c m.c)" "it would override -D_REENTRANT" "adds.specs: what -pthread brings"
for row in "-shared -c m.c" "-pie -o m m.o" "-Werror=format -c m.c" "-s -o m m.o"; do
	# shellcheck disable=SC2086
	is "$(gives "$T/specs/adds.specs" $row)" "yes" "adds.specs: $row"
done
# what came up in review
cat >"$T/specs/link.specs" <<'END'
*link:
+ --as-needed -O1 --sort-common -z noexecstack -z relro -z now
END
cat >"$T/specs/protect.specs" <<'END'
*cc1_options:
+ -fstack-protector-strong
END
cat >"$T/specs/environment.specs" <<'END'
*cc1_options:
+ -f%:getenv(SSPMODE stack-protector)
END
touch s.S
for row in "-m64 main.o -O2 -g -lpthread -no-pie" "-O2 m.c" "-nostdlib -shared -o x main.o" "-nodefaultlibs main.o"; do
	# shellcheck disable=SC2086
	is "$(gives "$T/specs/link.specs" $row)" "yes" "link.specs: $row"
done
is "$(gives "$T/specs/protect.specs" '-DX="a
b"' -fno-stack-protector -c m.c)" "it would override -fno-stack-protector" "a word with a line end hides none behind it"
is "$(gives "$T/specs/protect.specs" -fno-stack-protector -c s.S m.c)" "it would override -fno-stack-protector" "each input's language is asked about"
is "$(SSPMODE=no- gives "$T/specs/environment.specs" -fno-stack-protector -c m.c) $(SSPMODE='' gives "$T/specs/environment.specs" -fno-stack-protector -c m.c)" \
	"yes it would override -fno-stack-protector" "an answer that depends on the environment is not kept"
is "$(gives "$T/specs/lazy.specs" -wrapper "env,A=1" -o m m.o -Wl,-z,lazy)" "it would override -zlazy" "-wrapper hides no line of the linker's"
printf '*self_spec:\n+ -DAPI_TOKEN=none\n' >"$T/specs/token.specs"
is "$(gives "$T/specs/token.specs" -DAPI_TOKEN=hunter2 -c m.c)" "it would override -DAPI_TOKEN=***" "a macro with a secret"
not_ok "no secret stands in the answers that are kept" grep -rq hunter2 "$T/cache"
is "$(gives "$T/specs/protect.specs" -fwrapv -DNDEBUG -Wl,-rpath,/x -c m.c)" "yes" "what adds up has no rival"
# a macro that a rule gives another value would be a warning in each compile, and runtime/cgo is built with -Werror
printf 'int main(void) { return 0; }\n' >w.c
if gcc -dumpversion | grep -q '^1[2-9]'; then
	is "$(gives "$T/specs/macro.specs" -O2 -c w.c) $(gives "$T/specs/macro.specs" -c w.c)" "it would override -D_FORTIFY_SOURCE=3 yes" "macro.specs: beside the rule's own value"
	ok "macro.specs: no warning comes of it" env GCC_SPEC_FILE="$T/specs/macro.specs" "$SHIM/gcc" -O2 -Werror -c w.c
fi
# seen in what gcc makes, too
printf '#ifndef __OPTIMIZE__\n#error not\n#endif\n#ifdef __OPTIMIZE_SIZE__\n#error size\n#endif\nint debug = 0\n#ifdef NOTHING\n#endif\n;\n' >og.c
export GCC_SPEC_FILE="$T/specs/wolfi.specs"
"$SHIM/gcc" -Og -### -c og.c 2>&1 | grep cc1 | tr ' ' '\n' | grep -e '^"*-O' | tail -1 | tr -d '"' >last
gcc "-specs=$GCC_SPEC_FILE" -Og -### -c og.c 2>&1 | grep cc1 | tr ' ' '\n' | grep -e '^"*-O' | tail -1 | tr -d '"' >bare
is "$(tr -d "'" <bare)" "-O2" "without hardcc -Og becomes -O2"
HARDCC_DEBUG=1 "$SHIM/gcc" -Og -c og.c 2>err
is "$? $(grep -c specs= err)" "0 0" "through it the file is not there"
unset GCC_SPEC_FILE
# the answer is remembered for these bytes, and a changed file is tried anew
cp "$T/specs/poison.specs" "$T/specs/fixed.specs"
before=$(gives "$T/specs/fixed.specs" -c m.c)
printf '*cc1:\n+ %%{!fsanitize=*:%%{!ftrapv: -fstack-protector-strong}}\n' >"$T/specs/fixed.specs"
is "$before, $(gives "$T/specs/fixed.specs" -c m.c)" "gcc takes every option with it; see hardcc doctor, yes" "fixed as doctor says, the file is handed on"

# what doctor says of each, with the line
doctor() { # FILE
	GCC_SPEC_FILE=$1 PATH=$SHIM:$system_path "$HARDCC" doctor --json >page 2>err
	jq -r --arg f "$1" '.specs[$f] | if . == null then "no row" elif . == [] then "nothing known against it" else join("; ") end' page | sed "s|$T/specs/||g"
}
is "$(doctor "$T/specs/wolfi.specs")" "its words stand behind the user's own, and win; left out where the user says -Og (wolfi.specs:2), -Ofast (wolfi.specs:2), -Oz (wolfi.specs:2), -fno-stack-protector (wolfi.specs:2), -fstrict-aliasing (wolfi.specs:2)" "doctor: wolfi.specs"
is "$(doctor "$T/specs/hardened-cc1")" "gcc -### takes every option with it, so no question to gcc gets it; left out where the user says -fno-pie (hardened-cc1:2), -fno-PIE (hardened-cc1:2)" "doctor: hardened-cc1"
is "$(doctor "$T/specs/poison.specs")" "left out" "doctor: poison.specs"
is "$(jq -r '.problems | map(select(.what | contains("poison"))) | .[] | "\(.what) -> \(.fix)"' page | sed "s|$T/specs/||")" \
	"poison.specs:4: gcc takes options that it does not know with this file, so Go would take them for known: hardcc leaves the file out -> write %{!a:%{!b:X}} where it has a default behind ;: for a pattern with a star" \
	"which is a problem, with the line and what to do"
doctor "$T/specs/poisoned.specs" >/dev/null
is "$(jq -r '.problems | map(select(.what | contains("poisoned"))) | .[].what' page | sed "s|$T/specs/||; s/: .*//")" "poisoned.specs:1" "and of a file that takes it in"
is "$(doctor "$T/specs/ours.specs")" "nothing known against it" "doctor: ours.specs"

# --- Debian's own files, where they are: a package that opts out of PIE
if [ -e /usr/share/dpkg/no-pie-compile.specs ] && gcc -dumpmachine | grep -q -e x86_64 -e aarch64; then
	HARDCC_PROFILE=openssf,debian
	export DEB_BUILD_MAINT_OPTIONS=hardening=-pie
	printf 'int main(void) { return 0; }\n' >p.c
	ok "hardening=-pie: it compiles and links" "$SHIM/gcc" -O2 -o p p.c
	is "$(readelf -h p | sed -n 's/^ *Type: *\([A-Z]*\).*/\1/p')" "EXEC" "and is no PIE"
	ok "-pie is the user's word" "$SHIM/gcc" -O2 -fPIE -pie -o p p.c
	is "$(readelf -h p | sed -n 's/^ *Type: *\([A-Z]*\).*/\1/p')" "DYN" "and holds"
	ok "-shared links" "$SHIM/gcc" -O2 -fPIC -shared -o p.so p.c
	is "$(HARDCC_DEBUG=1 "$SHIM/gcc" -O2 -o p p.c 2>&1 | grep -o -e '-specs=[^ ]*' | tr '\n' ' ')" \
		"-specs=/usr/share/dpkg/no-pie-compile.specs -specs=/usr/share/dpkg/no-pie-link.specs " "by dpkg's own files"
	DEB_BUILD_MAINT_OPTIONS=hardening=+pie
	is "$(HARDCC_DEBUG=1 "$SHIM/gcc" -O2 -o p p.c 2>&1 | grep -c -e '-specs=')" "0" "hardening=+pie needs none"
	is "$(readelf -h p | sed -n 's/^ *Type: *\([A-Z]*\).*/\1/p')" "DYN" "for gcc makes PIE"
	unset DEB_BUILD_MAINT_OPTIONS
	for f in /usr/share/dpkg/*pie-compile.specs; do
		is "$(gives "$f" -O2 -c m.c) $(gives "$f" -O2 -fno-pie -c m.c)" "$(case $f in */no-*) echo yes yes ;; *) echo yes it would override -fno-pie ;; esac)" "$f"
	done
fi

done_testing
