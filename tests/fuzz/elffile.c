/* The reader of ELF files: whatever it hands out lies in the bytes, and every list ends. */
#include "elf/elffile.h"

#include <elf.h>

#include "fuzz.h"
#include "route/guard.h"

static struct str all;

static void
within(struct str part)
{
	LAW(part.n == 0 || (part.p >= all.p && part.n <= all.n && (size_t)(part.p - all.p) <= all.n - part.n));
}

static void
notes(const struct elf *e, struct str rest, uint64_t align)
{
	struct elf_note note;
	size_t before = rest.n;

	while (elf_note(e, &rest, align, &note)) {
		within(note.owner);
		within(note.text);
		LAW(rest.n < before);
		before = rest.n;
	}
}

static void
symbol(void *context, const struct elf_symbol *s)
{
	(void)context;
	within(s->name);
}

static void
look(void *context, const struct elf *e)
{
	struct elf_section section;
	struct elf_segment segment;
	uint64_t tag, value, i = 0;

	(void)context;
	for (; elf_section(e, i, &section); i++) {
		within(section.name);
		within(section.bytes);
		if (section.type == SHT_NOTE)
			notes(e, section.bytes, 4);
	}
	LAW(i == e->nsection);
	for (i = 0; elf_segment(e, i, &segment); i++) {
		within(segment.bytes);
		notes(e, segment.bytes, segment.align);
		for (uint64_t j = 0; elf_dynamic(e, segment.bytes, j, &tag, &value); j++)
			LAW(tag != DT_NULL);
	}
	LAW(i == e->nsegment);
	elf_each_symbol(e, symbol, NULL);
}

void
fuzz(struct str input)
{
	all = input;
	elf_each(input, look, NULL);
	LAW(result_fault(input, true) || !result_fault(input, false));
	(void)guard_evidence(input);
}
