#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

enum { /* bytes */
	READ_FIRST = 4096, /* where the size is not known */
	DIRECTORY_USUAL = 256,
	DIRECTORY_LIMIT = 4096,
};

void
close_quietly(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}

bool
write_limited(int fd, struct str text)
{
	struct sigaction ignored = {.sa_handler = SIG_IGN}, before;
	bool done;

	sigaction(SIGXFSZ, &ignored, &before);
	done = write_all(fd, text);
	sigaction(SIGXFSZ, &before, NULL);
	return done;
}

bool
read_fd(int fd, size_t size, bool regular, struct str *text)
{
	size_t n = 0, cap = (size ? size : READ_FIRST) + 1;
	char *p = arena_bytes(cap + 1);

	for (;;) {
		ssize_t got = read(fd, p + n, cap - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		if (got == 0)
			break;
		n += (size_t)got;
		if (n < cap && regular) /* a file's short read is its end */
			break;
		if (n < cap)
			continue;
		if (n > FILE_LIMIT) {
			errno = EFBIG;
			return false;
		}
		p = arena_grow(p, n, cap * 2 + 1);
		cap *= 2;
	}
	p[n] = '\0';
	*text = (struct str){p, n};
	return true;
}

bool
others_write(const struct stat *st)
{
	return (st->st_mode & S_IWOTH) || ((st->st_mode & S_IWGRP) && st->st_gid != getegid());
}

bool
others_replace(const char *directory)
{
	struct stat st;

	return stat(directory, &st) == 0 && !(st.st_mode & S_ISVTX) && others_write(&st);
}

/* Who can write the directory can put another file of ours, or an older one, in the place of this one. */
static bool
ours_alone(const char *path, const struct stat *file)
{
	return (file->st_uid == 0 || file->st_uid == geteuid()) && !(file->st_mode & 022) && file->st_nlink == 1 &&
	    !others_replace(str_dup(str_directory(str_of(path))));
}

static bool
read_checked(const char *path, int flags, bool trusted, struct str *text)
{
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | flags);
	struct stat st;
	bool done = false;

	if (fd < 0)
		return false;
	if (fstat(fd, &st) == 0) {
		if (S_ISDIR(st.st_mode))
			errno = EISDIR;
		else if (!S_ISREG(st.st_mode))
			errno = EINVAL;
		else if (trusted && !ours_alone(path, &st))
			errno = EPERM;
		else if (st.st_size > FILE_LIMIT)
			errno = EFBIG;
		else
			done = read_fd(fd, (size_t)st.st_size, true, text);
	}
	close_quietly(fd);
	return done;
}

bool
read_file(const char *path, struct str *text)
{
	return read_checked(path, 0, false, text);
}

/* False; but where it cannot be told whether the file is there, it ends the program. */
static bool
absent_or_end(const char *path)
{
	static const int absent[] = {ENOENT, ENOTDIR, EISDIR, EACCES, EPERM, EINVAL, ELOOP, ENAMETOOLONG, ENXIO, ENODEV, EFBIG};

	for (size_t i = 0; i < COUNT(absent); i++)
		if (errno == absent[i])
			return false;
	fatal(EXIT_OURS, "cannot read %s:", path);
}

bool
can_read(const char *path)
{
	return access(path, R_OK) == 0 || absent_or_end(path);
}

bool
read_if_there(const char *path, struct str *text)
{
	return read_file(path, text) || absent_or_end(path);
}

bool
map_if_there(const char *path, struct str *bytes)
{
	return map_file(path, bytes) || absent_or_end(path);
}

bool
stat_if_there(const char *path, struct stat *st)
{
	return stat(path, st) == 0 || absent_or_end(path);
}

bool
is_stream(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* To the end, or the first NUL, where text ends: a device may have no end. */
static bool
read_text(int fd, struct str *text)
{
	struct buf b = {0};
	char part[READ_FIRST];

	buf_text(&b, "");
	for (;;) {
		ssize_t got = read(fd, part, sizeof part);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return false;
		buf_add(&b, (struct str){part, (size_t)got});
		if (got == 0 || memchr(part, '\0', (size_t)got))
			break;
		if (b.n > FILE_LIMIT) {
			errno = EFBIG;
			return false;
		}
	}
	*text = buf_str(&b);
	return true;
}

bool
read_stream(const char *path, struct str *text, bool *regular)
{
	int fd;
	bool done;

	*regular = !is_stream(path);
	if (*regular)
		return read_file(path, text);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY); /* waits for a writer, as the compiler would */
	if (fd < 0)
		return false;
	done = read_text(fd, text);
	close_quietly(fd);
	return done;
}

bool
read_trusted(const char *path, struct str *text)
{
	return read_checked(path, O_NOFOLLOW, true, text);
}

void
keep_standard_files(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR | O_CLOEXEC) < 0)
			_exit(EXIT_OURS);
}

const char *
program_path(void)
{
	return (const char *)(uintptr_t)getauxval(AT_EXECFN);
}

struct str
here(void)
{
	char *path = arena_bytes(DIRECTORY_USUAL);

	if (getcwd(path, DIRECTORY_USUAL) || getcwd(path = arena_bytes(DIRECTORY_LIMIT), DIRECTORY_LIMIT))
		return str_of(path);
	return STR("");
}

