#include "command/command.h"

#include <errno.h>

#include "base/io.h"
#include "command/decide.h"
#include "command/language.h"
#include "command/options.h"
#include "command/response.h"

enum {
	RESPONSE_LIMIT = 2000, /* files opened in one call; libiberty's own limit */
	CIRCLE = 200,	       /* so deep in each other at the limit: they name themselves */
};

/* No row's name is the end of another's behind a '-', but those of the first two. */
static const struct driver drivers[] = {
	{"c89-gcc", false}, {"c99-gcc", false},
#define DRIVER(name, cxx) {name, cxx},
	DRIVERS(DRIVER)
};
#define DRIVER_WORD(name, cxx) name " "
const char driver_list[] = DRIVERS(DRIVER_WORD);

struct name
name_parse(struct str base)
{
	struct name name = {.whole = base};
	struct str rest = base, version;
	size_t dash = base.n;

	while (dash > 0 && base.p[dash - 1] != '-')
		dash--;
	version = str_cut(base, dash);
	if (dash > 1 && version.n > 0 && version.p[0] != '.' && str_span(version, "0123456789.") == version.n) {
		name.version = version;
		rest = str_head(base, dash - 1);
	}
	for (size_t i = 0; i < COUNT(drivers) && !name.driver; i++) {
		struct str driver = str_of(drivers[i].name), before = str_head(rest, rest.n - driver.n);

		if (!str_ends(rest, driver) || before.n == 1 || (before.n > 1 && !str_ends(before, STR("-"))))
			continue;
		name.driver = &drivers[i];
		name.triplet = str_head(before, before.n - (before.n > 0));
	}
	return name;
}

static void
add_input(struct command *cmd, struct str path)
{
	const struct language *l = cmd->forced;

	if (!l)
		l = language_of_file(path, cmd->cxx);
	if (str_is(path, STR(TRIAL_INPUT)))
		cmd->reads_stdin = true;
	if (!l && (str_ends(path, STR(".so")) || str_glob(STR("*.so.*"), path)))
		cmd->nshared++;
	else if (cmd->nlibrary + cmd->nshared > 0)
		fact_set(&cmd->said, FACT_LIBRARY_FIRST);
	cmd->input = arena_more(cmd->input, cmd->ninput, &cmd->inputs, sizeof *cmd->input);
	cmd->input[cmd->ninput++] = (struct input){path, l};
}

/* A long option and its argument are read as one word: --machine 32 is -m32. */
static void
take_operand(struct arg *a, struct str operand)
{
	const struct option *o;

	a->value = operand;
	if (!option_is_long(a->text))
		return;
	a->read = option_usual(str_of(str_join3(a->read, STR("="), operand)));
	o = option_find(a->read);
	if (!o)
		return;
	a->opt = o;
	a->value = str_cut(a->read, o->length);
}

struct feed {
	struct command *cmd;
	size_t cap, files, depth; /* response files that were opened, and how deep in them we are */
	bool ended, pending; /* behind "--"; the next word is an operand */
	const char *opened;  /* one of them */
	bool consumed;	     /* a pipe: the compiler could not read it again */
};

static void
feed_word(struct feed *f, struct str text, unsigned at, bool quoted)
{
	struct command *cmd = f->cmd;
	struct arg *a;

	cmd->arg = arena_more(cmd->arg, cmd->n, &f->cap, sizeof *cmd->arg);
	a = &cmd->arg[cmd->n++];
	*a = (struct arg){.text = text, .read = text, .at = at, .quoted = quoted};
	if (f->pending) {
		f->pending = false;
		a->operand = true;
		take_operand(a - 1, text);
		decide(cmd, a - 1);
		return;
	}
	if (f->ended || text.n < 2 || text.p[0] != '-') {
		a->input = true;
		add_input(cmd, text);
		return;
	}
	if (option_is_long(text))
		text = a->read = option_usual(text);
	a->opt = option_find(text);
	if (a->opt && (a->opt->form & FOR_ONE)) {
		cmd->guessed = true;
		a->opt = option_find_but(text, cmd->others);
	}
	if (!a->opt)
		return;
	if (a->opt->role == END) {
		f->ended = true;
		cmd->end = at;
	} else if (text.n > a->opt->length) {
		a->value = str_cut(text, a->opt->length);
		f->pending = a->opt->form & NEXT;
		if (!f->pending)
			decide(cmd, a);
	} else if (a->opt->form & SEPARATE) {
		f->pending = true;
	} else {
		a->value = (a->opt->form & JOINED) ? str_cut(text, text.n) : (struct str){0};
		decide(cmd, a);
	}
}

