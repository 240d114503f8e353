/* A check for overflow that itself overflows. */
#include <limits.h>
#include <stdio.h>

#include "opaque.h"

static NOINLINE int
fits(int x)
{
	return x + 100 > x;
}

int
main(void)
{
	int x = INT_MAX;

	OPAQUE(x);
	puts(fits(x) ? "unchecked" : "checked");
	return 0;
}
