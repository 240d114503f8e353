#include <string>
#include <vector>

int
main(int argc, char **argv)
{
	std::vector<std::string> v(argv, argv + argc);

	return v[0].empty();
}
