#include "plan/classify.h"

#include "base/io.h"
#include "command/options.h"

/* Calls of cmd/go, cmd/cgo and cmd/link that are known by their files. The first row that fits
 * holds; an empty pattern fits everything. Their names alone decide: no variable of Go's is there in all its versions, nor where
 * another build system runs cgo. Who gives a file of theirs one of these names asks for such a call; what it makes has no note, and
 * the log names its kind. */
static const struct shape {
	char output[12], input[24];
	uint8_t stops;	/* the call ends with an object */
	uint8_t kind;
} shapes[] = {
	{"/dev/null", "-", 0, FACT_FLAGPROBE},
	{"", "*/cgo-gcc-input-*.c", 1, FACT_DWARF},
	{"_cgo_*.o", "-", 1, FACT_DWARF},
	{"", "*/go-link-*/trivial.c", 0, FACT_LINKPROBE},
	{"_cgo_.o", "*_cgo_main.o", 0, FACT_DYNIMPORT},
	{"", "*/go-link-*/go.o", 0, FACT_GOLINK},
};

static const char *const identity_words[] = {CALL_IDENTITY};

static const struct kind_row {
	uint8_t kind;
	char name[12];
} kind_rows[] = {
	{FACT_QUERY, "query"},	     {FACT_IDENTITY, "identity"},   {FACT_FLAGPROBE, "flagprobe"},
	{FACT_DEFINES, "defines"},   {FACT_GUESS, "guess"},	    {FACT_DWARF, "dwarf"},
	{FACT_LINKPROBE, "linkprobe"}, {FACT_DYNIMPORT, "dynimport"}, {FACT_GOLINK, "link"},
};

/* By the beginning of a target's first part; the first row that fits holds. */
static const struct arch {
	char prefix[14];
	uint8_t fact;
} archs[] = {
	{"x86_64", FACT_X86_64},   {"amd64", FACT_X86_64},	 {"i386", FACT_I386},
	{"i486", FACT_I386},	   {"i586", FACT_I386},		 {"i686", FACT_I386},
	{"aarch64", FACT_AARCH64}, {"arm64", FACT_AARCH64},	 {"arm", FACT_ARM},
	{"riscv64", FACT_RISCV64}, {"powerpc64le", FACT_PPC64LE}, {"ppc64le", FACT_PPC64LE},
	{"s390x", FACT_S390X},	   {"mips", FACT_MIPS},		 {"loongarch64", FACT_LOONGARCH64},
};

static bool
fits(const char *pattern, struct str path)
{
	struct str p = str_of(pattern);

	if (p.n > 0 && p.p[p.n - 1] != '*' && (path.n == 0 || path.p[path.n - 1] != p.p[p.n - 1]))
		return false; /* most end here */
	return p.n == 0 || str_glob(p, path) || (!strchr(pattern, '/') && str_glob(p, str_base(path)));
}

static bool
shape_fits(const struct shape *shape, const struct command *cmd)
{
	if (!fits(shape->output, cmd->output) || (shape->stops && cmd->last == LAST_LINK))
		return false;
	if (*shape->output && !cmd->output.n)
		return false;
	for (size_t i = 0; i < cmd->ninput; i++)
		if (fits(shape->input, cmd->input[i].path))
			return true;
	return false;
}

/* What has words for the linker alone may name inputs by them; but for -v, which shows how the linker is run. */
static bool
has_input(const struct command *cmd)
{
	bool verbose = false;

	for (size_t i = 0; cmd->ninput + cmd->nlibrary == 0 && i < cmd->n; i++)
		verbose = verbose || str_is(cmd->arg[i].text, STR(ASK_WHO));
	return cmd->ninput + cmd->nlibrary + (verbose ? 0 : cmd->nlinker) > 0;
}

enum fact
classify_kind(const struct command *cmd)
{
	if (cmd->n >= COUNT(identity_words) &&
	    command_is(cmd, cmd->n - COUNT(identity_words), identity_words, COUNT(identity_words)))
		return FACT_IDENTITY;
	if (cmd->query || (cmd->asks_linker && cmd->last == LAST_LINK) || !has_input(cmd))
		return FACT_QUERY;
	if (cmd->dump_macros && cmd->last == LAST_PREPROCESS)
		return FACT_DEFINES;
	for (size_t i = 0; i < COUNT(shapes); i++)
		if (shape_fits(&shapes[i], cmd)) {
			if (shapes[i].kind == FACT_DWARF && fact_holds(&cmd->said, FACT_UNOPTIMIZED))
				return FACT_GUESS;
			return (enum fact)shapes[i].kind;
		}
	return FACT_ORDINARY;
}

