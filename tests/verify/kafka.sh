#!/bin/sh
# Law 13 on real programs: Go modules that bring a prebuilt library of C, C++ or Rust. The truth are the sizes of the functions in the
# program, by its symbols: those that the library defines, and all that are not Go's.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need jq nm readelf strip
shims gcc g++
export CC="$SHIM/gcc" CXX="$SHIM/g++" GOFLAGS=-mod=mod

said() { # FILE CHECK KEY
	"$HARDCC" verify --format json "$1" | jq -r ".[0].checks[] | select(.name == \"$2\") | .$3"
}
told() { # FILE: KiB without a record, KiB of code; of stripped C++ whether they are is not known
	said "$1" notes evidence | sed -n 's/.*; \(not known of \)*\([0-9]*\) of \([0-9]*\) KiB of code\( are without a record$\|: \).*/\2 \3/p'
}

# Sizes of functions outside of Go's, each address once
sizes() { # FILE
	nm "$1" | awk '$3 == "runtime.text" { a = $1 } $3 == "runtime.etext" { b = $1 } END { print a, b }' >range
	read -r begin end <range
	# "" makes them texts: 00000000004e2480 is a number, too
	readelf -sW "$1" | awk -v a="$begin" -v b="$end" '$4 == "FUNC" && $7 != "UND" && !($2 "" >= a "" && $2 "" < b "") { print $2, $3, $8 }' |
		sort -u -k1,1
}
kib() {
	awk '{ n += $2 } END { print int(n / 1024) }'
}

share() { # WHAT: of what is told of the program, beside that of $truth in $whole
	told program >figures
	read -r bare code <figures
	share=$((bare * 1000 / code)) want=$((truth * 1000 / whole))
	echo "# $1: told $bare of $code KiB; the library has $truth of $whole KiB"
	ok "law 13: $1: the share is within 5 % of the truth: $share of 1000, $want" \
		test $((share * 100)) -ge $((want * 95)) -a $((share * 100)) -le $((want * 105))
}

prebuilt() { # NAME MODULE VERSION PACKAGE EXPRESSION LIBRARY
	mkdir "$T/$1" && cd "$T/$1" || exit 99
	printf 'package main\n\nimport "%s%s"\n\nfunc main() { println(%s) }\n' "$2" "$4" "$5" >main.go
	go mod init "example.com/$1" >"$T/.go" 2>&1
	go get "$2@$3" >"$T/.go" 2>&1 || { echo "# $2 is not served here"; return; }
	ok "$1: it builds" go build -o program .
	# Not nm: it takes a member for one of LTO that has code of Rust in both forms, and says no name of it
	readelf -sW "$(go list -m -f '{{.Dir}}' "$2")/$6" 2>/dev/null | awk '$4 == "FUNC" && $7 != "UND" { print $8 }' | sort -u >names
	sizes program >all
	sort -k3,3 all | join -1 1 -2 3 -o 2.1,2.2 names - | sort -u >library
	truth=$(kib <library) whole=$(kib <all)
	not_ok "law 13: $1: a prebuilt library makes no pass" test "$(said program notes verdict)" = pass
	cp program stripped && strip stripped
	is "$(said stripped notes verdict)" unknown "law 13: $1: nor is there one when stripped"
	share "$1"
	for check in stackprotector stackclash auto-var-init overflow aliasing; do
		is "$(said program $check verdict)" unknown "law 13: $1: nor a pass of $check"
	done
	mv stripped program
	share "$1, stripped"
}
prebuilt kafka github.com/confluentinc/confluent-kafka-go/v2 v2.6.1 /kafka 'kafka.LibraryVersion()' \
	kafka/librdkafka_vendor/librdkafka_glibc_linux_amd64.a
ok 'kafka: and so is the size' test $((bare * 100)) -ge $((truth * 95)) -a $((bare * 100)) -le $((truth * 105))
prebuilt quickjs github.com/buke/quickjs-go v0.4.0 '' 'func() bool { r := quickjs.NewRuntime(); defer r.Close(); return true }()' deps/libs/linux_amd64/libquickjs.a
prebuilt bls github.com/herumi/bls-eth-go-binary v1.29.1 /bls 'bls.Init(bls.BLS12_381)' bls/lib/linux/amd64/libbls384_256.a
prebuilt v8 rogchap.com/v8go v0.9.0 '' 'v8go.Version()' deps/linux_x86_64/libv8.a
# Rust's library has LLVM's bitcode beside its code, which Go 1.26.11 and 1.27.4 refuse, whatever CC is.
use_go go1.25.14
prebuilt wasmtime github.com/bytecodealliance/wasmtime-go/v25 v25.0.0 '' 'wasmtime.NewEngine()' build/linux-x86_64/libwasmtime.a
done_testing
