/* buildenv-go.c - what go is told for a build: GOFLAGS, whether it compiles C, and the levels of the processor. */
#include <string.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/process.h"
#include "cmd/build/maker.h"
#include "cmd/build/toolexec.h"
#include "command/goenv.h"
#include "command/options.h"
#include "command/secret.h"
#include "compiler/lookup.h"

/* What the program argv[0], a name, prints on stdout, trimmed; empty where it fails. */
static struct str
answer(struct maker *m, const char **argv)
{
	struct args environ = environment_copy(m->s->environ);
	struct str text;

	buildenv_apply(m->b, &environ); /* go looks for CC to know whether it can compile C */
	environment_set(&environ, "GOTOOLCHAIN", STR("local"));
	argv[0] = lookup_real(m->path, str_of(argv[0]), m->self);
	if (!argv[0] || run_captured(argv, (char *const *)(uintptr_t)environ.v, -1, CAPTURE_STDOUT, &text) != 0)
		return STR("");
	return str_trim(text);
}

/* What go itself has in GOFLAGS, also by go env -w, and whether it compiles C: with a C compiler that it finds, for this machine. */
static void
ask_go(struct maker *m, struct str *goflags)
{
	struct str text = answer(m, (const char *[]){"go", "env", "CGO_ENABLED", "GOVERSION", "GOFLAGS", NULL});
	struct str enabled = text.n > 0 ? str_split(&text, '\n') : environment_get(m->s->environ, "CGO_ENABLED");

	m->plain_goflags = str_starts(str_split(&text, '\n'), STR("go1.1")) ||
	    str_starts(environment_get(m->s->environ, "GOTOOLCHAIN"), STR("go1.1"));
	m->cgo = !str_is(enabled, STR("0"));
	if (goflags->n == 0)
		*goflags = text;
}

/* Elsewhere than on these -buildmode=pie needs a C compiler to link. Without C, Go's PIE asks for a loader that a fixed program
 * does without: so not there, unless it is asked for. */
static const char *
buildmode(struct maker *m)
{
	struct str os = environment_get(m->s->environ, "GOOS"), arch = environment_get(m->s->environ, "GOARCH");
	bool can = (arch.n == 0 || str_lists(STR("amd64 arm64 ppc64le"), arch)) &&
	    (os.n == 0 || str_is(os, STR("linux")));

	return !m->c->of[CHOICE_EXE] && ((can && m->cgo) || m->c->of[CHOICE_PIE]) ? "pie" : NULL;
}

static bool
stamp(struct maker *m, struct goflags *want)
{
	const char *variable = m->c->of[CHOICE_VERSION_STAMP], *option = choice_rows[CHOICE_VERSION_STAMP].name;
	struct str version;

	if (!variable)
		return true;
	if (!*variable)
		variable = GO_STAMP_VARIABLE;
	if (!str_has(str_of(variable), ".") || strpbrk(variable, " \t\n'\"=")) {
		complain("%s: \"%s\" is not a PACKAGE.VARIABLE such as main.version", option, variable);
		return false;
	}
	version = answer(m, (const char *[]){"git", GIT_QUESTION, NULL});
	if (version.n == 0) {
		complain("%s: git describe tells nothing here; is this a repository, with a commit?", option);
		return false;
	}
	want->stamp = text_format(GO_STAMP "%s=", variable);
	args_push(&want->ldflags, text_format("%s%.*s", want->stamp, FMT(version)));
	return true;
}

/* "go test -race", also inside of a word for sh -c */
static bool
says_race(const struct args *command)
{
	for (size_t i = 0; i < command->n; i++) {
		struct args words = {0};

		if (goflags_split(str_of(command->v[i]), &words) && goflags_has(&words, GO_RACE))
			return true;
	}
	return false;
}

/* So that go's own link ends where what it makes is not static. */
static bool
name_toolexec(const struct maker *m, struct goflags *want)
{
	struct str self = maker_unquoted(real_path(m->self), STR(""));

	if (self.n == 0) {
		complain("%s: GOFLAGS cannot name %s, whose path has a blank or a quote; install hardcc elsewhere", choice_rows[CHOICE_STATIC].name,
		    m->self);
		return false;
	}
	want->toolexec = text_format("%.*s " TOOLEXEC, FMT(self));
	return true;
}

