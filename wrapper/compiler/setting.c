#include "compiler/setting.h"

#include <errno.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/nearest.h"
#include "command/command.h"
#include "compiler/buildoptions.h"
#include "compiler/launcher.h"
#include "compiler/logname.h"
#include "config.h"

enum kind { ANY, SWITCH, LEVEL, LIBRARY_NAME, LAUNCHER_NAME, LOG_FILE, ABSOLUTE };

#define BUILT_IN(id, name, kind, value, about) value,
static const char *const built_in[NSETTING] = {SETTINGS(BUILT_IN)};
#define ROW(id, name, kind, value, about) {name, kind, about},
const struct setting_row setting_rows[NSETTING] = {SETTINGS(ROW)};
#define VARIABLE(id, name) name,
static const char variables[NVARIABLE][24] = {VARIABLES(VARIABLE)};

enum { SLOTS = 16 }; /* kept beside each other for other values of PATH */

const char setting_libcs[NLIBC][14] = {"host", "glibc", "glibc-static", "musl"};
static const char from_environment[] = "environment";
static const char prefix[] = "HARDCC_";
enum { PREFIX = sizeof prefix - 1 };
static const char cross_cc[] = "HARDCC_CC_";
static const char cross_cxx[] = "HARDCC_CXX_";

enum libc
setting_libc(struct str name)
{
	unsigned i = 0;

	while (name.n > 0 && i < NLIBC && !str_is_text(name, setting_libcs[i]))
		i++;
	return (enum libc)i;
}

static const char *
bad_value(enum kind kind, struct str value)
{
	unsigned n;

	switch (kind) {
	case SWITCH:		return str_number(value, 1, &n) ? NULL : "is 0 or 1";
	case LEVEL:		return str_number(value, 2, &n) ? NULL : "is 0, 1 or 2";
	case LIBRARY_NAME:	return setting_libc(value) < NLIBC ? NULL : "is musl, glibc-static, glibc or host";
	case LOG_FILE:		return logname_fits(value) ? NULL : "knows %p, the package, and %%";
	case LAUNCHER_NAME:	return launcher_known(value) ? NULL : "is ccache, distcc, icecc or sccache";
	case ABSOLUTE:		return value.p[0] == '/' ? NULL : "is an absolute path (each call has its own directory)";
	default:		return NULL;
	}
}

/* Puts one value in its place unless a stronger origin did. False: no such setting. */
static bool
set(struct settings *s, struct str name, struct setting value, const char **error)
{
	*error = NULL;
	for (size_t i = 0; i < NSETTING; i++) {
		/* nearly all begin alike */
		if (name.n < sizeof prefix || name.p[PREFIX] != setting_rows[i].name[PREFIX] || !str_is_text(name, setting_rows[i].name))
			continue;
		*error = bad_value((enum kind)setting_rows[i].kind, value.value);
		if (!s->of[i].origin && !*error)
			s->of[i] = value;
		return true;
	}
	if (!str_starts_text(name, cross_cc) && !str_starts_text(name, cross_cxx))
		return false;
	s->cross = arena_more(s->cross, s->ncross, &s->cross_room, sizeof *s->cross);
	s->cross[s->ncross++] = (struct cross){name, value};
	return true;
}

struct str
variable_name(enum variable_id id)
{
	return str_of(variables[id]);
}

static bool
set_variable(struct settings *s, const char *entry)
{
	for (size_t i = 0; i < NVARIABLE; i++) {
		size_t n = 0;

		if (entry[2] != variables[i][2]) /* as most are */
			continue;
		while (variables[i][n] != '\0' && entry[n] == variables[i][n])
			n++;
		if (variables[i][n] != '\0' || (entry[n] != '=' && entry[n] != '\0'))
			continue;
		if (!s->var[i].p) /* of two, the first holds, as in libc */
			s->var[i] = str_of(entry + n + (entry[n] == '='));
		return true;
	}
	return false;
}

/* A quick no for most of the environment: the first and the third letter of all names that we look for, as one bit each. Of 70
 * names of go's, of shells and of CI, 14 pass that are not ours. */
