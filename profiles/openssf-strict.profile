# openssf-strict.profile - openssf, and what the guide recommends that some programs break on
include openssf

strict-flex-arrays use
zero-init-padding-bits use
exceptions use
# in the guide since 2026-08-20; not in openssf by what it costs: see hardcc features zero-call-used-regs
zero-call-used-regs use

# libraries that nothing uses are left out, and with them one that a later static library needs
as-needed use

# errors; never in what cgo generates, nor in the standard library
format use
implicit use
incompatible-pointer-types use
int-conversion use

# a program that asks for an executable stack is not built
trampolines use
execstack refuse if link execstack because openssf-strict allows no executable stack; -execstack lets it pass
execstack deny -Wl,-z,execstack if link because openssf-strict allows no executable stack; -execstack lets it pass
