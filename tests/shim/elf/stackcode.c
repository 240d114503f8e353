/* Runs code from the stack. */
#include <stdio.h>
#include <string.h>

#include "opaque.h"

int unmarked(void);

int
main(void)
{
#if defined(__x86_64__)
	unsigned char code[] = {0xb8, 0x2a, 0, 0, 0, 0xc3};
#else
	unsigned char code[] = {0x40, 0x05, 0x80, 0x52, 0xc0, 0x03, 0x5f, 0xd6};
#endif
	unsigned char *p = code;
	int (*f)(void);

	OPAQUE(p);
	memcpy(&f, &p, sizeof f);
	__builtin___clear_cache((void *)p, (void *)(p + sizeof code));
	puts(f() == 42 && unmarked() == 7 ? "ran" : "missed");
	return 0;
}
