/* Writes to a table of constants, which RELRO makes read-only: in main, or with EARLY in a constructor. writes.c read: only reads it. */
#include <stdio.h>
#include <string.h>

static int one, other;
static int *const table[512] __attribute__((section(".data.rel.ro"), used)) = {&one};
static __thread int local = 7;
static int seen;

static void
write_to(void)
{
	int **entry = (int **)table;

	__asm__("" : "+r"(entry));
	*entry = &other;
}

__attribute__((constructor(101))) static void
first(void)
{
	seen = local;
#ifdef EARLY
	write_to();
#endif
}

int
main(int argc, char **argv)
{
	printf("seen %d\n", seen);
	fflush(stdout);
	if (argc > 1 && strcmp(argv[1], "read") == 0)
		return table[0] != &one;
	write_to();
	return puts("written") < 0;
}
