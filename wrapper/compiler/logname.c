#include "compiler/logname.h"

bool
logname_fits(struct str pattern)
{
	for (size_t i = 0; i < pattern.n; i++)
		if (pattern.p[i] == '%' && (++i == pattern.n || (pattern.p[i] != 'p' && pattern.p[i] != '%')))
			return false;
	return true;
}

struct str
logname_literal(const char *path)
{
	struct buf b = {0};

	for (; *path; path++) {
		if (*path == '%')
			buf_char(&b, '%');
		buf_char(&b, *path);
	}
	return buf_str(&b);
}

bool
logname_splits(struct str pattern)
{
	for (size_t i = 0; i + 1 < pattern.n; i++)
		if (pattern.p[i] == '%' && pattern.p[++i] == 'p')
			return true;
	return false;
}
