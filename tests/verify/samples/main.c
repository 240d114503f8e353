/* Something for each check to find: a buffer on the stack, calls with a checking form. */
#include <stdio.h>
#include <string.h>

int
main(int argc, char **argv)
{
	char name[64];

	strcpy(name, argc > 1 ? argv[1] : "nobody");
	printf("%s, %d\n", name, argc);
	return (int)strlen(name) - argc;
}
