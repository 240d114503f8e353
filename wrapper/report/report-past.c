/*
 * A call of a log, seen again: its words are parsed and classified as they were then. No file is opened and no compiler
 * is asked, for the log may be another machine's, or somebody's who wants us to.
 */
#include "command/command.h"
#include "command/language.h"
#include "command/options.h"
#include "command/output.h"
#include "compiler/compiler.h"
#include "config.h"
#include "plan/classify.h"
#include "report/report.h"

/* What decided about the call and stands in what was done to it. */
struct trace {
	bool noted, standard, route, musl;
};

static struct trace
trace_of(struct past *past)
{
	struct trace t = {0};

	for (size_t i = 0; i < past->nedit; i++) {
		const struct logedit *e = &past->edit[i];
		bool note = str_is_text(e->verb, verb_names[NOTE_VERB]), route = str_is(e->verb, STR("route"));

		past->denied = past->denied || str_is_text(e->result, result_names[DENIED]) ||
		    str_is_text(e->result, result_names[REFUSED]);
		t.noted = t.noted || (note && str_is_text(e->result, result_names[ADDED]));
		t.standard = t.standard || (note && str_has(e->flag, NOTE_STANDARD));
		t.route = t.route || route;
		t.musl = t.musl || (route && str_has(e->flag, "musl"));
	}
	return t;
}

static void
read_edits(struct past *past)
{
	struct str edits = past->line.edits;
	struct logedit e;
	size_t room = 0;

	while (logline_edit(&edits, &e)) {
		past->edit = arena_more(past->edit, past->nedit, &room, sizeof e);
		past->edit[past->nedit++] = e;
	}
}

/* A response file that was there when the call was made stands in argv by its words; one that is still named is none. */
static void
parse(struct past *past)
{
	struct str argv = past->line.argv, word;
	struct name name = name_parse(past->line.name);
	struct args words = {0};

	while (logline_word(&argv, &word))
		if (words.n == 0 || !str_starts(word, STR("@")))
			args_push(&words, str_dup(word));
	if (words.n == 0)
		args_push(&words, "");
	if (!name.driver)
		name = name_parse(STR("cc"));
	call_words(&past->call, name, (int)words.n, (char *const *)(uintptr_t)words.v);
}

/* The log has the compiler's line, not its target: the name tells, or it is ours. */
static struct str
target_of(const struct past *past)
{
	static const char host[][28] = {HOST_TRIPLETS};
	struct name real = name_parse(str_base(past->line.real));

	if (past->call.command.target.n > 0)
		return past->call.command.target;
	if (real.driver && real.triplet.n > 0)
		return real.triplet;
	return past->call.command.name.triplet.n > 0 ? past->call.command.name.triplet : str_of(host[0]);
}

static void
identify(struct past *past)
{
	struct compiler *cc = &past->call.compiler;
	struct str target = target_of(past);

	cc->path = str_dup(past->line.real);
	compiler_told(cc, str_format("%.*s\nTarget: %.*s", FMT(past->line.compiler), FMT(target)));
	if (past->call.command.guessed)
		call_words_again(&past->call);
}

/* As route_facts, for a route that held then. */
static void
add_facts(struct past *past, const struct trace *t)
{
	static const uint8_t becomes[][2] = {{FACT_EXE, FACT_STATIC}, {FACT_PIE, FACT_STATIC_PIE}};
	struct facts *facts = &past->call.facts;
	struct str package = past->line.go_package;

	if (t->standard || go_standard(str_split(&package, ' ')))
		fact_set(facts, FACT_GOSTD);
	past->call.route.links = t->route;
	for (size_t i = 0; i < COUNT(becomes) && t->route; i++) {
		if (!fact_holds(facts, (enum fact)becomes[i][0]))
			continue;
		fact_clear(facts, (enum fact)becomes[i][0]);
		fact_set(facts, (enum fact)becomes[i][1]);
	}
}

static bool
is_unit(const struct language *l)
{
	return l && l->language != FACT_OTHER_LANGUAGE && (l->form == FACT_SOURCE || l->form == FACT_PREPROCESSED);
}

static void
count(struct past *past)
{
	const struct command *cmd = &past->call.command;
	const struct facts *facts = &past->call.facts;
	bool edited = cmd->kind == FACT_ORDINARY || cmd->kind == FACT_GOLINK;

	for (size_t i = 0; i < cmd->ninput; i++) {
		const struct language *l = cmd->input[i].language;

		past->npreprocessed += l && l->form == FACT_PREPROCESSED;
		past->nassembler += l && (l->language == FACT_ASM || l->language == FACT_ASM_CPP);
		past->nunit += is_unit(l) || (!l && cmd->reads_stdin && str_is(cmd->input[i].path, STR(TRIAL_INPUT)));
	}
	past->unit = edited && past->nunit > 0 && cmd->last >= LAST_COMPILE &&
	    (fact_holds(facts, FACT_COMPILE) || fact_holds(facts, FACT_ASSEMBLE));
	past->link = edited && fact_holds(facts, FACT_LINK);
}

/* What the call is called where it is told. */
static struct str
first_source(const struct past *past)
{
	struct str list = past->line.sources, word;

	if (past->unit && logline_word(&list, &word))
		return kept(word);
	return kept(past->line.output.n > 0 ? past->line.output : past->line.kind);
}

bool
past_read(struct past *past, const struct settings *settings, struct str line)
{
	struct trace t;

	*past = (struct past){0};
	if (!logline_read(line, &past->line))
		return false;
	past->settings = *settings;
	past->settings.var[VAR_GO_PACKAGE] = past->line.go_package;
	past->call.settings = &past->settings;
	past->own_log = past->line.compiler.n > 0;
	read_edits(past);
	t = trace_of(past);
	past->noted = t.noted;
	parse(past);
	if (t.musl)
		past->call.command.libc = FACT_MUSL;
	identify(past);
	classify_words(&past->call.facts, &past->call.command, &past->call.compiler, &past->settings);
	add_facts(past, &t);
	count(past);
	past->first = first_source(past);
	return true;
}

struct str
past_path(const struct past *past, struct str path)
{
	while (str_starts(path, STR("./")))
		path = str_cut(path, 2);
	if (path.n == 0 || path.p[0] == '/')
		return path;
	return str_of(str_join3(past->line.cwd, STR("/"), path));
}

struct str
past_object(const struct past *past, struct str source)
{
	struct str object = past->call.command.last == LAST_ASSEMBLE ? output_name(&past->call.command, source) : STR("");

	return object.n > 0 ? past_path(past, object) : object;
}
