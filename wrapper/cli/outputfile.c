#include "cli/outputfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/process.h"

/* Where it goes, as looked up before standard output was diverted: /dev/stdout is another file then. */
static struct {
	int fd;		  /* ours, which is open for that file; -1: none is */
	struct str place; /* of the file to be made or replaced, a link followed; empty: there is a pipe or a device */
	mode_t mode;	  /* of that file */
} to;

static bool
cannot(const char *file)
{
	complain("cannot write %s:", file);
	return false;
}

static bool
is_open(int fd, const struct stat *file)
{
	struct stat st;

	return fstat(fd, &st) == 0 && st.st_dev == file->st_dev && st.st_ino == file->st_ino;
}

mode_t
new_file_mode(void)
{
	mode_t mask = umask(0); /* there is no other way to ask */

	umask(mask);
	return 0666 & ~mask;
}

/* A file that is not there, or is a regular one. */
static bool
find_place(const char *file, const struct stat *old)
{
	struct stat link;
	struct str directory;

	to.mode = old ? old->st_mode & 0777 : new_file_mode();
	to.place = old ? real_path(file) : str_of(file);
	if (!old && lstat(file, &link) == 0) { /* it stays a link */
		errno = ENOENT;
		return cannot(str_join(str_of(file), STR(", a link")));
	}
	directory = str_directory(to.place);
	return (to.place.n > 0 && access(directory.n > 0 ? str_dup(directory) : ".", W_OK) == 0) || cannot(file);
}

/* Before any work: a directory that is not there is found out at once. */
bool
output_begin(const char *file)
{
	struct stat st;
	bool there = stat(file, &st) == 0;
	int saved;

	if (there && S_ISDIR(st.st_mode))
		errno = EISDIR;
	if (there ? S_ISDIR(st.st_mode) : errno != ENOENT)
		return cannot(file);
	to.fd = !there ? -1 : is_open(STDOUT_FILENO, &st) ? STDOUT_FILENO : is_open(STDERR_FILENO, &st) ? STDERR_FILENO : -1;
	if (to.fd < 0 && (!there || S_ISREG(st.st_mode)) && !find_place(file, there ? &st : NULL))
		return false;
	saved = divert(STDOUT_FILENO);
	if (to.fd == STDOUT_FILENO)
		to.fd = saved;
	return saved >= 0 || cannot(file);
}

static bool
write_into(const char *file, struct str text)
{
	int fd = to.fd >= 0 ? to.fd : open(file, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	bool done = fd >= 0 && write_limited(fd, text);

	return fd == to.fd ? done : close(fd) == 0 && done;
}

bool
output_end(const char *file, bool empty)
{
	struct str text = STR("");

	if (lseek(STDOUT_FILENO, 0, SEEK_END) > 0 && !map_file("/proc/self/fd/1", &text))
		return cannot(file);
	if (text.n == 0 && !empty)
		return true;
	return (to.place.n > 0 ? write_atomic(to.place.p, text, to.mode) : write_into(file, text)) || cannot(file);
}
