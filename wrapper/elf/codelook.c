/*
 * The code of a file, function by function. Functions are known by the table for unwinding, which no strip takes away, and by
 * symbols; what lies between them is looked at as one.
 */
#include "elf/codelook.h"

#include <elf.h>
#include <stdlib.h>

#include "elf/frames.h"
#include "elf/instruction.h"
#include "elf/sections.h"

enum {
	PADDING = 16,
	MOST_SEGMENTS = 256,
	TABLES = 4,
	MOST_PLACES = 1 << 21, /* they take 48 MiB */
	MOST_CODE = 1 << 28,   /* bytes */
};

/* A function, or a place in an object that speaks of the guard. Of a linked file section is 0. */
struct place {
	uint64_t begin, end;
	uint32_t section;
	bool cold, other; /* the seldom part of another function; none of the user's */
};

struct places {
	struct place *at;
	size_t n;
};

struct look {
	const struct binary *b;
	const struct elf *e;
	struct codelook *to;
	struct guards guards;
	struct places functions, marks;
	uint64_t begin, end; /* of a linked file: the addresses that are looked at */
	uint64_t known[4];   /* symbols of the guard in table, a section, of which there were ntable */
	uint64_t table;
	unsigned nknown, ntable;
	uint64_t budget;     /* bytes: a crafted file has the same ones again and again */
};

/* Their memory is asked for at once, and used as they come. */
static void
add_place(struct look *l, struct places *p, struct place one)
{
	if (!p->at)
		p->at = (struct place *)(void *)arena_bytes(MOST_PLACES * sizeof *p->at);
	if (p->n < MOST_PLACES)
		p->at[p->n++] = one;
	else
		l->to->why = "it has too many functions";
}

static int
in_order(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	return (x->begin > y->begin) - (x->begin < y->begin);
}

static void
sort_places(struct places *p)
{
	if (p->n > 1)
		qsort(p->at, p->n, sizeof *p->at, in_order);
}

