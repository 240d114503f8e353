# openssf-warn.profile - openssf, and the guide's warnings; never in what cgo generates, nor in the standard library
include openssf

wall add -Wall if compile c cxx objc objcxx !cgogen !gostd gcc clang unless -w
wextra add -Wextra if compile c cxx objc objcxx !cgogen !gostd gcc clang unless -w
wformat add -Wformat -Wformat=2 if compile c cxx objc objcxx !cgogen !gostd gcc clang unless -w -Wno-format -Wformat=0
wconversion add -Wconversion if compile c cxx objc objcxx !cgogen !gostd gcc clang unless -w
wsign-conversion add -Wsign-conversion if compile c cxx objc objcxx !cgogen !gostd gcc>=4.3 clang unless -w
wimplicit-fallthrough add -Wimplicit-fallthrough if compile c cxx objc objcxx !cgogen !gostd gcc>=7 clang>=4 unless -w
wtrampolines add -Wtrampolines if compile c !cxx objc !cgogen !gostd gcc>=4.8 unless -w
wbidi-chars add -Wbidi-chars=any if compile c cxx objc objcxx !cgogen !gostd gcc>=12 unless -w
