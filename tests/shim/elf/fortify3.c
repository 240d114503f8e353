/* memcpy() over a heap object whose size is known at run time only: FORTIFY 3.
 * The overflow stays in what malloc() rounds up to, so that it harms nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opaque.h"

int
main(void)
{
	static const char text[64] = "overflowed";
	size_t size = 16;
	size_t length = 24;
	char *p;

	OPAQUE(size);
	OPAQUE(length);
	p = malloc(size);
	if (!p)
		return 1;
	memcpy(p, text, length);
	puts(p);
	free(p);
	return 0;
}
