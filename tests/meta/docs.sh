#!/bin/sh
# The manual and README name what the program has; the code keeps to its own rules.
# Law 2: no flag of a compiler is written in a .c file.
# shellcheck source=tests/lib/tap.sh
. "${srcdir:?}/tests/lib/tap.sh"
need mandoc git

man1=$srcdir/man/hardcc.1
man5=$srcdir/man/hardcc.profile.5
conf5=$srcdir/man/hardcc.conf.5
"$HARDCC" help >"$T/help" 2>"$T/help.err" || { echo "Bail out! no help"; exit 99; }

# Is the word the subject of an entry? Prose that happens to hold it does not count.
entry() { # MACRO WORD FILE
	awk -v macro="$1" -v word="$2" '
	$1 == ".It" {
		for (i = 2; i <= NF; i++) {
			if ($i ~ /^[A-Z][a-z]$/) {
				now = $i
			} else if (now == macro && $i == word) {
				found = 1
			}
		}
		now = ""
	}
	END { exit !found }' "$3"
}

# Does the synopsis name the option, between the command and the next one?
synopsis() { # COMMAND OPTION
	awk -v command="$1" -v option="$2" '
	/^\.Sh/ { in_synopsis = $2 == "SYNOPSIS" }
	in_synopsis && $1 == ".Cm" { mine = $2 == command }
	in_synopsis && mine {
		for (i = 1; i < NF; i++) {
			if ($i == "Fl" && $(i + 1) == option) {
				found = 1
			}
		}
	}
	END { exit !found }' "$man1"
}

# A list that came out empty would pass every test below.
each() { # WHAT MACRO FILE WORD...
	each_what=$1 each_macro=$2 each_file=$3
	shift 3
	[ $# -gt 0 ] || say_result 1 "there is at least one $each_what"
	for w; do
		ok "${each_file##*/} names the $each_what $w" entry "$each_macro" "$w" "$each_file"
	done
}

# --- what the program has
commands=$(sed -n 's/^\(usage:\|      \) hardcc \([a-z-]*\).*/\2/p' "$T/help")
settings=$(sed -n 's/^  \([A-Z][A-Z_]*\)  .*/\1/p' "$T/help")
builtin=$(sed -n 's/^profiles built in: *//p' "$T/help")
want_table condition
facts=$rows
want_table verb
verbs=$rows
want_table setting
is "$settings" "$rows" "help names every setting"
want_table profile
is "$builtin" "$(echo "$rows" | tr '\n' ' ' | sed 's/ $//')" "help names every profile"
# shellcheck disable=SC2086 # these are lists of words
{
	each command Cm "$man1" $commands
	each setting Ev "$man1" $settings
	each setting Ev "$conf5" $settings
	each condition Cm "$man5" $facts package
	each verb Cm "$man5" $verbs
	each profile Li "$man5" $builtin
}

# each option of each command, and each value that it knows
for c in $commands; do
	"$HARDCC" help "$c" >"$T/help.$c" 2>>"$T/help.err"
	has "help $c says how it is used" "usage: hardcc $c" "$T/help.$c"
	sed -n 's/^  \(-[^ =[]*\).*/\1/p' "$T/help.$c" >"$T/options.$c"
	while read -r o; do
		echo "$o" >>"$T/options"
		ok "hardcc.1 names $c's option $o" entry Fl "${o#-}" "$man1"
		ok "the synopsis of $c has $o" synopsis "$c" "${o#-}"
	done <"$T/options.$c"
done
is "$(cat "$T/help.err")" "" "help is silent"
want_table option
is "$(sort -u "$T/options")" "$(echo "$rows" | sort -u)" "every option is some command's"

for s in $settings; do
	has "doc/settings.md names the setting $s" "\`$s\`" "$srcdir/doc/settings.md"
done
for p in $builtin; do
	has "doc/flags.md names the profile $p" "| \`$p\` |" "$srcdir/doc/flags.md"
done
has "README names quickstart" scripts/quickstart "$srcdir/README.md"
has "README names check" scripts/check "$srcdir/README.md"
for c in $commands; do
	case $c in help | version) continue ;; esac
	has "README shows the command $c" "hardcc $c" "$srcdir/README.md"
done
ok "README has 8 KB at the most" test "$(wc -c <"$srcdir/README.md")" -le 8192
for page in "$srcdir"/doc/*.md "$srcdir"/doc/measured/*.md; do
	page=${page#"$srcdir/doc/"}
	[ "$page" = README.md ] || has "doc/README.md lists $page" "($page)" "$srcdir/doc/README.md"
done
for s in quickstart check; do
	ok "scripts/$s is there" test -x "$srcdir/scripts/$s"
done

# --- hardcc-note(5) names every key of the note
want_table note-key
for key in $rows; do
	ok "hardcc-note.5 names the key $key" grep -qE "^\\.It Li (.* , )?$key( ,|\$)" "$srcdir/man/hardcc-note.5"
done

# --- the manual: no word of mandoc's but on pages that are not installed yet
for m in "$srcdir"/man/*; do
	mandoc -Tlint -W style "$m" 2>/dev/null | grep -v 'referenced manual not found' >"$T/lint"
	is "$(cat "$T/lint")" "" "mandoc -Tlint ${m##*/}"
