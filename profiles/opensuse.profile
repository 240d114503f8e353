# opensuse.profile - what openSUSE gives a package's C
#
# Source: %optflags of Tumbleweed, as its packages' build logs have them (2026). PIE and the linker's now come from its gcc-PIE
# and binutils. Not taken: -O2, -Wall, unwind tables, -Werror=return-type, -flto and -g, which harden nothing.
yield

# %optflags
fortify use 3
stackprotectorstrong use
stackclash use

# the linker's own default
relro use
bindnow use
