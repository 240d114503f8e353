// occasions.cc - an occasion for glibcxx-assertions, as in occasions.c
#include <vector>

int
at(std::vector<int> &v, int i)
{
	return v[i];
}
