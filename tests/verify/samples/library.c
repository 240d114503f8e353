#include <stdio.h>

void
say(const char *what)
{
	printf("%s\n", what);
}
