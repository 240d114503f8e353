# debian.profile - what dpkg-buildflags gives a package's C, feature by feature
#
# Source: dpkg 1.23.11 (sid), Dpkg/Vendor/Debian.pm; Debian 13's dpkg 1.22.22 gives the same. Debian 12's has all but these two,
# which dpkg has had since 1.22. For arm it is not in openssf: Ubuntu has switched it off there, for troubles.
yield
include debian-12

stackclash use if x86_64 aarch64
stackclash add -fstack-clash-protection if compile c cxx objc objcxx arm gcc>=8 unless -fno-stack-clash-protection -fstack-check -fstack-check=*
branch use default
