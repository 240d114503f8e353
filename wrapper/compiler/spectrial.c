#include "compiler/spectrial.h"

#include <inttypes.h>

#include "base/error.h"
#include "command/options.h"
#include "compiler/identity.h"

#define ROW(user, like, link, printed, matter, at) {user, like, printed, matter, at, link},
const struct spec_trial spec_trials[NSPECTRIAL] = {SPEC_TRIALS(ROW)};

/* gcc WORDS... over a small source; true where it succeeds. */
static bool
run(const struct probe *p, const char *const *words, enum capture capture, struct str *printed)
{
	struct args a = probe_words(p);

	for (; *words; words++)
		args_push(&a, *words);
	return probe_ask(p, &a, TRIAL_SOURCE, capture, printed) == 0;
}

/* As run(); but a failure counts only where gcc succeeds without the word: a lack of memory fails both. A file that makes gcc fail by
 * itself is not ours to judge: the call ends as gcc says. */
static bool
run_sound(const struct probe *p, const char *const *words, const char *word, enum capture capture, struct str *printed)
{
	static const char *const plain[] = {TRIAL_LANGUAGE, "c", TRIAL_COMPILE, TRIAL_INPUT, TRIAL_OUTPUT, SINK, NULL};
	const char *without[16] = {0}; /* more than any question here has */
	struct str unused;
	size_t n = 0;

	for (int tries = 0; tries < 2; tries++)
		if (run(p, words, capture, printed))
			return true;
	for (const char *const *w = words; *w; w++)
		if (*w != word && n + 1 < COUNT(without))
			without[n++] = *w;
	if (!run(p, without, CAPTURE_NONE, &unused) && !run(p, plain, CAPTURE_NONE, &unused) && !p->optional)
		fatal(EXIT_OURS, "cannot ask %s about %s: it fails without %s, too", p->compiler->path, words[0], word);
	return false;
}

/* A compile, for the driver alone would take what only cc1 refuses. A gcc that takes it anyway is no fault of the file's. */
static bool
takes_all(const struct probe *p, const char *give)
{
	static const char *const unknown[] = {SPEC_UNKNOWN};
	struct str unused;

	for (size_t i = 0; i < COUNT(unknown); i++) {
		const char *const with[] = {give, unknown[i], TRIAL_LANGUAGE, "c", TRIAL_COMPILE, TRIAL_INPUT, TRIAL_OUTPUT, SINK, NULL};

		if (run_sound(p, with, unknown[i], CAPTURE_NONE, &unused) && !run_sound(p, with + 1, unknown[i], CAPTURE_NONE, &unused))
			return true;
	}
	return false;
}

/* Do the words of one matter in the last line that gcc prints end with the user's? */
static bool
overrides(struct str printed, const struct spec_trial *row)
{
	struct str line = {0}, last = STR("");

	for (struct str rest = str_trim(printed); rest.n > 0;) {
		struct str next = str_split(&rest, '\n');

		/* " /usr/lib/.../cc1 ..." or collect2; a variable stands in a line without a blank before it */
		line = next.n > 0 && next.p[0] == ' ' && (!row->link || str_has(next, "collect2")) && line.n == 0 ? next : line;
	}
	while (line.n > 0) {
		struct str word = str_split(&line, ' ');

		if (word.n > 1 && (word.p[0] == '\'' || word.p[0] == '"'))
			word = str_head(str_cut(word, 1), word.n - 2);
		for (struct str globs = str_of(row->matter); globs.n > 0;)
			if (str_glob(str_split(&globs, ' '), word))
				last = word;
	}
	return last.n > 0 && !str_glob(str_of(row->printed), last);
}

static uint64_t
try_all(const struct probe *p, struct str path)
{
	const char *give = str_join(STR(GIVE_SPEC_FILE), path);
	uint64_t found = takes_all(p, give) ? SPEC_TAKES_ALL : 0;
	struct str printed;

	for (size_t i = 0; i < NSPECTRIAL; i++) {
		const struct spec_trial *row = &spec_trials[i];
		const char *const words[] = {give, ASK_DRYRUN, row->user, TRIAL_LANGUAGE, "c",
		    row->link ? TRIAL_INPUT : TRIAL_COMPILE, row->link ? NULL : TRIAL_INPUT, NULL};

		/* a gcc that does not know the word need not obey it */
		if (run_sound(p, words, row->user, CAPTURE_STDERR, &printed) && overrides(printed, row))
			found |= UINT64_C(1) << i;
	}
	return found;
}

/* A digit for each bit. */
static bool
bits_of(struct str digits, uint64_t *bits)
{
	*bits = 0;
	for (size_t i = 0; i < digits.n; i++)
		*bits |= (uint64_t)(digits.p[i] == '1') << i;
	return digits.n == NSPECTRIAL + 1;
}

uint64_t
spec_try(const struct probe *p, struct str path, struct str text)
{
	struct str key = str_format("specs %016" PRIx64, hash_str(0, text)), known;
	struct buf value = {0};
	uint64_t found;

	if (identity_recall(p, key, &known) && bits_of(known, &found))
		return found;
	found = try_all(p, path);
	for (size_t i = 0; i <= NSPECTRIAL; i++)
		buf_char(&value, found >> i & 1 ? '1' : '0');
	identity_keep(p, key, buf_str(&value));
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
