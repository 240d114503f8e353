#!/bin/sh
# What run, env and CC alone promise of each kind of Go program, and what was made: by readelf, in an empty directory, by
# `hardcc verify`, and in the words of run itself. A row that differs is a promise that was not kept.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need jq musl-gcc chroot aarch64-linux-gnu-gcc
# shellcheck source=tests/lib/musl.sh
. "$srcdir/tests/lib/musl.sh"

shims gcc g++ aarch64-linux-gnu-gcc
"$HARDCC" shims --musl "$T/musl" >/dev/null || { echo "Bail out! no shims for musl"; exit 99; }
programs
plain_path=$PATH
PATH=$SHIM:$PATH
out=$T/out

# KIND MODE, and what is promised by run, by env and by CC alone. loader: a PIE that needs a loader and no library, which run tells.
# refused: no file, and a status that is not 0; notstatic: with the cause. "-": there is nothing to promise.
# musl: CC for musl and -buildmode=pie, and no -linkmode, for which Go asks no compiler where there is no C.
table() {
	cat <<-END
	pure     exe     static      static      static
	pure     pie     loader      loader      loader
	pure     static  static-pie  static-pie  static-pie
	net      exe     program     program     program
	net      pie     pie         pie         pie
	net      static  static-pie  static-pie  static-pie
	cgo      exe     program     program     program
	cgo      pie     pie         pie         pie
	cgo      static  static-pie  static-pie  static-pie
	c++      exe     program     program     program
	c++      pie     pie         pie         pie
	c++      static  refused     refused     refused
	cgo0     exe     static      static      static
	cgo0     pie     static      static      loader
	cgo0     static  static      static      -
	c-shared exe     shared      shared      shared
	c-shared pie     shared      shared      -
	c-shared static  refused     refused     refused
	test     exe     program     program     program
	test     pie     pie         pie         pie
	test     static  static-pie  static-pie  static-pie
	arm64    exe     program     program     program
	arm64    pie     pie         pie         pie
	arm64    static  refused     refused     refused
	cross0   exe     static      static      static
	cross0   pie     static      static      -
	cross0   static  static      static      -
	own      static  notstatic   notstatic   loader
	ownpie   exe     loader      loader      loader
	ownpie   pie     loader      loader      loader
	ownpie   static  notstatic   notstatic   -
	pure     musl    -           -           loader
	cgo      musl    -           -           static-pie
	END
}

# What each kind is built from, and its environment.
kind() { # KIND: sets $package, $go, $says, and exports
	go=build says='' runs_here=yes
	case $1 in
	pure) package=./std says=std ;;
	own) package=./std says=std go='build -ldflags=-w' ;; # the command's -ldflags take the place of those in GOFLAGS
	ownpie) package=./std says=std go='build -buildmode=pie' CGO_ENABLED=0 ;;
	net) package=./lookup says="user root 0" ;;
	cgo) package=./hello says="hello world! 42" ;;
	c++) package=./cxx says="caught 17 -1" ;;
	cgo0) package=./std says=std CGO_ENABLED=0 ;;
	c-shared) package=./cshared go='build -buildmode=c-shared' runs_here=no ;;
	test) package=./tested says=PASS go='test -c' ;;
	arm64) package=./hello GOARCH=arm64 cc=aarch64-linux-gnu-gcc runs_here=no HARDCC_MUSL=$T/none && export GOARCH HARDCC_MUSL ;;
	cross0) package=./std GOARCH=arm64 CGO_ENABLED=0 runs_here=no && export GOARCH ;;
	esac
}

# shellcheck disable=SC2046,SC2086 # words
by_run() { # MODE
	[ "$cc" = gcc ] || export CC=$cc
	"$HARDCC" run --profile openssf $(option "$1") -- go $go -o "$out" $package >"$T/.out" 2>&1
}
# shellcheck disable=SC2046,SC2086 # words
by_env() { # MODE
	[ "$cc" = gcc ] || export CC=$cc
	settings=$("$HARDCC" env --profile openssf $(option "$1")) && eval "$settings" && go $go -o "$out" $package >"$T/.out" 2>&1
}
# shellcheck disable=SC2046,SC2086 # words
by_cc() { # MODE
	names=$SHIM flags=
	case $1 in
	pie) flags=-buildmode=pie ;;
	musl) names=$T/musl flags=-buildmode=pie ;;
	static) names=$T/musl flags='-buildmode=pie -ldflags=-linkmode=external' ;;
	esac
	CC=$names/$cc CXX=$names/g++ PATH=$plain_path HARDCC_PROFILE=openssf && export CC CXX HARDCC_PROFILE
	go ${go%% *} $flags $(printf '%s\n' "$go" | cut -s -d ' ' -f 2-) -o "$out" $package >"$T/.out" 2>&1
}
option() { # MODE
	case $1 in
	exe | static) echo "--$1" ;;
	esac
}

by_readelf() { # FILE
	facts=$(static_facts "$1")
	case $facts in
	*textrel* | *execstack*) echo "$facts" ;;
	"DYN interpreter needed"*) echo pie ;;
	"DYN interpreter"*) echo loader ;;
	"DYN needed"*) echo shared ;;
	DYN*) echo static-pie ;;
	"EXEC interpreter needed"*) echo program ;;
	"EXEC interpreter"* | "EXEC needed"*) echo "$facts" ;;
	EXEC*) echo static ;;
	esac
}

