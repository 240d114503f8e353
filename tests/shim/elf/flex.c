/* A copy over a trailing array of a fixed size, into memory that malloc() gave anyway. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opaque.h"

struct tail {
	int length;
	char data[4];
};

static NOINLINE void
fill(struct tail *t, const char *text)
{
	__builtin___strcpy_chk(t->data, text, __builtin_object_size(t->data, 1));
	OPAQUE(t);
}

int
main(void)
{
	struct tail *t = malloc(64);
	const char *text = "overflowed";

	if (!t)
		return 1;
	OPAQUE(t);
	OPAQUE(text);
	fill(t, text);
	puts(t->data);
	free(t);
	return 0;
}
