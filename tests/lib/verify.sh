# tests/lib/verify.sh - the samples of hardcc verify, and what is expected of each; sourced.
# shellcheck shell=sh
#
# c_samples      makes the C samples in $T/samples      expected FILE NAME...    tests each row of a table
# rows_of        facts, by hardcc                       rows_by_readelf          the same, by readelf

V=${srcdir:?}/tests/verify
S=$T/samples
mkdir -p "$S"

hard() { # COMPILER WORD...
	hard_cc=$1
	shift
	HARDCC_PROFILE=openssf,+pie "$SHIM/$hard_cc" "$@"
}

# What strip leaves, and then without section headers: e_shoff, e_shnum, e_shstrndx of a 64-bit file are zero.
sstripped() { # FROM TO
	strip -o "$2" "$1" && printf '\0\0\0\0\0\0\0\0' | dd of="$2" bs=1 seek=40 conv=notrunc 2>/dev/null &&
		printf '\0\0\0\0' | dd of="$2" bs=1 seek=60 conv=notrunc 2>/dev/null
}

c_samples() {
	shims gcc clang aarch64-linux-gnu-gcc
	cd "$S" || exit 99
	m=$V/samples/main.c
	gcc -O2 -no-pie -fno-pie "$m" -o plain
	gcc -O2 -fPIE -pie "$m" -o pie
	hard gcc -O2 "$m" -o hard
	strip -o hard-stripped hard
	gcc -g -O2 "$m" -o debug
	strip -o debuglink debug && objcopy --only-keep-debug debug debug-alone && objcopy --add-gnu-debuglink=debug-alone debuglink
	gcc -O2 -c "$V/samples/library.c" -o library.o && hard gcc -O2 "$m" library.o -o mixed
	hard gcc -O2 -fstrict-aliasing -ftrapv "$m" -o hard-traps
	gcc -c "$V/samples/flex.S" -o flex
	hard gcc -O2 -fno-stack-clash-protection -ftrivial-auto-var-init=uninitialized "$m" -o hard-off
	hard gcc -O2 -ftrivial-auto-var-init=pattern "$m" -o hard-pattern
	HARDCC_PROFILE=openssf,+pie,-stackclash,-trivial-auto-var-init "$SHIM/gcc" -O2 "$m" -o hard-untold
	sstripped hard hard-sstripped
	hard gcc "$m" -o hard-O0
	gcc -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -Wl,-z,now "$m" -o by-hand
	strip -o by-hand-stripped by-hand
	gcc -O2 -static "$m" -o static
	strip -o static-stripped static
	hard gcc -O2 -static "$m" -o hard-static
	strip -o hard-static-strp hard-static
	hard gcc -O2 -static-pie "$m" -o static-pie
	gcc -O2 -static "$V/samples/user.c" -o static-nss 2>/dev/null
	strip -o static-nss-strp static-nss
	musl-gcc -O2 -fPIE -pie "$m" -o musl
	musl-gcc -O2 -static "$m" -o musl-static
	strip -o musl-static-strp musl-static
	gcc -O2 -Wl,-z,norelro "$m" -o norelro
	gcc -O2 -Wl,-z,norelro,-z,now "$m" -o now-only
	gcc -O2 -Wl,-z,execstack "$m" -o execstack 2>/dev/null
	gcc -O2 -Wl,-rpath,/usr/lib/x:/tmp/lib "$m" -o rpath-tmp
	gcc -O2 -Wl,-rpath,lib,--disable-new-dtags "$m" -o rpath-relative
	gcc -O2 -Wl,-rpath,:/usr/lib/x "$m" -o rpath-empty
	# shellcheck disable=SC2016 # the loader's, not the shell's
	gcc -O2 '-Wl,-rpath,$ORIGIN/../lib:/usr/lib/x' "$m" -o runpath-origin
	gcc -O2 -static -nostdlib -Wl,-N "$V/samples/start.c" -o rwx 2>/dev/null
	gcc -shared -nostdlib -Wl,-z,notext "$V/samples/textrel.S" -o textrel 2>/dev/null
	gcc -O2 -fsanitize=address "$V/samples/nothing.c" -o asan
	gcc -O2 -fsanitize=undefined "$V/samples/bounded.c" -o ubsan
	gcc -O2 --coverage "$m" -o coverage
	gcc -O2 -Wl,--build-id=none "$m" -o no-build-id
	gcc -O2 "$V/samples/bounded.c" -o bounded
	gcc -O2 "$V/samples/nothing.c" -o nothing
	hard gcc -O2 -fPIC -shared "$V/samples/library.c" "$m" -o library
	gcc -O2 -c "$m" -o object
	hard gcc -O2 -c "$m" -o hard-object
	cp object plain.o && cp hard-object hard.o && rm -f archive && ar rc archive hard.o plain.o
	gcc -m32 -O2 -no-pie -fno-pie "$m" -o m32
	clang-14 -O2 -fPIE -pie -fuse-ld=lld "$m" -o lld
	hard clang -O2 "$m" -o hard-clang
	aarch64-linux-gnu-gcc -O2 "$m" -o arm64
	hard aarch64-linux-gnu-gcc -O2 "$m" -o hard-arm64
	clang-14 --target=mips-linux-gnu -O2 -nostdlib -static -fno-pic -mno-abicalls -fuse-ld=lld -Wl,-e,_start "$V/samples/start.c" -o big-endian
	cd "$T" || exit 99
}

