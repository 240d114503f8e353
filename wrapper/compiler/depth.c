#include "compiler/depth.h"

#include "base/environment.h"
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

char *const *
depth_environment(const struct settings *s, struct depth depth, const char *path, bool question)
{
	struct args environ = {0};
	struct buf b = {0};

	buf_text(&b, "HARDCC_DEPTH="); /* piece by piece: buf_format is COLD, and every call comes here */
	buf_number(&b, depth.level + 1);
	buf_char(&b, ':');
	buf_text(&b, path);
	args_room(&environ, s->nenviron + 2);
	args_add(&environ, (const char *const *)s->environ, s->nenviron);
	if (s->var[VAR_DEPTH].p)
		environment_unset(&environ, "HARDCC_DEPTH");
	args_push(&environ, b.p);
	if (question) {
		environment_unset(&environ, "DEPENDENCIES_OUTPUT");
		environment_unset(&environ, "SUNPRO_DEPENDENCIES");
		environment_set(&environ, "LC_ALL", STR("C"));
	}
	return (char *const *)(uintptr_t)environ.v;
}
