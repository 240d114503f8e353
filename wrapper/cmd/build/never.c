#include "cmd/build/never.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "base/environment.h"
#include "base/io.h"
#include "base/process.h"
#include "command/command.h"
#include "command/goenv.h"
#include "command/goflags.h"
#include "command/options.h"
#include "compiler/lookup.h"

enum {
	TEXT_LIMIT = 8 * 1024 * 1024, /* bytes; no build file by hand is larger, and a cache of cmake's is not */
	FILES = 64,		      /* each once, though lines lead to others */
};

/* Files that say how to build, in the directories that the command names. */
static const char build_files[][16] = {"GNUmakefile", "makefile", "Makefile", "CMakeCache.txt", "build.ninja"};
/* What a build may set for itself, and so past us. */
static const struct variable {
	char name[5], overrule[32];
} variables[] = {{"CC", ", or overrule it: make CC=gcc"}, {"CXX", ", or overrule it: make CXX=g++"}, {"PATH", ""}};

/* Words before a file, or else a directory, that a line leads to. */
static const struct lead {
	char word[10];
	bool file;
} leads[] = {{"include", true}, {MAKE_INCLUDE, true}, {"sinclude", true}, {"cd", false}, {MAKE_DIRECTORY, false}};

/* Each that looks returns the reason, or NULL. */
struct finder {
	const struct never *n;
	struct args seen; /* files */
	bool builds;	  /* something that reads build files is named */
};

static const char *look_in_file(struct finder *f, const char *path);
static const char *look_in_directory(struct finder *f, struct str directory);

/* A compiler by a path that is not ours. */
static bool
past_us(const struct finder *f, struct str word)
{
	struct str base = str_base(word), directory = str_directory(word);

	return str_starts(word, STR("/")) && name_parse(base).driver && !lookup_has(directory, base, f->n->self) &&
	    lookup_real(directory, base, f->n->self);
}

static bool
separates(char c)
{
	return c != '\0' && strchr(" \t\"'`;()=:,&|<>{}", c);
}

static struct str
next_word(struct str *s)
{
	struct str word;
	size_t n = 0;

	while (s->n > 0 && separates(s->p[0]))
		*s = str_cut(*s, 1);
	while (n < s->n && !separates(s->p[n]))
		n++;
	word = str_head(*s, n);
	*s = str_cut(*s, n);
	return word;
}

/* "CC = tcc", "export PATH=/usr/bin": what is set; p is NULL where the line sets nothing, or only a default. */
static struct str
set_to(struct str line, const char *variable)
{
	static const char before[][10] = {"export ", "override ", "ENV "};

	for (size_t i = 0; i < COUNT(before); i++)
		if (str_starts_text(line, before[i]))
			line = str_trim(str_cut(line, strlen(before[i])));
	if (!str_starts_text(line, variable))
		return (struct str){0};
	line = str_trim(str_cut(line, strlen(variable)));
	while (line.n > 0 && line.p[0] == ':')
		line = str_cut(line, 1);
	return line.n > 0 && line.p[0] == '=' ? str_trim(str_cut(line, 1)) : (struct str){0};
}

/* PATH=/usr/bin:$PATH, PATH=/usr/bin:/bin */
static bool
path_leads_past(const struct finder *f, struct str value)
{
	struct str rest = value, first = str_split(&rest, ':');

	if (str_has(first, "$") || str_has(first, f->n->names.p))
		return false;
	if (str_starts(first, STR("/")) &&
	    (lookup_real(first, STR("cc"), f->n->self) || lookup_real(first, STR("gcc"), f->n->self)))
		return true;
	return !str_has(value, "PATH");
}

/* Does this assignment lead past us? */
static bool
leads_past(const struct finder *f, const char *variable, struct str value)
{
	struct str rest = value, whole = str_split(&rest, ' '), word = next_word(&value);

	if (word.n == 0)
		return false;
	if (str_is_text(STR("PATH"), variable))
		return path_leads_past(f, whole);
	if (str_has(whole, "$")) /* $(BIN)/gcc */
		return str_has(whole, "/") && name_parse(str_base(whole)).driver;
	return past_us(f, word) || (word.p[0] != '/' && !lookup_has(f->n->names, word, f->n->self));
}

/* "include config.mk", "cd sub && make": looks there, too. */
static const char *
follow(struct finder *f, struct str directory, struct str before, struct str word)
{
	for (size_t i = 0; i < COUNT(leads) && !str_has(word, "$"); i++) {
		const char *path;

		if (!str_is_text(before, leads[i].word))
			continue;
		path = word.p[0] == '/' || directory.n == 0 ? str_dup(word) : str_join3(directory, STR("/"), word);
		return leads[i].file ? look_in_file(f, path) : look_in_directory(f, str_of(path));
	}
	return NULL;
}

static bool
runs_make(const struct args *command)
{
	for (size_t i = 0; i < command->n; i++)
		if (str_ends(str_of(command->v[i]), STR("make")))
			return true;
	return false;
}

