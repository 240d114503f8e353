#!/bin/sh
# No spec file that hardcc hands on poisons Go's cache: gcc still refuses clang's -Qunused-arguments through the shim, also
# where Go tries it, and a plain gcc build on the same cache works afterwards. One that poisons it by itself is left out.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

shims gcc g++
programs
mkdir -p "$T/specs"
printf '*cpp:\n+ -DFROM_SPEC=7\n\n*link:\n+ -z now\n' >"$T/specs/plain.specs"
printf '*self_spec:\n+ %%{!O*:-O2} -fno-strict-aliasing -fstack-protector-strong\n\n*link:\n+ -z now\n' >"$T/specs/wolfi.specs"
printf '*cc1_options:\n+ %%{!r:%%{!fpie:%%{!fPIE:%%{!fpic:%%{!fPIC:%%{!fno-pic:-fPIE}}}}}}\n' >"$T/specs/hardened-cc1"
printf '*self_spec:\n+ %%{!static:%%{!shared:%%{!r:-pie}}}\n' >"$T/specs/hardened-ld"
printf '*cc1:\n+ %%{fsanitize=*|ftrapv:;: -fstack-protector-strong}\n' >"$T/specs/poison.specs"
unknown=-Qunused-arguments
printf 'int main(void) { return 0; }\n' >"$T/x.c"

handed() { # FILE: what explain says
	GCC_SPEC_FILE=$1 "$HARDCC" explain -- "$SHIM/gcc" -O2 -c "$T/x.c" 2>/dev/null | grep -c -e "-specs=$1"
}
build_with() { # CC GOCACHE
	CC=$1 GOCACHE=$2 go build -a -x -o "$T/out" ./hello >"$T/log" 2>&1
}

use_go go
for file in "$T"/specs/* /usr/share/dpkg/no-pie-compile.specs /usr/share/dpkg/no-pie-link.specs; do
	[ -e "$file" ] || continue
	name=${file##*/}
	cache=$T/cache.$name
	export GCC_SPEC_FILE="$file"
	is "$(handed "$file" | sed 's/[1-9][0-9]*/1/')" "$([ "$name" = poison.specs ] && echo 0 || echo 1)" "$name: handed on, or not"
	not_ok "$name: gcc refuses $unknown through the shim" "$SHIM/gcc" "$unknown" -c "$T/x.c" -o "$T/x.o"
	not_ok "$name: also in the form of Go's question" "$SHIM/gcc" "-###" "$unknown" -x c -c -
	ok "$name: a cgo program builds" build_with "$SHIM/gcc" "$cache"
	is "$(grep -e '\.c$' "$T/log" | grep -c -e " $unknown")" 0 "$name: Go compiles nothing with $unknown"
	unset GCC_SPEC_FILE
	ok "$name: then a plain gcc on the same cache" build_with gcc "$cache"
	ok "$name: and the program runs" "$T/out"
done

# The control: by itself the last one does what the others are accused of.
cp "$T/specs/poison.specs" "$T/control.specs"
ok "without hardcc $unknown is taken with poison.specs" gcc "-specs=$T/control.specs" "$unknown" -c "$T/x.c" -o "$T/x.o"

done_testing
