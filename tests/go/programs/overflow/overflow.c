#include <string.h>

int by_strcpy(const char *text);
int by_loop(const char *text);

static size_t
length(const volatile char *text)
{
	size_t n = 0;

	while (text[n] != '\0')
		n++;
	return n;
}

/* The library sees the size of the buffer: FORTIFY's case. */
int
by_strcpy(const char *text)
{
	char line[16];

	strcpy(line, text);
	return (int)length(line);
}

/* No call that the library could check: only the canary sees it. */
int
by_loop(const char *text)
{
	volatile char line[16];
	size_t i;

	for (i = 0; text[i] != '\0'; i++)
		line[i] = text[i];
	line[i] = '\0';
	return (int)length(line);
}
