#include "label.h"
#include <string.h>

static int
length(const volatile char *text)
{
	int n = 0;

	while (text[n] != '\0')
		n++;
	return n;
}

int
label(const char *name)
{
	char line[16];

	strcpy(line, name); /* the mistake: a name of 16 letters and more does not fit */
	return length(line);
}
