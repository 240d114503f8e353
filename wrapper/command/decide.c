/* decide.c - what a word of the user's decides: kinds of link, macros, sanitizers, levels; what is not seen. */
#include "command/decide.h"

#include "command/language.h"
#include "command/options.h"
#include "command/response.h"

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

/* option: that waits for the word, or empty. */
static void
linker_output(struct command *cmd, struct str option, struct str word)
{
	static const char outputs[][2][10] = {LINKER_OUTPUTS};

	for (size_t i = 0; i < COUNT(outputs); i++) {
		if (str_is_text(option, outputs[i][0]))
			cmd->linked = word;
		else if (option.n == 0 && str_starts_text(word, outputs[i][1]))
			cmd->linked = str_cut(word, strlen(outputs[i][1]));
	}
}

static void
linker_word(struct command *cmd, struct str word)
{
	const struct word_fact *row;
	struct str option = cmd->ld_waits;

	cmd->ld_waits = option.n == 0 && option_linker_takes(word) ? word : STR("");
	if (cmd->ld_waits.n > 0)
		return;
	linker_output(cmd, option, word);
	if (option.n > 0)
		return;
	if (str_starts(word, STR("--")))
		word = str_cut(word, 1);
	row = word_fact(linker_facts, COUNT(linker_facts), word);
	if (row && row->fact == FACT_QUERY)
		cmd->asks_linker = true;
	else if (row)
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
	struct str read = option_is_long(word) ? option_usual(word) : word;
	const struct option *o = option_find(read);
	bool defines = o && o->role == DEFINE && !cmd->cpp_waits;

	if (o && o->role == INCLUDE)
		cmd->hands_includes = true;
	if (cmd->cpp_waits)
		set_macro(cmd, cmd->cpp_waits, word);
	else if (defines && read.n > o->length)
		set_macro(cmd, (char)o->value, str_cut(read, o->length));
	cmd->cpp_waits = (char)(defines && read.n == o->length ? o->value : '\0');
}

/* -fno-sanitize=WORD takes back that WORD, or all; one of a group leaves the group. */
static COLD void
set_sanitizers(struct command *cmd, const struct arg *a, bool on)
{
	struct args *words = &cmd->sanitizers;
	struct str list = a->value;

	while (list.n > 0) {
		struct str word = str_split(&list, ',');
		size_t n = 0;

		if (on && !word_fact(sanitizer_facts, COUNT(sanitizer_facts), word))
			set_opaque(cmd, OPAQUE_COMPILE, a->text);
		for (size_t i = 0; i < words->n; i++)
			if (!str_is_text(word, words->v[i]) && (on || !str_is(word, STR("all"))))
				words->v[n++] = words->v[i];
		words->n = n;
		if (on)
			args_push(words, str_dup(word));
	}
	cmd->said.bits[SANITIZER] = 0;
	for (size_t i = 0; i < words->n; i++) {
		const struct word_fact *row = word_fact(sanitizer_facts, COUNT(sanitizer_facts), str_of(words->v[i]));

		if (!row || row->fact != 0)
			fact_set(&cmd->said, row ? row->fact : FACT_SANITIZE);
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

void
decide(struct command *cmd, const struct arg *a)
{
	const struct option *o = a->opt;

	cmd->nlinker += o->role == LINKER_WORD || o->role == LINKER_LIST;
	switch ((enum role)o->role) {
	case OUTPUTS:		cmd->output = a->value; break;
	case LANGUAGES:		cmd->forced = str_is(a->value, STR("none")) ? NULL : language_named(a->value); break;
	case INCLUDE:		cmd->includes = true; break;
	case QUERIES:		cmd->query = true; break;
	case MODE:		cmd->mode = o->value; break;
	case RESPONSES:		cmd->windows = o->value; break;
	case DRYRUN:		cmd->dryrun = true; break;
	case DUMP_MACROS:	cmd->dump_macros = true; break;
	case OPTLEVEL:		set_optimization(cmd, a->value); break;
	case KIND_OF_LINK:	set_kind_of_link(cmd, (enum fact)o->value); break;
	case FACTUAL:		fact_set(&cmd->said, (enum fact)o->value); break;
	case SWITCH_ON:		fact_set(&cmd->switched, (enum fact)o->value); break;
	case SWITCH_OFF:	fact_clear(&cmd->switched, (enum fact)o->value); break;
	case SANITIZERS:	set_sanitizers(cmd, a, true); break;
	case UNSANITIZE:	set_sanitizers(cmd, a, false); break;
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
