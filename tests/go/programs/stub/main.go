// Program stub is a name server on 127.0.0.1: every A it is asked for is 192.0.2.7. It runs its arguments, then ends.
package main

import (
	"net"
	"os"
	"os/exec"
)

func answer(conn net.PacketConn) {
	var query [512]byte

	for {
		n, from, err := conn.ReadFrom(query[:])
		if err != nil || n < 17 {
			continue
		}
		end := 12
		for end < n && query[end] != 0 {
			end += int(query[end]) + 1
		}
		if end+5 > n {
			continue
		}
		isA := query[end+2] == 1
		reply := append([]byte{}, query[:end+5]...)
		copy(reply[2:], []byte{0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0})
		if isA {
			reply[7] = 1
			reply = append(reply, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7)
		}
		conn.WriteTo(reply, from)
	}
}

func main() {
	conn, err := net.ListenPacket("udp", "127.0.0.1:53")
	if err != nil {
		panic(err)
	}
	go answer(conn)
	cmd := exec.Command(os.Args[1], os.Args[2:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if cmd.Run() != nil {
		os.Exit(1)
	}
}
