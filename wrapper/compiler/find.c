/* find.c - the real compiler: by setting, else the same name next on PATH that is not ourselves. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "compiler/compiler.h"
#include "config.h"

enum {
	DEPTH_LIMIT = 3,  /* levels above us; one more is a loop */
	LINK_LIMIT = 8,	  /* symlinks followed to tell a masquerade */
	TARGET_LIMIT = 512, /* bytes of a link's target; no launcher's is longer */
};

static const char default_path[] = "/usr/local/bin:/usr/bin:/bin";
static const char launchers[][8] = {"ccache", "distcc", "icecc", "sccache"};

/* What we are, so as never to run it. */
struct self {
	const char *called; /* the path that we were started by; NULL when we only explain */
	bool looked_up;
	dev_t device;
	ino_t inode;
	struct str directory; /* of the name that we were called by; empty when we only explain */
};

struct search {
	struct str name, path; /* PATH */
	size_t from;	       /* in path: where "next" begins */
	struct self self;
	bool no_scripts;       /* a script of this name is no compiler */
	const struct compiler *known; /* by the memo */
	const char *cannot;    /* a candidate that cannot be run */
	bool met_self;
	struct stat st;	       /* of what was found */
};

static struct self
self_of(const char *called, struct str name)
{
	struct self self = {.called = called};
	struct str path = str_of(called ? called : "");

	if (str_find(path, '/', 0) < path.n && str_is(str_base(path), name))
		self.directory = str_directory(path);
	return self;
}

/* The names of both programs: each is to know the other. */
static bool
is_our_name(struct str name)
{
	return str_is(name, STR(PACKAGE_NAME)) || str_is(name, STR(SHIM_NAME));
}

static bool
is_self(struct self *self, const char *path, const struct stat *st)
{
	char to[TARGET_LIMIT];
	ssize_t n = readlink(path, to, sizeof to);
	struct str base = str_base(str_of(path)), target = str_base((struct str){to, n > 0 ? (size_t)n : 0});
	struct stat own;

	if (!self->looked_up && ((self->called && stat(self->called, &own) == 0) || stat("/proc/self/exe", &own) == 0)) {
		self->device = own.st_dev;
		self->inode = own.st_ino;
	}
	self->looked_up = true;
	return (st->st_ino == self->inode && st->st_dev == self->device) || is_our_name(base) || is_our_name(target);
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

/* A masquerade is told by what its link points to; its path, or NULL for a plain compiler. A link
 * to another name of the same directory (gcc to gcc-12) ends the question. */
const char *
launcher_of(const char *path)
{
	for (int i = 0; i < LINK_LIMIT; i++) {
		char target[TARGET_LIMIT];
		ssize_t n = readlink(path, target, sizeof target - 1);
		struct str to = {target, n > 0 ? (size_t)n : 0}, base = str_base(to), here = str_of(path);

		if (n <= 0)
			return NULL;
		if (target[0] == '/')
			path = str_dup(to);
		else
			path = str_join3(str_head(here, here.n - str_base(here).n), to, STR(""));
		for (size_t j = 0; j < sizeof launchers / sizeof launchers[0]; j++)
			if (str_is_text(base, launchers[j]))
				return path;
		if (base.n == to.n)
			return NULL;
	}
	return NULL;
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

static bool
runnable(struct search *s, const char *candidate)
{
	bool runs;

	if (stat(candidate, &s->st) != 0)
		return false;
	runs = S_ISREG(s->st.st_mode) && (s->st.st_mode & 0111);
	if (runs && is_known(s, candidate))
		return true;
	if (S_ISDIR(s->st.st_mode))
		return false;
	if (is_self(&s->self, candidate, &s->st)) {
		s->met_self = true;
		return false;
	}
	if (s->no_scripts && is_script(candidate))
		return false;
	if (runs)
		return true;
	if (!s->cannot)
		s->cannot = candidate;
	return false;
}

/* The first candidate in path[from, to); *next is where to go on. */
static const char *
search_range(struct search *s, size_t from, size_t to, size_t *next)
{
	while (from < to) {
		size_t end = str_find(s->path, ':', from);
		struct str directory = str_head(str_cut(s->path, from), end - from);
		const char *candidate = str_join3(directory.n > 0 ? directory : STR("."), STR("/"), s->name);

		from = end + 1;
		if (runnable(s, candidate)) {
			*next = from;
			return candidate;
		}
	}
	*next = from;
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
	} else if (!runnable(s, path)) {
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

struct depth
depth_of(const struct settings *s)
{
	struct depth depth = {0};
	struct str rest = s->var[VAR_DEPTH];

	if (rest.p && !str_number(str_split(&rest, ':'), 1000, &depth.level))
		depth.level = 0;
	depth.last = rest;
	if (depth.level >= DEPTH_LIMIT)
		fatal(EXIT_OURS, "called by itself %u times over, last through %.*s: name the real compiler in HARDCC_CC",
		    depth.level, FMT(depth.last));
	return depth;
}

static bool
starts(const char *entry, const char *name)
{
	while (*name && *entry == *name)
		entry++, name++;
	return !*name;
}

char *const *
depth_environment(const struct settings *s, struct depth depth, const char *path, bool question)
{
	struct args environ = {0};
	struct buf b = {0};

	buf_text(&b, "HARDCC_DEPTH=");
	buf_number(&b, depth.level + 1);
	buf_char(&b, ':');
	buf_text(&b, path);
	args_room(&environ, s->nenviron + 2);
	if (!question && !s->var[VAR_DEPTH].p)
		args_add(&environ, (const char *const *)s->environ, s->nenviron);
	for (size_t i = environ.n; i < s->nenviron; i++)
		if (!starts(s->environ[i], "HARDCC_DEPTH=") &&
		    !(question && (starts(s->environ[i], "LC_ALL=") || starts(s->environ[i], "DEPENDENCIES_OUTPUT=") ||
			starts(s->environ[i], "SUNPRO_DEPENDENCIES="))))
			args_push(&environ, s->environ[i]);
	args_push(&environ, b.p);
	if (question)
		args_push(&environ, str_dup(STR("LC_ALL=C")));
	return (char *const *)(uintptr_t)environ.v;
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

bool
launcher_known(struct str name)
{
	for (size_t i = 0; i < COUNT(launchers); i++)
		if (str_is_text(name, launchers[i]))
			return true;
	return false;
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
	struct search search = {.name = cmd->name.whole, .self = self_of(self, str_base(str_of(cmd->argv[0]))),
	    .no_scripts = cmd->stand_in.n > 0, .known = known};

	*cc = (struct compiler){0};
	search.path = s->var[VAR_PATH].p ? s->var[VAR_PATH] : str_of(default_path);
	search.from = behind(search.path, search.self.directory);
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