/* Where the compiler, too, finds no file it takes the word for an input's name, or complains. */
static bool
is_no_file(int error)
{
	return error == ENOENT || error == ENOTDIR || error == EISDIR || error == ENAMETOOLONG || error == ELOOP || error == ENXIO;
}

/* clang reads UTF-16, skips a mark of UTF-8, and takes other bytes for blanks than libiberty. */
static bool
reads_differ(struct command *cmd, struct str text)
{
	static const char marks[][4] = {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"};
	bool parted = false;

	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_starts_text(text, marks[i]))
			return true;
	for (size_t i = 0; i < text.n; i++)
		parted = parted || text.p[i] == '\0' || text.p[i] == '\f' || text.p[i] == '\v';
	cmd->guessed = cmd->guessed || parted;
	return parted && cmd->others == FOR_GCC;
}

static void
set_unread(struct command *cmd, const char *path, int error)
{
	if (cmd->unread)
		return;
	cmd->unread = path;
	cmd->unread_error = error;
}

static bool
read_response(struct feed *f, const char *path, struct str *text)
{
	struct command *cmd = f->cmd;
	bool regular, done = false;

	errno = f->depth > CIRCLE ? ELOOP : E2BIG; /* each driver ends at a circle by itself */
	if (f->files++ < RESPONSE_LIMIT)
		done = read_stream(path, text, &regular);
	f->opened = done ? path : f->opened;
	if (done && !regular)
		f->consumed = true;
	if (done && reads_differ(cmd, *text))
		set_unread(cmd, path, EILSEQ);
	if (!done && !is_no_file(errno))
		set_unread(cmd, path, errno);
	return done;
}

static void feed(struct feed *f, struct str text, unsigned at, bool quoted);

/* Response files may name response files: they are fed word by word, depth first. False where there is no such file. */
static COLD bool
feed_response(struct feed *f, const char *path, unsigned at)
{
	struct str rest, word;

	if (!read_response(f, path, &rest))
		return false;
	f->depth++;
	while (response_word(&rest, &word)) {
		f->cmd->guessed = f->cmd->guessed || word.n == 0; /* clang leaves it out */
		if (word.n > 0 || f->cmd->others == FOR_CLANG)
			feed(f, word, at, true);
	}
	f->depth--;
	return true;
}

static void
feed(struct feed *f, struct str text, unsigned at, bool quoted)
{
	if (text.n < 2 || text.p[0] != '@' || !feed_response(f, text.p + 1, at))
		feed_word(f, text, at, quoted);
}

/* The words that argv[at] stood for, in a file that the compiler can open. */
static void
replace_consumed(struct feed *f, unsigned at, size_t from)
{
	struct command *cmd = f->cmd;
	struct args words = {0}, argv = {0};

	for (size_t i = from; i < cmd->n; i++)
		args_push(&words, cmd->arg[i].text.p);
	args_add(&argv, (const char *const *)cmd->argv, cmd->argc);
	args_push(&argv, NULL);
	argv.v[at] = response_file(words.v, words.n);
	cmd->argv = (char *const *)(uintptr_t)argv.v;
	f->consumed = false;
}