static bool
begins(const char *entry)
{
#define BIT(name) (UINT64_C(1) << (((name)[0] + (name)[2] * 2) & 63))
#define SETTING_BIT(id, name, ...) | BIT(name)
#define VARIABLE_BIT(id, name) | BIT(name)
	const uint64_t ours = 0 BUILD_OPTIONS_VARIABLES(VARIABLE_BIT) SETTINGS(SETTING_BIT) VARIABLES(VARIABLE_BIT);

	if (entry[0] == '\0' || entry[1] == '\0')
		return false;
	return (ours & BIT(entry)) != 0;
}

static bool
may_be_setting(struct str name)
{
	return str_starts_text(name, prefix) || str_is_text(name, setting_rows[SETTING_SPEC_FILE].name);
}

static COLD const char *
meant(struct str name)
{
	return nearest_row(name, setting_rows, sizeof *setting_rows, NSETTING);
}

void
settings_environment(struct settings *s, char *const *environment)
{
	unsigned errors = 0;

	*s = (struct settings){.environ = environment};
	for (char *const *e = environment; e && *e; e++) {
		struct str value, name = {*e, 0};
		const char *error;

		s->nenviron++;
		if (!begins(*e) || set_variable(s, *e))
			continue;
		while (name.p[name.n] != '\0' && name.p[name.n] != '=')
			name.n++;
		value = str_of(name.p + name.n + (name.p[name.n] == '='));
		if ((buildoption_may_be(*e) && buildoption_take(&s->package, name, value)) ||
		    !may_be_setting(name) || value.n == 0)
			continue;
		if (!set(s, name, (struct setting){value, from_environment, 0}, &error))
			complain("environment: %.*s is not a setting%s; hardcc help names them", FMT(name), meant(name));
		else if (error)
			complain("environment: %.*s %s, not \"%.*s\"", FMT(name), error, FMT(value));
		else
			continue;
		errors++;
	}
	if (errors > 0)
		fatal(EXIT_OURS, "%u error%s in the environment; nothing was run", errors, errors == 1 ? "" : "s");
}

/* What is wrong with a line; NULL for nothing. */
static COLD const char *
set_line(struct settings *s, struct str line, const char *path, unsigned at)
{
	struct str value = line, name = str_trim(str_split(&value, '='));
	const char *error;

	if (name.n == line.n)
		return text_format("\"%.*s\" is not NAME=VALUE", FMT(line));
	value = str_trim(value);
	if (value.n == 0)
		return NULL;
	if (!set(s, name, (struct setting){str_of(str_dup(value)), path, at}, &error))
		return text_format("\"%.*s\" is not a setting%s; hardcc help names them", FMT(name), meant(name));
	return error ? text_format("%.*s %s, not \"%.*s\"", FMT(name), error, FMT(value)) : NULL;
}

static COLD unsigned
read_settings(struct settings *s, const char *path)
{
	struct str text;
	unsigned errors = 0;

	if (!read_if_there(path, &text)) {
		if (errno == ENOENT || errno == ENOTDIR)
			return 0;
		complain("%s:", path);
		return 1;
	}
	for (unsigned at = 1; text.n > 0; at++) {
		struct str line = str_split(&text, '\n');
		const char *error;

		line = str_trim(str_head(line, str_find(line, '#', 0)));
		error = line.n > 0 ? set_line(s, line, path, at) : NULL;
		if (error)
			complain("%s:%u: %s", path, at, error);
		errors += error != NULL;
	}
	return errors;
}

/* Where the files would be, the stronger one first; returns how many. */
static COLD unsigned
places(struct str shim_directory, const char *place[MAX_SETTING_FILES])
{
	unsigned n = 0;

	if (shim_directory.n > 0)
		place[n++] = str_join(shim_directory, STR("/hardcc.conf"));
	place[n++] = SYSCONFDIR "/hardcc/hardcc.conf";
	return n;
}

void
settings_watch(struct settings *s, struct str shim_directory)
{
	const char *place[MAX_SETTING_FILES];
	unsigned n = places(shim_directory, place);

	s->shim_directory = shim_directory;
	s->nwatched = n;
	for (unsigned i = 0; i < n; i++)
		s->watched[i].path = stamp_take(place[i], &s->watched[i].stamp);
}

void
settings_files(struct settings *s, struct str shim_directory)
{
	const char *place[MAX_SETTING_FILES];
	unsigned errors = 0, n = places(shim_directory, place);

	s->shim_directory = shim_directory;
	for (unsigned i = 0; i < n; i++)
		errors += read_settings(s, place[i]);
	if (errors > 0)
		fatal(EXIT_OURS, "%u error%s in the settings; nothing was run", errors, errors == 1 ? "" : "s");
	settings_built_in(s);
}

