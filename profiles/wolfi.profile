# wolfi.profile - what Wolfi's and Chainguard's compilers give all C
#
# Source: openssf-compiler-options 20250904-r9 of wolfi-dev/os (2026-08-22), openssf.spec for gcc 11 to 16 and etc/clang/common.cfg
# for clang 14 to 22. Their own file is handed to gcc as well, where it is there. Not taken: -O2, -march and -mtune, frame pointers,
# -Wno-error, --sort-common.
yield

# common.cfg; openssf.spec, where gcc 14 to 16 have it in -fhardened
fortify use 3
# common.cfg, and -fhardened
glibcxx-assertions use
# common.cfg, and -fhardened
trivial-auto-var-init use if gcc clang>=16
# common.cfg, and -fhardened
stackprotectorstrong use
stackclash use if x86_64 aarch64
# x86_64-unknown-linux-gnu-clang.cfg, and -fhardened; for aarch64 openssf.spec
branch use full
# common.cfg, and openssf.spec
no-delete-null-pointer-checks use
no-strict-overflow use
no-strict-aliasing use
# openssf.spec for gcc 15 and 16
zero-init-padding-bits use
# common.cfg, and openssf.spec
relro use
bindnow use
noexecstack use
as-needed use
# openssf.spec for gcc 15 and 16, aarch64: but for gold
gcs-report use

# clang's own configuration, where clang does not read it by itself; twice does no harm
clang-config spec /etc/clang/x86_64-unknown-linux-gnu-clang.cfg if compile preprocess assemble link clang x86_64 !cxx unless --config* --no-default-config
clang-config spec /etc/clang/x86_64-unknown-linux-gnu-clang++.cfg if compile preprocess assemble link clang x86_64 cxx unless --config* --no-default-config
clang-config spec /etc/clang/aarch64-unknown-linux-gnu-clang.cfg if compile preprocess assemble link clang aarch64 !cxx unless --config* --no-default-config
clang-config spec /etc/clang/aarch64-unknown-linux-gnu-clang++.cfg if compile preprocess assemble link clang aarch64 cxx unless --config* --no-default-config
# what its wrapper takes in the place of openssf.spec: the file that GCC_SPEC_FILE names
specfile spec if compile preprocess assemble link gcc unless -specs* --specs=*
openssf-spec spec openssf.spec if compile preprocess assemble link gcc unless -specs* --specs=*
