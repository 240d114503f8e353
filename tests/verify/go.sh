#!/bin/sh
# hardcc verify on Go programs of every kind: the C half is judged, and only that; and on
# each Go version what `go version -m` says.
#
#   HARDCC_TEST_VERIFY_GO   the Go versions beside the one in use

old_go=${HARDCC_TEST_VERIFY_GO:-go1.17.13 go1.21.13}
# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
# shellcheck source=tests/lib/verify.sh
. "$srcdir/tests/lib/verify.sh"
need jq strip musl-gcc

shims gcc g++
programs

built() { # NAME PACKAGE [FLAG...]
	built_name=$1 built_package=$2
	shift 2
	ok "$built_name builds" go build -o "$S/$built_name" "$@" "./$built_package"
}

go_samples() {
	CC=$real_gcc
	export CC
	CGO_ENABLED=0 built pure std
	CGO_ENABLED=0 built pure-trimpath std -trimpath
	CGO_ENABLED=0 built pure-pie std -buildmode=pie
	for arch in s390x 386 arm64; do
		GOARCH=$arch CGO_ENABLED=0 built pure-$arch std
	done
	CGO_ENABLED=0 built pure-stripped std '-ldflags=-s -w'
	built net netuser
	strip -o "$S/net-stripped" "$S/net"
	built cgo hello
	strip -o "$S/cgo-stripped" "$S/cgo"
	built cgo-s hello '-ldflags=-s -w'
	built static-glibc hello '-ldflags=-linkmode=external -extldflags=-static'
	CC=musl-gcc built static-musl hello '-ldflags=-linkmode=external -extldflags=-static'
	built race hello -race
	CC=$SHIM/gcc
	built net-hard netuser
	built cgo-hard hello
	built unused-hard unused
	built cgo-pie-hard hello -buildmode=pie
	strip -o "$S/pie-hard-strp" "$S/cgo-pie-hard"
	sstripped "$S/cgo-pie-hard" "$S/pie-sstripped"
	built static-hard hello '-ldflags=-linkmode=external -extldflags=-static'
	strip -o "$S/static-strp" "$S/static-hard"
	built c-shared cshared -buildmode=c-shared
	built c-archive cshared -buildmode=c-archive
	mv "$S/c-archive" "$S/c-archive.a" && mv "$S/c-archive.a" "$S/c-archive"
}

# "name kind link c V..."
row_of() { # FILE NAME PROFILE
	"$HARDCC" verify --format json --profile "$3" "$1" 2>"$T/.err" | jq -r --arg name "$2" --arg columns "$columns" '.[0] |
		(.checks | map({(.name): .}) | add) as $c |
		[$name, $c.kind.value, .go.link, .go.c, ($columns | split(" ") | .[] | $c[.] |
			if (.name == "symbols" and .verdict == "n/a") or (.name == "relro" and $name == "pure-pie") then "-" else .verdict[0:1] end)] |
		map(gsub("archive of [0-9]*"; "archive") | gsub(" "; "-")) | join(" ")'
}
columns='pie relro bindnow nx rwx textrel rpath entry static nss stackprotector fortify stackclash auto-var-init flex-arrays overflow aliasing branch notes sanitizer buildid symbols go-link go-trimpath'

value() { # FILE JQ-EXPRESSION
	"$HARDCC" verify --format json "$S/$1" | jq -r ".[0] | $2"
}

# What Go's own reader says, line by line, but for the modules it was made from. That of Go 1.27 finds nothing in a PIE without
# section headers: there it is asked about the file as it was before.
same_as_go() { # FILE
	same_like=$1
	[ "${1##*/}" != pie-sstripped ] || [ "$go_minor" -lt 27 ] || same_like=$S/cgo-pie-hard
	go version -m "$same_like" | sed '1s/^.*: //' | grep -v -e '^	dep' -e '^	=>' | sed 's/^	//' |
		sed 's/^\(mod	[^	]*	[^	]*\).*/\1/' >"$T/go.told"
	"$HARDCC" verify --format json "$1" | jq -r '.[0].go | .version, (select(.path != "") | "path\t" + .path),
		(select(.module != "") | "mod\t" + .module + "\t" + .module_version),
		(.settings | to_entries[] | "build\t" + (.key | if test("[=\" ]") then tojson else . end) + "=" +
			(.value | if test("[\\s\"`]") then tojson else . end))' >"$T/hardcc.told"
	ok "as go version -m: ${1##*/}" cmp "$T/go.told" "$T/hardcc.told"
}

go_samples
expected "$V/go.expected" openssf,+pie,+trimpath
for f in "$S"/*; do
	case ${f##*/} in
	c-archive | *.h) ;;
	*) same_as_go "$f" ;;
	esac
done

# Go's own RELRO ends inside of a page, all of which the loader leaves writable: what .got has there is not covered.
relro_end=$(($(readelf -lW "$S/pure-pie" | awk '$1 == "GNU_RELRO" { print $3 " + " $6 }')))
got_end=$(($(readelf -SW "$S/pure-pie" | sed 's/\[ */[/' | awk '$2 == ".got" { print "0x" $4 " + 0x" $6 }')))
is "$(value pure-pie '.checks[] | select(.name == "relro") | .value')" "$([ $got_end -le $((relro_end / 4096 * 4096)) ] && echo full || echo partial)" \
	"a PIE that Go links: RELRO by whole pages"
