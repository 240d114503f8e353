package main

import (
	"os"
	"plugin"
)

func main() {
	p, err := plugin.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	f, err := p.Lookup("Length")
	if err != nil {
		panic(err)
	}
	println("length", f.(func(string) int)("hardcc"))
}