const char *
kind_name(enum fact kind, const struct facts *facts)
{
	for (size_t i = 0; i < COUNT(kind_rows); i++)
		if (kind_rows[i].kind == kind)
			return kind_rows[i].name;
	for (int stage = FACT_LINK; stage >= FACT_PREPROCESS; stage--)
		if (fact_holds(facts, (enum fact)stage))
			return fact_rows[stage].word;
	return "other";
}

static bool
has_part(struct str triplet, struct str start)
{
	for (size_t i = 0; i < triplet.n; i++)
		if (triplet.p[i] == start.p[0] && (i == 0 || triplet.p[i - 1] == '-') &&
		    str_starts(str_cut(triplet, i), start))
			return true;
	return false;
}

/* Many triplets of a glibc do not name it: x86_64-redhat-linux. */
enum fact
classify_libc(struct str target)
{
	static const char others[][10] = {"android", "uclibc", "dietlibc", "ohos", "newlib"};

	if (has_part(target, STR("musl")))
		return FACT_MUSL;
	for (size_t i = 0; i < COUNT(others); i++)
		if (has_part(target, str_of(others[i])))
			return FACT_OTHER_LIBC;
	return has_part(target, STR("linux")) ? FACT_GLIBC : FACT_OTHER_LIBC;
}

void
classify_target(struct facts *facts, const struct command *cmd, struct str target)
{
	enum fact arch = FACT_OTHER_ARCH;
	bool x86;

	for (size_t i = 0; i < COUNT(archs) && arch == FACT_OTHER_ARCH; i++)
		if (str_starts_text(target, archs[i].prefix))
			arch = archs[i].fact;
	if (str_ends(target, STR("x32")))
		arch = FACT_X32;
	x86 = arch == FACT_X86_64 || arch == FACT_X32 || arch == FACT_I386;
	if (x86 && cmd->wordsize == FACT_KERNEL)
		fact_set(facts, FACT_KERNEL);
	else if (x86 && cmd->wordsize != NFACT)
		arch = (enum fact)cmd->wordsize;
	fact_set(facts, arch);
	fact_set(facts, cmd->libc != NFACT ? (enum fact)cmd->libc : classify_libc(target));
	if (target.n > 0 && !has_part(target, STR("linux")))
		fact_set(facts, FACT_FOREIGN);
	if (facts->bits[HOST] == 0)
		fact_set(facts, FACT_HOSTED);
}

/* cc a.h makes a precompiled header and links nothing. */
static bool
only_headers(const struct command *cmd)
{
	for (size_t i = 0; i < cmd->ninput; i++)
		if (!cmd->input[i].language || cmd->input[i].language->form != FACT_HEADER)
			return false;
	return cmd->nlibrary + cmd->nlinker == 0;
}

/* Sources, and with them the stages. The words for C go to another language's compiler, too, which takes those that make code, and
 * warns of the others: a rule for warnings asks for !other-language. What was preprocessed takes no macros, but no harm by them. */
static void
classify_sources(struct facts *facts, const struct command *cmd)
{
	const uint16_t *language = facts->bits;
	bool source = false;
	unsigned family = 1u << fact_rows[FACT_C].bit | 1u << fact_rows[FACT_CXX].bit |
	    1u << fact_rows[FACT_OBJC].bit | 1u << fact_rows[FACT_OBJCXX].bit;

	for (size_t i = 0; i < cmd->ninput; i++) {
		const struct language *l = cmd->input[i].language;
		bool standard_input = !l && str_is(cmd->input[i].path, STR(TRIAL_INPUT));

		if (l) {
			fact_set(facts, (enum fact)l->language);
			fact_set(facts, (enum fact)l->form);
			source = source || (l->form == FACT_SOURCE && family >> fact_rows[l->language].bit & 1);
		} else if (standard_input) { /* the drivers take it for C where they take it at all */
			fact_set(facts, cmd->cxx ? FACT_CXX : FACT_C);
			fact_set(facts, FACT_SOURCE);
			source = true;
		}
	}
	if (source && !fact_holds(&cmd->said, FACT_PREPROCESSED))
		fact_clear(facts, FACT_PREPROCESSED);
	if (cmd->last == LAST_LINK && !only_headers(cmd))
		fact_set(facts, FACT_LINK);
	if (cmd->last == LAST_SYNTAX)
		fact_set(facts, FACT_NOTHING);
	if ((language[LANGUAGE] & family) && cmd->last >= LAST_SYNTAX)
		fact_set(facts, FACT_COMPILE);
	if (cmd->last == LAST_PREPROCESS && (language[LANGUAGE] & ~(1u << fact_rows[FACT_OTHER_LANGUAGE].bit)))
		fact_set(facts, FACT_PREPROCESS);
	if (cmd->last >= LAST_ASSEMBLE && (fact_holds(facts, FACT_ASM) || fact_holds(facts, FACT_ASM_CPP)))
		fact_set(facts, FACT_ASSEMBLE);
}

