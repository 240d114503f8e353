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

/* Compilers: more are not looked at; names with one error: more are counted; columns beside the longest name of a feature. */
enum { LIMIT = 48, TOLD_LIMIT = 3, COLUMNS = 15 };

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

/* A compiler with what it gets, and what it does not take. */
struct found {
	const char *path;
	struct str has, lacks;
};

static void
compiler_row(struct survey *v, const struct found *f, unsigned number, struct str version, struct str target)
{
	struct args gets = {0}, not = {0};
	struct buf json = {0};

	for (struct str rest = f->has; rest.n > 0;)
		args_push(&gets, str_dup(str_split(&rest, ' ')));
	for (struct str rest = f->lacks; rest.n > 0;)
		args_push(&not, str_dup(str_split(&rest, ' ')));
	page_row(v->page, "compilers", f->path, "%u: %.*s, %.*s%s", number, FMT(version), FMT(target),
	    str_glob(STR("*clang*"), version) && str_lists(f->has, STR("fortify")) ? NO_FORMATS : "");
	buf_char(&json, '{');
	json_field(&json, "version", version);
	json_field(&json, "target", target);
	json_words(&json, "gets", gets.v, gets.n);
	json_words(&json, "lacks", not.v, not.n);
	buf_char(&json, '}');
	page_row_json(v->page, "compilers", f->path, buf_str(&json));
}

/* One feature: a column a compiler, from the first one on; what programs get has them all. */
static void
feature_row(struct survey *v, const char *section, const char *feature, const struct found *of, size_t n, size_t first)
{
	struct args gets = {0}, not = {0};
	struct buf cells = {0}, json = {0};

	for (size_t i = 0; i < n; i++) {
		bool has = str_lists(of[i].has, str_of(feature)), lacks = str_lists(of[i].lacks, str_of(feature));

		if (has)
			args_push(&gets, of[i].path);
		else if (lacks)
			args_push(&not, of[i].path);
		if (i >= first && i < first + COLUMNS)
			buf_text(&cells, has ? "  +" : lacks ? "  -" : "  .");
	}
	json_words(&json, "gets", gets.v, gets.n);
	json_words(&json, "lacks", not.v, not.n);
	buf_char(&json, '}');
	page_row(v->page, section, feature, "%s", cells.p);
	page_row_json(v->page, section, feature, first > 0 ? STR("") : str_of(str_join(STR("{"), buf_str(&json))));
}

/* Compilers by features, as wide as 80 columns take. */
static void
matrix(struct survey *v, const struct found *of, size_t n)
{
	static const char legend[] = "+ yes  - no  . not for it";
	struct buf all = {0};

	for (size_t i = 0; i < n; i++)
		for (struct str rest = str_format("%.*s %.*s", FMT(of[i].has), FMT(of[i].lacks)), word; str_word(&rest, &word, " ");)
			buf_list(&all, word);
	for (size_t first = 0; first < n; first += COLUMNS) {
		const char *section = first == 0 ? "features" : text_format("features of the compilers from %zu on", first + 1);
		struct buf head = {0};

		for (size_t i = first; i < n && i < first + COLUMNS; i++)
			buf_format(&head, i < 9 ? "  %zu" : " %zu", i + 1);
		page_row(v->page, section, legend, "%s", head.p);
		page_row_json(v->page, section, legend, STR(""));
		for (struct str rest = buf_str(&all), word; str_word(&rest, &word, " ");)
			feature_row(v, section, str_dup(word), of, n, first);
	}
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

/* "gcc-12  3: gcc version 12.2.0 (...), x86_64-linux-gnu" */
static void
compiler(struct survey *v, const char *name, struct args *seen, struct complaints *wrong, struct found *of)
{
	/* not in one call: what a linker may be told depends on a source that is linked at once */
	const char *const compile[] = {v->self, "explain", "--json", "--", name, TRIAL_OPTIMIZED, TRIAL_COMPILE, "x.c",
	    NULL};
	const char *const link[] = {v->self, "explain", "--json", "--", name, "x.o", TRIAL_OUTPUT, "x", NULL};
	struct buf has = {0}, lacks = {0}, not = {0};
	struct str text, value, linked;
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
	for (struct str rest = buf_str(&lacks), word; str_word(&rest, &word, " ");)
		if (!str_lists(buf_str(&has), word))
			buf_list(&not, word);
	of[seen->n - 1] = (struct found){path, buf_str(&has), buf_str(&not)};
	compiler_row(v, &of[seen->n - 1], (unsigned)seen->n, json_text(member(value, "version")), json_text(member(value, "target")));
}

void
survey_compilers(struct survey *v)
{
	struct complaints wrong = {0};
	struct args seen = {0};
	struct found *of = arena_alloc(sizeof *of, LIMIT);

	for (size_t i = 0; i < v->compilers.n && i < LIMIT; i++)
		compiler(v, v->compilers.v[i], &seen, &wrong, of);
	matrix(v, of, seen.n);
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
