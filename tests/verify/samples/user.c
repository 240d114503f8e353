/* Looks a user up: a static glibc program loads a library for it. */
#include <pwd.h>

int
main(void)
{
	return getpwnam("root") ? 0 : 1;
}
