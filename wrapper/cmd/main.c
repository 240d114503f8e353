/* main.c - hardcc: its commands. By the name of a compiler it is the shim, too, as where it was copied to alone. */
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "cli/assign.h"
#include "cli/outputfile.h"
#include "cmd/build/toolexec.h"
#include "cmd/cmd.h"
#include "config.h"
#include "shim/shim.h"

#define RUN(name, ...) cmd_##name,
static int (*const run[])(const struct invocation *in) = {COMMANDS(RUN)};

/* "help" for --help; any other word as it is. */
static const char *
meant(const char *word)
{
	static const char spelt[][2][10] = {{"--help", "help"}, {"-h", "help"}, {"--version", "version"}};

	for (size_t i = 0; i < COUNT(spelt); i++)
		if (str_is_text(str_of(word), spelt[i][0]))
			return spelt[i][1];
	return word;
}

/* "run --pie --help", not "run go --help": what is behind the first word that is no option may be another's. */
static bool
asks_for_help(int argc, char *const *argv)
{
	for (int i = 2; i < argc && argv[i][0] == '-'; i++)
		if (str_is_text(str_of(meant(argv[i])), "help"))
			return true;
	return false;
}

/* A file that was named gets the output of a command that did its work, whatever it found. */
static int
run_into(const char *file, const struct invocation *in)
{
	int status;

	if (!output_begin(file))
		return EXIT_USAGE;
	status = run[in->cmd - commands](in);
	return status == EXIT_OURS || output_end(file, status != EXIT_USAGE) ? status : EXIT_USAGE;
}

/* What a shell gets where it evals settings that cannot be had: `eval "$(hardcc env)" && make` builds nothing. */
static void
stop_shell(void *unused)
{
	(void)unused;
	fatal_undoes(NULL, NULL); /* where it cannot be written */
	print(STR("false\n"));
}

/* What stands behind the option at argv[i], in its word or the next one; nothing where it is another option. */
static struct str
value_of(char *const *argv, int i, enum choice_id id)
{
	struct str word = str_of(argv[i]), name = str_of(choice_rows[id].name);

	if (!str_starts(word, name))
		return STR("");
	word = str_cut(word, name.n);
	if (word.n == 0)
		return str_of(argv[i + 1] ? argv[i + 1] : "");
	return str_starts(word, STR("=")) ? str_cut(word, 1) : STR("");
}

/* `hardcc env`, and no option that says another reader than a shell. */
static bool
is_evaluated(int argc, char *const *argv)
{
	if (argc < 2 || !str_is_text(str_of(argv[1]), "env"))
		return false;
	for (int i = 2; i < argc; i++) {
		const struct assign *format = assign_find(value_of(argv, i, CHOICE_FORMAT));
		struct str file = value_of(argv, i, CHOICE_OUTPUT);

		if ((format && !format->here) || str_is_text(str_of(argv[i]), choice_rows[CHOICE_JSON].name) || (file.n > 0 && !str_is(file, STR("-"))))
			return false;
	}
	return true;
}

static int
command(int argc, char *const *argv, struct invocation *in)
{
	size_t n;

	if (argc < 2) {
		cmd_help(in);
		return EXIT_USAGE;
	}
	in->cmd = command_find(str_of(meant(argv[1])));
	if (!in->cmd)
		return EXIT_USAGE;
	if (asks_for_help(argc, argv)) {
		args_push(&in->choices.operand, in->cmd->name);
		return cmd_help(in);
	}
	if (!choices_read(&in->choices, in->cmd->takes, argc - 1, argv + 1))
		return EXIT_USAGE;
	n = in->choices.operand.n;
	if ((in->cmd->operands == NO_OPERANDS && n > 0) || (in->cmd->operands == NEEDS_OPERANDS && n == 0))
		return command_usage(in->cmd, in->choices.operand.v ? in->choices.operand.v[0] : NULL);
	if (in->choices.of[CHOICE_OUTPUT] && !str_is(str_of(in->choices.of[CHOICE_OUTPUT]), STR("-")))
		return run_into(in->choices.of[CHOICE_OUTPUT], in);
	return run[in->cmd - commands](in);
}

int
main(int argc, char **argv, char **environ)
{
	struct invocation in = {.environ = environ, .self = program_path()};
	bool evaluated;
	int status;

	/* by whatever name it is installed: GOFLAGS has the file that links lead to */
	if (argc == 0 || !str_starts(str_base(str_of(argv[0])), STR(PACKAGE_NAME)))
		shim_main(argc, argv, environ, in.self);
	keep_standard_files();
	if (argc > 2 && str_is_text(str_of(argv[1]), TOOLEXEC))
		toolexec_main(argv + 2, environ);
	evaluated = is_evaluated(argc, argv) && !isatty(STDOUT_FILENO);
	if (evaluated)
		fatal_undoes(stop_shell, NULL);
	status = command(argc, argv, &in);
	if (evaluated && status != 0)
		stop_shell(NULL);
	return status;
}
