#include "shim/shim.h"

#include <errno.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "base/io.h"
#include "base/process.h"
#include "config.h"
#include "record/explain.h"
#include "record/record.h"
#include "route/guard.h"
#include "shim/golink.h"
#include "shim/memo.h"

/* Go takes a line with the word on the left for a compiler whose number means nothing. */
static const char unsettled[] = "experimental", settled[] = "snapshot";

static struct str
shim_directory(const char *self)
{
	struct str path = str_directory(str_of(self ? self : "")), cwd;

	if (path.n == 0 || path.p[0] == '/')
		return path;
	cwd = here();
	return cwd.n > 0 ? str_of(str_join3(cwd, STR("/"), path)) : path;
}

struct str
identity_line(struct call *call)
{
	struct buf b = {0}, line = {0};
	struct str rest;

	buf_text(&b, PACKAGE_NAME " version " PACKAGE_VERSION " (");
	buf_add(&b, policy_text(&call->policy, call->policy.name));
	buf_text(&b, "; policy ");
	buf_hex(&b, policy_id(call));
	buf_text(&b, call->own_link ? "; link int; " : "; link ext; ");
	buf_add(&b, call->compiler.line);
	buf_char(&b, ')');
	for (rest = buf_str(&b); rest.n > 0;) {
		if (str_starts_text(rest, unsettled)) {
			buf_text(&line, settled);
			rest = str_cut(rest, sizeof unsettled - 1);
		} else {
			buf_char(&line, rest.p[0]);
			rest = str_cut(rest, 1);
		}
	}
	buf_char(&line, '\n');
	return buf_str(&line);
}

static _Noreturn void
run(struct call *call)
{
	struct args *argv = &call->plan.argv;
	char *const *environ = route_environment(call);

	execve(argv->v[0], (char *const *)(uintptr_t)argv->v, environ);
	if (errno == E2BIG) {
		plan_shorten(call);
		execve(argv->v[0], (char *const *)(uintptr_t)argv->v, environ);
	}
	process_cannot_run(argv->v[0]);
}

/* The plan of a call that is run as it came. */
static void
plan_plain(struct call *call)
{
	args_push(&call->plan.argv, call->compiler.path);
	if (call->compiler.launcher) {
		call->plan.argv.v[0] = call->compiler.launcher;
		args_push(&call->plan.argv, call->compiler.path);
	}
	for (unsigned i = 1; i < call->command.argc; i++)
		args_push(&call->plan.argv, call->command.argv[i]);
}

/* Go's identity call: our line, then what the compiler prints; its cache is renewed from that. */
static COLD _Noreturn void
identity(struct call *call)
{
	struct compiler *cc = &call->compiler;
	struct str printed;
	int status;

	plan_plain(call);
	status = run_captured(call->plan.argv.v, depth_environment(call->settings, call->depth, cc->path, false), -1,
	    CAPTURE_STDERR, &printed);
	if (status < 0)
		process_cannot_run(call->plan.argv.v[0]);
	compiler_identify_from(cc, &call->command, call->settings, printed);
	policy_load(&call->policy, call->settings);
	memo_write(call);
	route_find(call);
	golink_foresee(call);
	write_all(STDERR_FILENO, identity_line(call));
	write_all(STDERR_FILENO, printed);
	record_status(call, status);
	child_end(status);
}

static COLD _Noreturn void
stopped(const struct call *call)
{
	const struct edit *e = call->plan.stop;
	struct str what, because;
	const char *place;

	if (!e->rule)
		fatal(EXIT_DENIED, "%.*s", FMT(e->about));
	what = e->word.n > 0 ? e->word : rule_words(&call->policy, e->rule);
	because = policy_text(&call->policy, e->rule->because);
	place = rule_place(&call->policy, e->rule);
	if (e->reason == NOT_TAKEN)
		fatal(EXIT_DENIED, "%s: %.*s is required, and %s does not take it", place, FMT(what), call->compiler.path);
	if (e->result == REFUSED)
		fatal(EXIT_DENIED, "%s: %.*s%s%.*s", place, FMT(refused_subject(call, e)), because.n > 0 ? ": " : "",
		    FMT(because));
	fatal(EXIT_DENIED, "%s: %.*s is denied%s%.*s", place, FMT(what), because.n > 0 ? ": " : "", FMT(because));
}

/* The calls that no rule is looked at for need no policy and no identity. */
static bool
plain(enum fact kind)
{
	return kind != FACT_ORDINARY && kind != FACT_GOLINK && kind != FACT_DYNIMPORT && kind != FACT_IDENTITY;
}

