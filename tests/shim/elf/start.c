/* A program without a C library. */
#include "opaque.h"

void _start(void);

void
_start(void)
{
	char text[64];
	char *p = text;

	OPAQUE(p);
	for (;;)
		OPAQUE(p);
}
