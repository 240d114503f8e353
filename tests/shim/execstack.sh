#!/bin/sh
# The stack is not executable, except in a program that asks for it: that one runs as without
# us under openssf, and is denied by name under openssf-strict.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/elf.sh
. "$srcdir/tests/lib/elf.sh"

# shellcheck disable=SC2086
shims $COMPILERS
cd "$T" || exit 99
cp "$ELF"/*.[chS] "$T"

hard() { # CC ARGS...
	hard_cc=$1
	shift
	HARDCC_PROFILE=$profile "$SHIM/$hard_cc" "$@"
}

stack() { # FILE
	readelf -lW "$1" | sed -n 's/^ *GNU_STACK.* \(R[WE]*\) *0x[0-9a-f]*$/\1/p'
}

# The link, its stack and its run.
links() { # STACK OUTCOME NAME CC ARGS...
	links_stack=$1
	links_outcome=$2
	links_name="$4: $3"
	links_cc=$4
	shift 4
	rm -f out
	hard "$links_cc" "$@" -o out 2>stderr
	links_status=$?
	# The linker itself says so of a program that asks; nobody says anything else.
	[ "$links_stack" != RWE ] || sed -i -e '/ requires executable stack /d' \
		-e '/implies executable stack$/d' -e '/NOTE: This behaviour is deprecated/d' stderr
	is "$links_status $(cat stderr)" "0 " "$links_name: links without a word"
	is "$(stack out) $(run "$links_cc" ./out)" "$links_stack $links_outcome" \
		"$links_name: $links_stack, $links_outcome"
}

denied() { # WORD NAME CC ARGS...
	denied_word=$1
	denied_name="$3: strict: $2"
	shift 2
	rm -f out
	hard "$@" -o out >stderr 2>&1
	is $? 1 "$denied_name is denied"
	has "$denied_name is denied by name" "$denied_word" stderr
	ok "$denied_name: nothing is left behind" test ! -e out
}

nested() { # CC
	profile=openssf
	links RWE '0 ran' 'a source' "$1" -O2 nested.c
	links RWE '0 ran' 'two sources' "$1" -O2 call.c nested.c -DNO_MAIN
	links RWE '0 ran' 'a source from stdin' "$1" -O2 -x c - <nested.c
	links RWE '0 ran' 'a source with LTO' "$1" -O2 -flto nested.c
	echo '-O2 nested.c' >args
	links RWE '0 ran' 'a source in a response file' "$1" @args

	links RWE '0 ran' 'a source with an unmarked source' "$1" -O2 nested.c unmarked.S
	links RWE '0 ran' 'a source with LTO, with an unmarked source' "$1" -O2 -flto nested.c unmarked.S

	hard "$1" -c unmarked.S -o unmarked.o
	links RWE '0 ran' 'a source with an unmarked object' "$1" -O2 nested.c unmarked.o
	hard "$1" -O2 -c nested.c -o wants.o
	links RWE '0 ran' 'an object with an unmarked object' "$1" wants.o unmarked.o
	links RWE '0 ran' 'an object' "$1" wants.o
	hard "$1" -r -nostdlib wants.o -o whole.o 2>/dev/null
	links RWE '0 ran' 'a relocatable object' "$1" whole.o
	hard "$1" -O2 -flto -c nested.c -o lto.o
	links RWE '0 ran' 'an LTO object' "$1" -flto lto.o
	links RWE '0 ran' 'an LTO object, without -flto' "$1" lto.o
	hard "$1" -O2 -flto -ffat-lto-objects -c nested.c -o fat.o
	links RWE '0 ran' 'a fat LTO object' "$1" -fno-lto fat.o
	hard "$1" -O2 -DNO_MAIN -c nested.c -o member.o
	rm -f libnested.a
	ar rcs libnested.a member.o
	links RWE '0 ran' 'an archive' "$1" -O2 call.c libnested.a
	hard "$1" -O2 -c call.c -o call.o
	links RWE '0 ran' 'an archive by its name' "$1" -O2 call.c -L. -lnested
	links RWE '0 ran' 'an archive after --start-group' "$1" call.o \
		-Wl,--start-group libnested.a -Wl,--end-group
	links RWE '0 ran' 'a member by --whole-archive' "$1" call.o \
		-Wl,--whole-archive libnested.a -Wl,--no-whole-archive
	hard "$1" -O2 -DNO_MAIN -fPIC -shared nested.c -o nested.so 2>/dev/null
	is "$(stack nested.so)" RWE "$1: a shared library"
	links RWE '0 ran' 'an object, -z noexecstack of ours only' "$1" -z relro wants.o

	profile=openssf-strict
	denied inner 'a source' "$1" -O2 nested.c
	denied inner 'an object to be' "$1" -O2 -c nested.c
	denied wants.o 'an object' "$1" wants.o
	denied whole.o 'a relocatable object' "$1" whole.o
	denied fat.o 'a fat LTO object' "$1" -fno-lto fat.o
	denied libnested.a 'an archive' "$1" call.o libnested.a
	# By us with the name of the object, or by the compiler with that of the function.
	hard "$1" -flto lto.o -o out >stderr 2>&1
	is $? 1 "$1: strict: an LTO object is denied"
	ok "$1: strict: an LTO object is denied by name" grep -E 'lto\.o|inner' stderr
	links RW '0 text' 'strict: a program that does not ask' "$1" -O2 main.c
}

# Assembler that says nothing about the stack.
unmarked() { # CC
	profile=openssf
	hard "$1" -O2 -c main.c -o main.o
	hard "$1" -c unmarked.S -o unmarked.o
	"$(command -v "$1")" -E unmarked.S -o unmarked.s
	for profile in openssf openssf-strict; do
		links RW '0 text' "$profile: an unmarked source with an object" "$1" main.o unmarked.S
		links RW '0 text' "$profile: an unmarked source with a source" "$1" main.c unmarked.S
		links RW '0 text' "$profile: an unmarked source, not preprocessed" "$1" main.c unmarked.s
		links RW '0 text' "$profile: an unmarked object with an object" "$1" main.o unmarked.o
		links RW '0 text' "$profile: an unmarked object with a source" "$1" main.c unmarked.o
	done
}

# Assembler that asks for an executable stack in so many words.
asks() { # CC
	profile=openssf
	hard "$1" -O2 -c main.c -o main.o
	hard "$1" -c asks.S -o asks.o
	links RWE '0 text' 'an object that asks, with an object' "$1" main.o asks.o
	links RWE '0 text' 'an object that asks, with a source' "$1" main.c asks.o
	links RWE '0 text' 'a source that asks, with an object' "$1" main.o asks.S
	links RWE '0 text' 'a source that asks, with a source' "$1" main.c asks.S
	hard "$1" -c marked.S -o marked.o
	links RW '0 text' 'a marked object' "$1" main.o marked.o
	links RW '0 text' 'a marked source' "$1" main.c marked.S
	profile=openssf-strict
	denied asks.o 'an object that asks' "$1" main.o asks.o
	profile=openssf
}

# The user's own word.
spelled() { # CC
	hard "$1" -O2 -c main.c -o main.o
	spellings "$1" execstack >list
	while read -r words; do
		# shellcheck disable=SC2086
		{
			links RWE '0 text' "$(echo "$words" | sed "s|$T/||g")" "$1" main.o $words
			is "$(state noexecstack "$1" main.o $words)" skipped \
				"$1: $(echo "$words" | sed "s|$T/||g"): ours steps back"
		}
	done <list
}

# shellcheck disable=SC2046
for cc in $(present gcc-11 gcc-12 $CROSS); do
	nested "$cc"
done
for cc in $COMPILERS; do
	unmarked "$cc"
	asks "$cc"
done
# shellcheck disable=SC2046
for cc in $(present gcc-12 clang-19); do
	spelled "$cc"
done

done_testing
