#!/bin/sh
# Law 13, the canary: what hardcc verify says of files without notes, and what is so. The truth is told by objdump: a function needs a
# canary where gcc's or clang's -fstack-protector-strong gives it one, and has one where it loads the guard or calls what reports.
# Nothing of it is hardcc's. Some files have a canary everywhere, some nowhere, and in some one unit was compiled without.
#
#   HARDCC_TEST_TRUTH   all: every compiler, language, level and kind of file; else a cut of them
#   HARDCC_TEST_KEEP    a directory that keeps the files, and `truth`: what is so of each

everything=${HARDCC_TEST_TRUTH:-}
rustup=${RUSTUP_HOME:-$HOME/.rustup}
keep=${HARDCC_TEST_KEEP:-}
: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc g++ objdump nm strip ar jq

strong='-fstack-protector-strong' none='-fno-stack-protector'
F=${keep:-$T/files}
mkdir -p "$F" "$T/src" "$T/o" && cd "$T/src" || exit 99
: >"$F/truth"

# --- the sources: what is in a frame, or not; each unit has a function that needs a canary, but for c, none of which does
cat >a.c <<'END'
#include <stdio.h>
#include <string.h>
int a_copy(const char *s), a_sum(int n), a_plain(int n, int m);
int a_copy(const char *s) { char b[40]; snprintf(b, sizeof b, "%s", s); return (int)strlen(b); }
int a_sum(int n) { int v[20]; for (int i = 0; i < 20; i++) v[i] = n * i; for (int i = 0; i < n % 20; i++) v[i] += v[19 - i]; return v[n % 20]; }
int a_plain(int n, int m) { return n > m ? n * m : n + m; }
END
cat >b.c <<'END'
#include <stdio.h>
struct with { int n; char name[24]; };
int b_read(struct with *to), b_scan(const char *s), b_far(int *n), b_near(const char *s), b_plain(unsigned n);
int b_scan(const char *s) { int n = 0; double d = 0; sscanf(s, "%d %lf", &n, &d); return n + (int)d; }
int b_read(struct with *to) { struct with w = {1, "abc"}; fread(&w, 1, sizeof w, stdin); *to = w; return w.n; }
int b_near(const char *s) { int n; b_far(&n); return n + *s; }
int b_far(int *n) { static int calls; return *n = ++calls; }
int b_plain(unsigned n) { unsigned t = 0; while (n) t += n & 1, n >>= 1; return (int)t; }
END
cat >c.c <<'END'
int c_one(int n), c_two(const char *s), c_three(long a, long b, long c, long d, long e, long f, long g, long h);
int c_one(int n) { return n < 2 ? 1 : n * c_one(n - 1); }
int c_two(const char *s) { int t = 0; for (; *s; s++) t = t * 31 + *s; return t; }
int c_three(long a, long b, long c, long d, long e, long f, long g, long h) { return (int)(a + b * c - d / (e ? e : 1) + f * g * h); }
END
cat >d.c <<'END'
#include <stdlib.h>
#include <string.h>
int d_alloca(unsigned n), d_vla(int n), d_table(unsigned i), d_quit(const char *s);
static void fill(char *p, unsigned n) { memset(p, 'x', n); p[n ? n - 1 : 0] = 0; }
int d_alloca(unsigned n) { char *p = __builtin_alloca(n + 1); fill(p, n + 1); return (int)strlen(p); }
int d_vla(int n) { int v[n > 0 ? n : 1]; for (int i = 0; i < n; i++) v[i] = i; return v[n / 2]; }
int d_table(unsigned i) { volatile long t[] = {3, 1, 4, 1, 5, 9, 2, 6}; return (int)t[i % 8]; }
int d_quit(const char *s) { char b[64]; strncpy(b, s, sizeof b - 1); b[63] = 0; exit(atoi(b)); }
END
cat >main.c <<'END'
int a_copy(const char *), a_sum(int), a_plain(int, int), b_scan(const char *), b_near(const char *), b_plain(unsigned), c_one(int), c_two(const char *);
int c_three(long, long, long, long, long, long, long, long), d_alloca(unsigned), d_vla(int), d_table(unsigned), d_quit(const char *);
int b_read(void *);
int main(int argc, char **argv) {
	char room[64] = "x";
	int n = a_copy(argv[0]) + a_sum(argc) + a_plain(argc, 3) + b_scan(argv[0]) + b_near(argv[0]) + b_plain(7) + c_one(argc) + c_two(argv[0]);
	n += c_three(argc, 1, 2, 3, 4, 5, 6, 7) + d_alloca(9) + d_vla(argc) + d_table(3) + b_read(room);
	return argc > 9 ? d_quit(argv[1]) : n;
}
END
cat >a.cc <<'END'
#include <map>
#include <stdexcept>
#include <string>
#include <vector>
struct shape { virtual ~shape(); virtual double area(const std::vector<double> &v) const; };
shape::~shape() {}
double shape::area(const std::vector<double> &v) const { double t[16] = {}; for (unsigned i = 0; i < v.size(); i++) t[i % 16] += v.at(i); return t[v.size() % 16]; }
int named(const std::string &s);
int named(const std::string &s) { std::map<std::string, int> m; m[s] = 1; m[s + "x"] = 2; if (s.empty()) throw std::runtime_error(s); return (int)m.size(); }
END
cat >main.cc <<'END'
#include <cstdio>
#include <string>
#include <vector>
struct shape { virtual ~shape(); virtual double area(const std::vector<double> &v) const; };
int named(const std::string &s);
int main(int argc, char **argv) { shape s; std::vector<double> v(argc); char b[32]; snprintf(b, sizeof b, "%d", argc); return (int)s.area(v) + named(b) + named(argv[0]); }
END
cat >a.f90 <<'END'
subroutine numbers(n, t)
	integer, intent(in) :: n
	integer, intent(out) :: t
	integer :: v(50), i
	character(len=40) :: s
	do i = 1, 50
		v(i) = i * n
	end do
	write (s, '(i8)') n
	read (s, *) t
	t = t + v(mod(n, 50) + 1)
