/*
 * stack.c - who asks for an executable stack: .note.GNU-stack in objects, archives and assembler
 * sources. What is malformed is the linker's to complain about; here it says nothing.
 */
#include <elf.h>
#include <unistd.h>

#include "classify.h"
#include "io.h"
#include "options.h"

static const char marking[] = ".note.GNU-stack";
static const char lto[] = ".gnu.lto_";
enum { NAME_LIMIT = 64 }; /* bytes of a section's name that are read; those that we look for are shorter */

struct object {
	struct str bytes;
	bool wide, swapped;
};

/* n bytes at offset as a number; 0 beyond the end: every use checks what it then means. */
static uint64_t
number(const struct object *o, uint64_t offset, unsigned n)
{
	uint64_t value = 0;

	if (o->bytes.n < n || offset > o->bytes.n - n)
		return 0;
	for (unsigned i = 0; i < n; i++) {
		unsigned at = o->swapped ? i : n - 1 - i;

		value = value << 8 | (unsigned char)o->bytes.p[offset + at];
	}
	return value;
}

#define FIELD(o, base, type, field) \
	number(o, (base) + ((o)->wide ? offsetof(Elf64_##type, field) : offsetof(Elf32_##type, field)), \
	    (o)->wide ? sizeof(((Elf64_##type *)0)->field) : sizeof(((Elf32_##type *)0)->field))

static struct str
name_at(const struct object *o, uint64_t offset)
{
	struct str rest;

	if (offset >= o->bytes.n)
		return STR("");
	rest = str_head(str_cut(o->bytes, (size_t)offset), NAME_LIMIT); /* or a crafted file is read again and again */
	return str_head(rest, str_find(rest, '\0', 0));
}

static void
first(struct str *found, struct str path)
{
	if (found->n == 0)
		*found = path;
}

static void
relocatable(struct stack_inputs *found, struct str path, const struct object *o)
{
	uint64_t table = FIELD(o, 0, Ehdr, e_shoff), size = FIELD(o, 0, Ehdr, e_shentsize);
	uint64_t count = FIELD(o, 0, Ehdr, e_shnum), names_at = FIELD(o, 0, Ehdr, e_shstrndx), names;
	bool marked = false;

	if (size < (o->wide ? sizeof(Elf64_Shdr) : sizeof(Elf32_Shdr)) || table == 0 || table >= o->bytes.n)
		return;
	if (count == 0) /* more than 65,279 sections: the numbers stand in the first one */
		count = FIELD(o, table, Shdr, sh_size);
	if (names_at == SHN_XINDEX)
		names_at = FIELD(o, table, Shdr, sh_link);
	if (count > (o->bytes.n - table) / size || names_at >= count)
		return;
	names = FIELD(o, table + names_at * size, Shdr, sh_offset);
	for (uint64_t i = 1; i < count; i++) {
		uint64_t header = table + i * size, at = FIELD(o, header, Shdr, sh_name);
		struct str name = name_at(o, names > UINT64_MAX - at ? UINT64_MAX : names + at);

		if (str_starts_text(name, lto))
			first(&found->lto, path);
		if (!str_is_text(name, marking))
			continue;
		marked = true;
		if (FIELD(o, header, Shdr, sh_flags) & SHF_EXECINSTR)
			first(&found->asks, path);
	}
	if (!marked)
		first(&found->silent, path);
}

static void
elf(struct stack_inputs *found, struct str path, struct str bytes)
{
	struct object o = {.bytes = bytes};

	if (bytes.n < sizeof(Elf32_Ehdr) || memcmp(bytes.p, ELFMAG, SELFMAG) != 0)
		return;
	o.wide = bytes.p[EI_CLASS] == ELFCLASS64;
	o.swapped = bytes.p[EI_DATA] == ELFDATA2MSB;
	if (FIELD(&o, 0, Ehdr, e_type) == ET_REL)
		relocatable(found, path, &o);
}

/* ar(5): "!<arch>\n", then a header of 60 bytes with the size in decimal at 48, and the member. */
static void
archive(struct stack_inputs *found, struct str path, struct str bytes)
{
	enum { MAGIC = 8, HEADER = 60, SIZE = 48, DIGITS = 10 };

	for (size_t at = MAGIC; bytes.n - at > HEADER && at < bytes.n;) {
		unsigned size;
		struct str digits = str_trim(str_head(str_cut(bytes, at + SIZE), DIGITS));

		if (!str_number(digits, UINT32_MAX / 2, &size) || size > bytes.n - at - HEADER)
			return;
		elf(found, path, str_head(str_cut(bytes, at + HEADER), size));
		at += HEADER + size + (size & 1);
		if (at > bytes.n)
			return;
	}
}

void
stack_of_object(struct stack_inputs *found, struct str path, struct str bytes)
{
	if (str_starts(bytes, STR("!<arch>\n")))
		archive(found, path, bytes);
	else
		elf(found, path, bytes);
}

/* .section .note.GNU-stack,"x",@progbits asks; the name without an x is a marking. */
void
stack_of_source(struct stack_inputs *found, struct str path, struct str text)
{
	bool marked = false;

	while (text.n > 0) {
		struct str line = str_split(&text, '\n');
		size_t from = 0, end;

		while (from + sizeof marking - 1 <= line.n &&
		    memcmp(line.p + from, marking, sizeof marking - 1) != 0)
			from++;
		if (from + sizeof marking - 1 > line.n)
			continue;
		marked = true;
		from = str_find(line, '"', from + sizeof marking - 1) + 1;
		if (from < line.n && line.p[from - 1] == '"' && (end = str_find(line, '"', from)) <= line.n &&
		    memchr(line.p + from, 'x', end - from))
			first(&found->asks, path);
	}
	if (!marked)
		first(&found->silent, path);
}

static void
look(struct stack_inputs *found, struct str path, bool source)
{
	struct str bytes;

	if (!map_file(path.p, &bytes))
		return;
	if (source)
		stack_of_source(found, path, bytes);
	else
		stack_of_object(found, path, bytes);
	unmap_file(bytes);
}

/* -lNAME in the user's own -L directories; the system's libraries are marked. */
static void
library(struct stack_inputs *found, const struct command *cmd, struct str name)
{
	bool is_static = fact_holds(&cmd->said, FACT_STATIC) || fact_holds(&cmd->said, FACT_STATIC_PIE);

	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *a = &cmd->arg[i];
		struct str directory;
		char *path;

		if (!a->opt || a->opt->role != LIBRARY_SEARCH)
			continue;
		directory = str_of(str_join3(a->value, STR("/lib"), name));
		path = str_join3(directory, STR(".so"), STR(""));
		if (!is_static && access(path, R_OK) == 0)
			return;
		path = str_join3(directory, STR(".a"), STR(""));
		if (access(path, R_OK) != 0)
			continue;
		look(found, str_of(path), false);
		return;
	}
}

void
stack_inputs(struct stack_inputs *found, const struct command *cmd)
{
	for (size_t i = 0; i < cmd->ninput; i++) {
		const struct input *in = &cmd->input[i];

		if (!in->language)
			look(found, in->path, false);
		else if (in->language->language == FACT_ASM || in->language->language == FACT_ASM_CPP)
			look(found, in->path, true);
	}
	for (size_t i = 0; i < cmd->n; i++)
		if (cmd->arg[i].opt && cmd->arg[i].opt->role == LIBRARY)
			library(found, cmd, cmd->arg[i].value);
}
