#!/bin/sh
# Every way to ask for a link gets the link that it asked for, and the program does what it does without hardcc. All
# rows share one build cache, and are built twice, so that each kind of link follows the other.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

need clang
shims gcc g++ clang clang++
count_calls
programs

# NAME|PROGRAM|LINK|ENVIRONMENT|FLAGS. LINK: go (Go links, with the facts it gives without hardcc), or the facts that
# the C compiler's link has; environment and flags are read as sh reads them.
table() {
	cat <<-'END'
	no word about it|netuser|EXEC relro now||
	-linkmode=internal|netuser|go||-ldflags=-linkmode=internal
	-linkmode=external|netuser|EXEC relro now||-ldflags=-linkmode=external
	-linkmode internal|netuser|go||-ldflags='-linkmode internal'
	both, the last one wins|netuser|EXEC relro now||-ldflags='-linkmode=internal -linkmode=external'
	two dashes, apart|netuser|go||--ldflags '--linkmode=internal -w'
	quoted|netuser|go||-ldflags="-X 'main.said=two words' '-linkmode=internal'"
	quoted, and not about it|netuser|EXEC relro now||-ldflags="-X 'main.said=two words'"
	for all packages|netuser|go||-ldflags=all=-linkmode=internal
	a string that says so|netuser|EXEC relro now||-ldflags="-X main.said=linkmode"
	GOFLAGS internal|netuser|go|GOFLAGS=-ldflags=-linkmode=internal|
	GOFLAGS external|netuser|EXEC relro now|GOFLAGS=-ldflags=-linkmode=external|
	GOFLAGS quoted|netuser|go|GOFLAGS="'-ldflags=-w -linkmode=internal' -trimpath"|
	go env -w internal|netuser|go|-u GOFLAGS GOENV="$T/internal"|
	go env -w external|netuser|EXEC relro now|-u GOFLAGS GOENV="$T/external"|
	GOFLAGS before go env -w|netuser|EXEC relro now|GOFLAGS=-trimpath GOENV="$T/internal"|
	GO_EXTLINK_ENABLED=0|netuser|go|GO_EXTLINK_ENABLED=0|
	GO_EXTLINK_ENABLED=1|netuser|EXEC relro now|GO_EXTLINK_ENABLED=1|
	openssf,-extlink|netuser|go|HARDCC_PROFILE=openssf,-extlink|
	openssf,-bindnow|netuser|EXEC relro|HARDCC_PROFILE=openssf,-bindnow|
	none|netuser|go|HARDCC_PROFILE=none|
	HARDCC_DISABLE|netuser|go|HARDCC_DISABLE=1|
	-toolexec|netuser|EXEC relro now||-toolexec="$T/toolexec"
	-toolexec, internal|netuser|go||-toolexec="$T/toolexec" -ldflags=-linkmode=internal
	pie|netuser|DYN relro now||-buildmode=pie
	pie, internal|netuser|go||-buildmode=pie -ldflags=-linkmode=internal
	own C, internal|hello|go||-ldflags=-linkmode=internal
	own C|hello|EXEC relro now||
	pure Go, GO_EXTLINK_ENABLED=1|std|EXEC relro now|GO_EXTLINK_ENABLED=1|
	-extldflags|netuser|EXEC relro||-ldflags=-extldflags=-Wl,-z,lazy
	-extldflags quoted|netuser|EXEC now||-ldflags="-w '-extldflags=-Wl,-z,norelro -Wl,-O1'"
	-static, which Go's own link ignores|netuser|go||-ldflags=-extldflags=-static
	-pie, which it ignores|netuser|go||-ldflags=-extldflags=-pie
	-no-pie for a PIE, which it ignores|netuser|go||-buildmode=pie -ldflags=-extldflags=-no-pie
	a library, which it ignores|netuser|go||-ldflags=-extldflags=-lnotthere
	-extld, which it ignores|netuser|go||-ldflags=-extld=/nonexistent/gcc
	a link of 110 kB|netuser|EXEC relro now||-ldflags="-w '-extldflags=$long'"
	-cover|netuser|EXEC relro now|GOCOVERDIR="$T"|-cover
	-trimpath|netuser|EXEC relro now||-trimpath
	END
}

