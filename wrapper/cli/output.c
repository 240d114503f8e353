#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/process.h"

static bool
cannot(const char *file)
{
	complain("cannot write %s:", file);
	return false;
}

/* Before any work: a directory that is not there is found out at once. */
bool
output_begin(const char *file)
{
	struct str directory = str_directory(str_of(file));
	struct stat st;

	errno = EISDIR;
	if (stat(file, &st) == 0 ? S_ISDIR(st.st_mode) : access(directory.n > 0 ? str_dup(directory) : ".", W_OK) != 0)
		return cannot(file);
	return divert(STDOUT_FILENO) >= 0 || cannot(file);
}

static bool
write_into(const char *file, struct str text)
{
	int fd = open(file, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	bool done = fd >= 0 && write_limited(fd, text);

	return fd >= 0 && close(fd) == 0 && done;
}

bool
output_end(const char *file, bool empty)
{
	struct str text = STR(""), place = real_path(file); /* a link stays one */
	struct stat st;
	mode_t mask = umask(0), mode = 0666 & ~mask;

	umask(mask);
	if (lseek(STDOUT_FILENO, 0, SEEK_END) > 0 && !map_file("/proc/self/fd/1", &text))
		return cannot(file);
	if (text.n == 0 && !empty)
		return true;
	if (place.n == 0)
		place = str_of(file);
	if (stat(file, &st) == 0 && !S_ISREG(st.st_mode))
		return write_into(file, text) || cannot(file);
	if (stat(file, &st) == 0)
		mode = st.st_mode & 07777;
	return (write_atomic(place.p, text) && chmod(place.p, mode) == 0) || cannot(file);
}
