#include "verify/snapshot.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "elf/binary.h"

enum {
	MAGIC = 8,
	HOLES = 1024, HOLE = 1024 * 1024, /* so many holes of so many bytes are of use */
	RECENT = 60,			  /* seconds that one write, or one mapping, may last */
	TICKS = 16,			  /* of the kernel's clock, that a file may take to come to rest */
};

const char snapshot_changed[] = "it changed while it was read", snapshot_no_elf[] = "it is not an ELF file or an archive";
const char snapshot_written[] = "another program has it open for writing; try again when it is closed";
static const char cannot_map[] = "it cannot be mapped";

static char *copy; /* of one file, used again for the next; what no file needed takes no memory */

void
snapshot_begin(void)
{
	copy = mmap(NULL, SNAPSHOT_COPIED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	(void)signal(SIGIO, SIG_IGN); /* for who opens a file while has_writer() asks about it */
}

static bool
is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec < b->tv_sec || (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* A program can set the time of a write, not that of the change, which a rename and a removal move, too. */
static bool
is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	    !is_before(&a->st_ctim, &b->st_ctim) && !is_before(&b->st_ctim, &a->st_ctim);
}

/* Has somebody opened it for writing, or mapped it? Then the time of its change is when the write began, and the write may go on.
 * Only root and the owner of a file are told, and not on each file system. */
static bool
has_writer(int fd)
{
	if (fcntl(fd, F_SETLEASE, F_RDLCK) != 0)
		return errno == EAGAIN;
	fcntl(fd, F_SETLEASE, F_UNLCK);
	return false;
}

/* A time ahead of the clock tells nothing: where the clock was set back, or is another machine's, what stays the same is at rest. */
const char *
snapshot_settle(int fd, struct stat *st)
{
	enum { REST = 2 }; /* ticks */
	const char *error = snapshot_changed;
	struct timespec now, tick;
	struct stat last = {0};
	unsigned same = 0;

	for (unsigned i = 0; i < TICKS; i++) {
		clock_gettime(CLOCK_REALTIME_COARSE, &now);
		if (fstat(fd, st) != 0)
			return snapshot_changed;
		same = i > 0 && is_same(&last, st) ? same + 1 : 0;
		error = snapshot_changed;
		if (is_before(&st->st_ctim, &now) || same >= REST) {
			if (now.tv_sec - st->st_ctim.tv_sec > RECENT || !has_writer(fd))
				return NULL;
			error = snapshot_written;
		}
		last = *st;
		clock_getres(CLOCK_REALTIME_COARSE, &tick);
		nanosleep(&tick, NULL);
	}
	return error;
}

bool
snapshot_read(char *to, int fd, size_t n)
{
	for (size_t at = 0; at < n;) {
		ssize_t got = pread(fd, to + at, n - at, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		at += (size_t)got;
	}
	return true;
}

/* A hole that is read through a mapping takes memory, of the kernel's or of the file system's; zeroes of our own take none. */
bool
snapshot_map(char *to, int fd, size_t n)
{
	const off_t page = sysconf(_SC_PAGESIZE), size = (off_t)n;
	off_t at = 0;

	if (mmap(to, n, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0) == MAP_FAILED)
		return false;
	for (unsigned i = 0; i < HOLES && at >= 0 && at < size; i++) {
		off_t hole = lseek(fd, at, SEEK_HOLE), begin = (hole + page - 1) / page * page, end;

		if (hole < 0 || hole >= size)
			break;
		at = lseek(fd, hole, SEEK_DATA);
		end = at < 0 || at > size ? size : at / page * page;
		if (end - begin >= HOLE && mmap(to + begin, (size_t)(end - begin), PROT_READ,
			MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0) == MAP_FAILED)
			return false;
	}
	return true;
}

static const char *
read_large(struct snapshot *s, size_t size)
{
	void *p = mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		return cannot_map;
	s->mapped = s->bytes = (struct str){p, size};
	return snapshot_map(p, s->fd, size) ? NULL : cannot_map;
}

const char *
snapshot_take(struct snapshot *s)
{
	const int fd = s->fd;
	char magic[MAGIC];
	ssize_t n = pread(fd, magic, sizeof magic, 0);
	const char *error;
	size_t size;

	if (n < 0 || !binary_is((struct str){magic, (size_t)n}))
		return snapshot_no_elf;
	error = snapshot_settle(fd, &s->st);
	if (error || s->st.st_size < n)
		return error ? error : snapshot_changed;
	size = (size_t)s->st.st_size;
	if (size > SNAPSHOT_COPIED || copy == MAP_FAILED)
		return read_large(s, size);
	if (!snapshot_read(copy, fd, size))
		return snapshot_changed;
	s->bytes = (struct str){copy, size};
	return NULL;
}

bool
snapshot_holds(const struct snapshot *s)
{
	struct stat st;

	if (fstat(s->fd, &st) != 0 || !is_same(&s->st, &st))
		return false;
	for (size_t i = 0; i < s->nmember; i++)
		if (stat(s->member[i].path, &st) != 0 || !is_same(&s->member[i].st, &st))
			return false;
	return true;
}

void
snapshot_drop(struct snapshot *s)
{
	if (s->mapped.n > 0)
		munmap((void *)(uintptr_t)s->mapped.p, s->mapped.n);
}