/* Looks through one line of a file in the directory, or one word of the command, whose directory is empty. */
static const char *
look_in_line(struct finder *f, struct str directory, struct str line, const char *place)
{
	struct str rest = line, word, before = {0};
	const char *found;

	for (size_t i = 0; i < COUNT(variables); i++) {
		struct str value = set_to(line, variables[i].name);

		if (value.p && leads_past(f, variables[i].name, value))
			return text_format("%s sets %s itself, %s %.*s; take that out%s", place, variables[i].name,
			    str_has(value, " ") ? "in the line" : "to", FMT(str_has(value, " ") ? line : value), /* "CC=gcc go test": where it ends is the shell's affair */
			    directory.n > 0 || runs_make(f->n->command) ? variables[i].overrule : "");
	}
	if (str_has(line, "CGO_ENABLED=0"))
		return text_format("%s says CGO_ENABLED=0, with which go compiles no C; take it out", place);
	for (; (word = next_word(&rest)).n > 0; before = word) {
		f->builds = f->builds || str_ends(word, STR("make")) || str_lists(STR("ninja samu meson"), str_base(word));
		found = follow(f, directory, before, word);
		if (found)
			return found;
		if (past_us(f, word))
			return text_format("%s names %.*s by its path, which goes past hardcc; say %.*s alone there",
			    place, FMT(word), FMT(str_base(word)));
	}
	return NULL;
}

/* Was it looked through before, or were enough? */
static bool
seen(struct finder *f, const char *path)
{
	struct str file = real_path(path);

	for (size_t i = 0; i < f->seen.n; i++)
		if (str_is_text(file, f->seen.v[i]))
			return true;
	args_push(&f->seen, file.p);
	return f->seen.n > FILES;
}

static const char *
look_in_file(struct finder *f, const char *path)
{
	const char *found = NULL;
	struct stat st;
	struct str text;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > TEXT_LIMIT || seen(f, path) ||
	    !read_file(path, &text) || str_find(text, '\0', 0) < text.n) /* a program */
		return NULL;
	for (unsigned at = 1; text.n > 0 && !found; at++) {
		struct str line = str_trim(str_split(&text, '\n'));

		if (line.n > 0 && (line.p[0] != '#' || str_starts(line, STR("#!"))) && !str_starts(line, STR("//")))
			found = look_in_line(f, str_directory(str_of(path)), line, text_format("%s:%u", path, at));
	}
	return found;
}

static const char *
look_in_directory(struct finder *f, struct str directory)
{
	bool here = str_is(directory, STR("."));
	const char *found = NULL;

	for (size_t i = 0; i < COUNT(build_files) && !found; i++)
		found = look_in_file(f, here ? build_files[i] : str_join3(directory, STR("/"), str_of(build_files[i])));
	return found;
}

/* The words of the command, the files and directories that they name, then, where something is built, this directory. */
static const char *
look_in_command(struct finder *f)
{
	const struct args *command = f->n->command;
	const char *found = NULL;

	for (size_t i = 0; i < command->n && !found; i++)
		found = look_in_line(f, STR(""), str_of(command->v[i]), "the command");
	for (size_t i = 0; i < command->n && !found; i++) {
		struct str word = str_of(command->v[i]);
		struct stat st;

		if (word.n > 2 && (str_starts(word, STR(MAKE_DIRECTORY)) || str_starts(word, STR(MAKE_FILE))))
			word = str_cut(word, 2); /* its argument joined */
		else if (str_find(word, '=', 0) < word.n) /* --directory=DIR */
			word = str_cut(word, str_find(word, '=', 0) + 1);
		if (word.n > 0 && stat(word.p, &st) == 0)
			found = S_ISDIR(st.st_mode) ? look_in_directory(f, word) : look_in_file(f, word.p);
	}
	return found || !f->builds ? found : look_in_directory(f, STR("."));
}

/* What the go command is to do; empty where it is not go. */
static struct str
go_verb(const struct never *n)
{
	const struct args *command = n->command;
	size_t at = 1;

	if (!str_is(str_base(str_of(command->v[0])), STR("go")))
		return STR("");
	while (at < command->n && str_starts_text(str_of(command->v[at]), MAKE_DIRECTORY)) /* go has it, too */
		at += str_is(str_of(command->v[at]), STR(MAKE_DIRECTORY)) ? 2 : 1;
	return at < command->n ? str_of(command->v[at]) : STR("");
}

/* Behind run and test the word may be a program's. */
static bool
is_dry_run(const struct never *n, struct str verb)
{
	return str_lists(STR("build install vet"), verb) && goflags_has(n->command, GO_DRY_RUN);
}

static bool
go_compiles_nothing(const struct never *n, struct str verb)
{
	if (is_dry_run(n, verb))
		return true;
	if (str_is(verb, STR("list")))
		return !goflags_has(n->command, GO_LIST_EXPORT) && !goflags_has(n->command, GO_LIST_COMPILED);
	return str_lists(STR(GO_COMPILES_NOTHING), verb);
}

