#include "profile/catalog.h"

#include <dirent.h>

#include "base/io.h"

static void
add(struct args *names, struct str name)
{
	size_t i = 0;

	while (i < names->n && strcmp(names->v[i], str_dup(name)) < 0)
		i++;
	if (i < names->n && str_is_text(name, names->v[i]))
		return;
	args_push(names, "");
	memmove(names->v + i + 1, names->v + i, (names->n - 1 - i) * sizeof *names->v);
	names->v[i] = str_dup(name);
}

bool
catalog_directory(struct args *names, struct str path)
{
	DIR *dir = path.n > 0 ? opendir(str_dup(path)) : NULL;
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		struct str name = str_of(entry->d_name);

		if (name.p[0] != '.' && str_ends(name, STR(PROFILE_SUFFIX)))
			add(names, str_head(name, name.n - (sizeof PROFILE_SUFFIX - 1)));
	}
	if (dir)
		closedir(dir);
	return dir;
}

void
catalog_make(struct catalog *c, const struct settings *s)
{
	*c = (struct catalog){0};
	for (size_t i = 0; i < nembedded; i++)
		add(&c->names, str_of(embedded[i].name));
	(void)catalog_directory(&c->names, STR(SYSCONFDIR "/hardcc/profiles"));
	(void)catalog_directory(&c->names, policy_directory(s));
}

/* "team.profile - for the team": for the team */
static struct str
without_name(struct str s)
{
	size_t blank = str_find(s, ' ', 0);

	if (str_ends(str_head(s, blank), STR(PROFILE_SUFFIX)) && str_starts(str_cut(s, blank), STR(" - ")))
		return str_trim(str_cut(s, blank + 3));
	return s;
}

struct str
catalog_about(struct str text)
{
	while (text.n > 0) {
		struct str line = str_trim(str_split(&text, '\n'));

		if (line.n > 2 && line.p[0] == '#')
			return without_name(str_trim(str_cut(line, 1)));
		if (line.n > 0)
			break;
	}
	return STR("");
}
