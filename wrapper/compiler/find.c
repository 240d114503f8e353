/* find.c - the real compiler: by setting, else the same name next on PATH that is not ourselves. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "command/command.h"
#include "compiler/compiler.h"
#include "compiler/launcher.h"
#include "compiler/lookup.h"
#include "config.h"

enum { TARGET_LIMIT = 512 }; /* bytes of a link's target; no name of ours is longer */

struct search {
	struct str name, path; /* PATH */
	size_t from;	       /* in path: where "next" begins */
	const char *self;      /* the path that we were started by; NULL when we only explain */
	bool no_scripts;       /* a script of this name is no compiler */
	const struct compiler *known; /* by the memo */
	const char *cannot;    /* a candidate that cannot be run */
	bool met_self;
	struct stat st;	       /* of what was found */
};

/* Of the name that we were called by; empty when we only explain. */
static struct str
own_directory(const char *self, struct str name)
{
	struct str path = str_of(self ? self : "");

	return str_find(path, '/', 0) < path.n && str_is(str_base(path), name) ? str_directory(path) : STR("");
}

/* The names of both programs: each is to know the other. */
static bool
is_our_name(struct str name)
{
	return str_is(name, STR(PACKAGE_NAME)) || str_is(name, STR(SHIM_NAME));
}

static bool
is_self(const char *self, const char *path, const struct stat *st)
{
	char to[TARGET_LIMIT];
	ssize_t n = readlink(path, to, sizeof to);
	struct str base = str_base(str_of(path)), target = str_base((struct str){to, n > 0 ? (size_t)n : 0});

	return lookup_same(lookup_running(self), st) || is_our_name(base) || is_our_name(target);
}

static struct str
without_slashes(struct str s)
{
	while (s.n > 1 && s.p[s.n - 1] == '/')
		s.n--;
	return s;
}

/* Offset in path behind the entry that is this directory; 0 where it is none. */
static size_t
behind(struct str path, struct str directory)
{
	directory = without_slashes(directory);
	for (size_t from = 0; directory.n > 0 && from <= path.n;) {
		size_t end = str_find(path, ':', from);

		if (str_is(without_slashes(str_head(str_cut(path, from), end - from)), directory))
			return end + 1;
		from = end + 1;
	}
	return 0;
}

/* A memo was made for this very file: it is neither ourselves nor a masquerade. */
static bool
is_known(const struct search *s, const char *candidate)
{
	struct stamp now = stamp_of(&s->st);

	return s->known && s->known->path && stamp_is(&now, &s->known->stamp) &&
	    str_is_text(str_of(candidate), s->known->path);
}

static COLD bool
is_script(const char *path)
{
	struct str text;
	bool script;

	if (!map_file(path, &text))
		return false;
	script = str_starts(text, STR("#!"));
	unmap_file(text);
	return script;
}

/* Of a file that is there, by s->st: can it be run as a compiler? */
static bool
runnable(struct search *s, const char *candidate)
{
	bool runs = S_ISREG(s->st.st_mode) && (s->st.st_mode & 0111);

	if (runs && is_known(s, candidate))
		return true;
	if (is_self(s->self, candidate, &s->st)) {
		s->met_self = true;
		return false;
	}
	if (s->no_scripts && is_script(candidate))
		return false;
	if (!runs && !s->cannot)
		s->cannot = candidate;
	return runs;
}

/* The first candidate in path[from, to); *next is where to go on. */
static const char *
search_range(struct search *s, size_t from, size_t to, size_t *next)
{
	struct lookup l = {.path = str_head(str_cut(s->path, from), to - from), .name = s->name};

	*next = to;
	while (lookup_file(&l)) {
		s->st = l.st;
		if (!runnable(s, l.found))
			continue;
		*next = to - l.path.n;
		return l.found;
	}
	return NULL;
}

/* Behind our own place on PATH first, then from the beginning up to it. */
static const char *
search_path(struct search *s, const char **launcher)
{
	size_t ranges[2][2] = {{s->from, s->path.n}, {0, s->from}};

	*launcher = NULL;
	for (int i = 0; i < 2; i++) {
		const char *candidate;

		while ((candidate = search_range(s, ranges[i][0], ranges[i][1], &ranges[i][0]))) {
			const char *masquerade = is_known(s, candidate) ? NULL : launcher_of(candidate);

			if (!masquerade)
				return candidate;
			if (!*launcher) /* the compiler behind it is the next that is none */
				*launcher = masquerade;
		}
	}
	return NULL;
}

static void
take(struct compiler *cc, const struct search *s, const char *path)
{
	cc->path = path;
	cc->stamp = stamp_of(&s->st);
}

