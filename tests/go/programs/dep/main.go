// Program dep has no cgo in its main package, but in one that it imports.
package main

import "example.org/programs/dep/inner"

func main() {
	println("sum", inner.Sum(40, 2))
}
