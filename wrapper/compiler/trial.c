/* trial.c - what a compiler takes: tried once, and remembered with its identity. */
#include <inttypes.h>
#include <unistd.h>

#include "command/options.h"
#include "compiler/compiler.h"
#include "compiler/identity.h"

static bool
try_words(const struct probe *p, const struct args *words, enum fact stage, bool cxx)
{
	/* some flags do nothing, and say so, without -O2 */
	const char *const first[] = {TRIAL_STRICT, TRIAL_OPTIMIZED};
	const char *const last[] = {TRIAL_LANGUAGE, cxx ? "c++" : "c", TRIAL_INPUT, TRIAL_OUTPUT, SINK};
	struct args a = probe_words(p);
	struct str linker = p->command->linker, unused;

	args_add(&a, first, COUNT(first));
	args_add(&a, words->v, words->n);
	if (stage != FACT_LINK)
		args_push(&a, TRIAL_COMPILE);
	else if (linker.n > 0)
		args_push(&a, str_join(STR(TRIAL_LINKER), linker));
	args_add(&a, last, COUNT(last));
	return probe_ask(p, &a, TRIAL_SOURCE, CAPTURE_NONE, &unused) == 0;
}

/* Does a trial without any words succeed? Or a bad day of the compiler's would be remembered as a
 * refusal. */
static bool
sound(const struct probe *p, enum fact stage, bool cxx)
{
	struct str key = stage == FACT_LINK ? STR("sound link") : cxx ? STR("sound c++") : STR("sound c"), value;

	if (identity_recall(p, key, &value))
		return true;
	if (!try_words(p, &(struct args){0}, stage, cxx))
		return false;
	identity_keep(p, key, STR("1"));
	return true;
}

bool
compiler_takes(const struct probe *p, const struct args *words, enum fact stage, bool cxx)
{
	uint64_t hash = hash_str(stage == FACT_LINK ? 1 : cxx ? 2 : 3, stage == FACT_LINK ? p->command->linker : STR(""));
	struct str key, value;
	bool taken;

	for (size_t i = 0; i < words->n; i++)
		hash = hash_str(hash, str_of(words->v[i]));
	key = str_format("try %016" PRIx64, hash);
	if (identity_recall(p, key, &value))
		return str_is(value, STR("1"));
	taken = try_words(p, words, stage, cxx);
	if (taken || sound(p, stage, cxx))
		identity_keep(p, key, taken ? STR("1") : STR("0"));
	return taken;
}

struct str
compiler_spec_file(const struct probe *p, struct str name)
{
	struct args a = probe_words(p);
	struct str key = str_format("spec %016" PRIx64, hash_str(0, name)), path;

	if (str_find(name, '/', 0) < name.n || str_find(name, '\n', 0) < name.n)
		return access(name.p, R_OK) == 0 ? name : STR("");
	if (identity_recall(p, key, &path) && access(str_dup(path), R_OK) == 0)
		return str_of(str_dup(path));
	args_push(&a, str_join(STR(ASK_SPEC_FILE), name));
	if (probe_ask(p, &a, NULL, CAPTURE_STDOUT, &path) != 0)
		return STR("");
	path = str_of(str_dup(str_trim(path)));
	if (str_find(path, '/', 0) == path.n || access(path.p, R_OK) != 0)
		return STR(""); /* the driver gives the name back where it finds no such file */
	identity_keep(p, key, path);
	return path;
}
