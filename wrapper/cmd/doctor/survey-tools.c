#include <sys/utsname.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/json.h"
#include "cmd/doctor/survey.h"
#include "command/options.h"
#include "compiler/lookup.h"
#include "config.h"
#include "route/route.h"

#define DOCS_OLD_GO "a change of policy does not reach its standard library: a directory of names for each policy, or go build -a"

static const char linkers[][8] = {"ld", "ld.bfd", "ld.gold", "ld.lld", "mold"};

/* go1.19 and older */
static bool
old_go(struct str version)
{
	unsigned minor;

	version = str_cut(version, str_find_text(version, "go1.") + 4);
	version = str_head(version, str_find(version, ' ', 0));
	return str_number(str_head(version, str_find(version, '.', 0)), 999, &minor) && minor < 20;
}

static void
survey_go(struct survey *v)
{
	struct lookup l = lookup_begin(v->path, STR("go"), v->self);
	struct str text;
	bool first = true;

	while (lookup_next(&l)) {
		const char *const version[] = {l.found, "version", NULL};
		const char *const cgo[] = {l.found, "env", "CGO_ENABLED", NULL};
		struct buf json = {0};

		if (l.cannot || !survey_ask(v, version, CAPTURE_STDOUT, &text))
			continue;
		page_row(v->page, "go", l.found, "%.*s%s", FMT(text), old_go(text) ? "; " DOCS_OLD_GO : "");
		json_format(&json, "{version:%.*s policy_reaches_standard_library:%i}", FMT(text), !old_go(text));
		page_row_json(v->page, "go", l.found, buf_str(&json));
		if (first && survey_ask(v, cgo, CAPTURE_STDOUT, &text) && str_is(text, STR("0")))
			page_problem(v->page, "CGO_ENABLED is 0: go compiles no C, and nothing of it is hardened",
			    environment_get(v->environ, "CGO_ENABLED").p ? "unset CGO_ENABLED" :
				"go env -u CGO_ENABLED; or install the compiler that go looks for (go env CC)");
		first = false;
	}
}

/* "1.2.3 static and static PIE; FORTIFY has no effect" */
static void
musl_row(struct survey *v, const char *lib, const char *include)
{
	uint64_t id;
	struct str fortify = musl_fortify(str_of(include), &id);
	const char *version = musl_version(text_format("%s/libc.a", lib)).p;
	bool pie = access(text_format("%s/rcrt1.o", lib), R_OK) == 0;
	struct buf json = {0};

	version = version ? version : "";
	page_row(v->page, "musl", lib, "%s%s; FORTIFY %s", version, pie ? " static and static PIE" : " static",
	    fortify.n > 0 ? text_format("by %s", fortify.p) : "has no effect without fortify-headers");
	json_format(&json, "{version:%s static_pie:%i fortify:%i}", version, pie, fortify.n > 0);
	page_row_json(v->page, "musl", lib, buf_str(&json));
}

static void
survey_musl(struct survey *v)
{
	struct utsname u;
	const char *machine = uname(&u) == 0 ? str_dup(str_of(u.machine)) : "x86_64";
	struct str set = v->s ? v->s->of[SETTING_MUSL].value : STR("");
	const char *const places[][2] = {
		{set.n > 0 ? text_format("%s/lib", set.p) : "/nonexistent", set.n > 0 ? text_format("%s/include", set.p) : ""},
		{text_format("/usr/lib/%s" MUSL_SYSTEM, machine), text_format("/usr/include/%s" MUSL_SYSTEM, machine)},
		{"/usr/lib/musl/lib", "/usr/lib/musl/include"},
		{"/usr/local/musl/lib", "/usr/local/musl/include"},
	};
	const char *tool = lookup_real(v->path, STR("musl-gcc"), v->self);

	struct buf json = {0};

	if (tool) {
		page_row(v->page, "musl", "musl-gcc", "%s", tool);
		json_format(&json, "{path:%s}", tool);
		page_row_json(v->page, "musl", "musl-gcc", buf_str(&json));
	}
	for (size_t i = 0; i < COUNT(places); i++)
		if (access(text_format("%s/libc.a", places[i][0]), R_OK) == 0)
			musl_row(v, places[i][0], places[i][1]);
}

static void
survey_linkers(struct survey *v)
{
	struct str text;

	for (size_t i = 0; i < COUNT(linkers); i++) {
		const char *const version[] = {lookup_real(v->path, str_of(linkers[i]), NULL), "--version", NULL};

		struct buf json = {0};

		if (!version[0] || !survey_ask(v, version, CAPTURE_STDOUT, &text))
			continue;
		text = str_head(text, str_find(text, '\n', 0));
		page_row(v->page, "linkers", linkers[i], "%s: %.*s", version[0], FMT(text));
		json_format(&json, "{path:%s version:%.*s}", version[0], FMT(text));
		page_row_json(v->page, "linkers", linkers[i], buf_str(&json));
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
