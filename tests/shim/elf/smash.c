/* A copy that runs over its buffer and over the return addresses behind it. */
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "opaque.h"

static void
hijacked(void)
{
	_exit(write(1, "hijacked\n", 9) != 9);
}

static NOINLINE void
copy(size_t n)
{
	uintptr_t buf[8];
	uintptr_t *p = buf;

	OPAQUE(p);
	for (size_t i = 0; i < n; i++)
		p[i] = (uintptr_t)hijacked;
	OPAQUE(p);
}

/* On aarch64 it is the caller's return address that lies behind the buffer. */
static NOINLINE size_t
caller(size_t n)
{
	copy(n);
	OPAQUE(n);
	return n;
}

int
main(void)
{
	size_t n = 24;

	OPAQUE(n);
	return caller(n) == 0;
}
