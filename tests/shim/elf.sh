#!/bin/sh
# What stands in the ELF file with each feature, and does not without it; and that a file stays
# the kind of file that was asked for.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/elf.sh
. "$srcdir/tests/lib/elf.sh"

# shellcheck disable=SC2086
shims $COMPILERS $CXXS
weak_linkers

hard() { # PROFILE CC ARGS...
	hard_profile=$1
	hard_cc=$2
	shift 2
	HARDCC_PROFILE=$hard_profile "$SHIM/$hard_cc" "$@"
}

# FACT FEATURE CC FILE ARGS...: yes with the feature, no without it
both() {
	both_fact=$1
	both_feature=$2
	both_cc=$3
	both_file=$4
	shift 4
	for both_want in yes no; do
		both_profile=openssf,+$both_feature
		[ $both_want = yes ] || both_profile=openssf,-$both_feature
		rm -f "$both_file"
		hard "$both_profile" "$both_cc" "$@" -o "$both_file" 2>"$T/.cc" || cat "$T/.cc"
		is "$(fact "$both_fact" "$both_file")" $both_want \
			"$both_cc: $both_fact, profile $both_profile: $both_want"
	done
}

# With the whole profile, and still no.
no() { # FACT CC FILE ARGS...
	no_fact=$1
	no_cc=$2
	no_file=$3
	shift 3
	rm -f "$no_file"
	hard openssf "$no_cc" "$@" -o "$no_file" 2>"$T/.cc" || cat "$T/.cc"
	is "$(fact "$no_fact" "$no_file")" no "$no_cc: no $no_fact for $(echo "$*" | sed "s|$ELF/||g")"
}

objects() { # CC
	o=$T/facts.o
	both canary stackprotectorstrong "$1" "$o" -O2 -c "$ELF/facts.c"
	both fortify fortify "$1" "$o" -O2 -c "$ELF/facts.c"
	no fortify "$1" "$o" -c "$ELF/facts.c"
	no fortify "$1" "$o" -O2 -O0 -c "$ELF/facts.c"
	both stackclash stackclash "$1" "$o" -O2 -c "$ELF/facts.c"
	both branch branch "$1" "$o" -O2 -c "$ELF/facts.c"
	both property branch "$1" "$o" -O2 -c "$ELF/facts.c"
	both note note "$1" "$o" -O2 -c "$ELF/facts.c"
	both note note "$1" "$o" -O2 -g3 -ffunction-sections -c "$ELF/facts.c"
	no note "$1" "$o" -c "$ELF/unmarked.S"
	no canary "$1" "$o" -O2 -ffreestanding -c "$ELF/facts.c"
	[ "$1" != gcc-11 ] || return
	hard openssf "$1" -O2 -c "$ELF/uninit.c" -o "$T/on.o"
	hard openssf,-trivial-auto-var-init "$1" -O2 -c "$ELF/uninit.c" -o "$T/off.o"
	for f in on off; do
		disassemble "$T/$f.o" | tail -n +4 >"$T/$f.text"
	done
	ok "$1: auto-var-init zeroes the variable: more code" \
		test "$(wc -l <"$T/on.text")" -gt "$(wc -l <"$T/off.text")"
}

links() { # CC
	weak=$(weak_linker "$1")
	m=$T/main.o
	hard none "$1" -O2 -c "$ELF/main.c" -o "$m"
	hard none "$1" -c "$ELF/unmarked.S" -o "$T/unmarked.o"
	hard none "$1" -c "$ELF/asks.S" -o "$T/asks.o"
	hard none "$1" -O2 -fPIC -DLIBRARY -c "$ELF/main.c" -o "$T/main-shared.o"
	# Debian's gcc gives --as-needed itself, behind ours.
	for kind in "" -shared; do
		f=$T/out
		pic=$kind
		[ -z "$kind" ] || pic="$kind -fPIC -DLIBRARY"
		# shellcheck disable=SC2086
		{
			both bindnow bindnow "$1" "$f" $pic "$ELF/main.c"
			both relro relro "$1" "$f" $pic "$weak" "$ELF/main.c"
			# gcc marks what it makes of a source of this call itself.
			both noexecstack noexecstack "$1" "$f" $kind "$weak" "$T/main$kind.o"
			[ "${1#clang}" = "$1" ] ||
				both as-needed as-needed "$1" "$f" $pic "$weak" "$ELF/main.c" -lm
			both note note "$1" "$f" $pic -s "$ELF/main.c"
		}
	done
	both bindnow bindnow "$1" "$T/out" "$m"
	[ "${1#clang}" != "$1" ] || both note note "$1" "$T/out" -O2 -flto -s "$ELF/main.c"
	no note "$1" "$T/out" "$m"
	no noexecstack "$1" "$T/out" "$m" "$T/asks.o"
	# The linker of aarch64 takes an unmarked object for a harmless one.
	[ "$1" = $CROSS ] || both noexecstack noexecstack "$1" "$T/out" "$weak" "$m" "$T/unmarked.o"
}

