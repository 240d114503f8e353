/*
 * reader DIRECTORY - the floor of a look at each file of a directory: opens it, reads up to 64 KiB of it or maps it and
 * touches three pages where it is larger, and closes it. Nothing in it is looked at. Exit status 1: it could not.
 */

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_MOST = 64 * 1024 };

static unsigned char bytes[READ_MOST];
static volatile unsigned touched;

static int
look(int directory, const char *name)
{
	int fd = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	unsigned char *p;
	size_t n;

	if (fd < 0 || fstat(fd, &st) != 0)
		return 1;
	n = (size_t)st.st_size;
	if (!S_ISREG(st.st_mode))
		return close(fd);
	if (n <= READ_MOST)
		return pread(fd, bytes, n, 0) != st.st_size || close(fd) != 0;
	p = mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return 1;
	touched = p[0] + p[n / 2] + p[n - 1];
	return munmap(p, n) != 0 || close(fd) != 0;
}

int
main(int argc, char **argv)
{
	DIR *directory = argc == 2 ? opendir(argv[1]) : NULL;
	const struct dirent *entry;

	if (!directory)
		return 1;
	while ((entry = readdir(directory)))
		if (look(dirfd(directory), entry->d_name) != 0)
			return 1;
	return 0;
}
