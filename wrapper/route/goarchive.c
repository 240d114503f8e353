/* goarchive.c - a Go archive in a C program with musl needs the arguments of main: our own source hands them to it. */
#include <elf.h>
#include <unistd.h>

#include "base/io.h"
#include "base/process.h"
#include "command/options.h"
#include "elf/elffile.h"
#include "plan/edit.h"
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

/* The object of our source. It is made by itself, for what the user says of debug information, of warnings and of files
 * to be kept is about the user's sources. */
static const char *
object_of(struct call *call, const char *source)
{
	static const char *const words[] = {ROUTE_SOURCE_WORDS};
	struct probe probe = call_probe(call);
	struct args a = probe_words(&probe);
	int fd = memory_file(STR(""));
	const char *path = text_format("/proc/self/fd/%d", fd);
	struct str none;

	if (fd < 0)
		return NULL;
	args_add(&a, call->plan.added.v, call->plan.added.n);
	args_add(&a, words, COUNT(words));
	args_push(&a, source);
	args_push(&a, TRIAL_OUTPUT);
	args_push(&a, path);
	if (probe_ask(&probe, &a, NULL, CAPTURE_NONE, &none) == 0 && lseek(fd, 0, SEEK_END) > 0)
		return path;
	close(fd);
	return NULL;
}

/* Where no object can be made our source goes into the call: -x c FILE -x none */
void
guard_go_start(struct call *call)
{
	static const char *const before[] = {ROUTE_SOURCE_BEFORE}, *const after[] = {ROUTE_SOURCE_AFTER};
	struct str source = settings_installed(call->settings, "/specs/" ROUTE_GO_ARCHIVE);
	const char *object = object_of(call, source.p);
	struct args *added = &call->plan.added;

	edit_route(call, ADDED, source)->about = STR("hands the arguments of main to what Go made");
	if (object) {
		args_push(added, object);
		return;
	}
	args_add(added, before, COUNT(before));
	args_push(added, source.p);
	args_add(added, after, COUNT(after));
}
