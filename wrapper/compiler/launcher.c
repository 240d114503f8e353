#include "compiler/launcher.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"

enum {
	LINK_LIMIT = 8,	    /* symlinks followed */
	TARGET_LIMIT = 512, /* bytes of a link's target; no launcher's is longer */
};

bool
launcher_known(struct str name)
{
	return str_lists(STR("ccache distcc icecc sccache"), name);
}

const char *
launcher_of(const char *path)
{
	for (int i = 0; i < LINK_LIMIT; i++) {
		char target[TARGET_LIMIT];
		ssize_t n = readlink(path, target, sizeof target - 1);
		struct str to = {target, n > 0 ? (size_t)n : 0}, base = str_base(to), here = str_of(path);

		if (n < 0 && errno != EINVAL && errno != ENOENT) /* whether it is a link is not known */
			fatal(EXIT_OURS, "cannot look at %s:", path);
		if (n <= 0)
			return NULL;
		path = str_join(target[0] == '/' ? STR("") : str_head(here, here.n - str_base(here).n), to);
		if (launcher_known(base))
			return path;
		if (base.n == to.n)
			return NULL;
	}
	return NULL;
}
