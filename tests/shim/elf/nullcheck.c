/* A check for NULL behind a call that promises there is none. */
#include <stddef.h>
#include <stdio.h>

#include "opaque.h"

static NOINLINE __attribute__((nonnull)) void
touch(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = 0;
	OPAQUE(p);
}

static NOINLINE const char *
check(char *p, size_t n)
{
	touch(p, n);
	if (p == NULL)
		return "checked";
	return "unchecked";
}

int
main(void)
{
	char *p = NULL;
	size_t n = 0;

	OPAQUE(p);
	OPAQUE(n);
	puts(check(p, n));
	return 0;
}
