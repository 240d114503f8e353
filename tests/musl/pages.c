/* pages PAGE AT SIZE fixed|moved: which KiB of an area specs/static-relro.c makes read-only, where RELRO is SIZE bytes from AT. */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static char *nothing[] = {NULL, NULL, NULL}, **made = nothing; /* no variable, and no pair behind: for the call from .init */

#define __environ made
#undef PT_DYNAMIC
#undef PT_GNU_RELRO
#undef AT_PHDR
#undef AT_PHENT
#undef AT_PHNUM
#undef AT_PAGESZ
#include "static-relro.c"

enum { K = 1024, ALL = 512 * K, STEP = 4 * K };

static int
writable(const char *page)
{
	unsigned long from, to;
	char line[512], rights[8] = "";
	FILE *f = fopen("/proc/self/maps", "r");

	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) == 3 && (unsigned long)page >= from && (unsigned long)page < to)
			break;
	if (f)
		fclose(f);
	return rights[1] == 'w';
}

int
main(int argc, char **argv)
{
	char *mapped = mmap(NULL, 2 * ALL, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *area = (char *)(((unsigned long)mapped + ALL - 1) & -(unsigned long)ALL);
	unsigned long at = argc == 5 ? strtoul(argv[2], NULL, 10) : 0;
	int moved = argc == 5 && strcmp(argv[4], "moved") == 0;
	Elf64_Phdr headers[] = {
		{.p_type = PT_LOAD, .p_vaddr = (unsigned long)area, .p_memsz = ALL},
		{.p_type = moved ? PT_DYNAMIC : PT_NULL, .p_vaddr = (unsigned long)_DYNAMIC - (unsigned long)area},
		{.p_type = PT_GNU_RELRO, .p_vaddr = moved ? at : (unsigned long)area + at},
	};
	unsigned long stack[] = {1, 0, AT_PHDR, (unsigned long)headers, AT_PHENT, sizeof headers[0], 33, 1, AT_PHNUM, 3, AT_PAGESZ, 0, 0, 0};

	if (argc != 5 || mapped == MAP_FAILED)
		return 1;
	headers[2].p_memsz = strtoul(argv[3], NULL, 10);
	stack[11] = strtoul(argv[1], NULL, 10);
	made = (char **)stack;
	hardcc_static_relro();
	for (char *p = area; p < area + ALL; p += STEP)
		if (!writable(p))
			printf("%lu ", (unsigned long)(p - area) / K);
	return puts("") < 0;
}
