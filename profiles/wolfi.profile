# wolfi.profile - what Wolfi's and Chainguard's compilers give all C
#
# Source: openssf-compiler-options of wolfi-dev/os, openssf.spec for gcc 12 to 15 and etc/clang/common.cfg, as of August
# 2026. Their own file is handed to gcc as well, where it is there. Not taken: -O2, -march and -mtune, frame pointers, -std,
# -Wno-error, --sort-common.
yield

# common.cfg; for gcc in the -fhardened of openssf.spec for gcc 14 and 15 (August 2026)
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc>=12 clang>=9 unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc<12 clang<9 unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
# common.cfg, and -fhardened (August 2026)
glibcxx-assertions add -D_GLIBCXX_ASSERTIONS if compile preprocess cxx objcxx !preprocessed gcc>=6 clang unless -D_GLIBCXX_ASSERTIONS -D_GLIBCXX_ASSERTIONS=* -U_GLIBCXX_ASSERTIONS
# common.cfg, and -fhardened (August 2026)
trivial-auto-var-init add -ftrivial-auto-var-init=zero if compile c cxx objc objcxx !msan gcc>=12 clang>=16 unless -ftrivial-auto-var-init=*
# common.cfg, and -fhardened (August 2026)
stackprotectorstrong add -fstack-protector-strong if compile c cxx objc objcxx gcc>=4.9 clang>=6 unless -fno-stack-protector -fstack-protector -fstack-protector-all -fstack-protector-explicit -nostdlib -nodefaultlibs -nolibc
stackclash add -fstack-clash-protection if compile c cxx objc objcxx x86_64 gcc>=8 clang>=11 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
stackclash add -fstack-clash-protection if compile c cxx objc objcxx aarch64 gcc>=8 clang>=18 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
# x86_64-unknown-linux-gnu-clang.cfg, and -fhardened; for aarch64 openssf.spec for gcc 15 (August 2026)
branch add -fcf-protection=full if compile assemble preprocess c cxx objc objcxx asm-cpp x86_64 gcc>=8 clang>=7 unless -fcf-protection* -fno-cf-protection -mindirect-branch=* -mmanual-endbr
branch add -mbranch-protection=standard if compile assemble preprocess c cxx objc objcxx asm-cpp aarch64 gcc>=9 clang>=8 unless -mbranch-protection=* -msign-return-address=*
# common.cfg, and openssf.spec for gcc 12 to 15 (August 2026)
no-delete-null-pointer-checks add -fno-delete-null-pointer-checks if compile c cxx objc objcxx gcc clang>=7 unless -fdelete-null-pointer-checks
no-strict-overflow add -fno-strict-overflow if compile c cxx objc objcxx !sanitize gcc>=4.2 clang unless -ftrapv -fstrict-overflow -fwrapv -fno-wrapv
no-strict-aliasing add -fno-strict-aliasing if compile c cxx objc objcxx gcc clang unless -fstrict-aliasing
# common.cfg, and openssf.spec for gcc 12 to 15 (August 2026)
relro add -Wl,-z,relro if link exe pie shared static static-pie gcc clang unless -Wl,-z,norelro
bindnow add -Wl,-z,now if link exe pie shared static static-pie gcc clang unless -Wl,-z,lazy -Wl,--unresolved-symbols=* -Wl,--unresolved-symbols -Wl,--warn-unresolved-symbols -Wl,--noinhibit-exec
noexecstack add -Wl,-z,noexecstack if link exe pie shared static static-pie !execstack !trampolines gcc clang unless -Wl,-z,execstack
as-needed add -Wl,--as-needed if link exe pie shared !sanitize gcc clang unless -Wl,--no-as-needed

# clang's own configuration, where clang does not read it by itself; twice does no harm
clang-config spec /etc/clang/x86_64-unknown-linux-gnu-clang.cfg if compile preprocess assemble link clang x86_64 !cxx unless --config* --no-default-config
clang-config spec /etc/clang/x86_64-unknown-linux-gnu-clang++.cfg if compile preprocess assemble link clang x86_64 cxx unless --config* --no-default-config
clang-config spec /etc/clang/aarch64-unknown-linux-gnu-clang.cfg if compile preprocess assemble link clang aarch64 !cxx unless --config* --no-default-config
clang-config spec /etc/clang/aarch64-unknown-linux-gnu-clang++.cfg if compile preprocess assemble link clang aarch64 cxx unless --config* --no-default-config
openssf-spec spec openssf.spec if compile preprocess assemble link gcc unless -specs* --specs=*
