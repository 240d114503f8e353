// Program threads has C threads that call back into Go, C's malloc, and a kernel header.
package main

/*
#cgo LDFLAGS: -lpthread -lm
#include "threads.h"
*/
import "C"

import "sync/atomic"

var calls int64

//export called
func called(n C.int) {
	atomic.AddInt64(&calls, int64(n))
}

func main() {
	C.run_threads(8, 500)
	println("calls", calls, "netlink", int(C.netlink()), "root", int(C.root(144)))
}
