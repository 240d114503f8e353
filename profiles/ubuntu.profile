# ubuntu.profile - what Ubuntu's dpkg-buildflags and its compilers' own defaults give a package's C
#
# Source: dpkg 1.23.7ubuntu1 (Ubuntu 26.04), Dpkg/Vendor/Ubuntu.pm over Debian.pm; that of 24.04, 1.22.6ubuntu6.6, hardens by the
# same words. gcc 15.2.0-16ubuntu1 -dumpspecs: distro_defaults. Ubuntu's gcc has most of this built in, so a feature that a
# package opts out of needs the word that takes it back. Not taken: what debian.profile leaves out, frame pointers, package
# metadata and -Wl,-Bsymbolic-functions, which harden nothing, and -Wbidi-chars, a warning.
yield

# Ubuntu.pm, fortify-level
fortify use 3
# Ubuntu.pm, add_build_flags, for hardening=-fortify
no-fortify use
# Debian.pm, stackprotectorstrong and stackprotector; Ubuntu.pm where neither is asked for
stackprotectorstrong use
stackprotector use
no-stackprotector use
# Debian.pm, stackclash; Ubuntu.pm without it
stackclash use if x86_64 i386 ppc64le s390x aarch64
no-stackclash use
# Debian.pm, branch; Ubuntu.pm without it
branch use default
no-branch use
# gcc 15's distro_defaults (Ubuntu 26.04)
zero-init-padding-bits use

# an error
# Debian.pm, format; Ubuntu.pm without it
format use
no-format use

# the linked file; bindnow only where hardening=+bindnow asks for it
# Debian.pm, relro and bindnow
relro use
bindnow use if with bindnow

# Debian.pm, pie: gcc's default; a package that opts out of it says so
no-pie spec /usr/share/dpkg/no-pie-compile.specs if compile c cxx objc objcxx gcc without pie because the package opts out of PIE
no-pie spec /usr/share/dpkg/no-pie-link.specs if link gcc without pie because the package opts out of PIE
