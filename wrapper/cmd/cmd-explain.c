#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "cmd/cmd.h"
#include "compiler/lookup.h"
#include "record/explain.h"
#include "shim/shim.h"

/* The shim that this word would start, for its settings file and its place on PATH; NULL where it
 * would start none. */
static const char *
shim_named(const char *name, const struct settings *s, const char *self)
{
	struct str rest = strchr(name, '/') ? STR("/") : s->var[VAR_PATH];
	struct stat st;

	while (rest.n > 0) {
		struct str directory = str_split(&rest, ':');
		const char *path = strchr(name, '/') ? name :
		    str_join3(directory.n > 0 ? directory : STR("."), STR("/"), str_of(name));

		if (stat(path, &st) == 0 && (st.st_mode & 0111))
			return lookup_ours(path, self) ? path : NULL;
	}
	return NULL;
}

int
cmd_explain(int argc, char *const *argv, char *const *environ, const char *self)
{
	struct settings settings;
	struct call call = {.settings = &settings, .explained = true};
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
		complain("\"%s\" is no name of a compiler", argv[0]);
		return EXIT_USAGE;
	}
	settings_environment(&settings, environ);
	shim = shim_named(argv[0], &settings, self);
	path = str_of(shim ? shim : "");
	settings_files(&settings, str_directory(path));
	shim_plan(&call, name, argc, argv, shim ? shim : self);
	if (choices.of[CHOICE_JSON])
		explain_json(&call, &b);
	else
		explain_text(&call, &b);
	if (write_all(STDOUT_FILENO, buf_str(&b)))
		return 0;
	complain("cannot write to standard output:");
	return EXIT_OURS;
}
