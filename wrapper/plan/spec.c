#include "plan/spec.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "compiler/spectrial.h"
#include "config.h"
#include "plan/classify.h"
#include "profile/rule.h"

enum { MAX_INCLUDED = 64 }; /* that one takes in, all in all */

/* The system's, for builds without an environment. */
static bool
system_file(void)
{
	struct stat st;

	return stat_if_there(SPEC_FILE_FILE, &st) && S_ISREG(st.st_mode);
}

/* What the user names for gcc, else the system's file; NULL: neither. /dev/null is Wolfi's way to say none. */
static const char *
named(struct call *call, const char **origin)
{
	struct str name = call->settings->of[SETTING_SPEC_FILE].value;

	*origin = setting_rows[SETTING_SPEC_FILE].name;
	if (name.n > 0)
		return str_dup(name);
	*origin = SPEC_FILE_FILE;
	if (!call->plan.spec) /* looked for once */
		call->plan.spec = system_file() ? SPEC_FILE_FILE : "";
	return call->plan.spec[0] ? call->plan.spec : NULL;
}

/* The file of a spec rule, or nothing. One that the user names must be there; it stands in the place of one that the compiler has
 * by a bare name. */
static struct str
file_of(struct call *call, const struct rule *rule)
{
	struct str file = rule->nword > 0 ? policy_text(&call->policy, call->policy.text[rule->word]) : STR(""), path;
	bool own = file.n == 0 || (str_find(file, '/', 0) == file.n && call->compiler.family == FACT_GCC);
	const char *origin, *name = own ? named(call, &origin) : NULL;
	struct probe probe = call_probe(call);

	if (file.n > 0)
		return name ? STR("") : compiler_spec_file(&probe, file);
	if (!name || str_is_text(str_of(name), SINK) || call->compiler.family != FACT_GCC)
		return STR("");
	path = compiler_spec_file(&probe, str_of(name));
	if (path.n == 0)
		fatal(EXIT_OURS, "%s names the spec file \"%s\", which %s does not find; correct it, or unset it",
		    origin, name, call->compiler.path);
	return path;
}

/* The file that a line of this one takes in; nothing where it takes none. gcc looks for it as for any spec file, and then where it is
 * started; clang beside the file. */
static struct str
included(const struct probe *p, struct str of, struct str line)
{
	static const char *const gcc[] = {SPEC_INCLUDE}, *const clang[] = {CONFIG_INCLUDE};
	bool is_gcc = p->compiler->family == FACT_GCC;
	const char *const *start = is_gcc ? gcc : clang;
	struct str name = {0}, found;

	for (size_t i = 0; i < (is_gcc ? COUNT(gcc) : COUNT(clang)) && !name.p; i++)
		if (str_starts_text(line, start[i]))
			name = str_trim(str_cut(line, str_of(start[i]).n));
	if (is_gcc && name.n > 1)
		name = str_head(str_cut(name, 1), str_find(name, SPEC_INCLUDE_END, 1) - 1);
	name = str_of(str_dup(name));
	if (name.n == 0 || name.p[0] == '/')
		return name;
	if (!is_gcc)
		return str_of(str_join3(str_directory(of), STR("/"), name));
	found = compiler_spec_file(p, name);
	return found.n > 0 ? found : name;
}

static bool
add_text(struct buf *b, const struct probe *p, struct str path, unsigned *left)
{
	bool is_gcc = p->compiler->family == FACT_GCC;
	struct str text;

	if (*left == 0 || !(p->optional ? read_file(path.p, &text) : read_if_there(path.p, &text)))
		return false;
	--*left;
	buf_add(b, text);
	while (text.n > 0) {
		struct str line = str_trim(str_split(&text, '\n')), more;

		do { /* a line of a config file has several words */
			more = included(p, path, is_gcc ? line : str_split(&line, ' '));
			if (more.n > 0)
				add_text(b, p, more, left); /* what is not there is the compiler's to tell */
		} while (!is_gcc && line.n > 0);
	}
	return true;
}

bool
spec_text(const struct probe *p, struct str path, struct str *text)
{
	struct buf b = {0};
	unsigned left = MAX_INCLUDED;
	bool there = add_text(&b, p, path, &left);

	*text = buf_str(&b);
	return there;
}