done

# --- links go somewhere, from every page; what was built or unpacked below the tree is not of it
(cd "$srcdir" && find . \( -path './build*' -o -path './_*' -o -path './hardcc-*' \) -prune -o -name '*.md' -print) | sort >"$T/pages"
ok "pages are read" test "$(wc -l <"$T/pages")" -gt 15
while read -r page; do
	page=$srcdir/${page#./}
	grep -o '\]([^)#]*)' "$page" | sed 's/^](//; s/)$//' | grep -v '^https*:' | sort -u >"$T/links"
	while read -r l; do
		ok "${page#"$srcdir"/}: the link $l leads somewhere" test -e "${page%/*}/$l"
	done <"$T/links"
done <"$T/pages"

# --- the files that a page names are there: `plan/call.h`, `wrapper/plan/call.h`, tests/shim/cases.sh
# shellcheck disable=SC2016 # backquotes of the page
(cd "$srcdir" && grep -ohE '`(wrapper/)?[a-z]+(/[a-z]+)?/[a-z-]+\.[ch]`|tests/[a-z/-]+\.(sh|case|c)' CONTRIBUTING.md doc/*.md) |
	tr -d '`' | sed 's|^wrapper/||' | sort -u >"$T/named"
ok "files are named" test "$(wc -l <"$T/named")" -gt 30
while read -r f; do
	case $f in
	specs/* | tests/*) ok "the file $f is there, which a page names" test -f "$srcdir/$f" ;;
	bits/* | gnu/*) ;; # headers of glibc
	*) ok "the file $f is there, which a page names" test -f "$srcdir/wrapper/$f" ;;
	esac
done <"$T/named"

# --- examples are understood
mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
printf '#!/bin/sh\ncase $* in *-v*) echo "gcc version 12.2.0 (test)" >&2; echo "Target: x86_64-linux-gnu" >&2;; esac\n' >"$T/gcc"
chmod +x "$T/gcc"
understood() { # NAME
	PATH=$T:$PATH HARDCC_PROFILE=$1 "$HARDCC" explain -- gcc -c a.c
}
sed -n '/^\.Sh EXAMPLES/,/^\.Ed/p' "$man5" | sed -n '/^\.Bd/,/^\.Ed/p' | grep -v '^\.' >"$XDG_CONFIG_HOME/hardcc/profiles/manual.profile"
sed -n '/^    # team.profile/,/^$/s/^    //p' "$srcdir/doc/flags.md" >"$XDG_CONFIG_HOME/hardcc/profiles/readme.profile"
for p in manual readme; do
	ok "the $p's example has rules" grep -q '^bindnow off' "$XDG_CONFIG_HOME/hardcc/profiles/$p.profile"
	ok "the $p's example is understood" understood "$p"
done
sed -n 's/^    HARDCC_PROFILE=\([^ ]*\).*/\1/p' "$srcdir/README.md" "$srcdir/doc/flags.md" | sed 's/team/readme/' >"$T/lists"
ok "README and doc/flags.md show lists of profiles" test -s "$T/lists"
while read -r p; do
	ok "HARDCC_PROFILE=$p of a page is understood" understood "$p"
done <"$T/lists"

# --- each mutant applies; mutants.sh itself runs with --long alone
applies() { # PATCH
	(cd "$srcdir" && GIT_CEILING_DIRECTORIES=${srcdir%/*} git apply --check "$1")
}
for m in "$srcdir"/tests/meta/mutants/*.patch; do
	ok "${m##*/} applies" applies "$m"
done

# --- the texts of the program, for who reads them beside the code
"$srcdir/scripts/sentences" >"$T/sentences"
ok "scripts/sentences finds them" [ "$(wc -l <"$T/sentences")" -gt 500 ]
is "$(grep -c '^cmd/commands\.c:[0-9]*: unknown command ' "$T/sentences")" 3 "with their places"

# --- the code's own rules
want_sources '*.c'
is "$(cd "$srcdir" && awk 'FNR == 1 { gone = 0 }
	/^\. .*\/lib\/[a-z]*\.sh"/ { gone = 1 }
	gone && /\$\{HARDCC_TEST_/ { print FILENAME ":" FNR }' tests/*/*.sh)" "" "tests read HARDCC_TEST_... before tap.sh unsets it"
# shellcheck disable=SC2086 # a list of files
is "$(cd "$srcdir" && grep -nE '"-(f[a-z]|D[A-Z_]|U[A-Z_]|m[a-z]|W[a-z]|z[,"])' $sources)" "" "law 2: no flag in a .c file"
# shellcheck disable=SC2086 # a list of files
is "$(cd "$srcdir" && awk '
	FNR == 1 { begin = 0 }
	/^\{/ { begin = FNR }
	/^\}/ { if (begin && FNR - begin >= 60) print FILENAME ":" begin; if (begin) seen++; begin = 0 }
	END { if (seen < 100) print "only " seen " functions were seen" }' $sources)" "" "no function is longer than 60 lines"
done_testing
