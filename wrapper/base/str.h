/*
 * str.h - text: views, a growing buffer, the arena both live in, and one hash.
 *
 * Memory comes from one arena, is zeroed but for arena_bytes, and is never given back: the program ends by exec or
 * exit. An allocation that cannot be had ends the program with status 125.
 */
#ifndef STR_H
#define STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/* A view of n bytes; never owned, not NUL-terminated unless said so. */
struct str {
	const char *p;
	size_t n;
};

/* Built text. p[n] is NUL after every call below; p is never NULL after the first. */
struct buf {
	char *p;
	size_t n, cap;
};

/* A growing argument vector; v[n] is NULL after every push. */
struct args {
	const char **v;
	size_t n, cap;
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
/* For printf: "%.*s", FMT(s) */
#define FMT(s) (int)(s).n, (s).p

/* Of a function that a usual call does not come to: their code is kept in pages of its own, which are never read. Worth 0.015
 * of the bench's ratio (doc/speed.md has the other tricks). */
#define COLD __attribute__((cold))

struct arena {
	unsigned char *next;
	size_t left;
	struct block *blocks;
};
/* What is allocated between the two is given back: it is in this memory, and past its size in blocks that are unmapped. */
struct arena arena_leave(void *memory, size_t size);
void arena_return(struct arena before);
/* Allocates from another one from here on; returns the one that was in use. */
struct arena arena_swap(struct arena to);
void *arena_alloc(size_t size, size_t count);
/* The same without zeroes, for what is written at once. */
char *arena_bytes(size_t size);
/* A bigger block with the same content; the old one stays where it is. */
void *arena_grow(const void *old, size_t old_size, size_t new_size);
/* An array with room for one more than n of its elements: of itself, or a bigger copy. */
void *arena_double(const void *of, size_t n, size_t *room, size_t size);
static inline void *
arena_more(void *of, size_t n, size_t *room, size_t size)
{
	return n < *room ? of : arena_double(of, n, room, size);
}

/* strlen() without its loops over single bytes. */
size_t str_length(const char *text);

static inline struct str
str_of(const char *text)
{
	return (struct str){text, str_length(text)};
}

static inline bool
str_starts(struct str s, struct str prefix)
{
	size_t i = 0;

	if (s.n < prefix.n)
		return false;
	while (i < prefix.n && s.p[i] == prefix.p[i])
		i++;
	return i == prefix.n;
}

static inline bool
str_is(struct str s, struct str t)
{
	return s.n == t.n && str_starts(s, t);
}

/* The same for a row of a table: most differ in the first byte, and none is measured first. */
static inline bool
str_is_text(struct str s, const char *text)
{
	size_t i = 0;

	while (i < s.n && text[i] != '\0' && s.p[i] == text[i])
		i++;
	return i == s.n && text[i] == '\0';
}

static inline bool
str_starts_text(struct str s, const char *text)
{
	size_t i = 0;

	while (i < s.n && text[i] != '\0' && s.p[i] == text[i])
		i++;
	return text[i] == '\0';
}

static inline struct str
str_cut(struct str s, size_t from)
{
	if (from > s.n)
		from = s.n;
	return (struct str){from > 0 ? s.p + from : s.p, s.n - from};
}

static inline struct str
str_head(struct str s, size_t n)
{
	return (struct str){s.p, n < s.n ? n : s.n};
}

bool str_ends(struct str s, struct str suffix);
/* Position of c at or after from, or s.n. */
size_t str_find(struct str s, char c, size_t from);
/* Position of the first text that is not empty, or s.n. */
size_t str_find_text(struct str s, const char *text);
static inline bool
str_has(struct str s, const char *text)
{
	return str_find_text(s, text) < s.n;
}
/* The part after the last slash; all of s without one. */
struct str str_base(struct str s);
/* The part before the last slash, "/" for the root; nothing without one. */
struct str str_directory(struct str s);
/* Cuts off and returns the text before the first c in *rest; all of it where there is none. */
struct str str_split(struct str *rest, char c);
/* How many bytes of a set stand at the beginning. */
size_t str_span(struct str s, const char *set);
/* Cuts off the next word and the blanks before it, of the given kinds; false at the end. */
COLD bool str_word(struct str *rest, struct str *word, const char *blanks);
/* Is the word one of a list's? Words of a list have one blank between them. */
COLD bool str_lists(struct str list, struct str word);
struct str str_trim(struct str s);
/* Does s match the pattern? '*' stands for any bytes. */
bool str_glob(struct str pattern, struct str s);
/* Copies its bytes, and returns the end, where no NUL stands. memcpy() is made for long ones: it copies up to fourteen bytes one by one. */
char *str_put(char *to, struct str s);
/* The same of a number's digits, NUMBER_ROOM at the most. */
enum { NUMBER_ROOM = 20 };
char *number_put(char *to, uint64_t value);
/* A NUL-terminated copy in the arena. */
char *str_dup(struct str s);
/* A NUL-terminated copy of the texts, joined. */
char *str_join(struct str a, struct str b);
char *str_join3(struct str a, struct str b, struct str c);
/* Decimal digits only, no overflow past max. */
bool str_count(struct str s, uint64_t *value);
bool str_number(struct str s, unsigned max, unsigned *value);

/* Room for more bytes at once, where their number is about known. */
void buf_grow(struct buf *b, size_t more);
static inline void
buf_reserve(struct buf *b, size_t more)
{
	if (!b->p || b->cap - b->n <= more)
		buf_grow(b, more);
}

void buf_add(struct buf *b, struct str s);
static inline void
buf_char(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->p[b->n++] = c;
	b->p[b->n] = '\0';
}

/* A literal, copied in place: for what is written many times. */
#define buf_literal(b, literal) buf_bytes(b, literal, sizeof(literal) - 1)
static inline void
buf_bytes(struct buf *b, const char *bytes, size_t n)
{
	buf_reserve(b, n);
	memcpy(b->p + b->n, bytes, n);
	b->n += n;
	b->p[b->n] = '\0';
}

static inline void
buf_text(struct buf *b, const char *text)
{
	buf_add(b, str_of(text));
}

void buf_number(struct buf *b, uint64_t value);
void buf_hex(struct buf *b, uint64_t value);
/* Another word of the list, a blank before it where it is not the first; false where it is there already. */
COLD bool buf_list(struct buf *list, struct str word);
/* As printf, with %s, %c, %d, %u, %zu, PRIu64, %016 PRIx64, %%, and %.*s with FMT(s) for a struct str, whatever its
 * bytes are; before each a width, as in %10 and %-*. What printf itself takes is a fifth of verify's time. */
COLD void buf_format(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
COLD void buf_format_list(struct buf *b, const char *format, va_list ap) __attribute__((format(printf, 2, 0)));
COLD struct str str_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
#define text_format(...) (str_format(__VA_ARGS__).p)
/* What others wrote, for a terminal that is not to obey it (plain.h). */
COLD void text_plain(struct buf *out, struct str s);
/* Is there nothing in it that would be changed? */
COLD bool text_is_plain(struct str s);
/* The rest of a line as buf_format makes it, made plain, and its end. */
COLD void text_line(struct buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A text, and blanks up to a width. */
COLD void buf_column(struct buf *b, struct str text, size_t width);
/* "  NAME      VALUE\n", made plain */
COLD void buf_row(struct buf *b, size_t width, const char *name, const char *value);
/* Another word of the list, as buf_list, which may be there already. */
COLD void buf_word(struct buf *list, struct str word);
/* Quoted for a shell where that is needed. */
COLD void buf_shell(struct buf *b, struct str s);
/* The same where it is shown: what is not plain is made by printf(1), which makes the same bytes of it in every shell. */
COLD void text_shell(struct buf *out, struct str s);
/* "\033" */
COLD void text_octal(struct buf *out, unsigned char c);
struct str buf_str(const struct buf *b);

void args_push(struct args *a, const char *word);
void args_add(struct args *a, const char *const *words, size_t n);
/* Does one of them begin so? */
bool args_begin(const struct args *a, struct str with);
/* Room for n more, where their number is known. */
void args_room(struct args *a, size_t n);

/* A 64-bit hash, not for adversaries. Chain by passing the last result as seed. */
uint64_t hash_bytes(uint64_t seed, const void *data, size_t size);
uint64_t hash_str(uint64_t seed, struct str s);

#endif
