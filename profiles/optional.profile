# optional.profile - features that no profile turns on by itself: name them, as in HARDCC_PROFILE=openssf,+pie
#
# Position independence is Go's decision (-buildmode=pie) or the user's: beside objects that are
# compiled without it, -pie fails or makes text relocations.
pie add -fPIE if compile c cxx objc objcxx !cgo !shared !relocatable !static gcc clang unless -fPIC -fpic -fPIE -fpie -fno-PIC -fno-pic -fno-PIE -fno-pie -no-pie -nopie -nostdlib -nostartfiles -mcmodel=*
pie add -pie if link exe !cgo !golink gcc clang unless -no-pie -nopie -fno-PIC -fno-pic -fno-PIE -fno-pie -nostdlib -nostartfiles -mcmodel=*

# Only for a program: a library that cannot be loaded is of no use.
nodlopen add -Wl,-z,nodlopen if link exe pie gcc clang

# For hardcc verify: what a file must be.
pie expect if exe static
static expect if exe pie static static-pie
buildid expect
trimpath expect
