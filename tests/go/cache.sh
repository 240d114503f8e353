#!/bin/sh
# Go's build cache stays true: what changes an object or a link is compiled and linked anew, also when only the link
# changes, and what changes neither is not. The calls that reach the real compiler are counted.
# The first half does not hold for the standard library of Go up to 1.19: go119.sh.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

shims gcc g++
count_calls
programs
export CC="$SHIM/gcc" CXX="$SHIM/g++"

cache_of() { # NAME: a cache with what is Go alone in it already, for no compiler is in the key of that
	GOCACHE=$T/gocache.$v.$1
	[ -d "$GOCACHE" ] || cp -r "$T/gocache.$v" "$GOCACHE"
}

first_builds() {
	GOCACHE=$T/gocache.$v
	ok "$v: a program without cgo builds" build "$T/std" ./std
	is "$(compiles) $(links)" "0 0" "$v: without a compiler"
	for p in hello dep; do
		cache_of "$p"
		ok "$v: ./$p builds" build "$T/$p" "./$p"
		compiles >"$T/all.$p"
		not_ok "$v: compiled through the shim" [ "$(compiles)" -eq 0 ]
		is "$(policies "$T/$p")" "$(policy)" "$v: each part tells the policy"
		cp "$T/$p" "$T/first.$p"
		unchanged "$p" "the same once more"
	done
}

# PROGRAM WHAT [OUT]: everything was compiled and linked anew, and under this policy
anew() {
	out=${3:-$T/$1}
	ok "$v: $2: ./$1 builds" build "$out" "./$1"
	is "$(compiles) $(links)" "$(cat "$T/all.$1") 1" "$v: $2: ./$1 is compiled and linked anew"
	is "$(policies "$out")" "$(policy)" "$v: $2: each part of ./$1 tells the new policy"
}

# PROGRAM WHAT: nothing is compiled, and the bytes are the first ones
back() {
	ok "$v: $2: ./$1 builds" build "$T/$1" "./$1"
	is "$(compiles)" 0 "$v: $2: nothing of ./$1 is compiled"
	ok "$v: $2: ./$1 has the first bytes" cmp "$T/$1" "$T/first.$1"
}

# PROGRAM WHAT [DIRECTORY PACKAGE]: no compile and no link where there is an output, the first bytes where there is none
unchanged() {
	reset_calls
	ok "$v: $2: ./$1 is up to date" in_dir "${3:-.}" go build -o "$T/$1" "${4:-./$1}"
	is "$(compiles) $(links)" "0 0" "$v: $2: ./$1 is neither compiled nor linked"
	rm "$T/$1"
	ok "$v: $2: ./$1 builds" in_dir "${3:-.}" go build -o "$T/$1" "${4:-./$1}"
	is "$(compiles) $(links)" "0 1" "$v: $2: ./$1 is linked from the cache"
	ok "$v: $2: ./$1 has the first bytes" cmp "$T/$1" "$T/first.$1"
}

in_dir() { # DIRECTORY COMMAND...
	(cd "$1" && shift && "$@")
}

# A main package without cgo has no compiler in its key: only the notes in the objects make Go link it anew.
flips() {
	for p in hello dep; do
		cache_of "$p"
		export HARDCC_PROFILE=openssf,-stackprotectorstrong
		anew "$p" "another profile"
		is "$(elf_facts "$T/$p")" "$(without canary)" "$v: ... and so is what it does"
		export HARDCC_PROFILE=openssf,-stackclash
		anew "$p" "another profile, new output" "$T/$p.new"
		unset HARDCC_PROFILE
		back "$p" "the first profile again"
		export HARDCC_PROFILE=openssf,-bindnow
		anew "$p" "a change of the link only"
		is "$(elf_facts "$T/$p")" "$(without now)" "$v: ... and so is what it does"
		unset HARDCC_PROFILE
		back "$p" "the first link again"
	done
}

without() { # FACT: what the first build had, but for this
	elf_facts "$T/first.$p" | sed "s/ $1\b//"
}

