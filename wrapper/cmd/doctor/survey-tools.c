#include <sys/utsname.h>
#include <unistd.h>

#include "base/environment.h"
#include "cmd/doctor/survey.h"
#include "command/options.h"
#include "compiler/lookup.h"
#include "config.h"
#include "route/route.h"

#define DOCS_OLD_GO "a change of policy does not reach its standard library: a directory of names for each policy, or go build -a"

static const char linkers[][8] = {"ld", "ld.bfd", "ld.gold", "ld.lld", "mold"};

/* go1.19.8 and older */
static bool
old_go(struct str version)
{
	unsigned minor;

	while (version.n > 0 && !str_starts(version, STR("go1.")))
		version = str_cut(version, 1);
	version = str_cut(version, 4);
	version = str_head(version, str_find(version, ' ', 0));
	return str_number(str_head(version, str_find(version, '.', 0)), 999, &minor) && minor < 20;
}

static void
survey_go(struct survey *v)
{
	const char *const version[] = {"version", NULL}, *const cgo[] = {"env", "CGO_ENABLED", NULL};
	struct lookup l = lookup_begin(v->path, STR("go"), v->self);
	struct str text;
	bool first = true;

	while (lookup_next(&l)) {
		if (l.cannot || !survey_ask(v, l.found, version, CAPTURE_STDOUT, &text))
			continue;
		page_row(v->page, "go", str_of(l.found), old_go(text) ? str_of(JOIN(str_dup(text), "; ", DOCS_OLD_GO)) : text);
		if (first && survey_ask(v, l.found, cgo, CAPTURE_STDOUT, &text) && str_is(text, STR("0")))
			page_problem(v->page, "CGO_ENABLED is 0: go compiles no C, and nothing of it is hardened",
			    environment_get(v->environ, "CGO_ENABLED").p ? "unset CGO_ENABLED" :
				"go env -u CGO_ENABLED; or install the compiler that go looks for (go env CC)");
		first = false;
	}
}

/* "1.2.3 static and static PIE; FORTIFY has no effect" */
static struct str
musl_row(const char *lib, const char *include)
{
	uint64_t id;
	struct str fortify = musl_fortify(str_of(include), &id);
	const char *version = musl_version(JOIN(lib, "/libc.a")).p;
	const char *kinds = access(JOIN(lib, "/rcrt1.o"), R_OK) == 0 ? " static and static PIE" : " static";

	return str_of(JOIN(version ? version : "", kinds, fortify.n > 0 ? "; FORTIFY by " : "; FORTIFY has no effect without fortify-headers",
	    fortify.n > 0 ? fortify.p : ""));
}

static void
survey_musl(struct survey *v)
{
	struct utsname u;
	const char *machine = uname(&u) == 0 ? str_dup(str_of(u.machine)) : "x86_64";
	struct str set = v->s ? v->s->of[SETTING_MUSL].value : STR("");
	const char *const places[][2] = {
		{set.n > 0 ? JOIN(set.p, "/lib") : "/nonexistent", set.n > 0 ? JOIN(set.p, "/include") : ""},
		{JOIN("/usr/lib/", machine, MUSL_SYSTEM), JOIN("/usr/include/", machine, MUSL_SYSTEM)},
		{"/usr/lib/musl/lib", "/usr/lib/musl/include"},
		{"/usr/local/musl/lib", "/usr/local/musl/include"},
	};
	const char *tool = lookup_real(v->path, STR("musl-gcc"), v->self);

	if (tool)
		page_row(v->page, "musl", STR("musl-gcc"), str_of(tool));
	for (size_t i = 0; i < COUNT(places); i++)
		if (access(JOIN(places[i][0], "/libc.a"), R_OK) == 0)
			page_row(v->page, "musl", str_of(places[i][0]), musl_row(places[i][0], places[i][1]));
}

static void
survey_linkers(struct survey *v)
{
	const char *const version[] = {"--version", NULL};
	struct str text;

	for (size_t i = 0; i < COUNT(linkers); i++) {
		const char *path = lookup_real(v->path, str_of(linkers[i]), NULL);

		if (path && survey_ask(v, path, version, CAPTURE_STDOUT, &text))
			page_row(v->page, "linkers", str_of(linkers[i]), str_of(JOIN(path, ": ", str_dup(str_split(&text, '\n')))));
	}
}

void
survey_tools(struct survey *v)
{
	survey_go(v);
	survey_musl(v);
	survey_linkers(v);
	survey_specs(v);
}
