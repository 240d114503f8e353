/* Calls the nested function in another object. */
#include <stdio.h>

#include "opaque.h"

int nester(int k);

int
main(void)
{
	int k = 2;

	OPAQUE(k);
	puts(nester(k) == 42 ? "ran" : "missed");
	return 0;
}
