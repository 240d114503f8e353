// Plugin part is opened by the program host.
package main

/*
#include <string.h>

static int
length(const char *text)
{
	char line[32];

	strcpy(line, text);
	return (int)strlen(line);
}
*/
import "C"

func Length(text string) int {
	return int(C.length(C.CString(text)))
}
