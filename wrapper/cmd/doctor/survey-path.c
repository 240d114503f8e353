#include <unistd.h>

#include "base/environment.h"
#include "base/json.h"
#include "cmd/doctor/survey.h"
#include "command/command.h"
#include "command/goenv.h"
#include "command/goflags.h"
#include "command/options.h"
#include "compiler/compiler.h"
#include "compiler/launcher.h"
#include "compiler/lookup.h"
#include "config.h"

#define PUT_FIRST "put %s first on PATH: eval \"$(hardcc env)\""

static const char section[] = "path";


/* By the environment, else by its own settings file: ccache itself says where that is. */
static bool
ccache_is_told(const struct survey *v, const char *ccache)
{
	struct str check = environment_get(v->environ, "CCACHE_COMPILERCHECK"), text;
	const char *path = strchr(ccache, '/') ? ccache : lookup_real(v->path, str_of(ccache), v->self);
	const char *const argv[] = {path, ASK_CCACHE, NULL};

	if (check.n > 0)
		return str_has(check, TELL_CCACHE);
	if (!path || !survey_ask(v, argv, CAPTURE_STDOUT, &text))
		return false;
	while (text.n > 0) {
		struct str line = str_split(&text, '\n');

		if (str_has(line, "compiler_check = ") && str_has(line, TELL_CCACHE))
			return true;
	}
	return false;
}

static void
launcher_in_front(struct survey *v, const char *launcher, const char *name)
{
	args_push(&v->in_front, launcher);
	args_push(&v->in_front, name);
}

static void
launcher_problem(struct survey *v, const char *launcher, const char *name)
{
	struct str base = str_base(str_of(launcher));

	if (!str_is(base, STR("ccache")))
		page_problem(v->page, text_format("%s stands before hardcc for %s: "
			"what it compiles on other machines does not go through hardcc", base.p, name),
		    text_format("put %s before it on PATH, or set HARDCC_LAUNCHER=%s", v->names.p, base.p));
	else if (!ccache_is_told(v, launcher))
		page_problem(v->page, text_format("ccache stands before hardcc for %s: "
			"it must be told of the policy, or it gives objects of another one", name),
		    text_format("eval \"$(hardcc env)\" tells it (CCACHE_COMPILERCHECK), or put %s before it on PATH", v->names.p));
}

static bool
same_launcher(const struct survey *v, size_t i, size_t j)
{
	return str_is(str_base(str_of(v->in_front.v[i])), str_base(str_of(v->in_front.v[j])));
}

/* One problem a launcher, with all that it stands before. */
static void
launchers_in_front(struct survey *v)
{
	for (size_t i = 0; i < v->in_front.n; i += 2) {
		struct buf names = {0};
		size_t first = 0;

		while (!same_launcher(v, first, i))
			first += 2;
		for (size_t j = i; first == i && j < v->in_front.n; j += 2)
			if (same_launcher(v, i, j))
				buf_word(&names, str_of(v->in_front.v[j + 1]));
		if (first == i)
			launcher_problem(v, v->in_front.v[i], names.p);
	}
}

/* All files of that name in the order of PATH, each with what it is. */
static void
chain(struct survey *v, const char *name)
{
	struct lookup l = lookup_begin(v->path, str_of(name), v->self), first = {0};
	const char *launcher = NULL, *what;
	bool ours = false;
	struct buf b = {0}, json = {0};

	while (lookup_next(&l)) {
		const char *behind = l.ours || l.cannot ? NULL : launcher_of(l.found);

		if (!first.found && !l.cannot) {
			first = l;
			launcher = behind;
		}
		ours = ours || l.ours;
		what = l.ours ? "hardcc" : l.cannot ? "cannot be run" : behind ? str_base(str_of(behind)).p : NULL;
		buf_format(&b, "%s%s", b.n > 0 ? ", " : "", l.found);
		if (what)
			buf_format(&b, " (%s)", what);
		buf_text(&json, json.n > 0 ? ",{" : "[{");
		json_field(&json, "path", str_of(l.found));
		buf_format(&json, ",\"hardcc\":%s,\"runs\":%s", l.ours ? "true" : "false", l.cannot ? "false" : "true");
		if (behind)
			json_field(&json, "launcher", str_base(str_of(behind)));
		buf_char(&json, '}');
	}
	if (!first.found)
		return;
	buf_char(&json, ']');
	page_row(v->page, section, name, "%s", b.p);
	page_row_json(v->page, section, name, buf_str(&json));
	if (!ours || first.ours)
		return;
	if (launcher)
		launcher_in_front(v, launcher, name);
	else if (lookup_has(v->names, str_of(name), v->self))
		page_problem(v->page, text_format("%s comes before hardcc's %s on PATH", first.found, name),
		    text_format(PUT_FIRST, v->names.p));
}

