# openssf.profile - what the OpenSSF guide recommends and no program is known to break by
# https://best.openssf.org/Compiler-Hardening-Guides/ (2026-06-30); versions from its tables, run where they could be
#
# FEATURE VERB WORD... [if CONDITION...] [unless USERFLAG...] [because REASON...]
# Added words stand before the user's, so the user's win. A rule that names a compiler vouches for its words.

# run-time checks
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc>=12 clang>=9 unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc>=4.1<12 clang>=5<9 unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
glibcxx-assertions add -D_GLIBCXX_ASSERTIONS if compile preprocess cxx objcxx !preprocessed gcc>=6 clang unless -D_GLIBCXX_ASSERTIONS -D_GLIBCXX_ASSERTIONS=* -U_GLIBCXX_ASSERTIONS
libcpp-hardening add -D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST if compile preprocess cxx objcxx !preprocessed clang>=18 unless -D_LIBCPP_HARDENING_MODE -D_LIBCPP_HARDENING_MODE=* -U_LIBCPP_HARDENING_MODE
stackprotectorstrong add -fstack-protector-strong if compile c cxx objc objcxx gcc>=4.9 clang>=6 unless -fno-stack-protector -fstack-protector -fstack-protector-all -fstack-protector-explicit -nostdlib -nodefaultlibs -nolibc
stackclash add -fstack-clash-protection if compile c cxx objc objcxx x86_64 x32 i386 ppc64le s390x gcc>=8 clang>=11 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
stackclash add -fstack-clash-protection if compile c cxx objc objcxx aarch64 gcc>=8 clang>=18 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
trivial-auto-var-init add -ftrivial-auto-var-init=zero if compile c cxx objc objcxx !msan gcc>=12 clang>=16 unless -ftrivial-auto-var-init=*
trivial-auto-var-init add -ftrivial-auto-var-init=zero -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang if compile c cxx objc objcxx !msan clang>=8<16 unless -ftrivial-auto-var-init=*

# control flow
branch add -fcf-protection=full if compile assemble preprocess c cxx objc objcxx asm-cpp x86_64 gcc>=8 clang>=7 unless -fcf-protection* -fno-cf-protection -mindirect-branch=* -mmanual-endbr
branch add -mbranch-protection=standard if compile assemble preprocess c cxx objc objcxx asm-cpp aarch64 gcc>=9 clang>=8 unless -mbranch-protection=* -msign-return-address=*

# undefined behaviour made defined
no-delete-null-pointer-checks add -fno-delete-null-pointer-checks if compile c cxx objc objcxx gcc clang>=7 unless -fdelete-null-pointer-checks
no-strict-overflow add -fno-strict-overflow if compile c cxx objc objcxx !sanitize gcc>=4.2 clang unless -ftrapv -fstrict-overflow -fwrapv -fno-wrapv
no-strict-aliasing add -fno-strict-aliasing if compile c cxx objc objcxx gcc clang unless -fstrict-aliasing

# the linked file
relro add -Wl,-z,relro if link exe pie shared static static-pie gcc clang unless -Wl,-z,norelro
bindnow add -Wl,-z,now if link exe pie shared static static-pie gcc clang unless -Wl,-z,lazy -Wl,--unresolved-symbols=* -Wl,--unresolved-symbols -Wl,--warn-unresolved-symbols -Wl,--noinhibit-exec
noexecstack add -Wl,-z,noexecstack if link exe pie shared static static-pie !execstack !trampolines gcc clang unless -Wl,-z,execstack
as-needed add -Wl,--as-needed if link exe pie shared !sanitize gcc clang unless -Wl,--no-as-needed

# Go links a program whose only C is the standard library's by itself, and no word above reaches it.
# A refusal makes cmd/go take the compiler for that: see goext in hardcc.profile(5).
extlink refuse if dynimport goext because Go is to link through the compiler

# -ldflags=-s takes the symbols that vulnerability scanners need; -Wl,-s is left alone
symbols replace -s -Wl,--strip-debug if golink !gotest !gorun because vulnerability scanners need the symbols

# the distribution's own spec file: what GCC_SPEC_FILE names, or /etc/gcc_spec_file
specfile spec if compile preprocess assemble link gcc unless -specs* --specs=*

# a note in each object: under which policy it was made; none where there is no object, or no place for it
note note if compile c cxx objc objcxx source !preprocessed !header !module !no-object !other-language gcc
note note if compile c cxx objc objcxx source !preprocessed !header !module !no-object !other-language clang unless -frecord-command-line -grecord-command-line -frecord-gcc-switches -grecord-gcc-switches because clang would write our words into the object

# what hardcc verify looks for beyond what the rules above make
rwx expect
textrel expect
rpath expect
entry expect
nss expect if static static-pie because what a static program loads when it runs may not be there, or not fit
sanitizer expect because a sanitizer's runtime is not made to be attacked