struct stamp
stamp_of(const struct stat *st)
{
	return (struct stamp){(uint64_t)st->st_size, (uint64_t)st->st_mtim.tv_sec, (uint64_t)st->st_mtim.tv_nsec};
}

bool
stamp_is(const struct stamp *a, const struct stamp *b)
{
	return a->size == b->size && a->mtime == b->mtime && a->mtime_ns == b->mtime_ns;
}

static struct stamp
stamp_now(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? stamp_of(&st) : (struct stamp){UINT64_MAX, UINT64_MAX, UINT64_MAX};
}

static bool
absent(const struct stamp *stamp)
{
	return stamp->size == UINT64_MAX;
}

const char *
stamp_take(const char *path, struct stamp *stamp)
{
	*stamp = stamp_now(path);
	while (absent(stamp)) {
		const char *above = str_dup(str_directory(str_of(path)));
		struct stamp its = stamp_now(above);

		if (!*above || !absent(&its))
			break;
		path = above;
	}
	return path;
}

bool
stamp_holds(const char *path, const struct stamp *then)
{
	struct stamp now = stamp_now(path);

	return stamp_is(&now, then);
}

/* The files that are mapped: a few at a time. */
static struct mapped {
	const char *path;
	struct str bytes;
	volatile sig_atomic_t gone;
} mapped[8];

static struct mapped *
mapped_at(const char *address)
{
	for (size_t i = 0; i < COUNT(mapped); i++)
		if ((uintptr_t)address - (uintptr_t)mapped[i].bytes.p < mapped[i].bytes.n)
			return &mapped[i];
	return NULL;
}

/* A mapped file became shorter: what is gone reads as zeroes until unmap_file, which ends the program. */
static void
gone(int signal, siginfo_t *info, void *context)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	struct mapped *m = info->si_code == BUS_ADRERR ? mapped_at(info->si_addr) : NULL;

	(void)context;
	if (m && mmap((void *)((uintptr_t)info->si_addr / page * page), page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
		     -1, 0) != MAP_FAILED) {
		m->gone = 1;
		return;
	}
	sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
	(void)raise(signal);
}

bool
map_file(const char *path, struct str *bytes)
{
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	struct stat st;
	void *p = MAP_FAILED;
	struct mapped *m = mapped;

	if (fd < 0)
		return false;
	while (m->bytes.n > 0 && m < mapped + COUNT(mapped) - 1)
		m++;
	if (m->bytes.n > 0) {
		errno = EMFILE;
	} else if (fstat(fd, &st) == 0) {
		errno = EINVAL;
		if (S_ISREG(st.st_mode) && st.st_size > 0)
			p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	}
	close_quietly(fd);
	if (p == MAP_FAILED)
		return false;
	sigaction(SIGBUS, &(struct sigaction){.sa_sigaction = gone, .sa_flags = SA_SIGINFO}, NULL);
	*bytes = (struct str){p, (size_t)st.st_size};
	*m = (struct mapped){path, *bytes, 0};
	return true;
}

void
unmap_file(struct str bytes)
{
	struct mapped *m = mapped_at(bytes.p);

	munmap((void *)(uintptr_t)bytes.p, bytes.n);
	if (!m)
		return;
	if (m->gone)
		fatal(EXIT_OURS, "%s: it changed while it was read", m->path);
	m->bytes.n = 0;
}

/* The directory of a file and the one above it; never more: a home that is not there stays so. */
static void
make_parents(const char *path)
{
	struct str parent = str_directory(str_of(path));

	mkdir(str_dup(str_directory(parent)), 0700); /* what is missing then shows when the file is opened */
	mkdir(str_dup(parent), 0700);
}

bool
write_atomic(const char *path, struct str text, mode_t mode)
{
	char *temporary = str_join(str_of(path), STR(".XXXXXX"));
	int fd = mkostemp(temporary, O_CLOEXEC);
	bool done;

	if (fd < 0 && errno == ENOENT) {
		make_parents(path);
		temporary = str_join(str_of(path), STR(".XXXXXX"));
		fd = mkostemp(temporary, O_CLOEXEC);
	}
	if (fd < 0)
		return false;
	done = write_limited(fd, text) && fchmod(fd, mode) == 0;
	done = close(fd) == 0 && done;
	done = done && rename(temporary, path) == 0;
	if (!done)
		unlink(temporary);
	return done;
}

void
sweep(const char *path, const char *const *names)
{
	enum { HOUR = 3600 };
	DIR *dir = opendir(str_dup(str_directory(str_of(path))));
	struct dirent *entry;
	struct stat now, st;

	if (dir && stat(path, &now) == 0)
		while ((entry = readdir(dir)))
			for (const char *const *name = names; *name; name++)
				if (str_glob(str_of(*name), str_of(entry->d_name)) &&
				    fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
				    st.st_uid == geteuid() && st.st_mtim.tv_sec + HOUR < now.st_mtim.tv_sec)
					unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
}

struct str
real_path(const char *path)
{
	char resolved[PATH_MAX];

	return realpath(path, resolved) ? str_of(str_dup(str_of(resolved))) : STR("");
}
