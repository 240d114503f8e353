/* The entry, the memory and the world; the linker's --wrap puts the functions at the end in place. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/io.h"
#include "base/process.h"
#include "fuzz.h"

enum { MAX_FILES = 64, MAX_READS = 64, FIRST_FD = 1000 };

struct world world;

static void **blocks;
static size_t nblock, room;
static struct {
	struct str path, text;
} files[MAX_FILES];
static size_t nfile;

void *
arena_alloc(size_t size, size_t count)
{
	void *p = calloc(count > 0 ? count : 1, size > 0 ? size : 1);

	if (nblock == room) {
		room = room * 2 + 64;
		blocks = realloc(blocks, room * sizeof *blocks);
	}
	if (!p || !blocks)
		abort();
	return blocks[nblock++] = p;
}

char *
arena_bytes(size_t size)
{
	return memset(arena_alloc(1, size), '?', size);
}

void *
arena_grow(const void *old, size_t old_size, size_t new_size)
{
	void *p = arena_alloc(1, new_size);

	LAW(new_size >= old_size);
	if (old && old_size > 0)
		memcpy(p, old, old_size);
	return p;
}

/* Room for one more and no other, so that one element too many is seen. */
void *
arena_double(const void *of, size_t n, size_t *room, size_t size)
{
	*room = n + 1;
	return arena_grow(of, n * size, *room * size);
}

static void
begin(void)
{
	while (nblock > 0)
		free(blocks[--nblock]);
	world = (struct world){0};
	nfile = 0;
}

struct str
keep(struct str s)
{
	char *p = calloc(1, s.n + 1);

	if (!p)
		abort();
	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (struct str){p, s.n};
}

struct args
parts(const char *first, struct str text, char c)
{
	struct args a = {0};

	if (first)
		args_push(&a, first);
	while (text.n > 0)
		args_push(&a, str_dup(str_split(&text, c)));
	args_push(&a, NULL);
	a.n--;
	return a;
}

void
world_add(struct str path, struct str text)
{
	if (nfile == MAX_FILES)
		abort();
	files[nfile].path = path;
	files[nfile++].text = text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	begin();
	fuzz((struct str){(const char *)data, size});
	return 0;
}

#define WRAP(function) __wrap_##function
bool WRAP(read_file)(const char *path, struct str *text);
bool WRAP(read_trusted)(const char *path, struct str *text);
bool WRAP(write_atomic)(const char *path, struct str text);
int WRAP(memory_file)(struct str text);
int WRAP(run_captured)(const char *const *argv, char *const *envp, int input_fd, enum capture capture,
    struct str *text);

/* As the program reads files: into memory that begins on 16 bytes, a NUL behind. */
static bool
give(struct str from, struct str *text)
{
	*text = (struct str){str_dup(from), from.n};
	return true;
}

/* Not for ever: files that name each other are slow, and find nothing new. */
bool
WRAP(read_file)(const char *path, struct str *text)
{
	for (size_t i = 0; i < nfile && world.reads < MAX_READS; i++)
		if (str_is_text(files[i].path, path)) {
			world.reads++;
			return give(files[i].text, text);
		}
	errno = ENOENT;
	return false;
}

bool
WRAP(read_trusted)(const char *path, struct str *text)
{
	LAW(*path == '/');
	errno = ENOENT;
	return world.cache.p && give(world.cache, text);
}

bool
WRAP(write_atomic)(const char *path, struct str text)
{
	LAW(*path == '/');
	return give(text, &world.cache);
}

int
WRAP(memory_file)(struct str text)
{
	struct buf path = {0};

	buf_text(&path, "/proc/self/fd/");
	buf_number(&path, FIRST_FD + nfile);
	world_add(buf_str(&path), text);
	return (int)(FIRST_FD + nfile - 1);
}

int
WRAP(run_captured)(const char *const *argv, char *const *envp, int input_fd, enum capture capture,
    struct str *text)
{
	for (; *argv; argv++)
		LAW(strlen(*argv) < SIZE_MAX);
	for (; *envp; envp++)
		LAW(strlen(*envp) < SIZE_MAX);
	(void)input_fd;
	(void)capture;
	world.runs++;
	*text = world.printed;
	return world.status;
}
