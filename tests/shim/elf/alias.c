/* One place in memory, two types. */
#include <stdio.h>

#include "opaque.h"

static NOINLINE int
both(int *i, float *f)
{
	*i = 1;
	*f = 2.0f;
	return *i;
}

int
main(void)
{
	int i;
	int *p = &i;
	void *q = &i;

	OPAQUE(p);
	OPAQUE(q);
	puts(both(p, q) == 1 ? "stale" : "fresh");
	return 0;
}
