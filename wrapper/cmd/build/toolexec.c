#include "cmd/build/toolexec.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/child.h"
#include "base/environment.h"
#include "base/error.h"
#include "base/io.h"
#include "base/process.h"
#include "cmd/build/made.h"
#include "command/options.h"

/* Of go's linker, behind its version. */
#define MARK "+hardcc-static"

/* What go's linker makes; NULL where it makes nothing. */
static const char *
output_of(char *const *argv)
{
	const char *output = NULL;

	for (size_t i = 1; argv[i]; i++)
		if (str_is_text(str_of(argv[i]), TRIAL_OUTPUT))
			output = argv[i + 1];
	return output;
}

/*
 * Go asks its linker for its version through us, and what it hears goes into the build ID of each program. So one that was linked
 * without us is another to go: neither the cache of `go run` nor a file that seems up to date stands in for the link that we look at.
 * The mark joins the last word, since of a development version only what its build ID ends with counts (cmd/go, toolID).
 */
static void
tell_version(char *const *argv, char *const *environ)
{
	struct str text;

	if (run_captured((const char *const *)(uintptr_t)argv, environ, -1, CAPTURE_STDOUT, &text) != 0)
		return;
	text = str_trim(text);
	print(str_format("%.*s" MARK "\n", FMT(text)));
	_exit(0);
}

void
toolexec_main(char *const *argv, char *const *environ)
{
	bool links = str_is(str_base(str_of(argv[0])), STR("link"));
	const char *output = links ? output_of(argv) : NULL;
	struct str package = environment_get(environ, "TOOLEXEC_IMPORTPATH");
	struct args words = {0}, variables = environment_copy(environ);
	struct child c = {.path = argv[0], .argv = &words, .environ = &variables};
	struct made made = {.is_static = true};
	struct buf b = {0};
	int status;

	if (links && argv[1] && str_is(str_of(argv[1]), STR(GO_TOOL_VERSION)))
		tell_version(argv, environ);
	if (!output) {
		execve(argv[0], argv, environ);
		process_cannot_run(argv[0]);
	}
	for (size_t i = 0; argv[i]; i++)
		args_push(&words, argv[i]);
	child_hold(&c.mask);
	status = child_run(&c);
	if (status < 0)
		process_cannot_run(argv[0]);
	if (status == 0)
		made_look_at(&made, output);
	if (made.nwrong > 0) {
		unlink(output);
		status = EXIT_DENIED << 8; /* as waitpid has it */
		if (package.n > 0) /* the file is go's own until it is moved */
			made.of[0].path = package;
	}
	made_text(&made, &b, false);
	print_error(buf_str(&b), false);
	child_end(status);
}
