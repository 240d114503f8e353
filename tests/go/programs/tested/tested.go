// Package tested has C of its own and a test.
package tested

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
