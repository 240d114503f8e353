#!/bin/sh
# Law 12, whole builds: under limits from generous to impossible, and on a disk that fills, a build ends with an error or every object
# has the whole plan; the same build without limits is right afterwards. As a user without root, for whom the limits hold.
# HARDCC_TEST_PRESSURE=all: 200 files.

pressure=${HARDCC_TEST_PRESSURE:-}
: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc make prlimit setpriv readelf unshare mount
files=24
[ "$pressure" != all ] || files=200

open_shims gcc
work=$T/work
mkdir "$work"
n=0
while [ $n -lt $files ]; do
	n=$((n + 1))
	echo "int f$n(char *s) { char b[16]; __builtin_strcpy(b, s); return b[$((n % 16))]; }" >"$work/f$n.c"
done
cat >"$work/Makefile" <<'END'
.DELETE_ON_ERROR:
all: $(patsubst %.c,%.o,$(wildcard *.c))
%.o: %.c
	$(CC) -O2 -c $< -o $@
END

user() { # COMMAND...
	if [ "$(id -u)" -eq 0 ]; then
		chown -R 65534:65534 "$work"
		setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$work" XDG_CACHE_HOME="$work/cache" TMPDIR="$work" "$@"
	else
		env HOME="$work" XDG_CACHE_HOME="$work/cache" TMPDIR="$work" "$@"
	fi
}
clean() {
	rm -rf "$work"/*.o "$work/cache" "$work/config" "$work"/cc*
}
make_all() { # LIMIT: prlimit's; empty for none
	# shellcheck disable=SC2086 # none, or one word
	user ${1:+prlimit $1} make -s -k -j2 -C "$work" CC="$SHIM/gcc" >/dev/null 2>&1 # a file would have the limit, too
}
notes() { # what the objects were told, and how many tell it
	for notes_o in "$work"/*.o; do
		[ -s "$notes_o" ] || continue
		readelf -p .note.hardcc "$notes_o" 2>/dev/null | sed -n 's/.*] *\(2 .*\)/\1/p' | grep . || echo "$notes_o: none"
	done | sort | uniq -c | sed 's/^ *//'
}

clean
make_all ''
whole=$(notes)
is "$(echo "$whole" | wc -l) ${whole%% *}" "1 $files" "without limits: $files objects and one note"
note=${whole#* }

# What is there has the whole plan; and an error, or all is there.
judged() { # STATUS NAME
	got=$(notes)
	[ "$1" -eq 0 ] || bit=yes
	if [ "$1" -eq 0 ]; then
		is "$got" "$whole" "law 12: $2: built, with the whole plan"
	else
		is "$(echo "$got" | sed 's/^[0-9]* //' | grep -v "^${note}\$")" "" "law 12: $2: an error, and no object has less"
	fi
	make_all ''
	is "$? $(notes)" "0 $whole" "law 12: $2: and right afterwards"
}
limits() { # LIMIT VALUE...
	limits_name=$1
	bit=
	shift
	for limits_value; do
		clean
		make_all "--$limits_name=$limits_value"
		judged $? "$limits_name=$limits_value"
	done
	is "$bit" yes "$limits_name: the limit was felt"
}
limits nofile 64 16 9 7 6 5 4
limits nproc 64 12 6 5 4 3 2
limits as 400000000 120000000 60000000 30000000 8000000 2000000
limits fsize 1000000 8000 3000 1500 500 0

# a disk that fills, in the middle of the build or before
if [ "$(id -u)" -eq 0 ]; then
	bit=
	for more in 8000 300 60 20 4; do # KB beside the sources, a page each
		size=$(((files + 1) * 4 + more))k
		clean
		cp -R "$work" "$T/kept"
		mount -t tmpfs -o "size=$size" none "$work" || break
		cp "$T/kept"/*.c "$T/kept/Makefile" "$work" 2>/dev/null
		cp "$T/kept/Makefile" "$work" 2>/dev/null
		if [ "$(find "$work" -name '*.c' -size +0 | wc -l)" -eq $files ] && [ -s "$work/Makefile" ]; then
			make_all ''
			status=$?
			got=$(notes)
			[ $status -eq 0 ] || bit=yes
			if [ $status -eq 0 ]; then
				is "$got" "$whole" "law 12: a disk of $size: built, with the whole plan"
			else
				is "$(echo "$got" | sed 's/^[0-9]* //' | grep -v "^${note}\$")" "" "law 12: a disk of $size: an error, and no object has less"
			fi
		fi
		umount "$work"
		rm -rf "$T/kept"
	done
	is "$bit" yes "a disk that fills: it was felt"
fi
done_testing
