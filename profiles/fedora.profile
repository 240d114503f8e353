# fedora.profile - what Fedora gives a package's C
#
# Source: redhat-rpm-config 344 (Fedora 44), as its buildflags.md and the CFLAGS and LDFLAGS in logs of builds of Fedora 43 to 45
# have them; the macros are those of 2024 (Fedora 39), and the logs of Fedora 41 have the same. RPM_OPT_FLAGS and RPM_LD_FLAGS
# switch the features that name a file off where they name none: so reaches %undefine _hardened_build this page. Not taken: -O2,
# -g, -march, -flto, -pipe, -Wall, frame pointers and unwind tables, TLS descriptors, pack-relative-relocs, the build id and
# package notes, which harden nothing; and redhat-hardened-ld-errors, which makes errors of two of ld's warnings.
yield

# macros, _fortify_level_flags: 3 since Fedora 38
fortify use 3
# macros, _preprocessor_defines
glibcxx-assertions use
# macros, _hardening_cflags
stackprotectorstrong use
# rpmrc, optflags of x86_64, i686, ppc64le, s390x; of aarch64 for gcc alone, as clang before 18 does not know it there
stackclash use if x86_64 i386 ppc64le s390x aarch64
# rpmrc, optflags of x86_64 and of aarch64
branch use default
# macros, _general_options
exceptions use

# an error
# macros, _warning_options
format use

# the linked file
# macros, build_ldflags
relro use
# macros, _hardening_ldflags
bindnow use
bindnow off if link without redhat-hardened-ld because RPM_LD_FLAGS has neither a redhat-hardened- file nor -z now: the package is not a hardened one
# macros, _ld_as_needed_flags
as-needed use

# its own files: macros, _hardening_gcc_cflags, _hardening_clang_cflags, _hardening_ldflags, _annobin_gcc_plugin
redhat-hardened-cc1 spec /usr/lib/rpm/redhat/redhat-hardened-cc1 if compile c cxx objc objcxx gcc
redhat-hardened-cc1 spec /usr/lib/rpm/redhat/redhat-hardened-clang.cfg if compile c cxx objc objcxx clang
redhat-hardened-ld spec /usr/lib/rpm/redhat/redhat-hardened-ld if link gcc
redhat-hardened-ld spec /usr/lib/rpm/redhat/redhat-hardened-clang-ld.cfg if link clang
annobin spec /usr/lib/rpm/redhat/redhat-annobin-cc1 if compile c cxx objc objcxx gcc
