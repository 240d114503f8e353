# arch.profile - what Arch Linux gives a package's C
#
# Source: makepkg.conf of pacman and of devtools, as of 2025: CFLAGS, CXXFLAGS, LDFLAGS. Arch is for x86_64 alone. Not taken:
# -march, -mtune, -O2, -pipe, -flto, frame pointers, -fno-plt, -Wl,-O1, --sort-common and pack-relative-relocs, which harden
# nothing. PIE is built into its gcc; so is the stack protector, which is here for other compilers.
yield

# CFLAGS
fortify use 3
stackclash use if x86_64
branch use default if x86_64
exceptions use
# CXXFLAGS
glibcxx-assertions use
# gcc's own default
stackprotectorstrong use

# CFLAGS: an error
format use

# LDFLAGS
relro use
bindnow use
as-needed use
