// Program relro has C that writes to a table of constants, which RELRO makes read-only. relro read: only reads it.
package main

/*
static int one, other;
static int *const table[512] __attribute__((section(".data.rel.ro"), used)) = {&one};
static __thread int local = 7;
static int seen;

__attribute__((constructor)) static void first(void)
{
	seen = local;
}

static int reads(void)
{
	return table[0] == &one ? seen : 0;
}

static void write_to(void)
{
	int **entry = (int **)table;

	__asm__("" : "+r"(entry));
	*entry = &other;
}
*/
import "C"

import "os"

func main() {
	done := make(chan int)
	for i := 0; i < 20; i++ {
		go func() { done <- int(C.reads()) }()
	}
	sum := 0
	for i := 0; i < 20; i++ {
		sum += <-done
	}
	println("sum", sum)
	if len(os.Args) == 1 {
		C.write_to()
		println("written")
	}
}
