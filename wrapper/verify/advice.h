/*
 * advice.h - how to fix what no rule of a profile can: texts of `hardcc verify`. Flags of go and of compilers stand
 * here, not in the code.
 */
#ifndef ADVICE_H
#define ADVICE_H

#define ADVICE_GO_LINK \
	"linked by Go itself, no flag of the C linker can apply: build it through the shim (extlink) or with -ldflags=-linkmode=external"
#define ADVICE_GO_PIE "go build -buildmode=pie"
#define ADVICE_GO_SYMBOLS "do not strip: no -s in -ldflags"
#define ADVICE_GO_DEBUG_FILE \
	"scanners read the program, not the debug file that .gnu_debuglink names: keep its symbols (strip -g; dh_strip -X), or judge without, by -symbols"
#define ADVICE_GO_TRIMPATH "go build -trimpath"
#define ADVICE_GO_STATIC "CGO_ENABLED=0 without -buildmode=pie, or a musl route with -linkmode=external"
#define ADVICE_PIE "compile all of it with -fPIE and link with -pie"
#define ADVICE_STATIC "link with -static-pie"
#define ADVICE_RWX "find the object or linker script that asks for it (-z execstack, -N, -omagic)"
#define ADVICE_TEXTREL "compile what goes into it with -fPIC or -fPIE"
#define ADVICE_RPATH "link without it, or name a directory that only root can write; patchelf removes it"
#define ADVICE_ENTRY "do not pack the program, and link without -N"
#define ADVICE_STATIC_RELRO "link it by HARDCC_LIBC=musl (static-relro), or dynamically"
#define ADVICE_NX "find the object without .note.GNU-stack, or with an executable one"
#define ADVICE_NSS "in Go the tags netgo,osusergo (run --tags); else link it with musl (run --static), or dynamically where it is to look names up by NSS"
#define ADVICE_DLOPEN "build it without what calls dlopen (go-sqlite3: the tag sqlite_omit_load_extension): it fails in a static program with musl, and with another glibc than its own; or link dynamically a program that is to load libraries"
#define ADVICE_SANITIZER "build without -fsanitize, --coverage, -pg, -race for what is shipped"
#define ADVICE_BUILDID "link with --build-id"
#define ADVICE_NOTE "build through hardcc, which leaves a note in each unit"
#define ADVICE_BRANCH "an object without the mark clears it for all: assembler, or the C library's crt1.o"

#endif
