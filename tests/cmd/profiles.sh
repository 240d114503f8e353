#!/bin/sh
# `hardcc profiles`: which there are, what they hold, whether they are right, and how two differ.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq

mine=$T/config/hardcc/profiles
mkdir -p "$mine" "$T/work"
cd "$T/work" || exit 99
cat >"$mine/team.profile" <<'END'
# team.profile - for the team
include openssf
bindnow off if link package example.com/agent because dlopens its driver, until 2999-06-30
ndebug add -DNDEBUG if compile c cxx
END

profiles() {
	"$HARDCC" profiles "$@" >out 2>err
}

profiles list
is "$? $(sed "s|$T|T|" out)" "0   alpine           what Alpine Linux gives a package's C
  arch             what Arch Linux gives a package's C
  debian           what dpkg-buildflags gives a package's C, feature by feature
  debian-12        what dpkg-buildflags of Debian 12 gives a package's C
* distro           this machine's distribution, as make install or hardcc doctor --prime found it; built in: nothing
  fedora           what Fedora gives a package's C
  nixos            what the compilers of nixpkgs give by default
  none             nothing: every call is run as it came
* openssf          what the OpenSSF guide recommends and no program is known to break by
  openssf-strict   openssf, and what the guide recommends that some programs break on
  openssf-warn     openssf, and the guide's warnings; never in what cgo generates, nor in the standard library
  opensuse         what openSUSE gives a package's C
  optional         features that no profile turns on by itself: name them, as in HARDCC_PROFILE=openssf,+pie
  team             for the team  (T/config/hardcc/profiles/team.profile)
  ubuntu           what Ubuntu's dpkg-buildflags and its compilers' own defaults give a package's C
  wolfi            what Wolfi's and Chainguard's compilers give all C" "list: a transcript; what holds now is marked"
HARDCC_PROFILE=team,-relro profiles list
is "$(grep '^\*' out | cut -c1-6)" "* team" "the mark follows the setting"
profiles list --json
is "$(jq -r '.profiles | length' out) $(jq -c '.profiles[8]' out)" \
	'16 {"name":"openssf","from":"built in","about":"what the OpenSSF guide recommends and no program is known to break by","used":true}' "as JSON"
profiles show team
ok "show: the text as it is" cmp out "$mine/team.profile"
profiles show openssf
ok "of a built-in one, too" cmp out "$srcdir/profiles/openssf.profile"
place() { # PATTERN FILE
	echo "$2:$(grep -n "^$1" "$srcdir/profiles/$2" | cut -d: -f1)"
}
profiles show team --resolved
is "$(sed 's/.*  # \([^ ]*\).*/\1/' out | uniq | grep -c '')" "$(($(grep -cvE '^(#|$)' "$srcdir/profiles/openssf.profile") + 2))" "--resolved: the rules of what it includes, and its own"
is "$(sed -n 's/^\(fortify .*\) if .*#/\1/p' out)" "fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 $(place fortify openssf.profile) $(place 'fortify=3 .*=3' features)
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 $(place fortify openssf.profile) $(place 'fortify=3 .*=2' features)" "what is taken from the catalogue has that place, too"
is "$(sed -n 's/.*\(gcc>=4.1.*\) unless.*/\1/p' out)" "gcc>=4.1<12 clang>=5<9" "and the conditions of both"
is "$(tail -1 out | sed "s|$T|T|")" "ndebug add -DNDEBUG if compile c cxx  # T/config/hardcc/profiles/team.profile:4" "each with its place"
profiles show team,-fortify,+pie --resolved
is "$(grep -c '^fortify' out) $(grep -c '^pie add' out)" "0 2" "switches are followed"
sed 's/  # .*//' out >"$mine/again.profile"
printf 'stackprotector off\nbranch off if aarch64\n' >"$mine/idle.profile"
HARDCC_PROFILE=openssf,idle "$HARDCC" explain -- cc -c idle.c >out 2>&1
is "$?" 0 "an off that switches nothing off ends no call"
HARDCC_PROFILE=openssf,idle profiles check
is "$? $(sed "s|$mine/||" err)" '0 hardcc: warning: idle.profile:1: "stackprotector off" does nothing while "stackprotectorstrong" is on (did you mean "stackprotectorstrong"?)' \
	"it is told"
