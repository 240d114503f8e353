#include <dirent.h>
#include <unistd.h>

#include "base/environment.h"
#include "cmd/doctor/survey.h"
#include "command/command.h"
#include "command/goflags.h"
#include "command/options.h"
#include "compiler/compiler.h"
#include "compiler/launcher.h"
#include "compiler/lookup.h"
#include "config.h"

static const char section[] = "path";

/* Names that have a row each, whatever is found. */
static const char usual[][8] = {"cc", "gcc", "c++", "g++", "clang", "clang++", "c89", "c99"};

static bool
is_usual(struct str name)
{
	for (size_t i = 0; i < COUNT(usual); i++)
		if (str_is_text(name, usual[i]))
			return true;
	return false;
}

static void
add_sorted(struct args *names, const char *name)
{
	size_t i = 0;

	while (i < names->n && strcmp(names->v[i], name) < 0)
		i++;
	if (i < names->n && strcmp(names->v[i], name) == 0)
		return;
	args_push(names, "");
	memmove(names->v + i + 1, names->v + i, (names->n - 1 - i) * sizeof *names->v);
	names->v[i] = name;
}

/* Every compiler name that PATH has. */
static void
find_names(struct survey *v)
{
	struct str path = v->path;

	while (path.n > 0) {
		struct str directory = str_split(&path, ':');
		DIR *dir = directory.n > 0 ? opendir(str_dup(directory)) : NULL;
		struct dirent *entry;

		while (dir && (entry = readdir(dir))) {
			struct str name = str_of(entry->d_name);

			if (name_parse(name).driver && lookup_real(v->path, name, v->self))
				add_sorted(&v->compilers, str_dup(name));
		}
		if (dir)
			closedir(dir);
	}
}

/* By the environment, else by its own settings file: ccache itself knows where that is. */
static bool
ccache_is_told(const struct survey *v, const char *ccache)
{
	static const char key[] = "compiler_check = ";
	const char *const settings[] = {ASK_CCACHE, NULL};
	struct str check = environment_get(v->environ, "CCACHE_COMPILERCHECK"), text;

	if (check.n > 0)
		return str_has(check, TELL_CCACHE);
	if (!strchr(ccache, '/'))
		ccache = lookup_real(v->path, str_of(ccache), v->self);
	if (!ccache || !survey_ask(v, ccache, settings, CAPTURE_STDOUT, &text))
		return false;
	while (text.n > 0) {
		struct str line = str_split(&text, '\n');

		if (str_has(line, key) && str_has(line, TELL_CCACHE))
			return true;
	}
	return false;
}

static void
launcher_in_front(struct survey *v, const char *launcher, const char *name)
{
	struct str base = str_base(str_of(launcher));

	if (!str_is(base, STR("ccache")))
		page_problem(v->page, JOIN(base.p, " stands before hardcc for ", name, ": what it compiles on other machines does not go through hardcc"),
		    JOIN("put ", v->names.p, " before it on PATH, or set HARDCC_LAUNCHER=", base.p));
	else if (!ccache_is_told(v, launcher))
		page_problem(v->page, JOIN("ccache stands before hardcc for ", name, ": it must be told of the policy, or it gives objects of another one"),
		    JOIN("eval \"$(hardcc env)\" tells it (CCACHE_COMPILERCHECK), or put ", v->names.p, " before it on PATH"));
}

/* All files of that name in the order of PATH, each with what it is. */
static void
chain(struct survey *v, const char *name)
{
	struct lookup l = lookup_begin(v->path, str_of(name), v->self);
	const char *first = NULL, *launcher = NULL;
	bool ours = false, first_ours = false;
	struct buf b = {0};

	while (lookup_next(&l)) {
		const char *behind = l.ours || l.cannot ? NULL : launcher_of(l.found);

		if (!first && !l.cannot) {
			first = l.found;
			first_ours = l.ours;
			launcher = behind;
		}
		ours = ours || l.ours;
		buf_text(&b, b.n > 0 ? ", " : "");
		buf_text(&b, l.found);
		buf_text(&b, l.ours ? " (hardcc)" : l.cannot ? " (cannot be run)" : behind ? " (" : "");
		buf_add(&b, behind ? str_base(str_of(behind)) : STR(""));
		buf_text(&b, behind ? ")" : "");
	}
	if (!first)
		return;
	page_row(v->page, section, str_of(name), buf_str(&b));
	if (ours && !first_ours && launcher)
		launcher_in_front(v, launcher, name);
	else if (ours && !first_ours)
		page_problem(v->page, JOIN(first, " comes before hardcc's ", name, " on PATH"),
		    JOIN("put ", v->names.p, " first on PATH: eval \"$(hardcc env)\""));
}

