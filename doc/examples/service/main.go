// Program service answers over HTTP with a checksum, which its own C computes. It is to run in an image that holds nothing else.
package main

// #include <stdint.h>
// #include <stddef.h>
// uint32_t checksum(const unsigned char *data, size_t size);
import "C"

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"
	"unsafe"
)

func sum(data []byte) uint32 {
	return uint32(C.checksum((*C.uchar)(unsafe.Pointer(unsafe.SliceData(data))), C.size_t(len(data))))
}

func answer(w http.ResponseWriter, r *http.Request) {
	data, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	fmt.Fprintf(w, "%08x\n", sum(data))
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "-once" { // what a test or a health check asks
		fmt.Printf("%08x\n", sum([]byte("hardening")))
		port, err := net.LookupPort("tcp", "https")
		fmt.Println("https is", port, err)
		return
	}
	server := http.Server{Addr: ":8080", Handler: http.HandlerFunc(answer), ReadHeaderTimeout: 5 * time.Second}
	fmt.Fprintln(os.Stderr, server.ListenAndServe())
	os.Exit(1)
}
