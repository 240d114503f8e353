/* A frame so large that it steps over the guard below the stack, into other memory. */
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "opaque.h"

/* aarch64 gcc probes every 64 KiB. */
enum { ROOM = 1 << 22, GUARD = 1 << 17, STACK = 1 << 18, FRAME = 1 << 20 };

static NOINLINE void
jump(size_t n)
{
	char *p = __builtin_alloca(n);

	OPAQUE(p);
	p[0] = 1;
	OPAQUE(p);
}

static void
handler(int number)
{
	size_t n = FRAME;

	(void)number;
	OPAQUE(n);
	jump(n);
}

int
main(void)
{
	char *m = mmap(NULL, ROOM + GUARD + STACK, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	stack_t stack = {.ss_sp = m + ROOM + GUARD, .ss_size = STACK};
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_ONSTACK};

	if (m == MAP_FAILED || mprotect(m, ROOM, PROT_READ | PROT_WRITE) ||
	    mprotect(stack.ss_sp, STACK, PROT_READ | PROT_WRITE))
		return 1;
	if (sigaltstack(&stack, NULL) || sigaction(SIGUSR1, &action, NULL) || raise(SIGUSR1))
		return 1;
	puts(memchr(m, 1, ROOM) ? "jumped" : "missed");
	return 0;
}