/* The first that does not stand before. */
static size_t
first_place(const struct places *p, uint64_t section, uint64_t begin)
{
	const struct place sought = {.section = (uint32_t)section, .begin = begin};
	size_t low = 0, high = p->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (in_order(&p->at[middle], &sought) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
add_guard(struct guards *g, uint64_t at)
{
	if (g->n < COUNT(g->at))
		g->at[g->n++] = at;
}

/* C of Go's runtime/cgo, which Go compiles without; not what cgo writes for a package. In static files C++'s library, and what
 * glibc has before the start file. */
static bool
is_other(struct str name)
{
	static const char starts[][16] = {"x_cgo_", "threadentry", "_ZSt", "_ZNSt", "_ZNKSt", "_ZN9__gnu_cxx", "_ZN10__cxxabiv1", "__cxa_", "__gxx_"};

	if (str_starts(name, STR("_cgo_")))
		return !str_has(name, "func_");
	for (size_t i = 0; i < COUNT(starts); i++)
		if (str_starts_text(name, starts[i]))
			return true;
	return str_lists(STR("abort _dl_start _dl_start_user"), name);
}

static void
add_symbol(void *context, const struct elf_symbol *s)
{
	struct look *l = context;
	bool linked = binary_linked(l->b);

	if (s->section == SHN_UNDEF)
		return;
	l->to->cxx = l->to->cxx || (binary_static(l->b) && str_is(s->name, STR("__cxa_throw")));
	if (linked && l->e->machine == EM_AARCH64 && symbol_role(s->name) == ROLE_CANARY)
		add_guard(&l->guards, s->value);
	if ((s->type != STT_FUNC && s->type != STT_GNU_IFUNC) || s->size == 0 || s->size > UINT64_MAX - s->value)
		return;
	add_place(l, &l->functions, (struct place){s->value, s->value + s->size, linked ? 0 : (uint32_t)s->section,
		str_ends(s->name, STR(".cold")), (l->b->go.is || binary_static(l->b)) && is_other(s->name)});
}

/* What the linker or the loader writes the address of the guard to, or of what reports: of objects, and of aarch64. */
static void
read_relocations(struct look *l, const struct elf_section *s)
{
	const unsigned size = sizeof(Elf64_Rela);
	uint64_t name;
	struct elf_section table, strings;
	struct elf_symbol symbol;

	if (s->bytes.n == 0 || !elf_section(l->e, s->link, &table) || !elf_section(l->e, table.link, &strings))
		return;
	if (l->table != s->link) {
		if (l->ntable++ == TABLES) {
			l->to->why = "it has too many symbol tables";
			return;
		}
		l->table = s->link;
		l->nknown = 0;
		for (uint64_t i = 1; l->nknown < COUNT(l->known) && elf_symbol_at(l->e, table.bytes, i, &symbol, &name); i++)
			if (name < strings.bytes.n && strings.bytes.p[name] == '_' &&
			    symbol_role(elf_text(strings.bytes, name)) == ROLE_CANARY)
				l->known[l->nknown++] = i;
	}
	for (uint64_t at = 0; l->nknown > 0 && at + size <= s->bytes.n; at += size)
		for (unsigned k = 0; k < l->nknown; k++) {
			uint64_t offset = elf_number(l->e, s->bytes, at, 8);

			if (elf_number(l->e, s->bytes, at + 12, 4) != l->known[k])
				continue;
			if (binary_linked(l->b))
				add_guard(&l->guards, offset);
			else
				add_place(l, &l->marks, (struct place){.section = (uint32_t)s->info, .begin = offset});
		}
}

static void
count_function(struct codelook *to, const struct shown *s)
{
	to->functions++;
	to->marked += s->marked;
	to->probed += s->probed && !s->bare_page;
	to->bare_pages += s->bare_page;
	if (s->canary)
		to->canaries++;
	else if (s->needs && s->returns && !s->garbled)
		to->bare++;
	else if (s->garbled || ((s->returns || s->apart) && (s->needs || s->perhaps)))
		to->perhaps++;
}

/* Between functions: assembler, which has no canaries, or code without frames. One among several functions tells nothing of
 * the others. */
static void
count_between(struct codelook *to, const struct shown *s)
{
	to->canaries += s->canary;
	to->between += s->needs || s->canary || s->perhaps || s->garbled;
	to->bare_pages += s->bare_page;
}

static bool
is_marked(const struct look *l, uint64_t section, uint64_t begin, uint64_t end)
{
	size_t i = first_place(&l->marks, section, begin);

	return i < l->marks.n && l->marks.at[i].section == section && l->marks.at[i].begin < end;
}

static void
look_between(struct look *l, uint64_t section, struct str code, uint64_t begin, uint64_t end)
{
	struct shown s;

	if (end - begin <= PADDING)
		return;
	function_look(&s, l->e, &l->guards, str_head(code, (size_t)(end - begin)), begin);
	s.canary = s.canary || is_marked(l, section, begin, end);
	count_between(l->to, &s);
}

/* A section, or a segment: code is what is at begin. */
static void
look_at_region(struct look *l, uint64_t section, uint64_t begin, struct str code)
{
	uint64_t end = begin + code.n, at = begin;

	if (end < begin || code.n > l->budget) {
		l->to->why = l->e->bytes.n > MOST_CODE ? "it has too much code" : "the sections of its code overlap";
		return;
	}
	l->budget -= code.n;
	for (size_t i = first_place(&l->functions, section, begin); i < l->functions.n; i++) {
		const struct place *p = &l->functions.at[i];
		uint64_t stop = p->end < end ? p->end : end;
		struct shown s;

		if (p->section != section || p->begin >= end)
			break;
		if (p->begin < at) { /* in one that was looked at */
			l->to->perhaps++;
			continue;
		}
		look_between(l, section, str_cut(code, (size_t)(at - begin)), at, p->begin);
		at = stop > at ? stop : at;
		if (p->other || (binary_linked(l->b) && l->e->entry >= p->begin && l->e->entry < stop))
			continue;
		function_look(&s, l->e, &l->guards, str_head(str_cut(code, (size_t)(p->begin - begin)), (size_t)(stop - p->begin)), p->begin);
		s.canary = s.canary || is_marked(l, section, p->begin, stop);
		if (!p->cold)
			count_function(l->to, &s);
		else if (!s.canary) /* that of the function whose part it is is elsewhere */
			l->to->perhaps += s.needs || s.perhaps || s.garbled;
	}
	look_between(l, section, str_cut(code, (size_t)(at - begin)), at, end);
}

/* Without Go's own code, and what is beyond the addresses that are looked at. */
static void
look_at_loaded(struct look *l, uint64_t begin, struct str code)
{
	uint64_t end = begin + code.n, from = begin > l->begin ? begin : l->begin, to = end < l->end ? end : l->end;
	uint64_t go = l->b->go.text, go_end = l->b->go.text_end;

	if (from >= to || end < begin)
		return;
	if (go_end <= from || go >= to) {
		look_at_region(l, 0, from, str_head(str_cut(code, (size_t)(from - begin)), (size_t)(to - from)));
		return;
	}
	if (go > from)
		look_at_region(l, 0, from, str_head(str_cut(code, (size_t)(from - begin)), (size_t)(go - from)));
	if (go_end < to)
		look_at_region(l, 0, go_end, str_head(str_cut(code, (size_t)(go_end - begin)), (size_t)(to - go_end)));
}

/* The same function by its frame and by its symbols, of which there may be several. */
static void
merge_functions(struct places *p)
{
	size_t n = 0;

	sort_places(p);
	for (size_t i = 0; i < p->n; i++)
		if (n > 0 && in_order(&p->at[n - 1], &p->at[i]) == 0) {
			p->at[n - 1].cold = p->at[n - 1].cold || p->at[i].cold;
			p->at[n - 1].other = p->at[n - 1].other || p->at[i].other;
		} else {
			p->at[n++] = p->at[i];
		}
	p->n = n;
}

static void
look_at_linked(struct look *l)
{
	struct elf_loads loads = {0};
	struct frames frames;
	struct elf_section s;
	struct elf_segment p;
	uint64_t begin, size;
	bool cold, entered = l->e->entry == 0; /* a library */

	if (frames_open(&frames, l->e))
		while (frames_next(&frames, &begin, &size, &cold))
			if (size > 0 && size <= UINT64_MAX - begin)
				add_place(l, &l->functions, (struct place){begin, begin + size, 0, cold, false});
	merge_functions(&l->functions);
	for (uint64_t i = 1; elf_section(l->e, i, &s); i++)
		if (s.flags & SHF_EXECINSTR && !section_makeshift(s.name)) {
			entered = entered || l->e->entry - s.address < s.bytes.n;
			look_at_loaded(l, s.address, s.bytes);
		}
	if (l->b->sections && !entered)
		l->to->why = "it starts outside of the code that its sections tell";
	while (!l->b->sections && elf_next_loaded(l->e, &loads, &p))
		if (p.flags & PF_X)
			look_at_loaded(l, p.address, p.bytes);
}

static void
look_at_object(struct look *l)
{
	struct elf_section s;

	merge_functions(&l->functions);
	for (uint64_t i = 1; elf_section(l->e, i, &s); i++)
		if (s.flags & SHF_EXECINSTR)
			look_at_region(l, i, 0, s.bytes);
}

/* On x86-64 _start, or musl's _start_c behind it, says where main is; gcc puts it before _start. 0 where that is not found. */
static uint64_t
find_main(const struct elf *e)
{
	enum { LOOK = 96, SIZE = 7 };
	struct str code = str_head(elf_at(e, e->entry), LOOK);

	for (size_t i = 0; i + SIZE <= code.n; i++) {
		if (memcmp(code.p + i, "\x48\xc7\xc7", 3) == 0) /* mov $main, %rdi */
			return elf_number(e, code, i + 3, 4);
		if (memcmp(code.p + i, "\x48\x8d\x3d", 3) == 0) /* lea main(%rip), %rdi */
			return e->entry + i + SIZE + elf_distance(e, code, i + 3);
	}
	return 0;
}

/* Without symbols: _start calls __libc_start_main of glibc, whose object is the first of the library, and
 * begins with what that calls. Directly behind _start stands a function of the start file. */
static uint64_t
find_glibc(const struct elf *e)
{
	enum { LOOK = 64, FAR = 8192, SIZE = 5, CALL = 0xe8 };
	struct str code = str_head(elf_at(e, e->entry), LOOK);
	uint64_t from = 0, lowest;

	for (size_t i = 0; from == 0 && i + SIZE < code.n; i++)
		if (memcmp(code.p + i, "\x67\xe8", 2) == 0)
			from = e->entry + i + 1 + SIZE + elf_distance(e, code, i + 2);
	code = str_head(elf_at(e, from), from > 0 ? FAR / 2 : 0);
	lowest = from;
	for (size_t i = 0; i + SIZE < code.n; i += instruction_length(str_cut(code, i))) {
		uint64_t to = from + i + SIZE + elf_distance(e, code, i + 1);

		if (instruction_length(str_cut(code, i)) == 0)
			break;
		if ((unsigned char)code.p[i] == CALL && to > e->entry + LOOK && to < lowest && from - to < FAR)
			lowest = to;
	}
	return lowest;
}

/* Of a static file: what stands between the start file and the C library, main and what the compiler puts beside that. */
static bool
find_units(struct look *l)
{
	uint64_t first;

	l->end = codesize_libc(l->b, l->e);
	if (l->end == 0 && l->b->libc == CLIB_GLIBC && l->e->machine == EM_X86_64)
		l->end = find_glibc(l->e);
	first = l->e->machine == EM_X86_64 ? find_main(l->e) : 0;
	l->begin = l->b->symtab ? 0 : first > 0 && first < l->e->entry ? first : l->e->entry;
	return l->end > l->e->entry;
}

/* Why not all of a linked file can be looked at, or nothing of it; *nothing says which. NULL where it can. */
static const char *
why_not(struct look *l, bool *nothing)
{
	bool arm = l->e->machine == EM_AARCH64;

	*nothing = true;
	if (!l->e->wide || l->e->swapped || (l->e->machine != EM_X86_64 && !arm))
		return "code is looked at on x86-64 and aarch64 only";
	if (l->e->nsegment > MOST_SEGMENTS)
		return "it has too many segments";
	if (arm && binary_linked(l->b) && (!l->b->sections || (binary_static(l->b) && !l->b->symtab)))
		return "nothing tells where its guard is";
	if (!binary_static(l->b))
		return NULL;
	if (!find_units(l))
		return "it is static, and nothing tells the C library's code apart";
	*nothing = false;
	return l->b->symtab ? NULL : "it is static, and no symbols tell other libraries' code apart";
}

static void
look_at(void *context, const struct elf *e)
{
	const struct binary *b = context;
	struct look l = {.b = b, .e = e, .to = b->look, .end = UINT64_MAX, .budget = e->bytes.n < MOST_CODE ? e->bytes.n : MOST_CODE};
	const char *why;
	struct elf_section s;
	bool nothing;

	why = why_not(&l, &nothing);
	if (why)
		l.to->why = why;
	if (why && nothing)
		return;
	elf_each_symbol(e, add_symbol, &l);
	for (uint64_t i = 1; (e->machine == EM_AARCH64 || !binary_linked(b)) && elf_section(e, i, &s); i++)
		if (s.type == SHT_RELA)
			read_relocations(&l, &s);
	sort_places(&l.marks);
	if (binary_linked(b))
		look_at_linked(&l);
	else
		look_at_object(&l);
}

/* Functions that others brought along, without canaries: of them nothing is said. Where there is no canary at all, it is theirs and the
 * user's that none has. */
static void
tell_apart(const struct binary *b, struct codelook *to)
{
	enum { GO = 16 }; /* functions of runtime/cgo that need one: 8 with Go 1.26 */

	if (to->canaries == 0)
		to->bare += to->between;
	else if (to->between > 0)
		to->why = "parts of it belong to no function that is known";
	if (b->go.is && !b->symtab && to->bare <= GO) {
		to->why = to->bare > 0 ? "Go's own C has none, and no symbols tell it apart" : to->why;
		to->bare = 0;
	}
	if (to->cxx && to->canaries > 0) {
		to->why = "C++'s library stands beside its units";
		to->bare = 0;
	}
}

const struct codelook *
codelook(const struct binary *b)
{
	if (b->look->asked && !b->look->done) {
		b->look->done = true;
		elf_each(b->bytes, look_at, (void *)(uintptr_t)b);
		tell_apart(b, b->look);
	}
	return b->look;
}
