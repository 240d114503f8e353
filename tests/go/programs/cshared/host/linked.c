#include <stdio.h>

int Length(const char *text);

int
main(void)
{
	printf("length %d\n", Length("hardcc"));
	return 0;
}