static void
classify_output(struct facts *facts, const struct command *cmd)
{
	static const uint8_t order[] = {FACT_RELOCATABLE, FACT_SHARED, FACT_STATIC_PIE, FACT_STATIC,
	    FACT_PIE, FACT_EXE};
	enum fact kind = FACT_EXE;

	facts->bits[OUTPUT] = 0;
	if (!fact_holds(facts, FACT_LINK))
		return;
	for (size_t i = COUNT(order); i-- > 0;)
		if (fact_holds(&cmd->said, (enum fact)order[i]))
			kind = (enum fact)order[i];
	fact_set(facts, kind);
}

/* What the C compiler would mark itself: whether the sources of this call ask for an executable
 * stack is known only to a compiler. Asked only where something else in the call is silent. */
static enum fact
sources_ask(const struct probe *p, size_t input)
{
	static const char *const drops[] = {PROBE_DROPS};
	const struct command *cmd = p->command;
	struct args a = {0};
	struct stack_inputs found = {0};
	struct str text;

	if (is_stream(cmd->input[input].path.p))
		return FACT_TRAMPOLINES;
	args_push(&a, p->compiler->path);
	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *w = &cmd->arg[i];
		bool drop = w->input || (w->opt && (w->opt->role == OUTPUTS || w->opt->role == LANGUAGES));

		for (size_t j = 0; j < COUNT(drops); j++)
			drop = drop || str_glob(str_of(drops[j]), w->read);
		if (drop && i + 1 < cmd->n && w[1].operand)
			i++;
		else if (!drop)
			args_push(&a, w->text.p);
	}
	args_push(&a, TRIAL_LANGUAGE);
	args_push(&a, cmd->input[input].language->name);
	args_push(&a, PROBE_TEXT);
	args_push(&a, TRIAL_OUTPUT);
	args_push(&a, TRIAL_INPUT);
	args_push(&a, cmd->input[input].path.p);
	if (probe_ask(p, &a, NULL, CAPTURE_STDOUT, &text) != 0 && probe_ask(p, &a, NULL, CAPTURE_STDOUT, &text) != 0)
		return FACT_TRAMPOLINES; /* leave the stack to the linker, and the error to the compiler */
	stack_of_source(&found, cmd->input[input].path, text);
	return found.asks.n > 0 ? FACT_EXECSTACK : FACT_UNMARKED;
}

static void
classify_stack(struct facts *facts, const struct probe *p)
{
	const struct command *cmd = p->command;
	struct stack_inputs found = {0};
	bool marks_itself;

	stack_inputs(&found, cmd);
	marks_itself = !fact_holds(facts, FACT_CLANG) &&
	    (fact_holds(facts, FACT_C) || fact_holds(facts, FACT_OBJC) || fact_holds(facts, FACT_OTHER_LANGUAGE));
	if (found.silent.n > 0)
		fact_set(facts, FACT_UNMARKED);
	if (found.asks.n > 0)
		fact_set(facts, FACT_EXECSTACK);
	if (found.lto.n > 0)
		fact_set(facts, FACT_TRAMPOLINES);
	if (!marks_itself || found.asks.n > 0)
		return;
	if (found.silent.n == 0 || fact_holds(facts, FACT_OTHER_LANGUAGE) || cmd->reads_stdin) {
		fact_set(facts, FACT_TRAMPOLINES);
		return;
	}
	for (size_t i = 0; i < cmd->ninput; i++) {
		const struct language *l = cmd->input[i].language;

		if (l && (l->language == FACT_C || l->language == FACT_OBJC))
			fact_set(facts, sources_ask(p, i));
	}
}

static bool
under(struct str path, struct str directory)
{
	return directory.n > 0 && str_starts(path, directory) && path.n > directory.n && path.p[directory.n] == '/';
}

static void
classify_caller(struct facts *facts, const struct command *cmd, const struct settings *s)
{
	static const char generated[][16] = {"_cgo_export.c", "_cgo_main.c", "*.cgo2.c"};
	struct str root = s->var[VAR_GOROOT], tools = s->var[VAR_GOTOOLDIR];

	if (s->var[VAR_GO_PACKAGE].n == 0)
		return;
	fact_set(facts, FACT_CGO);
	if (under(cmd->search, root) ||
	    under(cmd->search, str_head(tools, tools.n > 9 ? (size_t)(str_base(tools).p - tools.p) - 10 : 0)))
		fact_set(facts, FACT_GOSTD);
	for (size_t i = 0; i < cmd->ninput; i++)
		for (size_t j = 0; j < COUNT(generated); j++)
			if (fits(generated[j], cmd->input[i].path))
				fact_set(facts, FACT_CGOGEN);
}

