#include <stdio.h>
#include <string.h>

#include "b.h"

int
main(int argc, char **argv)
{
	char text[64];

	if (argc > 1 && strlen(argv[1]) < sizeof text)
		strcpy(text, argv[1]);
	else
		strcpy(text, "text");
	return puts(text) < 0 || b(argc) > 1000;
}
