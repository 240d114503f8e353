#include "cmd/build/buildenv.h"

#include <sys/wait.h>
#include <unistd.h>

#include "base/environment.h"
#include "base/error.h"
#include "base/io.h"
#include "base/process.h"
#include "cmd/build/toolexec.h"
#include "command/command.h"
#include "command/goenv.h"
#include "command/options.h"
#include "command/secret.h"
#include "compiler/compiler.h"
#include "compiler/launcher.h"
#include "compiler/lookup.h"
#include "config.h"
#include "profile/policy.h"

#define ROW(id, name, does, costs, not_when) {name, does, costs, not_when},
const struct build_row build_rows[NBUILD] = {BUILD_VARIABLES(ROW)};

/* What differs between C and C++. */
static const struct language_row {
	uint8_t variable, real;
	char names[3][10];
} languages[2] = {
	{BUILD_CC, BUILD_REAL_CC, {"gcc", "clang", "cc"}},
	{BUILD_CXX, BUILD_REAL_CXX, {"g++", "clang++", "c++"}},
};

struct maker {
	struct buildenv *b;
	const struct choices *c;
	const struct settings *s;
	const char *self;
	struct str path;
	bool cgo; /* go compiles C, as far as can be known */
	bool plain_goflags; /* go parts GOFLAGS at blanks, and quotes are letters: before Go 1.20 */
};

/* The path, unless a shell or ccache would part it into words: then the name alone, which PATH finds. */
static struct str
unquoted(struct str path, struct str name)
{
	struct buf quoted = {0};

	buf_shell(&quoted, path);
	return str_is(buf_str(&quoted), path) ? path : name;
}

static struct str
in_names(struct maker *m, struct str name)
{
	return unquoted(str_of(str_join3(m->b->names, STR("/"), name)), name);
}

/* The first of the usual names that is there on both sides. */
static void
usual(struct maker *m, const struct language_row *row)
{
	bool set = m->s->of[row->variable == BUILD_CC ? SETTING_CC : SETTING_CXX].value.n > 0;

	for (size_t i = 0; i < COUNT(row->names); i++) {
		struct str name = str_of(row->names[i]);

		if (!lookup_has(m->b->names, name, m->self) || !(set || lookup_real(m->path, name, m->self)))
			continue;
		m->b->value[row->variable] = in_names(m, name);
		return;
	}
}

/* The compiler that the user's CC names, hardened: by its name, else behind gcc and g++. */
static struct str
instead_of(struct maker *m, const struct language_row *row, const char *word)
{
	struct str base = str_base(str_of(word));
	const char *next = lookup_real(m->path, base, m->self);
	struct str found = next ? real_path(next) : STR("");
	bool path = base.n < strlen(word);

	if (path ? access(word, X_OK) != 0 : !next)
		warn("%s is \"%s\", which is not %s; each call of it will fail: install it, or name another", build_rows[row->variable].name, word,
		    path ? "there" : "on PATH");
	if (next && lookup_has(m->b->names, base, m->self) &&
	    (!path || (found.n > 0 && str_is(found, real_path(word)))))
		return in_names(m, base);
	m->b->value[row->real] = str_of(word);
	return in_names(m, str_of(row->names[0]));
}

static bool
is_ours(struct maker *m, const char *word)
{
	return strchr(word, '/') ? lookup_ours(word, m->self) : lookup_has(m->b->names, str_of(word), m->self) &&
		!lookup_real(m->path, str_of(word), m->self);
}

/* CC="ccache gcc -m32": the launcher goes behind us, the flags stay. CC="hardcc gcc": gcc is meant. */
static void
compiler_variable(struct maker *m, const struct language_row *row)
{
	const char *file;
	struct str value = goenv_get(m->s->environ, build_rows[row->variable].name, &file);
	struct args words = {0};
	struct buf b = {0};
	size_t i = 0;

	if (!goflags_split(value, &words) || words.n == 0) {
		usual(m, row);
		return;
	}
	for (struct str base; i + 1 < words.n; i++) {
		base = str_base(str_of(words.v[i]));
		if (launcher_known(base))
			m->b->value[BUILD_LAUNCHER] = base;
		else if (!str_is(base, STR(PACKAGE_NAME)))
			break;
	}
	if (!name_parse(str_base(str_of(words.v[i]))).driver) {
		warn("%s is \"%s\", which is not the name of a compiler; it stays, and hardcc sees only the compilers that it runs from PATH",
		    build_rows[row->variable].name, words.v[i]);
		return;
	}
	buf_add(&b, is_ours(m, words.v[i]) ? str_of(words.v[i]) : instead_of(m, row, words.v[i]));
	while (++i < words.n)
		buf_format(&b, " %s", words.v[i]);
	m->b->value[row->variable] = buf_str(&b);
}

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
	struct str self = unquoted(real_path(m->self), STR(""));

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

static bool
finds_compiler(const struct maker *m)
{
	const char *file;
	bool found = m->s->of[SETTING_CC].value.n > 0 || goenv_get(m->s->environ, build_rows[BUILD_CC].name, &file).n > 0;

	for (size_t i = 0; i < COUNT(languages[0].names) && !found; i++)
		found = lookup_real(m->path, str_of(languages[0].names[i]), m->self);
	return found;
}

