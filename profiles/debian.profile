# debian.profile - what dpkg-buildflags gives a package's C, feature by feature
#
# Source: dpkg 1.21.22 (Debian 12), Dpkg/Vendor/Debian.pm. DEB_BUILD_OPTIONS and DEB_BUILD_MAINT_OPTIONS switch the
# features here as they do there. Not taken: -g and -O (the user's), -Wdate-time (a warning), -ffile-prefix-map (Go
# has its own), and the areas future, qa, optimize and sanitize, which hold nothing that hardens.
# Newer: dpkg 1.22 (Debian 13, whose compilers begin with gcc 13 and clang 17) has stackclash and branch.
yield

# run-time checks
fortify add -D_FORTIFY_SOURCE=2 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc clang unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
stackprotectorstrong add -fstack-protector-strong if compile c cxx objc objcxx gcc>=4.9 clang>=6 unless -fno-stack-protector -fstack-protector -fstack-protector-all -fstack-protector-explicit -nostdlib -nodefaultlibs -nolibc
stackprotector add -fstack-protector --param=ssp-buffer-size=4 if compile c cxx objc objcxx gcc clang without stackprotectorstrong unless -fno-stack-protector -fstack-protector* -nostdlib -nodefaultlibs -nolibc
stackclash add -fstack-clash-protection if compile c cxx objc objcxx x86_64 aarch64 gcc>=13 clang>=18 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
branch add -fcf-protection if compile assemble preprocess c cxx objc objcxx asm-cpp x86_64 gcc>=13 clang>=17 unless -fcf-protection* -fno-cf-protection -mindirect-branch=* -mmanual-endbr
branch add -mbranch-protection=standard if compile assemble preprocess c cxx objc objcxx asm-cpp aarch64 gcc>=13 clang>=17 unless -mbranch-protection=* -msign-return-address=*

# an error; never in what cgo generates, nor in Go's standard library, whose warnings cmd/go would print
format add -Wformat -Werror=format-security if compile c cxx objc objcxx !cgogen !gostd gcc clang unless -w -Wno-format* -Wformat=0 -Wno-error=format-security

# the linked file; bindnow only where hardening=+bindnow asks for it
relro add -Wl,-z,relro if link exe pie shared static static-pie gcc clang unless -Wl,-z,norelro
bindnow add -Wl,-z,now if link exe pie shared static static-pie gcc clang with bindnow unless -Wl,-z,lazy -Wl,--unresolved-symbols=* -Wl,--unresolved-symbols -Wl,--warn-unresolved-symbols -Wl,--noinhibit-exec

# Debian's gcc makes PIE by itself: hardening=+pie adds nothing to it, hardening=-pie takes it back. Go decides for
# its own programs in any case: the files say nothing beside -fPIC, -pie and -shared.
pie spec /usr/share/dpkg/pie-compile.specs if compile c cxx objc objcxx x32 loongarch64 gcc with pie because this port's gcc does not make PIE by itself
pie spec /usr/share/dpkg/pie-link.specs if link x32 loongarch64 gcc with pie because this port's gcc does not make PIE by itself
no-pie spec /usr/share/dpkg/no-pie-compile.specs if compile c cxx objc objcxx !x32 !loongarch64 gcc without pie because the package opts out of PIE
no-pie spec /usr/share/dpkg/no-pie-link.specs if link !x32 !loongarch64 gcc without pie because the package opts out of PIE
no-pie add -fno-PIE if compile c cxx objc objcxx !cgo clang>=14 without pie unless -fPIE -fpie -fPIC -fpic -fno-PIC -fno-pic -fno-PIE -fno-pie because the package opts out of PIE
no-pie add -no-pie if link exe pie !cgo !golink clang>=14 without pie unless -pie -fPIE -r -shared -static because the package opts out of PIE
