#!/bin/sh
# hardcc profiles export --format gcc-specs beside the shim: tests/shim/cases/*.case, shown by the real gcc's -###.
#
# For each case of a gcc: what gcc would run for the case's own words with the exported file, against what it would run
# for the words that the shim hands over. Compared are the words of each program that is run, where the last of two
# that contradict each other counts.
#
# Where the two differ, one of the properties below must explain it; they are told with their number at the end. A case
# that gcc itself refuses, or that is not of a gcc on this machine, cannot be shown.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc g++

mkdir -p "$T/fake" "$T/view" "$T/config/hardcc/profiles" "$T/specs"
cp "$builddir/tests/lib/fakecc" "$T/fake/gcc"
HARDCC_CACHE=none
export HARDCC_CACHE
ncase=0 nequal=0 nwith=0 profile_file=''
: >"$T/excused"
: >"$T/unshown"
: >"$T/differ"

# What it comes to: each program's words, sorted but for the macros, whose order counts; gcc writes two of the command
# line's words otherwise.
programs_of() { # FILE: of -###
	grep '^ ' "$1" | grep -v '^ *COLLECT' | sed "s|/tmp/cc[A-Za-z0-9]*|TMP|g" | tr -d '"' |
		sed -E 's/ (-fcf-protection)( |$)/ \1=full\2/; s/ -Wno-format( |$)/ -Wformat=0\1/' | awk -v drop="$2" '
		function both(a, b) { if ((a in last) && (b in last)) delete seen[last[a] > last[b] ? b : a] }
		BEGIN { n = split(drop, d, " "); for (i = 1; i <= n; i++) dropped[d[i]] = 1
			if ("-Wformat" in dropped) dropped["-Wformat=1"] = 1
			if ("-Wimplicit-fallthrough" in dropped) dropped["-Wimplicit-fallthrough=3"] = 1 }
		{
			split("", last); split("", seen); macros = ""; optimized = ""
			for (i = 1; i <= NF; i++) {
				w = $i
				if (w == "-z" && i < NF) w = "-z" $(++i)
				if ((w == "-D" || w == "-U") && i < NF) w = w $(++i)
				if (w == "-Wl,-z") w = "-z"
				if (w in dropped) continue
				if (w == "-Wformat") w = "-Wformat=1"
				if (w ~ /^-O/) { if (optimized) delete seen[optimized]; optimized = w }
				if (w ~ /^-[DU]/) { macros = macros " " w; continue }
				last[w] = i; seen[w] = 1
			}
			both("-znow", "-zlazy"); both("-zrelro", "-znorelro"); both("-znoexecstack", "-zexecstack")
			both("--as-needed", "--no-as-needed")
			delete seen["--push-state"]; delete seen["--pop-state"]
			for (w in seen) print NR, w | "sort"
			close("sort")
			print NR, macros
		}'
}

# The words of the rules that the exported file leaves out.
left_out() { # SPEC
	sed -n 's/^#   [^ ]* (\([^:]*\):\([0-9]*\)): \(.*\)/\1 \2 \3/p' "$1" | grep -v 'holds also' | while read -r profile at_line _; do
		of=$srcdir/profiles/$profile
		[ -f "$T/config/hardcc/profiles/$profile" ] && of=$T/config/hardcc/profiles/$profile
		# of a line that chooses from the catalogue, what is chosen
		sed -n "${at_line}p" "$of" | awk '
			NR == FNR && $2 == "use" {
				feature = $1
				level = $3 ~ /^(|if|unless|because)$/ ? "" : "=" $3
				next
			}
			NR == FNR || $1 == feature || $1 == feature level {
				for (i = 3; i <= NF && $i !~ /^(if|unless|because)$/; i++) print $i
			}' - "$srcdir/profiles/features"
	done | sed 's/^-Wl,-z,/-z/; s/^-Wl,//' | tr '\n' ' '
}

# The first that fits a case explains it.
property() { # WORDS
	case " $1 " in
	*" -Wp,"* | *" -Xpreprocessor "*) echo "words in -Wp, are not seen" ;;
	*" -fno-sanitize="*) echo "a sanitizer that is taken back counts" ;;
	*unresolved-symbols* | *noinhibit-exec*) echo "holds beside words to the linker, which the file lists" ;;
	*" -Wl,"* | *" -Xlinker "* | *"--for-linker"*) echo "what -Wl, says of the kind of link is not seen" ;;
	*go-link-* | *_cgo_* | *cgo-gcc-input* | *" -o /dev/null"*) echo "Go's own calls are known by their files" ;;
	*" -fhosted "* | *" -fno-freestanding "*) echo "code that is said to be hosted again" ;;
	*" @"*) echo "gcc hands the words of a response file to the linker in another" ;;
	*" --version "* | *" --help="*) echo "a question that gcc hands to its programs" ;;
	*.f90* | *.adb* | *.d\ * | *".c b.cc "*) echo "a call with sources of other languages is seen source by source" ;;
	*)
		case $list in
		mine,* | ./own*) echo "a test's own rule: drop, force, or a word that gcc reads as another" ;;
		*) [ -n "$env_set" ] && echo "what the environment says is not seen" ;;
		esac ;;
	esac
}