# KIND OUT: what the row says, with the real compilers or with the shims
build_row() {
	case $1 in
	plain) build_cc=$real_gcc build_cxx=$real_gxx ;;
	hard) build_cc=$SHIM/gcc build_cxx=$SHIM/g++ ;;
	esac
	rm -f "$2"
	reset_calls
	eval "set -- \"\$2\" $environment CC=\"$build_cc\" CXX=\"$build_cxx\" go build -o \"\$2\" $flags ./$program"
	shift
	env "$@"
}

linked() { # FILE: who linked it, and its facts
	cat "$T"/calls/* 2>/dev/null | grep -q '@[^ ]*/response$' && : >"$T/response"
	case $(links) in
	0) echo "go $(link_facts "$1")" ;;
	*) echo "cc $(link_facts "$1")" ;;
	esac
}

row() {
	ok "$name: builds without hardcc" build_row plain "$T/plain"
	case $link in
	go) link="go $(link_facts "$T/plain")" ;;
	*) link="cc $link" ;;
	esac
	ok "$name: builds" build_row hard "$T/hard"
	is "$(linked "$T/hard")" "$link" "$name: is linked as asked for"
	is "$(run_of "$T/hard" 17)" "$(run_of "$T/plain" 17)" "$name: runs as without hardcc"
	echo "$name|$link" >>"$T/links"
}

again() {
	ok "$name: builds again" build_row hard "$T/hard"
	is "$(linked "$T/hard")" "$(sed -n "s/^$name|//p" "$T/links")" "$name: is linked as before"
}

rows() { # FUNCTION
	while IFS='|' read -r name program link environment flags; do
		"$1" </dev/null
	done <<-END
	$(table)
	END
}

asked_for() {
	printf 'GOFLAGS=-ldflags=-linkmode=internal\n' >"$T/internal"
	printf 'GOFLAGS=-ldflags=-linkmode=external\n' >"$T/external"
	printf '#!/bin/sh\nexec "$@"\n' >"$T/toolexec"
	chmod +x "$T/toolexec"
	# shellcheck disable=SC2034 # a row has it
	long=$(awk 'BEGIN { for (i = 0; i < 1100; i++) printf "-L/nowhere/%089d ", i }')
	rows row
	rows again
	case $(go env GOVERSION) in
	go1.20*) ;; # writes none
	*) ok "a link of 110 kB: went through a response file" test -f "$T/response" ;;
	esac
}

with() { # COMMAND...
	env CC="$SHIM/gcc" CXX="$SHIM/g++" "$@"
}

# What compiles the standard library's cgo first is not go build: that must link from what these left in the cache.
commands_first() {
	ok "go list -export: is content" with go list -export -deps ./netuser ./hello
	ok "go vet: is content" with go vet ./netuser ./hello
	if [ "$go_minor" -ge 22 ]; then
		ok "a load like gopls': builds" in_dir load with go build -o "$T/load" .
		is "$(with "$T/load" ./netuser ./hello ./tested)" "$(env CC="$real_gcc" "$T/load" ./netuser ./hello ./tested)" \
			"a load like gopls': gives what it gives without hardcc"
	fi
}

in_dir() { # DIRECTORY COMMAND...
	(cd "$1" && shift && "$@")
}

commands() {
	reset_calls
	ok "go install: builds" with env GOBIN="$T/bin" go install ./netuser
	is "$(linked "$T/bin/netuser")" "cc EXEC relro now" "go install: is linked as by go build"
	is "$(with go run ./netuser 2>&1)" "$(go run ./netuser 2>&1)" "go run: prints what it prints without hardcc"
	keeper "$T/tested"
	reset_calls
	ok "go test: passes" with go test -count=1 -exec "$T/keep" ./netuser
	is "$(linked "$T/tested")" "cc EXEC relro now" "go test: is linked as by go build, from the same objects"
	reset_calls
	ok "go test -c: builds" with go test -c -o "$T/tested" ./netuser
	is "$(linked "$T/tested")" "cc EXEC relro now" "go test -c: is linked as by go build"
	ok "go test -c: passes" "$T/tested"
	ok "go test -race: passes" with go test -count=1 -race ./netuser
	ok "go test -cover: passes" with go test -count=1 -cover ./netuser

	# Another profile, so that all is compiled.
	is "$(with env HARDCC_PROFILE=openssf,-stackclash go build -o "$T/quiet" ./netuser 2>&1)" "" "go build: prints nothing"
	ok "go build -x: builds" with env HARDCC_PROFILE=openssf,-branch go build -x -o "$T/hard" ./netuser
	cp "$T/.out" "$T/said"
	has "go build -x: shows the link" "/link -o" "$T/said"
	is "$(link_facts "$T/hard")" "EXEC relro now" "go build -x: is linked as without it"
	ok "go build -n: is content" with env HARDCC_PROFILE=openssf,-relro go build -n -o "$T/never" ./netuser
	not_ok "go build -n: builds nothing" test -e "$T/never"
}

