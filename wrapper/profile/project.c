/* project.c - hardcc.profile of the project that a command is run in. The shim never looks for it: a command hands it on. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "profile/policy.h"

static struct str
below(struct str directory, const char *name)
{
	return str_of(str_join3(directory.n > 1 ? directory : STR(""), STR("/"), str_of(name)));
}

/* Does it belong to who has the working directory, to us, or to root? */
static bool
is_ours(const struct stat *st, const struct stat *start)
{
	return st->st_uid == start->st_uid || st->st_uid == geteuid() || st->st_uid == 0;
}

static bool
is_there(struct str directory, const char *name, const struct stat *start)
{
	struct stat st;

	return lstat(below(directory, name).p, &st) == 0 && is_ours(&st, start);
}

/* The nearest one from the working directory up to .git, or the outermost go.mod, or the directory itself; never past another
 * owner or another file system. Empty where there is none. */
static struct str
find(const struct stat *start)
{
	struct str at = here(), found = {0};
	size_t project = at.n; /* its directory is this long, or shorter */
	struct stat st;

	while (at.n > 0 && stat(str_dup(at), &st) == 0 && st.st_uid == start->st_uid && st.st_dev == start->st_dev) {
		bool git = is_there(at, ".git", start);

		/* in a directory that all can write, another's is none of the project's */
		if (!found.n && (st.st_mode & S_IWOTH ? is_there(at, PROJECT_PROFILE, start) : lstat(below(at, PROJECT_PROFILE).p, &st) == 0))
			found = at;
		if (git || is_there(at, "go.mod", start))
			project = at.n;
		if (git || at.n == 1)
			break;
		at = str_directory(at);
	}
	return found.n >= project ? found : STR("");
}

/* Why it is not to be believed; NULL where it may be. */
static const char *
wrong(const char *path, const struct stat *start)
{
	struct stat st;

	if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode))
		return "it is not a regular file";
	if (!is_ours(&st, start))
		return "it belongs to another user";
	if (others_write(&st))
		return "others can write it (chmod go-w)";
	if (strpbrk(path, ", \t\n"))
		return "its path has a comma or a blank";
	return NULL;
}

/* Every error of it, and each line that it is not trusted with. */
static void
look_at(const struct settings *s, struct str word)
{
	struct policy p;
	struct settings alone = *s;
	struct str rest;

	alone.of[SETTING_PROFILE] = (struct setting){word, PROJECT_PROFILE, 0};
	if (policy_read(&p, &alone, word) > 0)
		fatal(EXIT_OURS, "the project's profile is wrong; nothing was run");
	for (rest = buf_str(&p.ignored); rest.n > 0;) {
		struct str line = str_split(&rest, '\n');

		warn("%.*s; --trust-project takes it", FMT(line));
	}
}

bool
project_profile(struct settings *s, bool trust)
{
	struct setting *profile = &s->of[SETTING_PROFILE];
	struct stat start;
	struct str directory, word;
	const char *path, *why;

	if (str_is(str_of(profile->origin), STR("environment")) || stat(".", &start) != 0)
		return false;
	directory = find(&start);
	if (directory.n == 0)
		return false;
	path = below(directory, PROJECT_PROFILE).p;
	why = wrong(path, &start);
	if (why)
		fatal(EXIT_OURS, "%s is not taken: %s; or say by HARDCC_PROFILE what is to hold", path, why);
	word = str_of(trust ? path : str_join(STR(POLICY_PROJECT), str_of(path)));
	look_at(s, word);
	profile->value = str_of(str_join3(policy_list(profile->value), STR(","), word));
	return true;
}
