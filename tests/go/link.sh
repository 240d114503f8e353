#!/bin/sh
# Who links a Go program, and what the linked file has: with C of its own, with the standard library's alone (Go links
# that itself where nobody stops it), and with none, where no compiler is called and each byte is as without hardcc.

# shellcheck source=tests/lib/go.sh
. "${srcdir:?}/tests/lib/go.sh"

shims gcc g++
count_calls
programs
mkdir "$T/front" # before the shim: is anything called at all?
for cc in gcc g++; do
	printf '#!/bin/sh\n: >"%s"\nexec "%s" "$@"\n' "$T/called" "$SHIM/$cc" >"$T/front/$cc"
	chmod +x "$T/front/$cc"
done

# PROGRAM MODE CGO FROM FACTS: from this Go on the C compiler links it, with these facts; before, and where there is
# no C in it (never), Go does so as without hardcc.
table() {
	cat <<-END
	hello    exe  1  0      EXEC relro now
	hello    pie  1  0      DYN relro now
	cxx      exe  1  0      EXEC relro now
	dep      pie  1  0      DYN relro now
	netuser  exe  1  19     EXEC relro now
	netuser  pie  1  19     DYN relro now
	std      exe  1  never  EXEC
	std      pie  1  never  DYN
	netuser  exe  0  never  EXEC
	netuser  pie  0  never  DYN
	END
}

row() { # PROGRAM MODE CGO FROM FACTS...
	name="$v: $1, $2" program=$1 from=$4
	[ "$3" = 1 ] || name="$name, CGO_ENABLED=0"
	set -- "-buildmode=$2" "$3" "$5"
	export CGO_ENABLED="$2"
	reset_calls
	rm -f "$T/called"
	ok "$name: builds" env CC="$T/front/gcc" CXX="$T/front/g++" go build -o "$T/hard" "$1" "./$program"
	made=$(links)
	ok "$name: builds without hardcc" env CC="$real_gcc" CXX="$real_gxx" go build -o "$T/plain" "$1" "./$program"
	if [ "$from" = never ]; then
		not_ok "$name: no compiler is called" test -f "$T/called"
	else
		ok "$name: the shim is called" test -f "$T/called"
	fi
	is "$(run_of "$T/hard" 17)" "$(run_of "$T/plain" 17)" "$name: runs as without hardcc"
	if [ "$from" = never ]; then
		ok "$name: has the same bytes" cmp "$T/plain" "$T/hard"
		facts=$(link_facts "$T/hard")
		is "${facts%% *}" "$3" "$name: is what was asked for"
	elif [ "$go_minor" -ge "$from" ]; then
		is "$made $(link_facts "$T/hard")" "1 $3" "$name: the C compiler links it, with all that a link can have"
	else
		is "$made $(link_facts "$T/hard")" "0 $(link_facts "$T/plain")" "$name: Go links it as ever"
	fi
}

for v in $go_wanted; do
	use_go "$v"
	GOCACHE=$T/gocache.$go_minor
	while read -r program mode cgo from facts; do
		row "$program" "$mode" "$cgo" "$from" "$facts" </dev/null
	done <<-END
	$(table)
	END
	chmod -R u+w "$GOCACHE" && rm -rf "$GOCACHE"
done

done_testing
