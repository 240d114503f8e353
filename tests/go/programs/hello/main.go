// Program hello has C of its own, which calls back into Go.
package main

/*
#include <stdlib.h>
#include "hello.h"
*/
import "C"

import (
	"os"
	"unsafe"
)

//export twice
func twice(n C.int) C.int {
	return 2 * n
}

func main() {
	name := "world"
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	s := C.CString(name)
	defer C.free(unsafe.Pointer(s))
	println("hello", C.GoString(C.greeting(s)), int(C.through_go(21)))
}
