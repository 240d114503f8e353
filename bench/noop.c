/*
 * A compiler that does nothing, named gcc: what is left is the price of starting it.
 * It answers -v as gcc 12.2 does. With BENCH_ARGV_OUT=FILE it writes its argv there, one word a line.
 */

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char identity[] = "Using built-in specs.\n"
			       "COLLECT_GCC=gcc\n"
			       "Target: x86_64-linux-gnu\n"
			       "Thread model: posix\n"
			       "gcc version 12.2.0 (bench) \n";

/* No stdio: it would be the larger part of what is measured. */
static int
put(int fd, const char *text, size_t size)
{
	while (size > 0) {
		ssize_t done = write(fd, text, size);
		if (done < 0)
			return -1;
		text += done;
		size -= (size_t)done;
	}
	return 0;
}

static int
write_argv(const char *path, char **argv)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);

	if (fd < 0)
		return 1;
	for (char **word = argv; *word; word++)
		if (put(fd, *word, strlen(*word)) < 0 || put(fd, "\n", 1) < 0)
			return 1;
	return close(fd) < 0;
}

int
main(int argc, char **argv)
{
	const char *out;

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "-v") == 0)
			return put(STDERR_FILENO, identity, sizeof identity - 1) < 0;
	out = getenv("BENCH_ARGV_OUT");
	return out ? write_argv(out, argv) : 0;
}
