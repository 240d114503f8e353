// Library libwords counts words, in C++ that may throw. Built with -buildmode=c-shared; host.c is a C program that uses it.
package main

// #include "words.h"
import "C"

//export CountWords
func CountWords(text *C.char) C.int {
	return C.words(text)
}

func main() {}
