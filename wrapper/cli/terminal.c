#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "base/environment.h"

bool
terminal_colours(int fd, char *const *environ)
{
	struct str force = environment_get(environ, "FORCE_COLOR");

	if (environment_get(environ, "NO_COLOR").n > 0)
		return false;
	if (force.n > 0)
		return !str_is(force, STR("0"));
	return isatty(fd) && !str_is(environment_get(environ, "TERM"), STR("dumb"));
}

size_t
terminal_width(int fd)
{
	struct winsize size;

	return isatty(fd) && ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

bool
terminal_watched(int fd, char *const *environ)
{
	return isatty(fd) && environment_get(environ, "CI").n == 0;
}
