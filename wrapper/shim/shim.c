#include "shim/shim.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "base/io.h"
#include "base/process.h"
#include "command/command.h"
#include "command/secret.h"
#include "compiler/depth.h"
#include "config.h"
#include "plan/id.h"
#include "plan/plan.h"
#include "plan/reason.h"
#include "profile/rule.h"
#include "record/record.h"
#include "route/guard.h"
#include "route/route.h"
#include "shim/make.h"
#include "shim/memo.h"

/* Go takes a line with the word on the left for a compiler whose number means nothing. */
static const char unsettled[] = "experimental", settled[] = "snapshot";

/* The list with a file's name in the place of its path: the line is in Go's key, and the policy's id tells what is in the file. */
static struct str
without_places(struct str list)
{
	struct buf b = {0};
	size_t word = 0;

	for (size_t i = 0; i < list.n; i++) {
		buf_char(&b, list.p[i]);
		if (list.p[i] == ',')
			word = b.n;
		else if (list.p[i] == '/' && i + 1 < list.n && list.p[i + 1] != ',')
			b.n = word;
	}
	return buf_str(&b);
}

/* "hardcc version X.Y (PROFILE; policy HEX16; link ext|int; REAL VERSION LINE)" */
static COLD struct str
identity_line(struct call *call)
{
	struct str profile = without_places(policy_text(&call->policy, call->policy.name));
	struct str rest = str_format(PACKAGE_NAME " version " PACKAGE_VERSION " (%.*s; policy %016" PRIx64 "; link %s; %.*s)\n",
	    FMT(profile), policy_id(call), call->why_go_links ? "int" : "ext",
	    FMT(call->compiler.line));
	struct buf line = {0};

	for (size_t at; (at = str_find_text(rest, unsettled)) < rest.n; rest = str_cut(rest, at + sizeof unsettled - 1)) {
		buf_add(&line, str_head(rest, at));
		buf_text(&line, settled);
	}
	buf_add(&line, rest);
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

/* Go's identity call: our line, then what the compiler prints; its cache is renewed from that. */
static COLD _Noreturn void
answer(struct call *call)
{
	struct probe probe = call_probe(call);
	char *const *environ = depth_environment(call->settings, call->compiler.path, false);
	struct str printed;
	int status = run_captured(call->plan.argv.v, environ, -1, CAPTURE_STDERR, &printed);

	if (status < 0)
		status = run_captured(call->plan.argv.v, environ, -1, CAPTURE_STDERR, &printed);
	if (status < 0)
		process_cannot_run(call->plan.argv.v[0]);
	if (!WIFEXITED(status)) { /* half an answer tells nothing */
		write_all(STDERR_FILENO, printed);
		record_status(call, status);
		child_end(status);
	}
	compiler_identify_from(&probe, printed);
	policy_load(&call->policy, call->settings);
	memo_write(call);
	route_find(call);
	make_foresee(call);
	if (!print_error(identity_line(call), false) || !write_all(STDERR_FILENO, printed))
		fatal(EXIT_OURS, "cannot write to standard error:"); /* the rest alone would be another compiler's */
	record_status(call, status);
	child_end(status);
}

static COLD _Noreturn void
stop(struct call *call)
{
	const struct edit *e = call->plan.stop;
	struct str what, because;
	const char *place;

	record_status(call, EXIT_DENIED << 8);
	if (!e->rule)
		fatal(EXIT_DENIED, "%.*s", FMT(e->about));
	what = secret_hidden(e->word.n > 0 ? e->word : rule_words(&call->policy, e->rule));
	because = policy_text(&call->policy, e->rule->because);
	place = rule_place(&call->policy, e->rule);
	if (e->reason == YIELDED)
		fatal(EXIT_DENIED, "%s: %.*s is required, and another profile of the list gives a lower level", place, FMT(what));
	if (e->reason == CONDITION)
		fatal(EXIT_DENIED, "%s: %.*s is required, and hardcc has no flag for it with %s (%.*s)", place,
		    FMT(policy_text(&call->policy, call->policy.feature[e->rule->feature].name)), call->compiler.path, FMT(edit_reason(call, e)));
	if (e->reason == NOT_TAKEN)
		fatal(EXIT_DENIED, "%s: %.*s is required, and %s does not take it", place, FMT(what), call->compiler.path);
	what = e->result == REFUSED ? refused_subject(call, e) : str_format("%.*s is denied", FMT(what));
	fatal(EXIT_DENIED, "%s: %.*s%s%.*s", place, FMT(what), because.n > 0 ? ": " : "", FMT(because));
}

static _Noreturn void
wait_for(struct call *call)
{
	child_end(record_run(call));
}

static _Noreturn void
shim(struct name name, int argc, char *const *argv, char *const *environ, const char *self)
{
	struct settings settings;
	struct call call = {.settings = &settings, .why_go_links = "no rule is looked at"};

	settings_environment(&settings, environ);
	call.depth = depth_of(&settings);
	call_words(&call, name, argc, argv);
	call_settings(&call, &settings, self);
	if (call.command.kind != FACT_ORDINARY && call.command.kind != FACT_GOLINK)
		error_quiet(); /* in a probe stderr is the compiler's */
	call_compiler(&call, self);
	call_plan(&call);
	if (call.route.on && (call.ending == WAIT || call.ending == EXEC))
		result_before(&call);
	switch (call.ending) {
	case ANSWER:  answer(&call);
	case STOP:    stop(&call);
	case WAIT:    wait_for(&call);
	case PASS_ON:
	case EXEC:    run(&call);
	}
	oops("a call without an ending");
}

void
shim_main(int argc, char *const *argv, char *const *environ, const char *self)
{
	struct str base = argc > 0 ? str_base(str_of(argv[0])) : STR("");
	struct name name = name_parse(base);

	keep_standard_files();
	error_name(base.p);
	if (!name.driver)
		fatal(EXIT_OURS, "called as \"%.*s\", which is not the name of a compiler; see hardcc help", FMT(base));
	shim(name, argc, argv, environ, self);
}
