#!/bin/sh
# Law 13 on a real program: a Go module that brings a prebuilt C library. The truth is the sum of the functions in the program that
# the library defines.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"
need jq nm strip
module=github.com/confluentinc/confluent-kafka-go/v2
shims gcc g++
export CC="$SHIM/gcc" CXX="$SHIM/g++"
mkdir "$T/src" && cd "$T/src" || exit 99
cat >main.go <<END
package main

import "$module/kafka"

func main() { println(kafka.LibraryVersion()) }
END
go mod init example.com/kafka >"$T/.go" 2>&1
go get "$module@v2.6.1" >"$T/.go" 2>&1 || missing "the module"
ok 'it builds' go build -o program .
library=$(go list -m -f '{{.Dir}}' "$module")/kafka/librdkafka_vendor/librdkafka_glibc_linux_amd64.a

nm --defined-only "$library" 2>/dev/null | sed -n 's/.* [TtWw] //p' | sort -u >names
readelf -sW program | awk '$4 == "FUNC" && $7 != "UND" { print $8, $2, $3 }' | sort -k1,1 >functions
join names functions | sort -u -k2,2 | cut -d' ' -f3 | {
	sum=0
	while read -r n; do
		sum=$((sum + n))
	done
	echo $((sum / 1024))
} >truth
truth=$(cat truth)

told() { # FILE: verdict, KiB without a record, KiB of code
	"$HARDCC" verify --format json "$1" | jq -r '.[0].checks[] | select(.name == "notes") | .verdict + " " + .evidence' |
		sed 's/ .*; \([0-9]*\) of \([0-9]*\) KiB of code are without a record$/ \1 \2/'
}
told program >figures
read -r verdict bare all <figures
is "$verdict" unknown 'law 13: a prebuilt library makes no pass'
echo "# $bare of $all KiB; the library's functions: $truth KiB"
ok 'law 13: what is told is within 5 % of it, and the padding between functions' \
	test $((bare * 100)) -ge $((truth * 95)) -a $((bare * 100)) -le $((truth * 107))
for check in stackprotector stackclash auto-var-init overflow aliasing; do
	is "$("$HARDCC" verify --format json program | jq -r ".[0].checks[] | select(.name == \"$check\") | .verdict")" unknown \
		"law 13: nor a pass of $check"
done
strip program
is "$(told program)" "$verdict $bare $all" 'law 13: strip changes nothing of that'
done_testing