end subroutine
program p
	integer :: t
	call numbers(7, t)
	print *, t
end program
END
cat >p.adb <<'END'
with Ada.Text_IO;
with Ada.Command_Line;
procedure P is
   type List is array (Integer range <>) of Integer;
   function Sum (N : Integer) return Integer is
      V : List (1 .. 40) := (others => N);
      T : Integer := 0;
   begin
      for I in V'Range loop
         V (I) := V (I) * I;
         T := T + V ((I * N) mod 40 + 1);
      end loop;
      return T;
   end Sum;
begin
   Ada.Text_IO.Put_Line (Integer'Image (Sum (Ada.Command_Line.Argument_Count + 1)));
end P;
END
cat >p.d <<'END'
import core.stdc.stdio;
extern (C) int sum(int n) { int[32] v; char[24] s; snprintf(s.ptr, s.length, "%d", n); foreach (i; 0 .. 32) v[i] = i * n + s[i % 24]; return v[n % 32]; }
extern (C) int main(int argc, char** argv) { return sum(argc); }
END
cat >p.rs <<'END'
fn sum(n: usize) -> usize { let mut v = [0usize; 40]; for i in 0..40 { v[i] = i * n; } v[n % 40] }
fn main() { println!("{}", sum(std::env::args().count())); }
END
mkdir -p go && cat >go/main.go <<'END'
package main

/*
#include <stdio.h>
#include <string.h>
static int sized(const char *s) { char b[48]; snprintf(b, sizeof b, "%s", s); return (int)strlen(b); }
static int scanned(const char *s) { int n = 0; sscanf(s, "%d", &n); return n; }
*/
import "C"

func main() { println(C.sized(C.CString("abc")), C.scanned(C.CString("7"))) }
END
cat >go/go.mod <<'END'
module example.com/truth

go 1.20
END

# --- the truth
with_canary() { # FILE: functions, by objdump
	case $1 in
	*aarch64*) canary_dump=aarch64-linux-gnu-objdump ;;
	*) canary_dump=objdump ;;
	esac
	$canary_dump -dr "$1" 2>/dev/null | awk '/^[0-9a-f]+ <.*>:$/ { f = substr($2, 2); sub(/>:$/, "", f); sub(/\..*/, "", f) }
		/%fs:0x28|__stack_chk_fail|__stack_chk_guard/ { if (f !~ /^__stack_chk/) print f }' | sort -u
}
# What is so of FILE, whose functions by name are in NAMES: the same file with canaries everywhere is TWIN.
note_truth() { # FILE TWIN NAMES
	needs=$(with_canary "$2" | comm -12 - "$3" | tee "$T/needs" | wc -l)
	has=$(with_canary "$1" | comm -12 - "$T/needs" | wc -l)
	if [ "$needs" -eq 0 ]; then
		is_so=-
	elif [ "$has" -eq 0 ]; then
		is_so=n
	else
		[ "$has" -eq "$needs" ] && is_so=y || is_so=p
	fi
	echo "${1##*/} $is_so $((has)) $((needs))" >>"$F/truth"
}
names_of() { # FILE...: functions that it defines
	nm "$@" 2>/dev/null | sed -n 's/.* [TtWwVu] //p' | sed 's/\..*//' | sort -u
}
# The file, and stripped
keep_file() { # NAME TWIN NAMES [STRIP]
	note_truth "$F/$1" "$2" "$3"
	[ -n "${4:-}" ] || return 0
	"$4" -o "$F/$1-strip" "$F/$1" && sed -n "s/^$1 /$1-strip /p" "$F/truth" >"$T/line" && cat "$T/line" >>"$F/truth"
}

