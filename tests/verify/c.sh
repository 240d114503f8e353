#!/bin/sh
# hardcc verify on C programs of every kind: what it says of each property of each file.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
# shellcheck source=tests/lib/verify.sh
. "$srcdir/tests/lib/verify.sh"
need gcc musl-gcc clang-14 ld.lld aarch64-linux-gnu-gcc strip ar jq

c_samples
expected "$V/c.expected" openssf,+pie,+buildid
done_testing
