#!/bin/sh
# Go for other machines through the shim: CC="shim -m32", and a cross compiler's name.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

need aarch64-linux-gnu-gcc qemu-aarch64
shims gcc aarch64-linux-gnu-gcc
programs

# The kernel's headers are the same for both; Debian finds them for -m32 only with a link that another package has.
headers=/usr/include/$(gcc -print-multiarch)
ok "386: builds" env GOARCH=386 CC="$SHIM/gcc -m32" CGO_CPPFLAGS="-idirafter $headers" go build -o "$T/386" ./hello
is "$(run_of "$T/386")" "hello world! 42" "386: runs"
is "$(elf_facts "$T/386")" "EXEC relro now canary fortify" "386: is hardened"

root=/usr/aarch64-linux-gnu
ok "arm64: builds" env GOARCH=arm64 CC="$SHIM/aarch64-linux-gnu-gcc" go build -o "$T/arm64" ./hello
is "$(run_of qemu-aarch64 -L "$root" "$T/arm64")" "hello world! 42" "arm64: runs"
is "$(elf_facts "$T/arm64")" "EXEC relro now canary fortify" "arm64: is hardened"
ok "arm64: asm builds" env GOARCH=arm64 CC="$SHIM/aarch64-linux-gnu-gcc" go build -o "$T/asm" ./asm
is "$(run_of qemu-aarch64 -L "$root" "$T/asm")" "three 3" "arm64: asm runs"

done_testing
