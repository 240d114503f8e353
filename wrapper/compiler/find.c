/* find.c - the real compiler: by setting, else the same name next on PATH that is not ourselves. */
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
	bool is_known;	       /* what was found is that one */
	struct stat st;	       /* of what was found */
};

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

/* Offset in path behind the directory of a program of that name; 0 where it is none. */
static size_t
behind(struct str path, struct str program, struct str name)
{
	struct str directory = without_slashes(str_directory(program));

	if (directory.n == 0 || !str_is(str_base(program), name))
		return 0;
	for (struct str rest = path; rest.n > 0;)
		if (str_is(without_slashes(str_split(&rest, ':')), directory))
			return path.n - rest.n;
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

/* Of a file that is there, by s->st: can it be run as a compiler? */
static bool
runnable(struct search *s, const char *candidate)
{
	bool runs = S_ISREG(s->st.st_mode) && (s->st.st_mode & 0111);

	s->is_known = runs && is_known(s, candidate);
	if (s->is_known)
		return true;
	if (is_self(s->self, candidate, &s->st)) {
		s->met_self = true;
		return false;
	}
	if (s->no_scripts && lookup_script(candidate))
		return false;
	if (!runs && !s->cannot)
		s->cannot = candidate;
	return runs;
}

/* The next file that can be run as a compiler. */
static bool
next_runnable(struct search *s, struct lookup *l)
{
	while (lookup_file(l)) {
		s->st = l->st;
		if (runnable(s, l->found))
			return true;
	}
	return false;
}

/* Behind our own place on PATH first, then from the beginning up to it. */
static const char *
search_path(struct search *s, const char **launcher)
{
	const struct str parts[] = {str_cut(s->path, s->from), str_head(s->path, s->from)};

	*launcher = NULL;
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct lookup l = {.path = parts[i], .name = s->name};

		while (next_runnable(s, &l)) {
			const char *masquerade = s->is_known ? NULL : launcher_of(l.found);

			if (!masquerade)
				return l.found;
			if (!*launcher) /* the compiler behind it is the next that is none */
				*launcher = masquerade;
			l.st.st_ino = 0; /* the same file under another name may be the compiler */
		}
	}
	return NULL;
}

/* The setting that names the compiler of a name without a triplet; NSETTING: there is none. */
static enum setting_id
plain_setting(const struct name *name)
{
	if (name->version.n > 0 || str_starts(name->whole, STR("clang")))
		return NSETTING;
	return name->driver->cxx ? SETTING_CXX : SETTING_CC;
}

static const struct setting *
real_setting(const struct settings *s, const struct name *name)
{
	enum setting_id id;

	if (name->triplet.n > 0)
		return setting_cross(s, name);
	id = plain_setting(name);
	return id < NSETTING && s->of[id].value.n > 0 ? &s->of[id] : NULL;
}

/* The name of the setting that can name the compiler; empty where none can. */
static COLD const char *
real_variable(const struct name *name)
{
	enum setting_id id = plain_setting(name);

	if (name->triplet.n > 0)
		return setting_cross_name(name);
	return id < NSETTING ? setting_rows[id].name : "";
}

/* Of a setting whose compiler was not found. */
static COLD const char *
why_not(const struct search *s, struct str value)
{
	struct str first;

	if (s->met_self)
		return "hardcc itself; name the one behind it";
	if (str_has(value, "/") && S_ISDIR(s->st.st_mode))
		return "a directory";
	first = str_head(value, str_find(value, ' ', 0));
	if (first.n < value.n && (!str_has(first, "/") || access(str_dup(first), X_OK) == 0))
		return "not there; the setting takes a program, and no arguments";
	return "not there";
}

/* "environment: HARDCC_CC", for messages. */
static COLD const char *
place_of(const struct setting *setting, const struct name *name)
{
	return text_format("%s: %s", setting_origin(setting), real_variable(name));
}

