#!/bin/sh
# Law 3 for every option with a negative form that the compilers name themselves: in every spelling it has what the usual one has,
# and what it sets is as without us. The options come from the compilers' help, the macros' and the linker's words from `unless`.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/elf.sh
. "$srcdir/tests/lib/elf.sh"
need jq

cd "$T" || exit 99
echo 'int main(void) { return 0; }' >a.c
HARDCC_PROFILE=openssf-strict,openssf-warn,+pie
export HARDCC_PROFILE
TAB=$(printf '\t')

# What we add to a call with these words, a line each: ours before the user's, "|", ours behind them.
ours() { # CC <LINES
	while read -r ours_words; do
		# shellcheck disable=SC2086
		"$HARDCC" explain --json -- "$1" -O2 $ours_words a.c || echo '{"argv":["","-O2","no plan","a.c"]}'
	done | jq -r '.argv | index("-O2") as $o | index("a.c") as $c | .[1:$o] + ["|"] + .[$c + 1:] | map(gsub(" "; "_")) | join(" ")'
}

# The name of the matter, and a word about it: of each option both forms, or all values.
help_of() { # CC
	case $1 in
	*clang*)
		"$1" --help-hidden | sed -n 's/^  \(-[fmW][A-Za-z0-9+-]*\)\( .*\|\)$/\1/p' | awk '
			{ has[$1] = 1 }
			END {
				for (o in has) {
					no = o
					sub(/^-./, "&no-", no)
					if (no in has)
						print o "\t" o "\n" o "\t" no
				}
			}'
		;;
	*)
		"$1" -Q --help=common --help=optimizers --help=target --help=warnings | awk '
			$1 ~ /^-[fmW][A-Za-z0-9+-]+$/ && $1 !~ /^-[fmW]no-/ {
				no = $1
				sub(/^-./, "&no-", no)
				print $1 "\t" $1 "\n" $1 "\t" no
			}
			$1 ~ /^-[fmW].*=\[.*\]$/ {
				name = value = $1
				sub(/=.*/, "", name)
				sub(/.*=\[/, "", value)
				n = split(substr(value, 1, length(value) - 1), values, "|")
				for (i = 1; i <= n; i++)
					print name "=\t" name "=" values[i]
			}'
		;;
	esac | sort -u | grep -v "^-f\(help\|target-help\|version\)$TAB" # they print
}

# Every way that we know to write a word; what the compiler refuses does not count.
spelled() { # WORD
	echo "$1" >"args.$1"
	echo "@args.$1"
	s=${1#-?}
	k=${1##*,}
	case $1 in
	-Wl,-z,*)
		printf '%s\n' "-Wl,-z$k" "-Wl,-z -Wl,$k" "-Wl,-s,-z,$k" "-Xlinker -z -Xlinker $k" "-Xlinker -z$k" "-z $k" "-z$k" \
			"--for-linker -z --for-linker=$k" "--for-linker=-z$k"
		;;
	-Wl,*) printf '%s\n' "-Wl,-${k#--}" "-Xlinker $k" "--for-linker $k" "--for-linker=$k" ;;
	-D*) printf '%s\n' "-D $s" "--define-macro=$s" "--define-macro $s" "--def $s" "-Wp,-D,$s" "-Xpreprocessor -D -Xpreprocessor $s" ;;
	-U*) printf '%s\n' "-U $s" "--undefine-macro=$s" "--undefine-macro $s" "--undef $s" "-Wp,-U,$s" ;;
	-f*) printf '%s\n' "--$s" ;;
	-m*) printf '%s\n' "--machine-$s" "--machine=$s" "--machine $s" ;;
	-W*) printf '%s\n' "--warn-$s" "--warn-=$s" ;;
	-w) printf '%s\n' --no-warnings --no-warn ;;
	*) printf '%s\n' "-$1" ;;
	esac
	case $1 in
	-[DUfW]*[!,]*) case $1 in -Wl,*) ;; *) printf '%s\n' "-Wp,$1" "-Xpreprocessor $1" ;; esac ;;
	esac
}

takes() { # CC WORDS...
	"$@" -Werror -O2 a.c -o taken.out 2>/dev/null
}

# The settings of the options in a file, with these words.
settings() { # CC FILE WORDS...
	settings_cc=$1
	settings_of=$2
	shift 2
	"$settings_cc" "$@" -Q --help=common --help=optimizers --help=target --help=warnings 2>/dev/null |
		awk -F'\t' 'NR == FNR { want[$1] = 1; next }
			{ sub(/^ +/, ""); name = $0; sub(/[ \t].*/, "", name); sub(/=.*/, "=", name) }
			name in want { sub(/[^ \t]+[ \t]*/, ""); print name, $0 }' "$settings_of" - | sort -u
}
# --pie is none of -fpie
same() { # CC WORD SPELLING
	# shellcheck disable=SC2086
	[ "$(settings "$1" options "$2")" = "$(settings "$1" options $3)" ]
}

# The words that cc1 is run with, a line each.
cc1_words() { # CC WORDS...
	"$@" '-###' -S -o taken.out a.c 2>&1 | grep '"-cc1"' | tr ' ' '\n' | sort -u
}

