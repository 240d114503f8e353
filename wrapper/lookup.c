#include "lookup.h"

#include "io.h"

const char default_path[] = "/usr/local/bin:/usr/bin:/bin";

/* The names that tell a directory of compiler names. */
static const char telling[][6] = {"gcc", "cc", "clang", "g++", "c++"};

struct lookup
lookup_begin(struct str path, struct str name, const char *self)
{
	struct lookup l = {.path = path.p ? path : str_of(default_path), .name = name};

	if ((!self || stat(self, &l.self) != 0) && stat("/proc/self/exe", &l.self) != 0)
		l.self.st_ino = 0;
	return l;
}

static bool
same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino != 0 && a->st_ino == b->st_ino && a->st_dev == b->st_dev;
}

bool
lookup_next(struct lookup *l)
{
	while (l->path.n > 0) {
		struct str directory = str_split(&l->path, ':');

		l->last = l->st;
		l->found = str_join3(directory.n > 0 ? directory : STR("."), STR("/"), l->name);
		if (stat(l->found, &l->st) != 0 || S_ISDIR(l->st.st_mode)) {
			l->st = l->last;
			continue;
		}
		if (same_file(&l->st, &l->last))
			continue;
		l->ours = same_file(&l->self, &l->st);
		l->cannot = !S_ISREG(l->st.st_mode) || !(l->st.st_mode & 0111);
		return true;
	}
	return false;
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

static bool
is_names(struct str directory, const char *self)
{
	for (size_t i = 0; i < COUNT(telling) && directory.n > 0; i++)
		if (lookup_has(directory, str_of(telling[i]), self))
			return true;
	return false;
}

struct str
lookup_names(struct str path, struct str cc, const char *self)
{
	struct str program = self ? real_path(self) : STR(""), moved;

	cc = str_split(&cc, ' ');
	if (cc.n > 0 && cc.p[0] == '/' && lookup_has(str_directory(cc), str_base(cc), self))
		return str_directory(cc);
	while (path.n > 0) {
		struct str directory = str_split(&path, ':');

		if (is_names(directory, self))
			return directory.p[0] == '/' ? directory : real_path(str_dup(directory));
	}
	if (is_names(STR(SHIMDIR), self))
		return STR(SHIMDIR);
	/* bin/hardcc and libexec/hardcc/bin, wherever they were moved to together */
	moved = real_path(str_join3(str_directory(program), STR("/../libexec/hardcc/bin"), STR("")));
	return moved.n > 0 && str_find(moved, ':', 0) == moved.n && is_names(moved, self) ? moved : STR("");
}
