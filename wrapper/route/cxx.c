/* cxx.c - C++ in a Go package, which the go command gives to another compiler than C. */
#include <dirent.h>
#include <unistd.h>

#include "base/error.h"
#include "command/language.h"
#include "compiler/lookup.h"
#include "plan/call.h"
#include "route/guard.h"

/* Is it C++, and not for another system by its name? */
static bool
is_cxx(struct str name)
{
	static const char others[][12] = {"*_windows.*", "*_darwin.*", "*_freebsd.*"};
	const struct language *l = language_of_file(name, false);

	for (size_t i = 0; i < COUNT(others); i++)
		if (str_glob(str_of(others[i]), name))
			return false;
	return l && l->form == FACT_SOURCE && l->language == FACT_CXX;
}

/* Does the word in CXX start us, and with the same route, or name a compiler for musl? The environment's route holds for
 * all names, another only beside a settings file. */
static bool
is_routed(const struct settings *s, struct str word)
{
	bool path = str_find(word, '/', 0) < word.n;
	struct lookup l = lookup_begin(path ? str_directory(word) : s->var[VAR_PATH], path ? str_base(word) : word, NULL);

	if (str_glob(STR("*musl*"), word))
		return true;
	if (!lookup_next(&l) || !l.ours)
		return false;
	return str_is(str_of(s->of[SETTING_LIBC].origin), STR("environment")) ||
	    access(str_join(str_directory(str_of(l.found)), STR("/hardcc.conf")), R_OK) == 0;
}

void
guard_go_cxx(const struct call *call)
{
	const struct command *cmd = &call->command;
	struct str words = {0}, compiler;
	DIR *dir;

	if (!fact_holds(&call->facts, FACT_CGO) || call->route.native || cmd->ninput != 1 ||
	    !str_is(str_base(cmd->input[0].path), STR("_cgo_export.c")))
		return;
	for (char *const *e = call->settings->environ; *e; e++) /* the last counts: Go adds its own behind the user's */
		if (str_starts(str_of(*e), STR("CXX=")))
			words = str_cut(str_of(*e), 4);
	compiler = str_split(&words, ' ');
	if (compiler.n == 0 || is_routed(call->settings, compiler)) /* cmd/go names its own choice, too */
		return;
	dir = cmd->search.n > 0 ? opendir(cmd->search.p) : NULL; /* the package's, which Go names first */
	for (struct dirent *entry; dir && (entry = readdir(dir));)
		if (is_cxx(str_of(entry->d_name))) {
			warn("%s is C++, which Go compiles and links with CXX=%.*s, for glibc; set CXX to a musl C++ compiler, "
			     "or CC and CXX to hardcc's names with HARDCC_LIBC=glibc-static", entry->d_name, FMT(compiler));
			break;
		}
	if (dir)
		closedir(dir);
}