profiles diff team,-fortify,+pie again
is "$? $(cat out)" "0 " "what is shown is a profile that does the same"
profiles show team --json
is "$(jq -r '.rules[-1] | "\(.feature) \(.verb) \(.text)"' out)" "ndebug add ndebug add -DNDEBUG if compile c cxx" "show as JSON"
profiles show openssf --json
is "$(jq -r '.rules[] | select(.feature == "relro") | "\(.rule) \(.defined) \(.text)"' out)" \
	"$(place relro openssf.profile) $(place relro features) $(sed -n 's/^relro/&/p' "$srcdir/profiles/features")" "with the catalogue's place"
is "$(jq -r '.rules[] | select(.feature == "symbols") | .defined' out)" null "which a rule of the profile's own has not"
for p in alpine arch debian fedora nixos openssf openssf-strict openssf-warn opensuse optional ubuntu wolfi; do
	profiles show "$p" --json
	jq -r '.rules[].defined | values' out
done >defined
for switch in -fortify -stackprotectorstrong -stackprotectorstrong,-stackprotector -stackclash -branch -branch,+shadow-stack -format; do
	HARDCC_PROFILE=ubuntu,$switch profiles show "ubuntu,$switch" --json
	jq -r '.rules[].defined | values' out
done >>defined
is "$(sort -u defined | sort -t: -n -k2)" "$(grep -nE '^[^# ]+ [a-z]+' "$srcdir/profiles/features" | grep -v ' each' | sed 's/^\([0-9]*\):.*/features:\1/')" \
	"each line of the catalogue is chosen by some profile"
profiles diff openssf team
is "$? $(sed 's/  # .*//' out)" "1 + bindnow off if link package example.com/agent because dlopens its driver, until 2999-06-30
+ ndebug add -DNDEBUG if compile c cxx" "diff: what the second has more"
profiles diff team openssf,-relro
is "$? $(sed 's/ .*#.*//; s/^\(. [a-z-]*\) .*/\1/' out | tr '\n' ' ')" "1 - - - " "what the first has more, and a switch"
profiles diff --json openssf openssf,-bindnow
is "$(jq -c '.rules | map([.feature, .only])' out)" '[["bindnow","first"]]' "as JSON"

# --- check
profiles check
is "$? $(cat out err)" "0 " "check: all of them are right"
printf 'a add\nb ad -x\ninclude nosuch\nrelro off if link because until 2019-12-31 and no longer\n' >"$mine/wrong.profile"
profiles check
is "$? $(sed "s|$T/config/hardcc/profiles/||" err)" '1 hardcc: error: wrong.profile:1: "add" needs a flag behind it
hardcc: error: wrong.profile:2: "ad" is not a verb (did you mean "add"?); there are add require force drop deny replace spec object note refuse off expect use
hardcc: error: wrong.profile:3: "nosuch" is not a profile
hardcc: error: wrong.profile:4: "relro" was to hold until 2019-12-31; take it out, or give it a later day' "every error, and an exception that is past its day"
profiles check team
is $? 0 "a profile by name"
profiles check "$mine/wrong.profile" "$mine/team.profile"
is "$? $(wc -l <err)" "1 4" "files by path"
cp "$mine/team.profile" here.profile
profiles check here.profile
is "$? $(cat err)" "0 " "a file of this directory"
printf 'a add -x\n' >'odd, name.profile'
profiles check 'odd, name.profile'
is "$? $(cat err)" "0 " "a comma in its name is one of the name"
profiles check nosuch
is "$? $(wc -l <err)" "1 1" "one that is not there"
rm "$mine/wrong.profile"
HARDCC_PROFILE=team,-bindnwo profiles check
is $? 1 "the list that holds now is checked, too"
has "and what was meant is asked" 'is not a feature of any profile (did you mean "bindnow"?)' err
for pair in 2999-12-31:0 2996-02-29:0 2999-12-31.:0 1999-12-31:1 soon:0; do
	echo "a add -x because it is old, until ${pair%:*}, then ask" >day.profile
	profiles check day.profile
	is $? "${pair#*:}" "until ${pair%:*}"
