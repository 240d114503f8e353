# nixos.profile - what the compilers of nixpkgs give by default
#
# Source: pkgs/build-support/cc-wrapper/add-hardening.sh and defaultHardeningFlags of nixpkgs (26.05). Not taken: -O2, which
# the wrapper adds with FORTIFY, and -fPIC, which its compilers are built with.
yield

# fortify3
fortify use 3
# stackprotector
stackprotectorstrong use
# stackclashprotection
stackclash use
# strictflexarrays1: an array of length 1 at the end of a struct stays of open length
strict-flex-arrays add -fstrict-flex-arrays=1 if compile c cxx objc objcxx gcc>=13 clang>=16 unless -fstrict-flex-arrays* -fno-strict-flex-arrays
# zerocallusedregs
zero-call-used-regs use
# libcxxhardeningfast, glibcxxassertions
glibcxx-assertions use
libcpp-hardening use
# strictoverflow
no-strict-overflow use

# format: an error
format use

# relro, bindnow
relro use
bindnow use