/* as: whose words, and how they are read. */
static void
parse(struct command *cmd, const struct command *as)
{
	struct feed f = {.cmd = cmd, .cap = (size_t)as->argc + 1};

	*cmd = (struct command){.name = as->name, .argv = as->argv, .argc = as->argc, .end = as->argc, .others = as->others,
	    .cxx = as->cxx, .mode = as->cxx ? MODE_CXX : MODE_C, .libc = as->libc, .stand_in = as->stand_in, .last = LAST_LINK,
	    .wordsize = NFACT, .arg = arena_alloc(sizeof *cmd->arg, f.cap)};
	for (unsigned i = 1; i < cmd->argc; i++) {
		size_t from = cmd->n;

		feed(&f, str_of(cmd->argv[i]), i, false);
		if (f.consumed)
			replace_consumed(&f, i, from);
	}
	cmd->unfinished = f.pending;
	for (size_t i = 0; i < FACETS; i++)
		cmd->said.bits[i] |= cmd->switched.bits[i];
	if (fact_holds(&cmd->said, FACT_NOTHING) && LAST_SYNTAX < cmd->last)
		cmd->last = LAST_SYNTAX;
	if (cmd->mode == MODE_CPP && LAST_PREPROCESS < cmd->last)
		cmd->last = LAST_PREPROCESS;
	if (cmd->mode == MODE_FOREIGN)
		fact_set(&cmd->said, FACT_FOREIGN);
	if (cmd->last == LAST_LINK && cmd->linked.n > 0)
		cmd->output = cmd->linked;
	if (cmd->windows && f.opened)
		set_unread(cmd, f.opened, EILSEQ);
}

/* The last --driver-mode holds for all words. */
static void
parse_all(struct command *cmd, struct command as)
{
	parse(cmd, &as);
	if (cmd->mode > MODE_CXX || cmd->cxx == (cmd->mode == MODE_CXX))
		return;
	as.argv = cmd->argv;
	as.cxx = !cmd->cxx;
	parse(cmd, &as);
}

void
command_parse(struct command *cmd, struct name name, int argc, char *const *argv)
{
	bool clang = name.driver && str_starts_text(str_of(name.driver->name), "clang");

	parse_all(cmd, (struct command){.name = name, .argv = argv, .argc = (unsigned)argc, .libc = NFACT,
	    .others = clang ? FOR_GCC : FOR_CLANG, .cxx = name.driver && name.driver->cxx});
}

void
command_parse_for(struct command *cmd, enum fact family)
{
	struct command as = *cmd;

	as.others = family == FACT_CLANG ? FOR_GCC : FOR_CLANG;
	as.cxx = as.name.driver && as.name.driver->cxx;
	if (cmd->guessed && cmd->others != as.others && family != FACT_OTHER_FAMILY)
		parse_all(cmd, as);
}

bool
command_is(const struct command *cmd, size_t from, const char *const *words, size_t n)
{
	if (from > cmd->n || cmd->n - from != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (words[i] && !str_is_text(cmd->arg[from + i].text, words[i]))
			return false;
	return true;
}

static bool
names_place(const struct option *o)
{
	static const char *const places[] = {NAME_PLACES};

	switch (o ? o->role : WORDSIZE) {
	case END:
	case INCLUDE:
	case LANGUAGES:
	case LIBRARY:
	case LIBRARY_SEARCH:
	case OUTPUTS:
	case SEARCH:
		return true;
	case PLAIN:
	case OPAQUE_PLACE:
		for (size_t i = 0; i < COUNT(places); i++)
			if (str_is_text(str_of(o->name), places[i]))
				return true;
		return false;
	default:
		return false;
	}
}

bool
command_says_how(const struct command *cmd, size_t i)
{
	const struct arg *a = &cmd->arg[i], *option = a->operand ? a - 1 : a;

	return !a->input && !names_place(option->opt);
}
