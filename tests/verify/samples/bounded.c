/* Only calls that FORTIFY may leave plain: nobody can tell whether it was on. */
#include <string.h>

int
main(int argc, char **argv)
{
	memcpy(argv[0], argv[argc - 1], (unsigned)argc);
	return 0;
}
