#include "base/str.h"

#include <endian.h>

#include "base/block.h"

/* Most texts are short, and strlen()'s loops over bytes are mispredicted in each new process, 480 times a logged call: eight at once,
 * aligned, so that no read reaches into another page than the text. */
__attribute__((no_sanitize_address)) size_t
str_length(const char *text)
{
	typedef uint64_t __attribute__((may_alias)) word;
	const uint64_t ones = UINT64_MAX / 255, highs = ones << 7;
	unsigned skip = (unsigned)((uintptr_t)text % sizeof(word));
	const word *p = (const word *)(const void *)(text - skip);
	uint64_t w = le64toh(*p) | ((UINT64_C(1) << 8 * skip) - 1);

	while (!((w - ones) & ~w & highs))
		w = le64toh(*++p);
	return (size_t)((const char *)p - text) + (unsigned)__builtin_ctzll((w - ones) & ~w & highs) / 8;
}

bool
str_ends(struct str s, struct str suffix)
{
	size_t i = 0;

	if (s.n < suffix.n || !s.p)
		return false;
	while (i < suffix.n && s.p[s.n - suffix.n + i] == suffix.p[i])
		i++;
	return i == suffix.n;
}

size_t
str_find(struct str s, char c, size_t from)
{
	const char *p;

	if (from >= s.n)
		return s.n;
	p = memchr(s.p + from, c, s.n - from);
	return p ? (size_t)(p - s.p) : s.n;
}

size_t
str_find_text(struct str s, const char *text)
{
	const char *p = s.n > 0 ? memmem(s.p, s.n, text, strlen(text)) : NULL;

	return p ? (size_t)(p - s.p) : s.n;
}

struct str
str_base(struct str s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != '/')
		i--;
	return str_cut(s, i);
}

struct str
str_directory(struct str s)
{
	size_t n = s.n - str_base(s).n;

	return str_head(s, n > 1 ? n - 1 : n);
}

struct str
str_split(struct str *rest, char c)
{
	size_t i = str_find(*rest, c, 0);
	struct str head = str_head(*rest, i);

	*rest = str_cut(*rest, i + 1);
	return head;
}

bool
str_lists(struct str list, struct str word)
{
	while (list.n > 0)
		if (str_is(str_split(&list, ' '), word))
			return true;
	return false;
}

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && blank(s.p[0]))
		s = str_cut(s, 1);
	while (s.n > 0 && blank(s.p[s.n - 1]))
		s.n--;
	return s;
}

static bool
is_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c);
}

size_t
str_span(struct str s, const char *set)
{
	size_t n = 0;

	while (n < s.n && is_of(s.p[n], set))
		n++;
	return n;
}

bool
str_word(struct str *rest, struct str *word, const char *blanks)
{
	size_t n = 0;

	*rest = str_cut(*rest, str_span(*rest, blanks));
	while (n < rest->n && !is_of(rest->p[n], blanks))
		n++;
	*word = str_head(*rest, n);
	*rest = str_cut(*rest, n);
	return n > 0;
}

bool
str_glob(struct str pattern, struct str s)
{
	size_t p = 0, i = 0, star = SIZE_MAX, mark = 0;

	while (i < s.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			mark = i;
		} else if (p < pattern.n && pattern.p[p] == s.p[i]) {
			p++;
			i++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			i = ++mark;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.p[p] == '*')
		p++;
	return p == pattern.n;
}

/* The first and the last bytes, size of each: all of a text that has no more than twice as many. */
static inline void
put_ends(char *to, struct str s, size_t size)
{
	char first[BLOCK], last[BLOCK];

	memcpy(first, s.p, size);
	memcpy(last, s.p + s.n - size, size);
	memcpy(to, first, size);
	memcpy(to + s.n - size, last, size);
}

char *
str_put(char *to, struct str s)
{
	if (s.n > TWO_BLOCKS)
		memcpy(to, s.p, s.n);
	else if (s.n >= BLOCK)
		put_ends(to, s, BLOCK);
	else if (s.n >= 8)
		put_ends(to, s, 8);
	else if (s.n >= LEAST)
		put_ends(to, s, LEAST);
	else
		for (size_t i = 0; i < s.n; i++)
			to[i] = s.p[i];
	return to + s.n;
}

char *
str_join(struct str a, struct str b)
{
	return str_join3(a, b, STR(""));
}

char *
str_join3(struct str a, struct str b, struct str c)
{
	char *p = arena_bytes(a.n + b.n + c.n + 1);

	p[a.n + b.n + c.n] = '\0';
	str_put(str_put(str_put(p, a), b), c);
	return p;
}

char *
str_dup(struct str s)
{
	return str_join(s, STR(""));
}