kind() { # FILE: type, interpreter, is it a PIE, is there a dynamic section
	readelf -hW "$1" | sed -n 's/^ *Type: *\([A-Z]*\).*/\1/p' | tr '\n' ' '
	readelf -lW "$1" | grep -c INTERP | tr '\n' ' '
	readelf -dW "$1" | grep -c -e 'Flags: .*PIE' -e '^Dynamic section' | tr '\n' ' '
}

kinds() { # CC
	real=$(command -v "$1")
	hard none "$1" -O2 -fPIC -DLIBRARY -c "$ELF/main.c" -o "$T/pic.o"
	hard none "$1" -O2 -fno-pie -c "$ELF/main.c" -o "$T/nopic.o"
	while read -r input words; do
		case $input in
		*.c) input=$ELF/$input ;;
		*.o) input=$T/$input ;;
		esac
		# shellcheck disable=SC2086
		"$real" $words "$input" -o "$T/plain.out"
		want=$(kind "$T/plain.out")
		for profile in openssf openssf,+pie; do
			rm -f "$T/out"
			# shellcheck disable=SC2086
			hard "$profile" "$1" $words "$input" -o "$T/out"
			is "$(kind "$T/out")" "$want" "$1: $profile: ${words:-a program} stays $want"
		done
		# shellcheck disable=SC2086
		pie=$(state pie "$1" $words "$input" -o "$T/out")
		case $words in
		-O2) is "$pie" added "$1: a program is made a PIE when asked for" ;;
		*) is "$pie" skipped "$1: no PIE for $words" ;;
		esac
	done <<-'TABLE'
		main.c -O2
		main.c -O2 -no-pie -fno-pie
		main.c -O2 -static
		main.c -O2 -static-pie -fPIE
		main.c -O2 -shared -fPIC
		nopic.o -no-pie
		pic.o -shared
		main.c -O2 -r -nostdlib
		pic.o -r -nostdlib
		start.c -O2 -nostdlib
		start.c -O2 -nostdlib -shared -fPIC
		start.c -O2 -nostdlib -static -fno-pie
		main.c -O2 -nostartfiles -Wl,-e,main
	TABLE
	"$real" -r -nostdlib "$T/pic.o" -o "$T/plain.out"
	hard openssf,+pie "$1" -r -nostdlib "$T/pic.o" -o "$T/out"
	ok "$1: -r of an object is what it is without us" cmp "$T/plain.out" "$T/out"
	is "$(added "$1" -r -nostdlib "$T/pic.o" -o "$T/out")" "" "$1: -r of an object is given nothing"
	is "$(added "$1" -c "$ELF/main.c" -o "$T/out" | grep -Eo 'relro|bindnow|noexecstack|as-needed')" "" \
		"$1: -c is given nothing for a link"
}

for cc in $COMPILERS; do
	objects "$cc"
	links "$cc"
	kinds "$cc"
done

for cc in $CXXS; do
	both assertions glibcxx-assertions "$cc" "$T/vector.o" -O2 -c "$ELF/vector.cc"
done
# shellcheck disable=SC2046
for cc in $(present clang++-19); do
	both libcpp libcpp-hardening "$cc" "$T/mode.o" -c "$ELF/mode.cc"
done

done_testing
