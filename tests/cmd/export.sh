#!/bin/sh
# hardcc profiles export: a spec file for gcc, a config file for clang, Go's variables; what each cannot say is in its head.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc g++ clang readelf

mkdir -p "$T/fake" "$T/work" "$T/config/hardcc/profiles"
cp "$builddir/tests/lib/fakecc" "$T/fake/gcc"
ln "$T/fake/gcc" "$T/fake/clang"
cd "$T/work" || exit 99
mine=$T/config/hardcc/profiles/mine.profile
cat >m.c <<'END'
#include <string.h>
int main(int n, char **v)
{
	char b[16];
	strcpy(b, v[n - 1]);
	return b[0] == 0;
}
END
printf '#include <vector>\nint f(std::vector<int> &v) { return v[3]; }\n' >m.cc

export_to() { # FILE FORMAT ARGS...
	export_file=$1
	shift
	"$HARDCC" profiles export --format "$@" >"$export_file" 2>err
}
faked() { # VERSION TARGET FORMAT ARGS...: for a compiler that is not here
	faked_format=$3 faked_version=$1 faked_target=$2
	shift 3
	case $faked_version in *clang*) faked_cc=$T/fake/clang ;; *) faked_cc=$T/fake/gcc ;; esac
	FAKE_VERSION=$faked_version FAKE_TARGET=$faked_target HARDCC_CACHE=none export_to out "$faked_format" --compiler "$faked_cc" "$@"
}
unsaid() { # FILE
	sed -n 's/^#   \([^ ]*\) .*/\1/p' "$1" | sort -u | tr '\n' ' '
}

# --- gcc
for cc in gcc gcc-11 gcc-12; do
	path=$(command -v "$cc") || continue
	export_to "$cc.specs" gcc-specs --compiler "$cc"
	is "$? $(cat err)" "0 " "$cc: a spec file"
	is "$(unsaid "$cc.specs")" "bindnow extlink noexecstack note specfile symbols " "$cc: what it cannot say"
	export_to path.specs gcc-specs --compiler "$path"
	ok "$cc: the same by its path" cmp "$cc.specs" path.specs
	specs=-specs=$PWD/$cc.specs
	ok "$cc: compiles and links" "$cc" "$specs" -O2 -Wall -Werror m.c -o m
	ok "$cc: and the program runs" ./m x
	is "$(readelf -d m | grep -c 'FLAGS_1.*NOW') $(readelf -sW m | grep -o '__stack_chk_fail@\|__strcpy_chk@' | sort -u | tr '\n' ' ')" \
		"1 __stack_chk_fail@ __strcpy_chk@ " "$cc: which has what the profile says"
	"$cc" "$specs" -O2 -fno-stack-protector -U_FORTIFY_SOURCE -Wl,-z,lazy m.c -o m
	is "$(readelf -d m | grep -c NOW) $(readelf -sW m | grep -c '_chk')" "0 0" "$cc: the user wins"
	ok "$cc: handed over twice" "$cc" "$specs" "$specs" -O2 -c m.c
	ok "$cc: -v without an input" "$cc" "$specs" -v
	ok "$cc: a library" "$cc" "$specs" -O2 -shared -fPIC m.c -o m.so
	ok "$cc: a relocatable" "$cc" "$specs" -O2 -r -nostdlib m.c -o m.r
	ok "$cc: freestanding" "$cc" "$specs" -O2 -ffreestanding -nostdlib -shared -fPIC m.c -o m.so
	# its option checking stays: or Go's cache learns that this gcc takes what it does not
	for flag in -Qunused-arguments -fnot-a-flag -Wl-not --not-a-flag -mnot-a-flag; do
		"$cc" -### "$flag" -x c -c - </dev/null >/dev/null 2>&1
		plain=$?
		"$cc" "$specs" -### "$flag" -x c -c - </dev/null >/dev/null 2>&1
		is "$?" "$plain" "$cc: $flag is taken or refused as without it"
	done
	not_ok "$cc: -Qunused-arguments is refused" "$cc" "$specs" -### -Qunused-arguments -x c -c -