/* Of CC=/opt/gcc, CC="tcc -c": what the first word is. */
static void
variable_word(struct survey *v, const char *name, const char *word)
{
	struct str base = str_base(str_of(word));
	struct lookup l = lookup_begin(v->path, base, v->self);
	bool path = strchr(word, '/'), there = path ? access(word, X_OK) == 0 : lookup_next(&l);
	const char *mend = JOIN("unset ", name, ", or name one of ", v->names.n > 0 ? v->names.p : "hardcc's");

	if (!name_parse(base).driver)
		page_problem(v->page,
		    JOIN(name, "=", word, " is no name of a compiler: what it runs is not hardened"), mend);
	else if (!there)
		page_problem(v->page, JOIN(name, "=", word, " is not there"), mend);
	else if (path && v->names.n > 0 && !lookup_has(str_directory(str_of(word)), base, v->self))
		page_problem(v->page, JOIN(name, "=", word, " goes past hardcc"),
		    JOIN("unset ", name, ", or eval \"$(hardcc env)\", which keeps its compiler"));
}

/* CC="hardcc gcc", CC="ccache gcc", CC=/usr/bin/gcc */
static void
variable(struct survey *v, const char *name)
{
	struct str value = environment_get(v->environ, name), base;
	struct args words = {0};

	if (value.n == 0)
		return;
	page_row(v->page, section, str_of(name), value);
	if (!goflags_split(value, &words)) {
		page_problem(v->page, JOIN(name, "=", value.p, " has a quote without an end"), JOIN("unset ", name));
		return;
	}
	if (words.n == 0)
		return;
	base = str_base(str_of(words.v[0]));
	if (words.n > 1 && str_is(base, STR(PACKAGE_NAME)))
		page_problem(v->page, JOIN(name, "=\"", value.p, "\" has two words, which Go does not understand"),
		    JOIN("name one of ", v->names.p));
	else if (launcher_known(base))
		launcher_in_front(v, words.v[0], name);
	else
		variable_word(v, name, words.v[0]);
}

/* Names with a version or a triplet that another directory has first: gcc-12, say. */
static void
names_behind(struct survey *v)
{
	struct buf b = {0};

	for (size_t i = 0; i < v->compilers.n; i++) {
		struct name name = name_parse(str_of(v->compilers.v[i]));
		struct lookup l = lookup_begin(v->path, name.whole, v->self);
		const char *first = NULL;

		while (!first && lookup_next(&l))
			first = l.cannot ? NULL : l.found;
		if (!first || l.ours || is_usual(name.whole) || !lookup_has(v->names, name.whole, v->self))
			continue;
		buf_text(&b, b.n > 0 ? " " : "");
		buf_text(&b, first);
	}
	if (b.n > 0)
		page_problem(v->page, JOIN("these come before hardcc's on PATH: ", b.p),
		    JOIN("put ", v->names.p, " first on PATH: eval \"$(hardcc env)\""));
}

/* A compiler that came later than the names did. */
static void
missing_names(struct survey *v)
{
	struct buf b = {0};

	for (size_t i = 0; i < v->compilers.n; i++) {
		struct name name = name_parse(str_of(v->compilers.v[i]));

		if ((name.version.n == 0 && name.triplet.n == 0) || lookup_has(v->names, name.whole, v->self))
			continue;
		buf_text(&b, b.n > 0 ? " " : "");
		buf_add(&b, name.whole);
	}
	if (b.n > 0)
		page_problem(v->page, JOIN("these compilers have no name in ", v->names.p, ", so their calls do not go through hardcc: ", b.p),
		    JOIN("hardcc shims ", v->names.p));
}

void
survey_path(struct survey *v)
{
	bool on_path = false;
	struct str rest = v->path;

	find_names(v);
	while (v->names.n > 0 && rest.n > 0)
		on_path = str_is(str_split(&rest, ':'), v->names) || on_path;
	if (v->names.n == 0)
		page_problem(v->page, "there is no directory of compiler names, neither on PATH nor at " SHIMDIR,
		    "hardcc shims DIRECTORY, and put it first on PATH");
	else
		page_row(v->page, section, STR("names"), str_of(JOIN(v->names.p, on_path ? "" :
			" (not on PATH: builds go through hardcc by hardcc run, or after eval \"$(hardcc env)\")")));
	for (size_t i = 0; i < COUNT(usual); i++)
		chain(v, usual[i]);
	variable(v, "CC");
	variable(v, "CXX");
	if (v->names.n > 0)
		missing_names(v);
	if (on_path)
		names_behind(v);
}
