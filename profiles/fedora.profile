# fedora.profile - what Fedora gives a package's C
#
# Source: redhat-rpm-config of November 2022 (Fedora 37), macros, rpmrc, redhat-hardened-cc1 and -ld; FORTIFY 3 is in it since
# Fedora 38. RPM_OPT_FLAGS and RPM_LD_FLAGS switch the features that name a file off where they name none: so reaches
# %undefine _hardened_build this page. Not taken: -O2, -g, -march, -flto, -pipe, -Wall, frame pointers and unwind tables, the
# build id and package notes, which harden nothing.
yield

# macros, _preprocessor_defines: 2 in Fedora 37; 3 since Fedora 38, for the compilers that know it
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc>=12 clang>=9 unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
fortify add -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc<12 clang<9 unless -D_FORTIFY_SOURCE -D_FORTIFY_SOURCE=* -U_FORTIFY_SOURCE
# macros, _preprocessor_defines (Fedora 37)
glibcxx-assertions add -D_GLIBCXX_ASSERTIONS if compile preprocess cxx objcxx !preprocessed gcc>=6 clang unless -D_GLIBCXX_ASSERTIONS -D_GLIBCXX_ASSERTIONS=* -U_GLIBCXX_ASSERTIONS
# macros, _hardening_cflags (Fedora 37)
stackprotectorstrong add -fstack-protector-strong if compile c cxx objc objcxx gcc>=4.9 clang>=6 unless -fno-stack-protector -fstack-protector -fstack-protector-all -fstack-protector-explicit -nostdlib -nodefaultlibs -nolibc
# rpmrc, optflags of x86_64, i686, ppc64le, s390x; of aarch64 for gcc alone, as clang before 18 does not know it there
stackclash add -fstack-clash-protection if compile c cxx objc objcxx x86_64 i386 ppc64le s390x gcc>=8 clang>=11 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
stackclash add -fstack-clash-protection if compile c cxx objc objcxx aarch64 gcc>=8 clang>=18 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
# rpmrc, optflags of x86_64 and of aarch64
branch add -fcf-protection if compile assemble preprocess c cxx objc objcxx asm-cpp x86_64 gcc>=8 clang>=7 unless -fcf-protection* -fno-cf-protection -mindirect-branch=* -mmanual-endbr
branch add -mbranch-protection=standard if compile assemble preprocess c cxx objc objcxx asm-cpp aarch64 gcc>=9 clang>=8 unless -mbranch-protection=* -msign-return-address=*
# macros, _general_options (Fedora 37)
exceptions add -fexceptions if compile c !cxx !objc !objcxx glibc gcc>=3 clang unless -fexceptions -fno-exceptions -nostdlib -nodefaultlibs

# an error; never in what cgo generates, nor in Go's standard library, whose warnings cmd/go would print
# macros, _warning_options (Fedora 37)
format add -Wformat -Werror=format-security if compile c cxx objc objcxx !cgogen !gostd gcc clang unless -w -Wno-format* -Wformat=0 -Wno-error=format-security

# the linked file
# macros, build_ldflags (Fedora 37)
relro add -Wl,-z,relro if link exe pie shared static static-pie gcc clang unless -Wl,-z,norelro
# macros, _hardening_ldflags (Fedora 37)
bindnow add -Wl,-z,now if link exe pie shared static static-pie gcc clang unless -Wl,-z,lazy -Wl,--unresolved-symbols=* -Wl,--unresolved-symbols -Wl,--warn-unresolved-symbols -Wl,--noinhibit-exec
bindnow off if link without redhat-hardened-ld because RPM_LD_FLAGS has neither a redhat-hardened- file nor -z now: the package is not a hardened one
# macros, _ld_as_needed_flags (Fedora 37)
as-needed add -Wl,--as-needed if link exe pie shared !sanitize gcc clang unless -Wl,--no-as-needed

# its own files: macros, _hardening_gcc_cflags, _hardening_clang_cflags, _hardening_ldflags, _annobin_gcc_plugin (Fedora 37)
redhat-hardened-cc1 spec /usr/lib/rpm/redhat/redhat-hardened-cc1 if compile c cxx objc objcxx gcc
redhat-hardened-cc1 spec /usr/lib/rpm/redhat/redhat-hardened-clang.cfg if compile c cxx objc objcxx clang
redhat-hardened-ld spec /usr/lib/rpm/redhat/redhat-hardened-ld if link gcc
annobin spec /usr/lib/rpm/redhat/redhat-annobin-cc1 if compile c cxx objc objcxx gcc
