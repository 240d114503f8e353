#!/bin/sh
# "Did you mean": of each kind of word that a user can mistype.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc

shims gcc
PATH=$SHIM:$PATH
mkdir -p "$T/work" "$XDG_CONFIG_HOME/hardcc/profiles"
cd "$T/work" || exit 99
echo 'relro use' >"$XDG_CONFIG_HOME/hardcc/profiles/team.profile"
touch app build.log
echo 'x ad -a' >verb.profile
echo 'x add -a if lnk' >condition.profile
echo 'bindno use' >use.profile
echo 'x add -a if with bindow' >with.profile
echo 'x add -a if gcc becuase of nothing' >reason.profile
printf '%s\n' 'include openssf' 'bindow off because of nothing' >off.profile
printf '%s\n' 'include openssf' 'stackprotector off because of nothing' >weaker.profile
echo 'include taem' >include.profile
echo 'HARDCC_LGO = /log' >"$SHIM/hardcc.conf.off"

while read -r status want what command; do
	# shellcheck disable=SC2086 # words
	set -- $command
	case $1 in
	*=*) env "$@" >out 2>err ;;
	*) "$HARDCC" "$@" >out 2>err ;;
	esac
	is "$? $(sed -n 's/.*(did you mean "\(.*\)"?).*/\1/p' err)" "$status $want" "$(echo "$what" | tr _ ' '): $command"
done <<END
125 HARDCC_PROFILE a_setting HARDCC_PROFLE=x $HARDCC env
125 team a_profile_of_yours HARDCC_PROFILE=taem $HARDCC env
125 openssf one_of_ours HARDCC_PROFILE=opnssf $HARDCC env
125 bindnow a_feature HARDCC_PROFILE=openssf,-bindow $HARDCC env
125 -stackprotectorstrong the_stronger_feature HARDCC_PROFILE=openssf,-stackprotector $HARDCC env
125 -fortify a_feature's_reverse HARDCC_PROFILE=openssf,-no-fortify $HARDCC env
0 stackprotectorstrong the_stronger_feature_in_a_profile profiles check ./weaker.profile
1 add a_verb profiles check ./verb.profile
1 link a_condition profiles check ./condition.profile
1 bindnow a_feature_behind_use profiles check ./use.profile
1 bindnow a_feature_behind_with profiles check ./with.profile
1 bindnow a_feature_behind_off profiles check ./off.profile
1 because a_reason profiles check ./reason.profile
1 team a_profile_behind_include profiles check ./include.profile
1 ./use.profile a_profile's_file profiles check ./usse.profile
125 openssf a_profile profiles show opnssf
2 show what_profiles_does profiles shw openssf
2 verify a_command verfy app
2 verify help's help verfy
2 bindnow a_feature features bindow
2 app a_file verify ap
2 build.log a_log report buld.log
2 build.log verify's_log verify --log buld.log app
2 gcc a_compiler explain -- gccc -c a.c
2 gcc a_shim shims $T/s gccc
2 gcc export's_compiler profiles export --format gcc-specs --compiler gccc
2 --format an_option env --fromat sh
2 docker a_format env --format dcker
127 sleep a_program run -- sleeep
127 ./build.log a_program's_path run -- ./build.lg
END
# A switch of a feature that exists and has nothing to switch is said by the commands, once, and by no compile.
printf 'int main(void) { return 0; }\n' >a.c
echo 'wall off because of nothing' >off.profile
while read -r list want; do
	HARDCC_PROFILE=$list "$HARDCC" env 2>err >/dev/null
	is "$(sed -n 's/^hardcc: warning: [^"]*"\(.*\)" .* nothing .*/\1/p' err)" "$want" "$list: nothing to switch"
	HARDCC_PROFILE=$list gcc -c a.c 2>err
	is "$? $(cat err)" "0 " "$list: a compile does not say so"
done <<END
openssf,-wall -wall
openssf,-pie -pie
openssf,distro,-pie
openssf,+shadow-stack +shadow-stack
openssf,-branch,+shadow-stack
openssf,+pie
openssf,-libcpp-hardening
openssf,$T/work/off.profile wall off
openssf-warn,$T/work/off.profile
END
# What dpkg-buildflags warns of, too
while read -r value want; do
	for command in "env" "explain -- gcc -c a.c" "run -- true"; do
		# shellcheck disable=SC2086 # words
		DEB_BUILD_MAINT_OPTIONS=$value "$HARDCC" $command 2>err >/dev/null
		is "$? $(sed -n 's/^hardcc: warning: DEB_BUILD_MAINT_OPTIONS: hardening: //p' err)" "0 $want" "$value: ${command%% *}"
	done
	if command -v dpkg-buildflags >/dev/null 2>&1; then
		DEB_BUILD_MAINT_OPTIONS=$value dpkg-buildflags --get CFLAGS 2>err >/dev/null
		is "$(grep -c warning err)" "$(echo "$want" | grep -c .)" "$value: dpkg-buildflags"
	fi
	DEB_BUILD_MAINT_OPTIONS=$value gcc -c a.c 2>err
	is "$? $(cat err)" "0 " "$value: a compile does not say so"
done <<'END'
hardening=+bindow "+bindow" is passed over: dpkg has no such feature (did you mean "bindnow"?)
hardening=bindnow "bindnow" is passed over: write +FEATURE or -FEATURE
hardening=+all,-PIE
reproducible=+timeless
END
mv "$SHIM/hardcc.conf.off" "$SHIM/hardcc.conf"
is "$(gcc -c a.c 2>&1 | grep -c ':1: "HARDCC_LGO" is not a setting (did you mean "HARDCC_LOG"?)')" 1 "a setting in a file, to the shim"

done_testing
