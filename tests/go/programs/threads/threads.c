#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "_cgo_export.h"
#include "threads.h"

static void *
thread(void *context)
{
	int n = *(int *)context;

	for (int i = 0; i < n; i++) {
		char *p = malloc((size_t)i * 64 + 1);

		memset(p, i, (size_t)i * 64 + 1);
		called(p[i] == (char)i);
		free(p);
	}
	return NULL;
}

void
run_threads(int threads, int calls)
{
	pthread_t *all = malloc((size_t)threads * sizeof *all);

	for (int i = 0; i < threads; i++)
		pthread_create(&all[i], NULL, thread, &calls);
	for (int i = 0; i < threads; i++)
		pthread_join(all[i], NULL);
	free(all);
}

/* 1 where the kernel answers on a netlink socket. */
int
netlink(void)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK};
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), bound;

	if (fd < 0)
		return 0;
	bound = bind(fd, (struct sockaddr *)&address, sizeof address);
	close(fd);
	return bound == 0;
}

int
root(double of)
{
	return (int)sqrt(of);
}
