// Program netuser has no cgo of its own: only the standard library's.
package main

import (
	"net"
	"os/user"
)

var said = "nothing" // until the linker is told otherwise

func main() {
	u, err := user.Current()
	if err != nil {
		panic(err)
	}
	addrs, err := net.LookupHost("localhost")
	if err != nil {
		panic(err)
	}
	println("user", u.Uid, "localhost", len(addrs) > 0, "said", said)
}
