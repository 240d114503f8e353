/* One function for each thing that the code shows. */
#include <stdio.h>
#include <string.h>

int facts(const char *text);
void use(char *p);

int
facts(const char *text)
{
	char small[16];
	char large[1 << 18];

	use(large);
	strcpy(small, text);
	use(small);
	return puts(small);
}