columns='pie relro bindnow nx rwx textrel rpath entry static nss stackprotector fortify stackclash auto-var-init flex-arrays overflow aliasing branch notes sanitizer buildid'

# "name kind relro libc symbols debug V..." of one file, as the tables have it
row_of() { # FILE NAME PROFILE
	"$HARDCC" verify --format json --profile "$3" "$1" 2>"$T/.err" | jq -r --arg name "$2" --arg columns "$columns" '.[0] |
		(.checks | map({(.name): .}) | add) as $c |
		[$name, .kind, $c.relro.value, $c.libc.value, $c.symbols.value, $c.debug.value, ($columns | split(" ") | .[] | $c[.].verdict[0:1])] |
		map(if . == "" then "-" else gsub(" "; "-") end) | join(" ")'
}

expected() { # TABLE PROFILE
	grep -v -e '^#' -e '^name ' "$1" | tr -s ' ' >"$T/.table"
	while read -r name rest; do
		is "$(row_of "$S/$name" "$name" "$2")" "$name $rest" "verify $name"
	done <"$T/.table"
}

# Facts of linked files that hardcc verify and readelf both tell, a row a file: path type now textrel relro stack rwx symtab runpath
# build-id interpreter needed.
rows_of() { # JSON: as hardcc has them
	jq -r '.[] | select(.checks) | select(.kind | IN("program", "PIE", "static program", "static PIE", "shared library")) |
	(.checks | map({(.name): .}) | add) as $c |
	[.file, ($c.bindnow.evidence | test("BIND_NOW$") and (startswith("dynamic segment: no") | not)),
	$c.textrel.value == "yes", $c.relro.value != "none",
	(if $c.nx.evidence | test("no PT_GNU_STACK|asks for no") then "absent" elif $c.nx.value == "yes" then "RW" else "RWE" end),
	$c.rwx.value == "yes", $c.symbols.value == "kept", ($c.rpath.value | if . == "none" then "" else . end),
	($c.buildid.value | if . == "none" then "" else . end), ($c.interp.value | if . == "none" then "" else . end),
	($c.needed.value | if . == "none" then "" else . end)] | map(tostring) | join("|")' "$1" | sort
}

# Of the rows on stdin the same from readelf. A file whose name would mislead it is left out by nobody: it fails.
rows_by_readelf() {
	cut -d'|' -f1 | tr '\n' '\0' | xargs -0 -n 50 -P 2 sh "$T/.one" | sort
}
cat >"$T/.one" <<'SCRIPT'
#!/bin/sh
for f; do
	readelf -W -h -l -d -S -n "$f" 2>/dev/null | awk -v file="$f" '
	function flag(b) { return b ? "true" : "false" }
	/^  GNU_RELRO/ { relro = 1 }
	/^  GNU_STACK/ { stack = $0 ~ /RWE/ ? "RWE" : "RW" }
	/^  (LOAD|GNU_RELRO) .* RWE / { rwx = 1 }
	/Requesting program interpreter:/ { interp = $0; sub(/.*interpreter: /, "", interp); sub(/\]$/, "", interp) }
	/\(TEXTREL\)/ || (/\(FLAGS\)/ && /TEXTREL/) { textrel = 1 }
	/\(BIND_NOW\)/ || (/\(FLAGS\)/ && /BIND_NOW/) || (/\(FLAGS_1\)/ && / NOW/) { now = 1 }
	/\(NEEDED\)/ { n = $0; sub(/.*\[/, "", n); sub(/\]$/, "", n); needed = needed (needed == "" ? "" : " ") n }
	/\((RPATH|RUNPATH)\)/ { path = $0; sub(/.*path: \[/, "", path); sub(/\]$/, "", path) }
	/ SYMTAB / { symtab = 1 }
	/Build ID: / { id = $0; sub(/.*Build ID: /, "", id); id = substr(id, 1, 64) }
	END {
		print file "|" flag(now) "|" flag(textrel) "|" flag(relro) "|" (stack == "" ? "absent" : stack) "|" flag(rwx) "|" \
			flag(symtab) "|" path "|" id "|" interp "|" needed
	}'
done
SCRIPT
