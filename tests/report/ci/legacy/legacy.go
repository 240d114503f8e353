// Package legacy has C that was written without the stack protector in mind.
package legacy

/*
#cgo CFLAGS: -fno-stack-protector
static int sum(int a, int b) { volatile char room[64]; room[a & 63] = (char)b; return a + room[a & 63]; }
*/
import "C"

// Sum adds in C.
func Sum(a, b int) int {
	return int(C.sum(C.int(a), C.int(b)))
}
