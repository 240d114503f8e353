// Program cgo hands a name to C, which copies it into a buffer without looking how long it is.
package main

// #cgo CFLAGS: -Wall -Wextra -Wformat=2 -Werror=implicit
// #include <stdlib.h>
// #include "label.h"
import "C"

import (
	"os"
	"unsafe"
)

func main() {
	name := "gopher"
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	os.Stdout.WriteString("letters: " + string(rune('0'+int(C.label(s))%10)) + "\n")
}
