# optional.profile - features that no profile turns on by itself: name them, as in HARDCC_PROFILE=openssf,+pie
#
# Position independence is Go's decision (-buildmode=pie) or the user's: beside objects that are
# compiled without it, -pie fails or makes text relocations.
pie add -fPIE if compile c cxx objc objcxx !cgo !shared !relocatable !static gcc clang unless -fPIC -fpic -fPIE -fpie -fno-PIC -fno-pic -fno-PIE -fno-pie -no-pie -nopie -nostdlib -nostartfiles -mcmodel=*
pie add -pie if link exe !cgo !golink gcc clang unless -no-pie -nopie -fno-PIC -fno-pic -fno-PIE -fno-pie -nostdlib -nostartfiles -mcmodel=*

# Only for a program: a library that cannot be loaded is of no use.
nodlopen add -Wl,-z,nodlopen if link exe pie gcc clang

# The level that Go's own code is for (GOAMD64, GOARM64), for the C beside it. A name that the compiler does not know is not given.
march add -march=x86-64-v2 if compile preprocess c cxx objc objcxx x86_64 goamd64-v2 gcc>=11 clang>=12 unless -march=* -mcpu=*
march add -march=x86-64-v3 if compile preprocess c cxx objc objcxx x86_64 goamd64-v3 gcc>=11 clang>=12 unless -march=* -mcpu=*
march add -march=x86-64-v4 if compile preprocess c cxx objc objcxx x86_64 goamd64-v4 gcc>=11 clang>=12 unless -march=* -mcpu=*
march add -march=armv8-a+lse if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.0 goarm64-lse unless -march=* -mcpu=*
march add -march=armv8-a+lse+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.0 goarm64-lse-crypto unless -march=* -mcpu=*
march add -march=armv8-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.0 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.1-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.1 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.1-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.1 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.2-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.2 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.2-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.2 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.3-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.3 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.3-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.3 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.4-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.4 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.4-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.4 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.5-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.5 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.5-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.5 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.6-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.6 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.6-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.6 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.7-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.7 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.7-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.7 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.8-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.8 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.8-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.8 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.9-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.9 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv8.9-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v8.9 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.0 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.0 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.1-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.1 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.1-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.1 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.2-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.2 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.2-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.2 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.3-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.3 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.3-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.3 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.4-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.4 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.4-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.4 goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.5-a if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.5 !goarm64-crypto unless -march=* -mcpu=*
march add -march=armv9.5-a+crypto if compile preprocess c cxx objc objcxx aarch64 goarm64-v9.5 goarm64-crypto unless -march=* -mcpu=*

# For hardcc verify: what a file must be.
pie expect if exe static
static expect if exe pie static static-pie
buildid expect
trimpath expect