static void
plan_full(struct call *call)
{
	bool known = !call->explained && memo_read(call);

	if (!known) {
		compiler_identify(&call->compiler, &call->command, call->settings);
		call->policy = (struct policy){0}; /* another compiler's may be there */
		policy_load(&call->policy, call->settings);
	}
	route_find(call);
	classify(&call->facts, &call->command, &call->compiler, call->settings);
	route_facts(call);
	if (call->command.kind == FACT_DYNIMPORT)
		golink_facts(call);
	plan_make(call);
	if (call->command.kind == FACT_DYNIMPORT)
		golink_planned(call);
	else if (call->command.kind == FACT_IDENTITY)
		golink_foresee(call);
	if (!known || call->learned)
		memo_write(call);
}

/* Below ourselves, and where the user says so, every call is run as it came. */
static bool
through(const struct call *call)
{
	return call->depth.level > 0 || setting_on(call->settings, SETTING_DISABLE);
}

void
shim_plan(struct call *call, struct name name, int argc, char *const *argv, const char *self)
{
	command_parse(&call->command, name, argc, argv);
	call->command.kind = classify_kind(&call->command);
	if (!through(call))
		route_choose(call);
	compiler_find(&call->compiler, &call->command, call->settings, call->depth, self, NULL);
	plan_full(call);
	if (!through(call))
		return;
	call->plan = (struct plan){.policy = &call->policy, .passed_on = "HARDCC_DISABLE=1 passes every call through"};
	plan_plain(call);
	call->own_link = call->plan.passed_on;
}

/* Nothing to decide: then neither the compiler nor a profile is asked. */
static bool
no_profile(const struct call *call)
{
	return str_is(call->settings->of[SETTING_PROFILE].value, STR("none"));
}

/* What the files say: from the memo, where the rest of it will be of use too. */
static void
settle(struct call *call, struct settings *settings, struct str directory)
{
	bool nameless = directory.n > 0 && directory.p[0] != '/'; /* where we are has no name: nothing to remember it by */

	if (nameless || !memo_open(call, settings, directory))
		settings_files(settings, directory);
}

static _Noreturn void
shim(struct name name, int argc, char *const *argv, char *const *environ, const char *self)
{
	struct settings settings;
	struct call call = {.settings = &settings, .own_link = "no rule is looked at"};
	enum fact kind;

	settings_environment(&settings, environ);
	call.depth = depth_of(&settings);
	command_parse(&call.command, name, argc, argv);
	kind = call.command.kind = classify_kind(&call.command);
	if (call.depth.level == 0)
		settle(&call, &settings, shim_directory(self));
	if (kind != FACT_ORDINARY && kind != FACT_GOLINK)
		error_quiet();
	if (!through(&call))
		route_choose(&call);
	compiler_find(&call.compiler, &call.command, &settings, call.depth, self, &call.known);
	if (call.compiler.standing_in) /* whatever the call is: it must be for this machine */
		compiler_identify(&call.compiler, &call.command, &settings);
	fact_set(&call.facts, kind);
	if (through(&call)) {
		plan_plain(&call);
		run(&call);
	}
	if (kind == FACT_IDENTITY && (!no_profile(&call) || route_concerns(&call)))
		identity(&call);
	if ((plain(kind) || no_profile(&call)) && !route_concerns(&call)) {
		call.policy = (struct policy){0}; /* what is not looked at is not told */
		plan_plain(&call);
	} else {
		call.explained = setting_level(&settings, SETTING_DEBUG) > 1;
		plan_full(&call);
		if (setting_on(&settings, SETTING_DEBUG))
			explain_debug(&call);
	}
	if (call.plan.stop) {
		record_status(&call, EXIT_DENIED << 8);
		stopped(&call);
	}
	if (call.route.on)
		result_before(&call);
	if (settings.of[SETTING_LOG].value.n > 0 || setting_on(&settings, SETTING_LOG_REQUIRED) || route_waits(&call))
		child_end(record_run(&call));
	run(&call);
}

void
shim_main(int argc, char *const *argv, char *const *environ, const char *self)
{
	struct str base = argc > 0 ? str_base(str_of(argv[0])) : STR("");
	struct name name = name_parse(base);

	keep_standard_files();
	error_name(base.p);
	if (!name.driver)
		fatal(EXIT_OURS, "called as \"%.*s\", which is no name of a compiler; hardcc help tells more",
		    FMT(base));
	shim(name, argc, argv, environ, self);
}
