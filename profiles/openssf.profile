# openssf.profile - what the OpenSSF guide recommends and no program is known to break by
# https://best.openssf.org/Compiler-Hardening-Guides/ (2026-06-30)
#
# FEATURE use [LEVEL] [if CONDITION...]: what the feature is stands in the catalogue, the file `features` beside this one.
# FEATURE VERB WORD... [if CONDITION...] [unless USERFLAG...] [because REASON...]: a rule of this profile's own.

# run-time checks
fortify use 3 if gcc>=4.1 clang>=5
glibcxx-assertions use
libcpp-hardening use
stackprotectorstrong use
stackclash use
trivial-auto-var-init use

# control flow
branch use full
gcs-report use

# undefined behaviour made defined
no-delete-null-pointer-checks use
no-strict-overflow use
no-strict-aliasing use

# the linked file
relro use
static-relro use
bindnow use
noexecstack use

# Go links a program whose only C is the standard library's by itself, and no word above reaches it.
# A refusal makes cmd/go take the compiler for that: see goext in hardcc.profile(5).
extlink refuse if dynimport goext because Go is to link through the compiler

# -ldflags=-s takes the symbols that vulnerability scanners need; -Wl,-s is left alone
symbols replace -s -Wl,--strip-debug if golink !gotest !gorun because vulnerability scanners need the symbols

# the distribution's own spec file: what GCC_SPEC_FILE names, or /etc/gcc_spec_file
specfile spec if compile preprocess assemble link gcc unless -specs* --specs=*

# a note in each object: under which policy it was made; none where there is no object, or no place for it
note use

# what hardcc verify looks for beyond what the rules above make
rwx expect
textrel expect
rpath expect
entry expect
nss expect if static static-pie because what a static program loads when it runs may not be there, or not fit
sanitizer expect because a sanitizer's runtime is not made to be attacked
