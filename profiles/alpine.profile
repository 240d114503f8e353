# alpine.profile - what Alpine Linux gives a package's C
#
# Source: default.conf of abuild, as of 2026: CFLAGS, CXXFLAGS, LDFLAGS. Not taken: -Os, libc++'s thread annotations,
# -Wl,-O1 and --sort-common, which harden nothing. PIE, FORTIFY (by fortify-headers), the stack protector, relro and now are
# built into its gcc; the last three are here for other compilers.
yield

# CFLAGS
stackclash use
# CXXFLAGS
glibcxx-assertions use
libcpp-hardening use
# gcc's own default
stackprotectorstrong use

# CFLAGS: an error
format use

# gcc's own default
relro use
bindnow use
# LDFLAGS
as-needed use
