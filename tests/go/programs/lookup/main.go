// Program lookup asks the C library for a user, a service and a host; its only C is the standard library's.
package main

import (
	"fmt"
	"net"
	"os"
	"os/user"
)

func main() {
	for i := 1; i+1 < len(os.Args); i += 2 {
		var err error
		var found interface{}

		switch os.Args[i] {
		case "user":
			var u *user.User
			if u, err = user.Lookup(os.Args[i+1]); err == nil {
				found = u.Uid
			}
		case "port":
			found, err = net.LookupPort("tcp", os.Args[i+1])
		case "host":
			found, err = net.LookupHost(os.Args[i+1])
		}
		if err != nil {
			found = err
		}
		fmt.Println(os.Args[i], os.Args[i+1], found)
	}
}
