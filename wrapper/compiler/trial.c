/* trial.c - what a compiler takes: tried once, and remembered with its identity. */
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "compiler/compiler.h"
#include "compiler/identity.h"

static bool
try_words(const struct probe *p, const struct args *words, enum fact stage, bool cxx, bool bare, struct str *printed)
{
	/* some flags do nothing, and say so, without -O2 */
	const char *const first[] = {TRIAL_STRICT, TRIAL_OPTIMIZED};
	const char *const last[] = {TRIAL_LANGUAGE, cxx ? "c++" : "c", TRIAL_INPUT, TRIAL_OUTPUT, SINK};
	struct args a = probe_words(p);
	struct str linker = p->command->linker;

	args_add(&a, first, COUNT(first));
	args_add(&a, words->v, words->n);
	if (bare)
		args_push(&a, TRIAL_BARE);
	if (stage != FACT_LINK)
		args_push(&a, TRIAL_COMPILE);
	else if (linker.n > 0)
		args_push(&a, str_join(STR(TRIAL_LINKER), linker));
	args_add(&a, last, COUNT(last));
	return probe_ask(p, &a, TRIAL_SOURCE, stage == FACT_LINK ? CAPTURE_BOTH : CAPTURE_NONE, printed) == 0;
}

enum answer { NO, YES, NONE };

/* A refusal counts only where the same trial succeeds without the words, now: a lack of memory, or a bad day of the compiler's, fails
 * with and without them. A linker ignores a word that it does not know, and warns. NONE only from a compiler that we do not know:
 * it may not take the trial itself. */
static enum answer
ask(const struct probe *p, const struct args *words, enum fact stage, bool cxx)
{
	for (int tries = 0; tries < 2; tries++) {
		bool bare = tries > 0 && stage == FACT_LINK; /* there may be no C library to link */
		struct str warned = STR(""), usual = STR("");
		bool taken = try_words(p, words, stage, cxx, bare, &warned);

		if (taken && warned.n == 0)
			return YES;
		if (try_words(p, &(struct args){0}, stage, cxx, bare, &usual))
			return taken && usual.n > 0 ? YES : NO;
	}
	if (p->compiler->family == FACT_OTHER_FAMILY)
		return NONE;
	fatal(EXIT_OURS, "cannot ask %s whether it takes %s: it fails without it, too", p->compiler->path, words->v[0]);
}

bool
compiler_takes(const struct probe *p, const struct args *words, enum fact stage, bool cxx)
{
	uint64_t hash = hash_str(stage == FACT_LINK ? 1 : cxx ? 2 : 3, stage == FACT_LINK ? p->command->linker : STR(""));
	struct str key, value;
	enum answer answer;

	for (size_t i = 0; i < words->n; i++)
		hash = hash_str(hash, str_of(words->v[i]));
	key = str_format("try %016" PRIx64, hash);
	if (identity_recall(p, key, &value))
		return str_is(value, STR("1"));
	answer = ask(p, words, stage, cxx);
	if (answer != NONE)
		identity_keep(p, key, answer == YES ? STR("1") : STR("0"));
	return answer == YES;
}

/* A file that we may not read is an error, not none. */
static bool
readable(const struct probe *p, const char *path)
{
	if (can_read(path))
		return true;
	if (!p->optional && errno == EACCES)
		fatal(EXIT_OURS, "cannot read %s:", path);
	return false;
}

struct str
compiler_spec_file(const struct probe *p, struct str name)
{
	struct args a = probe_words(p);
	struct str key = str_format("spec %016" PRIx64, hash_str(0, name)), known, path = {0};
	bool answered = false;

	if (str_find(name, '/', 0) < name.n || str_find(name, '\n', 0) < name.n)
		return readable(p, name.p) ? name : STR("");
	if (identity_recall(p, key, &known) && readable(p, str_dup(known)))
		return str_of(str_dup(known));
	args_push(&a, str_join(STR(ASK_SPEC_FILE), name));
	for (int tries = 0; tries < 2 && path.n == 0; tries++)
		answered = probe_ask(p, &a, NULL, CAPTURE_STDOUT, &path) == 0;
	if (!answered && p->compiler->family != FACT_OTHER_FAMILY && !p->optional)
		fatal(EXIT_OURS, "cannot ask %s where %.*s is: it does not answer", p->compiler->path, FMT(name));
	if (!answered)
		return STR("");
	path = str_of(str_dup(str_trim(path)));
	if (str_find(path, '/', 0) == path.n || !readable(p, path.p))
		return STR(""); /* the driver gives the name back where it finds no such file */
	identity_keep(p, key, path);
	return path;
}
