/*
 * The files in a directory, and below it. Many of them are shared among processes, one for each processor: what the
 * kernel does to open and map a file is more than half of the work, and it scales. Results go back through shared memory.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "verify/verify.h"

enum {
	FEW = 100, /* files; so many take less time than to start a process */
	MAX_WORKERS = 8,
	WHY = 64, /* bytes of what is wrong with a file */
};

struct entry {
	const char *name;
	bool directory;
};

struct entries {
	struct entry *of;
	size_t n, room;
};

static void
add_entry(struct entries *entries, const char *name, bool directory)
{
	if (entries->n == entries->room) {
		size_t room = entries->room ? entries->room * 2 : 64;

		entries->of = arena_grow(entries->of, entries->n * sizeof *entries->of, room * sizeof *entries->of);
		entries->room = room;
	}
	entries->of[entries->n++] = (struct entry){name, directory};
}

static int
by_name(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* The whole directory is read before anything in it: a deep tree must not hold all of its directories open. */
static bool
entries_of(const char *path, struct entries *entries)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	if (!directory)
		return false;
	while ((entry = readdir(directory))) {
		struct stat st = {0};

		if (entry->d_type == DT_LNK || strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (entry->d_type == DT_UNKNOWN && fstatat(dirfd(directory), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
			st.st_mode = 0;
		add_entry(entries, str_dup(str_of(entry->d_name)), entry->d_type == DT_DIR || S_ISDIR(st.st_mode));
	}
	closedir(directory);
	if (entries->n > 0)
		qsort(entries->of, entries->n, sizeof *entries->of, by_name);
	return true;
}

/* Paths in the order of their names; a directory that cannot be read is one of them, and will be complained about. */
static void
collect(struct args *paths, const char *path, bool recurse)
{
	bool slash = str_ends(str_of(path), STR("/"));
	struct entries entries = {0};

	if (!entries_of(path, &entries)) {
		args_push(paths, path);
		return;
	}
	for (size_t i = 0; i < entries.n; i++) {
		const char *below = str_join3(str_of(path), slash ? STR("") : STR("/"), str_of(entries.of[i].name));

		if (!entries.of[i].directory)
			args_push(paths, below);
		else if (recurse)
			collect(paths, below, recurse);
	}
}

/* Of one file; is.path.p is NULL where it is not an ELF file. */
struct slot {
	struct verified is;
	char why[WHY]; /* it could not be read */
};

/* What a process has counted. */
struct sums {
	bool finished;
	unsigned nfile, other, files[NVERDICT], checks[NCHECK][NVERDICT];
};

struct shared {
	_Atomic size_t next;
	struct sums sums[MAX_WORKERS];
	struct slot slot[];
};

static void
work(const struct verify *v, const struct args *paths, struct shared *shared, struct sums *sums)
{
	enum { AT_A_TIME = 8 };
	struct verify w = {.policy = v->policy, .format = v->format, .by_log = v->by_log, .log = v->log,
	    .looked_at = &shared->next};

	for (;;) {
		size_t from = atomic_fetch_add(&shared->next, AT_A_TIME);

		if (from >= paths->n)
			break;
		for (size_t i = from; i < from + AT_A_TIME && i < paths->n; i++) {
			struct buf why = {.p = shared->slot[i].why, .cap = WHY};

			w.of = &shared->slot[i].is;
			w.room = 1;
			w.nlisted = 0;
			w.damage_of_one = &why;
			verify_file(&w, paths->v[i], true);
		}
	}
	sums->nfile = w.nfile;
	sums->other = w.other;
	memcpy(sums->files, w.files, sizeof sums->files);
	memcpy(sums->checks, w.checks, sizeof sums->checks);
	sums->finished = true;
}

static void
add_sums(struct verify *v, const struct sums *s)
{
	v->nfile += s->nfile;
	v->other += s->other;
	for (unsigned i = 0; i < NVERDICT; i++)
		v->files[i] += s->files[i];
	for (unsigned i = 0; i < NCHECK; i++)
		for (unsigned k = 0; k < NVERDICT; k++)
			v->checks[i][k] += s->checks[i][k];
}

/* In the order of the paths, whoever looked at them. */
static void
take_over(struct verify *v, const struct args *paths, const struct shared *shared)
{
	v->of = arena_grow(v->of, v->nlisted * sizeof *v->of, (v->nlisted + paths->n) * sizeof *v->of);
	v->room = (unsigned)(v->nlisted + paths->n);
	for (size_t i = 0; i < paths->n; i++) {
		const struct slot *slot = &shared->slot[i];

		if (*slot->why)
			verify_damaged(v, str_of(paths->v[i]), slot->why);
		else if (slot->is.path.p)
			v->of[v->nlisted++] = slot->is;
	}
}

static unsigned
processors(size_t files)
{
	cpu_set_t set;
	unsigned n;

	if (files < FEW || sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	n = (unsigned)CPU_COUNT(&set);
	n = n < MAX_WORKERS ? n : MAX_WORKERS;
	return n < files / (FEW / 2) ? n : (unsigned)(files / (FEW / 2));
}

/* False where that cannot be, or one of the processes ended early: then nothing has happened. */
static bool
share(struct verify *v, const struct args *paths, unsigned workers)
{
	size_t size = sizeof(struct shared) + paths->n * sizeof(struct slot);
	struct shared *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child[MAX_WORKERS] = {0};
	bool whole = true;

	if (shared == MAP_FAILED)
		return false;
	for (unsigned i = 1; i < workers; i++) {
		child[i] = fork();
		if (child[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			verify_progress_stop();
			work(v, paths, shared, &shared->sums[i]);
			_exit(0);
		}
	}
	work(v, paths, shared, &shared->sums[0]);
	for (unsigned i = 1; i < workers; i++) {
		while (child[i] > 0 && waitpid(child[i], NULL, 0) < 0 && errno == EINTR)
			continue;
		whole = whole && (child[i] < 0 || shared->sums[i].finished);
	}
	for (unsigned i = 0; i < workers && whole; i++)
		add_sums(v, &shared->sums[i]);
	if (whole)
		take_over(v, paths, shared);
	munmap(shared, size);
	return whole;
}

void
verify_path(struct verify *v, const char *path, bool recurse)
{
	struct args paths = {0};
	unsigned workers;

	if (!verify_file(v, path, false))
		return;
	collect(&paths, path, recurse);
	workers = v->format->damage ? 1 : processors(paths.n); /* JSON is written file by file */
	if (workers > 1 && share(v, &paths, workers))
		return;
	for (size_t i = 0; i < paths.n; i++)
		verify_file(v, paths.v[i], true);
}
