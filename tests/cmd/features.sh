#!/bin/sh
# `hardcc features`: each feature that a profile has is told, in 80 columns; on is what `profiles show --resolved` has rules of.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq

"$HARDCC" features >"$T/list"
ok "there are features" [ "$(wc -l <"$T/list")" -gt 50 ]
is "$(awk 'length > 80' "$T/list")" "" "each in one line of 80 columns"
cut -c3- "$T/list" | awk '{ print $1 }' | sort >"$T/told"
is "$(uniq -d "$T/told")" "" "each once"
sed -nE 's/^([a-z][a-z0-9-]*)(=[a-z0-9]+)? (use|each|add|require|force|drop|deny|replace|spec|note|refuse|off|expect)( .*)?$/\1/p' \
	"$srcdir"/profiles/features "$srcdir"/profiles/*.profile | sort -u >"$T/there"
ok "profiles have features" [ -s "$T/there" ]
is "$(diff "$T/told" "$T/there")" "" "the features of all profiles are told, and no other"
is "$("$HARDCC" features --json | jq -r '.features[] | select(.about == "" or .costs == "" or .breaks == "" or .rules == [] or
	(.profiles == [] and (.rules | length) == 0)) | .name')" "" "what it does, costs and can break; its rules"
for p in openssf debian fedora none openssf,+pie openssf,-relro; do
	is "$("$HARDCC" features --profile $p --json | jq -r '.features[] | select(.on) | .name' | sort)" \
		"$("$HARDCC" profiles show $p --resolved --json | jq -r '.rules[].feature' | sort -u)" "what is on: $p"
done
is "$("$HARDCC" features --profile openssf relro | sed 's/ *# features:[0-9]*$//')" "relro: the loader makes tables of addresses read-only
  now       on
  in        openssf alpine arch debian-12 fedora nixos opensuse ubuntu wolfi
  costs     none
  breaks    a program that writes to its own relocated data
  verified  as relro
  off by    HARDCC_PROFILE=openssf,-relro
  rules     relro add -Wl,-z,relro if link exe pie shared static static-pie gcc clang unless -Wl,-z,norelro" "one in full"
mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
printf 'include debian\nformat off\nrelro off if shared\n' >"$XDG_CONFIG_HOME/hardcc/profiles/offs.profile"
is "$("$HARDCC" features --profile offs format relro | grep '^  now')" "  now       off
  now       on" "an off for all calls switches off, one with conditions does not"
is "$("$HARDCC" features --profile offs,+format format | grep '^  now')" "  now       on" "nor one that a switch lifts"
is "$("$HARDCC" features --profile openssf pie note | grep -E '^[a-z]|  o[nf]* by')" "pie: programs load at a random address
  on by     HARDCC_PROFILE=openssf,+pie
note: a note in each object says what it was compiled with
  off by    HARDCC_PROFILE=openssf,-note" "several, and how to switch them"
is "$("$HARDCC" features --profile openssf nx go-link | sed -n 's/^\([a-z]*\):.*/\1/p; s/^  verified *//p' | xargs)" "noexecstack as nx extlink as go-link" "verify's name leads to the feature's"
"$HARDCC" features --json | jq -r '.features[] | .verified[] as $v | "\($v) \(.name)"' | sort >"$T/verified"
"$HARDCC" verify --json "$HARDCC" | jq -r '.[0].checks[] | select(.feature != "") | "\(.name) \(.feature)"' | sort >"$T/checks"
ok "verify names features" [ "$(wc -l <"$T/checks")" -gt 15 ]
is "$(comm -13 "$T/verified" "$T/checks")" "" "the feature that verify names is the one that is verified so"
is "$("$HARDCC" features fortfy 2>&1; echo $?)" "hardcc: error: features: unknown feature \"fortfy\" (did you mean \"fortify\"?); see 'hardcc features'
2" "one that is not there"

done_testing
