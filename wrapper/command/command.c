#include "command/command.h"

#include <errno.h>

#include "base/error.h"
#include "base/io.h"
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

struct word_fact {
	char word[20];
	uint8_t fact; /* enum fact; 0 in sanitizer_facts: decides nothing */
};

#define WORD_FACT(word, fact) {word, fact},
static const struct word_fact macro_facts[] = {MACRO_FACTS(WORD_FACT)};
static const struct word_fact sanitizer_facts[] = {SANITIZER_FACTS(WORD_FACT)};
static const struct word_fact linker_facts[] = {LINKER_FACTS(WORD_FACT)};

static const struct word_fact *
word_fact(const struct word_fact *rows, size_t n, struct str word)
{
	for (size_t i = 0; i < n; i++)
		if (str_glob(str_of(rows[i].word), word))
			return &rows[i];
	return NULL;
}

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
		l = language_of_file(path, cmd->name.driver && cmd->name.driver->cxx);
	if (str_is(path, STR(TRIAL_INPUT)))
		cmd->reads_stdin = true;
	cmd->input = arena_more(cmd->input, cmd->ninput, &cmd->inputs, sizeof *cmd->input);
	cmd->input[cmd->ninput++] = (struct input){path, l};
}

/* -pie, -shared and their kin: the last one holds; -r and -static hold beside them. */
static void
set_kind_of_link(struct command *cmd, enum fact kind)
{
	static const uint8_t rivals[] = {FACT_EXE, FACT_PIE, FACT_STATIC_PIE, FACT_SHARED};

	if (kind != FACT_RELOCATABLE && kind != FACT_STATIC)
		for (size_t i = 0; i < COUNT(rivals); i++)
			fact_clear(&cmd->said, rivals[i]);
	fact_set(&cmd->said, kind);
}

static void
set_opaque(struct command *cmd, enum opaque stages, struct str word)
{
	for (unsigned i = 0; i < COUNT(cmd->opaque); i++)
		if ((stages >> i & 1) && !cmd->opaque[i].p)
			cmd->opaque[i] = word;
}

/* A directory or a file of the machine's own is as well known as its compiler, and so is a spec file that it
 * looks up by name. */
static COLD void
set_opaque_place(struct command *cmd, const struct arg *a)
{
	static const char system[][6] = {OPAQUE_SYSTEM};

	if (a->opt->role == SPECS && str_find(a->value, '/', 0) == a->value.n)
		return;
	for (size_t i = 0; i < COUNT(system); i++)
		if (str_starts_text(a->value, system[i]) && !str_has(a->value, "/../"))
			return;
	set_opaque(cmd, (enum opaque)a->opt->value, a->text);
}

static void
assembler_word(struct command *cmd, struct str word)
{
	(void)cmd;
	(void)word;
}

static void
linker_word(struct command *cmd, struct str word)
{
	const struct word_fact *row;
	bool operand = cmd->ld_waits;

	cmd->ld_waits = !operand && option_linker_takes(word);
	if (operand)
		return;
	if (str_starts(word, STR("--")))
		word = str_cut(word, 1);
	row = word_fact(linker_facts, COUNT(linker_facts), word);
	if (row && row->fact == FACT_QUERY)
		cmd->asks_linker = true;
	else if (row)
		set_kind_of_link(cmd, row->fact);
	else if (word.n > 0 && (word.p[0] != '-' || (word.n > 2 && word.p[1] == 'l')))
		cmd->nlibrary++; /* -Wl,--whole-archive,liba.a: a link may have no other input */
}

static void
set_macro(struct command *cmd, char how, struct str value)
{
	const struct word_fact *row;

	if (value.n == 0 || value.p[0] != '_') /* as all that say anything begin */
		return;
	row = word_fact(macro_facts, COUNT(macro_facts), str_head(value, str_find(value, '=', 0)));
	if (row && how == 'D')
		fact_set(&cmd->said, row->fact);
	else if (row)
		fact_clear(&cmd->said, row->fact);
}

/* A word of -Wp, or -Xpreprocessor: an option's argument may be in the next one. */
static void
preprocessor_word(struct command *cmd, struct str word)
{
	struct str read = option_is_long(word) ? option_usual(word) : word;
	const struct option *o = option_find(read);
	bool defines = o && o->role == DEFINE && !cmd->cpp_waits;

	if (cmd->cpp_waits)
		set_macro(cmd, cmd->cpp_waits, word);
	else if (defines && read.n > o->length)
		set_macro(cmd, (char)o->value, str_cut(read, o->length));
	cmd->cpp_waits = (char)(defines && read.n == o->length ? o->value : '\0');
}

static COLD void
set_sanitizers(struct command *cmd, struct str list, bool on)
{
	while (list.n > 0) {
		struct str word = str_split(&list, ',');
		const struct word_fact *row = word_fact(sanitizer_facts, COUNT(sanitizer_facts), word);
		enum fact fact = row ? row->fact : on ? FACT_UBSAN : 0;

		if (!on && str_is(word, STR("all")))
			cmd->said.bits[SANITIZER] = 0;
		else if (fact != 0)
			(on ? fact_set : fact_clear)(&cmd->said, fact);
	}
}

/* -O, -O2, -Og optimise; -O0, -O00 do not. */
static void
set_optimization(struct command *cmd, struct str level)
{
	bool off = level.n > 0 && str_span(level, "0") == level.n;

	fact_clear(&cmd->said, off ? FACT_OPTIMIZED : FACT_UNOPTIMIZED);
	fact_set(&cmd->said, off ? FACT_UNOPTIMIZED : FACT_OPTIMIZED);
}

