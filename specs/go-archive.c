/*
 * go-archive.c - a part of a static musl program that holds an archive of Go's (-buildmode=c-archive).
 *
 * Go's start is a constructor that reads the arguments of main, which glibc gives to constructors and
 * musl does not. This takes the place of musl's own loop, and finds them before the environment:
 * argc, argv[0] ... argv[argc - 1], NULL, environ[0] ...
 */
typedef void constructor(int, char **, char **);

extern char **__environ;
extern constructor *const __init_array_start[] __attribute__((weak, visibility("hidden")));
extern constructor *const __init_array_end[] __attribute__((weak, visibility("hidden")));
void _init(void);
void __libc_start_init(void);

void
__libc_start_init(void)
{
	char **argv = __environ - 1;
	constructor *const *each;
	int argc;

	for (argc = 0; (__SIZE_TYPE__)argv[-1] != (__SIZE_TYPE__)argc; argc++)
		argv--;
	_init();
	for (each = __init_array_start; each < __init_array_end; each++)
		(*each)(argc, argv, __environ);
}
