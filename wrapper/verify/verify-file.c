/* One file judged, whatever it is. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "verify/verify.h"

#define ERASE_LINE "\033[K" /* what stands behind the cursor */

/* SMALL: bytes of a file up to which reading it takes less time than mapping it. */
enum { SCRATCH = 512 * 1024, SMALL = 64 * 1024, SECOND = 1, MAGIC = 8 };
#define LARGEST (INT64_C(4) << 30) /* bytes of a file: what is not there takes time, too */

/* Of one file, used again for the next. Not an array: behind one, what libc writes to at every start of the shim
 * would stand in a page of its own. */
static void *scratch;
static char *small;

/* A file that somebody shortens while it is mapped. */
static sigjmp_buf shortened;

static void
on_bus_error(int signal)
{
	siglongjmp(shortened, signal);
}

void
verify_begin(void)
{
	struct sigaction action = {.sa_handler = on_bus_error, .sa_flags = SA_NODEFER};

	sigaction(SIGBUS, &action, NULL);
	scratch = arena_bytes(SCRATCH);
	small = arena_bytes(SMALL);
}

void
verify_flush(struct verify *v)
{
	print_coloured(buf_str(&v->out), v->colour);
	v->out = (struct buf){0};
}

/* A second has passed. */
static volatile sig_atomic_t waited;
static bool shown;

static void
on_alarm(int signal)
{
	waited = signal;
	alarm(SECOND);
}

void
verify_progress(void)
{
	struct sigaction action = {.sa_handler = on_alarm, .sa_flags = SA_RESTART};

	sigaction(SIGALRM, &action, NULL);
	alarm(SECOND);
}

void
verify_progress_stop(void)
{
	alarm(0);
	waited = 0;
}

void
verify_progress_end(void)
{
	alarm(0);
	if (shown)
		write_all(STDERR_FILENO, STR("\r" ERASE_LINE));
}

/* "1234 ELF files", on the terminal, each second; of several processes one. */
static void
progress(const struct verify *v)
{
	if (!waited)
		return;
	waited = 0;
	shown = true;
	write_all(STDERR_FILENO, v->looked_at ? str_format("\r%zu files" ERASE_LINE, atomic_load(v->looked_at)) :
		str_format("\r%u ELF files, %u others" ERASE_LINE, v->nfile, v->other));
}

void
verify_damaged(struct verify *v, struct str path, const char *what)
{
	if (v->damage_of_one) {
		buf_add(v->damage_of_one, str_head(str_of(what), v->damage_of_one->cap - 1));
		return;
	}
	complain("%.*s: %s", FMT(path), what);
	v->damaged++;
	if (v->format->damage)
		v->format->damage(v, path, what);
}

static const char *
judge_file(struct verify *v, struct str path, struct str bytes)
{
	struct binary b;
	struct judged j;
	const char *damage;

	if (sigsetjmp(shortened, 0) != 0)
		return "it changed while it was read";
	damage = binary_read(&b, path, bytes);
	if (damage)
		return damage;
	judge(&j, v->policy, &b);
	if (v->by_log)
		v->by_log(v->log, &b, &j);
	v->nfile++;
	v->files[j.verdict]++;
	for (unsigned i = 0; i < NCHECK; i++)
		v->checks[i][j.of[i].verdict]++;
	v->format->file(v, &b, &j);
	return NULL;
}

static const char *
look_at_bytes(struct verify *v, struct str path, struct str bytes)
{
	const char *damage;
	struct arena before;

	if (v->listed)
		v->of = arena_more(v->of, v->nlisted, &v->room, sizeof *v->of);
	verify_flush(v);
	before = arena_leave(scratch, SCRATCH);
	damage = judge_file(v, path, bytes);
	verify_flush(v);
	arena_return(before);
	return damage;
}

static const char no_elf[] = "it is not an ELF file or an archive", not_regular[] = "it is not a regular file";

/* Only ELF files and archives are mapped. */
static const char *
look_at_large(struct verify *v, struct str path, int fd, off_t size)
{
	char magic[MAGIC];
	ssize_t n = pread(fd, magic, sizeof magic, 0);
	const char *damage;
	void *p;

	if (n < 0 || !binary_is((struct str){magic, (size_t)n}))
		return no_elf;
	if (size > LARGEST)
		return "it is larger than 4 GiB";
	p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return "it cannot be mapped";
	damage = look_at_bytes(v, path, (struct str){p, (size_t)size});
	munmap(p, (size_t)size);
	return damage;
}

/* What is wrong with the file; NULL where nothing is. */
static const char *
look_at(struct verify *v, struct str path, int fd, const struct stat *st)
{
	struct str bytes = {small, 0};
	ssize_t n;

	if (!S_ISREG(st->st_mode))
		return not_regular;
	if (st->st_size > SMALL)
		return look_at_large(v, path, fd, st->st_size);
	n = pread(fd, small, (size_t)st->st_size, 0);
	bytes.n = n > 0 ? (size_t)n : 0;
	return binary_is(bytes) ? look_at_bytes(v, path, bytes) : no_elf;
}

bool
verify_file(struct verify *v, const char *path, bool listed)
{
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (listed ? O_NOFOLLOW : 0));
	const char *damage = NULL;
	bool directory = false;
	struct stat st;

	if (fd < 0 && listed && (errno == ELOOP || errno == ENXIO)) /* a link, a socket */
		return false;
	v->listed = listed;
	if (fd < 0 || fstat(fd, &st) != 0)
		damage = strerror(errno);
	else if (S_ISDIR(st.st_mode))
		directory = true;
	else
		damage = look_at(v, str_of(path), fd, &st);
	if (listed && (damage == no_elf || damage == binary_no_elf))
		v->other++;
	else if (damage && !(listed && damage == not_regular))
		verify_damaged(v, str_of(path), damage);
	v->listed = false;
	if (fd >= 0)
		close(fd);
	if (listed)
		progress(v);
	return directory;
}