/* From Go 1.20 on, go compiles C where it finds a compiler, and our names are none where there is nothing behind them. Only go itself
 * is told so: another command may name a compiler to it, and go would leave out C without a word. */
static void
without_compiler(struct maker *m, const struct args *command)
{
	bool is_go = command->n > 0 && str_is(str_base(str_of(command->v[0])), STR("go"));
	const char *file;

	if (!m->cgo || m->plain_goflags || finds_compiler(m) || goenv_get(m->s->environ, build_rows[BUILD_CGO].name, &file).n > 0 ||
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

static bool
find_names(struct maker *m)
{
	struct buildenv *b = m->b;
	struct str rest = m->path;

	b->names = lookup_names(m->path, m->s->environ, m->self);
	if (b->names.n == 0) {
		complain("there is no directory of compiler names, neither on PATH nor at %s; make one: "
			 "hardcc shims DIRECTORY, and put it on PATH", SHIMDIR);
		return false;
	}
	if (str_find(b->names, ':', 0) < b->names.n || str_find(b->names, '\n', 0) < b->names.n) {
		complain("%.*s cannot stand on PATH; make another directory: hardcc shims DIRECTORY", FMT(b->names));
		return false;
	}
	b->value[BUILD_PATH] = b->names;
	b->path_is_right = str_is(str_split(&rest, ':'), b->names);
	return true;
}

/* "openssf,./x.profile": each call has its own directory, so the path is made absolute. */
static struct str
absolute_profiles(struct str list)
{
	struct str directory = here();
	struct buf b = {0};

	while (list.n > 0) {
		struct str part = str_split(&list, ','), word = str_trim(part);

		if (b.n > 0)
			buf_char(&b, ',');
		if (policy_relative(word)) {
			while (str_starts(word, STR("./")))
				word = str_cut(word, 2);
			if (directory.n == 0 || str_find(directory, ',', 0) < directory.n)
				fatal(EXIT_OURS, "a profile by a relative path needs a directory whose path has no comma: %.*s", FMT(word));
			part = str_format("%.*s/%.*s", FMT(directory), FMT(word));
		}
		buf_add(&b, part);
	}
	return buf_str(&b);
}

/* A profile is read here, so that a misspelt one is one error and not one for each call. */
static void
profile_variable(struct maker *m)
{
	struct settings s = *m->s;
	struct setting *profile = &s.of[SETTING_PROFILE];
	struct policy policy;
	bool said = true;

	if (m->c->of[CHOICE_PROFILE])
		*profile = (struct setting){str_of(m->c->of[CHOICE_PROFILE]), choice_rows[CHOICE_PROFILE].name, 0};
	else
		said = project_profile(&s, m->c->of[CHOICE_TRUST_PROJECT]) || str_is(str_of(profile->origin), STR("environment"));
	policy_load(&policy, &s);
	policy_tell_idle(&policy);
	if (said)
		m->b->value[BUILD_PROFILE] = absolute_profiles(profile->value);
}

/* A launcher in front of hardcc does not see the policy: ccache can be told. */
static void
tell_ccache(struct maker *m)
{
	struct str program = unquoted(real_path(m->self), STR(PACKAGE_NAME));

	if (!lookup_real(m->path, STR("ccache"), m->self) ||
	    environment_get(m->s->environ, build_rows[BUILD_COMPILERCHECK].name).p)
		return;
	m->b->value[BUILD_COMPILERCHECK] = str_of(str_join(program, STR(TELL_CCACHE)));
}

bool
buildenv_make(struct buildenv *b, const struct choices *c, const struct settings *s, const char *self,
    const struct args *command)
{
	struct maker m = {.b = b, .c = c, .s = s, .self = self, .cgo = true, .path = s->var[VAR_PATH].p ? s->var[VAR_PATH] : str_of(default_path)};

	*b = (struct buildenv){0};
	if (!find_names(&m))
		return false;
	profile_variable(&m);
	for (size_t i = 0; i < COUNT(languages); i++)
		compiler_variable(&m, &languages[i]);
	b->is_static = setting_libc(s->of[SETTING_LIBC].value) >= LIBC_GLIBC_STATIC;
	if (c->of[CHOICE_STATIC] && !b->is_static)
		b->value[BUILD_LIBC] = str_of(setting_libcs[LIBC_MUSL]);
	b->is_static = b->is_static || c->of[CHOICE_STATIC];
	tell_ccache(&m);
	go_levels(&m);
	return go_flags(&m, command);
}

void
buildenv_apply(const struct buildenv *b, struct args *environ)
{
	environment_unset(environ, "HARDCC_DEPTH");
	for (int i = 0; i < NBUILD; i++) {
		struct str value = b->value[i];

		if (!value.p || (i == BUILD_PATH && b->path_is_right))
			continue;
		if (i == BUILD_PATH) {
			struct str path = environment_get((char *const *)(uintptr_t)environ->v, build_rows[i].name);

			value = str_of(str_join3(value, STR(":"), path.p ? path : str_of(default_path)));
		}
		environment_set(environ, build_rows[i].name, value);
	}
}
