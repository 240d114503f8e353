# debian-12.profile - what dpkg-buildflags of Debian 12 gives a package's C
#
# Source: dpkg 1.21.22, Dpkg/Vendor/Debian.pm. DEB_BUILD_OPTIONS and DEB_BUILD_MAINT_OPTIONS switch the
# features here as they do there. Not taken: -g and -O (the user's), -Wdate-time (a warning), -ffile-prefix-map (Go
# has its own), and the areas future, qa, optimize and sanitize, which hold nothing that hardens.
yield

# run-time checks
fortify use 2
stackprotectorstrong use
stackprotector use

# an error
format use

# the linked file; bindnow only where hardening=+bindnow asks for it
relro use
bindnow use if with bindnow

# Debian's gcc makes PIE by itself: hardening=+pie adds nothing to it, hardening=-pie takes it back. Go decides for
# its own programs in any case: the files say nothing beside -fPIC, -pie and -shared.
pie spec /usr/share/dpkg/pie-compile.specs if compile c cxx objc objcxx x32 loongarch64 gcc with pie because this port's gcc does not make PIE by itself
pie spec /usr/share/dpkg/pie-link.specs if link x32 loongarch64 gcc with pie because this port's gcc does not make PIE by itself
no-pie spec /usr/share/dpkg/no-pie-compile.specs if compile c cxx objc objcxx !x32 !loongarch64 gcc without pie because the package opts out of PIE
no-pie spec /usr/share/dpkg/no-pie-link.specs if link !x32 !loongarch64 gcc without pie because the package opts out of PIE
no-pie add -fno-PIE if compile c cxx objc objcxx !cgo clang>=14 without pie unless -fPIE -fpie -fPIC -fpic -fno-PIC -fno-pic -fno-PIE -fno-pie because the package opts out of PIE
no-pie add -no-pie if link exe pie !cgo !golink clang>=14 without pie unless -pie -fPIE -r -shared -static because the package opts out of PIE
