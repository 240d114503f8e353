#include "cmd/build/never.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "base/environment.h"
#include "base/io.h"
#include "base/process.h"
#include "command/command.h"
#include "compiler/lookup.h"

enum {
	TEXT_LIMIT = 8 * 1024 * 1024, /* bytes; no build file by hand is larger, and a cache of cmake's is not */
	FILES = 64,		      /* each once, though lines lead to others */
};

static const char cgo_off[] = "CGO_ENABLED=0";

/* Files that say how to build, in the directories that the command names. */
static const char build_files[][16] = {"GNUmakefile", "makefile", "Makefile", "CMakeCache.txt", "build.ninja"};
/* What a build may set for itself, and so past us. */
static const char variables[][5] = {"CC", "CXX", "PATH"};

/* Words before a file, or else a directory, that a line leads to. */
static const struct lead {
	char word[10];
	bool file;
} leads[] = {{"include", true}, {MAKE_INCLUDE, true}, {"sinclude", true}, {"cd", false}, {MAKE_DIRECTORY, false}};

struct finder {
	const struct never *n;
	const char *found;
	struct str directory; /* of what is looked through; empty for that of the command */
	struct args *seen;    /* files */
};

static bool file_tells(struct finder *f, const char *path);
static bool directory_tells(struct finder *f, struct str directory);

/* A compiler by a path that is not ours. */
static bool
past_us(const struct finder *f, struct str word)
{
	struct str base = str_base(word);
	const char *path;

	if (word.n == 0 || word.p[0] != '/' || !name_parse(base).driver)
		return false;
	path = str_dup(word);
	return !lookup_has(str_directory(word), base, f->n->self) && lookup_real(str_directory(str_of(path)), base, f->n->self);
}

static struct str
next_word(struct str *s)
{
	static const char separators[] = " \t\"'`;()=:,&|<>{}";
	size_t n = 0;
	struct str word;

	while (s->n > 0 && strchr(separators, s->p[0]) && s->p[0] != '\0')
		*s = str_cut(*s, 1);
	while (n < s->n && !(strchr(separators, s->p[n]) && s->p[n] != '\0'))
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
	struct str none = {0};

	for (size_t i = 0; i < COUNT(before); i++)
		if (str_starts_text(line, before[i]))
			line = str_trim(str_cut(line, strlen(before[i])));
	if (!str_starts_text(line, variable))
		return none;
	line = str_trim(str_cut(line, strlen(variable)));
	while (line.n > 0 && line.p[0] == ':')
		line = str_cut(line, 1);
	return line.n > 0 && line.p[0] == '=' ? str_trim(str_cut(line, 1)) : none;
}

