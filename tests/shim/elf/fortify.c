/* strcpy() over the end of an object, with room on both sides: nothing else notices. */
#include <stdio.h>
#include <string.h>

#include "opaque.h"

#define ROOM __attribute__((section(".room"), used))

static char before[64] ROOM;
static char small[8] ROOM;
static char after[64] ROOM;

int
main(void)
{
	const char *text = "twenty characters...";

	OPAQUE(text);
	strcpy(small, text);
	puts("overflowed");
	return 0;
}
