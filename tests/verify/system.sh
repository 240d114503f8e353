#!/bin/sh
# The raw facts of every ELF file of this system are readelf's: /usr/bin and /usr/lib, no crash.
#
#   HARDCC_TEST_FILES   how many, spread over all of them (400); all

want=${HARDCC_TEST_FILES:-400}
# shellcheck source=tests/lib/tap.sh
. "${srcdir:?}/tests/lib/tap.sh"
need jq readelf xargs

"$HARDCC" verify -r --format json /usr/bin /usr/lib >"$T/all.json" 2>"$T/err"
ok 'no crash over all of /usr/bin and /usr/lib' test $? -le 4
grep -v -e ': the archive holds no ELF file$' -e ': Permission denied$' "$T/err" >"$T/refused"
jq -e . "$T/all.json" >"$T/.json" 2>&1
ok 'and the JSON is whole' test $? -eq 0

# A row a file, as hardcc has it: type now textrel relro stack rwx symtab runpath build-id interpreter needed
jq -r '.[] | select(.checks) | select(.kind | IN("program", "PIE", "static program", "static PIE", "shared library")) |
	(.checks | map({(.name): .}) | add) as $c |
	[.file, ($c.bindnow.evidence | test("BIND_NOW$") and (startswith("dynamic segment: no") | not)),
	$c.textrel.value == "yes", $c.relro.value != "none",
	(if $c.nx.evidence | test("no PT_GNU_STACK|asks for no") then "absent" elif $c.nx.value == "yes" then "RW" else "RWE" end),
	$c.rwx.value == "yes", $c.symbols.value == "kept", ($c.rpath.value | if . == "none" then "" else . end),
	($c.buildid.value | if . == "none" then "" else . end), ($c.interp.value | if . == "none" then "" else . end),
	($c.needed.value | if . == "none" then "" else . end)] | map(tostring) | join("|")' "$T/all.json" | sort >"$T/rows"
total=$(wc -l <"$T/rows")
ok 'there are ELF files' test "$total" -gt 100
if [ "$want" = all ] || [ "$want" -ge "$total" ]; then
	cp "$T/rows" "$T/chosen"
else
	awk -v step=$((total / want)) 'NR % step == 0' "$T/rows" >"$T/chosen"
fi

# The same from readelf. A file whose name would mislead it is left out of the rows above by nobody: it fails here.
cat >"$T/one" <<'SCRIPT'
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
cut -d'|' -f1 "$T/chosen" | tr '\n' '\0' | xargs -0 -n 50 -P 2 sh "$T/one" | sort >"$T/readelf"
diff "$T/chosen" "$T/readelf" >"$T/diff"
is "$(head -20 "$T/diff")" '' "readelf agrees on $(wc -l <"$T/chosen" | tr -d ' ') of $total files"

# What is refused must be refused by readelf, too, or hold no program headers and sections.
while read -r line; do
	f=${line#hardcc: error: }
	f=${f%%: *}
	readelf -W -h -l -d -S "$f" >"$T/.readelf" 2>&1
	grep -qi -e 'error' -e 'warning' "$T/.readelf"
	is $? 0 "$line"
done <"$T/refused"
done_testing