/* cmd/go strips the programs that it runs itself. They have names of their own; the others are a.out
 * until they are moved to their place. */
static void
classify_program(struct facts *facts, const struct command *cmd)
{
	static const struct program {
		char output[24];
		uint8_t fact;
	} programs[] = {
		{"*/exe/a.out", NFACT},
		{"*/go-build*/b*/exe/*", FACT_GORUN},
		{"*/go-build*/b*/*.test", FACT_GOTEST},
	};

	for (size_t i = 0; i < COUNT(programs); i++)
		if (fits(programs[i].output, cmd->output)) {
			if (programs[i].fact != NFACT)
				fact_set(facts, (enum fact)programs[i].fact);
			return;
		}
}

/* Behind goamd64- and goarm64-. */
static void
level_set(struct facts *facts, struct str level, enum fact first, enum fact last)
{
	for (unsigned f = first; f <= last; f++)
		if (str_is_text(level, fact_rows[f].word + sizeof "goamd64-" - 1))
			fact_set(facts, (enum fact)f);
}

/* What Go's code may be for: v3; v8.1,crypto. cmd/go sets it for what it calls. LSE is a part of v8.1 and later. */
static void
classify_level(struct facts *facts, struct str amd64, struct str arm64)
{
	struct str rest = arm64, level = str_split(&rest, ',');
	bool lse = false, crypto = false;

	level_set(facts, amd64, FACT_GOAMD64_2, FACT_GOAMD64_4);
	level_set(facts, level, FACT_GOARM64_8_0, FACT_GOARM64_9_5);
	while (rest.n > 0) {
		struct str extra = str_split(&rest, ',');

		lse = lse || str_is(extra, STR("lse"));
		crypto = crypto || str_is(extra, STR("crypto"));
	}
	lse = lse && fact_holds(facts, FACT_GOARM64_8_0);
	if (lse || crypto)
		fact_set(facts, lse && crypto ? FACT_GOARM64_BOTH : lse ? FACT_GOARM64_LSE : FACT_GOARM64_CRYPTO);
}

void
classify_words(struct facts *facts, const struct command *cmd, const struct compiler *cc, const struct settings *s)
{
	*facts = cmd->said;
	fact_set(facts, cmd->kind);
	fact_set(facts, cc->family);
	if (facts->bits[OPT] == 0)
		fact_set(facts, FACT_UNOPTIMIZED);
	if (facts->bits[SANITIZER] != 0)
		fact_set(facts, FACT_SANITIZE);
	classify_target(facts, cmd, cc->target);
	classify_sources(facts, cmd);
	classify_output(facts, cmd);
	classify_caller(facts, cmd, s);
	if (s->var[VAR_GOAMD64].n > 0 || s->var[VAR_GOARM64].n > 0)
		classify_level(facts, s->var[VAR_GOAMD64], s->var[VAR_GOARM64]);
	if (cmd->kind == FACT_GOLINK)
		classify_program(facts, cmd);
}

static bool
reads_precompiled(const struct command *cmd)
{
	for (const struct arg *a = cmd->arg; a < cmd->arg + cmd->n; a++) {
		if (str_has(a->text, PRECOMPILED)) /* or in -Wp, */
			return true;
		if (a->opt && a->opt->role == INCLUDE && a->value.n > 0 &&
		    (can_read(str_join(a->value, STR(".pch"))) || can_read(str_join(a->value, STR(".gch")))))
			return true;
	}
	return false;
}

/* clang takes a precompiled header only with the words that it was made with, also where it makes no object. */
static COLD void
classify_precompiled(struct facts *facts, const struct command *cmd)
{
	if (!reads_precompiled(cmd))
		return;
	fact_clear(facts, FACT_BITCODE);
	fact_set(facts, FACT_NOTHING);
	fact_set(facts, FACT_COMPILE);
}

void
classify(struct facts *facts, const struct probe *p)
{
	classify_words(facts, p->command, p->compiler, p->settings);
	if (p->command->last == LAST_OTHER || fact_holds(facts, FACT_BITCODE))
		classify_precompiled(facts, p->command);
	if (fact_holds(facts, FACT_LINK) && fact_holds(facts, FACT_HOSTED))
		classify_stack(facts, p);
}
