# optional.profile - features that no profile turns on by itself: name them, as in HARDCC_PROFILE=openssf,+pie

# Go's decision, or the user's
pie use

# only for a program
nodlopen use

# the level that Go's own code is for
march use

# ends a program by a trap; needs no runtime library
ubsan-trap use

# a user's FORTIFY of 2 becomes 3
fortify-raise replace -D_FORTIFY_SOURCE=2 -D_FORTIFY_SOURCE=3 if compile preprocess c cxx objc objcxx !preprocessed optimized glibc fortify-headers !sanitize gcc>=12 clang>=9

# for profilers and crash reports
frame-pointers use

# in the place of branch: -branch,+shadow-stack
shadow-stack use

# a program with it needs glibc 2.36
pack-relative-relocs use

# For hardcc verify: what a file must be.
pie expect if exe static
static expect if exe pie static static-pie
buildid expect
trimpath expect