void
settings_put(struct settings *s, struct str name, struct setting value)
{
	const char *unused;

	(void)set(s, name, value, &unused);
}

void
settings_built_in(struct settings *s)
{
	for (size_t i = 0; i < NSETTING; i++)
		if (!s->of[i].origin)
			s->of[i] = (struct setting){str_of(built_in[i]), "built in", 0};
}

uint64_t
settings_key(const struct settings *s)
{
	static const uint8_t means_more[] = {SETTING_PROFILE, SETTING_LIBC, SETTING_DATADIR};
	uint64_t key = hash_str(0, s->shim_directory), slot = hash_str(0, s->var[VAR_PATH]);

	for (size_t i = 0; i < NSETTING; i++)
		if (s->of[i].origin == from_environment) {
			key ^= UINT64_C(1) << i;
			if (i == SETTING_CC || i == SETTING_CXX)
				slot = hash_str(slot, s->of[i].value);
		}
	for (size_t i = 0; i < COUNT(means_more); i++)
		if (s->of[means_more[i]].origin == from_environment)
			key = hash_str(key, s->of[means_more[i]].value);
	for (size_t i = 0; i < s->ncross; i++)
		if (s->cross[i].is.origin == from_environment) {
			key = hash_str(key, s->cross[i].name);
			slot = hash_str(slot, s->cross[i].is.value);
		}
	if (s->package)
		key = hash_str(key, buildoptions(s->package));
	return hash_bytes(key, &(uint8_t){slot % SLOTS}, 1);
}

/* Below the directory that the variable names, else below the user's own; empty where there is neither. */
static struct str
user_directory(const struct settings *s, enum variable_id variable, struct str below_it, struct str below_home)
{
	if (s->var[variable].n > 0 && s->var[variable].p[0] == '/')
		return str_of(str_join(s->var[variable], below_it));
	if (s->var[VAR_HOME].n > 0 && s->var[VAR_HOME].p[0] == '/')
		return str_of(str_join(s->var[VAR_HOME], below_home));
	return STR("");
}

struct str
settings_data(const struct settings *s)
{
	struct str value = s->of[SETTING_DATADIR].value, above = str_directory(value);
	bool is_old = access(str_join(value, STR("/specs")), F_OK) != 0 && access(str_join(above, STR("/specs")), F_OK) == 0;

	return is_old ? above : value;
}

struct str
settings_installed(const struct settings *s, const char *name)
{
	return str_of(str_join(settings_data(s), str_of(name)));
}

struct str
cache_directory(const struct settings *s)
{
	struct str set = s->of[SETTING_CACHE].value;

	if (set.n > 0)
		return str_is(set, STR("none")) ? STR("") : set;
	return user_directory(s, VAR_CACHE_HOME, STR("/hardcc"), STR("/.cache/hardcc"));
}

struct str
cache_shared(const struct settings *s)
{
	return s->of[SETTING_CACHE].value.n > 0 ? STR("") : STR(CACHEDIR);
}

struct str
policy_directory(const struct settings *s)
{
	return user_directory(s, VAR_CONFIG_HOME, STR("/hardcc/profiles/"), STR("/.config/hardcc/profiles/"));
}

bool
setting_on(const struct settings *s, enum setting_id id)
{
	return setting_level(s, id) > 0;
}

unsigned
setting_level(const struct settings *s, enum setting_id id)
{
	unsigned n = 0;

	return str_number(s->of[id].value, 9, &n) ? n : 0;
}

const char *
setting_cross_name(const struct name *name)
{
	char *want = str_join(str_of(name->driver->cxx ? cross_cxx : cross_cc), name->triplet);

	for (char *p = want; *p; p++)
		if (*p == '-' || *p == '.')
			*p = '_';
	return want;
}

const struct setting *
setting_cross(const struct settings *s, const struct name *name)
{
	const char *want = setting_cross_name(name);

	for (size_t i = 0; i < s->ncross; i++) /* the environment's come first */
		if (str_is_text(s->cross[i].name, want))
			return &s->cross[i].is;
	return NULL;
}

const char *
setting_origin(const struct setting *setting)
{
	return setting->line > 0 ? text_format("%s:%u", setting->origin, setting->line) : setting->origin;
}