done
export_to strict.specs gcc-specs --profile openssf-strict,optional
not_ok "nor do other profiles weaken it" gcc -specs=strict.specs -### -Qunused-arguments -x c -c -
not_ok "in one more way" gcc -specs=strict.specs -### -fnot-a-flag -x c -c -
export_to gcc.specs gcc-specs
ok "g++ takes it" g++ -specs=gcc.specs -O2 -c m.cc
is "$(g++ -specs=gcc.specs -O2 -### -c m.cc 2>&1 | grep -c GLIBCXX_ASSERTIONS) $(gcc -specs=gcc.specs -O2 -### -c m.c 2>&1 | grep -c GLIBCXX_ASSERTIONS)" \
	"1 0" "and gets its macro, which C does not"

# --- versions and machines that are not here
faked 'gcc version 15.1.0 (GCC)' x86_64-linux-gnu gcc-specs --profile openssf-strict
is "$? $(grep -c 'fzero-init-padding-bits=all' out) $(grep -c 'cf-protection=full' out)" "0 1 1" "gcc 15 gets its flags"
faked 'gcc version 10.2.1 (GCC)' x86_64-linux-gnu gcc-specs
is "$? $(grep -c 'ftrivial-auto-var-init' out) $(grep -c 'D_FORTIFY_SOURCE=2' out)" "0 0 1" "gcc 10 gets its own"
faked 'gcc version 12.2.0 (GCC)' aarch64-linux-gnu gcc-specs
is "$? $(grep -c 'branch-protection=standard}' out) $(grep -c 'cf-protection=full' out)" "0 1 0" "another machine"
faked 'gcc version 12.2.0 (GCC)' x86_64-linux-gnu gcc-specs --arch aarch64
is "$? $(grep -c 'branch-protection=standard}' out) $(grep -c 'cf-protection=full' out)" "0 1 0" "or by --arch"
faked 'gcc version 12.2.0 (GCC)' x86_64-alpine-linux-musl gcc-specs
is "$? $(grep -c 'D_FORTIFY_SOURCE=[0-9]}' out) $(grep -c 'fortify .*: whether fortify-headers are there cannot be seen' out)" "0 0 1" "another libc"
faked 'clang version 20.1.0' x86_64-pc-linux-gnu clang-config
is "$? $(grep -c '^\$-Wl,-z,now$' out)" "0 1" "clang 20: words of the link where something is linked"

# --- clang
line=$(sed -n 's/.*>hard\.cfg *# \(clang --config [^;]*\); none$/\1/p' "$srcdir/doc/flags.md")
for cc in clang clang-14 clang-19; do
	command -v "$cc" >/dev/null || continue
	export_to "$cc.cfg" clang-config --compiler "$cc"
	is "$? $(cat err)" "0 " "$cc: a config file"
	is "$(sed -n 's/^#   \(.*\) (.*beside these words:/\1:/p' "$cc.cfg" | grep -e '^s' -e '^branch')" "stackprotectorstrong: -nostdlib -nodefaultlibs -nolibc
