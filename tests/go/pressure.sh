#!/bin/sh
# Law 12, Go: with a compiler that lacks files, processes, memory or room, go build ends with an error, or all of the program has the
# whole plan; and what GOCACHE has kept is right: the next build, without limits, has nothing less in it.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need prlimit setpriv

open_shims gcc g++
programs
chmod -R a+rX "$T"
mkdir "$T/user"
# Only the compiler is limited: Go needs more than all of these. LIMIT is no part of Go's keys.
cat >"$T/limited" <<END
#!/bin/sh
[ -z "\$LIMIT" ] || exec prlimit "--\$LIMIT" "$SHIM/gcc" "\$@"
exec "$SHIM/gcc" "\$@"
END
chmod 755 "$T/limited"

user() { # COMMAND...
	if [ "$(id -u)" -eq 0 ]; then
		chown -R 65534:65534 "$T/user"
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}
build_as_user() { # LIMIT, or nothing
	user env HOME="$T/user" XDG_CACHE_HOME="$T/user/cache" TMPDIR="$T/user" GOCACHE="$T/user/go" GOPATH="$T/user/path" \
		CC="$T/limited" LIMIT="$1" HARDCC_LOG= go build -o "$T/user/hello" ./hello >"$T/out" 2>&1
}
notes() {
	readelf -p .note.hardcc "$T/user/hello" | sed -n 's/.*] *\(2 .*\)/\1/p' | sort | uniq -c
}

ok "without limits it builds" build_as_user ''
whole=$(notes)
ok "and tells what it got" test -n "$whole"
bit=
for limit in nofile=12 nofile=7 nofile=6 nofile=5 nofile=4 nproc=12 nproc=6 nproc=3 nproc=1 as=200000000 as=60000000 as=20000000 \
	as=3000000 fsize=20000 fsize=5000 fsize=1000 fsize=0; do
	rm -rf "$T/user"
	mkdir "$T/user"
	if build_as_user "$limit"; then
		is "$(notes)" "$whole" "law 12: $limit: built, with the whole plan"
	else
		bit=yes
		ok "law 12: $limit: an error" grep -q . "$T/out"
	fi
	build_as_user '' || cat "$T/out"
	is "$(notes)" "$whole" "law 12: $limit: what the cache kept is right"
done
is "$bit" yes "the limits were felt"
chmod -R u+w "$T/user"
done_testing
