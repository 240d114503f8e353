#include "record/logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/io.h"

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

enum {
	NAME_MOST = 200,   /* bytes of what stands for %p */
	NO_SYMLINKS = 4,   /* RESOLVE_NO_SYMLINKS */
	LOCK_TRIES = 1000, /* of a millisecond: who holds the lock longer is not one of us */
	OPEN_TRIES = 5,
};

/* One part of a path, whatever the package is called. */
static void
add_package(struct buf *b, struct str name)
{
	name = name.n > 0 ? str_head(name, NAME_MOST) : STR("other");
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
		    c == '_' || (i > 0 && (c == '-' || c == '.' || c == '~'));

		buf_char(b, (char)(plain ? c : '_'));
	}
}

const char *
logfile_path(const struct settings *s, struct str go_package)
{
	struct str pattern = s->of[SETTING_LOG].value;
	struct str package = str_split(&go_package, ' ');
	struct buf b = {0};

	if (str_find(pattern, '%', 0) == pattern.n)
		return pattern.p;
	for (size_t i = 0; i < pattern.n; i++) {
		if (pattern.p[i] == '%' && ++i < pattern.n && pattern.p[i] == 'p')
			add_package(&b, package.n > 0 ? package : environment_get(s->environ, "DEB_SOURCE"));
		else if (i < pattern.n)
			buf_char(&b, pattern.p[i]);
	}
	return b.p;
}

bool
logfile_needed(const struct settings *s)
{
	return setting_on(s, SETTING_LOG_REQUIRED) || setting_on(s, SETTING_STRICT);
}

bool
logfile_lost(const struct settings *s, const char *path, const char *why)
{
	bool required = logfile_needed(s);
	void (*say)(const char *, ...) __attribute__((format(printf, 1, 2))) = required ? complain : warn;

	if (why)
		say("cannot write the log %s (%s)", path, why);
	else
		say("cannot write the log %s:", path);
	return required;
}

static bool
trusted(const struct stat *st)
{
	return st->st_uid == 0 || st->st_uid == geteuid();
}

/* straight: not where a link is on its way, which old kernels (ENOSYS) and sandboxes (EPERM) cannot tell. */
static int
open_at(const char *path, bool straight, int create)
{
	static const int modes[] = {O_RDWR, O_WRONLY}; /* to see how the last line ends; it may not be ours to read */
	int fd = -1;

	for (size_t i = 0; i < COUNT(modes) && (i == 0 || (fd < 0 && errno == EACCES)); i++) {
		int flags = modes[i] | create | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK;
		uint64_t how[3] = {(uint64_t)flags, create ? 0644 : 0, NO_SYMLINKS};

		fd = straight ? (int)syscall(SYS_openat2, AT_FDCWD, path, how, sizeof how) :
		    openat(AT_FDCWD, path, flags, 0644);
	}
	return fd;
}

static bool
replaceable(const char *path)
{
	struct str directory = str_directory(str_of(path));
	struct stat st;

	return stat(directory.n > 0 ? str_dup(directory) : ".", &st) == 0 && (st.st_mode & S_IWOTH) && !(st.st_mode & S_ISVTX);
}

/* The file, made where it is not there: then its place is looked at. */
static int
open_or_make(const char *path, bool straight, const char **why)
{
	int fd = open_at(path, straight, 0);

	if (fd >= 0 || errno != ENOENT)
		return fd;
	if (!replaceable(path))
		return open_at(path, straight, O_CREAT);
	*why = "everybody may replace it: its directory is for all to write to, and not sticky; "
	       "chmod o-w or +t, or name another place";
	return -1;
}

/* The path with the links on its way followed, each of which root or we made; NULL with why where it is not so. */
static const char *
followed(const char *path, const char **why)
{
	struct str whole = str_of(path), directory;
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISLNK(st.st_mode)) {
		*why = "a link; name the file itself";
		return NULL;
	}
	for (size_t i = 1; i < whole.n; i++)
		if (path[i] == '/' && lstat(str_dup(str_head(whole, i)), &st) == 0 && S_ISLNK(st.st_mode) && !trusted(&st)) {
			*why = "another user's link is on its way; name the place without it";
			return NULL;
		}
	directory = real_path(str_dup(str_directory(whole)));
	return directory.n > 0 ? str_join3(directory, STR("/"), str_base(whole)) : path;
}

/* What could make it another file than the one that it was, or change what is in it. */
static const char *
fault(const struct stat *st)
{
	if (S_ISCHR(st->st_mode))
		return NULL;
	if (!S_ISREG(st->st_mode))
		return "no regular file"; /* a pipe may wait for its reader for ever */
	if (!trusted(st))
		return "another user's file; remove it, or name another one";
	if (st->st_mode & S_IWOTH)
		return "everybody may write to it; chmod o-w";
	if (st->st_nlink > 1)
		return "a file with a second name; name one of its own";
	return NULL;
}

bool
logfile_open(struct logfile *f, const char *path, const char **why)
{
	struct stat st;

	*f = (struct logfile){.path = path};
	*why = NULL;
	f->fd = open_or_make(path, true, why);
	if (f->fd < 0 && !*why && (errno == ELOOP || errno == ENOSYS || errno == EPERM)) {
		bool told = errno == ELOOP;
		const char *other = followed(path, why);

		if (other)
			f->fd = open_or_make(other, told, why);
	}
	if (f->fd < 0) {
		int error = errno;

		if (!*why && lstat(path, &st) == 0 && !trusted(&st)) /* the kernel may refuse it in a sticky directory */
			*why = fault(&st);
		errno = *why ? 0 : error;
		return false;
	}
	if (fstat(f->fd, &f->st) == 0)
		*why = fault(&f->st);
	if (!*why)
		return true;
	close(f->fd);
	errno = 0;
	return false;
}

static bool
lock(int fd)
{
	const struct timespec moment = {.tv_nsec = 1000000};

	for (int i = 0; i < LOCK_TRIES; i++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK)
			return false; /* some file systems have none: they keep O_APPEND, or nobody does */
		nanosleep(&moment, NULL);
	}
	return false;
}

/* Locked, and still what the path names, which st tells: who takes a log away takes a lock, or takes it away by its
 * name. */
static bool
hold(struct logfile *f, struct stat *st)
{
	bool locked = false;

	for (int i = 0; i < OPEN_TRIES; i++) {
		struct logfile other;
		const char *why;

		locked = lock(f->fd);
		if (!S_ISREG(f->st.st_mode) ||
		    (lstat(f->path, st) == 0 && st->st_ino == f->st.st_ino && st->st_dev == f->st.st_dev))
			return locked;
		if (!logfile_open(&other, f->path, &why))
			break;
		close(f->fd);
		*f = other;
	}
	if (fstat(f->fd, st) != 0)
		*st = (struct stat){0};
	return locked;
}

bool
logfile_append(struct logfile *f, struct str line)
{
	struct stat st = {0};
	bool locked = hold(f, &st), regular = S_ISREG(f->st.st_mode), done = true;
	char last = '\n';
	int error;

	if (regular && st.st_size > 0 && pread(f->fd, &last, 1, st.st_size - 1) == 1 && last != '\n')
		done = write_all(f->fd, STR("\n")); /* somebody was killed here */
	done = done && write_all(f->fd, line);
	error = errno;
	if (!done && locked && regular && ftruncate(f->fd, st.st_size) != 0)
		error = errno;
	errno = error;
	return done;
}
