#include "shim/make.h"

#include <errno.h>

#include "base/error.h"
#include "base/io.h"
#include "command/options.h"
#include "compiler/compiler.h"
#include "plan/classify.h"
#include "plan/note.h"
#include "plan/plan.h"
#include "record/explain.h"
#include "record/werror.h"
#include "route/route.h"
#include "shim/golink.h"
#include "shim/memo.h"

static struct str
shim_directory(const char *self)
{
	struct str path = str_directory(str_of(self ? self : "")), cwd;

	if (path.n == 0 || path.p[0] == '/')
		return path;
	cwd = here();
	return cwd.n > 0 ? str_of(str_join3(cwd, STR("/"), path)) : path;
}

void
call_settings(struct call *call, struct settings *settings, const char *self)
{
	struct str directory = shim_directory(self);
	bool nameless = directory.n > 0 && directory.p[0] != '/'; /* where we are has no name: nothing to remember it by */

	if (call->depth.below) /* whoever is above has read them */
		return;
	if (nameless || !memo_open(call, settings, directory))
		settings_files(settings, directory);
}

/* Below ourselves, and where the user says so, every call is run as it came. */
static bool
through(const struct call *call)
{
	return call->depth.below || setting_on(call->settings, SETTING_DISABLE);
}

void
call_compiler(struct call *call, const char *self)
{
	struct probe probe = call_probe(call);

	if (!through(call))
		route_choose(call);
	compiler_find(&call->compiler, &call->command, call->settings, call->depth, self, &call->remembered);
	if (call->compiler.standing_in) /* whatever the call is: it must be for this machine */
		compiler_identify(&probe);
}

static void
find_facts(struct call *call)
{
	struct probe probe = call_probe(call);

	route_find(call);
	classify(&call->facts, &probe);
	route_facts(call);
}

/* Rules and route to edits, edits to argv. */
static void
make(struct call *call)
{
	plan_begin(call);
	plan_rules(call);
	route_edits(call);
	note_finish(call);
	route_finish(call);
	plan_argv(call);
}

/* The link that cgo reads the symbols of. looking: the call that we are in. */
static void
make_dynimport(struct call *call, const struct call *looking)
{
	golink_decide(call, looking);
	make(call);
	golink_planned(call);
}

void
make_foresee(struct call *call)
{
	struct call link = *call;

	link.command.kind = FACT_DYNIMPORT;
	find_facts(&link);
	fact_set(&link.facts, FACT_LINK);
	make_dynimport(&link, call);
	call->why_go_links = link.why_go_links;
}

static void
stop_unread(const struct command *cmd)
{
	if (!cmd->unread)
		return;
	if (cmd->unread_error == E2BIG)
		fatal(EXIT_OURS, "too many response files, at %s", cmd->unread);
	if (cmd->unread_error == EILSEQ)
		fatal(EXIT_OURS, "the response file %s is read in different ways: write it as plain text", cmd->unread);
	errno = cmd->unread_error;
	fatal(EXIT_OURS, "cannot read the response file %s:", cmd->unread);
}

static void
read_policy(struct call *call)
{
	struct probe probe = call_probe(call);

	compiler_identify(&probe);
	call->policy = (struct policy){0}; /* another compiler's may be there */
	policy_load(&call->policy, call->settings);
}

static void
make_plan(struct call *call)
{
	bool remembered;

	call->explained = call->dry || setting_level(call->settings, SETTING_DEBUG) > 1;
	remembered = !call->explained && memo_read(call);
	if (!remembered)
		read_policy(call);
	if (call->command.guessed) {
		call_words_again(call);
		stop_unread(&call->command);
	}
	find_facts(call);
	if (remembered && plan_lacks(call)) /* whether it may, and why not, all rules tell */
		read_policy(call);
	if (call->command.kind == FACT_DYNIMPORT)
		make_dynimport(call, call);
	else
		make(call);
	if (call->command.kind == FACT_IDENTITY)
		make_foresee(call);
	if (!remembered || call->learned)
		memo_write(call);
	if (!call->dry && setting_on(call->settings, SETTING_DEBUG))
		explain_debug(call);
}

/* May it be another kind of call for a compiler of the other family? */
static bool
unsure(const struct command *cmd)
{
	for (size_t i = 0; cmd->guessed && i < cmd->n; i++)
		if (cmd->arg[i].input || cmd->arg[i].operand)
			return true;
	return false;
}

/* Nothing to decide: then neither the compiler nor a profile is asked. */
static bool
undecided(const struct call *call)
{
	static const uint8_t kinds[] = {FACT_ORDINARY, FACT_GOLINK, FACT_DYNIMPORT, FACT_IDENTITY};
	bool looked_at = unsure(&call->command);

	for (size_t i = 0; i < COUNT(kinds); i++)
		looked_at = looked_at || call->command.kind == kinds[i];
	return (!looked_at || str_is(call->settings->of[SETTING_PROFILE].value, STR("none"))) && !route_concerns(call);
}

static bool
waits(const struct call *call)
{
	return call->settings->of[SETTING_LOG].value.n > 0 || setting_on(call->settings, SETTING_LOG_REQUIRED) ||
	    call->plan.listed || call->plan.werror || route_waits(call);
}

void
call_plan(struct call *call)
{
	bool passed = through(call), plain = undecided(call);
	bool asked = call->command.kind == FACT_IDENTITY && !plain;

	fact_set(&call->facts, call->command.kind);
	if (!passed && !plain)
		stop_unread(&call->command);
	if (call->dry && plain)
		call->route.libc = LIBC_HOST; /* it is looked at only to explain that nothing holds: no library is looked for */
	if (call->dry || !(passed || asked || plain))
		make_plan(call);
	else
		call->policy = (struct policy){0}; /* what is not looked at is not told */
	if (passed)
		call->plan = (struct plan){.policy = &call->policy, .passed_on = "HARDCC_DISABLE=1 passes every call through"};
	if (call->plan.argv.n == 0)
		plan_as_it_came(call);
	call->plan.werror = words_have(&call->words, SPACE_CC, STR(WERROR)) && werror_concerns(call);
	if (passed)
		call->why_go_links = call->plan.passed_on;
	call->ending = passed ? PASS_ON : asked ? ANSWER : call->plan.stop ? STOP : waits(call) ? WAIT : EXEC;
}
