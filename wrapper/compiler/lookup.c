#include "compiler/lookup.h"

#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "command/command.h"
#include "command/goenv.h"
#include "config.h"

const char default_path[] = "/usr/local/bin:/usr/bin:/bin";

struct str
lookup_shim(const char *self)
{
	struct str program = real_path(self ? self : "/proc/self/exe"), directory = str_directory(program);
	const char *const places[] = {
		str_join3(directory, STR("/"), STR(SHIM_NAME)),
		str_join3(directory, STR("/../libexec/hardcc/"), STR(SHIM_NAME)), /* moved together */
		SHIMPROGRAM,
	};
	size_t n = str_is_text(program, BINDIR "/" PACKAGE_NAME) ? 3 : 2; /* a copy elsewhere may be another version */

	for (size_t i = 0; i < n && program.n > 0; i++)
		if (access(places[i], X_OK) == 0)
			return real_path(places[i]);
	return program;
}

const struct stat *
lookup_running(const char *self)
{
	static struct stat running;
	static bool looked_up;

	if (!looked_up && (!self || stat(self, &running) != 0) && stat("/proc/self/exe", &running) != 0)
		running.st_ino = 0;
	looked_up = true;
	return &running;
}

/* hardcc's names are links to another program. */
static const struct stat *
shim_of(const char *self)
{
	static struct stat shim;
	static bool looked_up;

	if (!looked_up && stat(str_dup(lookup_shim(self)), &shim) != 0)
		shim.st_ino = 0;
	looked_up = true;
	return &shim;
}

bool
lookup_same(const struct stat *a, const struct stat *b)
{
	return a->st_ino != 0 && a->st_ino == b->st_ino && a->st_dev == b->st_dev;
}

struct lookup
lookup_begin(struct str path, struct str name, const char *self)
{
	return (struct lookup){.path = path.p ? path : str_of(default_path), .name = name, .self = self};
}

bool
lookup_file(struct lookup *l)
{
	while (l->path.n > 0) {
		struct str directory = str_split(&l->path, ':');
		struct stat st;
		bool there;

		l->found = str_join3(directory.n > 0 ? directory : STR("."), STR("/"), l->name);
		there = stat(l->found, &st) == 0;
		if (!there && (errno == EIO || errno == ENOMEM)) /* it may be there: the next one is another compiler */
			fatal(EXIT_OURS, "cannot look at %s:", l->found);
		if (!there || S_ISDIR(st.st_mode) || lookup_same(&st, &l->st))
			continue;
		l->st = st;
		l->cannot = !S_ISREG(l->st.st_mode) || !(l->st.st_mode & 0111);
		return true;
	}
	return false;
}

bool
lookup_next(struct lookup *l)
{
	if (!lookup_file(l))
		return false;
	l->ours = lookup_same(lookup_running(l->self), &l->st) || lookup_same(shim_of(l->self), &l->st);
	return true;
}

const char *
lookup_real(struct str path, struct str name, const char *self)
{
	struct lookup l = lookup_begin(path, name, self);

	while (lookup_next(&l))
		if (!l.ours && !l.cannot)
			return l.found;
	return NULL;
}

bool
lookup_has(struct str directory, struct str name, const char *self)
{
	struct lookup l = lookup_begin(directory, name, self);

	return lookup_next(&l) && l.ours;
}

bool
lookup_ours(const char *path, const char *self)
{
	return lookup_has(str_directory(str_of(path)), str_base(str_of(path)), self);
}

static void
add_sorted(struct args *names, struct str name)
{
	size_t i = 0;

	while (i < names->n && strcmp(names->v[i], name.p) < 0)
		i++;
	if (i < names->n && strcmp(names->v[i], name.p) == 0)
		return;
	args_push(names, "");
	memmove(names->v + i + 1, names->v + i, (names->n - 1 - i) * sizeof *names->v);
	names->v[i] = str_dup(name);
}

struct args
lookup_compilers(struct str path)
{
	struct args names = {0};

	while (path.n > 0) {
		struct str directory = str_split(&path, ':');
		DIR *dir = directory.n > 0 ? opendir(str_dup(directory)) : NULL;
		struct dirent *entry;

		while (dir && (entry = readdir(dir)))
			if (name_parse(str_of(entry->d_name)).driver)
				add_sorted(&names, str_of(entry->d_name));
		if (dir)
			closedir(dir);
	}
	return names;
}

static bool
is_names(struct str directory, const char *self)
{
	for (struct str names = str_of(driver_list); names.n > 0 && directory.n > 0;)
		if (lookup_has(directory, str_split(&names, ' '), self))
			return true;
	return false;
}

struct str
lookup_names(struct str path, char *const *environ, const char *self)
{
	struct str program = self ? real_path(self) : STR(""), moved, value, cc;
	const char *file;

	value = goenv_get(environ, "CC", &file);
	cc = str_split(&value, ' ');
	if (cc.n > 0 && cc.p[0] == '/' && name_parse(str_base(cc)).driver &&
	    lookup_has(str_directory(cc), str_base(cc), self))
		return str_directory(cc);
	while (path.n > 0) {
		struct str directory = str_split(&path, ':');

		if (is_names(directory, self))
			return directory.p[0] == '/' ? directory : real_path(str_dup(directory));
	}
	if (is_names(STR(SHIMDIR), self))
		return STR(SHIMDIR);
	/* bin/hardcc and libexec/hardcc/bin, wherever they were moved to together */
	moved = real_path(str_join(str_directory(program), STR("/../libexec/hardcc/bin")));
	return moved.n > 0 && str_find(moved, ':', 0) == moved.n && is_names(moved, self) ? moved : STR("");
}

bool
lookup_script(const char *path)
{
	struct str text;
	bool script;

	if (!map_if_there(path, &text))
		return false;
	script = str_starts(text, STR("#!"));
	unmap_file(text);
	return script;
}
