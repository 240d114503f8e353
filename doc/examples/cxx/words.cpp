#include "words.h"

#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

static std::vector<std::string>
split(const std::string &text)
{
	std::istringstream in(text);
	std::vector<std::string> found;

	for (std::string word; in >> word;)
		found.push_back(word);
	if (found.empty())
		throw std::invalid_argument("no word");
	return found;
}

int
words(const char *text)
{
	try {
		return static_cast<int>(split(text).size());
	} catch (const std::exception &) { // it must not leave C++: neither C nor Go can catch it
		return -1;
	}
}
