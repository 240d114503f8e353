/* One file judged, whatever it is. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fold.h"
#include "base/nearest.h"
#include "verify/thin.h"
#include "verify/verify.h"

#define ERASE_LINE "\033[K" /* what stands behind the cursor */

enum { SCRATCH = 512 * 1024, SECOND = 1 };

/* Of one file, used again for the next. Not an array: behind one, what libc writes to at every start of the shim
 * would stand in a page of its own. */
static void *scratch;

/* A file that is mapped, and somebody shortens it. */
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
	snapshot_begin();
}

void
verify_flush(struct verify *v)
{
	print_coloured(fold(buf_str(&v->out), v->width), v->colour);
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
judge_file(struct verify *v, const char *path, struct snapshot *file)
{
	struct binary b;
	struct judged j;
	const char *damage;

	if (sigsetjmp(shortened, 0) != 0)
		return snapshot_changed;
	damage = snapshot_take(file);
	if (!damage)
		damage = thin_gather(file, path);
	if (!damage)
		damage = binary_read(&b, str_of(path), file->bytes);
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

static const char not_regular[] = "it is not a regular file";

/* What is wrong with the file; NULL where nothing is. Of one that changes nothing is printed, counted or kept. */
static const char *
look_at(struct verify *v, const char *path, int fd)
{
	struct snapshot file = {.fd = fd};
	struct verify unchanged;
	const char *damage;
	struct arena before;

	if (v->listed)
		v->of = arena_more(v->of, v->nlisted, &v->room, sizeof *v->of);
	verify_flush(v);
	unchanged = *v;
	before = arena_leave(scratch, SCRATCH);
	damage = judge_file(v, path, &file);
	if (file.bytes.n > 0 && !snapshot_holds(&file))
		damage = snapshot_changed;
	if (damage)
		*v = unchanged;
	verify_flush(v);
	snapshot_drop(&file);
	arena_return(before);
	return damage;
}

bool
verify_file(struct verify *v, const char *path, bool listed)
{
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (listed ? O_NOFOLLOW : 0));
	const char *damage = NULL;
	bool directory = false, other;
	struct stat st;

	if (fd < 0 && listed && (errno == ELOOP || errno == ENXIO)) /* a link, a socket */
		return false;
	v->listed = listed;
	if (fd < 0 || fstat(fd, &st) != 0)
		damage = errno == ENOENT ? str_join(str_of(strerror(errno)), str_of(nearest_file(path))) : strerror(errno);
	else if (S_ISDIR(st.st_mode))
		directory = true;
	else
		damage = S_ISREG(st.st_mode) ? look_at(v, path, fd) : not_regular;
	other = damage == snapshot_no_elf || damage == binary_no_elf;
	v->other += other;
	v->misnamed += other && !listed;
	if (damage && !(listed && (other || damage == not_regular)))
		verify_damaged(v, str_of(path), damage);
	v->listed = false;
	if (fd >= 0)
		close(fd);
	if (listed)
		progress(v);
	return directory;
}
