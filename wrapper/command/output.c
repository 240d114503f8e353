#include "command/output.h"

#include <sys/stat.h>
#include <unistd.h>

#include "command/options.h"

struct str
output_stem(struct str path)
{
	size_t dot = path.n;

	while (dot > 0 && path.p[dot - 1] != '.' && path.p[dot - 1] != '/')
		dot--;
	return dot > 0 && path.p[dot - 1] == '.' ? str_head(path, dot - 1) : path;
}

struct str
output_name(const struct command *cmd, struct str source)
{
	struct str stem = output_stem(str_base(source));

	if (cmd->output.n > 0)
		return cmd->output;
	if (cmd->last == LAST_LINK)
		return STR("a.out");
	if (cmd->last != LAST_ASSEMBLE && cmd->last != LAST_COMPILE)
		return STR("");
	return str_of(str_join(stem.n > 0 ? stem : str_base(source), cmd->last == LAST_ASSEMBLE ? STR(".o") : STR(".s")));
}

struct args
output_lists(const struct command *cmd)
{
	static const char *const names[] = {LISTS_NAMES};
	struct args lists = {0};

	for (const struct arg *a = cmd->arg; a < cmd->arg + cmd->n; a++)
		for (size_t i = 0; a->opt && i < COUNT(names); i++) {
			struct str value = a->value;

			while (str_is_text(str_of(a->opt->name), names[i]) && value.n > 0)
				args_push(&lists, str_dup(str_split(&value, i > 0 ? ',' : '\0')));
		}
	return lists;
}

struct output
output_before(struct str path)
{
	struct output o = {.path = path};
	struct stat st;

	if (stat(path.p, &st) == 0) {
		o.before = stamp_of(&st);
		o.inode = st.st_ino;
	}
	return o;
}

bool
output_made(const struct output *o)
{
	struct stat st;

	return stat(o->path.p, &st) == 0 && S_ISREG(st.st_mode) &&
	    (st.st_ino != o->inode || !stamp_holds(o->path.p, &o->before));
}

const char *
output_remove(const struct output *o)
{
	struct str path = o->path;
	struct stat st;

	if (lstat(path.p, &st) == 0 && S_ISLNK(st.st_mode))
		path = real_path(path.p);
	if (path.n == 0 || stat(path.p, &st) != 0 || !S_ISREG(st.st_mode))
		return "was left where it is";
	if (o->inode == st.st_ino && st.st_uid != geteuid())
		return "was left, for it belongs to somebody else: remove it";
	if (st.st_nlink > 1 && truncate(path.p, 0) != 0)
		return "could not be removed: remove it";
	return unlink(path.p) == 0 ? "was removed" : "could not be removed: remove it";
}
