/* trial.c - what a compiler takes: tried once, and remembered with its identity. */
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/process.h"
#include "command/options.h"
#include "compiler/identity.h"

struct args
identity_question(const struct compiler *cc, const struct command *cmd)
{
	struct args a = {0};

	args_push(&a, cc->path);
	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *w = &cmd->arg[i];

		if (!w->opt || (w->opt->role != TARGETS && w->opt->role != WORDSIZE))
			continue;
		args_push(&a, w->text.p);
		if (i + 1 < cmd->n && w[1].operand)
			args_push(&a, w[1].text.p);
	}
	return a;
}

/* What was tried is not in a memo: it is read when it is needed. */
static void
learn(struct compiler *cc, const struct command *cmd, const struct settings *s)
{
	if (!cc->known.p)
		compiler_identify(cc, cmd, s);
}

/* "KEY VALUE" among the lines that are known. */
bool
identity_recall(struct compiler *cc, const struct command *cmd, const struct settings *s, struct str key,
    struct str *value)
{
	learn(cc, cmd, s);
	for (struct str rest = cc->known; rest.n > 0;) {
		struct str line = str_split(&rest, '\n');

		if (str_starts(line, key) && line.n > key.n && line.p[key.n] == ' ') {
			*value = str_cut(line, key.n + 1);
			return true;
		}
	}
	return false;
}

void
identity_keep(struct compiler *cc, const struct command *cmd, struct str key, struct str value)
{
	struct buf b = {0};

	buf_add(&b, cc->known);
	buf_add(&b, key);
	buf_char(&b, ' ');
	buf_add(&b, value);
	buf_char(&b, '\n');
	cc->known = buf_str(&b);
	identity_remember(cc, cmd);
}

static bool
try_words(struct compiler *cc, const struct command *cmd, const struct settings *s, const struct args *words,
    enum fact stage, bool cxx)
{
	struct args a = identity_question(cc, cmd);
	struct str unused;
	int input = memory_file(STR("int main(void) { return 0; }\n")), status;

	args_push(&a, TRIAL_STRICT);
	args_push(&a, TRIAL_OPTIMIZED); /* some flags do nothing, and say so, without */
	for (size_t i = 0; i < words->n; i++)
		args_push(&a, words->v[i]);
	if (stage == FACT_LINK && cmd->linker.n > 0)
		args_push(&a, str_join3(STR(TRIAL_LINKER), cmd->linker, STR("")));
	if (stage != FACT_LINK)
		args_push(&a, TRIAL_COMPILE);
	args_push(&a, TRIAL_LANGUAGE);
	args_push(&a, cxx ? "c++" : "c");
	args_push(&a, TRIAL_INPUT);
	args_push(&a, TRIAL_OUTPUT);
	args_push(&a, SINK);
	status = run_captured(a.v, depth_environment(s, depth_of(s), cc->path, true), input, CAPTURE_NONE, &unused);
	if (input >= 0)
		close(input);
	return status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Does a trial without any words succeed? Or a bad day of the compiler's would be remembered as a
 * refusal. */
static bool
sound(struct compiler *cc, const struct command *cmd, const struct settings *s, enum fact stage, bool cxx)
{
	struct str key = stage == FACT_LINK ? STR("sound link") : cxx ? STR("sound c++") : STR("sound c"), value;

	if (identity_recall(cc, cmd, s, key, &value))
		return true;
	if (!try_words(cc, cmd, s, &(struct args){0}, stage, cxx))
		return false;
	identity_keep(cc, cmd, key, STR("1"));
	return true;
}

bool
compiler_takes(struct compiler *cc, const struct command *cmd, const struct settings *s,
    const struct args *words, enum fact stage, bool cxx)
{
	uint64_t hash = hash_str(stage == FACT_LINK ? 1 : cxx ? 2 : 3, stage == FACT_LINK ? cmd->linker : STR(""));
	struct buf key = {0};
	struct str value;
	bool taken;

	for (size_t i = 0; i < words->n; i++)
		hash = hash_str(hash, str_of(words->v[i]));
	buf_text(&key, "try ");
	buf_hex(&key, hash);
	if (identity_recall(cc, cmd, s, buf_str(&key), &value))
		return str_is(value, STR("1"));
	taken = try_words(cc, cmd, s, words, stage, cxx);
	if (taken || sound(cc, cmd, s, stage, cxx))
		identity_keep(cc, cmd, buf_str(&key), taken ? STR("1") : STR("0"));
	return taken;
}

struct str
compiler_spec_file(struct compiler *cc, const struct command *cmd, const struct settings *s, struct str name)
{
	struct args a = identity_question(cc, cmd);
	struct buf key = {0};
	struct str path;

	learn(cc, cmd, s);
	if (str_find(name, '/', 0) < name.n || str_find(name, '\n', 0) < name.n)
		return access(name.p, R_OK) == 0 ? name : STR("");
	buf_text(&key, "spec ");
	buf_hex(&key, hash_str(0, name));
	if (identity_recall(cc, cmd, s, buf_str(&key), &path) && access(str_dup(path), R_OK) == 0)
		return str_of(str_dup(path));
	args_push(&a, str_join3(STR(ASK_SPEC_FILE), name, STR("")));
	if (run_captured(a.v, depth_environment(s, depth_of(s), cc->path, true), -1, CAPTURE_STDOUT, &path) != 0)
		return STR("");
	path = str_of(str_dup(str_trim(path)));
	if (str_find(path, '/', 0) == path.n || access(path.p, R_OK) != 0)
		return STR(""); /* the driver gives the name back where it finds no such file */
	identity_keep(cc, cmd, buf_str(&key), path);
	return path;
}
