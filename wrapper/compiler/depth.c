#include "compiler/depth.h"

#include "base/error.h"

enum { DEPTH_LIMIT = 3 }; /* levels above us; one more is a loop */

struct depth
depth_of(const struct settings *s)
{
	struct depth depth = {0};
	struct str rest = s->var[VAR_DEPTH];

	if (rest.p && !str_number(str_split(&rest, ':'), 1000, &depth.level))
		depth.level = 0;
	depth.last = rest;
	if (depth.level >= DEPTH_LIMIT)
		fatal(EXIT_OURS, "called by itself %u times over, last through %.*s: name the real compiler in HARDCC_CC",
		    depth.level, FMT(depth.last));
	return depth;
}

static bool
starts(const char *entry, const char *name)
{
	while (*name && *entry == *name)
		entry++, name++;
	return !*name;
}

char *const *
depth_environment(const struct settings *s, struct depth depth, const char *path, bool question)
{
	struct args environ = {0};
	struct buf b = {0};

	buf_text(&b, "HARDCC_DEPTH=");
	buf_number(&b, depth.level + 1);
	buf_char(&b, ':');
	buf_text(&b, path);
	args_room(&environ, s->nenviron + 2);
	if (!question && !s->var[VAR_DEPTH].p)
		args_add(&environ, (const char *const *)s->environ, s->nenviron);
	for (size_t i = environ.n; i < s->nenviron; i++)
		if (!starts(s->environ[i], "HARDCC_DEPTH=") &&
		    !(question && (starts(s->environ[i], "LC_ALL=") || starts(s->environ[i], "DEPENDENCIES_OUTPUT=") ||
			starts(s->environ[i], "SUNPRO_DEPENDENCIES="))))
			args_push(&environ, s->environ[i]);
	args_push(&environ, b.p);
	if (question)
		args_push(&environ, str_dup(STR("LC_ALL=C")));
	return (char *const *)(uintptr_t)environ.v;
}
