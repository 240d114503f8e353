#!/bin/sh
# Law 3, the user wins: the flag of ours that the user's own word is about steps back, the others
# stay, the result is the user's, and the compiler says nothing new.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/elf.sh
. "$srcdir/tests/lib/elf.sh"

# shellcheck disable=SC2086
shims $COMPILERS
cd "$T" || exit 99
cp "$ELF"/*.[ch] "$T"

without() { # LIST FEATURE
	for w in $1; do
		[ "$w" = "$2" ] || printf '%s ' "$w"
	done
}

# The same question to a file that the shim made and to one that the compiler made.
witness() { # NAME CC FILE
	case $1 in
	run) run "$2" "./$3" ;;
	code) disassemble "$3" | tail -n +4 ;;
	*) fact "$1" "$3" ;;
	esac
}

# FEATURE WITNESS CC USER-WORDS ARGS...
wins() {
	wins_feature=$1
	wins_witness=$2
	wins_cc=$3
	wins_words=$4
	wins_name="$3: $(echo "$4" | sed "s|$T/||g")"
	shift 4
	[ "$wins_base" = "$profile $wins_cc $*" ] || wins_all=$(added "$wins_cc" "$@")
	wins_base="$profile $wins_cc $*"
	# shellcheck disable=SC2086
	{
		is "$(added "$wins_cc" $wins_words "$@")" "$(without "$wins_all" "$wins_feature")" \
			"$wins_name: $wins_feature steps back, the others stay"
		is "$(state "$wins_feature" "$wins_cc" $wins_words "$@")" skipped \
			"$wins_name: explain says that $wins_feature is skipped"
		HARDCC_PROFILE=$profile "$SHIM/$wins_cc" -Werror $wins_words "$@" -o hard.out >hard.err 2>&1
		is "$? $(cat hard.err)" "0 " "$wins_name: the compiler says nothing"
		"$(command -v "$wins_cc")" -Werror $wins_words "$@" -o plain.out
		is "$(witness "$wins_witness" "$wins_cc" hard.out)" \
			"$(witness "$wins_witness" "$wins_cc" plain.out)" \
			"$wins_name: $wins_witness as without us"
	}
	rm -f hard.out plain.out
}
wins_base=

fortify() { # CC
	echo -D_FORTIFY_SOURCE=1 >define.rsp
	echo @define.rsp >nested.rsp
	while read -r words; do
		wins fortify run "$1" "$words" -O2 level.c
	done <<-'LIST'
		-U_FORTIFY_SOURCE
		-U _FORTIFY_SOURCE
		-D_FORTIFY_SOURCE=0
		-D_FORTIFY_SOURCE=1
		-D_FORTIFY_SOURCE=2
		-D_FORTIFY_SOURCE
		-D _FORTIFY_SOURCE=1
		-D _FORTIFY_SOURCE=1 -U _FORTIFY_SOURCE
		-Wp,-D_FORTIFY_SOURCE=2
		-Wp,-U_FORTIFY_SOURCE
		-Wp,-U_FORTIFY_SOURCE,-D_FORTIFY_SOURCE=1
		-Wp,-D,_FORTIFY_SOURCE=1
		-Xpreprocessor -D_FORTIFY_SOURCE=2
		-Xpreprocessor -U_FORTIFY_SOURCE
		-Xpreprocessor -D -Xpreprocessor _FORTIFY_SOURCE=1
		@define.rsp
		@nested.rsp
	LIST
	# These only look like it.
	while read -r words; do
		# shellcheck disable=SC2086
		is "$(state fortify "$1" $words -O2 -c level.c)" added "$1: $words: fortify stays"
	done <<-'LIST'
		-D_FORTIFY_SOURCES=1
		-DX=_FORTIFY_SOURCE
		-I -D_FORTIFY_SOURCE=0
		-o -D_FORTIFY_SOURCE=0
		-include -D_FORTIFY_SOURCE=0
		-Wp,-DX,-I,_FORTIFY_SOURCE
	LIST
}

compiles() { # CC
	wins stackprotectorstrong canary "$1" -fno-stack-protector -O2 -c facts.c
	wins stackclash stackclash "$1" -fno-stack-clash-protection -O2 -c facts.c
	if [ "$1" = $CROSS ]; then
		wins branch branch "$1" -mbranch-protection=none -O2 -c facts.c
	else
		wins branch branch "$1" -fcf-protection=none -O2 -c facts.c
	fi
	wins no-strict-aliasing run "$1" -fstrict-aliasing -O2 alias.c
	wins no-strict-overflow run "$1" -fwrapv -O2 wrap.c
	wins no-strict-overflow run "$1" -ftrapv -O2 wrap.c
	wins no-strict-overflow run "$1" -fstrict-overflow -O2 wrap.c
	wins no-delete-null-pointer-checks run "$1" -fdelete-null-pointer-checks -O2 nullcheck.c
	[ "$1" = gcc-11 ] ||
		wins trivial-auto-var-init run "$1" -ftrivial-auto-var-init=uninitialized -O2 uninit.c
}

links() { # CC SPELLINGS...: all of them, or the usual one
	for words in lazy/bindnow norelro/relro; do
		feature=${words#*/}
		words=${words%/*}
		if [ "$2" = all ]; then
			spellings "$1" "$words" >list
		else
			echo "-Wl,-z,$words" >list
		fi
		while read -r w; do
			wins "$feature" "$feature" "$1" "$w" main.o
		done <list
	done
	while read -r w; do
		# shellcheck disable=SC2086
		is "$(added "$1" $w main.o -o out)" "$(added "$1" main.o -o out)" \
			"$1: $w: all of ours stay"
	done <<-'LIST'
		-L lazy
		-Wl,-rpath,lazy
		-Xlinker -rpath -Xlinker norelro
		-z defs
		-Wl,-z,max-page-size=4096
	LIST
}

pie() { # CC
	profile=openssf,+pie
	wins pie dynamic "$1" -no-pie main.c -O2
	profile=openssf
}

# A sanitizer sees what it is there to see.
sanitized() { # CC
	while read -r sanitizer feature source text; do
		not_ok "$1: -fsanitize=$sanitizer: no $feature" test \
			"$(state "$feature" "$1" -O2 "-fsanitize=$sanitizer" "$source")" = added
		HARDCC_PROFILE=openssf "$SHIM/$1" -O2 -g0 "-fsanitize=$sanitizer" "$source" -o sanitized
		./sanitized >output 2>&1
		has "$1: -fsanitize=$sanitizer reports $source" "$text" output
	done <<-'LIST'
		undefined no-strict-overflow wrap.c signed integer overflow
		address fortify fortify3.c AddressSanitizer
	LIST
}

for cc in $COMPILERS; do
	"$(command -v "$cc")" -O2 -c main.c -o main.o
	compiles "$cc"
	case $cc in
	gcc-12 | clang-19) fortify "$cc"; links "$cc" all; pie "$cc"; sanitized "$cc" ;;
	*) links "$cc" one ;;
	esac
done

done_testing
