/* shim-main.c - hardcc-shim: what the names of compilers are links to. */
#include "base/io.h"
#include "shim/shim.h"

int
main(int argc, char **argv, char **environ)
{
	shim_main(argc, argv, environ, program_path());
}