done
for day in 2020-1-1 2999-13-01 2999-00-01 2999-01-00 2999-02-29 2999-04-31 2100-02-29 2999-12-310 31.12.2999 2999/12/31 2999; do
	printf '# days\na add -x because it is old, until %s, then ask\n' "$day" >day.profile
	profiles check day.profile
	is "$? $(cat err)" "1 hardcc: error: ./day.profile:2: \"$day\" is not a day; a number behind until is one, as 2027-06-30" "until $day is none"
done
while read -r word reason; do
	printf '# days\na add -x because it is old, %b then\n' "$reason" >day.profile
	profiles check day.profile
	is "$? $(cat err)" "1 hardcc: error: ./day.profile:2: \"$word\" ends no exception as it stands there; write: until 2027-06-30" "$reason"
done <<'END'
untill untill 2999-06-30.
till till 2999-06-30,
Until Until 2999-06-30
until until: 2999-06-30
unitl (unitl 2999-06-30)
UNTIL UNTIL 2999-06-30
until until, 2999-06-30
until until  2999-06-30
until until\t2999-06-30
untill untill\t2999-06-30
until "until 2999-06-30"
untill untill 2999-6-30
END
for reason in 'it was found on 1999-12-31, and unlike 1999-12-30, still is there' 'lint 2999-12-31 says so' 'null 2999-12-31' 'until 2999-12-31, not untill 2999-01-01' \
	'until upstream fixes it' 'until'; do
	echo "a add -x because $reason" >day.profile
	profiles check day.profile
	is "$? $(cat err)" "0 " "$reason: words like others"
done

# --- choosing from the catalogue
cat >wrong.profile <<'END'
fortfy use 3
fortify use 4
fortify use
relro use full
march use if riscv64
bindnow use now then
relro each if link
fortify use 3 if gccc
END
profiles check wrong.profile
is "$? $(sed 's|^.*\./||' err)" '1 wrong.profile:1: "fortfy" is not a feature of the catalogue (did you mean "fortify"?)
wrong.profile:2: "4" is not a level of the feature; there are 3 2
wrong.profile:3: "fortify" needs a level; there are 3 2
wrong.profile:4: "full" is not a level of the feature; there are none
wrong.profile:5: "march" has no line that can hold under these conditions
wrong.profile:6: "then" is one word too many for this verb
wrong.profile:7: "each" stands in the catalogue of features alone
wrong.profile:8: "gccc" is not a condition that hardcc knows (did you mean "gcc"?)' "what can be wrong with it, each with its line"
cat >old.profile <<'END'
# as a user wrote it for 0.1
relro add -Wl,-z,relro if link exe pie shared static static-pie gcc clang unless -Wl,-z,norelro
stackclash add -fstack-clash-protection if compile c cxx objc objcxx aarch64 gcc>=13 clang>=18 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
END
printf 'relro use\nstackclash use if aarch64 gcc>=13\nstackclash use if aarch64 clang\n' >new.profile
profiles diff ./old.profile ./new.profile
is "$? $(sed 's/ unless.*//' out)" "1 - stackclash add -fstack-clash-protection if compile c cxx objc objcxx aarch64 gcc>=13 clang>=18
+ stackclash add -fstack-clash-protection if compile c cxx objc objcxx aarch64 gcc>=13
+ stackclash add -fstack-clash-protection if compile c cxx objc objcxx aarch64 clang>=18" "conditions narrow what is taken"
printf 'relro use\nstackclash use if aarch64 gcc>=13 clang\n' >new.profile
profiles diff ./old.profile ./new.profile
is "$? $(cat out)" "0 " "a rule that is written out and one that is taken are the same"
printf 'bindnow use if package a/... package b unless -Wl,-z,later because it is, until 2999-01-01\n' >new.profile
profiles show ./new.profile --resolved
is "$(sed 's/  #.*//' out)" "$(sed -n '/^bindnow/s/ unless/ package a\/... package b&/p' "$srcdir/profiles/features") -Wl,-z,later because it is, until 2999-01-01" \
	"packages, the user's words and a reason are added"

