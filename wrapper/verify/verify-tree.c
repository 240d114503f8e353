/*
 * The files in a directory, and below it. Many of them are shared among processes, one for each processor: what the
 * kernel does to open and map a file is more than half of the work, and it scales. Results go back through shared memory.
 */
#include <dirent.h>
#include <errno.h>
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

static int
below(const struct dirent *entry)
{
	return entry->d_type != DT_LNK && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* Paths in the order of their names; a directory that cannot be read is one of them, and will be complained about. The
 * whole directory is read before anything in it: a deep tree must not hold all of its directories open. */
static void
collect(struct args *paths, const char *path, bool recurse)
{
	struct str slash = str_ends(str_of(path), STR("/")) ? STR("") : STR("/");
	struct dirent **entry;
	int n = scandir(path, &entry, below, alphasort);

	if (n < 0) {
		args_push(paths, path);
		return;
	}
	for (int i = 0; i < n; i++) {
		const char *file = str_join3(str_of(path), slash, str_of(entry[i]->d_name));
		struct stat st = {.st_mode = entry[i]->d_type == DT_DIR ? S_IFDIR : 0};

		if (entry[i]->d_type == DT_UNKNOWN && lstat(file, &st) != 0)
			st.st_mode = 0;
		if (!S_ISDIR(st.st_mode))
			args_push(paths, file);
		else if (recurse)
			collect(paths, file, recurse);
		free(entry[i]);
	}
	free(entry);
}

/* Of one file; is.path.p is NULL where it is not an ELF file. */
struct slot {
	struct verified is;
	char why[WHY]; /* it could not be read */
};

struct shared {
	_Atomic size_t next;
	struct verify by[MAX_WORKERS]; /* what each process has counted */
	bool finished[MAX_WORKERS];
	struct slot slot[];
};

static void
work(const struct verify *v, const struct args *paths, struct shared *shared, unsigned worker)
{
	enum { AT_A_TIME = 8 };
	struct verify *w = &shared->by[worker];

	*w = (struct verify){.policy = v->policy, .format = v->format, .by_log = v->by_log, .log = v->log, .room = 1,
	    .looked_at = &shared->next};
	for (;;) {
		size_t from = atomic_fetch_add(&shared->next, AT_A_TIME);

		if (from >= paths->n)
			break;
		for (size_t i = from; i < from + AT_A_TIME && i < paths->n; i++) {
			struct buf why = {.p = shared->slot[i].why, .cap = WHY};

			w->of = &shared->slot[i].is;
			w->nlisted = 0;
			w->damage_of_one = &why;
			verify_file(w, paths->v[i], true);
		}
	}
	shared->finished[worker] = true;
}

static void
add_sums(struct verify *v, const struct verify *w)
{
	v->nfile += w->nfile;
	v->other += w->other;
	for (unsigned i = 0; i < NVERDICT; i++)
		v->files[i] += w->files[i];
	for (unsigned i = 0; i < NCHECK; i++)
		for (unsigned k = 0; k < NVERDICT; k++)
			v->checks[i][k] += w->checks[i][k];
}

/* In the order of the paths, whoever looked at them. */
static void
take_over(struct verify *v, const struct args *paths, const struct shared *shared)
{
	v->of = arena_grow(v->of, v->nlisted * sizeof *v->of, (v->nlisted + paths->n) * sizeof *v->of);
	v->room = v->nlisted + paths->n;
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
			work(v, paths, shared, i);
			_exit(0);
		}
	}
	work(v, paths, shared, 0);
	for (unsigned i = 1; i < workers; i++) {
		while (child[i] > 0 && waitpid(child[i], NULL, 0) < 0 && errno == EINTR)
			continue;
		whole = whole && (child[i] < 0 || shared->finished[i]);
	}
	for (unsigned i = 0; i < workers && whole; i++)
		add_sums(v, &shared->by[i]);
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
