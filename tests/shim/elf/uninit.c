/* Two functions with one frame: what the first leaves, the second reads. */
#include <stddef.h>
#include <stdio.h>

#include "opaque.h"

enum { SIZE = 256 };

static NOINLINE void
fill(void)
{
	unsigned char b[SIZE];
	unsigned char *p = b;

	OPAQUE(p);
	for (size_t i = 0; i < SIZE; i++)
		p[i] = 0x5a;
	OPAQUE(p);
}

static NOINLINE size_t
leak(void)
{
	unsigned char b[SIZE];
	unsigned char *p = b;
	size_t n = 0;

	OPAQUE(p);
	for (size_t i = 0; i < SIZE; i++)
		n += p[i] == 0x5a;
	OPAQUE(p);
	return n;
}

int
main(void)
{
	fill();
	puts(leak() > SIZE / 2 ? "leaked" : "zero");
	return 0;
}