link_c() { # CC KIND OUTPUT OBJECT...
	link_cc=$1 link_kind=$2 link_to=$3
	shift 3
	case $link_kind in
	archive) rm -f "$link_to" && ar rc "$link_to" "$@" ;;
	object) ld -r "$@" -o "$link_to" ;;
	exe) $link_cc -no-pie "$@" -o "$link_to" ;;
	pie) $link_cc -pie "$@" -o "$link_to" ;;
	shared | static) $link_cc "-$link_kind" "$@" -o "$link_to" ;;
	lto) $link_cc -flto "$@" -o "$link_to" ;;
	esac
}
# Of C: everywhere, nowhere, all but unit b
of_c() { # CC LEVEL KIND
	c_id=$(echo "$1$2$3" | tr -d ' ')
	case $3 in
	exe | static) c_words='-fno-pie' ;;
	lto) c_words='-flto' ;;
	*) c_words='-fPIC' ;;
	esac
	for c_how in strong none; do
		[ $c_how = strong ] && c_flag=$strong || c_flag=$none
		for c_unit in a b c d main; do
			# shellcheck disable=SC2086 # words
			[ -e "$T/o/$c_unit-$1$2$c_words$c_how.o" ] || $1 "$2" $c_words $c_flag -c $c_unit.c -o "$T/o/$c_unit-$1$2$c_words$c_how.o" || return
		done
	done
	set -- "$1" "$3" "$T/o" "-$1$2$c_words"
	names_of "$3/"[abcd]"$4strong.o" "$3/main$4strong.o" >"$T/names"
	[ "$2" != lto ] || echo 'a_copy a_sum b_read b_scan b_near d_alloca d_vla d_table d_quit main' | tr ' ' '\n' | sort >"$T/names"
	link_c "$1" "$2" "$F/$c_id-strong" "$3/"[abcd]"$4strong.o" "$3/main$4strong.o" || return
	link_c "$1" "$2" "$F/$c_id-none" "$3/"[abcd]"$4none.o" "$3/main$4none.o" || return
	link_c "$1" "$2" "$F/$c_id-mixed" "$3/"[acd]"$4strong.o" "$3/b$4none.o" "$3/main$4strong.o" || return
	for c_how in strong none mixed; do
		case $2 in
		archive | object) keep_file "$c_id-$c_how" "$F/$c_id-strong" "$T/names" ;;
		*) keep_file "$c_id-$c_how" "$F/$c_id-strong" "$T/names" "$strip" ;;
		esac
	done
}
# A program whose units are compiled in one go, by words that are given it: everywhere, nowhere, and where there is a unit more, there without
of_other() { # NAME COMMAND... with @ for the flag and > for the output
	other_id=$1
	shift
	for other_how in strong none; do
		[ $other_how = strong ] && other_flag=$strong || other_flag=$none
		other_run=$(echo "$*" | sed "s|@|$other_flag|g; s|>|$F/$other_id-$other_how|")
		sh -c "$other_run" >"$T/.out" 2>&1 || { echo "# $other_id: $(head -n 1 "$T/.out")"; return; }
	done
	case $other_id in # the units' names, and not those of the libraries in it
	*-static) names_of "$F/${other_id%-static}-O2-strong" >"$T/names" ;;
	*) names_of "$F/$other_id-strong" >"$T/names" ;;
	esac
	for other_how in strong none; do
		keep_file "$other_id-$other_how" "$F/$other_id-strong" "$T/names" strip
	done
}

