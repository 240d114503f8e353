#include "command/command.h"

#include "base/error.h"
#include "base/io.h"
#include "command/language.h"
#include "command/options.h"
#include "command/response.h"

enum { RESPONSE_LIMIT = 2000 }; /* files opened in one call; libiberty's own limit */

const struct option options[] = {
#define OPTION(name, form, role, value) {name, sizeof(name) - 1, form, role, value},
	OPTIONS(OPTION)
#undef OPTION
};
const size_t noptions = sizeof options / sizeof options[0];

/* No row's name is the end of another's behind a '-', but those of the first two. */
const struct driver drivers[] = {
	{"c89-gcc", false}, {"c99-gcc", false},
#define DRIVER(name, cxx) {name, cxx},
	DRIVERS(DRIVER)
};
const size_t ndrivers = COUNT(drivers);

struct word_fact {
	char word[20];
	uint8_t fact; /* enum fact; 0 in sanitizer_facts: decides nothing */
};

#define WORD_FACT(word, fact) {word, fact},
static const struct word_fact macro_facts[] = {MACRO_FACTS(WORD_FACT)};
static const struct word_fact sanitizer_facts[] = {SANITIZER_FACTS(WORD_FACT)};
static const struct word_fact linker_facts[] = {LINKER_FACTS(WORD_FACT)};
_Static_assert(COUNT(options) < 256, "ends[] counts in bytes");

static const struct word_fact *
word_fact(const struct word_fact *rows, size_t n, struct str word)
{
	for (size_t i = 0; i < n && word.n > 0; i++)
		if (rows[i].word[0] == word.p[0] && (word.n < 2 || rows[i].word[1] == word.p[1]) &&
		    str_glob(str_of(rows[i].word), word))
			return &rows[i];
	return NULL;
}

/* Where the rows of each second character end; the rows are sorted. Filled at the first look. */
static uint8_t ends[128];

static void
find_ends(void)
{
	for (size_t i = 0; i < noptions; i++)
		ends[options[i].name[1] & 127] = (uint8_t)(i + 1);
}

/* From the end of its rows: of two that fit, the later one is the longer. */
const struct option *
option_find(struct str word)
{
	char third = '\0';

	if (word.n < 2 || word.p[0] != '-')
		return NULL;
	if (word.n > 2)
		third = word.p[2];
	if (!ends[(unsigned char)options[0].name[1]])
		find_ends();
	for (unsigned i = ends[word.p[1] & 127]; i > 0 && options[i - 1].name[1] == word.p[1]; i--) {
		const struct option *o = &options[i - 1];

		if (o->name[2] != third && o->name[2] != '\0') /* most */
			continue;
		if (str_starts_text(word, o->name) && (word.n == o->length || (o->form & JOINED)))
			return o;
	}
	return NULL;
}

static bool
version_like(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '.' && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	return s.n > 0 && s.p[0] != '.';
}

struct name
name_parse(struct str base)
{
	struct name name = {.whole = base};
	size_t dash = base.n;
	struct str rest = base;

	while (dash > 0 && base.p[dash - 1] != '-')
		dash--;
	if (dash > 1 && version_like(str_cut(base, dash))) {
		name.version = str_cut(base, dash);
		rest = str_head(base, dash - 1);
	}
	for (size_t i = 0; i < ndrivers; i++) {
		struct str driver = str_of(drivers[i].name);

		if (!str_ends(rest, driver))
			continue;
		if (rest.n > driver.n + 1 && rest.p[rest.n - driver.n - 1] == '-')
			name.triplet = str_head(rest, rest.n - driver.n - 1);
		else if (rest.n != driver.n)
			continue;
		name.driver = &drivers[i];
		break;
	}
	return name;
}