static const struct setting *
real_setting(const struct settings *s, const struct name *name)
{
	const struct setting *setting = NULL;

	if (name->triplet.n > 0)
		return setting_cross(s, name);
	if (name->version.n > 0 || str_starts(name->whole, STR("clang")))
		return NULL;
	setting = &s->of[name->driver->cxx ? SETTING_CXX : SETTING_CC];
	return setting->value.n > 0 ? setting : NULL;
}

/* A setting names a path, or a name to look for. Errors name the setting. */
static COLD void
find_set(struct compiler *cc, struct search *s, const struct setting *setting)
{
	const char *path = setting->value.p, *unused;

	s->name = setting->value;
	if (!strchr(path, '/')) {
		path = search_path(s, &cc->launcher);
	} else if (stat(path, &s->st) != 0 || S_ISDIR(s->st.st_mode) || !runnable(s, path)) {
		path = NULL;
	}
	if (!path && s->cannot)
		fatal(EXIT_CANNOT_RUN, "%s: the real compiler \"%s\" cannot be run", setting_origin(setting), s->cannot);
	if (!path)
		fatal(EXIT_NOT_FOUND, "%s: the real compiler \"%s\" is %s", setting_origin(setting), setting->value.p,
		    s->met_self ? "hardcc itself; name the one behind it" : "not there");
	if (strchr(setting->value.p, '/') && (cc->launcher = launcher_of(path))) {
		s->name = str_base(setting->value);
		s->from = behind(s->path, str_head(setting->value, setting->value.n - s->name.n - 1));
		path = search_path(s, &unused);
		if (!path)
			fatal(EXIT_NOT_FOUND, "%s: no compiler \"%.*s\" behind %s on PATH",
			    setting_origin(setting), FMT(s->name), cc->launcher);
	}
	take(cc, s, path);
}

static bool
host_triplet(struct str triplet)
{
	static const char *const hosts[] = {HOST_TRIPLETS};

	for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
		if (str_is_text(triplet, hosts[i]))
			return true;
	return false;
}

/* The next of the same name on PATH, or what may stand in for it. */
static void
find_next(struct compiler *cc, struct search *search, const struct command *cmd)
{
	const char *path = search_path(search, &cc->launcher);

	if (!path && !search->cannot && cmd->stand_in.n > 0) {
		search->no_scripts = false;
		search->name = cmd->stand_in;
		path = search_path(search, &cc->launcher);
	}
	if (!path && !search->cannot && host_triplet(cmd->name.triplet)) {
		search->name = str_cut(cmd->name.whole, cmd->name.triplet.n + 1);
		path = search_path(search, &cc->launcher);
		cc->standing_in = true;
	}
	if (!path && search->cannot)
		fatal(EXIT_CANNOT_RUN, "%s was found, and cannot be run", search->cannot);
	if (!path)
		fatal(EXIT_NOT_FOUND, "no \"%.*s\" on PATH but hardcc itself%s; install it or set HARDCC_CC",
		    FMT(cmd->name.whole), cc->launcher ? " and a masquerade" : "");
	take(cc, search, path);
}

/* The launcher that is set takes the place of a masquerade. */
static COLD void
find_launcher(struct compiler *cc, struct search search, const struct setting *setting)
{
	size_t next;

	search.name = setting->value;
	search.cannot = NULL;
	cc->launcher = search_range(&search, 0, search.path.n, &next);
	if (!cc->launcher)
		fatal(EXIT_NOT_FOUND, "%s: there is no %.*s on PATH; install it, or unset %s", setting_origin(setting),
		    FMT(setting->value), setting_rows[SETTING_LAUNCHER].name);
}

void
compiler_find(struct compiler *cc, const struct command *cmd, const struct settings *s,
    struct depth depth, const char *self, const struct compiler *known)
{
	const struct setting *setting = depth.level == 0 ? real_setting(s, &cmd->name) : NULL;
	const struct setting *launcher = &s->of[SETTING_LAUNCHER];
	struct search search = {.name = cmd->name.whole, .self = self,
	    .no_scripts = cmd->stand_in.n > 0, .known = known};

	*cc = (struct compiler){0};
	search.path = s->var[VAR_PATH].p ? s->var[VAR_PATH] : str_of(default_path);
	search.from = behind(search.path, own_directory(self, str_base(str_of(cmd->argv[0]))));
	if (depth.level > 0 && str_is(str_base(depth.last), search.name)) {
		struct str last = str_head(depth.last, depth.last.n - search.name.n);
		size_t from = behind(search.path, last);

		search.from = from > search.from ? from : search.from;
	}
	if (setting)
		find_set(cc, &search, setting);
	else
		find_next(cc, &search, cmd);
	if (launcher->value.n > 0 && depth.level == 0)
		find_launcher(cc, search, launcher);
}
