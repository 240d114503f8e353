/* What is read-only once the loader is done: by its own lists, and for a static program by the same entries in its constants. */
#include "elf/dynamic.h"

static bool
covered(const struct binary *b, uint64_t address)
{
	return address >= b->relro_at && address < b->relro_end;
}

bool
segment_allows(const struct elf *e, uint64_t address, uint64_t flag)
{
	struct elf_segment s;
	bool yes = false;

	for (uint64_t i = 0; elf_load_from(e, &i, &s); i++)
		if (elf_maps(&s, address))
			yes = s.flags & flag;
	return yes;
}

static bool
left_out(const struct binary *b, const struct elf *e, uint64_t address)
{
	return address > 0 && !covered(b, address) && segment_allows(e, address, PF_W);
}

/* A slot that the table fills in, beside RELRO. The first word of a row is the place, the second says how. */
static bool
slot_outside(const struct binary *b, const struct elf *e, const struct dynamic *d, struct str table, unsigned row)
{
	const struct machine *m = d->machine;
	unsigned word = elf_word(e);

	for (uint64_t at = 0; at + row <= table.n; at += row) {
		uint64_t how = elf_number(e, table, at + word, word) & (e->wide ? UINT32_MAX : UINT8_MAX);

		if (how > 0 && (how == m->indirect || how == m->data || how == m->call) &&
		    left_out(b, e, elf_number(e, table, at, word)))
			return true;
	}
	return false;
}

static struct str
table_of(const struct elf *e, const struct dynamic *d, unsigned at, unsigned size)
{
	return d->has[at] ? str_head(elf_at(e, d->of[at]), (size_t)d->of[size]) : STR("");
}

/* No tag tells for certain where the entries are that the start code of a static program works off. They are among its bytes: a
 * place, the kind, and the address of a function, which stands in the place itself where rows have no addend. */
static bool
entry_outside(const struct binary *b, const struct elf *e, const struct dynamic *d)
{
	const struct machine *m = d->machine;
	struct elf_loads loads = {0};
	struct elf_segment s;
	unsigned word = elf_word(e);
	bool addends = b->machine != EM_386 && b->machine != EM_ARM && b->machine != EM_MIPS;
	char kind[8]; /* as a word in the file: it is looked for at once, for most bytes are no entries */

	for (unsigned i = 0; i < word; i++)
		kind[e->swapped ? word - 1 - i : i] = (char)(i < sizeof m->indirect ? m->indirect >> 8 * i & UINT8_MAX : 0);
	while (m->indirect > 0 && elf_next_loaded(e, &loads, &s)) {
		struct str bytes = elf_at(e, s.address / PAGE * PAGE), rest = bytes;
		const char *found;

		while ((found = rest.n > 0 ? memmem(rest.p, rest.n, kind, word) : NULL)) {
			uint64_t at = (uint64_t)(found - bytes.p) - word, place = elf_number(e, bytes, at, word);

			rest = str_cut(rest, (size_t)(found - rest.p) + 1);
			if ((at + word) % word == 0 && found >= bytes.p + word && left_out(b, e, place) &&
			    segment_allows(e, addends ? elf_number(e, bytes, at + (uint64_t)2 * word, word) :
				elf_number(e, elf_at(e, place), 0, word), PF_X))
				return true;
		}
	}
	return false;
}

/* Linkers put what RELRO is for before all else that is written to, and the dynamic segment and the GOT last. */
static bool
over_beginning(const struct binary *b, const struct elf *e, const struct dynamic *d)
{
	return covered(b, d->at) && b->relro_at > 0 && !segment_allows(e, b->relro_at - 1, PF_W);
}

void
relro_read(struct binary *b, const struct elf *e, const struct dynamic *d)
{
	unsigned word = elf_word(e), rela = 3 * word, rel = 2 * word;
	bool short_of = b->uncovered > 0;

	b->now_needless = b->has_dynamic && !b->has_plt;
	if (b->has_dynamic) {
		bool calls = slot_outside(b, e, d, table_of(e, d, DT_JMPREL, DT_PLTRELSZ), d->of[DT_PLTREL] == DT_RELA ? rela : rel);

		b->got_outside = calls || (b->has_plt && left_out(b, e, d->of[DT_PLTGOT])) ||
		    slot_outside(b, e, d, table_of(e, d, DT_RELA, DT_RELASZ), rela) ||
		    slot_outside(b, e, d, table_of(e, d, DT_REL, DT_RELSZ), rel);
		short_of = short_of || left_out(b, e, d->of[DT_INIT_ARRAY]) || left_out(b, e, d->of[DT_FINI_ARRAY]);
	}
	b->got_outside = b->got_outside || (binary_static(b) && entry_outside(b, e, d));
	if (b->relro == RELRO_NONE)
		return;
	if (short_of || b->relro_at >= b->relro_end || !segment_allows(e, b->relro_at, PF_W))
		b->relro = RELRO_SHORT;
	else if (b->got_outside || !(b->now || b->now_needless || !b->has_dynamic))
		b->relro = RELRO_PARTIAL;
	else
		b->relro = b->sections || (b->has_dynamic && over_beginning(b, e, d)) ? RELRO_FULL : RELRO_UNKNOWN;
}
