#include <stdexcept>
#include <string>
#include "cxx.h"

int
parse(const char *text)
{
	try {
		return std::stoi(std::string(text));
	} catch (const std::invalid_argument &) {
		return -1;
	}
}
