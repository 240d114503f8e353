// Library cshared is built as a shared library or an archive, for C.
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

//export Length
func Length(text *C.char) C.int {
	return C.length(text)
}

func main() {}
