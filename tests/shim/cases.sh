#!/bin/sh
# tests/shim/cases/*.case through the shim, in front of a compiler that prints its argv.
#
# A case file is words as a shell reads them, one statement a line:
#
#   with PROFILE VERSION-LINE TARGET   from here on; starts with a cold cache and no rules, files, settings
#   profile NAME                       a profile of the user's; the lines `rule ...` below are its text
#   rule TEXT                          a line of it, as it stands
#   env NAME=VALUE | env NAME          sets it, or takes it away, until the next `with`
#   file NAME TEXT                     a file beside the sources, printf's escapes in TEXT
#   in NAME ARGS...                    a call by this name; what becomes of it is the next line:
#   out NAME ARGS...                     the argv that is run; $NOTE in it stands for the note's words,
#                                        @{ LINE }: a response file in memory that has these lines
#   same                                 the argv of `in`
#   denied PLACE                         status 1, one line that names PLACE, nothing run
#   error STATUS TEXT                    this status, a line that has TEXT, nothing run
#   note TEXT                            what its note is told, behind the policy
#   asks N                             how many questions the last call asked the compiler
#
# Then: explain tells the same argv for every call, and every rule of every built-in profile did
# something in some call.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need jq

mkdir -p "$T/real" "$T/work" "$T/config/hardcc/profiles" "$SHIM"
cp "$builddir/tests/lib/fakecc" "$T/real/.cc"
cd "$T/work" || exit 99
plain_path=$PATH
FAKE_TRACE=$T/trace
export FAKE_TRACE FAKE_VERSION FAKE_TARGET HARDCC_PROFILE HARDCC_CACHE
nwith=0 ncase=0 settings='' datadir=$HARDCC_DATADIR
: >"$T/wants"
: >"$T/explained"

with() { # PROFILE VERSION-LINE TARGET
	nwith=$((nwith + 1))
	HARDCC_PROFILE=$1
	FAKE_VERSION=$2
	FAKE_TARGET=$3
	HARDCC_CACHE=$T/cache/$nwith
	for v in $settings; do
		unset "$v"
	done
	settings=
	HARDCC_DATADIR=$datadir
	export HARDCC_DATADIR
	if [ -n "$used" ]; then
		rm -rf "$T/work" "$T/config/hardcc/profiles"/*
		mkdir "$T/work"
		cd "$T/work" || exit 99
		used=
	fi
}

sets() { # NAME=VALUE | NAME
	case $1 in
	*=*) export "${1?}" ;;
	*) unset "$1" ;;
	esac
	settings="$settings ${1%%=*}"
}

# The name as a shim, and as the compiler that prints its words.
named() { # NAME
	[ -e "$T/real/$1" ] && return
	ln "$T/real/.cc" "$T/real/$1"
	"$HARDCC" shims "$SHIM" "$1" >/dev/null || { echo "Bail out! no shim $1"; exit 99; }
}

call() { # NAME ARGS...
	named "$1"
	call_name=$1
	shift
	: >"$T/trace"
	PATH=$SHIM:$T/real:$plain_path "$SHIM/$call_name" "$@" >"$T/out" 2>"$T/err"
	call_status=$?
	cp "$T/trace" "$T/calls"
	ncase=$((ncase + 1))
	PATH=$SHIM:$T/real:$plain_path "$HARDCC" explain --json -- "$call_name" "$@" >"$T/json" 2>/dev/null &&
		cat "$T/json" >>"$T/explained" && explained=yes || explained=
}

words() { # NAME ARGS...: as the compiler prints them
	printf '%s\n' "$T/real/$1"
	shift
	[ $# -eq 0 ] || printf '%s\n' "$@"
}

remember() { # what explain should tell
	if [ -n "$explained" ]; then
		echo "in $at"
		sed '/^@{$/,/^}$/c\
@/proc/self/fd/N' "$T/want"
	fi >>"$T/wants"
}

words_of_out() {
	sed 's/HARDCC_NOTE="2 [0-9a-f]\{16\} [^"]*"/HARDCC_NOTE="TOLD"/' "$T/out"
}

ran() { # NAME ARGS...
	words "$@" >"$T/want"
	is "$call_status $(cat "$T/err"; words_of_out)" "0 $(cat "$T/want")" "$at"
	remember
}

noted() { # TEXT
	is "$(sed -n 's/^-DHARDCC_NOTE="2 [0-9a-f]\{16\} \(.*\)"$/\1/p' "$T/out")" "$1" "$at"
	words_of_out >"$T/want"
	remember
}

# Nothing is run, and there is one line with the reason; errors of a profile are counted in a second.
stopped() { # STATUS TEXT
	stopped_text=$(sed '/errors* in the profiles; nothing was run$/d' "$T/err")
	case $stopped_text in
	"$call_name: error: hardcc: "*"$2"*) stopped_text=$2 ;;
	esac
	is "$call_status $(grep -c '^run' "$T/calls") $(echo "$stopped_text" | wc -l) $stopped_text" "$1 0 1 $2" "$at"
	if [ "$1" -ne 1 ]; then
		ncase=$((ncase - 1))
	elif [ -n "$explained" ]; then
		echo "in $at" >>"$T/wants"
	fi
}

statement() { # LINE
	case $1 in
	'' | '#'*) return ;;
	rule | 'rule '*)
		printf '%s\n' "${1#rule}" >>"$profile"
		return ;;
	esac
	# shellcheck disable=SC2016,SC2034
	NOTE='-include "$HARDCC_DATADIR/specs/hardcc-note.h" -DHARDCC_NOTE=\"TOLD\"'
	line=$1
	while :; do # what a case writes once and means many times
		case $line in
		*\$NOTE*) line=${line%%\$NOTE*}$NOTE${line#*\$NOTE} ;;
		*) break ;;
		esac
	done
	eval "set -- $line"
	what=$1
	shift
	case $what in
	with) with "$@" ;;
	profile)
		profile=$T/config/hardcc/profiles/$1.profile used=yes
		: >"$profile" ;;
	env) sets "$1" ;;
	file)
		used=yes
		# shellcheck disable=SC2059
		printf -- "$2" >"$1" ;;
	in)
		at="$file:$nline: $line"
		call "$@"
		in_line=${line#in } ;;
	out) ran "$@" ;;
	note) noted "$1" ;;
	same)
		eval "set -- $in_line"
		ran "$@" ;;
	denied) stopped 1 "$1" ;;
	error) stopped "$1" "$2" ;;
	asks) is "$(grep -vc '^run' "$T/calls")" "$1" "$at: asks $1 times" ;;
	*) echo "Bail out! $file:$nline: $what is no statement"; exit 99 ;;
	esac
}

used=yes
for path in "$srcdir"/tests/shim/cases/*.case; do
	file=${path##*/}
	nline=0
	while IFS= read -r text || [ -n "$text" ]; do
		nline=$((nline + 1))
		statement "$text"
	done <"$path"