bool
str_count(struct str s, uint64_t *value)
{
	uint64_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		unsigned digit = (unsigned)(unsigned char)s.p[i] - '0';

		if (digit > 9 || n > (UINT64_MAX - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*value = n;
	return s.n > 0;
}

bool
str_number(struct str s, unsigned max, unsigned *value)
{
	uint64_t n;

	if (!str_count(s, &n) || n > max)
		return false;
	*value = (unsigned)n;
	return true;
}

void
buf_grow(struct buf *b, size_t more)
{
	size_t cap = b->cap ? b->cap : 128;
	char *p;

	while (cap - b->n <= more)
		cap *= 2;
	p = arena_bytes(cap);
	if (b->p)
		memcpy(p, b->p, b->n);
	p[b->n] = '\0';
	b->p = p;
	b->cap = cap;
}

void
buf_add(struct buf *b, struct str s)
{
	buf_reserve(b, s.n);
	b->n = (size_t)(str_put(b->p + b->n, s) - b->p);
	b->p[b->n] = '\0';
}

void
buf_word(struct buf *list, struct str word)
{
	if (list->n > 0)
		buf_char(list, ' ');
	buf_add(list, word);
}

bool
buf_list(struct buf *list, struct str word)
{
	if (str_lists(buf_str(list), word))
		return false;
	buf_word(list, word);
	return true;
}

char *
number_put(char *to, uint64_t value)
{
	char *end = to + 1;

	for (uint64_t rest = value; rest >= 10; rest /= 10)
		end++;
	for (char *p = end; p > to; value /= 10)
		*--p = (char)('0' + value % 10);
	return end;
}

void
buf_number(struct buf *b, uint64_t value)
{
	buf_reserve(b, NUMBER_ROOM);
	b->n = (size_t)(number_put(b->p + b->n, value) - b->p);
	b->p[b->n] = '\0';
}

void
buf_hex(struct buf *b, uint64_t value)
{
	buf_reserve(b, 16);
	for (size_t i = 0; i < 16; i++)
		b->p[b->n + i] = "0123456789abcdef"[value >> (60 - 4 * i) & 15];
	b->n += 16;
	b->p[b->n] = '\0';
}

struct str
buf_str(const struct buf *b)
{
	return (struct str){b->p ? b->p : "", b->n};
}

void
args_room(struct args *a, size_t n)
{
	if (a->n + n < a->cap)
		return;
	a->cap = a->n + n + 1;
	a->v = arena_grow(a->v, a->n * sizeof *a->v, a->cap * sizeof *a->v);
}

void
args_push(struct args *a, const char *word)
{
	if (a->n + 1 >= a->cap)
		args_room(a, a->n + 16);
	a->v[a->n++] = word;
	a->v[a->n] = NULL;
}

void
args_add(struct args *a, const char *const *words, size_t n)
{
	args_room(a, n);
	if (n > 0)
		memcpy(a->v + a->n, words, n * sizeof *words);
	a->n += n;
	a->v[a->n] = NULL;
}

bool
args_begin(const struct args *a, struct str with)
{
	size_t i = 0;

	while (i < a->n && !str_starts(str_of(a->v[i]), with))
		i++;
	return i < a->n;
}

/* The same on every machine: the policy id travels. */
static uint64_t
load(const unsigned char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof w);
	return le64toh(w);
}

static uint64_t
fold(uint64_t h, uint64_t w)
{
	h = (h ^ w) * UINT64_C(0xff51afd7ed558ccd);
	return h << 27 | h >> 37;
}

uint64_t
hash_bytes(uint64_t seed, const void *data, size_t size)
{
	enum { LANES = 4, STRIDE = 8 * LANES };
	const unsigned char *p = data;
	uint64_t h = seed ^ size * UINT64_C(0x9e3779b97f4a7c15), lane[LANES] = {h, h + 1, h + 2, h + 3};
	unsigned char last[8] = {0};

	for (; size >= STRIDE; p += STRIDE, size -= STRIDE) {
		lane[0] = fold(lane[0], load(p));
		lane[1] = fold(lane[1], load(p + 8));
		lane[2] = fold(lane[2], load(p + 16));
		lane[3] = fold(lane[3], load(p + 24));
	}
	h = fold(fold(fold(lane[0], lane[1]), lane[2]), lane[3]);
	for (; size >= 8; p += 8, size -= 8)
		h = fold(h, load(p));
	if (size > 0)
		memcpy(last, p, size);
	h = fold(h, load(last)) * UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ h >> 29;
}

uint64_t
hash_str(uint64_t seed, struct str s)
{
	return hash_bytes(seed, s.p, s.n);
}
