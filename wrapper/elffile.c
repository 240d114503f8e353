#include "elffile.h"

#include <elf.h>

enum { NAME_LIMIT = 256 }; /* bytes of a name that are read; those that are looked for are shorter */

/* n bytes at offset as a number; 0 beyond the end: every use checks what it then means. */
static uint64_t
number(const struct elf *e, struct str bytes, uint64_t offset, unsigned n)
{
	uint64_t value = 0;

	if (bytes.n < n || offset > bytes.n - n)
		return 0;
	for (unsigned i = 0; i < n; i++) {
		unsigned at = e->swapped ? i : n - 1 - i;

		value = value << 8 | (unsigned char)bytes.p[offset + at];
	}
	return value;
}

#define FIELD_OF(e, bytes, base, type, field) \
	number(e, bytes, (base) + ((e)->wide ? offsetof(Elf64_##type, field) : offsetof(Elf32_##type, field)), \
	    (e)->wide ? sizeof(((Elf64_##type *)0)->field) : sizeof(((Elf32_##type *)0)->field))
#define FIELD(e, base, type, field) FIELD_OF(e, (e)->bytes, base, type, field)
#define SIZE(e, type) ((e)->wide ? sizeof(Elf64_##type) : sizeof(Elf32_##type))

static struct str
part(struct str bytes, uint64_t offset, uint64_t size)
{
	if (size > bytes.n || offset > bytes.n - size)
		return STR("");
	return str_head(str_cut(bytes, (size_t)offset), (size_t)size);
}

/* The text at offset up to its NUL, NAME_LIMIT at most: or a crafted file is read again and again. */
static struct str
name_at(struct str strings, uint64_t offset)
{
	struct str rest;

	if (offset >= strings.n)
		return STR("");
	rest = str_head(str_cut(strings, (size_t)offset), NAME_LIMIT);
	return str_head(rest, str_find(rest, '\0', 0));
}

static bool
table_fits(const struct elf *e, uint64_t at, uint64_t size, uint64_t count, uint64_t least)
{
	return size >= least && at > 0 && at < e->bytes.n && count <= (e->bytes.n - at) / size;
}

bool
elf_open(struct elf *e, struct str bytes)
{
	uint64_t names;

	*e = (struct elf){.bytes = bytes};
	if (!bytes.p || bytes.n < sizeof(Elf32_Ehdr) || memcmp(bytes.p, ELFMAG, SELFMAG) != 0)
		return false;
	e->wide = bytes.p[EI_CLASS] == ELFCLASS64;
	e->swapped = bytes.p[EI_DATA] == ELFDATA2MSB;
	e->type = (uint16_t)FIELD(e, 0, Ehdr, e_type);
	e->machine = (uint16_t)FIELD(e, 0, Ehdr, e_machine);
	e->section_at = FIELD(e, 0, Ehdr, e_shoff);
	e->section_size = FIELD(e, 0, Ehdr, e_shentsize);
	e->nsection = FIELD(e, 0, Ehdr, e_shnum);
	names = FIELD(e, 0, Ehdr, e_shstrndx);
	if (e->nsection == 0 && e->section_at > 0 && e->section_at < bytes.n)
		e->nsection = FIELD(e, e->section_at, Shdr, sh_size); /* more than 65,279: it stands in the first one */
	if (names == SHN_XINDEX && e->section_at < bytes.n)
		names = FIELD(e, e->section_at, Shdr, sh_link);
	if (!table_fits(e, e->section_at, e->section_size, e->nsection, SIZE(e, Shdr)) || names >= e->nsection)
		e->nsection = 0;
	else
		e->names = FIELD(e, e->section_at + names * e->section_size, Shdr, sh_offset);
	e->segment_at = FIELD(e, 0, Ehdr, e_phoff);
	e->segment_size = FIELD(e, 0, Ehdr, e_phentsize);
	e->nsegment = FIELD(e, 0, Ehdr, e_phnum);
	if (!table_fits(e, e->segment_at, e->segment_size, e->nsegment, SIZE(e, Phdr)))
		e->nsegment = 0;
	return true;
}

bool
elf_section(const struct elf *e, uint64_t index, struct elf_section *section)
{
	uint64_t at = e->section_at + index * e->section_size, name;

	if (index >= e->nsection)
		return false;
	name = FIELD(e, at, Shdr, sh_name);
	section->name = name_at(e->bytes, e->names > UINT64_MAX - name ? UINT64_MAX : e->names + name);
	section->type = (uint32_t)FIELD(e, at, Shdr, sh_type);
	section->flags = FIELD(e, at, Shdr, sh_flags);
	section->link = FIELD(e, at, Shdr, sh_link);
	section->bytes = section->type == SHT_NOBITS ? STR("") :
	    part(e->bytes, FIELD(e, at, Shdr, sh_offset), FIELD(e, at, Shdr, sh_size));
	return true;
}

bool
elf_segment(const struct elf *e, uint64_t index, struct elf_segment *segment)
{
	uint64_t at = e->segment_at + index * e->segment_size;

	if (index >= e->nsegment)
		return false;
	segment->type = (uint32_t)FIELD(e, at, Phdr, p_type);
	segment->flags = FIELD(e, at, Phdr, p_flags);
	segment->align = FIELD(e, at, Phdr, p_align);
	segment->bytes = part(e->bytes, FIELD(e, at, Phdr, p_offset), FIELD(e, at, Phdr, p_filesz));
	return true;
}

bool
elf_symbol(const struct elf *e, struct str table, struct str strings, uint64_t index, struct elf_symbol *symbol)
{
	uint64_t at = index * SIZE(e, Sym), info;

	if (index >= table.n / SIZE(e, Sym))
		return false;
	info = FIELD_OF(e, table, at, Sym, st_info);
	symbol->name = name_at(strings, FIELD_OF(e, table, at, Sym, st_name));
	symbol->value = FIELD_OF(e, table, at, Sym, st_value);
	symbol->section = FIELD_OF(e, table, at, Sym, st_shndx);
	symbol->type = info & 15;
	symbol->binding = (unsigned)(info >> 4);
	return true;
}

bool
elf_dynamic(const struct elf *e, struct str dynamic, uint64_t index, uint64_t *tag, uint64_t *value)
{
	if (index >= dynamic.n / SIZE(e, Dyn))
		return false;
	*tag = FIELD_OF(e, dynamic, index * SIZE(e, Dyn), Dyn, d_tag);
	*value = FIELD_OF(e, dynamic, index * SIZE(e, Dyn), Dyn, d_un);
	return *tag != DT_NULL;
}

static uint64_t
aligned(uint64_t n, uint64_t align)
{
	return (n + align - 1) / align * align;
}

bool
elf_note(const struct elf *e, struct str *rest, uint64_t align, struct elf_note *note)
{
	uint64_t owner = FIELD_OF(e, *rest, 0, Nhdr, n_namesz), text = FIELD_OF(e, *rest, 0, Nhdr, n_descsz);
	uint64_t head = sizeof(Elf64_Nhdr), text_at;

	align = align == 8 ? 8 : 4; /* no other is in use; 0 and 1 mean 4 */
	text_at = aligned(head + owner, align);
	if (rest->n < head || text_at > rest->n || text > rest->n - text_at)
		return false;
	note->type = (uint32_t)FIELD_OF(e, *rest, 0, Nhdr, n_type);
	note->owner = part(*rest, head, owner > 0 ? owner - 1 : 0);
	note->text = part(*rest, text_at, text);
	*rest = str_cut(*rest, (size_t)(aligned(text_at + text, align) < rest->n ? aligned(text_at + text, align) : rest->n));
	return true;
}

/* ar(5): "!<arch>\n", then a header of 60 bytes with the size in decimal at 48, and the member. */
static void
each_member(struct str bytes, elf_visit *visit, void *context)
{
	enum { MAGIC = 8, HEADER = 60, SIZE_AT = 48, DIGITS = 10 };

	for (size_t at = MAGIC; at < bytes.n && bytes.n - at > HEADER;) {
		unsigned size;
		struct str digits = str_trim(str_head(str_cut(bytes, at + SIZE_AT), DIGITS));
		struct elf e;

		if (!str_number(digits, UINT32_MAX / 2, &size) || size > bytes.n - at - HEADER)
			return;
		if (elf_open(&e, str_head(str_cut(bytes, at + HEADER), size)))
			visit(context, &e);
		at += HEADER + size + (size & 1);
	}
}

void
elf_each(struct str bytes, elf_visit *visit, void *context)
{
	struct elf e;

	if (str_starts(bytes, STR("!<arch>\n")))
		each_member(bytes, visit, context);
	else if (elf_open(&e, bytes))
		visit(context, &e);
}

void
elf_each_symbol(const struct elf *e, elf_visit_symbol *visit, void *context)
{
	struct elf_section table, strings;
	struct elf_symbol symbol;

	for (uint64_t i = 1; elf_section(e, i, &table); i++) {
		if (table.type != SHT_SYMTAB || !elf_section(e, table.link, &strings))
			continue;
		for (uint64_t j = 1; elf_symbol(e, table.bytes, strings.bytes, j, &symbol); j++)
			visit(context, &symbol);
		return; /* there is one */
	}
}