# Do the words of a file, all in one call, set what they set without us?
like() { # CC FILE
	# shellcheck disable=SC2046
	set -- "$1" "$2" $(cut -f2 "$2")
	like_cc=$1
	like_file=$2
	shift 2
	like_ours=$(echo "$@" | ours "$like_cc" | sed 's/-Wl,[^ ]*//g') # gcc takes those for inputs, and tells nothing
	like_before=${like_ours%%|*}
	like_behind=${like_ours##*|}
	# shellcheck disable=SC2086
	case $like_cc in
	*clang*)
		cc1_words "$like_cc" -O2 >with-none
		cc1_words "$like_cc" -O2 "$@" >without-us
		comm -13 with-none without-us >mine
		comm -23 with-none without-us >not-mine
		cc1_words "$like_cc" $like_before -O2 "$@" $like_behind >with-us
		[ -s without-us ] && [ -s with-us ] && [ -z "$(comm -23 mine with-us)" ] && [ -z "$(comm -12 not-mine with-us)" ]
		;;
	*)
		settings "$like_cc" "$like_file" -O2 "$@" >without-us
		settings "$like_cc" "$like_file" $like_before -O2 "$@" $like_behind >with-us
		[ -s without-us ] && cmp -s without-us with-us
		;;
	esac
}

# Those that do not; words that do not go together are tried in halves.
unlike() { # CC FILE
	like "$1" "$2" && return
	if [ "$(grep -c . "$2")" -eq 1 ]; then
		! takes "$1" "$(cut -f2 "$2")" || cut -f2 "$2"
		return
	fi
	set -- "$1" "$2" "$(($(grep -c . "$2") / 2))"
	head -n "$3" "$2" >"$2.a"
	tail -n "+$(($3 + 1))" "$2" >"$2.b"
	unlike "$1" "$2.a"
	unlike "$1" "$2.b"
}

# The options of a file but those that the compiler refuses; it names them, some only when the others are gone.
taken() { # CC <FILE
	cat >all
	: >refused
	until [ ! -s all ] || [ -z "$(refusals "$1" | tee more)" ]; do
		awk -F'\t' 'NR == FNR { no[$1] = 1; next } { v = $2; sub(/.*=/, "", v) } !($2 in no) && !(v in no)' more all >fewer
		cmp -s all fewer && break
		mv fewer all
	done
	cat all
}
refusals() { # CC
	# shellcheck disable=SC2046
	set -- "$1" $(cut -f2 all)
	"$@" -S -o taken.out a.c 2>&1 >/dev/null | sed -n "s/.*error: [^']*'\([^']*\)'.*/\1/p"
}

for cc in $(present gcc-12 clang-19); do
	base=$(echo | ours "$cc")
	help_of "$cc" | taken "$cc" >options
	sed -n '/^[^#]/s/.* unless //p' "$srcdir/profiles/features" | sed 's/ because .*//' | tr ' ' '\n' | sed 's/\*/1/' | sort -u |
		sed "s/.*/&$TAB&/" >unless
	cat options unless >words
	ok "$cc: its help names options, and the features words" test "$(grep -c . options)" -gt 200 -a "$(grep -c . unless)" -gt 40
	cut -f2 words | ours "$cc" | paste words - | awk -F'\t' -v base="$base" '$3 != base' >given
	cut -f1,2 given >touches
	grep -Fxvf touches options >others
	ok "$cc: some options change what we add, most do not" test "$(grep -c . touches)" -gt 30 -a "$(grep -c . others)" -gt 150

	# of an option that changes what we add: all spellings do so
	cut -f2,3 given | while IFS=$TAB read -r word want; do
		spelled "$word" | while IFS= read -r words; do
			printf '%s\t%s\t%s\n' "$word" "$want" "$words"
		done
	done >spellings
	cut -f3 spellings | ours "$cc" | paste spellings - | awk -F'\t' '$2 != $4 { print $1 "\t" $3 }' >differ
	while IFS=$TAB read -r word words; do
		# shellcheck disable=SC2086
		! takes "$cc" $words || ! same "$cc" "$word" "$words" || echo "$words"
	done <differ >wrong
	is "$(cat wrong)" "" "law 3: $cc: each of $(grep -c . spellings) spellings has what the usual one has"
	# of one that does not, none does
	cut -f2 others | while read -r word; do
		spelled "$word"
	done | grep -v '^@\|^-[WX]p' >spellings
	is "$(xargs -n 100 <spellings | ours "$cc" | sort -u)" "$base" "law 3: $cc: $(grep -c . spellings) other spellings change nothing"

	# what it sets is as without us
	grep -Fxf options touches >touching
	split -l 1 -a 3 touching touching.
	grep "$TAB-.no-" others >others.no
	grep -v "$TAB-.no-" others >others.yes
	for f in touching.* others.*; do
		unlike "$cc" "$f"
	done >wrong
	is "$(cat wrong)" "" "law 3: $cc: each of $(grep -c . options) words sets what it sets without us"
	rm -f touching.* others.* args.*
done
done_testing
