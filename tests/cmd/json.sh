#!/bin/sh
# Each command's JSON is what its schema in doc/ says, by python3-jsonschema.

: "${srcdir:?run the tests by make check}" "${builddir:?run the tests by make check}"
# shellcheck source=tests/lib/tap.sh
. "$srcdir/tests/lib/tap.sh"
need gcc jq python3
python3 -c 'import jsonschema' 2>"$T/err" || { [ -z "${CI:-}" ] || { echo "Bail out! no python3-jsonschema"; exit 99; }; echo "1..0 # SKIP no python3-jsonschema"; exit 0; }

shims gcc
PATH=$SHIM:$PATH
mkdir "$T/work"
cd "$T/work" || exit 99
echo 'int main(void) { return 0; }' >a.c

valid() { # SCHEMA FILE: a whole document; the schema, too, is one
	python3 -c '
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(json.load(open(sys.argv[2])), schema)' "$srcdir/doc/$1.schema.json" "$2"
}
says() { # SCHEMA WORD...
	says_schema=$1
	shift
	"$HARDCC" "$@" >"$says_schema.json" 2>err
	ok "$*" valid "$says_schema" "$says_schema.json"
}

says explain explain --json -- gcc -O2 -fno-stack-protector -c a.c
is "$(jq -r '[.edits[] | select(.feature == "stackprotectorstrong") | .code] | unique | join(" ")' explain.json)" user "a reason in one word"
is "$(jq -r '[.edits[] | select(.feature == "libcpp-hardening") | .code] | unique | join(" ")' explain.json)" compiler "another"
HARDCC_PROFILE=openssf,-relro,fedora says explain explain --json -- gcc a.o -o a
says explain explain --json -- gcc --version
says explain explain --json -- gcc '-###' -x c -c -
says explain explain --json -- gcc -c a.c -fplugin=x.so
says features features --json
says features features --json relro pie
says profiles profiles list --json
says profiles profiles show openssf --json
says profiles profiles diff openssf debian --json
says env env --json
says doctor doctor --json
GCC_SPEC_FILE=/dev/null HARDCC_CC_aarch64_linux_gnu=/usr/bin/gcc DEB_BUILD_OPTIONS=noopt CC=gcc says doctor doctor --json
is "$(jq -r '.path.gcc | map(.hardcc) | .[0]' doctor.json)" true "doctor: a boolean"
is "$(jq -r '.compilers | map(.gets | type) | unique | .[]' doctor.json)" array "and an array"
"$HARDCC" run --json -- gcc -O2 a.c -o app 2>run.json
ok "run --json" valid run run.json
"$HARDCC" run --json -- true 2>run.json
ok "run --json, of nothing" valid run run.json
HARDCC_PROFILE=openssf,openssf-strict "$HARDCC" run --json -- gcc -Wl,-z,execstack a.c -o app 2>run.json
grep '^{' run.json >denied.json
ok "run --json, of a call that is denied" valid run denied.json

# --- a schema that says nothing would take all
for s in "$srcdir"/doc/*.schema.json; do
	s=${s##*/} s=${s%.schema.json}
	echo '{"nothing": ["such"]}' >bad.json
	not_ok "$s.schema.json does not take everything" valid "$s" bad.json
done

done_testing