/* CGO_ENABLED=0 where the environment does not say so: go env -w did, the build is for another system, or go found no compiler. */
static const char *
cgo_off(const struct never *n)
{
	const char *go = lookup_real(environment_get(n->environ, "PATH"), STR("go"), n->self), *file;
	const char *const question[] = {go, "env", "CGO_ENABLED", NULL};
	struct str text;

	if (!go || run_captured(question, n->environ, -1, CAPTURE_STDOUT, &text) != 0 ||
	    !str_is(str_trim(text), STR("0")))
		return NULL;
	if (str_is(goenv_get(n->environ, "CGO_ENABLED", &file), STR("0")))
		return "go's own settings have CGO_ENABLED=0, so go compiles no C; go env -u CGO_ENABLED";
	if (environment_get(n->environ, "GOOS").n > 0 || environment_get(n->environ, "GOARCH").n > 0)
		return "go compiles no C for the system that GOOS and GOARCH name; "
		       "CGO_ENABLED=1, and a CC for it, makes it";
	return "go env CGO_ENABLED is 0, so go compiles no C; it is so where go finds no C compiler, or for another system";
}

static const char no_compiler[] = "PATH has no cc, gcc or clang but hardcc's own names; install one";

/* Of a command that is not go, it tells only what go would do in it. */
static const char *
cgo_off_by_environment(const struct never *n)
{
	if (!str_is(environment_get(n->environ, "CGO_ENABLED"), STR("0")))
		return NULL;
	return environment_get(n->settings->environ, "CGO_ENABLED").p ? "CGO_ENABLED=0 in the environment makes go compile no C; unset it" : no_compiler;
}

/* CC=tcc: it stays the user's, and go asks that one. */
static const char *
own_compiler(const struct never *n)
{
	struct finder f = {.n = n};

	for (size_t i = 0; i < COUNT(variables) && *variables[i].overrule; i++) {
		const char *file;
		struct str value = goenv_get(n->environ, variables[i].name, &file);

		if (leads_past(&f, variables[i].name, value))
			return text_format("%s is %.*s, which is not hardcc's", variables[i].name, FMT(value));
	}
	return NULL;
}

/* Of a go command that did not ask who the compiler is. */
static const char *
go_reason(const struct never *n, struct str verb, bool succeeded, bool *harmless)
{
	const char *why;

	*harmless = true;
	if (go_compiles_nothing(n, verb))
		return text_format("go %.*s%s compiles nothing", FMT(verb), is_dry_run(n, verb) ? " " GO_DRY_RUN : "");
	why = cgo_off(n);
	why = why ? why : own_compiler(n);
	*harmless = !why && succeeded && str_lists(STR(GO_COMPILES), verb);
	if (!why && !succeeded)
		return text_format("go failed with status %d, and no compiler was run through hardcc; whether a package uses cgo is not known",
		    WEXITSTATUS(n->status));
	return *harmless ? "no package that go compiled uses cgo" : why;
}

static bool
compiler_is_there(const struct never *n)
{
	struct str path = environment_get(n->environ, "PATH");

	for (struct str names = str_of(driver_list); names.n > 0;)
		if (lookup_real(path, str_split(&names, ' '), n->self))
			return true;
	return n->settings->of[SETTING_CC].value.n > 0;
}

/* What is known without a look at any file; NULL where that is nothing. */
static const char *
known_reason(const struct never *n, struct str verb, bool *harmless)
{
	bool succeeded = WIFEXITED(n->status) && WEXITSTATUS(n->status) == 0;
	const char *off = cgo_off_by_environment(n);

	if (WIFSIGNALED(n->status))
		return text_format("signal %d ended the command before anything was compiled through hardcc", WTERMSIG(n->status));
	if ((succeeded || verb.n > 0) && n->summary->identities > 0 && !go_compiles_nothing(n, verb)) {
		*harmless = succeeded && verb.n > 0;
		return *harmless ? "go asked who the compiler is and had all it needed in its cache" :
			"go asked who the compiler is; what it needed was in its cache, or it failed before it compiled";
	}
	if (verb.n > 0 && off && !go_compiles_nothing(n, verb))
		return off;
	if (verb.n > 0)
		return go_reason(n, verb, succeeded, harmless);
	return compiler_is_there(n) ? NULL : no_compiler;
}

const char *
never_reason(const struct never *n, bool *harmless)
{
	struct finder f = {.n = n};
	const char *found;

	*harmless = false;
	if (setting_on(n->settings, SETTING_DISABLE))
		return text_format("HARDCC_DISABLE=1 passes every call through; unset it: %s",
		    setting_origin(&n->settings->of[SETTING_DISABLE]));
	found = known_reason(n, go_verb(n), harmless);
	if (!found)
		found = look_in_command(&f);
	if (!found)
		found = cgo_off_by_environment(n);
	if (found)
		return found;
	if (WIFEXITED(n->status) && WEXITSTATUS(n->status) != 0)
		return text_format("the command failed with status %d, and nothing was compiled through hardcc before that",
		    WEXITSTATUS(n->status));
	return "why is not known; perhaps everything was up to date or came from a cache, "
	       "or a compiler is named where it was not looked for";
}
