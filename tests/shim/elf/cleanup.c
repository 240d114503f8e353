/* A cleanup that runs when the thread ends below it, if C code can be unwound. */
#include <pthread.h>
#include <stdio.h>

#include "opaque.h"

static int cleaned;

static void
clean(int *p)
{
	cleaned = *p;
}

static NOINLINE void
end(void)
{
	pthread_exit(NULL);
}

static void *
work(void *p)
{
	int one __attribute__((cleanup(clean))) = 1;

	OPAQUE(one);
	end();
	OPAQUE(p);
	return p;
}

int
main(void)
{
	pthread_t t;

	if (pthread_create(&t, NULL, work, NULL) || pthread_join(t, NULL))
		return 1;
	puts(cleaned ? "cleaned" : "skipped");
	return 0;
}
