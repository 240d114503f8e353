#include "elf/gotext.h"

#include <elf.h>

/* The magic number of the table tells its layout: Go 1.2, 1.16, 1.18, 1.20. */
#define MAGIC_2 UINT32_C(0xfffffffb)
#define MAGIC_16 UINT32_C(0xfffffffa)
#define MAGIC_18 UINT32_C(0xfffffff0)
#define MAGIC_20 UINT32_C(0xfffffff1)
enum { HEAD = 8, TRIES = 16 }; /* tries: places that may be the runtime.moduledata */

/* Places in runtime.moduledata, in words; the same from Go 1.16 on. */
enum { MODULE_TEXT = 22, MODULE_END = 23 };

struct table {
	const struct elf *e;
	struct str bytes; /* from its magic number on */
	uint64_t address;
	uint32_t magic;
};

static uint64_t
field(const struct table *t, unsigned index)
{
	return elf_number(t->e, t->bytes, HEAD + (uint64_t)index * elf_word(t->e), elf_word(t->e));
}

static bool
is_table(const struct elf *e, struct str bytes, uint64_t address, struct table *t)
{
	unsigned quantum;

	*t = (struct table){e, bytes, address, (uint32_t)elf_number(e, bytes, 0, 4)};
	if (bytes.n < HEAD + 8 * sizeof(uint64_t) || bytes.p[4] != 0 || bytes.p[5] != 0)
		return false;
	quantum = (unsigned char)bytes.p[6];
	if ((quantum != 1 && quantum != 2 && quantum != 4) || (unsigned char)bytes.p[7] != elf_word(e))
		return false;
	return (t->magic == MAGIC_2 || t->magic == MAGIC_16 || t->magic == MAGIC_18 || t->magic == MAGIC_20) &&
	    field(t, 0) > 0 && field(t, 0) < bytes.n / 8;
}

static bool
by_section(const struct elf *e, struct table *t)
{
	struct elf_section s;

	for (uint64_t i = 0; elf_section(e, i, &s); i++)
		if (str_ends(s.name, STR(".gopclntab")) && is_table(e, s.bytes, s.address, t))
			return true;
	return false;
}

/* Without its section: constants of every Go program, looked at once. Of the magic number a byte is looked at first, which few have. */
static bool
by_search(const struct elf *e, struct table *t)
{
	struct elf_loads loads = {0};
	const unsigned word = elf_word(e), high = e->swapped ? 0 : 3;
	struct elf_segment s;

	while (elf_next_loaded(e, &loads, &s))
		for (struct str rest = s.bytes; rest.n > HEAD; rest = str_cut(rest, word))
			if ((unsigned char)rest.p[high] == MAGIC_2 >> 24 && rest.p[4] == 0 && rest.p[5] == 0 && is_table(e, rest, s.address + (s.bytes.n - rest.n), t))
				return true;
	return false;
}

static struct str
names_of(const struct table *t)
{
	unsigned first = t->magic == MAGIC_16 ? 2 : 3; /* 1.16 has no start of the text in its header */
	uint64_t begin = field(t, first), end = field(t, first + 1);

	if (t->magic == MAGIC_2 || begin >= end || end > t->bytes.n)
		return t->bytes;
	return str_head(str_cut(t->bytes, (size_t)begin), (size_t)(end - begin));
}

/* The last row of the table of functions is the end of the text: an offset since 1.18, an address before. */
static void
ends(const struct table *t, struct go_text *text)
{
	bool offsets = t->magic == MAGIC_18 || t->magic == MAGIC_20;
	unsigned word = elf_word(t->e), size = offsets ? 4 : word;
	uint64_t n = field(t, 0), rows = t->magic == MAGIC_2 ? HEAD + word : field(t, t->magic == MAGIC_16 ? 6 : 7);
	uint64_t start = offsets ? field(t, 2) : 0, first, last;

	if (rows > t->bytes.n || (t->bytes.n - rows) / size < 2 * n + 1 || (offsets && start == 0))
		return;
	first = elf_number(t->e, t->bytes, rows, size);
	last = elf_number(t->e, t->bytes, rows + 2 * n * size, size);
	if (first >= last || (!offsets && first == 0) || last > UINT64_MAX - start)
		return;
	text->begin = start + first;
	text->end = start + last;
}