# --- a directory: what a distribution's packages bring
mkdir -p drop.d "$T/real"
cp "$builddir/tests/lib/fakecc" "$T/real/gcc"
shims gcc
echo 'b add -DFROM_B' >drop.d/b.profile
echo 'bindnow off if link package example.com/a because it loads its driver, until 2999-01-01' >drop.d/a.profile
echo 'not a rule' >drop.d/README
mkdir drop.d/more.profile.d
profiles show "openssf,$PWD/drop.d/" --resolved
is "$? $(tail -2 out | sed "s|  # $PWD/| # |")" "0 bindnow off if link package example.com/a because it loads its driver, until 2999-01-01 # drop.d/a.profile:1
b add -DFROM_B # drop.d/b.profile:1" "a directory: its profiles, by name"
profiles show "openssf,$PWD/drop.d" --resolved
is "$? $(sed "s|$PWD/||" err)" "125 hardcc: error: drop.d is a directory; with a slash at its end, it stands for all profiles in it" "without its slash"
printf 'include openssf\ninclude %s/drop.d/\n' "$PWD" >"$mine/dist.profile"
profiles check dist
is "$? $(cat err)" "0 " "a profile may include one"
drop() { # PACKAGE ARGS...: of the words that are run
	TOOLEXEC_IMPORTPATH=$1
	shift
	PATH=$SHIM:$T/real:$PATH HARDCC_PROFILE=dist TOOLEXEC_IMPORTPATH=$TOOLEXEC_IMPORTPATH "$SHIM/gcc" "$@" | grep -e now -e FROM | tr '\n' ' '
}
is "$(drop example.com/a a.o)$(drop example.com/b a.o)" "-DFROM_B -Wl,-z,now -DFROM_B " "its exceptions hold"
echo 'c add -DFROM_C' >drop.d/c.profile
is "$(drop example.com/a a.o)" "-DFROM_B -DFROM_C " "a file more is seen, with a warm cache"
rm drop.d/b.profile
is "$(drop example.com/a a.o)" "-DFROM_C " "and one less"
sed -i 's/FROM_C/FROM_CC/' drop.d/c.profile
is "$(drop example.com/a a.o)" "-DFROM_CC " "and one that is changed"
echo 'c ad -x' >drop.d/c.profile
profiles check dist
is "$? $(sed "s|$PWD/||" err)" '1 hardcc: error: drop.d/c.profile:1: "ad" is not a verb (did you mean "add"?); there are add require force drop deny replace spec object note refuse off expect use' \
	"an error in one names it"
rm drop.d/*.profile
profiles check dist
is "$? $(cat err)" "0 " "an empty one is none"
printf 'include openssf\ninclude %s/nosuch.d/\n' "$PWD" >"$mine/dist.profile"
profiles check dist
is "$? $(sed "s|$T/[a-z/]*/||g" err)" '1 hardcc: error: dist.profile:2: "nosuch.d/" is not a profile' "one that is not there"
rm "$mine/dist.profile"

# --- wrong command lines
for bad in "" "lst" "show" "show a b" "diff a" "list x" "--resovled"; do
	# shellcheck disable=SC2086 # words
	profiles $bad
	is "$? $(wc -l <out) $(wc -l <err)" "2 0 1" "a wrong command line: $bad"
done
profiles show opnssf
is "$? $(cat err)" '125 hardcc: error: the command line: "opnssf" is not a profile; hardcc profiles list names them (did you mean "openssf"?)' \
	"a misspelt profile"
"$HARDCC" profiles list >/dev/full 2>err
is $? 125 "a full disk is an error"

# --- switches off alone
is "$(HARDCC_PROFILE=-bindnow "$HARDCC" explain -- gcc -c a.c | sed -n 's/^profile *//p')" "openssf,distro,-bindnow (environment)" "what only switches off follows the default list"

