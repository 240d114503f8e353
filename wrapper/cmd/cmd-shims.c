#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/nearest.h"
#include "base/io.h"
#include "cli/outputfile.h"
#include "cmd/cmd.h"
#include "command/command.h"
#include "compiler/lookup.h"
#include "compiler/setting.h"

static const char musl_names[] = "musl-gcc musl-clang x86_64-linux-musl-gcc aarch64-linux-musl-gcc";
static const char musl_line[] = "\nHARDCC_LIBC = musl\n", *const musl_settings = musl_line + 1;

struct shims {
	struct str directory;
	const char *target; /* what the names are links to */
	bool failed;	    /* after an error was said */
};

static bool
same_link(const char *path, const char *target)
{
	char there[1];

	/* a relative one, as make install makes it, too */
	return readlink(path, there, sizeof there) > 0 && str_is(real_path(path), real_path(target));
}

/* A file that is there and not ours stays. */
static void
make_shim(struct shims *s, struct str name)
{
	const char *path = str_join3(s->directory, STR("/"), name);
	bool there;

	if (symlink(s->target, path) == 0)
		return;
	there = errno == EEXIST;
	if (there && same_link(path, s->target))
		return;
	if (there)
		complain("%s exists and is not a link to %s; remove it if it is not needed", path, s->target);
	else
		complain("cannot make %s:", path);
	s->failed = true;
}

static void
make_list(struct shims *s, const char *names)
{
	for (struct str rest = str_of(names); rest.n > 0;)
		make_shim(s, str_split(&rest, ' '));
}

/* Compilers that the machine has under a triplet or with a version. */
static void
machine_names(struct shims *s, struct str path)
{
	struct args names = lookup_compilers(path);

	for (size_t i = 0; i < names.n; i++) {
		struct name name = name_parse(str_of(names.v[i]));
		struct lookup l = lookup_begin(path, name.whole, NULL);
		bool there = false;

		while (!there && lookup_file(&l))
			there = !l.cannot;
		if (there && (name.version.n > 0 || name.triplet.n > 0))
			make_shim(s, name.whole);
	}
}

static bool
is_name(struct str name)
{
	if (str_find(name, '/', 0) == name.n && name_parse(name).driver)
		return true;
	complain("unknown compiler \"%s\"%s: [TRIPLET-]NAME[-VERSION], NAME one of %s", name.p,
	    nearest_word(name, str_of(driver_list)), driver_list);
	return false;
}

/* Each that is wrong is said, before anything is made. */
static bool
are_names(const struct args *operand)
{
	bool all = true;

	for (size_t i = 1; i < operand->n; i++)
		all = is_name(str_of(operand->v[i])) && all;
	return all;
}

/* The settings file that makes all names of the directory musl's; one that is there and says so stays. */
static void
make_settings(struct shims *s)
{
	const char *path = str_join(s->directory, STR("/hardcc.conf"));
	struct str text;

	if (read_file(path, &text)) {
		if (str_starts_text(text, musl_settings) || str_has(text, musl_line))
			return;
		complain("%s exists and does not say what --musl would; add the line \"HARDCC_LIBC = musl\" to it, or remove it", path);
	} else if (errno == ENOENT && write_atomic(path, str_of(musl_settings), new_file_mode())) {
		return;
	} else {
		complain("cannot make %s:", path);
	}
	s->failed = true;
}

int
cmd_shims(const struct invocation *in)
{
	const struct args *operand = &in->choices.operand;
	struct shims s = {.directory = str_of(operand->v[0]), .target = lookup_shim(in->self).p};
	const char *first = operand->n > 1 ? operand->v[1] : "gcc";
	bool musl = in->choices.of[CHOICE_MUSL];
	struct settings settings;
	struct buf b = {0};

	if (*s.target == '\0') {
		complain("cannot tell where hardcc itself is:");
		return EXIT_OURS;
	}
	if (!are_names(operand))
		return EXIT_USAGE;
	if (mkdir(s.directory.p, 0755) != 0 && errno != EEXIST) {
		complain("cannot make %s:", s.directory.p);
		return EXIT_OURS;
	}
	settings_environment(&settings, in->environ);
	if (musl)
		make_settings(&s);
	for (size_t i = 1; i < operand->n; i++)
		make_shim(&s, str_of(operand->v[i]));
	if (operand->n == 1) {
		make_list(&s, driver_list);
		make_list(&s, musl ? musl_names : "");
		machine_names(&s, settings.var[VAR_PATH]);
	}
	if (s.failed)
		return EXIT_OURS;
	buf_text(&b, "put it first on PATH, or set CC=");
	text_shell(&b, str_of(str_join3(real_path(s.directory.p), STR("/"), str_of(first))));
	buf_char(&b, '\n');
	print(buf_str(&b));
	return 0;
}
