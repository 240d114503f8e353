#include "base/json.h"
#include "base/jsonread.h"
#include "base/process.h"
#include "cmd/doctor/survey.h"
#include "compiler/lookup.h"
#include "profile/distro.h"

#include <sys/wait.h>

#include "command/command.h"
#include "command/options.h"

#define NO_FORMATS "; with fortify it checks formats of C only by the note, and none with glibc 2.40 or later"

enum { LIMIT = 48, TOLD_LIMIT = 3 }; /* compilers: more are not looked at; names with one error: more are counted */

/* What is wrong with compilers: mostly the same with several. */
struct complaints {
	struct args what, name;
};

bool
survey_ask(const struct survey *v, const char *const *argv, enum capture capture, struct str *text)
{
	int status = run_captured(argv, v->environ, -1, capture, text);

	*text = str_trim(*text);
	return status == 0;
}

/* The value of a member that is a text. */
static struct str
member(struct str object, const char *name)
{
	struct str inside, key, value;

	if (!json_members(object, &inside))
		return STR("");
	while (json_member(&inside, &key, &value))
		if (str_is_text(json_text(key), name))
			return value;
	return STR("");
}

/* A rule for other versions of this family, or one whose flag the compiler refused. */
static bool
refused(struct str reason, const char *family)
{
	if (str_starts(reason, STR("the compiler does not take it")))
		return true;
	if (!str_starts(reason, STR("only if ")))
		return false;
	while (reason.n > 0)
		if (str_starts_text(str_split(&reason, ' '), family))
			return true;
	return false;
}

/* What became of the features in one call. */
static void
features(struct str explained, struct buf *has, struct buf *lacks)
{
	const char *family = str_glob(STR("*clang*"), json_text(member(explained, "version"))) ? "clang" : "gcc";
	struct str edits, edit;

	if (!json_elements(member(explained, "edits"), &edits))
		return;
	while (json_element(&edits, &edit)) {
		struct str feature = json_text(member(edit, "feature"));

		if (!str_is(json_text(member(edit, "result")), STR("skipped")))
			buf_list(has, feature);
		else if (refused(json_text(member(edit, "reason")), family))
			buf_list(lacks, feature);
	}
}

static void
features_row(struct survey *v, const char *path, struct str version, struct str target, const struct buf *has,
    const struct buf *lacks)
{
	struct args gets = {0}, not = {0};
	struct buf missing = {0}, json = {0};

	for (struct str rest = buf_str(has); rest.n > 0;)
		args_push(&gets, str_dup(str_split(&rest, ' ')));
	for (struct str rest = buf_str(lacks); rest.n > 0;) {
		struct str word = str_split(&rest, ' ');

		if (str_lists(buf_str(has), word))
			continue;
		buf_list(&missing, word);
		args_push(&not, str_dup(word));
	}
	page_row(v->page, "compilers", path, "%.*s, %.*s; gets %s%s%s%s", FMT(version), FMT(target), has->n > 0 ? has->p : "nothing",
	    missing.n > 0 ? "; not " : "", missing.n > 0 ? missing.p : "",
	    str_glob(STR("*clang*"), version) && str_lists(buf_str(has), STR("fortify")) ? NO_FORMATS : "");
	buf_char(&json, '{');
	json_field(&json, "version", version);
	json_field(&json, "target", target);
	json_words(&json, "gets", gets.v, gets.n);
	json_words(&json, "lacks", not.v, not.n);
	buf_char(&json, '}');
	page_row_json(v->page, "compilers", path, buf_str(&json));
}

/* The first line of what another of us said, kept until all have been asked. */
static void
complaint(struct complaints *all, struct str text, const char *name)
{
	struct str line = str_split(&text, '\n');

	if (str_starts_text(line, SURVEY_ERROR))
		line = str_cut(line, sizeof SURVEY_ERROR - 1);
	args_push(&all->what, str_dup(line));
	args_push(&all->name, name);
}

/* Each once, of many names a few; what the settings and profiles lack was told with them. */
static void
complain_all(struct survey *v, const struct complaints *all)
{
	for (size_t i = 0; i < all->what.n; i++) {
		const char *what = all->what.v[i];
		bool told = page_has_problem(v->page, what);
		struct buf names = {0};
		size_t n = 0;

		for (size_t j = 0; j < all->what.n && !told; j++) {
			if (strcmp(all->what.v[j], what) != 0)
				continue;
			told = j < i;
			if (n++ < TOLD_LIMIT)
				buf_word(&names, str_of(all->name.v[j]));
		}
		if (n > TOLD_LIMIT)
			buf_format(&names, " and %zu more", n - TOLD_LIMIT);
		if (!told)
			page_problem(v->page, text_format("%s: %s", names.p, what),
			    text_format("see hardcc explain -- %s, and set that right", all->name.v[i]));
	}
}

/* "gcc-12: gcc version 12.2.0 (...), x86_64-linux-gnu; gets ..." */
static void
compiler(struct survey *v, const char *name, struct args *seen, struct complaints *wrong)
{
	/* not in one call: what a linker may be told depends on a source that is linked at once */
	const char *const compile[] = {v->self, "explain", "--json", "--", name, TRIAL_OPTIMIZED, TRIAL_COMPILE, "x.c",
	    NULL};
	const char *const link[] = {v->self, "explain", "--json", "--", name, "x.o", TRIAL_OUTPUT, "x", NULL};
	struct buf has = {0}, lacks = {0};
	struct str text, value, linked, version, target;
	const char *path;

	if (!survey_ask(v, compile, CAPTURE_BOTH, &text) || !json_value(&text, &value)) {
		complaint(wrong, text, name);
		return;
	}
	path = str_dup(json_text(member(value, "compiler")));
	for (size_t i = 0; i < seen->n; i++)
		if (str_is(real_path(path), str_of(seen->v[i])))
			return; /* another name of the same */
	args_push(seen, real_path(path).p);
	features(value, &has, &lacks);
	if (survey_ask(v, link, CAPTURE_BOTH, &text) && json_value(&text, &linked))
		features(linked, &has, &lacks);
	else
		complaint(wrong, text, name);
	version = json_text(member(value, "version"));
	target = json_text(member(value, "target"));
	features_row(v, path, version, target, &has, &lacks);
}

void
survey_compilers(struct survey *v)
{
	struct complaints wrong = {0};
	struct args seen = {0};

	for (size_t i = 0; i < v->compilers.n && i < LIMIT; i++)
		compiler(v, v->compilers.v[i], &seen, &wrong);
	complain_all(v, &wrong);
	if (v->compilers.n == 0)
		page_problem(v->page, "there is no compiler on PATH", "install gcc or clang");
}

void
survey_prime(struct survey *v)
{
	struct str text, distro = distro_of(distro_release());

	if (distro.n > 0 && !str_is(distro, distro_now(v->s)))
		distro_write(v->s, distro); /* where it cannot be written survey_distro tells */
	for (size_t i = 0; i < v->compilers.n && v->names.n > 0; i++) {
		struct name name = name_parse(str_of(v->compilers.v[i]));
		const char *argv[] = {text_format("%s/%s", v->names.p, name.whole.p), CALL_IDENTITY, NULL};

		if (!lookup_has(v->names, name.whole, v->self))
			continue;
		for (size_t j = 0; j < COUNT(argv) - 1; j++)
			if (!argv[j])
				argv[j] = name.driver->cxx ? "c++" : "c";
		survey_ask(v, argv, CAPTURE_BOTH, &text); /* where it fails survey_compilers tells why */
	}
}
