#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/json.h"
#include "cmd/doctor/survey.h"
#include "command/options.h"
#include "compiler/buildoptions.h"
#include "compiler/compiler.h"
#include "compiler/depth.h"
#include "plan/note.h"
#include "profile/distro.h"

static void
setting_row(struct survey *v, const char *name, const struct setting *setting)
{
	struct buf json = {0};

	page_row(v->page, "settings", name, "%s (%s)", setting->value.n > 0 ? setting->value.p : "-", setting_origin(setting));
	buf_char(&json, '{');
	json_field(&json, "value", setting->value);
	json_field(&json, "origin", str_of(setting_origin(setting)));
	buf_char(&json, '}');
	page_row_json(v->page, "settings", name, buf_str(&json));
}

static void
survey_settings(struct survey *v)
{
	for (size_t i = 0; i < NSETTING; i++)
		setting_row(v, setting_rows[i].name, &v->s->of[i]);
	for (size_t i = 0; i < v->s->ncross; i++)
		setting_row(v, str_dup(v->s->cross[i].name), &v->s->cross[i].is);
	for (size_t i = 0; v->s->package && i < NBUILDOPTION; i++)
		if (v->s->package[i].p)
			setting_row(v, buildoption_names[i], &(struct setting){v->s->package[i], "environment", 0});
	if (v->s->var[VAR_DEPTH].p)
		page_problem(v->page, depth_stray, depth_remedy);
	if (setting_on(v->s, SETTING_DISABLE))
		page_problem(v->page, text_format("HARDCC_DISABLE=1 passes every call through: %s", setting_origin(&v->s->of[SETTING_DISABLE])),
		    "take it out");
}

/* What the profile `distro` stands for, and whether that is this machine's distribution. */
static void
survey_distro(struct survey *v)
{
	struct str is = distro_of(distro_release()), now = distro_now(v->s);
	const char *file = distro_file(v->s).p;
	struct buf json = {0};

	if (now.n > 0)
		page_row(v->page, "settings", "distro", "%.*s (%s)", FMT(now), file);
	else
		page_row(v->page, "settings", "distro", "nothing; %s", is.n == 0 ?
			"no profile is known for this distribution" :
			text_format("hardcc doctor --prime makes it %.*s", FMT(is)));
	json_format(&json, "{value:%.*s origin:%s is:%.*s}", FMT(now), file, FMT(is));
	page_row_json(v->page, "settings", "distro", buf_str(&json));
	if (now.n > 0 && is.n > 0 && !str_is(now, is))
		page_problem(v->page, text_format("%s says %.*s, and this is %.*s", file, FMT(now), FMT(is)),
		    "hardcc doctor --prime, as its owner; or a distro.profile of your own");
}

/* Can the shim write it, as it is or anew? */
static bool
can_be_log(struct str path)
{
	struct str above = str_directory(path);
	struct stat st;

	if (lstat(path.p, &st) == 0)
		return (S_ISREG(st.st_mode) || S_ISCHR(st.st_mode)) && access(path.p, W_OK) == 0;
	return errno == ENOENT && access(above.n > 0 ? str_dup(above) : ".", W_OK) == 0;
}

/* Files that settings name: told once here, or at each call. */
static void
survey_named(struct survey *v)
{
	const struct setting *log = &v->s->of[SETTING_LOG];
	struct str directory, header;

	if (log->value.n > 0 && !can_be_log(log->value))
		page_problem(v->page, text_format("the log %s cannot be written (%s)", log->value.p, setting_origin(log)),
		    "name a regular file in a directory that is there, or unset HARDCC_LOG");
	if (!note_find(v->s, &directory, &header))
		page_problem(v->page,
		    text_format("the note's header %s is not there: objects do not tell what they got", header.p),
		    "make install puts it there; or name the package's data directory in HARDCC_DATADIR");
}

/* How many files it holds; -1 with errno set where it cannot be read. */
static int
count_files(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int n = 0;

	if (!dir)
		return -1;
	while ((entry = readdir(dir)))
		n += entry->d_name[0] != '.';
	closedir(dir);
	return n;
}

/* It and the directory above it are made where they are wanted first. */
static bool
can_be_made(struct str path)
{
	struct str above = str_directory(path), first = str_directory(above);

	return access(str_dup(access(str_dup(above), F_OK) == 0 ? above : first), W_OK) == 0;
}

