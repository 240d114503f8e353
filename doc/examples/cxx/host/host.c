#include "libwords.h" /* which go build writes */
#include <stdio.h>

int
main(int argc, char **argv)
{
	char nothing[] = "";

	printf("words: %d\n", (int)CountWords(argc > 1 ? argv[1] : nothing));
	return 0;
}
