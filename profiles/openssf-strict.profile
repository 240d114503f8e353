# openssf-strict.profile - openssf, and what the guide recommends that some programs break on
include openssf

strict-flex-arrays add -fstrict-flex-arrays=3 if compile c cxx objc objcxx gcc>=13 clang>=16 unless -fstrict-flex-arrays* -fno-strict-flex-arrays
zero-init-padding-bits add -fzero-init-padding-bits=all if compile c cxx objc objcxx gcc>=15 unless -fzero-init-padding-bits=*
exceptions add -fexceptions if compile c !cxx !objc !objcxx glibc gcc>=3 clang unless -fexceptions -fno-exceptions -nostdlib -nodefaultlibs

# errors; never in what cgo generates, nor in the standard library
format add -Wformat -Werror=format-security if compile c cxx objc objcxx !cgogen !gostd gcc clang unless -w -Wno-format* -Wformat=0 -Wno-error=format-security
implicit add -Werror=implicit if compile c !cxx !objc !objcxx !cgogen !gostd gcc>=5.1 clang>=7 unless -w -Wno-implicit* -Wno-error=implicit*
incompatible-pointer-types add -Werror=incompatible-pointer-types if compile c !cxx !objc !objcxx !cgogen !gostd gcc>=5.1 clang>=7 unless -w -Wno-incompatible-pointer-types -Wno-error=incompatible-pointer-types
int-conversion add -Werror=int-conversion if compile c !cxx !objc !objcxx !cgogen !gostd gcc>=5.1 clang>=7 unless -w -Wno-int-conversion -Wno-error=int-conversion

# a program that asks for an executable stack is not built
trampolines add -Wtrampolines -Werror=trampolines if compile c !cxx objc !cgogen !gostd gcc>=4.8 unless -w
trampolines add -Werror=trampolines if link !compile trampolines gcc>=4.8 unless -w because code of -flto objects is made at the link
execstack refuse if link execstack because openssf-strict allows no executable stack; -execstack lets it pass
execstack deny -Wl,-z,execstack if link because openssf-strict allows no executable stack; -execstack lets it pass
