#include "record/record.h"

#include <errno.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/child.h"
#include "base/error.h"
#include "base/process.h"
#include "command/output.h"
#include "plan/id.h"
#include "plan/plan.h"
#include "record/depfile.h"
#include "record/logfile.h"
#include "record/werror.h"
#include "route/guard.h"
#include "route/route.h"

static uint64_t
microseconds(clockid_t clock)
{
	struct timespec t = {0};

#ifdef __LP64__ /* past musl's vDSO, whose first call costs more than the system's */
	syscall(SYS_clock_gettime, clock, &t);
#else
	clock_gettime(clock, &t);
#endif
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* False where there is to be none, or where it cannot be and that is no error; one that must be there is an error before
 * anything is run. */
static bool
open_log(const struct call *call, struct logfile *log)
{
	const char *path, *why;

	if (call->settings->of[SETTING_LOG].value.n == 0) {
		if (setting_on(call->settings, SETTING_LOG_REQUIRED))
			fatal(EXIT_OURS, "HARDCC_LOG_REQUIRED=1, and HARDCC_LOG names no log; name a file, or unset it");
		return false;
	}
	path = logfile_path(call->settings, call->settings->var[VAR_GO_PACKAGE]);
	if (logfile_open(log, path, &why))
		return true;
	if (logfile_lost(call->settings, path, why))
		_exit(EXIT_OURS);
	return false;
}

/* What the call is to make; none where it may be kept without a line in the log. What falls off beside it (-MD, -save-temps, a map)
 * is no target that make would go on with. */
struct outputs {
	struct output *of;
	size_t n;
};

/* What clang makes in place of an object or assembler text. */
static const struct other_output {
	uint8_t last; /* enum last */
	char suffix[7];
} other_outputs[] = {
	{LAST_ASSEMBLE, ".bc"}, {LAST_COMPILE, ".ll"}, {LAST_OTHER, ".ast"}, {LAST_OTHER, ".plist"}, {LAST_OTHER, ".pcm"},
};

/* What is made of one source, where no word names it. */
static void
add_outputs(struct outputs *o, const struct command *cmd, const struct input *input)
{
	struct str stem = output_stem(str_base(input->path));

	if (cmd->last != LAST_LINK)
		o->of[o->n++] = output_before(output_name(cmd, input->path));
	if (input->language->form == FACT_HEADER)
		o->of[o->n++] = output_before(str_of(str_join(input->path, STR(".gch"))));
	for (size_t i = 0; i < COUNT(other_outputs); i++)
		if (other_outputs[i].last == cmd->last)
			o->of[o->n++] = output_before(str_of(str_join(stem, str_of(other_outputs[i].suffix))));
}

static struct outputs
outputs_before(const struct call *call)
{
	const struct command *cmd = &call->command;
	struct args lists = {0};
	struct outputs o = {0};

	if (!logfile_needed(call->settings))
		return o;
	if (cmd->last == LAST_DEPENDENCIES)
		lists = output_lists(cmd);
	o.of = arena_alloc(sizeof *o.of, cmd->ninput * (COUNT(other_outputs) + 2) + lists.n + 2);
	if (cmd->last == LAST_LINK || cmd->output.n > 0)
		o.of[o.n++] = output_before(output_name(cmd, STR("")));
	for (size_t i = 0; i < cmd->ninput && cmd->output.n == 0; i++)
		if (cmd->input[i].language)
			add_outputs(&o, cmd, &cmd->input[i]);
	for (size_t i = 0; i < lists.n; i++)
		o.of[o.n++] = output_before(str_of(lists.v[i]));
	return o;
}

/* Without its line, what was made goes, as the compiler removes it after an error: or make would go on with it. */
static void
remove_made(const struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->n; i++)
		if (output_made(&outputs->of[i]))
			complain("%.*s %s", FMT(outputs->of[i].path), output_remove(&outputs->of[i]));
}

static void
append(const struct call *call, struct logfile *log, struct str line, const struct outputs *outputs)
{
	if (logfile_append(log, line) || !logfile_lost(call->settings, log->path, NULL))
		return;
	remove_made(outputs);
	_exit(EXIT_OURS);
}

int
record_run(struct call *call)
{
	uint64_t time = microseconds(CLOCK_REALTIME), begin = microseconds(CLOCK_MONOTONIC);
	struct logfile log;
	bool logged = open_log(call, &log);
	int status;
	struct args *argv = &call->plan.argv;
	struct buf line = {0};
	sigset_t mask;
	struct start start = {.path = argv->v[0], .argv = argv->v, .environ = route_environment(call), .fd = START_AS_OURS, .mask = &mask};
	struct outputs outputs = {0};
	pid_t pid;

	if (logged)
		outputs = outputs_before(call);
	start.death = outputs.n > 0 ? SIGTERM : 0; /* a compiler takes its output away, of which nobody would write a line */
	if (logged && call->policy.pool)
		policy_id(call); /* what ends us must do so before there is a child */
	child_hold(&mask);
	if (call->plan.werror)
		werror_begin(call, &start);
	pid = process_start(&start);
	if (pid < 0 && errno == E2BIG) {
		plan_shorten(call);
		start.argv = argv->v;
		pid = process_start(&start);
	}
	if (pid < 0 && call->route.saved_stderr > 0)
		dup2(call->route.saved_stderr, STDERR_FILENO); /* which the linker's words were kept from */
	if (pid < 0)
		process_cannot_run(start.path);
	if (logged)
		line = logentry_begin(call); /* while the compiler works */
	status = child_wait(pid, NULL, NULL);
	if (status < 0) {
		int error = errno;

		remove_made(&outputs);
		errno = error;
		fatal(EXIT_OURS, "lost %s:", start.path);
	}
	if (call->plan.werror && werror_end(call, &start, &status) && logged)
		line = logentry_begin(call);
	if (route_waits(call))
		status = result_after(call, status);
	if (call->plan.listed)
		depfile_clean(call);
	if (logged)
		append(call, &log, logentry_finish(&line, status, time, microseconds(CLOCK_MONOTONIC) - begin), &outputs);
	return status;
}

void
record_status(struct call *call, int wait_status)
{
	struct logfile log;
	struct buf line;

	if (!open_log(call, &log))
		return;
	line = logentry_begin(call);
	append(call, &log, logentry_finish(&line, wait_status, microseconds(CLOCK_REALTIME), 0), &(struct outputs){0});
}
