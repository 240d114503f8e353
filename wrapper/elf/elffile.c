#include "elf/elffile.h"

#include <elf.h>

enum { NAME_LIMIT = 256 }; /* bytes of a name that are read; those that are looked for are shorter */

#define FIELD_OF(e, bytes, base, type, field) \
	elf_number(e, bytes, (base) + ((e)->wide ? offsetof(Elf64_##type, field) : offsetof(Elf32_##type, field)), \
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

struct str
elf_long_text(struct str strings, uint64_t offset, size_t limit)
{
	struct str rest;

	if (offset >= strings.n)
		return STR("");
	rest = str_head(str_cut(strings, (size_t)offset), limit);
	return str_head(rest, str_find(rest, '\0', 0));
}

/* NAME_LIMIT at most: or a crafted file is read again and again. */
struct str
elf_text(struct str strings, uint64_t offset)
{
	return elf_long_text(strings, offset, NAME_LIMIT);
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
	if (e->machine == MACHINE_486) /* as Linux does */
		e->machine = EM_386;
	e->entry = FIELD(e, 0, Ehdr, e_entry);
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
	if (e->nsegment == PN_XNUM && e->section_at > 0 && e->section_at < bytes.n)
		e->nsegment = FIELD(e, e->section_at, Shdr, sh_info);
	if (!table_fits(e, e->segment_at, e->segment_size, e->nsegment, SIZE(e, Phdr)))
		e->nsegment = 0;
	return true;
}

/* Rows of a table that fits, as those of 64 bits. In our own byte order, as most are, one is copied at once: field by field they
 * take an eighth of verify's instructions. */
static Elf64_Shdr
section_row(const struct elf *e, uint64_t index)
{
	uint64_t at = e->section_at + index * e->section_size;
	Elf64_Shdr row;

	if (e->wide && elf_native(e))
		return memcpy(&row, e->bytes.p + at, sizeof row), row;
	return (Elf64_Shdr){
	    .sh_name = (Elf64_Word)FIELD(e, at, Shdr, sh_name),
	    .sh_type = (Elf64_Word)FIELD(e, at, Shdr, sh_type),
	    .sh_flags = FIELD(e, at, Shdr, sh_flags),
	    .sh_addr = FIELD(e, at, Shdr, sh_addr),
	    .sh_offset = FIELD(e, at, Shdr, sh_offset),
	    .sh_size = FIELD(e, at, Shdr, sh_size),
	    .sh_link = (Elf64_Word)FIELD(e, at, Shdr, sh_link),
	    .sh_info = (Elf64_Word)FIELD(e, at, Shdr, sh_info),
	};
}

static Elf64_Phdr
segment_row(const struct elf *e, uint64_t index)
{
	uint64_t at = e->segment_at + index * e->segment_size;
	Elf64_Phdr row;

	if (e->wide && elf_native(e))
		return memcpy(&row, e->bytes.p + at, sizeof row), row;
	return (Elf64_Phdr){
	    .p_type = (Elf64_Word)FIELD(e, at, Phdr, p_type),
	    .p_flags = (Elf64_Word)FIELD(e, at, Phdr, p_flags),
	    .p_offset = FIELD(e, at, Phdr, p_offset),
	    .p_vaddr = FIELD(e, at, Phdr, p_vaddr),
	    .p_filesz = FIELD(e, at, Phdr, p_filesz),
	    .p_memsz = FIELD(e, at, Phdr, p_memsz),
	    .p_align = FIELD(e, at, Phdr, p_align),
	};
}

bool
elf_section(const struct elf *e, uint64_t index, struct elf_section *section)
{
	Elf64_Shdr row;

	if (index >= e->nsection)
		return false;
	row = section_row(e, index);
	*section = (struct elf_section){
	    .name = elf_text(e->bytes, e->names > UINT64_MAX - row.sh_name ? UINT64_MAX : e->names + row.sh_name),
	    .bytes = row.sh_type == SHT_NOBITS ? STR("") : part(e->bytes, row.sh_offset, row.sh_size),
	    .flags = row.sh_flags,
	    .link = row.sh_link,
	    .info = row.sh_info,
	    .address = row.sh_addr,
	    .size = row.sh_size,
	    .type = row.sh_type,
	};
	return true;
}

bool
elf_segment(const struct elf *e, uint64_t index, struct elf_segment *segment)
{
	Elf64_Phdr row;

	if (index >= e->nsegment)
		return false;
	row = segment_row(e, index);
	*segment = (struct elf_segment){
	    .bytes = part(e->bytes, row.p_offset, row.p_filesz),
	    .flags = row.p_flags,
	    .align = row.p_align,
	    .offset = row.p_offset,
	    .address = row.p_vaddr,
	    .size = row.p_filesz,
	    .memory = row.p_memsz,
	    .type = row.p_type,
	};
	return true;
}

bool
elf_load_from(const struct elf *e, uint64_t *index, struct elf_segment *segment)
{
	while (*index < e->nsegment && FIELD(e, e->segment_at + *index * e->segment_size, Phdr, p_type) != PT_LOAD)
		++*index;
	return elf_segment(e, *index, segment);
}

bool
elf_next_loaded(const struct elf *e, struct elf_loads *at, struct elf_segment *segment)
{
	while (at->bytes <= e->bytes.n && elf_segment(e, at->index++, segment))
		if (segment->type == PT_LOAD) {
			at->bytes += segment->bytes.n;
			return true;
		}
	return false;
}

/* Bytes from the beginning of its first page to the end of its last one. Of no bytes Linux maps no page. */
static uint64_t
mapped(const struct elf_segment *s, uint64_t size)
{
	return size == 0 || size > UINT64_MAX / 2 ? 0 : (s->address % PAGE + size + PAGE - 1) / PAGE * PAGE;
}

bool
elf_maps(const struct elf_segment *s, uint64_t address)
{
	return address - s->address / PAGE * PAGE < mapped(s, s->memory > s->size ? s->memory : s->size);
}

struct str
elf_at(const struct elf *e, uint64_t address)
{
	struct str found = STR("");
	struct elf_segment s;

	for (uint64_t i = 0; elf_load_from(e, &i, &s); i++) {
		uint64_t begin = s.address / PAGE * PAGE, past = address - s.address, size = s.size;

		if (elf_maps(&s, address)) {
			/* the rest of the page is made zero where that can be written */
			if (size > 0 && (s.memory <= size || !(s.flags & PF_W)))
				size = mapped(&s, size) - s.address % PAGE;
			found = past < size || (past > UINT64_MAX - PAGE && s.size > 0) ?
			    str_head(str_cut(e->bytes, (size_t)(s.offset + past < e->bytes.n ? s.offset + past : e->bytes.n)),
				(size_t)(size - past)) : STR("");
		} else if (address < begin && begin - address < found.n) {
			found = str_head(found, (size_t)(begin - address));
		}
	}
	return found;
}

struct str
elf_dynamic_list(const struct elf *e, uint64_t *at)
{
	struct str list = {NULL, 0};
	struct elf_segment s;

	*at = 0;
	for (uint64_t i = 0; elf_segment(e, i, &s); i++)
		if (s.type == PT_DYNAMIC) {
			*at = s.address;
			list.p = "";
		}
	return list.p ? elf_at(e, *at) : list;
}

/* There is code at its entry, and the kernel finds the loader's path, or none is named, and the list for a loader has strings in
 * it. Of what eu-strip leaves, the headers are those of the program, and other bytes are at their places. */
static bool
can_run(const struct elf *e)
{
	bool code = false, loader = true, named = false;
	struct elf_segment s;
	uint64_t tag, value, at;
	struct str list = elf_dynamic_list(e, &at);

	for (uint64_t i = 0; elf_segment(e, i, &s); i++) {
		code = code || (s.type == PT_LOAD && s.flags & PF_X && s.bytes.n > 0 && (e->entry == 0 || elf_maps(&s, e->entry)));
		if (s.type == PT_INTERP && !named) {
			named = true;
			loader = s.bytes.n > 1 && s.bytes.p[0] != '\0' && s.bytes.p[s.bytes.n - 1] == '\0';
		}
	}
	if (!code || !loader || elf_at(e, e->entry).n == 0)
		return false;
	if (!list.p)
		return true;
	for (uint64_t i = 0; elf_dynamic(e, list, i, &tag, &value); i++)
		if (tag == DT_STRTAB)
			return elf_at(e, value).n > 0;
	return false;
}

bool
elf_debug_alone(const struct elf *e)
{
	bool code = false, taken = false, split = false;
	struct elf_section s;

	for (uint64_t i = 1; !code && elf_section(e, i, &s); i++) {
		bool executable = s.flags & SHF_EXECINSTR && s.size > 0;

		taken = taken || (executable && s.type == SHT_NOBITS);
		split = split || str_ends(s.name, STR(".dwo"));
		code = (executable && s.type != SHT_NOBITS) || (split && s.flags & SHF_ALLOC);
	}
	return !code && (taken || split) && !(taken && can_run(e));
}

bool
elf_symbol_at(const struct elf *e, struct str table, uint64_t index, struct elf_symbol *symbol, uint64_t *name)
{
	uint64_t at = index * SIZE(e, Sym), info;

	if (index >= table.n / SIZE(e, Sym))
		return false;
	info = FIELD_OF(e, table, at, Sym, st_info);
	*name = FIELD_OF(e, table, at, Sym, st_name);
	symbol->value = FIELD_OF(e, table, at, Sym, st_value);
	symbol->size = FIELD_OF(e, table, at, Sym, st_size);
	symbol->section = FIELD_OF(e, table, at, Sym, st_shndx);
	symbol->type = info & 15;
	symbol->binding = (unsigned)(info >> 4);
	return true;
}

uint64_t
elf_next_import(const struct elf *e, struct str table, uint64_t index)
{
	uint64_t n = table.n / SIZE(e, Sym);

	while (index < n && FIELD_OF(e, table, index * SIZE(e, Sym), Sym, st_shndx) != SHN_UNDEF)
		index++;
	return index;
}

bool
elf_refers(const struct elf *e, struct str relocations, bool addends, uint64_t symbol)
{
	uint64_t size = addends ? SIZE(e, Rela) : SIZE(e, Rel);

	for (uint64_t at = 0; at + size <= relocations.n; at += size)
		if (FIELD_OF(e, relocations, at, Rel, r_info) >> (e->wide ? 32 : 8) == symbol)
			return true;
	return false;
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
	uint64_t head = sizeof(Elf64_Nhdr), owner, text, text_at;

	/* No other is in use; 0 and 1 mean 4. mold and gold put all notes into one segment, where properties alone are aligned to 8. */
	if (elf_number(e, *rest, 0, 4) == 0 && (align == 8 || str_is_text(elf_text(str_cut(*rest, 4), head), "GNU")))
		*rest = str_cut(*rest, 4);
	align = align == 8 && FIELD_OF(e, *rest, 0, Nhdr, n_type) == NT_GNU_PROPERTY_TYPE_0 &&
	    str_is_text(elf_text(*rest, head), "GNU") ? 8 : 4;
	owner = FIELD_OF(e, *rest, 0, Nhdr, n_namesz);
	text = FIELD_OF(e, *rest, 0, Nhdr, n_descsz);
	text_at = aligned(head + owner, align);
	if (rest->n < head || text_at > rest->n || text > rest->n - text_at)
		return false;
	note->type = (uint32_t)FIELD_OF(e, *rest, 0, Nhdr, n_type);
	note->owner = part(*rest, head, owner > 0 ? owner - 1 : 0);
	note->text = part(*rest, text_at, text);
	*rest = str_cut(*rest, (size_t)(aligned(text_at + text, align) < rest->n ? aligned(text_at + text, align) : rest->n));
	return true;
}

/* "name/", "/" for the index, "//" for the long names, "/N" for the one at N there. */
static struct str
member_name(struct str field, struct str names, size_t limit)
{
	struct str long_name;
	unsigned at;

	if (field.n > 1 && field.p[0] == '/' && str_number(str_cut(field, 1), UINT32_MAX / 2, &at)) {
		long_name = str_head(str_cut(names, at), limit);
		field = str_head(long_name, str_find(long_name, '\n', 0));
	}
	return field.n > 1 && str_ends(field, STR("/")) && field.p[0] != '/' ? str_head(field, field.n - 1) : field;
}

/* ar(5): the name at 0, and the size in decimal at 48. */
bool
elf_member_head(struct str rest, struct str names, size_t limit, struct str *name, uint64_t *size)
{
	enum { NAME = 16, SIZE_AT = 48, DIGITS = 10 };

	*name = member_name(str_trim(str_head(rest, NAME)), names, limit);
	return rest.n >= ELF_MEMBER_HEADER && str_count(str_trim(str_head(str_cut(rest, SIZE_AT), DIGITS)), size);
}

bool
elf_member(struct str *rest, struct str *names, struct str *name, struct str *bytes)
{
	uint64_t size;
	unsigned n;

	if (!elf_member_head(*rest, *names, NAME_LIMIT, name, &size) || size > rest->n - ELF_MEMBER_HEADER)
		return false;
	*bytes = str_head(str_cut(*rest, ELF_MEMBER_HEADER), (size_t)size);
	*rest = str_cut(*rest, ELF_MEMBER_HEADER + (size_t)(size + (size & 1)));
	if (str_is(*name, STR("//")))
		*names = *bytes;
	if (str_starts(*name, STR("#1/")) && str_number(str_cut(*name, 3), UINT32_MAX / 2, &n)) { /* BSD: N bytes of name, and NULs */
		*name = str_head(*bytes, n < NAME_LIMIT ? n : NAME_LIMIT);
		*name = str_head(*name, str_find(*name, '\0', 0));
		*bytes = str_cut(*bytes, n);
	}
	return true;
}

void
elf_each(struct str bytes, elf_visit *visit, void *context)
{
	struct str rest = str_cut(bytes, ELF_ARCHIVE.n), names = STR(""), name, member;
	struct elf e;

	if (str_starts(bytes, ELF_ARCHIVE)) {
		while (elf_member(&rest, &names, &name, &member))
			if (elf_open(&e, member))
				visit(context, &e);
	} else if (elf_open(&e, bytes)) {
		visit(context, &e);
	}
}

bool
elf_symbol_table(const struct elf *e, struct str *table, struct str *strings)
{
	struct elf_section t, s;

	for (uint64_t i = 1; i < e->nsection; i++) { /* there is one */
		if (FIELD(e, e->section_at + i * e->section_size, Shdr, sh_type) != SHT_SYMTAB || !elf_section(e, i, &t) ||
		    !elf_section(e, t.link, &s))
			continue;
		*table = t.bytes;
		*strings = s.bytes;
		return true;
	}
	return false;
}

void
elf_each_symbol(const struct elf *e, elf_visit_symbol *visit, void *context)
{
	struct str table, strings;
	struct elf_symbol symbol;
	uint64_t name;

	if (elf_symbol_table(e, &table, &strings))
		for (uint64_t i = 1; elf_symbol_at(e, table, i, &symbol, &name); i++) {
			symbol.name = name > 0 ? elf_text(strings, name) : STR("");
			visit(context, &symbol);
		}
}
