/*
 * A peer: the usual compiler wrapper in C, of the kind that build systems for firmware use.
 * A dynamic glibc program: the fixed flags, then the caller's words, then execv.
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef __GLIBC__
#error "this peer is a glibc program"
#endif

static char *const fixed[] = {BENCH_FLAGS};
enum { FIXED = sizeof fixed / sizeof fixed[0] };

int
main(int argc, char **argv)
{
	char **args = malloc(((size_t)argc + FIXED + 1) * sizeof *args);
	char **end = args;

	if (!args) {
		perror("wrapper");
		return 1;
	}
	*end++ = BENCH_COMPILER;
	memcpy(end, fixed, sizeof fixed);
	end += FIXED;
	for (int i = 1; i < argc; i++)
		*end++ = argv[i];
	*end = NULL;
	if (getenv("WRAPPER_DEBUG"))
		for (char **word = args; *word; word++)
			fprintf(stderr, "wrapper: '%s'\n", *word);
	execv(args[0], args);
	fprintf(stderr, "wrapper: %s: %s\n", args[0], strerror(errno));
	return 127;
}