static bool
named_by_user(const struct command *cmd, struct str path)
{
	for (size_t i = 0; i < cmd->n; i++)
		if (cmd->arg[i].opt && cmd->arg[i].opt->role == SPECS &&
		    str_is(str_base(cmd->arg[i].value), str_base(path)))
			return true;
	return false;
}

/* The call as the file sees it: what stands in argv so far, and what the user says of how to compile or link. */
static COLD struct spec_call
seen_by_file(const struct call *call)
{
	static const char *const unasked[] = {SPEC_UNASKED};
	const struct command *cmd = &call->command;
	struct spec_call seen = {.language = STR("c"), .links = cmd->last == LAST_LINK};

	args_add(&seen.words, call->plan.added.v, call->plan.added.n);
	seen.rules = seen.words.n;
	for (size_t i = 0; i < cmd->ninput; i++)
		seen.compiles = seen.compiles || cmd->input[i].language;
	for (size_t i = 0; i < cmd->n; i++) {
		bool asked = command_says_how(cmd, i);

		for (size_t j = 0; j < COUNT(unasked); j++)
			asked = asked && !str_glob(str_of(unasked[j]), cmd->arg[i - cmd->arg[i].operand].text);
		if (asked)
			args_push(&seen.words, cmd->arg[i].text.p);
	}
	return seen;
}

/* What it does to this call beyond its words: then it is not handed on. BECAUSE_RULE: nothing. */
static COLD enum reason
objection(struct call *call, struct str path, struct str *word)
{
	struct probe probe = call_probe(call);
	struct spec_call seen = seen_by_file(call);
	struct str text;

	if (call->compiler.family != FACT_GCC || !spec_text(&probe, path, &text))
		return BECAUSE_RULE;
	if (spec_takes_all(&probe, path, text))
		return SPEC_POISONS;
	*word = seen.compiles ? STR("") : spec_overrides(&probe, path, text, &seen);
	for (size_t i = 0; i < call->command.ninput && word->n == 0; i++)
		if (call->command.input[i].language) {
			seen.language = str_of(call->command.input[i].language->name);
			*word = spec_overrides(&probe, path, text, &seen);
		}
	return word->n > 0 ? SPEC_OVERRIDES : BECAUSE_RULE;
}

void
spec_edit(struct call *call, const struct rule *rule, struct edit *e)
{
	struct str path = file_of(call, rule);

	e->word = path;
	e->reason = path.n == 0 ? NO_SPEC_FILE : SPEC_NAMED;
	if (path.n == 0 || named_by_user(&call->command, path))
		return;
	e->reason = (uint8_t)objection(call, path, &e->word);
	if (e->reason != BECAUSE_RULE)
		return;
	e->word = path;
	e->result = ADDED;
	e->flag = path;
	spec_words(call, path);
}

void
spec_words(struct call *call, struct str path)
{
	struct args *to = &call->plan.added;

	if (call->compiler.family == FACT_GCC) {
		args_push(to, str_join(STR(GIVE_SPEC_FILE), path));
	} else if (call->compiler.version >> 16 >= CONFIG_JOINED_SINCE) {
		args_push(to, str_join(STR(GIVE_CONFIG_FILE), path));
	} else {
		args_push(to, GIVE_CONFIG_FILE_OLD);
		args_push(to, path.p);
	}
}

struct str
spec_bytes(struct call *call)
{
	struct probe probe = call_probe(call);
	struct facts target = call->facts;
	struct known known;
	struct buf b = {0};

	if (target.bits[ARCH] == 0) /* Go's identity call is not classified */
		classify_target(&target, &call->command, call->compiler.target);
	known = known_target(&target, &call->compiler);
	for (unsigned i = 0; i < call->policy.nrule; i++) {
		const struct rule *rule = &call->policy.rule[i];
		struct str path, text;

		if (rule->verb != SPEC || !rule_can_hold(&call->policy, rule, &known))
			continue; /* the same rules as a memo keeps */
		path = file_of(call, rule);
		if (path.n == 0)
			continue;
		if (!spec_text(&probe, path, &text))
			fatal(EXIT_OURS, "%.*s:", FMT(path));
		buf_number(&b, text.n);
		buf_char(&b, ' ');
		buf_add(&b, text);
	}
	return buf_str(&b);
}
