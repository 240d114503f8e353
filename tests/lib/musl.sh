# tests/lib/musl.sh - what the tests of the musl route share; sourced after tests/lib/tap.sh or tests/lib/go.sh.
# Has hardcc's data installed, for the links to the kernel's headers are made then.
# shellcheck shell=sh
#
# in_empty PROGRAM ARG...     runs it in a directory that is its whole file system, with what is in $T/etc as /etc
# static_facts FILE           EXEC or DYN, then what a static program must not have and what hardens it

make -s -C "${builddir:?}" install-dist_specDATA install-data-hook DESTDIR="$T/inst" >"$T/.install" 2>&1 ||
	{ sed 's/^/# /' "$T/.install"; echo "Bail out! the data cannot be installed"; exit 99; }
HARDCC_DATADIR=$(find "$T/inst" -name hardcc-note.h)
HARDCC_DATADIR=${HARDCC_DATADIR%/specs/*}
export HARDCC_DATADIR

in_empty() { # PROGRAM ARG...
	empty_program=$1
	shift
	rm -rf "$T/empty"
	mkdir "$T/empty"
	cp "$empty_program" "$T/empty/program"
	[ ! -d "$T/etc" ] || cp -r "$T/etc" "$T/empty/etc"
	if [ "$(id -u)" -eq 0 ]; then
		chroot "$T/empty" /program "$@" 2>&1
	else
		unshare -r chroot "$T/empty" /program "$@" 2>&1
	fi || echo "exit $?"
}

static_facts() { # FILE
	readelf -W -h -l -d "$1" 2>/dev/null >"$T/.elf"
	static_facts=$(sed -n 's/^ *Type: *\([A-Z]*\) .*/\1/p' "$T/.elf")
	while read -r name pattern; do
		grep -q -e "$pattern" "$T/.elf" && static_facts="$static_facts $name"
	done <<-END
	interpreter INTERP
	needed (NEEDED)
	textrel TEXTREL
	relro GNU_RELRO
	now (BIND_NOW)\|(FLAGS_1).*NOW
	execstack GNU_STACK.*RWE
	END
	echo "$static_facts"
}

compile() { # NAME ARGS...: by the names for musl; what is said goes to err
	compile_name=$1
	shift
	"$SHIM/$compile_name" "$@" >out 2>err
}
says() { # STATUS TEXT NAME: how the last call, whose status is $status, ended
	# shellcheck disable=SC2154 # its caller sets it
	is "$status $(grep -cF -e "$2" err)" "$1 1" "$3"
	[ "$(grep -cF -e "$2" err)" -eq 1 ] || head -20 err | sed 's/^/# /'
}
