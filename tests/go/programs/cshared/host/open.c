#include <dlfcn.h>
#include <stdio.h>

int
main(int argc, char **argv)
{
	void *lib = argc > 1 ? dlopen(argv[1], argc > 2 ? RTLD_LAZY : RTLD_NOW) : NULL;
	int (*length)(const char *) = NULL;

	if (lib != NULL)
		*(void **)&length = dlsym(lib, "Length");
	if (length == NULL) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	printf("length %d\n", length("hardcc"));
	return 0;
}
