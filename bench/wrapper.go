// A peer: the least that a compiler wrapper in Go can do. The linker fills in the compiler and the flags.
package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
)

var compiler, flags string

func main() {
	args := append([]string{compiler}, strings.Fields(flags)...)
	args = append(args, os.Args[1:]...)
	err := syscall.Exec(compiler, args, os.Environ())
	fmt.Fprintln(os.Stderr, "wrapper:", err)
	os.Exit(127)
}