# The same three sentences, promised and found: what it is, where it starts, what verify takes it for and says.
promise() { # WORD
	alone=no
	case $1 in
	static*) alone=yes ;;
	esac
	case $1 in
	refused) echo "refused" && return ;;
	notstatic) echo "refused, and not static said" && return ;;
	loader) verified=PIE ;;
	pie) verified=PIE ;;
	static-pie) verified="static PIE" ;;
	static) verified="static program" ;;
	shared) verified="shared library" ;;
	*) verified=$1 ;;
	esac
	[ "$runs_here" = yes ] || alone=
	echo "$1, alone: $alone, verify: $verified pass$([ "$way $1" != "run loader" ] || echo ", a loader said")"
}
found() { # STATUS: of the build
	if [ "$1" -ne 0 ]; then
		[ -s "$T/.out" ] || echo "without a word"
		if grep -q "^hardcc: not static: example.org/programs/std asks for the loader" "$T/.out" && [ ! -e "$out" ]; then
			echo "refused, and not static said"
		elif [ -e "$out" ]; then echo "refused, and there"
		else echo refused; fi
		return
	fi
	alone=
	if [ "$runs_here" = yes ]; then
		alone=no
		# shellcheck disable=SC2046 # words
		in_empty "$out" $([ "$package" != ./lookup ] || echo user root) | grep -qx "$says" && alone=yes
	fi
	echo "$(by_readelf "$out"), alone: $alone, verify: $("$HARDCC" verify --profile openssf --format json "$out" |
		jq -r '.[0] | "\(.kind) \(.verdict)"')$(grep -q '^hardcc: not static' "$T/.out" && echo ", not static said")$(
		grep -q '^hardcc: needs a loader: ' "$T/.out" && echo ", a loader said")"
}

mkdir "$T/etc" && echo 'root:x:0:0:root:/root:/bin/sh' >"$T/etc/passwd"
for v in $go_wanted; do
	use_go "$v"
	table >"$T/table"
	while read -r k mode run env cc_alone; do
		for way in run env cc; do
			case $way in
			run) word=$run ;;
			env) word=$env ;;
			cc) word=$cc_alone ;;
			esac
			[ "$word" != - ] || continue
			rm -f "$out"
			(cc=gcc && kind "$k" && "by_$way" "$mode" </dev/null; echo $? >"$T/status")
			kind "$k"
			is "$(found "$(cat "$T/status")")" "$(promise "$word")" "$v: $k, $mode, by $way: $word"
			unset GOARCH HARDCC_MUSL
			CGO_ENABLED=1
		done
	done <"$T/table"

	# --- a program that was linked past us is no answer: not from the cache of `go run`, nor as a file that is up to date
	rm -f "$out"
	for to in "run" "build -o $out"; do
		# shellcheck disable=SC2086 # words
		(eval "$("$HARDCC" env --static)" && GOFLAGS=${GOFLAGS%%" '-toolexec="*} && go $to -ldflags=-w ./std && go $to -ldflags=-w ./std) >"$T/.past" 2>&1
		# shellcheck disable=SC2086 # words
		"$HARDCC" run --static -- go $to -ldflags=-w ./std >"$T/.out" 2>&1
		is "$? $(grep -c '^hardcc: not static: example.org/programs/std asks for the loader' "$T/.out") $(grep -v '^std$' "$T/.past")" "1 1 " \
			"$v: one that go ${to%% *} linked before"
	done

	# --- as the images are built, without docker
	image() { # FILE...: their ENV lines, with our paths, and the go build of the last
		image_out=$out
		(PATH=$plain_path && cd "$T/src" && eval "$(cat "$@" | sed -e ':a' -e '/\\$/{N;s/\\\n//;ba' -e '}' | sed -n 's/^ENV /export /p' |
			sed "s|/usr/local/libexec/hardcc/musl|$T/musl|g; s|/usr/libexec/hardcc/bin|$SHIM|g; s|/usr/local/bin/hardcc|$HARDCC|g")" &&
			eval "$(cat "$@" | sed -n "s|^RUN \\(go build\\) -o [^ ]* |\\1 $words -o $image_out |p")" >"$T/.out" 2>&1)
		echo $? >"$T/status"
	}
	containers=$srcdir/packaging/container
	rm -f "$out"
	words='' package=./lookup says="user root 0" runs_here=yes way=image
	image "$containers/Containerfile" "$containers/lookup.Containerfile"
	is "$(found "$(cat "$T/status")")" "$(promise static-pie)" "$v: the image that builds, and its program"
	rm -f "$out"
	sed 's|\./lookup|./std|' "$containers/lookup.Containerfile" >"$T/std.Containerfile"
	words='' package=./std says=std
	image "$containers/Containerfile" "$T/std.Containerfile"
	is "$(found "$(cat "$T/status")")" "$(promise static-pie)" "$v: a program without C in it"
	rm -f "$out"
	words=-ldflags=-w
	image "$containers/Containerfile" "$T/std.Containerfile"
	is "$(found "$(cat "$T/status")")" "$(promise notstatic)" "$v: with -ldflags of its own"
	rm -f "$out"
	words='' package=./overflow runs_here=no
	image "$containers/app.Containerfile"
	is "$(found "$(cat "$T/status")")" "$(promise pie)" "$v: the application's image"
done

done_testing
