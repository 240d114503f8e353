#include "compiler/spectrial.h"

#include <inttypes.h>

#include "base/error.h"
#include "command/options.h"
#include "command/response.h"
#include "command/secret.h"
#include "command/word.h"
#include "compiler/identity.h"

#define SAMPLE(word, link, at) {word, at, link},
const struct spec_sample spec_samples[NSPECSAMPLE] = {SPEC_SAMPLES(SAMPLE)};

#define LIST(words) words,
static const char *const matters[] = {SPEC_MATTERS(LIST)};

static const char *const sames[] = {SPEC_SAME(LIST)};

static const struct against {
	const char *user, *file; /* globs */
} againsts[] = {
#define AGAINST(user, file) {user, file},
	SPEC_AGAINST(AGAINST)
};

/* gcc WORDS... over a small source; true where it succeeds. */
static bool
run(const struct probe *p, const char *const *words)
{
	struct args a = probe_words(p);
	struct str unused;

	for (; *words; words++)
		args_push(&a, *words);
	return probe_ask(p, &a, TRIAL_SOURCE, CAPTURE_NONE, &unused) == 0;
}

/* As run(); but a failure counts only where gcc succeeds without the word: a lack of memory fails both. A file that makes gcc fail by
 * itself is not ours to judge: the call ends as gcc says. */
static bool
run_sound(const struct probe *p, const char *const *words, const char *word)
{
	static const char *const plain[] = {TRIAL_LANGUAGE, "c", TRIAL_COMPILE, TRIAL_INPUT, TRIAL_OUTPUT, SINK, NULL};
	const char *without[16] = {0}; /* more than any question here has */
	size_t n = 0;

	for (int tries = 0; tries < 2; tries++)
		if (run(p, words))
			return true;
	for (const char *const *w = words; *w; w++)
		if (*w != word && n + 1 < COUNT(without))
			without[n++] = *w;
	if (!run(p, without) && !run(p, plain) && !p->optional)
		fatal(EXIT_OURS, "cannot ask %s about %s: it fails without %s, too", p->compiler->path, words[0], word);
	return false;
}

/* A compile, for the driver alone would take what only cc1 refuses. A gcc that takes it anyway is no fault of the file's. */
static bool
takes_all(const struct probe *p, const char *give)
{
	static const char *const unknown[] = {SPEC_UNKNOWN};

	for (size_t i = 0; i < COUNT(unknown); i++) {
		const char *const with[] = {give, unknown[i], TRIAL_LANGUAGE, "c", TRIAL_COMPILE, TRIAL_INPUT, TRIAL_OUTPUT, SINK, NULL};

		if (run_sound(p, with, unknown[i]) && !run_sound(p, with + 1, unknown[i]))
			return true;
	}
	return false;
}

static bool
fits(const char *globs, struct str word)
{
	for (struct str rest = str_of(globs); rest.n > 0;)
		if (str_glob(str_split(&rest, ' '), word))
			return true;
	return false;
}

/* What a word is about: its kind, and its name without "no-" and what stands behind '='. */
struct matter {
	size_t list; /* of SPEC_MATTERS, from 1 */
	char kind;
	struct str name;
};

static struct matter
matter_of(struct str word)
{
	static const char *const whole[] = {SPEC_MATTER_WHOLE};
	struct matter m = {0};

	if (word.n < 2 || word.p[0] != '-' || fits(SPEC_ADD_UP, word))
		return m;
	while (m.list < COUNT(matters) && !fits(matters[m.list], word))
		m.list++;
	m.list = m.list < COUNT(matters) ? m.list + 1 : 0;
	m.kind = (char)(word.p[1] == 'U' ? 'D' : word.p[1]);
	m.name = str_cut(word, 2);
	if (str_starts(m.name, STR("no-")) || (m.kind == 'z' && str_starts(m.name, STR("no"))))
		m.name = str_cut(m.name, m.kind == 'z' ? 2 : 3);
	for (size_t i = 0; i < COUNT(whole); i++)
		if (str_starts_text(word, whole[i]))
			return m;
	m.name = str_head(m.name, str_find(m.name, '=', 0));
	return m;
}

static bool
same_matter(struct str a, struct str b)
{
	struct matter x = matter_of(a), y = matter_of(b);

	if (x.list > 0 || y.list > 0)
		return x.list == y.list;
	return x.kind != '\0' && x.kind == y.kind && str_is(x.name, y.name);
}

