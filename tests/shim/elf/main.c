/* A program that needs nothing but the C library, and calls it through the PLT. */
#include <stdio.h>

void use(char *p);

void
use(char *p)
{
	puts(p);
}

#ifdef LIBRARY
#define main library_main
int main(void);
#endif

int
main(void)
{
	char text[] = "text";

	use(text);
	return 0;
}
