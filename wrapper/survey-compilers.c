#include "jsonread.h"
#include "lookup.h"
#include "survey.h"

#include <sys/wait.h>

#include "options.h"

enum { LIMIT = 48 }; /* compilers; more are not looked at */

const char *
survey_join(const char *const *parts)
{
	struct buf b = {0};

	buf_text(&b, "");
	for (; *parts; parts++)
		buf_text(&b, *parts);
	return b.p;
}

bool
survey_ask(const struct survey *v, const char *path, const char *const *words, enum capture capture, struct str *text)
{
	struct args argv = {0};
	int status;

	args_push(&argv, path);
	for (; *words; words++)
		args_push(&argv, *words);
	status = run_captured(argv.v, v->environ, -1, capture, text);
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

static bool
listed(const struct buf *b, struct str word)
{
	struct str rest = buf_str(b);

	while (rest.n > 0)
		if (str_is(str_split(&rest, ' '), word))
			return true;
	return false;
}

static void
list(struct buf *b, struct str word)
{
	if (listed(b, word))
		return;
	buf_text(b, b->n > 0 ? " " : "");
	buf_add(b, word);
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

static const char *
features(struct str explained)
{
	const char *family = str_glob(STR("*clang*"), json_text(member(explained, "version"))) ? "clang" : "gcc";
	struct str edits, edit;
	struct buf has = {0}, lacks = {0}, missing = {0};

	buf_text(&has, "");
	buf_text(&missing, "");
	buf_text(&lacks, "");
	if (!json_elements(member(explained, "edits"), &edits))
		return "";
	while (json_element(&edits, &edit)) {
		struct str feature = json_text(member(edit, "feature"));

		if (str_is(json_text(member(edit, "result")), STR("skipped"))) {
			if (refused(json_text(member(edit, "reason")), family))
				list(&lacks, feature);
		} else {
			list(&has, feature);
		}
	}
	for (struct str rest = buf_str(&lacks); rest.n > 0;) {
		struct str word = str_split(&rest, ' ');

		if (!listed(&has, word))
			list(&missing, word);
	}
	return JOIN("takes ", has.n > 0 ? has.p : "nothing", missing.n > 0 ? "; not " : "", missing.p);
}

/* "gcc-12: gcc version 12.2.0 (...), x86_64-linux-gnu; takes ..." */
static void
compiler(struct survey *v, const char *name, struct args *seen)
{
	const char *const words[] = {"explain", "--json", "--", name, TRIAL_OPTIMIZED, "x.c", TRIAL_OUTPUT, "x", NULL};
	struct str text, value;
	const char *path;

	if (!survey_ask(v, v->self, words, CAPTURE_BOTH, &text) || !json_value(&text, &value)) {
		page_problem(v->page, JOIN(name, ": ", str_dup(str_split(&text, '\n'))), "see hardcc explain -- COMPILER");
		return;
	}
	path = str_dup(json_text(member(value, "compiler")));
	for (size_t i = 0; i < seen->n; i++)
		if (str_is(real_path(path), str_of(seen->v[i])))
			return; /* another name of the same */
	args_push(seen, real_path(path).p);
	page_row(v->page, "compilers", str_of(path), str_of(JOIN(str_dup(json_text(member(value, "version"))), ", ",
		str_dup(json_text(member(value, "target"))), "; ", features(value))));
}

void
survey_compilers(struct survey *v)
{
	struct args seen = {0};

	for (size_t i = 0; i < v->compilers.n && i < LIMIT; i++)
		compiler(v, v->compilers.v[i], &seen);
	if (v->compilers.n == 0)
		page_problem(v->page, "there is no compiler on PATH", "install gcc or clang");
}

void
survey_prime(struct survey *v)
{
	const char *const questions[2][6] = {{CALL_IDENTITY}, {CALL_IDENTITY}};
	struct str text;

	for (size_t i = 0; i < v->compilers.n && v->names.n > 0; i++) {
		struct name name = name_parse(str_of(v->compilers.v[i]));
		const char *words[COUNT(questions[0])] = {0}, *path;
		bool cxx = name.driver->cxx;

		if (!lookup_has(v->names, name.whole, v->self))
			continue;
		for (size_t j = 0; j < COUNT(questions[0]) - 1; j++)
			words[j] = questions[0][j] ? questions[0][j] : cxx ? "c++" : "c";
		path = JOIN(v->names.p, "/", v->compilers.v[i]);
		if (!survey_ask(v, path, words, CAPTURE_BOTH, &text))
			page_problem(v->page, JOIN(path, ": ", str_dup(str_split(&text, '\n'))), "see hardcc explain -- COMPILER");
	}
}