strip='strip'
if [ "$everything" = all ]; then
	compilers='gcc clang-14 clang-19' levels='-O0 -O1 -O2 -O3' kinds='exe pie shared static lto archive object'
else
	compilers=gcc levels='-O0 -O2' kinds='pie archive'
fi
for cc in $compilers; do
	command -v "$cc" >/dev/null || { echo "# no $cc"; continue; }
	for level in $levels; do
		for kind in $kinds; do
			of_c "$cc" "$level" "$kind" || echo "# $cc $level $kind: not made"
		done
	done
done
[ "$everything" = all ] || of_c gcc -O2 static
of_other g++-O2 'g++ -O2 @ a.cc main.cc -o >'
if [ "$everything" = all ]; then
	for level in -O0 -O2 -O3; do
		for cc in g++ clang++-14; do
			of_other "$cc$level-pie" "$cc $level @ a.cc main.cc -o >"
		done
		of_other "gfortran$level" "gfortran $level @ a.f90 -o >"
		of_other "gnat$level" "gnatmake -f -q $level p.adb -o > -cargs @"
		of_other "gdc$level" "gdc $level @ p.d -o >"
	done
	of_other g++-static 'g++ -O2 -static @ a.cc main.cc -o >'
	of_other musl-O2 'musl-gcc -O2 @ a.c b.c c.c d.c main.c -o >'
	of_other musl-static 'musl-gcc -O2 -static @ a.c b.c c.c d.c main.c -o >'
	for level in '-C opt-level=0' '-C opt-level=3'; do
		rust=rust$(echo "$level" | tr -cd 0-9) # rustc has no canaries, so no twin tells; an array that is indexed needs one
		RUSTUP_HOME=$rustup sh -c "rustc $level p.rs -o '$F/$rust'" 2>"$T/.out" && strip -o "$F/$rust-strip" "$F/$rust" &&
			printf '%s n 0 1\n' "$rust" "$rust-strip" >>"$F/truth"
	done
	of_other go-cgo 'cd go && CGO_ENABLED=1 CGO_CFLAGS="-O2 @" HOME=/tmp GOFLAGS=-mod=mod go build -o > .'
	of_other go-external 'cd go && CGO_ENABLED=1 CGO_CFLAGS="-O2 @" HOME=/tmp GOFLAGS=-mod=mod go build -ldflags=-linkmode=external -o > .'
	if command -v aarch64-linux-gnu-gcc >/dev/null; then
		strip=aarch64-linux-gnu-strip
		for level in -O0 -O2; do
			for kind in pie shared static archive; do
				of_c aarch64-linux-gnu-gcc "$level" "$kind"
			done
		done
	fi
fi

# --- what hardcc says
while read -r name rest; do
	echo "$name $("$HARDCC" verify --format json --profile openssf "$F/$name" | jq -r '.[0].checks[] | select(.name == "stackprotector") |
		if .verdict == "pass" then "y" elif .value | startswith("partial") then "p" elif .verdict == "fail" then "n" elif .verdict == "n/a" then "-" else "?" end') $rest"
done <"$F/truth" >"$F/answers"
total=$(wc -l <"$F/answers")
right=$(awk '$2 == $3' "$F/answers" | wc -l)
unknown=$(awk '$2 == "?"' "$F/answers" | wc -l)
awk '$2 != $3 && $2 != "?"' "$F/answers" | sed 's/^/# wrong: /'
awk '$2 == "?"' "$F/answers" | sed 's/^/# unknown: /'
echo "# $total files: $right right, $unknown unknown"
is "$(awk '($2 == "y" || $2 == "-") && ($3 == "n" || $3 == "p")' "$F/answers")" '' 'law 13: no pass where a function is without its canary'
is "$(awk '$2 != "?" && $2 != $3' "$F/answers" | wc -l | tr -d ' ')" 0 'law 13: nothing else is said wrongly of the canary'
ok 'law 13: unknown at most 15 % of the files' test $((unknown * 100)) -le $((total * 15))
[ "$everything" != all ] || ok 'at least 100 files' test "$total" -ge 100
done_testing
