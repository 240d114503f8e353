# openssf-warn.profile - openssf, and the guide's warnings; never in what cgo generates, nor in the standard library
include openssf

wall use
wextra use
wformat use
wconversion use
wsign-conversion use
wimplicit-fallthrough use
wtrampolines use
wbidi-chars use
