// Program asm has an assembler source that lacks the marking of its stack.
package main

// long three(void);
import "C"

func main() {
	println("three", int(C.three()))
}
