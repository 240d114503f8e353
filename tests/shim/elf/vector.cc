// An index past the end, inside what is allocated.
#include <cstdio>
#include <vector>

#include "opaque.h"

int
main()
{
	std::vector<int> v;
	std::size_t i = 7;

	v.reserve(16);
	v.resize(4);
	OPAQUE(i);
	v[i] = 42;
	std::puts(v[i] == 42 ? "overflowed" : "lost");
	return 0;
}