/* Of what go hears twice, the command line's holds: that takes ours away without a word of go's. */
static void
warn_of_lost(const struct goflags *want, const struct args *command)
{
	struct args flags = goflags_of_command(command);

	for (size_t i = 0; i < flags.n; i++) {
		const char *instead = goflags_instead(want, flags.v[i]);
		struct str flag = secret_hidden(str_of(flags.v[i]));
		struct args one = {0};
		struct buf b = {0};

		if (!instead)
			continue;
		args_push(&one, secret_hidden(str_of(instead)).p);
		if (*instead && goflags_join(&one, &b))
			warn("go's own %.*s takes the place of the one in GOFLAGS; write %.*s", FMT(flag), FMT(buf_str(&b)));
		else
			warn("go's own %.*s takes the place of the one in GOFLAGS, which is not in effect", FMT(flag));
	}
}

/* From Go 1.20 on, go compiles C where it finds a compiler, and our names are none where there is nothing behind them. Only go itself
 * is told so: another command may name a compiler to it, and go would leave out C without a word. */
static void
without_compiler(struct maker *m, const struct args *command)
{
	bool is_go = command->n > 0 && str_is(str_base(str_of(command->v[0])), STR("go"));
	const char *file;

	if (!m->cgo || m->plain_goflags || maker_finds_compiler(m) || goenv_get(m->s->environ, build_rows[BUILD_CGO].name, &file).n > 0 ||
	    !(is_go || lookup_real(m->path, STR("go"), m->self)))
		return;
	m->cgo = false;
	if (is_go)
		m->b->value[BUILD_CGO] = STR("0");
	warn("there is no gcc, clang or cc on PATH%s; install one to have cgo", is_go ? ": go compiles no C (CGO_ENABLED=0)" :
		": go takes hardcc's names for one, and fails where it compiles C, unless CGO_ENABLED is 0");
}

static bool
go_flags(struct maker *m, const struct args *command)
{
	const char *const *of = m->c->of;
	bool packed = of[CHOICE_FOR] && str_lists(STR("debian rpm"), str_of(of[CHOICE_FOR]));
	struct goflags want = {.insist = of[CHOICE_PIE] || of[CHOICE_EXE], .tags = of[CHOICE_TAGS],
	    .trimpath = of[CHOICE_FOR]};
	struct str text = environment_get(m->s->environ, build_rows[BUILD_GOFLAGS].name);
	struct args user = {0}, merged;
	struct buf b = {0};

	ask_go(m, &text);
	without_compiler(m, command);
	want.buildmode = buildmode(m);
	if (!goflags_split(text, &user)) {
		text = secret_hidden(text);
		complain("GOFLAGS: a quote has no end in: %.*s", FMT(text));
		return false;
	}
	want.race = goflags_has(&user, GO_RACE) || says_race(command);
	if (packed)
		args_push(&want.ldflags, GO_PLAIN_DWARF); /* dwz and find-debuginfo read no other */
	else if (of[CHOICE_FOR] && !of[CHOICE_SPLIT_DEBUG])
		args_push(&want.ldflags, GO_NO_DWARF);
	if (m->b->is_static && want.buildmode && !want.race)
		args_push(&want.ldflags, GO_LINK_BY_CC); /* Go's own link of a PIE asks for a loader, and CC's does not */
	if ((m->b->is_static && !m->plain_goflags && !name_toolexec(m, &want)) || !stamp(m, &want))
		return false;
	warn_of_lost(&want, command);
	merged = goflags_merge(&want, &user);
	if (merged.n == 0 && user.n == 0)
		return true;
	if (merged.n == 0) /* go reads its own file where GOFLAGS is empty */
		args_push(&merged, GO_BUILDMODE "=default");
	if (!goflags_join(&merged, &b)) {
		text = secret_hidden(text);
		complain("GOFLAGS: a word with both kinds of quotes cannot be written; change it: %.*s", FMT(text));
		return false;
	}
	m->b->value[BUILD_GOFLAGS] = buf_str(&b);
	if (m->plain_goflags && strpbrk(m->b->value[BUILD_GOFLAGS].p, "'\"")) {
		text = secret_hidden(m->b->value[BUILD_GOFLAGS]);
		complain("GOFLAGS: Go 1.19 and older take no quotes there, and these need some: %.*s; take an option less, or a newer Go", FMT(text));
		return false;
	}
	return true;
}

static void
go_levels(struct maker *m)
{
	const char *const *of = m->c->of;

	if (of[CHOICE_GOAMD64])
		m->b->value[BUILD_GOAMD64] = str_of(of[CHOICE_GOAMD64]);
	if (of[CHOICE_GOARM64])
		m->b->value[BUILD_GOARM64] = str_of(of[CHOICE_GOARM64]);
}

bool
maker_go(struct maker *m, const struct args *command)
{
	go_levels(m);
	return go_flags(m, command);
}
