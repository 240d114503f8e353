package inner

/*
#include <string.h>

static int
sum(int a, int b)
{
	volatile char line[16];
	int total = a;

	memset((char *)line, b, sizeof line);
	total += line[3];
	return total;
}
*/
import "C"

func Sum(a, b int) int {
	return int(C.sum(C.int(a), C.int(b)))
}
