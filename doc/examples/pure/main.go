// Program pure has no C at all, not even the standard library's.
package main

import "os"

func main() { os.Stdout.WriteString("letters: 6\n") }
