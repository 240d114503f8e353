// Program netuser has no cgo of its own: only the standard library's.
package main

import (
	"net"
	"os/user"
)

func main() {
	u, err := user.Current()
	if err != nil {
		panic(err)
	}
	addrs, err := net.LookupHost("localhost")
	if err != nil {
		panic(err)
	}
	println("user", u.Uid, "localhost", len(addrs) > 0)
}
