#!/bin/sh
# verify.sh - hardcc verify on C programs of every kind: what it says of each property of each file.

: "${srcdir:?run the tests by make check}"
# shellcheck source=tests/lib.sh
. "$srcdir/tests/lib.sh"
# shellcheck source=tests/verifylib.sh
. "$srcdir/tests/verifylib.sh"
need gcc musl-gcc clang-14 ld.lld aarch64-linux-gnu-gcc strip ar jq

c_samples
expected "$V/c.expected" openssf,+pie,+buildid
done_testing