/* A word that a driver hands on may be "@FILE", which the program opens by itself. */
static void
hand_on_word(struct command *cmd, struct str word, enum opaque stage, void decides(struct command *, struct str))
{
	struct args inner = {0};

	if (word.n < 2 || word.p[0] != '@') {
		decides(cmd, word);
		return;
	}
	response_open(word, &inner);
	for (size_t i = 0; i < inner.n; i++) {
		if (inner.v[i][0] == '@')
			set_opaque(cmd, stage, str_of(inner.v[i]));
		else
			decides(cmd, str_of(inner.v[i]));
	}
}

static void
hand_on_list(struct command *cmd, struct str list, enum opaque stage, void decides(struct command *, struct str))
{
	while (list.n > 0)
		hand_on_word(cmd, str_split(&list, ','), stage, decides);
}

/* What an option decides, but for the linker's and the preprocessor's lists. */
static void
decide(struct command *cmd, const struct arg *a)
{
	const struct option *o = a->opt;

	switch ((enum role)o->role) {
	case OUTPUTS:		cmd->output = a->value; break;
	case LANGUAGES:		cmd->forced = str_is(a->value, STR("none")) ? NULL : language_named(a->value); break;
	case INCLUDE:		cmd->includes = true; break;
	case QUERIES:		cmd->query = true; break;
	case DRYRUN:		cmd->dryrun = true; break;
	case DUMP_MACROS:	cmd->dump_macros = true; break;
	case OPTLEVEL:		set_optimization(cmd, a->value); break;
	case KIND_OF_LINK:	set_kind_of_link(cmd, (enum fact)o->value); break;
	case FACTUAL:		fact_set(&cmd->said, (enum fact)o->value); break;
	case UNFACTUAL:		fact_clear(&cmd->said, (enum fact)o->value); break;
	case SANITIZERS:	set_sanitizers(cmd, a->value, true); break;
	case UNSANITIZE:	set_sanitizers(cmd, a->value, false); break;
	case LIBRARY:		cmd->nlibrary++; break;
	case LINKER:		cmd->linker = a->value; break;
	case OPAQUE:		set_opaque(cmd, (enum opaque)o->value, a->text); break;
	case OPAQUE_PLACE:
	case SPECS:		set_opaque_place(cmd, a); break;
	case DEFINE:		set_macro(cmd, (char)o->value, a->value); break;
	case ASSEMBLER_WORD:	hand_on_word(cmd, a->value, OPAQUE_COMPILE, assembler_word); break;
	case CPP_WORD:		hand_on_word(cmd, a->value, OPAQUE_COMPILE, preprocessor_word); break;
	case LINKER_WORD:	hand_on_word(cmd, a->value, OPAQUE_LINK, linker_word); break;
	case ASSEMBLER_LIST:	hand_on_list(cmd, a->value, OPAQUE_COMPILE, assembler_word); break;
	case CPP_LIST:		hand_on_list(cmd, a->value, OPAQUE_COMPILE, preprocessor_word); break;
	case LINKER_LIST:	hand_on_list(cmd, a->value, OPAQUE_LINK, linker_word); break;
	case SEARCH:
		if (!cmd->search.p)
			cmd->search = a->value;
		break;
	case LAST:
		if (o->value < cmd->last)
			cmd->last = (enum last)o->value;
		break;
	case TARGETS:
	case WORDSIZE:
		if (o->role == TARGETS)
			cmd->target = a->value;
		else
			cmd->wordsize = o->value;
		cmd->target_key = hash_str(hash_str(cmd->target_key, a->text), a->value);
		break;
	default:
		break;
	}
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
reads_differ(const struct command *cmd, struct str text)
{
	static const char marks[][4] = {"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"};
	bool clang = cmd->name.driver && str_starts_text(str_of(cmd->name.driver->name), "clang");

	for (size_t i = 0; i < COUNT(marks); i++)
		if (str_starts_text(text, marks[i]))
			return true;
	for (size_t i = 0; clang && i < text.n; i++)
		if (text.p[i] == '\0' || text.p[i] == '\f' || text.p[i] == '\v')
			return true;
	return false;
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
	if (done && !regular)
		f->consumed = true;
	if (done && reads_differ(cmd, *text))
		set_unread(cmd, path, EILSEQ);
	if (!done && !is_no_file(errno))
		set_unread(cmd, path, errno);
	return done;
}

/* Response files may name response files: they are fed word by word, depth first. */
static void
feed(struct feed *f, struct str text, unsigned at, bool quoted)
{
	struct str rest, word;

	if (text.n < 2 || text.p[0] != '@' || !read_response(f, text.p + 1, &rest)) {
		feed_word(f, text, at, quoted);
		return;
	}
	f->depth++;
	while (response_word(&rest, &word))
		feed(f, word, at, true);
	f->depth--;
}

/* The words that argv[at] stood for, in a file that the compiler can open. */
static void
hand_on(struct feed *f, unsigned at, size_t from)
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

void
command_parse(struct command *cmd, struct name name, int argc, char *const *argv)
{
	struct feed f = {.cmd = cmd, .cap = (size_t)argc + 1};

	*cmd = (struct command){.name = name, .argv = argv, .argc = (unsigned)argc, .end = (unsigned)argc,
	    .last = LAST_LINK, .wordsize = NFACT, .libc = NFACT, .arg = arena_alloc(sizeof *cmd->arg, f.cap)};
	for (unsigned i = 1; i < cmd->argc; i++) {
		size_t from = cmd->n;

		feed(&f, str_of(argv[i]), i, false);
		if (f.consumed)
			hand_on(&f, i, from);
	}
	cmd->unfinished = f.pending;
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
