#include "b.h"

int
b(int n)
{
	int a[4] = {n, 2, 3, 4};

	for (int i = 1; i < 4; i++)
		a[0] += a[i];
	return a[0];
}