/* A setting names a path, or a name to look for. Errors name the setting. */
static COLD const char *
find_set(struct compiler *cc, struct search *s, const struct setting *setting, const struct name *name)
{
	const char *path = setting->value.p, *unused;
	bool is_path = strchr(path, '/');

	s->name = setting->value;
	if (!is_path)
		path = search_path(s, &cc->launcher);
	else if (stat(path, &s->st) != 0 || S_ISDIR(s->st.st_mode) || !runnable(s, path))
		path = NULL;
	if (!path && s->cannot)
		fatal(EXIT_CANNOT_RUN, "%s: the real compiler \"%s\" cannot be run", place_of(setting, name), s->cannot);
	if (!path)
		fatal(EXIT_NOT_FOUND, "%s: the real compiler \"%s\" is %s", place_of(setting, name), setting->value.p, why_not(s, setting->value));
	if (is_path && (cc->launcher = launcher_of(path))) {
		s->name = str_base(setting->value);
		s->from = behind(s->path, setting->value, s->name);
		path = search_path(s, &unused);
		if (!path)
			fatal(EXIT_NOT_FOUND, "%s: no compiler \"%.*s\" behind %s on PATH", place_of(setting, name), FMT(s->name), cc->launcher);
	}
	return path;
}

static bool
host_triplet(struct str triplet)
{
	static const char *const hosts[] = {HOST_TRIPLETS};

	for (size_t i = 0; i < COUNT(hosts); i++)
		if (str_is_text(triplet, hosts[i]))
			return true;
	return false;
}

/* The next of the same name on PATH, or what may stand in for it. */
static const char *
find_next(struct compiler *cc, struct search *s, const struct command *cmd)
{
	const struct name *name = &cmd->name;
	const char *path = search_path(s, &cc->launcher);

	if (!path && !s->cannot && cmd->stand_in.n > 0) {
		s->no_scripts = false;
		s->name = cmd->stand_in;
		path = search_path(s, &cc->launcher);
	}
	if (!path && !s->cannot && host_triplet(name->triplet)) {
		s->name = str_cut(name->whole, name->triplet.n + 1);
		path = search_path(s, &cc->launcher);
		cc->standing_in = true;
	}
	if (!path && s->cannot)
		fatal(EXIT_CANNOT_RUN, "%s was found, and cannot be run", s->cannot);
	if (!path) {
		const char *variable = real_variable(name);

		fatal(EXIT_NOT_FOUND, "PATH has no \"%.*s\" other than hardcc's own%s; install it%s%s", FMT(name->whole),
		    cc->launcher ? " and a masquerade" : "", *variable ? " or set " : "", variable);
	}
	return path;
}

/* The launcher that is set takes the place of a masquerade. */
static COLD const char *
find_launcher(struct search *s, const struct setting *setting)
{
	struct lookup l = {.path = s->path, .name = setting->value};

	if (!next_runnable(s, &l))
		fatal(EXIT_NOT_FOUND, "%s: there is no %.*s on PATH; install it, or unset %s", setting_origin(setting),
		    FMT(setting->value), setting_rows[SETTING_LAUNCHER].name);
	return l.found;
}

void
compiler_find(struct compiler *cc, const struct command *cmd, const struct settings *s,
    struct depth depth, const char *self, const struct compiler *known)
{
	const struct setting *setting = !depth.below ? real_setting(s, &cmd->name) : NULL;
	const struct setting *launcher = &s->of[SETTING_LAUNCHER];
	struct search search = {.name = cmd->name.whole, .self = self,
	    .no_scripts = cmd->stand_in.n > 0, .known = known};
	size_t last;

	*cc = (struct compiler){0};
	search.path = s->var[VAR_PATH].p ? s->var[VAR_PATH] : str_of(default_path);
	search.from = behind(search.path, str_of(self ? self : ""), str_base(str_of(cmd->argv[0])));
	last = behind(search.path, depth.last, search.name);
	if (last > search.from)
		search.from = last;
	cc->path = setting ? find_set(cc, &search, setting, &cmd->name) : find_next(cc, &search, cmd);
	cc->stamp = stamp_of(&search.st);
	if (launcher->value.n > 0 && !depth.below)
		cc->launcher = find_launcher(&search, launcher);
}
