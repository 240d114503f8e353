#include "command/goenv.h"

#include "base/environment.h"
#include "base/io.h"

/* `go env GOENV`: $GOENV, else go/env in the user's directory for settings; NULL where there is none. */
static const char *
goenv_path(char *const *environ)
{
	struct str named = environment_get(environ, "GOENV"), config = environment_get(environ, "XDG_CONFIG_HOME");
	struct str home = environment_get(environ, "HOME");

	if (named.n > 0)
		return str_is(named, STR("off")) ? NULL : named.p;
	if (config.n > 0) /* go takes no relative one */
		return config.p[0] == '/' ? str_join(config, STR("/go/env")) : NULL;
	return home.n > 0 ? str_join(home, STR("/.config/go/env")) : NULL;
}

struct str
goenv_get(char *const *environ, const char *name, const char **file)
{
	struct str value = environment_get(environ, name), text;
	const char *path = value.n > 0 ? NULL : goenv_path(environ);

	*file = NULL;
	if (!path || !read_file(path, &text))
		return value;
	while (text.n > 0) { /* the last line of a name holds; nothing is quoted or trimmed */
		struct str line = str_split(&text, '\n');

		if (!str_is_text(str_split(&line, '='), name) || line.n == 0)
			continue;
		value = str_of(str_dup(line));
		*file = path;
	}
	return value;
}