stackclash: -fstack-check -fstack-check=*
branch: -mindirect-branch=thunk* -mfunction-return=thunk* -mmanual-endbr" "$cc: words that the shim would step back for, and that do not win by their place"
	is "$(grep -c '^#   noexecstack .*: what the inputs ask of the stack cannot be seen$' "$cc.cfg")" 1 "$cc: what it cannot say"
	ok "$cc: compiles" "$cc" --config "$PWD/$cc.cfg" -O2 -Wall -Werror -c m.c
	cp "$cc.cfg" hard.cfg
	# shellcheck disable=SC2086 # words
	ok "$cc: as doc/flags.md says: $line" "$cc" ${line#clang} -O2 -c m.c
	ok "$cc: an assembler source, too" "$cc" --config "$PWD/$cc.cfg" -Werror -c -x assembler /dev/null -o a.o
	ok "$cc: links" "$cc" --config "$PWD/$cc.cfg" -O2 -Werror m.c -o m
	is "$(readelf -d m | grep -c 'FLAGS_1.*NOW') $(readelf -sW m | grep -o '__stack_chk_fail@\|__strcpy_chk@' | sort -u | tr '\n' ' ')" \
		"1 __stack_chk_fail@ __strcpy_chk@ " "$cc: the program has what the profile says"
	"$cc" --config "$PWD/$cc.cfg" -O2 -fno-stack-protector -U_FORTIFY_SOURCE -Wl,-z,lazy m.c -o m
	is "$(readelf -d m | grep -c NOW) $(readelf -sW m | grep -c '_chk')" "0 0" "$cc: the user wins"
done

# --- Go's variables
export_to cgo cgo-flags
is "$? $(cat err) $(unsaid cgo)" "0  bindnow branch extlink fortify no-strict-overflow noexecstack note specfile stackclash stackprotectorstrong symbols trivial-auto-var-init " "Go's variables"
is "$(grep -c '^export CGO_' cgo) $(sh -c '. ./cgo; echo "$CGO_CFLAGS"' | sed 's/.* -O2 -g$/-O2 -g/')" "4 -O2 -g" "Go's own words behind ours"
CGO_CFLAGS='-O1 -DX="a b"' export_to cgo cgo-flags
is "$(sh -c '. ./cgo; echo "$CGO_CFLAGS"' | sed 's/.*aliasing //')" '-O1 -DX="a b"' "or the user's"
export_to cgo cgo-flags --profile openssf,+pie
lacks "what is not for cgo is not there" -fPIE cgo

# --- rules of the user's
cat >"$mine" <<'END'
a add -DA if compile c package example.com/p
b add -DB
b off if link package example.com/p
c off
c add -DC
d add -DD
d off if x86_64
e force -DE
f deny -DF
g drop -DG
h refuse if execstack
i add -DI{} if compile gcc
j add -fnot-a-flag if compile
k add -DK if kernel
l add -DL if unoptimized
m add -DM if asan
n add -no-such if link exe gcc
END
faked 'gcc version 12.2.0 (GCC)' x86_64-linux-gnu gcc-specs --profile mine
is "$? $(unsaid out)" "0 a b e f g h i k l m n " "what is left out, and why"
is "$(grep -o -- '-D[A-Z]}' out | tr '\n' ' ')" "-DB} " "what stays; an off without a condition is obeyed"
FAKE_REFUSE=-fnot-a-flag faked 'gcc version 12.2.0 (GCC)' x86_64-linux-gnu gcc-specs --profile mine
has "a flag that the compiler does not take" "j (mine.profile:13): the compiler does not take it" out
echo 'j require -fnot-a-flag if compile' >"$mine"
FAKE_REFUSE=-fnot-a-flag faked 'gcc version 12.2.0 (GCC)' x86_64-linux-gnu gcc-specs --profile mine
is "$? $(cat out) $(grep -c 'mine.profile:1: -fnot-a-flag is required, and .* does not take it' err)" "1  1" "one that is required is an error"

# --- wrong command lines
for bad in "" "--format gcc" "--format gcc-specs x" "--format gcc-specs --arch x86" "--format gcc-specs --compiler ls" "--format clang-config --compiler gcc" \
	"--format gcc-specs --compiler clang"; do
	# shellcheck disable=SC2086
	"$HARDCC" profiles export $bad >out 2>err
	is "$? $(wc -l <out) $(wc -l <err)" "2 0 1" "a wrong command line: export $bad"
done
"$HARDCC" profiles export --format gcc-specs --compiler gcc-99 >out 2>err
is "$? $(wc -l <out) $(wc -l <err)" "127 0 1" "a compiler that is not there"
"$HARDCC" profiles export --format gcc-specs --profile nosuch >out 2>err
is "$? $(wc -l <out)" "125 0" "a profile that is not there"

done_testing
