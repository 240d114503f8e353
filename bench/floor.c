/* The floor: what a compiler shim costs at the least. It only execs the compiler that it is given. */

#include <unistd.h>

extern char **environ;

int
main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	execve(argv[1], argv + 1, environ);
	return 127;
}