negatives() {
	for p in hello dep; do
		cache_of "$p"
		export HARDCC_LOG="$T/log"
		unchanged "$p" "with a log"
		unset HARDCC_LOG
		has "$v: with a log: it was written" '"kind":' "$T/log"
		export HARDCC_DEBUG=1
		unchanged "$p" "with debugging"
		unset HARDCC_DEBUG
		rm -rf "$XDG_CACHE_HOME"
		unchanged "$p" "with a cold cache of hardcc's"
		export HARDCC_CACHE=none
		unchanged "$p" "without a cache of hardcc's"
		unset HARDCC_CACHE
		unchanged "$p" "from another directory" "$p" .

		saved=$PATH
		PATH=$T/empty:$SHIM:$T/other-counter:$saved
		unchanged "$p" "by another PATH, to the same compiler elsewhere"
		PATH=$saved
		export HARDCC_CC="$T/other-counter/gcc" HARDCC_CXX="$T/other-counter/g++"
		unchanged "$p" "with the same compiler named"
		unset HARDCC_CC HARDCC_CXX
		other_home "$p"

		echo "# a comment" >"$SHIM/hardcc.conf"
		unchanged "$p" "with a comment in the settings"
		rm "$SHIM/hardcc.conf"
	done
}

other_home() { # PROGRAM
	home=$HOME config=$XDG_CONFIG_HOME cache=$XDG_CACHE_HOME
	HOME=$T/other-home
	mkdir -p "$HOME"
	unset XDG_CONFIG_HOME XDG_CACHE_HOME
	unchanged "$1" "with another home"
	export HOME="$home" XDG_CONFIG_HOME="$config" XDG_CACHE_HOME="$cache"
}

# A profile of the user's: its rules count, not its text.
own_profile() {
	cache_of hello
	mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
	mine=$XDG_CONFIG_HOME/hardcc/profiles/mine.profile
	printf 'include openssf\ncommon add -fno-common if compile\n' >"$mine"
	mv "$T/first.hello" "$T/saved.hello"
	export HARDCC_PROFILE=mine
	anew hello "an own profile"
	cp "$T/hello" "$T/first.hello"
	printf '# A comment.\ninclude openssf\n\ncommon   add -fno-common if compile # another\n' >"$mine"
	unchanged hello "a comment in an own profile"
	printf '# A comment.\ninclude openssf\n\ncommon   add    -fcommon if compile # another\n' >"$mine"
	anew hello "a rule of an own profile"
	unset HARDCC_PROFILE
	mv "$T/saved.hello" "$T/first.hello"
}

settings_file() {
	cache_of dep
	echo 'HARDCC_PROFILE=openssf,-bindnow' >"$SHIM/hardcc.conf"
	ok "$v: a setting in the shim directory: ./dep builds" build "$T/dep" ./dep
	p=dep
	is "$(elf_facts "$T/dep")" "$(without now)" "$v: a setting in the shim directory is seen"
	rm "$SHIM/hardcc.conf"
	back dep "the setting removed"
}

# Two builders with different homes, caches of hardcc's, temporary and source directories, and the same policy.
two_roots() {
	for root in 1 2 3; do
		case $root in
		3) cache_of own ;;
		*) cache_of shared ;;
		esac
		mkdir -p "$T/root$root/tmp" "$T/root$root/src"
		cp -r hello go.mod "$T/root$root/src"
		reset_calls
		ok "$v: root $root builds" in_dir "$T/root$root/src" env HOME="$T/root$root" XDG_CACHE_HOME="$T/root$root/cache" \
			TMPDIR="$T/root$root/tmp" go build -trimpath -o "$T/root$root/out" ./hello
		[ "$root" != 2 ] || is "$(compiles)" 0 "$v: root 2 compiles nothing, with the first one's cache"
		[ "$root" = 1 ] || ok "$v: root $root has the same bytes" cmp "$T/root1/out" "$T/root$root/out"
	done
	not_ok "$v: root 3 compiled all by itself" [ "$(compiles)" -eq 0 ]
	rm -rf "$T"/root?
}

for v in $go_wanted; do
	use_go "$v"
	if [ "$go_minor" -lt 20 ]; then
		echo "# $v keeps the compiler out of the standard library's keys: go119.sh shows what holds"
		continue
	fi
	first_builds
	flips
	negatives
	own_profile
	settings_file
	two_roots
	chmod -R u+w "$T"/gocache*
	rm -rf "$T"/gocache*
done

[ "$tests" -gt 0 ] || { echo "1..0 # SKIP only Go up to 1.19 here"; exit 0; }
done_testing
