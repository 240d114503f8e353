// Program unused imports a package with C and calls nothing of it: Go's half of it is left out, C's is linked.
package main

import _ "example.org/programs/dep/inner"

func main() {
	println("nothing")
}