# --- a list without a profile: law 12, never quietly less than the default
explained() { # LIST: the list and the policy's id
	HARDCC_PROFILE=$1 "$HARDCC" explain -- gcc -c a.c 2>err | sed -n 's/^\(profile\|policy\) *//p' | tr '\n' ' '
}
default=$(explained openssf,distro | sed 's/.*) //')
for l in all ',' ' , ' -nodlopen +fortify all,-nodlopen; do
	is "$(explained "$l" | sed 's/.*) //')" "$default" "law 12: \"$l\" takes nothing from the default list"
done
is "$(explained +pie)" "$(explained openssf,distro,+pie)" "what switches on follows the default list, too"
is "$(explained ' -bindnow , +pie')" "$(explained openssf,distro,-bindnow,+pie)" "and both, with blanks"
is "$(explained none,+pie | cut -d' ' -f1)" "none,+pie" "behind none it does not"
no_rule="$T/empty.d/"
mkdir "$no_rule"
for l in "$no_rule" "$no_rule,+pie"; do
	HARDCC_PROFILE=$l "$HARDCC" explain -- gcc -c a.c >out 2>err
	is "$? $(sed 1q err)" "125 hardcc: error: environment: HARDCC_PROFILE: \"$l\" has no profile in it; \"none\" is the word for nothing" "law 12: a directory without a profile: ${l#"$T"}"
done
echo '# nothing' >empty.profile
HARDCC_PROFILE=./empty.profile "$HARDCC" explain -- gcc -c a.c >out 2>err
is "$? $(cat err)" '0 hardcc: warning: HARDCC_PROFILE: "./empty.profile" switches no rule on: nothing is added ("none" is the word for that)' "a profile without a rule is told"
HARDCC_PROFILE=none "$HARDCC" explain -- gcc -c a.c >out 2>err
is "$? $(cat err)" "0 " "none is not"
echo 'HARDCC_PROFILE = -bindnow' >"$SHIM/hardcc.conf"
printf 'pie use\n' >hardcc.profile
PATH=$SHIM:$PATH "$HARDCC" explain -- gcc -c a.c >out 2>err
is "$(sed -n 's/^profile *\([^ ]*\) .*/\1/p' out)" "openssf,distro,-bindnow,project:$PWD/hardcc.profile" "before a project's profile, too"
rm "$SHIM/hardcc.conf" hardcc.profile

# --- a path with a blank
printf 'include openssf\n' >'my team.profile'
is "$(explained './my team.profile , -bindnow' | sed 's/ (.*//')" "./my team.profile,-bindnow" "a blank in a profile's path stays"

# --- an option that would change nothing
for w in "list --resolved" "list --compiler gcc" "list --trust-project" "show openssf --profile none" "show openssf --arch arm" "check --json" \
	"check --resolved" "diff openssf debian --profile none" "diff openssf debian --resolved" "export --json" "export --trust-project"; do
	# shellcheck disable=SC2086 # words
	profiles $w
	is "$? $(wc -c <out) $(wc -l <err)" "2 0 1" "$w: refused"
	has "and names it" "profiles: ${w%% *} does not take --" err
done
profiles check --profile nosuch
is "$? $(cat err)" '1 hardcc: error: --profile: "nosuch" is not a profile; hardcc profiles list names them' "check --profile checks that list"
profiles check --profile openssf,-march
is "$? $(cat err)" '0 hardcc: warning: --profile: "-march" switches nothing off: no profile of the list has that feature' "and names the option"
profiles check ./empty.profile --profile nosuch
is "$?" 1 "beside files, too"
profiles list --profile nosuch
is "$? $(wc -c <out)" "125 0" "list of a list that is none"
for w in "--profile debian" ./empty.profile; do
	# shellcheck disable=SC2086 # words
	profiles check $w --trust-project
	is "$? $(cat err)" "2 hardcc: error: profiles: check reads no project's profile beside FILE or --profile; leave out --trust-project" "check $w --trust-project"
done
is "$(HARDCC_PROFILE=-bindnow "$HARDCC" profiles list | sed -n 's/^\* \([^ ]*\).*/\1/p' | xargs)" "distro openssf" "list marks the default of switches alone"
profiles list --profile debian
is "$(sed -n 's/^\* \([^ ]*\).*/\1/p' out)" debian "list marks what --profile names"

done_testing