/* Of CC=/opt/gcc, CC="tcc -c": what the first word is. */
static void
variable_word(struct survey *v, const char *name, const char *word, const char *unset)
{
	struct str base = str_base(str_of(word));
	struct lookup l = lookup_begin(v->path, base, v->self);
	bool path = strchr(word, '/'), there = path ? access(word, X_OK) == 0 : lookup_next(&l);
	const char *fix = text_format("%s %s, or name one of %s", unset, name, v->names.n > 0 ? v->names.p : "hardcc's");

	if (!name_parse(base).driver)
		page_problem(v->page,
		    text_format("%s=%s is not the name of a compiler: hardcc sees only the compilers that it runs from PATH", name, word), fix);
	else if (!there)
		page_problem(v->page, text_format("%s=%s cannot be run", name, word), fix);
	else if (path && launcher_of(word))
		launcher_in_front(v, launcher_of(word), name);
	else if (path && v->names.n > 0 && !lookup_has(str_directory(str_of(word)), base, v->self))
		page_problem(v->page, text_format("%s=%s goes past hardcc", name, word),
		    text_format("%s %s, or eval \"$(hardcc env)\", which keeps its compiler", unset, name));
}

/* CC="hardcc gcc", CC="ccache gcc", CC=/usr/bin/gcc */
static void
variable(struct survey *v, const char *name)
{
	const char *file, *unset;
	struct str value = goenv_get(v->environ, name, &file), base;
	struct args words = {0};

	if (value.n == 0)
		return;
	unset = file ? "go env -u" : "unset";
	page_row(v->page, section, name, "%s (%s)", value.p, file ? text_format("go env -w, in %s", file) : "environment");
	if (!goflags_split(value, &words)) {
		page_problem(v->page, text_format("%s=%s has a quote without an end", name, value.p), text_format("%s %s", unset, name));
		return;
	}
	if (words.n == 0)
		return;
	base = str_base(str_of(words.v[0]));
	if (words.n > 1 && str_is(base, STR(PACKAGE_NAME)))
		page_problem(v->page, text_format("%s=\"%s\": Go asks the first word alone what compiler it is", name, value.p),
		    text_format("name one of %s", v->names.n > 0 ? v->names.p : "hardcc's"));
	else if (launcher_known(base))
		launcher_in_front(v, words.v[0], name);
	else
		variable_word(v, name, words.v[0], unset);
}

/* Compilers that came later than the names did, and those that another directory has first: gcc-12, say. */
static void
other_names(struct survey *v, bool on_path)
{
	struct buf missing = {0}, before = {0};

	for (size_t i = 0; i < v->compilers.n; i++) {
		struct name name = name_parse(str_of(v->compilers.v[i]));
		struct lookup l = lookup_begin(v->path, name.whole, v->self);
		bool there = false;

		while (!there && lookup_next(&l))
			there = !l.cannot;
		if (lookup_has(v->names, name.whole, v->self)) {
			if (there && !l.ours && !str_lists(str_of(driver_list), name.whole))
				buf_word(&before, str_of(l.found));
		} else if (there && !l.ours && (name.version.n > 0 || name.triplet.n > 0 || str_lists(str_of(driver_list), name.whole))) {
			buf_word(&missing, name.whole);
		}
	}
	if (missing.n > 0)
		page_problem(v->page, text_format("these compilers have no name in %s, so their calls do not go through hardcc: %s",
			v->names.p, missing.p),
		    text_format("hardcc shims %s", v->names.p));
	if (on_path && before.n > 0)
		page_problem(v->page, text_format("these come before hardcc's on PATH: %s", before.p),
		    text_format(PUT_FIRST, v->names.p));
}

void
survey_path(struct survey *v)
{
	bool on_path = false;
	struct str rest = v->path;
	struct args all = lookup_compilers(v->path);

	for (size_t i = 0; i < all.n; i++)
		if (lookup_real(v->path, str_of(all.v[i]), v->self))
			args_push(&v->compilers, all.v[i]);
	while (v->names.n > 0 && rest.n > 0)
		on_path = str_is(str_split(&rest, ':'), v->names) || on_path;
	if (v->names.n == 0)
		page_problem(v->page, "there is no directory of compiler names, neither on PATH nor at " SHIMDIR,
		    "hardcc shims DIRECTORY, and put it first on PATH");
	else
		page_row(v->page, section, "names", "%s%s", v->names.p, on_path ? "" :
			" (not on PATH: builds go through hardcc by hardcc run, by CC, or after eval \"$(hardcc env)\")");
	for (struct str names = str_of(driver_list); names.n > 0;)
		chain(v, str_dup(str_split(&names, ' ')));
	variable(v, "CC");
	variable(v, "CXX");
	launchers_in_front(v);
	if (v->names.n > 0)
		other_names(v, on_path);
}