/* PATH=/usr/bin:$PATH, PATH=/usr/bin:/bin */
static bool
path_leads_past(const struct finder *f, struct str value)
{
	static const char names[][4] = {"cc", "gcc"};
	struct str rest = value, first = str_split(&rest, ':');
	bool has = false;

	if (str_has(first, "$") || str_has(first, f->n->names.p))
		return false;
	for (size_t i = 0; i < COUNT(names); i++)
		has = has || (str_starts(first, STR("/")) && lookup_real(first, str_of(names[i]), f->n->self));
	return has || !str_has(value, "PATH");
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
static bool
follow(struct finder *f, struct str before, struct str word)
{
	struct finder next = {.n = f->n, .seen = f->seen};
	const struct lead *lead = NULL;
	const char *path;

	for (size_t i = 0; i < COUNT(leads) && !lead; i++)
		if (str_is_text(before, leads[i].word))
			lead = &leads[i];
	if (!lead || str_has(word, "$"))
		return false;
	path = word.p[0] == '/' || f->directory.n == 0 ? str_dup(word) : str_join3(f->directory, STR("/"), word);
	if (!(lead->file ? file_tells(&next, path) : directory_tells(&next, str_of(path))))
		return false;
	f->found = next.found;
	return true;
}

/* Looks through one line, or one word of the command. */
static bool
line_tells(struct finder *f, struct str line, const char *place)
{
	struct str rest = line, word, before = {0};

	for (size_t i = 0; i < COUNT(variables); i++) {
		struct str value = set_to(line, variables[i]);

		if (value.p && leads_past(f, variables[i], value)) {
			f->found = text_format("%s sets %s itself, to %.*s; take that out, or overrule it: make CC=gcc",
			    place, variables[i], FMT(value));
			return true;
		}
	}
	if (str_has(line, cgo_off)) {
		f->found = text_format("%s says CGO_ENABLED=0, so go compiles no C; take it out", place);
		return true;
	}
	for (; (word = next_word(&rest)).n > 0; before = word) {
		if (follow(f, before, word))
			return true;
		if (past_us(f, word)) {
			f->found = text_format("%s names %.*s by its path; say %.*s there, which PATH finds as hardcc's",
			    place, FMT(word), FMT(str_base(word)));
			return true;
		}
	}
	return false;
}

/* Was it looked through before, or were enough? */
static bool
seen(struct finder *f, const char *path)
{
	struct str file = real_path(path);

	for (size_t i = 0; i < f->seen->n; i++)
		if (str_is_text(file, f->seen->v[i]))
			return true;
	args_push(f->seen, file.p);
	return f->seen->n > FILES;
}

static bool
file_tells(struct finder *f, const char *path)
{
	struct stat st;
	struct str text;

	if (stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > TEXT_LIMIT || seen(f, path) ||
	    !read_file(path, &text))
		return false;
	if (str_find(text, '\0', 0) < text.n) /* a program */
		return false;
	f->directory = str_directory(str_of(path));
	for (unsigned at = 1; text.n > 0; at++) {
		struct str line = str_trim(str_split(&text, '\n'));

		if (line.n == 0 || (line.p[0] == '#' && !str_starts(line, STR("#!"))) || str_starts(line, STR("//")))
			continue;
		if (line_tells(f, line, text_format("%s:%u", path, at)))
			return true;
	}
	return false;
}

static bool
directory_tells(struct finder *f, struct str directory)
{
	for (size_t i = 0; i < COUNT(build_files); i++) {
		struct str name = str_of(build_files[i]);
		bool here = str_is(directory, STR("."));

		if (file_tells(f, here ? name.p : str_join3(directory, STR("/"), name)))
			return true;
	}
	return false;
}

/* The words of the command, the files and directories that they name, then the directory that it ran in. */
static bool
command_tells(struct finder *f)
{
	const struct args *command = f->n->command;

	for (size_t i = 0; i < command->n; i++)
		if (line_tells(f, str_of(command->v[i]), "the command"))
			return true;
	for (size_t i = 0; i < command->n; i++) {
		struct str word = str_of(command->v[i]);
		struct stat st;

		if (word.n > 2 && (str_starts(word, STR(MAKE_DIRECTORY)) || str_starts(word, STR(MAKE_FILE))))
			word = str_cut(word, 2); /* its argument joined */
		else if (str_find(word, '=', 0) < word.n) /* --directory=DIR */
			word = str_cut(word, str_find(word, '=', 0) + 1);
		if (word.n == 0 || stat(word.p, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode) ? directory_tells(f, word) : file_tells(f, word.p))
			return true;
	}
	return directory_tells(f, STR("."));
}

/* CGO_ENABLED=0 where the environment does not say so: go env -w did, or the build is for another system. */
static bool
go_is_off(const struct never *n)
{
	const char *go = lookup_real(environment_get(n->environ, "PATH"), STR("go"), n->self);
	const char *const question[] = {go, "env", "CGO_ENABLED", NULL};
	struct str text;

	return go && run_captured(question, n->environ, -1, CAPTURE_STDOUT, &text) == 0 &&
	    str_is(str_trim(text), STR("0"));
}

static const char *
go_reason(const struct never *n)
{
	if (!go_is_off(n))
		return "no package of this program uses cgo";
	if (environment_get(n->environ, "GOOS").n > 0 || environment_get(n->environ, "GOARCH").n > 0)
		return "go compiles no C for the system that GOOS and GOARCH name; "
		       "CGO_ENABLED=1, and a CC for it, makes it";
	return "go's own settings have CGO_ENABLED=0, so go compiles no C; go env -u CGO_ENABLED";
}

static const char *
without_calls(const struct never *n)
{
	struct args files = {0};
	struct finder f = {.n = n, .seen = &files};

	if (str_is(environment_get(n->environ, "CGO_ENABLED"), STR("0")))
		return "CGO_ENABLED=0 in the environment makes go compile no C; unset it";
	if (command_tells(&f))
		return f.found;
	if (WIFEXITED(n->status) && WEXITSTATUS(n->status) == 0) {
		if (str_is(str_base(str_of(n->command->v[0])), STR("go")))
			return go_reason(n);
		return "everything was up to date or came from a cache, or a compiler is named where it was not looked for";
	}
	return "the command ended before it compiled anything";
}

const char *
never_reason(const struct never *n)
{
	if (setting_on(n->settings, SETTING_DISABLE))
		return text_format("HARDCC_DISABLE=1 passes every call through; unset it: %s",
		    setting_origin(&n->settings->of[SETTING_DISABLE]));
	if (n->summary->identities > 0)
		return "go asked who the compiler is and had all it needed in its cache";
	return without_calls(n);
}
