#include <string.h>
#include "hello.h"
#include "_cgo_export.h"

static char kept[32];

/* A buffer on the stack and a copy of no known length: what a canary and FORTIFY are for. */
const char *
greeting(const char *name)
{
	char line[32];

	strcpy(line, name);
	strcat(line, "!");
	memcpy(kept, line, sizeof kept);
	return kept;
}

int
through_go(int n)
{
	return twice(n);
}
