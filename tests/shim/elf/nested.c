/* GNU C: a pointer to a nested function that needs its frame, so code on the stack. */
#include <stdio.h>

#include "opaque.h"

int apply(int (*f)(int), int x);

NOINLINE int
apply(int (*f)(int), int x)
{
	OPAQUE(f);
	return f(x);
}

NOINLINE int nester(int k);

NOINLINE int
nester(int k)
{
	int
	inner(int x)
	{
		return x + k;
	}

	return apply(inner, 40);
}

#ifndef NO_MAIN
int
main(void)
{
	int k = 2;

	OPAQUE(k);
	puts(nester(k) == 42 ? "ran" : "missed");
	return 0;
}
#endif
