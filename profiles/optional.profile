# optional.profile - features that no profile turns on by itself: name them, as in HARDCC_PROFILE=openssf,+pie

# Go's decision, or the user's
pie use

# only for a program
nodlopen use

# the level that Go's own code is for
march use

# For hardcc verify: what a file must be.
pie expect if exe static
static expect if exe pie static static-pie
buildid expect
trimpath expect