/* -DX is -DX=1. */
static struct str
in_full(struct str word)
{
	bool bare = word.n > 1 && word.p[0] == '-' && word.p[1] == 'D' && str_find(word, '=', 0) == word.n;

	return bare ? str_of(str_join(word, STR("=1"))) : word;
}

/* Do they do the same? */
static bool
alike(struct str a, struct str b)
{
	for (size_t i = 0; i < COUNT(sames); i++)
		if (fits(sames[i], a) && fits(sames[i], b))
			return true;
	return str_is(in_full(a), in_full(b));
}

static bool
has(const struct words *words, struct str word)
{
	for (size_t i = 0; i < words->n; i++)
		if (str_is(words->of[i].text, word))
			return true;
	return false;
}

/* The one that holds of its matter; nothing where there is none. */
static struct str
last_of(const struct words *words, struct str word)
{
	for (size_t i = words->n; i > 0; i--)
		if (same_matter(words->of[i - 1].text, word))
			return words->of[i - 1].text;
	return STR("");
}

static bool
is_macro(struct str word)
{
	return matter_of(word).kind == 'D';
}

/* Does the file add what this word of the user's does not go with? */
static bool
contradicted(struct str word, const struct words *plain, const struct words *with)
{
	for (size_t i = 0; i < with->n; i++) {
		struct str other = with->of[i].text;

		if (has(plain, other) || alike(other, word))
			continue;
		if (is_macro(word) && same_matter(word, other)) /* another value is a warning in each compile */
			return true;
		for (size_t j = 0; j < COUNT(againsts); j++)
			if (fits(againsts[j].user, word) && fits(againsts[j].file, other))
				return true;
	}
	return false;
}

/* The next line; a word in quotes may have line ends in it. */
static struct str
next_line(struct str *printed)
{
	bool program = printed->n > 0 && printed->p[0] == ' ', quoted = false;
	struct str line;
	size_t n = 0;

	for (; n < printed->n && (quoted || printed->p[n] != '\n'); n++) {
		if (program && printed->p[n] == '"')
			quoted = !quoted;
		else if (quoted && printed->p[n] == '\\')
			n++;
	}
	line = str_head(*printed, n);
	*printed = str_cut(*printed, n + 1);
	return line;
}

/* The words that say how, of the programs that gcc would run: of its linker, or of all others. */
static struct words
would_run(const struct probe *p, struct str printed, bool linker)
{
	struct args argv = {0};
	struct command parsed;
	struct words words;
	size_t kept = 0;

	args_push(&argv, p->compiler->path);
	while (printed.n > 0) {
		struct str line = next_line(&printed), word;
		size_t n = argv.n;
		bool wanted = false;

		if (line.n == 0 || line.p[0] != ' ') /* no program, but a variable or a message */
			continue;
		while (response_word(&line, &word)) {
			if (n == argv.n)
				wanted = str_is_text(str_base(word), LINK_PROGRAM) == linker;
			args_push(&argv, word.n > 0 && word.p[0] != '@' ? word.p : "-");
		}
		argv.n = wanted ? argv.n : n;
	}
	command_parse(&parsed, p->command->name, (int)argv.n, (char *const *)(uintptr_t)argv.v);
	words_of(&words, &parsed);
	for (size_t i = 0; i < words.n; i++)
		if (command_says_how(&parsed, words.of[i].piece.arg))
			words.of[kept++] = words.of[i];
	words.n = kept;
	return words;
}

/* gcc -### with the words of the call; bare: only with those of rules. False where it does not take them. */
static bool
ask(const struct probe *p, const char *give, const struct spec_call *call, bool bare, struct str *printed)
{
	const char *const end[] = {TRIAL_LANGUAGE, call->language.p, TRIAL_INPUT};
	struct args a = probe_words(p);

	args_push(&a, ASK_DRYRUN);
	if (give)
		args_push(&a, give);
	args_add(&a, call->words.v, bare ? call->rules : call->words.n);
	args_add(&a, end, COUNT(end));
	for (int tries = 0; tries < 2; tries++) /* a lack of memory fails one, too */
		if (probe_ask(p, &a, TRIAL_SOURCE, CAPTURE_STDERR, printed) == 0)
			return true;
	return false;
}

