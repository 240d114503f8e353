#!/bin/sh
# Each law has a mutant, a small patch that breaks it: the law's own test must notice. So have the musl route and the order of the
# folders.
#
# tests/meta/mutants/law-N-NAME.patch is applied to a copy of the tree, which is built and tested by shim/laws.sh
# shim/laws-cache.sh, shim/closed.sh, verify/covered.sh or verify/loader.sh; a test whose name begins "law N:" has to fail. Without a patch all have to pass.
# The others are for the test that stands beside the beginning of their name in $others; their first line names what has to fail.
# HARDCC_TEST_MUTANTS names the mutants that are tried, by the beginnings of their names: "architecture law-3".

selected=${HARDCC_TEST_MUTANTS:-}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"

# chosen NAME, or the beginning of names: is one of these tried?
chosen() {
	[ -n "$selected" ] || return 0
	for chosen_start in $selected; do
		case $1 in "$chosen_start"*) return 0 ;; esac
		case $chosen_start in "$1"*) return 0 ;; esac
	done
	return 1
}
# a beginning that no mutant has would try nothing, and pass
for start in $selected; do
	ok "a mutant begins with $start" test -n "$(find "$srcdir/tests/meta/mutants" -name "$start*.patch")"
done
need git make
others='route- musl/route
architecture- meta/architecture
spec- shim/spec
project- cmd/project
columns- verify/columns
exception- report/ci
texts- verify/cli'
! chosen route- || need musl-gcc

copy=$T/tree
mkdir "$copy" "$T/build"
(cd "$srcdir" && tar cf - --exclude=./build --exclude=./.git --exclude=./autom4te.cache .) | (cd "$copy" && tar xf -)
chmod -R u+w "$copy"
cd "$T/build" || exit 99

build() {
	make -s -C "$T/build" all tests/lib/fakecc >"$T/make.out" 2>&1 && return
	sed 's/^/# /' "$T/make.out" | tail -20
	return 1
}
test_of() { # LAW
	case $1 in
	5 | 7) echo shim/laws-cache ;;
	12) echo shim/closed ;;
	13) echo verify/covered ;;
	14) echo verify/loader ;;
	*) echo shim/laws ;;
	esac
}
fails() { # TEST: its failures on the copy; a mutant may never end
	timeout 300 env HARDCC="$T/build/hardcc" srcdir="$copy" builddir="$T/build" sh "$copy/tests/$1.sh" >"$T/${1##*/}.out" 2>&1
	echo "status $?" >>"$T/${1##*/}.out"
	grep '^not ok' "$T/${1##*/}.out"
}
change() { # PATCH [-R]: outside of any repository
	change_patch=$1
	shift
	(cd "$copy" && GIT_CEILING_DIRECTORIES=$T git apply "$@" "$change_patch")
}

ok "the copy is configured" "$copy/configure" -q
ok "and built" build
while read -r start t; do
	chosen "$start" || continue
	is "$(fails "$t" </dev/null)" "" "without a mutant all of ${t##*/}.sh holds"
	is "$(tail -1 "$T/${t##*/}.out")" "status 0" "to its end"
done <<END
law- shim/laws
law- shim/laws-cache
law-12 shim/closed
law-13 verify/covered
law-14 verify/loader
$others
END

laws=$(sed -n 's/^## \([0-9]*\)\..*/\1/p' "$srcdir/doc/laws.md")
ok "doc/laws.md has laws" test -n "$laws"
for n in $laws; do
	chosen "law-$n-" || continue
	found=
	for patch in "$srcdir/tests/meta/mutants/law-$n-"*.patch; do
		[ -f "$patch" ] || continue
		found=yes
		name=${patch##*/}
		chosen "$name" || continue
		if ! change "$patch" >"$T/apply.out" 2>&1; then
			ok "$name applies" sh -c "cat '$T/apply.out'; exit 1"
			continue
		fi
		ok "$name builds" build
		fails "$(test_of "$n")" >"$T/failed"
		ok "law $n notices ${name%.patch}" grep "^not ok [0-9]* - law $n: " "$T/failed"
		change "$patch" -R || { echo "Bail out! $name stays in the copy"; exit 99; }
	done
	is "$found" yes "law $n has a mutant"
done

while read -r start t; do
	found=
	for patch in "$srcdir/tests/meta/mutants/$start"*.patch; do
		[ -f "$patch" ] || continue
		found=yes
		name=${patch##*/}
		chosen "$name" || continue
		named=$(sed -n '1s/^Fails: //p' "$patch")
		if ! change "$patch" >"$T/apply.out" 2>&1; then
			ok "$name applies" sh -c "cat '$T/apply.out'; exit 1"
			continue
		fi
		ok "$name builds" build </dev/null
		fails "$t" >"$T/failed" </dev/null
		ok "${name%.patch} is noticed: $named" grep -F -e " - $named" "$T/failed"
		change "$patch" -R || { echo "Bail out! $name stays in the copy"; exit 99; }
	done
	is "$found" yes "there is a mutant $start"
done <<END
$others
END

done_testing
