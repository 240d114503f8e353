# ubuntu.profile - what Ubuntu's dpkg-buildflags and its compilers' own defaults give a package's C
#
# Source: dpkg 1.22.6 (Ubuntu 24.04), Dpkg/Vendor/Ubuntu.pm over Debian.pm. Ubuntu's gcc has most of this built in, so
# a feature that a package opts out of needs the word that takes it back. Not taken: what debian.profile leaves out,
# and -Wl,-Bsymbolic-functions, which hardens nothing.
yield

# Ubuntu.pm, fortify-level (dpkg 1.22.6)
fortify use 3
# Ubuntu.pm, add_build_flags, for hardening=-fortify (dpkg 1.22.6)
no-fortify use
# Debian.pm, stackprotectorstrong and stackprotector; Ubuntu.pm where neither is asked for (dpkg 1.22.6)
stackprotectorstrong use
stackprotector use
no-stackprotector use
# Debian.pm, stackclash; Ubuntu.pm without it (dpkg 1.22.6)
stackclash use if x86_64 i386 ppc64le s390x aarch64
no-stackclash use
# Debian.pm, branch; Ubuntu.pm without it (dpkg 1.22.6)
branch use default
no-branch use

# an error
# Debian.pm, format; Ubuntu.pm without it (dpkg 1.22.6)
format use
no-format use

# the linked file; bindnow only where hardening=+bindnow asks for it
# Debian.pm, relro and bindnow (dpkg 1.22.6)
relro use
bindnow use if with bindnow

# Debian.pm, pie (dpkg 1.22.6): gcc's default; a package that opts out of it says so
no-pie spec /usr/share/dpkg/no-pie-compile.specs if compile c cxx objc objcxx gcc without pie because the package opts out of PIE
no-pie spec /usr/share/dpkg/no-pie-link.specs if link gcc without pie because the package opts out of PIE
