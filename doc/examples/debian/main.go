// Program greet is what the package holds. It has a line of C, so that dpkg-buildflags matters.
package main

/*
#include <stdio.h>
static void greet(void) { puts("hello from a package"); fflush(stdout); }
*/
import "C"

func main() { C.greet() }
