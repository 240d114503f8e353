/*
 * stack.c - who asks for an executable stack: .note.GNU-stack in objects, archives and assembler
 * sources. What is malformed is the linker's to complain about; here it says nothing.
 */
#include <elf.h>
#include <unistd.h>

#include "base/io.h"
#include "command/options.h"
#include "elf/elffile.h"
#include "plan/classify.h"

static const char marking[] = ".note.GNU-stack";
static const char lto[] = ".gnu.lto_";

static void
first(struct str *found, struct str path)
{
	if (found->n == 0)
		*found = path;
}

/* One file's objects, of which an archive has many. */
struct look {
	struct stack_inputs *found;
	struct str path;
};

static void
object(void *context, const struct elf *e)
{
	const struct look *look = context;
	struct elf_section section;
	bool marked = false;

	if (e->type != ET_REL || e->nsection == 0)
		return;
	for (uint64_t i = 1; elf_section(e, i, &section); i++) {
		if (str_starts_text(section.name, lto))
			first(&look->found->lto, look->path);
		if (!str_is_text(section.name, marking))
			continue;
		marked = true;
		if (section.flags & SHF_EXECINSTR)
			first(&look->found->asks, look->path);
	}
	if (!marked)
		first(&look->found->silent, look->path);
}

void
stack_of_object(struct stack_inputs *found, struct str path, struct str bytes)
{
	struct look look = {found, path};

	elf_each(bytes, object, &look);
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

	if (is_stream(path.p) || !map_if_there(path.p, &bytes))
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
		path = str_join(directory, STR(".so"));
		if (!is_static && can_read(path))
			return;
		path = str_join(directory, STR(".a"));
		if (!can_read(path))
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
