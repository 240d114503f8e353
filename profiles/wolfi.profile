# wolfi.profile - what Wolfi's and Chainguard's compilers give all C
#
# Source: openssf-compiler-options of wolfi-dev/os, openssf.spec for gcc 12 to 15 and etc/clang/common.cfg, as of August
# 2026. Their own file is handed to gcc as well, where it is there. Not taken: -O2, -march and -mtune, frame pointers, -std,
# -Wno-error, --sort-common.
yield

# common.cfg; for gcc in the -fhardened of openssf.spec for gcc 14 and 15 (August 2026)
fortify use 3
# common.cfg, and -fhardened (August 2026)
glibcxx-assertions use
# common.cfg, and -fhardened (August 2026)
trivial-auto-var-init use if gcc clang>=16
# common.cfg, and -fhardened (August 2026)
stackprotectorstrong use
stackclash use if x86_64 aarch64
# x86_64-unknown-linux-gnu-clang.cfg, and -fhardened; for aarch64 openssf.spec for gcc 15 (August 2026)
branch use full
# common.cfg, and openssf.spec for gcc 12 to 15 (August 2026)
no-delete-null-pointer-checks use
no-strict-overflow use
no-strict-aliasing use
# common.cfg, and openssf.spec for gcc 12 to 15 (August 2026)
relro use
bindnow use
noexecstack use
as-needed use

# clang's own configuration, where clang does not read it by itself; twice does no harm
clang-config spec /etc/clang/x86_64-unknown-linux-gnu-clang.cfg if compile preprocess assemble link clang x86_64 !cxx unless --config* --no-default-config
clang-config spec /etc/clang/x86_64-unknown-linux-gnu-clang++.cfg if compile preprocess assemble link clang x86_64 cxx unless --config* --no-default-config
clang-config spec /etc/clang/aarch64-unknown-linux-gnu-clang.cfg if compile preprocess assemble link clang aarch64 !cxx unless --config* --no-default-config
clang-config spec /etc/clang/aarch64-unknown-linux-gnu-clang++.cfg if compile preprocess assemble link clang aarch64 cxx unless --config* --no-default-config
openssf-spec spec openssf.spec if compile preprocess assemble link gcc unless -specs* --specs=*
