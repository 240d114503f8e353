#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/nearest.h"
#include "cmd/cmd.h"
#include "command/command.h"
#include "compiler/depth.h"
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

static bool
same_file(const char *a, const char *b)
{
	struct stat one, other;

	return stat(a, &one) == 0 && stat(b, &other) == 0 && lookup_same(&one, &other);
}

/* Of a path that is no name of ours only the name counts, as if hardcc had been called by it. */
static void
warn_of_other(const char *word, const struct compiler *cc)
{
	if (strchr(word, '/') && !same_file(word, cc->path) && !(cc->launcher && same_file(word, cc->launcher)))
		warn("hardcc runs %s for \"%.*s\", and this explains that; %s is %s", cc->path, FMT(str_base(str_of(word))), word,
		    access(word, F_OK) == 0 ? "another file" : "not there");
}

int
cmd_explain(const struct invocation *in)
{
	struct settings settings;
	struct call call = {.settings = &settings, .dry = true};
	char *const *argv = (char *const *)(uintptr_t)in->choices.operand.v;
	struct buf b = {0};
	const char *shim;
	struct name name = name_parse(str_base(str_of(argv[0])));

	if (!name.driver) {
		complain("unknown compiler \"%s\"%s", argv[0], nearest_word(str_of(argv[0]), str_of(driver_list)));
		return EXIT_USAGE;
	}
	settings_environment(&settings, in->environ);
	depth_warn(&settings);
	shim = shim_named(argv[0], &settings, in->self);
	settings_files(&settings, str_directory(str_of(shim ? shim : "")));
	choose_profile(&settings, &in->choices);
	call_words(&call, name, (int)in->choices.operand.n, argv);
	call_compiler(&call, shim ? shim : in->self);
	if (!shim)
		warn_of_other(argv[0], &call.compiler);
	call_plan(&call);
	policy_tell_idle(&call.policy);
	if (in->choices.of[CHOICE_JSON])
		explain_json(&call, &b);
	else
		explain_text(&call, &b, in->choices.of[CHOICE_ALL]);
	print(buf_str(&b));
	return 0;
}