static void
cache_json(struct survey *v, const char *key, struct str path, int n)
{
	struct buf json = {0};

	json_format(&json, "{path:%.*s files:%u there:%i}", FMT(path), n > 0 ? (unsigned)n : 0, n >= 0);
	page_row_json(v->page, "cache", key, buf_str(&json));
}

static void
survey_cache(struct survey *v)
{
	static const char slower[] = "each call asks the compiler what no cache knows";
	struct str path = cache_directory(v->s), shared = cache_shared(v->s); /* this one for all users */
	int n = shared.n > 0 ? count_files(shared.p) : -1;
	const char *cannot = NULL;

	if (n > 0) {
		page_row(v->page, "cache", "for all users", "%s: %d %s", shared.p, n, n == 1 ? "compiler" : "compilers");
		cache_json(v, "for all users", shared, n);
	}
	if (path.n == 0) {
		page_row(v->page, "cache", "directory", "%s",
		    n > 0 ? "none of your own" : text_format("none: %s", slower));
		cache_json(v, "directory", path, -1);
		if (n <= 0 && v->s->of[SETTING_CACHE].value.n == 0)
			page_problem(v->page, text_format("there is no place for a cache (HOME is not set): %s", slower),
			    "name a directory in HARDCC_CACHE");
		return;
	}
	n = count_files(path.p);
	if (n < 0)
		cannot = errno != ENOENT ? "read" : can_be_made(path) ? NULL : "made";
	page_row(v->page, "cache", "directory", "%s: %s", path.p,
	    n < 0 ? "not there yet" : text_format("%d %s", n, n == 1 ? "file" : "files"));
	cache_json(v, "directory", path, n);
	if (cannot)
		page_problem(v->page, text_format("the cache %s cannot be %s: %s", path.p, cannot, slower),
		    "name another one in HARDCC_CACHE");
	else if (n >= 0 && access(path.p, W_OK) != 0)
		page_problem(v->page, text_format("the cache %s cannot be written: %s", path.p, slower),
		    "fill it as its owner (hardcc doctor --prime), or name another one in HARDCC_CACHE");
	else if (others_replace(path.p))
		page_problem(v->page, text_format("others can write the cache %s, so it is not read: %s", path.p, slower),
		    text_format("chmod go-w %s", path.p));
}

/* What each level of x86-64 adds to the one before, by the psABI, in the words of /proc/cpuinfo. */
static const char level_flags[][48] = {
	"cx16 lahf_lm pni popcnt sse4_1 sse4_2 ssse3",
	"abm avx avx2 bmi1 bmi2 f16c fma movbe xsave",
	"avx512bw avx512cd avx512dq avx512f avx512vl",
};

/* The level that GOAMD64 and ld.so name, 1 to 4; 0 on another architecture. */
static unsigned
cpu_level(void)
{
	struct str text, flags;
	unsigned level;

	if (!read_file("/proc/cpuinfo", &text))
		return 0;
	text = str_cut(text, str_find_text(text, "\nflags\t") + 1);
	flags = str_split(&text, '\n');
	for (level = flags.n > 0; level > 0 && level <= COUNT(level_flags); level++)
		for (struct str rest = str_of(level_flags[level - 1]); rest.n > 0;)
			if (!str_lists(flags, str_split(&rest, ' ')))
				return level;
	return level;
}

static void
survey_processor(struct survey *v)
{
	struct str wanted = environment_get(v->environ, "GOAMD64");
	unsigned level = cpu_level(), n;
	struct buf json = {0};

	if (level == 0)
		return;
	page_row(v->page, "processor", "GOAMD64", "v%u is the highest that this one has", level);
	json_format(&json, "{highest:%s}", text_format("v%u", level));
	page_row_json(v->page, "processor", "GOAMD64", buf_str(&json));
	if (str_starts(wanted, STR("v")) && str_number(str_cut(wanted, 1), 9, &n) && n > level)
		page_problem(v->page, text_format("GOAMD64=%s is more than this processor has (v%u): programs stop at once here",
			wanted.p, level),
		    "only build there, or take a lower level");
}

void
survey_state(struct survey *v)
{
	if (v->s) {
		survey_settings(v);
		survey_distro(v);
		survey_named(v);
		survey_cache(v);
	}
	survey_processor(v);
}