view() { # NAME ARGS...: what gcc would run; sources are made that are not there
	view_cc=$(viewer "$1")
	shift
	for w; do
		case $w in
		-*) ;;
		*.c | *.cc | *.i | *.s | *.S | *.o | *.h | *.m | *.mm | *.f90 | *.adb | *.d | *.cppm | *.txt)
			case $w in
			"$T"/* | [!/]*)
				case $w in */*) mkdir -p "${w%/*}" ;; esac
				[ -e "$w" ] || : >"$w" ;;
			esac ;;
		esac
	done
	"$view_cc" -### "$@" 2>&1
}

viewer() { # NAME
	case $target/$1 in
	x86_64-linux-gnu/gcc) echo /usr/bin/gcc ;;
	x86_64-linux-gnu/g++) echo /usr/bin/g++ ;;
	aarch64-linux-gnu/gcc) command -v aarch64-linux-gnu-gcc ;;
	esac
}

export_for_with() { # once for each `with` and the profiles that follow it
	[ -n "$spec" ] && return
	nwith=$((nwith + 1))
	spec=$T/specs/$nwith.specs
	FAKE_VERSION=$version FAKE_TARGET=$target "$HARDCC" profiles export --format gcc-specs --profile "$list" \
		--compiler "$T/fake/gcc" >"$spec" 2>"$T/err" || { cat "$T/err" >"$spec.failed"; }
	drop=$(left_out "$spec")
}

unshown() {
	echo "$1" >>"$T/unshown"
}

compare() { # NAME ARGS of what the shim runs
	ncase=$((ncase + 1))
	case $version in
	gcc*) ;;
	*) unshown "not of a gcc"; return ;;
	esac
	[ -n "$(viewer "$1")" ] || { unshown "no such gcc on this machine"; return; }
	export_for_with
	[ -e "$spec.failed" ] && { unshown "its profile has an error, or asks for what is refused"; return; }
	view "$@" >"$T/view/out" || { unshown "gcc refuses it"; return; }
	grep -q '^ ' "$T/view/out" || { unshown "gcc runs nothing for it"; return; }
	eval "set -- $in_line"
	name=$1
	shift
	view "$name" "-specs=$spec" "$@" >"$T/view/in"
	programs_of "$T/view/out" "$drop" >"$T/want"
	programs_of "$T/view/in" "$drop -specs=$spec" >"$T/got"
	if cmp -s "$T/want" "$T/got"; then
		nequal=$((nequal + 1))
		return
	fi
	why=$(property "$*")
	if [ -n "$why" ]; then
		echo "$why" >>"$T/excused"
	else
		{ echo "$at"; diff "$T/want" "$T/got"; } >>"$T/differ"
	fi
}

statement() { # LINE
	case $1 in
	'' | '#'*) return ;;
	rule | 'rule '*)
		printf '%s\n' "${1#rule}" >>"$profile_file"
		spec=
		return ;;
	esac
	line=$(printf '%s\n' "$1" | sed "s|/tmp/|$T/tmp/|g")
	# shellcheck disable=SC2034
	NOTE=''
	eval "set -- $line"
	what=$1
	shift
	case $what in
	with)
		list=${1:-openssf},-note version=$2 target=$3 spec='' env_set=''
		rm -rf "$T/work" "$T/config/hardcc/profiles"/*
		mkdir "$T/work"
		cd "$T/work" || exit 99 ;;
	profile)
		profile_file=$T/config/hardcc/profiles/$1.profile spec=''
		: >"$profile_file" ;;
	env) env_set="$env_set $1" ;;
	file)
		# shellcheck disable=SC2059
		printf -- "$2" >"$1" ;;
	in)
		in_line=${line#in }
		at="$file:$nline: $line" ;;
	out)
		case $line in
		*' @{ '*) unshown "a response file in memory" ;;
		*) compare "$@" ;;
		esac ;;
	same) eval "compare $in_line" ;;
	denied | error) unshown "a refused call" ;;
	esac
}

for path in "$srcdir"/tests/shim/cases/*.case; do
	file=${path##*/}
	[ "$file" = verify.case ] && continue
	nline=0
	while IFS= read -r text || [ -n "$text" ]; do
		nline=$((nline + 1))
		statement "$text"
	done <"$path"
done

is "$(sed 's/^/# /' "$T/differ" | head -60)" "" "what the exported file does is what the shim does, or a property explains it"
nunshown=$(wc -l <"$T/unshown") nexcused=$(wc -l <"$T/excused")
echo "# $ncase cases and $nwith files: $nequal the same, $nexcused not, $nunshown not shown"
sort "$T/excused" | uniq -c | sed 's/^ */# not the same: /'
sort "$T/unshown" | uniq -c | sed 's/^ */# not shown: /'
ok "most that can be shown are the same" [ "$nequal" -ge 150 ]
ok "few are not" [ "$((nexcused * 4))" -lt "$nequal" ]
done_testing