# CC is a program that says another version, then is the shim: Go up to 1.18 takes a refused link for an error.
other_versions() {
	for version in go1.17.13 go1.18 go1 nonsense ''; do
		printf '#!/bin/sh\nexport GOVERSION="%s"\nexec "%s" "$@"\n' "$version" "$SHIM/gcc" >"$T/gcc$version"
		chmod +x "$T/gcc$version"
		reset_calls
		ok "GOVERSION=$version: builds" env CC="$T/gcc$version" go build -o "$T/hard.$version" ./netuser
		is "$(linked "$T/hard.$version")" "go EXEC" "GOVERSION=$version: Go links it as ever"
	done
}

# What cmd/go does, done by others (rules_go, a makefile): the link that is only asked for its imports is made.
by_hand() {
	cat >"$T/by-hand" <<-'END'
	set -e
	go tool cgo -objdir "$2" main.go
	for c in hello.c "$2"/*.c; do
		"$1" -I . -I "$2" -fPIC -m64 -pthread -O2 -g -c "$c" -o "$2/$(basename "$c" .c).o"
	done
	cd "$2"
	"$1" -I . -fPIC -m64 -pthread -o "$2/_cgo_.o" _cgo_main.o _cgo_export.o main.cgo2.o hello.o -O2 -g
	go tool cgo -dynpackage main -dynimport "$2/_cgo_.o" -dynout "$2/imports"
	END
	version=$(go env GOVERSION) tools=$(go env GOTOOLDIR)
	for cc in "$real_gcc" "$SHIM/gcc"; do
		rm -rf "$T/plain.imports"
		[ ! -d "$T/made" ] || mv "$T/made/imports" "$T/plain.imports"
		rm -rf "$T/made"
		mkdir "$T/made"
		ok "by hand, $(basename "$(dirname "$cc")"): all is made" in_dir hello env GOVERSION="$version" \
			GOTOOLDIR="$tools" TERM=dumb sh "$T/by-hand" "$cc" "$T/made"
	done
	has "by hand: the imports are there" cgo_import_dynamic "$T/made/imports"
	has "by hand: and those of a hardened object" __stack_chk_fail "$T/made/imports"
}

shared() {
	for kind in plain hard; do
		mkdir "$T/pkg.$kind"
		cc=$real_gcc
		[ "$kind" = plain ] || cc=$SHIM/gcc
		ok "shared, $kind: the library builds" env CC="$cc" go install -buildmode=shared -pkgdir "$T/pkg.$kind" \
			runtime sync/atomic
		ok "shared, $kind: a program builds with it" env CC="$cc" go build -linkshared -pkgdir "$T/pkg.$kind" \
			-o "$T/shared.$kind" ./std
		is "$(run_of "$T/shared.$kind")" "std" "shared, $kind: and runs"
	done
	is "$(link_facts "$T/shared.hard")" "$(link_facts "$T/shared.plain" | cut -d' ' -f1) relro now" "shared: is hardened"
	for lib in "$T"/pkg.hard/*.so; do
		is "$(link_facts "$lib")" "DYN relro now" "shared: so is the library"
	done
}

for v in $go_wanted; do
	use_go "$v"
	if [ "$go_minor" -lt 20 ]; then
		echo "# $v keeps the compiler out of the standard library's keys: go119.sh shows what holds"
		continue
	fi
	GOCACHE=$T/gocache.$go_minor
	export GOCACHE
	commands_first
	asked_for
	commands
	other_versions
	by_hand
	shared
	chmod -R u+w "$GOCACHE" && rm -rf "$GOCACHE" "$T/hard".* "$T/shared".* "$T"/pkg.*
done

[ "$tests" -gt 0 ] || { echo "1..0 # SKIP only Go up to 1.19 here"; exit 0; }
done_testing
