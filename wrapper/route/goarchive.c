/* goarchive.c - a Go archive in a C program with musl needs the arguments of main: our own source hands them to it. */
#include <elf.h>

#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "elf/elffile.h"
#include "plan/edit.h"
#include "plan/object.h"
#include "route/guard.h"
#include "route/linkitem.h"
#include "route/options-route.h"

static void
go_start(void *context, const struct elf_symbol *s)
{
	bool *found = context;

	if (s->section != SHN_UNDEF && str_glob(STR("_rt0_*_linux_lib"), s->name))
		*found = true;
}

static void
go_object(void *context, const struct elf *e)
{
	elf_each_symbol(e, go_start, context);
}

static bool
is_go_archive(struct str path)
{
	struct str bytes;
	bool found = false;

	if (path.n == 0 || !map_if_there(path.p, &bytes))
		return false;
	if (str_starts(bytes, ELF_ARCHIVE))
		elf_each(bytes, go_object, &found);
	unmap_file(bytes);
	return found;
}

bool
guard_go_archive(const struct call *call)
{
	struct items items = items_of(call);

	for (size_t i = 0; i < items.n; i++)
		if (is_go_archive(items_path(&items, call, &items.of[i])))
			return true;
	return false;
}

void
guard_go_start(struct call *call)
{
	struct str source;
	const char *object = object_of(call, STR(ROUTE_GO_ARCHIVE), &source);

	if (!object)
		fatal(EXIT_OURS, "%s does not compile %.*s", call->compiler.path, FMT(source));
	edit_route(call, ADDED, source)->about = STR("hands the arguments of main to what Go made");
	args_push(&call->plan.added, object);
}
