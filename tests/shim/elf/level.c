/* What the preprocessor is told, and what the code makes of it. */
#include <stdio.h>
#include <string.h>

#define STRING(x) #x
#define TEXT(x) STRING(x)

int
main(void)
{
	char b[16];
	char *p = b;

	__asm__ volatile("" : "+r"(p) : : "memory");
	p[0] = 0;
	strcat(b, "text");
	puts("level " TEXT(_FORTIFY_SOURCE));
	return puts(b) < 0;
}
