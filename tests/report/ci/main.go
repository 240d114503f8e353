// Program ci has C of its own, and C in a package that cannot be compiled as the rest.
package main

/*
#include <string.h>
static int length(const char *s) { char copy[64]; strcpy(copy, s); return (int)strlen(copy); }
*/
import "C"

import "example.com/ci/legacy"

func main() {
	println(C.length(C.CString("hardened")), legacy.Sum(1, 2))
}
