// Program net has no C of its own. The standard library's net and os/user have some.
package main

import (
	"net"
	"os"
	"os/user"
)

func main() {
	who, where := "root", "localhost"
	if len(os.Args) > 2 {
		who, where = os.Args[1], os.Args[2]
	}
	if u, err := user.Lookup(who); err != nil {
		os.Stdout.WriteString(err.Error() + "\n")
	} else {
		os.Stdout.WriteString(who + " is " + u.Uid + "\n")
	}
	if found, err := net.LookupHost(where); err != nil {
		os.Stdout.WriteString(err.Error() + "\n")
	} else {
		os.Stdout.WriteString(where + " is " + found[0] + "\n")
	}
}
