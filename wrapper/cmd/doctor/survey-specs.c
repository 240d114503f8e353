/* survey-specs.c - the spec files that gcc gets, what is wrong with them, and what comes of that. */
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/json.h"
#include "cmd/doctor/survey.h"
#include "command/command.h"
#include "command/options.h"
#include "compiler/compiler.h"
#include "compiler/depth.h"
#include "compiler/lookup.h"
#include "compiler/spectrial.h"
#include "config.h"
#include "plan/spec.h"
#include "profile/policy.h"

/* What is known of texts that spec files hold. */
static const struct flaw {
	char text[16], what[80];
} flaws[] = {
	{"%rename", "gcc stops where it is named twice"},
	{"*cc1_options:", "gcc -### takes every option with it, so no question to gcc gets it"},
	{"*self_spec:", "its words stand behind the user's own, and win"},
};

struct tried {
	struct command command;
	struct compiler compiler;
	const char *const argv[2];
};

/* Without an answer a line is not printed; doctor goes on. */
static struct probe
probe_of(struct tried *t, const struct survey *v)
{
	return (struct probe){&t->compiler, &t->command, v->s, .optional = true};
}

/* The gcc that is behind ours; false where there is none. One that a setting names may not be there: it is not asked. */
static bool
gcc_of(struct tried *t, const struct survey *v)
{
	struct settings s;
	struct probe probe;

	if (!v->s || !lookup_real(v->path, str_of(t->argv[0]), v->self))
		return false;
	command_parse(&t->command, name_parse(str_of(t->argv[0])), 1, (char *const *)(uintptr_t)t->argv);
	s = *v->s;
	s.of[SETTING_CC].value = s.of[SETTING_LAUNCHER].value = STR("");
	compiler_find(&t->compiler, &t->command, &s, depth_of(&s), NULL, NULL);
	probe = probe_of(t, v);
	compiler_identify(&probe);
	return t->compiler.family == FACT_GCC;
}

static const char *
place(const char *path, struct str text, const char *at)
{
	return text_format("%s:%u", path, spec_line(text, at));
}

/* Another remark of a row. */
static void
add(struct buf *row, const char *remark)
{
	buf_format(row, "%s%s", row->n > 0 ? "; " : "", remark);
}

/* What gcc does with the file, and what hardcc therefore does. */
static void
tried(struct survey *v, struct tried *t, const char *path, struct str text, struct buf *row)
{
	struct probe probe = probe_of(t, v);
	struct buf words = {0};
	struct str all;

	if (!spec_text(&probe, str_of(path), &all))
		return;
	if (spec_takes_all(&probe, str_of(path), all)) {
		add(row, "left out");
		page_problem(v->page, text_format("%s: gcc takes options that it does not know with this file, "
			"so Go would take them for known: hardcc leaves the file out", place(path, text, SPEC_UNKNOWN_AT)),
		    "write %{!a:%{!b:X}} where it has a default behind ;: for a pattern with a star");
	}
	for (size_t i = 0; i < NSPECSAMPLE; i++) {
		const struct spec_sample *sample = &spec_samples[i];
		struct spec_call call = {.language = STR("c"), .compiles = !sample->link, .links = sample->link};

		args_push(&call.words, sample->word);
		if (!sample->link)
			args_push(&call.words, TRIAL_COMPILE);
		if (spec_overrides(&probe, str_of(path), all, &call).n > 0)
			buf_format(&words, "%s%s (%s)", words.n > 0 ? ", " : "", sample->word, place(path, text, sample->at));
	}
	if (words.n > 0)
		add(row, text_format("left out where the user says %s", words.p));
}

/* For programs: what is against it, each apart. */
static void
spec_json(struct survey *v, const char *path, struct str known)
{
	struct buf json = {0};

	buf_char(&json, '[');
	while (known.n > 0) {
		if (json.n > 1)
			buf_char(&json, ',');
		json_string(&json, str_trim(str_split(&known, ';')));
	}
	buf_char(&json, ']');
	page_row_json(v->page, "specs", path, buf_str(&json));
}

static void
config_row(struct survey *v, const char *path)
{
	const char *what = access(path, R_OK) == 0 ? "to clang" : "not there";

	page_row(v->page, "specs", path, "%s", what);
	spec_json(v, path, str_of(what));
}

static void
spec_file(struct survey *v, const char *path, const char *known)
{
	struct tried t = {.argv = {"gcc", NULL}};
	struct str text;
	struct buf b = {0};

	if (!read_file(path, &text))
		return;
	buf_text(&b, known);
	for (size_t i = 0; i < COUNT(flaws); i++)
		if (str_has(text, flaws[i].text))
			add(&b, flaws[i].what);
	if (gcc_of(&t, v))
		tried(v, &t, path, text, &b);
	page_row(v->page, "specs", path, "%s", b.n > 0 ? b.p : "nothing known against it");
	spec_json(v, path, buf_str(&b));
}

/* Those that rules name. */
static void
spec_rules(struct survey *v)
{
	struct tried t = {.argv = {"gcc", NULL}};
	struct probe probe = probe_of(&t, v);
	struct policy p;

	if (!v->s || policy_read(&p, v->s, STR("")) > 0)
		return;
	for (unsigned i = 0; i < p.nrule; i++) {
		const struct rule *rule = &p.rule[i];
		struct str name = rule->nword > 0 ? policy_text(&p, p.text[rule->word]) : STR("");

		if (rule->verb != SPEC || !p.feature[rule->feature].on || name.n == 0)
			continue;
		if (str_find(name, '/', 0) == name.n)
			name = gcc_of(&t, v) ? compiler_spec_file(&probe, name) : STR("");
		if (name.n > 0 && str_ends(name, STR(CONFIG_SUFFIX)))
			config_row(v, name.p);
		else if (name.n > 0)
			spec_file(v, name.p, "");
	}
}

/* What the user or the system names for gcc, and what gcc would take by itself. */
void
survey_specs(struct survey *v)
{
	const char *const asked[] = {lookup_real(v->path, STR("gcc"), v->self), ASK_SPEC_FILE "specs", NULL};
	struct str text, name = v->s ? v->s->of[SETTING_SPEC_FILE].value : STR("");
	const char *origin = setting_rows[SETTING_SPEC_FILE].name;
	struct utsname u;
	struct stat st;

	spec_rules(v);
	if (uname(&u) == 0)
		spec_file(v, text_format("/usr/lib/%s" MUSL_SYSTEM "/musl-gcc.specs", u.machine),
		    "musl-gcc makes a dynamic program of a static PIE with it");
	if (name.n == 0 && stat(SPEC_FILE_FILE, &st) == 0 && S_ISREG(st.st_mode)) {
		name = STR(SPEC_FILE_FILE);
		origin = SPEC_FILE_FILE;
	}
	if (name.n > 0 && !str_is(name, STR(SINK))) {
		name = str_of(str_dup(name));
		if (name.p[0] == '/' && access(name.p, R_OK) != 0)
			page_problem(v->page, text_format("%s names %s, which cannot be read", origin, name.p), "correct it, or unset it");
		spec_file(v, name.p, "");
	}
	if (asked[0] && survey_ask(v, asked, CAPTURE_STDOUT, &text) && str_find(text, '/', 0) < text.n)
		page_problem(v->page, text_format("%.*s takes the place of gcc's own specs: "
			"what it leaves out of them is lost, often libgcc_s", FMT(text)),
		    text_format("give it another name, and name it in %s", setting_rows[SETTING_SPEC_FILE].name));
}
