#!/bin/sh
# `hardcc run` over real build systems: autotools, cmake and meson projects of Debian's, and a Rust crate that compiles C.
# Each is built, its own tests pass, and what came out is hardened.

# shellcheck source=tests/lib/tap.sh
cargo_home=${CARGO_HOME:-$HOME/.cargo} rustup_home=${RUSTUP_HOME:-$HOME/.rustup}
. "${srcdir:?}/tests/lib/tap.sh"
need gcc g++ make cmake meson ninja apt-get tar readelf jq cargo
# shellcheck source=tests/lib/source.sh
. "$srcdir/tests/lib/source.sh"

shims gcc g++ cc c++
PATH=$PATH:$SHIM # run puts it first
export PATH
run() { # NAME COMMAND...: with a summary that counts
	run_name=$1
	shift
	ok "$run_name" "$HARDCC" run --json -- "$@"
	tail -1 "$T/.out" >"$T/summary"
}
summed_up() { # NAME FILTER
	is "$(jq "$2" "$T/summary" 2>/dev/null)" true "$1"
}
hardened() { # FILE
	readelf -W -l -d -s "$1" 2>/dev/null >"$T/.elf"
	ok "${1##*/} has read-only relocations" grep -q GNU_RELRO "$T/.elf"
	ok "${1##*/} is bound at start" grep -q 'BIND_NOW\|FLAGS_1.*NOW' "$T/.elf"
	ok "${1##*/} has canaries" grep -q __stack_chk_fail "$T/.elf"
	ok "${1##*/} tells the policy" sh -c "readelf -nW '$1' 2>/dev/null | grep -q hardcc"
}
complete='.compiles > 5 and .links > 0 and .never_called == null and ([.features[] | select(.feature == "relro" or .feature == "bindnow") | .calls == .of] | all)'

ok "autotools: hello's source" source_fetch hello
if cd "$T/src/hello"; then
	run "configure" ./configure --quiet
	summed_up "configure's own questions go through, too" '.calls > 20'
	run "make" make -j2
	summed_up "make: everything is counted" "$complete"
	ok "make check" "$HARDCC" run -q -- make check
	hardened hello
fi
ok "cmake: cjson's source" source_fetch cjson
if cd "$T/src/cjson"; then
	run "cmake" cmake -B build -G Ninja -DCMAKE_BUILD_TYPE=Release
	run "cmake --build" cmake --build build
	summed_up "cmake: everything is counted" "$complete"
	ok "ctest" "$HARDCC" run -q -- ctest --test-dir build
	hardened build/libcjson.so.1
	run "a second time" cmake --build build
	summed_up "says that nothing was to be done" '.compiles == 0 and (.never_called | startswith("everything was up to date"))'
	ok "configured without hardcc" env CC=/usr/bin/gcc cmake -B past -G Ninja
	run "that directory goes past" cmake --build past
	summed_up "and its cache is named" '.never_called | test("past/CMakeCache.txt:[0-9]+ names /usr/bin/gcc by its path")'
fi
ok "meson: fribidi's source" source_fetch fribidi
if cd "$T/src/fribidi"; then
	run "meson setup" meson setup build -Ddocs=false
	run "meson compile" meson compile -C build
	summed_up "meson: everything is counted" "$complete"
	ok "meson test" "$HARDCC" run -q -- meson test -C build
	hardened build/bin/fribidi
fi

# --- a Rust crate whose build script compiles C with cc
CARGO_HOME=$cargo_home RUSTUP_HOME=$rustup_home
export CARGO_HOME RUSTUP_HOME
mkdir -p "$T/src/rust/src" && cd "$T/src/rust" || exit 99
printf '[package]\nname = "taker"\nversion = "0.1.0"\nedition = "2018"\n[build-dependencies]\ncc = "1"\n' >Cargo.toml
echo 'fn main() { cc::Build::new().file("a.c").compile("a"); }' >build.rs
printf '#include <string.h>\nint take(const char *s) { char b[32]; strcpy(b, s); return (int)strlen(b); }\n' >a.c
cat >src/main.rs <<'EOF'
extern "C" { fn take(s: *const std::os::raw::c_char) -> i32; }
fn len(s: &str) -> i32 { let s = std::ffi::CString::new(s).unwrap(); unsafe { take(s.as_ptr()) } }
fn main() { println!("{}", len("four")); }
#[test]
fn four() { assert_eq!(len("four"), 4); }
EOF
run "cargo build" cargo build --release
summed_up "cargo: the C and the links are counted" '.compiles >= 1 and .links >= 1'
is "$(target/release/taker)" 4 "the program runs"
ok "cargo test" "$HARDCC" run -q -- cargo test --release
hardened target/release/taker

done_testing