static void
add_input(struct command *cmd, struct str path)
{
	const struct language *l = cmd->forced;

	if (!l && !str_is(path, STR(TRIAL_INPUT)))
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
linker_word(struct command *cmd, struct str word)
{
	const struct word_fact *row;

	if (str_starts(word, STR("--")))
		word = str_cut(word, 1);
	row = word_fact(linker_facts, COUNT(linker_facts), word);
	if (!row && word.n > 0 && word.p[0] != '-' && (str_ends(word, STR(".a")) || str_ends(word, STR(".o"))))
		cmd->nlibrary++; /* -Wl,--whole-archive,liba.a: a link may have no other input */
	if (!row)
		return;
	if (row->fact == FACT_QUERY)
		cmd->query = true;
	else
		set_kind_of_link(cmd, row->fact);
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
	const struct option *o = option_find(word);

	if (cmd->cpp_waits)
		set_macro(cmd, cmd->cpp_waits, word);
	else if (o && o->role == DEFINE && word.n > o->length)
		set_macro(cmd, (char)o->value, str_cut(word, o->length));
	if (cmd->cpp_waits || !o || o->role != DEFINE || word.n != o->length)
		cmd->cpp_waits = '\0';
	else
		cmd->cpp_waits = (char)o->value;
}

static void
preprocessor_list(struct command *cmd, struct str list)
{
	while (list.n > 0)
		preprocessor_word(cmd, str_split(&list, ','));
}

static COLD void
set_sanitizers(struct command *cmd, struct str list, bool on)
{
	while (list.n > 0) {
		struct str word = str_split(&list, ',');
		const struct word_fact *row =
		    word_fact(sanitizer_facts, COUNT(sanitizer_facts), word);
		enum fact fact = row ? row->fact : FACT_UBSAN;

		if (!on && str_is(word, STR("all")))
			cmd->said.bits[SANITIZER] = 0;
		else if (on && !(row && row->fact == 0))
			fact_set(&cmd->said, fact);
		else if (row && row->fact != 0)
			fact_clear(&cmd->said, fact);
	}
}

/* -O, -O2, -Og optimise; -O0, -O00 do not. */
static void
set_optimization(struct command *cmd, struct str level)
{
	bool off = level.n > 0;

	for (size_t i = 0; i < level.n; i++)
		off = off && level.p[i] == '0';
	fact_clear(&cmd->said, off ? FACT_OPTIMIZED : FACT_UNOPTIMIZED);
	fact_set(&cmd->said, off ? FACT_UNOPTIMIZED : FACT_OPTIMIZED);
}

static void
set_last(struct command *cmd, enum last last)
{
	if (last < cmd->last)
		cmd->last = last;
}

static void
target_word(struct command *cmd, const struct arg *a)
{
	cmd->target_key = hash_str(cmd->target_key, a->text);
	cmd->target_key = hash_str(cmd->target_key, a->value);
}

/* What an option decides, but for the linker's and the preprocessor's lists. */
static void
decide(struct command *cmd, const struct arg *a)
{
	const struct option *o = a->opt;

	switch ((enum role)o->role) {
	case OUTPUTS:		cmd->output = a->value; break;
	case LANGUAGES:		cmd->forced = str_is(a->value, STR("none")) ? NULL : language_named(a->value); break;
	case LAST:		set_last(cmd, (enum last)o->value); break;
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
	case DEFINE:		set_macro(cmd, (char)o->value, a->value); break;
	case CPP_LIST:		preprocessor_list(cmd, a->value); break;
	case CPP_WORD:		preprocessor_word(cmd, a->value); break;
	case LINKER_WORD:	linker_word(cmd, a->value); break;
	case SEARCH:
		if (!cmd->search.p)
			cmd->search = a->value;
		break;
	case LINKER_LIST:
		for (struct str list = a->value; list.n > 0;)
			linker_word(cmd, str_split(&list, ','));
		break;
	case TARGETS:
		cmd->target = a->value;
		target_word(cmd, a);
		break;
	case WORDSIZE:
		cmd->wordsize = o->value;
		target_word(cmd, a);
		break;
	default:
		break;
	}
}

struct feed {
	struct command *cmd;
	size_t cap, files;
	bool ended, pending; /* behind "--"; the next word is an operand */
};

static void
feed_word(struct feed *f, struct str text, unsigned at, bool quoted)
{
	struct command *cmd = f->cmd;
	struct arg *a;

	cmd->arg = arena_more(cmd->arg, cmd->n, &f->cap, sizeof *cmd->arg);
	a = &cmd->arg[cmd->n++];
	*a = (struct arg){.text = text, .at = at, .quoted = quoted};
	if (f->pending) {
		f->pending = false;
		a->operand = true;
		a[-1].value = text;
		decide(cmd, a - 1);
		return;
	}
	if (f->ended || text.n < 2 || text.p[0] != '-') {
		a->input = true;
		add_input(cmd, text);
		return;
	}
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

/* Response files may name response files: they are fed word by word, depth first. */
static void
feed(struct feed *f, struct str text, unsigned at, bool quoted)
{
	struct str rest, word;

	if (text.n < 2 || text.p[0] != '@') {
		feed_word(f, text, at, quoted);
		return;
	}
	if (f->files >= RESPONSE_LIMIT || !read_file(text.p + 1, &rest)) {
		f->cmd->bad_response = true; /* the driver takes it for a file's name, or complains */
		feed_word(f, text, at, quoted);
		return;
	}
	f->files++;
	while (response_word(&rest, &word))
		feed(f, word, at, true);
}

void
command_parse(struct command *cmd, struct name name, int argc, char *const *argv)
{
	struct feed f = {.cmd = cmd, .cap = (size_t)argc + 1};

	*cmd = (struct command){.name = name, .argv = argv, .argc = (unsigned)argc};
	cmd->last = LAST_LINK;
	cmd->wordsize = NFACT;
	cmd->libc = NFACT;
	cmd->end = cmd->argc;
	cmd->arg = arena_alloc(sizeof *cmd->arg, f.cap);
	for (unsigned i = 1; i < cmd->argc; i++)
		feed(&f, str_of(argv[i]), i, false);
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