/* Is module the address of a runtime.moduledata whose words are these? */
static bool
believe(const struct elf *e, uint64_t begin, uint64_t end, struct go_text *text)
{
	struct elf_segment s;

	for (uint64_t i = 0; elf_segment(e, i, &s); i++)
		if (s.type == PT_LOAD && (s.flags & PF_X) && begin >= s.address && begin < end && begin - s.address < s.bytes.n &&
		    end - s.address <= s.bytes.n) {
			text->begin = begin;
			text->end = end;
			return true;
		}
	return false;
}

/* The first word of runtime.moduledata points to the table. */
static bool
by_pointer(const struct table *t, struct go_text *text)
{
	const struct elf *e = t->e;
	unsigned word = elf_word(e), tries = 0;
	struct elf_loads loads = {0};
	struct elf_segment s;

	while (elf_next_loaded(e, &loads, &s)) {
		if (!(s.flags & PF_W))
			continue;
		for (uint64_t at = 0; tries < TRIES && at + (MODULE_END + 1) * (uint64_t)word <= s.bytes.n; at += word)
			if (elf_number(e, s.bytes, at, word) == t->address && ++tries &&
			    believe(e, elf_number(e, s.bytes, at + MODULE_TEXT * (uint64_t)word, word),
				elf_number(e, s.bytes, at + MODULE_END * (uint64_t)word, word), text))
				return true;
	}
	return false;
}

uint64_t
gotext_addend(const struct elf *e, struct str relocations, uint64_t place)
{
	for (uint64_t at = 0; at + sizeof(Elf64_Rela) <= relocations.n; at += sizeof(Elf64_Rela))
		if (elf_number(e, relocations, at, 8) == place)
			return elf_number(e, relocations, at + 16, 8);
	return 0;
}

struct str
gotext_relocations(const struct elf *e)
{
	enum { MOST = 1 << 28 }; /* bytes: they are gone through many times */
	uint64_t tag, value, at = 0, size = 0, list_at;
	struct str list = elf_dynamic_list(e, &list_at), bytes;

	for (uint64_t i = 0; elf_dynamic(e, list, i, &tag, &value); i++) {
		at = tag == DT_RELA ? value : at;
		size = tag == DT_RELASZ ? value : size;
	}
	bytes = elf_at(e, at);
	size = size < MOST ? size : MOST;
	return size <= bytes.n ? str_head(bytes, (size_t)size) : STR("");
}

/* The same in a PIE, whose pointers stand in the relocations. */
static bool
by_relocation(const struct table *t, struct go_text *text)
{
	const struct elf *e = t->e;
	struct str relocations = e->wide ? gotext_relocations(e) : STR("");
	unsigned tries = 0;

	for (uint64_t at = 0; at + sizeof(Elf64_Rela) <= relocations.n && tries < TRIES; at += sizeof(Elf64_Rela)) {
		uint64_t place = elf_number(e, relocations, at, 8);

		if (elf_number(e, relocations, at + 16, 8) != t->address)
			continue;
		tries++;
		if (believe(e, gotext_addend(e, relocations, place + MODULE_TEXT * sizeof(uint64_t)),
			gotext_addend(e, relocations, place + MODULE_END * sizeof(uint64_t)), text))
			return true;
	}
	return false;
}

bool
gotext_find(const struct elf *e, bool search, struct go_text *text)
{
	struct table t;

	*text = (struct go_text){.names = STR("")};
	if (!by_section(e, &t) && (!search || !by_search(e, &t)))
		return false;
	text->names = names_of(&t);
	if (e->type != ET_REL && (t.magic == MAGIC_2 || (!by_pointer(&t, text) && !by_relocation(&t, text))))
		ends(&t, text);
	return true;
}