done

# A stopped call has no argv that was run: only that it could be explained is asked.
jq -r '"in", (if any(.edits[]; .result == "denied" or .result == "refused") then empty else .argv[] end)' \
	"$T/explained" | sed 's/HARDCC_NOTE="2 [0-9a-f]\{16\} [^"]*"/HARDCC_NOTE="TOLD"/
		s|^@/proc/self/fd/[0-9]*$|@/proc/self/fd/N|' >"$T/told"
sed 's/^in .*/in/' "$T/wants" >"$T/want"
if ! cmp -s "$T/told" "$T/want"; then
	diff "$T/told" "$T/want" | head -20 | sed 's/^/# /'
fi
ok "explain tells the argv that is run, in all calls" cmp "$T/told" "$T/want"
is "$(grep -c '^in ' "$T/wants")" "$ncase" "explain answers for every call"

# A line that chooses from the catalogue stands for several rules. They are told apart by the words that they add and, where
# those are the same, by the machine or the compiler.
jq -r '((.target // "") | sub("-.*"; "") | {powerpc64le: "ppc64le", i686: "i386", i586: "i386"}[.] // .) as $arch |
	((.version // "") | if test("clang") then "clang" elif test("gcc") then "gcc" else "any" end) as $family |
	.edits[] | select(.result != "skipped") | [.rule, .verb, if .verb == "add" then .flag else "" end, $arch, $family] | @tsv' \
	"$T/explained" | sort -u >"$T/hit"
rm -rf "$T/config/hardcc/profiles"
set -- "$srcdir"/profiles/*.profile
for path; do
	file=${path##*/}
	# rules that wait for a switch are shown where it is set
	for switch in '' $(sed -n 's/^[^#]* with\(out\)* \([a-z-]*\).*/+\2 -\2/p' "$@" "$srcdir/profiles/features" | sort -u); do
		"$HARDCC" profiles show "${file%.profile},all${switch:+,$switch}" --json
	done | jq -r --arg f "$file" '.rules[] | select((.rule | startswith($f + ":")) and .feature != "extlink") |
		select(.verb | IN("off", "expect", "object") | not) |
		(.text | sub(" (unless|because) .*"; "") | split(" if ")) as [$rule, $conditions] | ($rule | split(" ")[2:] | join(" ")) as $words |
		select(.verb != "spec" or ($words | startswith("/") | not)) |
		[.rule, .verb, if .verb == "add" then $words else "" end, ($conditions // "")] | @tsv'
done | sort -u >"$T/rules"
# what extlink does depends on the caller: tests/shim/golink.sh; an object needs a compiler: tests/musl/relro.sh; whether a distribution's file is there, on the machine: tests/shim/spec.sh
is "$(awk -F'\t' '
	FILENAME ~ /hit$/ { hits[$1 FS $2 FS $3] = hits[$1 FS $2 FS $3] " " $4 "/" $5; next }
	{
		done = 0
		split("", machine)
		split("", compiler)
		nword = split($4, word, " ")
		for (i = 1; i <= nword; i++) {
			sub(/[<>].*/, "", word[i])
			if (word[i] ~ /^(x86_64|x32|i386|aarch64|ppc64le|s390x)$/)
				machine[word[i]] = narrow_machine = NR
			if (word[i] ~ /^(gcc|clang)$/)
				compiler[word[i]] = narrow_compiler = NR
		}
		nhit = split(hits[$1 FS $2 FS $3], hit, " ")
		for (i = 1; i <= nhit; i++) {
			split(hit[i], at, "/")
			done = done || ((narrow_machine != NR || at[1] in machine) && (narrow_compiler != NR || at[2] == "any" || at[2] in compiler))
		}
		if (!done)
			print $1, $2, $3, $4
	}' "$T/hit" "$T/rules")" "" "every rule of every built-in profile did something in some case"
ok "there are rules" test -s "$T/rules"

done_testing
