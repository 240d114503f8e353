#!/bin/sh
# Files of others: the test files of elfutils, binutils and Go, and Debian's binaries for other machines. No crash, readelf's facts, and
# what `go version -m` says.
#
#   HARDCC_TEST_PORTS   Debian's architectures; eight of them

ports=${HARDCC_TEST_PORTS:-arm64 armel armhf i386 mips64el mipsel ppc64el s390x}
# shellcheck source=tests/lib/tap.sh
. "${srcdir:?}/tests/lib/tap.sh"
# shellcheck source=tests/lib/verify.sh
. "$srcdir/tests/lib/verify.sh"
# shellcheck source=tests/lib/source.sh
. "$srcdir/tests/lib/source.sh"
need jq readelf go apt-get dpkg-deb bzip2 base64 timeout

verify_all() { # DIRECTORY: no crash; $T/all.json
	timeout 600 "$HARDCC" verify -r --format json "$1" >"$T/all.json" 2>"$T/err"
	status=$?
	is "$(grep -e 'ERROR: .*Sanitizer' -e 'runtime error' "$T/err")" '' 'no finding of a sanitizer'
	ok "no crash: $(jq '[.[] | select(.kind)] | length' "$T/all.json") ELF files are judged, $(jq '[.[] | select(.error)] | length' "$T/all.json") refused" \
		test $status -le 4
}

same_facts() { # NAME: where readelf has nothing to complain about
	rows_of "$T/all.json" >"$T/rows"
	cut -d'|' -f1 "$T/rows" | while read -r file; do
		readelf -W -h -l -d -S -n "$file" >/dev/null 2>"$T/.err"
		[ -s "$T/.err" ] || echo "$file"
	done >"$T/sound"
	awk -F'|' 'NR == FNR { sound[$0] = 1; next } $1 in sound' "$T/sound" "$T/rows" >"$T/chosen"
	rows_by_readelf <"$T/chosen" >"$T/readelf"
	diff "$T/chosen" "$T/readelf" >"$T/diff"
	is "$(head -20 "$T/diff")" '' "$1: readelf agrees on $(wc -l <"$T/chosen" | tr -d ' ') of $(wc -l <"$T/rows" | tr -d ' ') files"
}

same_go() { # NAME
	jq -r '.[] | select(.go.version) | .file' "$T/all.json" >"$T/go-files"
	while read -r file; do
		jq -r --arg file "$file" '.[] | select(.file == $file) | .go | .version, (select(.path != "") | "path " + .path),
			(select(.module != "") | "mod " + ([.module, .module_version] | map(select(. != "")) | join(" "))),
			(.settings | to_entries[] | "build " + .key + "=" + .value)' "$T/all.json" | sort >"$T/.hardcc"
		go version -m "$file" 2>"$T/.err" | awk -F'\t' 'NR == 1 { sub(/.*: /, ""); print }
			$2 == "path" || $2 == "build" { gsub(/"/, ""); print $2 " " $3 }
			$2 == "mod" { print $2 " " $3 ($4 == "" ? "" : " " $4) }' | sort >"$T/.go"
		cmp -s "$T/.hardcc" "$T/.go" || { echo "$file"; diff "$T/.hardcc" "$T/.go"; }
	done <"$T/go-files" >"$T/differs"
	is "$(head -20 "$T/differs")" '' "$1: go version -m says the same of $(wc -l <"$T/go-files" | tr -d ' ') Go programs"
}

for package in elfutils binutils; do
	ok "the source of $package" source_fetch "$package"
	mkdir "$T/$package"
	# those of elfutils are packed one by one; binutils has some as text
	find "$T/src/$package" -path '*test*' -type f ! -name '*.tar*' | while read -r file; do
		n=$((${n:-0} + 1)) to=$T/$package/$n-${file##*/}
		case $file in
		*.bz2) bzip2 -dc "$file" >"${to%.bz2}" 2>/dev/null ;;
		*.gz) gzip -dc "$file" >"${to%.gz}" 2>/dev/null ;;
		*.uu) python3 -W ignore -c 'import sys, uu; uu.decode(sys.argv[1], sys.argv[2], quiet=True)' "$file" "$to" 2>/dev/null ;;
		*) cp "$file" "$to" ;;
		esac
	done
	rm -rf "$T/src/$package"
	verify_all "$T/$package"
	same_facts "$package"
done

root=$(go env GOROOT)
mkdir "$T/go"
for file in "$root"/src/debug/*/testdata/* "$root"/src/debug/*/testdata/*/*; do
	to=$T/go/$(echo "${file#"$root/src/debug/"}" | tr / _)
	case $file in
	*.base64) base64 -d "$file" >"$to" ;;
	*.gz) gzip -dc "$file" >"$to" ;;
	*) [ -d "$file" ] || cp "$file" "$to" ;;
	esac
done
verify_all "$T/go"
same_facts "Go's debug/*/testdata"
same_go "Go's debug/*/testdata"

for port in $ports; do
	ok "Debian's $port" port_fetch "$port" bash coreutils libc6 busybox-static libssl3 zlib1g-dev direnv
	verify_all "$T/ports/$port"
	same_facts "$port"
	same_go "$port"
	rm -rf "$T/ports/$port"
done
done_testing
