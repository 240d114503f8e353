// Program zstd packs a text and unpacks it.
package main

import (
	"bytes"

	"github.com/DataDog/zstd"
)

func main() {
	text := bytes.Repeat([]byte("hardcc "), 5000)
	packed, err := zstd.Compress(nil, text)
	if err != nil {
		panic(err)
	}
	again, err := zstd.Decompress(nil, packed)
	println("same", err == nil && bytes.Equal(text, again), "smaller", len(packed) < len(text)/10)
}
