// Program overflow writes its second argument over the end of a buffer, in the way that its first names.
package main

/*
#include <stdlib.h>

int by_strcpy(const char *text);
int by_loop(const char *text);
*/
import "C"

import (
	"os"
	"unsafe"
)

func main() {
	s := C.CString(os.Args[2])
	defer C.free(unsafe.Pointer(s))
	switch os.Args[1] {
	case "strcpy":
		println("length", int(C.by_strcpy(s)))
	case "loop":
		println("length", int(C.by_loop(s)))
	}
}
