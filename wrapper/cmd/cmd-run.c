#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/environment.h"
#include "base/error.h"
#include "base/fold.h"
#include "base/io.h"
#include "base/json.h"
#include "base/nearest.h"
#include "base/process.h"
#include "cli/terminal.h"
#include "cmd/build/buildenv.h"
#include "cmd/build/made.h"
#include "cmd/build/never.h"
#include "cmd/build/spool.h"
#include "cmd/cmd.h"
#include "compiler/logname.h"
#include "compiler/lookup.h"
#include "record/logfile.h"

struct run {
	struct choices c;
	struct settings s;
	struct buildenv b;
	struct args environ;
	struct spool spool;
	struct made made;
	struct child child;
	const char *self;
	int status, ends; /* the command's, and what becomes of it; as waitpid has them */
};

/* The program, by the PATH that it will have. Ends as env(1) does where there is none. */
static const char *
program(const struct run *r)
{
	const char *word = r->c.operand.v[0];
	struct str path = environment_get((char *const *)(uintptr_t)r->environ.v, "PATH");
	struct lookup l = lookup_begin(path, str_of(word), NULL);
	struct nearest near = {.word = str_of(word)};
	const char *cannot = NULL;

	if (strchr(word, '/')) {
		if (access(word, F_OK) != 0)
			fatal(EXIT_NOT_FOUND, "cannot run %s: %s%s", word, strerror(errno), nearest_file(word));
		return word;
	}
	while (*word && lookup_next(&l)) {
		if (!l.cannot)
			return l.found;
		cannot = l.found;
	}
	if (cannot)
		fatal(EXIT_CANNOT_RUN, "%s is not a program", cannot);
	while (path.n > 0)
		nearest_directory(&near, str_split(&path, ':'));
	fatal(EXIT_NOT_FOUND, "there is no program \"%s\" on PATH%s", word, nearest_question(&near));
}

/* On stderr, whatever becomes of it: the status stays. */
static void
summarize(const struct run *r)
{
	const struct summary *summary = &r->spool.summary;
	struct never n = {&r->c.operand, (char *const *)(uintptr_t)r->environ.v, &r->s, summary, r->b.names, r->self,
	    r->status};
	bool harmless = true, colours = terminal_colours(STDERR_FILENO, r->s.environ);
	bool was_called = summary->compiles + summary->links + summary->probes + summary->stopped + summary->unread > 0;
	const char *never = was_called ? NULL : never_reason(&n, &harmless);
	struct str log = r->s.of[SETTING_LOG].value;
	struct buf b = {0};

	if (r->c.of[CHOICE_JSON]) {
		buf_format(&b, "{\"status\":%d,\"signal\":%d",
		    WIFEXITED(r->ends) ? WEXITSTATUS(r->ends) : 128 + WTERMSIG(r->ends),
		    WIFSIGNALED(r->ends) ? WTERMSIG(r->ends) : 0);
		summary_json(summary, &b);
		made_json(&r->made, &b);
		json_key(&b, "never_called");
		if (never)
			json_string(&b, str_of(never));
		buf_text(&b, never ? "}\n" : "null}\n");
	} else if (!harmless || !r->c.of[CHOICE_QUIET] || summary->denied.n + summary->past.n + summary->unread > 0) {
		summary_text(summary, &b, never, colours);
	}
	if (!r->c.of[CHOICE_JSON])
		made_text(&r->made, &b, colours);
	if (!r->c.of[CHOICE_JSON] && !r->c.of[CHOICE_QUIET]) {
		if (r->ends == 0)
			made_seen(&r->made, &b);
		if (was_called && r->spool.forwards && !logname_splits(log)) {
			struct buf word = {0};

			text_shell(&word, log);
			text_line(&b, "hardcc: logged to %.*s; hardcc report %.*s judges it", FMT(log), FMT(buf_str(&word)));
		}
	}
	print_error(fold(buf_str(&b), r->c.of[CHOICE_JSON] ? 0 : terminal_width(STDERR_FILENO)), colours);
}

/* What it made, the command done. One that was to be static and is not is an error of the build's. */
static void
look_at_made(struct run *r)
{
	made_find(&r->made);
	r->ends = r->made.is_static && r->made.nwrong > 0 && r->status == 0 ? EXIT_DENIED << 8 : r->status;
}

/*
 * --check: `hardcc report`, of the calls and of the files that the build left, which ends as we then do. The log is in memory, for
 * no file of ours is to stay behind.
 */
