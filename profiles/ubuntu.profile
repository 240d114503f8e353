# ubuntu.profile - what Ubuntu's dpkg-buildflags and its compilers' own defaults give a package's C
#
# Source: dpkg 1.22.6 (Ubuntu 24.04), Dpkg/Vendor/Ubuntu.pm over Debian.pm. Ubuntu's gcc has most of this built in, so
# a feature that a package opts out of needs the word that takes it back. Not taken: what debian.profile leaves out,
# and -Wl,-Bsymbolic-functions, which hardens nothing.
yield

# Ubuntu.pm, fortify-level (dpkg 1.22.6); -U because the compiler defines it by itself
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc>=12 clang>=9 unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc<12 clang<9 unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
# Ubuntu.pm, add_build_flags, for hardening=-fortify (dpkg 1.22.6)
no-fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=0 if compile preprocess c cxx objc objcxx !preprocessed gcc clang without fortify unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
# Debian.pm, stackprotectorstrong and stackprotector; Ubuntu.pm where neither is asked for (dpkg 1.22.6)
stackprotectorstrong add -fstack-protector-strong if compile c cxx objc objcxx gcc>=4.9 clang>=6 unless -fno-stack-protector -fstack-protector -fstack-protector-all -fstack-protector-explicit -nostdlib -nodefaultlibs -nolibc
stackprotector add -fstack-protector --param=ssp-buffer-size=4 if compile c cxx objc objcxx gcc clang without stackprotectorstrong unless -fno-stack-protector -fstack-protector* -nostdlib -nodefaultlibs -nolibc
no-stackprotector add -fno-stack-protector if compile c cxx objc objcxx gcc clang without stackprotector unless -fstack-protector*
# Debian.pm, stackclash; Ubuntu.pm without it (dpkg 1.22.6)
stackclash add -fstack-clash-protection if compile c cxx objc objcxx x86_64 i386 ppc64le s390x gcc>=8 clang>=11 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
stackclash add -fstack-clash-protection if compile c cxx objc objcxx aarch64 gcc>=8 clang>=18 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
no-stackclash add -fno-stack-clash-protection if compile c cxx objc objcxx gcc>=8 clang>=11 without stackclash unless -fstack-clash-protection
# Debian.pm, branch; Ubuntu.pm without it (dpkg 1.22.6)
branch add -fcf-protection if compile assemble preprocess c cxx objc objcxx asm-cpp x86_64 gcc>=8 clang>=7 unless -fcf-protection* -fno-cf-protection -mindirect-branch=* -mmanual-endbr
branch add -mbranch-protection=standard if compile assemble preprocess c cxx objc objcxx asm-cpp aarch64 gcc>=9 clang>=8 unless -mbranch-protection=* -msign-return-address=*
no-branch add -fcf-protection=none if compile assemble preprocess c cxx objc objcxx asm-cpp x86_64 gcc>=8 clang>=7 without branch unless -fcf-protection*
no-branch add -mbranch-protection=none if compile assemble preprocess c cxx objc objcxx asm-cpp aarch64 gcc>=9 clang>=8 without branch unless -mbranch-protection=*

# an error; never in what cgo generates, nor in Go's standard library, whose warnings cmd/go would print
# Debian.pm, format; Ubuntu.pm without it (dpkg 1.22.6)
format add -Wformat -Werror=format-security if compile c cxx objc objcxx !cgogen !gostd gcc clang unless -w -Wno-format* -Wformat=0 -Wno-error=format-security
no-format add -Wno-format -Wno-error=format-security if compile c cxx objc objcxx gcc clang without format unless -Wformat* -Werror=format-security

# the linked file; bindnow only where hardening=+bindnow asks for it
# Debian.pm, relro and bindnow (dpkg 1.22.6)
relro add -Wl,-z,relro if link exe pie shared static static-pie gcc clang unless -Wl,-z,norelro
bindnow add -Wl,-z,now if link exe pie shared static static-pie gcc clang with bindnow unless -Wl,-z,lazy -Wl,--unresolved-symbols=* -Wl,--unresolved-symbols -Wl,--warn-unresolved-symbols -Wl,--noinhibit-exec

# Debian.pm, pie (dpkg 1.22.6): gcc's default; a package that opts out of it says so
no-pie spec /usr/share/dpkg/no-pie-compile.specs if compile c cxx objc objcxx gcc without pie because the package opts out of PIE
no-pie spec /usr/share/dpkg/no-pie-link.specs if link gcc without pie because the package opts out of PIE
