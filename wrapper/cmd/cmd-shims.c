#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "cmd/cmd.h"
#include "command/command.h"
#include "compiler/lookup.h"
#include "compiler/setting.h"

#define DRIVER_WORD(name, cxx) " " name
static const char always[] = DRIVERS(DRIVER_WORD);
static const char *const musl_names[] = {"musl-gcc", "musl-clang", "x86_64-linux-musl-gcc", "aarch64-linux-musl-gcc"};
static const char musl_settings[] = "HARDCC_LIBC = musl\n";

static bool
same_link(const char *path, const char *target)
{
	char there[1];

	/* a relative one, as make install makes it, too */
	return readlink(path, there, sizeof there) > 0 && str_is(real_path(path), real_path(target));
}

/* A file that is there and not ours stays. */
static bool
make_shim(struct str directory, struct str name, const char *target)
{
	const char *path = str_join3(directory, STR("/"), name);

	if (symlink(target, path) == 0 || (errno == EEXIST && same_link(path, target)))
		return true;
	if (errno == EEXIST)
		complain("%s exists and is not a link to %s; remove it if it is not needed", path, target);
	else
		complain("cannot make %s:", path);
	return false;
}

/* Compilers that the machine has under a triplet or with a version. */
static bool
machine_names(struct str directory, struct str path, const char *target)
{
	struct args names = lookup_compilers(path);
	bool done = true;

	for (size_t i = 0; i < names.n; i++) {
		struct name name = name_parse(str_of(names.v[i]));
		struct lookup l = lookup_begin(path, name.whole, NULL);
		bool there = false;

		if (name.version.n == 0 && name.triplet.n == 0)
			continue;
		while (!there && lookup_file(&l))
			there = !l.cannot;
		if (there)
			done = make_shim(directory, name.whole, target) && done;
	}
	return done;
}

static bool
make_named(struct str directory, const struct args *operand, const char *target)
{
	bool done = true;

	for (size_t i = 1; i < operand->n; i++) {
		struct str name = str_of(operand->v[i]);

		if (str_find(name, '/', 0) < name.n || !name_parse(name).driver) {
			complain("\"%s\" is not the name of a compiler: [TRIPLET-]NAME[-VERSION], NAME one of%s", name.p, always);
			done = false;
		} else {
			done = make_shim(directory, name, target) && done;
		}
	}
	return done;
}

static bool
make_all(struct str directory, struct str path, const char *target, bool musl)
{
	bool done = true;

	for (size_t i = FIRST_SHIM; i < ndrivers; i++)
		done = make_shim(directory, str_of(drivers[i].name), target) && done;
	for (size_t i = 0; musl && i < COUNT(musl_names); i++)
		done = make_shim(directory, str_of(musl_names[i]), target) && done;
	return machine_names(directory, path, target) && done;
}

/* The settings file that makes all names of the directory musl's; one that is there and says so stays. */
static bool
make_settings(struct str directory)
{
	const char *path = str_join(directory, STR("/hardcc.conf"));
	struct str text;

	if (read_file(path, &text)) {
		if (str_is_text(text, musl_settings))
			return true;
		complain("%s exists and is not what --musl would write; add \"HARDCC_LIBC = musl\" to it, or remove it", path);
		return false;
	}
	if (errno != ENOENT || !write_atomic(path, str_of(musl_settings))) {
		complain("cannot make %s:", path);
		return false;
	}
	return true;
}

int
cmd_shims(const struct invocation *in)
{
	struct settings settings;
	struct str target = lookup_shim(in->self);
	struct buf b = {0};
	const struct args *operand = &in->choices.operand;
	struct str directory = str_of(operand->v[0]);
	bool done, musl = in->choices.of[CHOICE_MUSL];

	if (target.n == 0) {
		complain("cannot tell where hardcc itself is:");
		return EXIT_OURS;
	}
	if (mkdir(directory.p, 0755) != 0 && errno != EEXIST) {
		complain("cannot make %s:", directory.p);
		return EXIT_OURS;
	}
	settings_environment(&settings, in->environ);
	done = !musl || make_settings(directory);
	if (operand->n > 1)
		done = make_named(directory, operand, target.p) && done;
	else
		done = make_all(directory, settings.var[VAR_PATH], target.p, musl) && done;
	if (!done)
		return EXIT_OURS;
	buf_text(&b, "put it first on PATH, or set CC=");
	buf_shell(&b, str_of(str_join3(real_path(directory.p), STR("/"), str_of(operand->n > 1 ? operand->v[1] : "gcc"))));
	buf_char(&b, '\n');
	print(buf_str(&b));
	return 0;
}