static void
check(struct run *r, struct str log)
{
	struct args words = {0};
	struct child c = {.path = "/proc/self/exe", .argv = &words, .environ = &r->environ, .mask = r->child.mask};
	int fd = memory_file(log);

	if (fd < 0)
		fatal(EXIT_OURS, "the log for --check:");
	args_push(&words, r->self);
	args_push(&words, "report");
	if (r->c.of[CHOICE_STRICT])
		args_push(&words, choice_rows[CHOICE_STRICT].name);
	if (r->c.of[CHOICE_JSON])
		args_push(&words, text_format("%s=json", choice_rows[CHOICE_LOG_FORMAT].name));
	args_push(&words, text_format("%s=%.*s", choice_rows[CHOICE_VERIFY_PROFILE].name, FMT(r->s.of[SETTING_PROFILE].value)));
	args_push(&words, text_format("/proc/self/fd/%d", fd));
	for (size_t i = 0; i < r->made.n; i++)
		args_push(&words, r->made.of[i].path.p);
	r->ends = child_run(&c);
	if (r->ends < 0)
		fatal(EXIT_OURS, "cannot run hardcc report:");
}

/* --log is HARDCC_LOG for this build. False after an error was said. */
static bool
choose_log(struct run *r)
{
	const char *file = r->c.of[CHOICE_LOG];

	if (!file)
		return true;
	if (*file == '\0' || !logname_fits(str_of(file))) {
		complain("run: --log takes a file's name, in which %%p is the package and %%%% a percent sign, not \"%s\"", file);
		return false;
	}
	r->s.of[SETTING_LOG] = (struct setting){str_of(file), choice_rows[CHOICE_LOG].name, 0};
	r->s.of[SETTING_STRICT] = (struct setting){STR("1"), choice_rows[CHOICE_LOG].name, 0}; /* who asks for it here wants it */
	return true;
}

int
cmd_run(const struct invocation *in)
{
	struct run r = {.c = in->choices, .self = in->self};
	struct buf log = {0};

	if (r.c.of[CHOICE_STRICT] && !r.c.of[CHOICE_CHECK]) {
		complain("run: --strict says how --check judges; give both");
		return EXIT_USAGE;
	}
	if (r.c.of[CHOICE_PIE] && r.c.of[CHOICE_EXE]) {
		complain("run: --pie and --exe are one or the other");
		return EXIT_USAGE;
	}
	settings_environment(&r.s, in->environ);
	settings_files(&r.s, lookup_names(r.s.var[VAR_PATH], in->environ, in->self));
	if (!choose_log(&r))
		return EXIT_USAGE;
	if (!buildenv_make(&r.b, &r.c, &r.s, in->self, &r.c.operand))
		return EXIT_OURS;
	r.environ = environment_copy(in->environ);
	buildenv_apply(&r.b, &r.environ);
	r.child = (struct child){.path = program(&r), .argv = &r.c.operand, .environ = &r.environ, .tick = spool_drain,
	    .context = &r.spool};
	child_hold(&r.child.mask);
	if (!spool_open(&r.spool, &r.s, environment_get(in->environ, "TMPDIR")))
		return EXIT_OURS;
	if (r.c.of[CHOICE_CHECK])
		r.spool.kept = &log;
	environment_set(&r.environ, setting_rows[SETTING_LOG].name, logname_literal(r.spool.path));
	r.made = (struct made){.command = &r.c.operand, .environ = (char *const *)(uintptr_t)r.environ.v, .self = in->self,
	    .outputs = &r.spool.summary.outputs, .is_static = r.b.is_static, .tags = r.c.of[CHOICE_TAGS]};
	made_begin(&r.made, r.spool.directory);
	r.status = child_run(&r.child);
	if (r.status < 0) {
		int status = process_status(errno);

		complain("cannot run %s:", r.child.path);
		r.status = status << 8; /* as waitpid has it */
	}
	spool_close(&r.spool);
	if (r.b.value[BUILD_PROFILE].p)
		r.s.of[SETTING_PROFILE].value = r.b.value[BUILD_PROFILE];
	r.spool.summary.all = r.c.of[CHOICE_ALL];
	summary_profile(&r.spool.summary, r.s.of[SETTING_PROFILE]);
	look_at_made(&r);
	summarize(&r);
	if (r.spool.lost)
		_exit(EXIT_OURS);
	if (r.c.of[CHOICE_CHECK] && r.ends == 0)
		check(&r, buf_str(&log));
	child_end(r.ends);
}
