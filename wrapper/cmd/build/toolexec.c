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

/* What go's linker makes; NULL where the tool is another, or is only asked for its version. */
static const char *
output_of(char *const *argv)
{
	const char *output = NULL;

	for (size_t i = 1; str_is(str_base(str_of(argv[0])), STR("link")) && argv[i]; i++)
		if (str_is_text(str_of(argv[i]), TRIAL_OUTPUT))
			output = argv[i + 1];
	return output;
}

void
toolexec_main(char *const *argv, char *const *environ)
{
	const char *output = output_of(argv);
	struct str package = environment_get(environ, "TOOLEXEC_IMPORTPATH");
	struct args words = {0}, variables = environment_copy(environ);
	struct child c = {.path = argv[0], .argv = &words, .environ = &variables};
	struct made made = {.is_static = true};
	struct buf b = {0};
	int status;

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
	if (made.n > 0) {
		unlink(output);
		status = EXIT_DENIED << 8; /* as waitpid has it */
		if (package.n > 0) /* the file is go's own until it is moved */
			made.of[0].path = package;
	}
	made_text(&made, &b, false);
	print_error(buf_str(&b), false);
	child_end(status);
}
