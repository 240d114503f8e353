// Program std is Go alone.
package main

func main() {
	println("std")
}
