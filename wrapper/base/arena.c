/* arena.c - memory of a process that is short of time: taken from one piece, given back only all at once. */
#include <sys/mman.h>

#include "base/error.h"
#include "base/str.h"

enum {
	ARENA_FIRST = 64 * 1024, /* bytes; a usual call needs 10 KB, 18 with a log */
	ARENA_CHUNK = 1024 * 1024,
	ALIGN = 16,
};

/* Common, so that it is the last in .bss: it begins in the page of libc's own few words, which is written to anyway. */
extern unsigned char arena_first[];
__attribute__((common)) _Alignas(ALIGN) unsigned char arena_first[ARENA_FIRST];

static unsigned char *next = arena_first;
static size_t left = ARENA_FIRST;

/* What did not fit is in blocks of its own; each begins so. */
struct block {
	_Alignas(ALIGN) struct block *before;
	size_t size;
};
static struct block *blocks;

struct arena
arena_swap(struct arena to)
{
	struct arena before = {next, left, blocks};

	next = to.next;
	left = to.left;
	blocks = to.blocks;
	return before;
}

struct arena
arena_leave(void *memory, size_t size)
{
	return arena_swap((struct arena){memory, size, NULL});
}

void
arena_return(struct arena before)
{
	struct arena left_behind = arena_swap(before);

	for (struct block *b = left_behind.blocks, *more; b; b = more) {
		more = b->before;
		munmap(b, b->size);
	}
}

static COLD void
take_block(size_t n)
{
	size_t size = sizeof(struct block) + n > ARENA_CHUNK ? sizeof(struct block) + n : ARENA_CHUNK;
	struct block *b = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (b == MAP_FAILED)
		fatal(EXIT_OURS, "out of memory: %zu bytes:", n);
	*b = (struct block){blocks, size};
	blocks = b;
	next = (unsigned char *)(b + 1);
	left = size - sizeof *b;
}

/* Not zeroed. */
static void *
take(size_t size, size_t count)
{
	size_t n;
	void *p;

	if (size != 0 && count > (SIZE_MAX / 2) / size)
		fatal(EXIT_OURS, "out of memory: %zu times %zu bytes", count, size);
	n = (size * count + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (n > left)
		take_block(n);
	p = next;
	next += n;
	left -= n;
	return p;
}

void *
arena_alloc(size_t size, size_t count)
{
	return memset(take(size, count), 0, size * count);
}

char *
arena_bytes(size_t size)
{
	return take(1, size);
}

void *
arena_grow(const void *old, size_t old_size, size_t new_size)
{
	char *p = take(1, new_size);

	if (old && old_size > 0)
		memcpy(p, old, old_size);
	else
		old_size = 0;
	memset(p + old_size, 0, new_size - old_size);
	return p;
}

void *
arena_double(const void *of, size_t n, size_t *room, size_t size)
{
	*room = n * 2 + 8;
	return arena_grow(of, n * size, *room * size);
}
