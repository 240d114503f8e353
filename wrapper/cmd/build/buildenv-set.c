/* buildenv-set.c - the variables of a build, and how they get into an environment. */
#include "base/environment.h"
#include "cmd/build/maker.h"
#include "compiler/lookup.h"

#define ROW(id, name, does, costs, not_when) {name, does, costs, not_when},
const struct build_row build_rows[NBUILD] = {BUILD_VARIABLES(ROW)};

void
buildenv_apply(const struct buildenv *b, struct args *environ)
{
	environment_unset(environ, "HARDCC_DEPTH");
	for (int i = 0; i < NBUILD; i++) {
		struct str value = b->value[i];

		if (!value.p || (i == BUILD_PATH && b->path_is_right))
			continue;
		if (i == BUILD_PATH) {
			struct str path = environment_get((char *const *)(uintptr_t)environ->v, build_rows[i].name);

			value = str_of(str_join3(value, STR(":"), path.p ? path : str_of(default_path)));
		}
		environment_set(environ, build_rows[i].name, value);
	}
}

struct str
maker_unquoted(struct str path, struct str name)
{
	struct buf quoted = {0};

	buf_shell(&quoted, path);
	return str_is(buf_str(&quoted), path) ? path : name;
}
