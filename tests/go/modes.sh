#!/bin/sh
# Each way in which Go builds: through the shim a program builds and runs as without it, and has what it should have.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

shims gcc g++
programs
mkdir "$T/plain" "$T/hard"

without() { # COMMAND...
	env CC="$real_gcc" CXX="$real_gxx" "$@"
}

with() { # COMMAND...
	env CC="$SHIM/gcc" CXX="$SHIM/g++" "$@"
}

# NAME PACKAGE [FLAG...]: builds it without hardcc and with
twins() {
	name=$1 package=$2
	shift 2
	ok "$name: builds without hardcc" without go build -o "$T/plain/$name" "$@" "$package"
	ok "$name: builds" with go build -o "$T/hard/$name" "$@" "$package"
}

same_run() { # NAME [COMMAND...]: ends as without hardcc, and prints the same
	name=$1
	shift
	is "$(run_of "$@" "$T/hard/$name")" "$(run_of "$@" "$T/plain/$name")" "$name: runs as without hardcc"
}

hardened() { # NAME: of the same type as without hardcc
	is "$(elf_facts "$T/hard/$1")" "$(type_of "$1") relro now canary fortify" "$1: is hardened"
	is "$(policies "$T/hard/$1")" "$(policy)" "$1: each part tells the policy"
}

type_of() { # NAME
	facts=$(elf_facts "$T/plain/$1")
	echo "${facts%% *}"
}

ordinary() {
	twins exe ./hello
	is "$(run_of "$T/plain/exe")" "hello world! 42" "the plain program is right"
	same_run exe
	hardened exe
	twins pie ./hello -buildmode=pie
	same_run pie
	hardened pie
	twins cxx ./cxx
	same_run cxx
	twins netuser ./netuser
	same_run netuser
	twins std ./std
	ok "std: is the same without a compiler in it" cmp "$T/plain/std" "$T/hard/std"

	# An assembler source without the marking makes the whole stack executable.
	twins asm ./asm
	same_run asm
	case $(elf_facts "$T/plain/asm") in
	*execstack) ok "asm: the plain one has an executable stack" true ;;
	*) is "$(elf_facts "$T/plain/asm")" "... execstack" "asm: the plain one has an executable stack" ;;
	esac
	is "$(elf_facts "$T/hard/asm")" "$(type_of asm) relro now" "asm: this one has not"

	ok "trimpath: builds" with go build -trimpath -o "$T/hard/trimpath" ./hello
	is "$(run_of "$T/hard/trimpath")" "hello world! 42" "trimpath: runs"
	for path in "$T" "$srcdir" "$HARDCC_DATADIR"; do
		objcopy --decompress-debug-sections "$T/hard/trimpath" "$T/unpacked"
		not_ok "trimpath: no path of this machine is in it" grep -qaF -e "$path" "$T/unpacked"
	done
}

libraries() {
	twins c-shared.so ./cshared -buildmode=c-shared
	hardened c-shared.so
	ok "c-shared: its host builds" "$SHIM/gcc" -O2 -o "$T/open" cshared/host/open.c
	is "$(run_of "$T/open" "$T/hard/c-shared.so")" "length 6" "c-shared: can be opened"
	is "$(run_of "$T/open" "$T/hard/c-shared.so" lazily)" "length 6" "c-shared: and lazily"
	is "$(run_of "$T/open" "$T/plain/c-shared.so")" "length 6" "c-shared: and so can the plain one"
	twins lazy.so ./cshared -buildmode=c-shared -ldflags=-extldflags=-Wl,-z,lazy
	is "$(link_facts "$T/hard/lazy.so")" "DYN relro" "c-shared: one that its builder wants bound lazily is"
	is "$(run_of "$T/open" "$T/hard/lazy.so" lazily)" "length 6" "c-shared: and can be opened"

	ok "c-archive: builds" with go build -buildmode=c-archive -o "$T/archive.a" ./cshared
	ok "c-archive: its host builds" "$SHIM/gcc" -O2 -o "$T/linked" cshared/host/linked.c "$T/archive.a" -lpthread
	is "$(run_of "$T/linked")" "length 6" "c-archive: runs in a C program"
	is "$(elf_facts "$T/linked" | cut -d' ' -f2-)" "relro now canary fortify" "c-archive: is hardened"
	is "$(policies "$T/linked")" "$(policy)" "c-archive: each part tells the policy"

	ok "plugin: builds" with go build -buildmode=plugin -o "$T/hard/plugin.so" ./plugin/part
	ok "plugin: its host builds" with go build -o "$T/host" ./plugin/host
	is "$(run_of "$T/host" "$T/hard/plugin.so")" "length 6" "plugin: can be opened"
	is "$(elf_facts "$T/hard/plugin.so")" "DYN relro now canary fortify" "plugin: is hardened"
}

commands() {
	# Another profile, so that all of cgo's calls are made again, its probes among them.
	ok "debugging: builds" with env HARDCC_DEBUG=2 HARDCC_LOG="$T/log" HARDCC_PROFILE=openssf,-stackclash \
		go build -o "$T/hard/debugging" ./hello
	is "$(run_of "$T/hard/debugging")" "hello world! 42" "debugging: runs"
	case $(go env GOVERSION) in
	go1.20*) probe= ;; # asks the linker nothing
	*) probe=linkprobe ;;
	esac
	for kind in defines guess dwarf compile dynimport $probe; do
		has "debugging: the log has the call kind $kind" "\"$kind\"" "$T/log"
	done
	ok "go test: passes" with go test -count=1 ./tested
	ok "go vet: is content" with go vet ./hello ./cxx ./asm ./dep/... ./tested
	is "$(with go run ./dep 2>&1)" "sum 42" "go run: runs"
	ok "go list -export: is content" with go list -export ./hello ./dep
}

# HOW MESSAGE: with the feature on the program is stopped, with that message, and without hardcc not so
stopped() {
	long=0123456789012345678901234567890123456789
	"$T/hard/overflow" "$1" $long >"$T/said" 2>&1
	has "overflow by $1: is stopped" "$2" "$T/said"
	is "$(run_of "$T/hard/overflow" "$1" short)" "length 5" "overflow by $1: what fits is not"
	"$T/plain/overflow" "$1" $long >"$T/said" 2>&1
	lacks "overflow by $1: nothing sees it without hardcc" "$2" "$T/said"
}

ordinary
libraries
commands
twins overflow ./overflow
stopped strcpy "buffer overflow detected"
stopped loop "stack smashing detected"

done_testing