is "$(value cgo '.go.c_packages | join(" ")')" main "the package that has C is named"
is "$(value net '.go.c_standard | join(" ")' | tr ' ' '\n' | sort | tr '\n' ' ')" "net os/user runtime/cgo " \
	"the standard library's C is named"
"$HARDCC" verify "$S/cgo" >"$T/text"
is "$(sed -n 's/^  *go  *//p' "$T/text" | tr -s ' ')" "$(go env GOVERSION) C of main runtime/cgo" 'the text has the Go version and whose C it is'
has 'the main module' '           module         example.org/programs' "$T/text"
has 'and how it was built' ' CGO_ENABLED=1 ' "$T/text"
has_advice() { # FILE CHECK TEXT
	value "$1" ".checks[] | select(.name == \"$2\") | .advice, .evidence" >"$T/advice"
	has "$1: $2: $3" "$3" "$T/advice"
}
has_advice net relro 'linked by Go itself, no flag of the C linker can apply: build it through the shim (extlink)'
has_advice net stackprotector "(runtime/cgo net os/user), which Go compiles without"
has_advice cgo-pie-hard stackprotector "of Go's standard library (runtime/cgo), which Go compiles without"
has_advice cgo-stripped symbols 'do not strip'
cp "$S/cgo-stripped" "$S/cgo-debuglink"
echo debug >"$S/cgo.debug"
objcopy --add-gnu-debuglink="$S/cgo.debug" "$S/cgo-debuglink"
has_advice cgo-debuglink symbols 'scanners read the program, not the debug file that .gnu_debuglink names'
has_advice cgo bindnow 'build through hardcc, which adds -Wl,-z,now (openssf.profile:'
is "$("$HARDCC" verify --profile openssf,+pie --format json "$S/cgo" | jq -r '.[0].checks[] | select(.name == "pie") | .advice')" \
	"go build -buildmode=pie" "a Go program's PIE is Go's to make"

# The C beside the Go code is what the symbols say, stripped or not.
for f in cgo cgo-pie-hard static-hard; do
	want=$(readelf -sW "$S/$f" | awk '$8 == "runtime.etext" { print "0x" $2 }')
	is "$(value $f '.go.text_end')" "$((want))" "$f: where the Go code ends"
done
is "$(value pie-sstripped '.go.text_end, .go.c_text' | tr '\n' ' ')" "$(value cgo-pie-hard '.go.text_end, .go.c_text' | tr '\n' ' ')" \
	"without symbols and section headers the Go code ends at the same place"

# An exception for one main package, and for a package that brings C.
mkdir -p "$XDG_CONFIG_HOME/hardcc/profiles"
echo 'include openssf
bindnow off if link package example.org/programs/hello because it loads drivers
fortify off if compile package example.org/other' >"$XDG_CONFIG_HOME/hardcc/profiles/team.profile"
"$HARDCC" verify --profile team --format json "$S/cgo" | jq -r '.[0].checks[] | select(.name == "bindnow" or .name == "fortify") |
	.verdict + " " + .evidence' >"$T/excepted"
has "an exception holds for its package" 'n/a dynamic segment: no BIND_NOW; excepted by ' "$T/excepted"
has "with its reason" 'team.profile:2: it loads drivers' "$T/excepted"
has "and for no other" 'fail symbols: plain' "$T/excepted"

# Each Go version: what go says of its own programs.
for v in $old_go; do
	GOFLAGS=-buildvcs=false
	[ "${v#go1.17}" = "$v" ] || GOFLAGS= # it knows no -buildvcs
	use_go "$v"
	CC=$real_gcc
	for kind in exe pie; do
		go build -buildmode=$kind -o "$S/$v-$kind" ./hello >"$T/.out" 2>&1 || cat "$T/.out"
		same_as_go "$S/$v-$kind"
		is "$(value "$v-$kind" '.go.version, .go.link, .go.c' | tr '\n' ' ')" "$v external user " "$v $kind: external, with C"
		strip -o "$S/$v-$kind-stripped" "$S/$v-$kind"
		same_as_go "$S/$v-$kind-stripped"
		is "$(value "$v-$kind-stripped" '.go.text_end, .go.c_text, .go.c' | tr '\n' ' ')" \
			"$(value "$v-$kind" '.go.text_end, .go.c_text, .go.c' | tr '\n' ' ')" "$v $kind: the same when stripped"
		want=$(readelf -sW "$S/$v-$kind" | awk '$8 == "runtime.etext" { print "0x" $2 }')
		is "$(value "$v-$kind" '.go.text_end')" "$((want))" "$v $kind: where the Go code ends"
	done
	CGO_ENABLED=0 go build -o "$S/$v-pure" ./std
	same_as_go "$S/$v-pure"
	is "$(value "$v-pure" '.go.version, .go.link, .go.c' | tr '\n' ' ')" "$v internal none " "$v pure: internal, without C"
done
done_testing
