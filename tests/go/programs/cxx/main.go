// Program cxx has C++ that throws and catches.
package main

// #include "cxx.h"
import "C"

func main() {
	println("caught", int(C.parse(C.CString("17"))), int(C.parse(C.CString("x"))))
}
