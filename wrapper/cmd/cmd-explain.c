#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "cmd/cmd.h"
#include "command/command.h"
#include "compiler/lookup.h"
#include "record/explain.h"
#include "shim/make.h"

/* The shim that this word would start, for its settings file and its place on PATH; NULL where it
 * would start none. */
static const char *
shim_named(const char *name, const struct settings *s, const char *self)
{
	struct lookup l = lookup_begin(s->var[VAR_PATH], str_of(name), self);

	if (strchr(name, '/'))
		return lookup_ours(name, self) ? name : NULL;
	while (lookup_next(&l))
		if (!l.cannot)
			return l.ours ? l.found : NULL;
	return NULL;
}

int
cmd_explain(int argc, char *const *argv, char *const *environ, const char *self)
{
	struct settings settings;
	struct call call = {.settings = &settings, .dry = true};
	struct choices choices;
	struct buf b = {0};
	const char *shim;
	struct str path;
	struct name name;

	if (!choices_read(&choices, CMD_TAKES_explain, argc, argv))
		return EXIT_USAGE;
	if (choices.operand.n == 0)
		return command_usage(argv[0]);
	argc = (int)choices.operand.n;
	argv = (char *const *)(uintptr_t)choices.operand.v;
	name = name_parse(str_base(str_of(argv[0])));
	if (!name.driver) {
		complain("\"%s\" is not the name of a compiler", argv[0]);
		return EXIT_USAGE;
	}
	settings_environment(&settings, environ);
	shim = shim_named(argv[0], &settings, self);
	path = str_of(shim ? shim : "");
	settings_files(&settings, str_directory(path));
	call_words(&call, name, argc, argv);
	call_compiler(&call, shim ? shim : self);
	call_plan(&call);
	if (choices.of[CHOICE_JSON])
		explain_json(&call, &b);
	else
		explain_text(&call, &b);
	if (write_all(STDOUT_FILENO, buf_str(&b)))
		return 0;
	complain("cannot write to standard output:");
	return EXIT_OURS;
}