/* What the words of the call bring, as -D_REENTRANT for -pthread, and the file takes back. */
static struct str
undone(const struct words *bare, const struct words *plain, const struct words *with)
{
	for (size_t i = 0; i < plain->n; i++) {
		struct str word = plain->of[i].text;

		if (!has(bare, word) && str_is(last_of(plain, word), word) && !alike(last_of(with, word), word))
			return word;
	}
	return STR("");
}

static struct str
compared(const struct probe *p, const struct spec_call *call, const struct str *printed, bool linker)
{
	struct words bare = would_run(p, printed[0], linker), plain = would_run(p, printed[1], linker),
	    with = would_run(p, printed[2], linker), said;
	struct args argv = {0};
	struct command parsed;

	args_push(&argv, p->compiler->path);
	args_add(&argv, call->words.v, call->words.n);
	command_parse(&parsed, p->command->name, (int)argv.n, (char *const *)(uintptr_t)argv.v);
	words_of(&said, &parsed);
	for (size_t i = 0; i < said.n; i++) {
		const struct word *w = &said.of[i];
		bool of_rule = w->piece.arg < call->rules;

		if (linker ? w->space == SPACE_CC && fits(SPEC_COMPILER_ONLY, w->text) : w->space != SPACE_CC)
			continue;
		if ((of_rule && !is_macro(w->text)) || !str_is(last_of(&said, w->text), w->text))
			continue;
		if (!alike(last_of(&plain, w->text), last_of(&with, w->text)) || contradicted(w->text, &plain, &with))
			return w->text;
	}
	return undone(&bare, &plain, &with);
}

/* sure: gcc answered all that it was asked. */
static struct str
compare(const struct probe *p, const char *give, const struct spec_call *call, bool *sure)
{
	struct str printed[3], found = STR("");
	bool plain = ask(p, NULL, call, false, &printed[1]), bare = ask(p, NULL, call, true, &printed[0]);

	*sure = plain && bare && ask(p, give, call, false, &printed[2]);
	/* a file that makes gcc fail by itself is not ours to judge, nor are words that it does not take: the call ends as gcc says */
	if (!*sure && !(bare && (!plain || ask(p, NULL, call, false, &printed[1]))) && !p->optional)
		fatal(EXIT_OURS, "cannot ask %s what it would run: %s fails", p->compiler->path, ASK_DRYRUN);
	if (!*sure)
		return found;
	if (call->compiles)
		found = compared(p, call, printed, false);
	if (call->links && found.n == 0)
		found = compared(p, call, printed, true);
	return found;
}

struct str
spec_key(struct str text, const struct spec_call *call)
{
	uint64_t hash = hash_str(0, text);

	for (size_t i = 0; call && i < call->words.n; i++)
		hash = hash_str(hash + (i < call->rules), str_of(call->words.v[i]));
	if (call)
		hash = hash_str(hash + call->compiles + (call->links ? 2 : 0), call->language);
	return str_format("%s %016" PRIx64, call ? "specs-call" : "specs", hash);
}

bool
spec_takes_all(const struct probe *p, struct str path, struct str text)
{
	struct str key = spec_key(text, NULL), known;
	bool found;

	if (identity_recall(p, key, &known) && known.n == 1)
		return known.p[0] == '1';
	found = takes_all(p, str_join(STR(GIVE_SPEC_FILE), path));
	identity_keep(p, key, found ? STR("1") : STR("0"));
	return found;
}

struct str
spec_overrides(const struct probe *p, struct str path, struct str text, const struct spec_call *call)
{
	static const char *const unstable[] = {SPEC_UNSTABLE};
	struct str key = spec_key(text, call), found;
	bool keep = true, sure;

	for (size_t i = 0; i < COUNT(unstable); i++)
		keep = keep && !str_has(text, unstable[i]);
	if (keep && identity_recall(p, key, &found))
		return found;
	found = secret_hidden(compare(p, str_join(STR(GIVE_SPEC_FILE), path), call, &sure)); /* it is kept in the cache */
	if (keep && sure && str_find(found, '\n', 0) == found.n)
		identity_keep(p, key, found);
	return found;
}

unsigned
spec_line(struct str text, const char *at)
{
	static const char *const include[] = {SPEC_INCLUDE};
	unsigned taken_in = 1;

	for (unsigned line = 1; text.n > 0; line++) {
		struct str next = str_split(&text, '\n');

		if (str_has(next, at))
			return line;
		for (size_t i = 0; i < COUNT(include); i++)
			if (str_starts_text(next, include[i]))
				taken_in = line;
	}
	return taken_in;
}
