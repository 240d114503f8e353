#include "word.h"

enum { MAX_JOINED = 2 };

/* A word that is one option of the linker with its argument in the next word: -z KEY. */
static bool
takes_next(struct str word)
{
	return word.n == 2 && word.p[0] == '-' && word.p[1] == 'z';
}

static struct str
one_dash(struct str word)
{
	return str_starts(word, STR("--")) && word.n > 3 ? str_cut(word, 1) : word;
}

static unsigned
mark(struct str word)
{
	unsigned a = word.n > 1 ? (unsigned char)word.p[1] : 0, b = word.n > 2 ? (unsigned char)word.p[2] : 0;

	return (a * 7 + b) & 63;
}

static void
add(struct words *words, struct word w)
{
	if (words->n == words->cap) {
		size_t cap = words->cap ? words->cap * 2 : 64;

		words->of = arena_grow(words->of, words->n * sizeof *words->of, cap * sizeof *words->of);
		words->cap = cap;
	}
	words->seen |= UINT64_C(1) << mark(w.text);
	words->of[words->n++] = w;
}

/* The linker's words come in a stream from -Wl, lists, -Xlinker and -z; a pair may be split
 * over two of them. */
struct stream {
	struct words *words;
	struct word pending; /* an option that waits for its argument */
	bool waits;
};

static void
stream_word(struct stream *s, struct str text, struct piece piece)
{
	struct word w = {.text = one_dash(text), .space = SPACE_LD, .npiece = 1, .piece = {piece}};

	if (s->waits) {
		s->waits = false;
		w.text = str_of(str_join3(s->pending.text, text, STR("")));
		w.piece[1] = piece;
		w.piece[0] = s->pending.piece[0];
		w.npiece = 2;
	} else if (takes_next(text)) {
		s->pending = w;
		s->waits = true;
		return;
	}
	add(s->words, w);
}

static void
stream_list(struct stream *s, const struct arg *a, unsigned at)
{
	unsigned offset = a->opt->length;

	for (struct str rest = a->value; rest.n > 0;) {
		struct str word = str_split(&rest, ',');

		stream_word(s, word, (struct piece){at, offset, (unsigned)word.n});
		offset += (unsigned)word.n + 1;
	}
}

static void
list_words(struct words *words, const struct arg *a, unsigned at, enum space space)
{
	unsigned offset = a->opt->length;

	for (struct str rest = a->value; rest.n > 0;) {
		struct str word = str_split(&rest, ',');
		struct word w = {.text = word, .space = (uint8_t)space, .npiece = 1,
		    .piece = {{at, offset, (unsigned)word.n}}};
		const struct option *o = space == SPACE_CC ? option_find(word) : NULL;

		offset += (unsigned)word.n + 1;
		if (o && o->role == DEFINE && word.n == o->length) { /* -Wp,-D,X */
			struct str operand = str_split(&rest, ',');

			w.text = str_of(str_join3(word, operand, STR("")));
			w.piece[1] = (struct piece){at, offset, (unsigned)operand.n};
			w.npiece = 2;
			offset += (unsigned)operand.n + 1;
		}
		add(words, w);
	}
}

static void
plain_word(struct words *words, const struct command *cmd, unsigned i)
{
	const struct arg *a = &cmd->arg[i];
	struct word w = {.text = a->text, .space = SPACE_CC, .npiece = 1, .piece = {{i, 0, (unsigned)a->text.n}}};

	if (i + 1 < cmd->n && a[1].operand) {
		w.text = str_of(str_join3(a->text, a->value, STR("")));
		w.piece[1] = (struct piece){i + 1, 0, (unsigned)a[1].text.n};
		w.npiece = MAX_JOINED;
	}
	add(words, w);
}

/* -Xlinker WORD: both words are the piece; dropping the operand drops its option. */
static void
operand_word(struct stream *s, struct words *words, const struct command *cmd, unsigned i, enum space space)
{
	const struct arg *a = &cmd->arg[i];
	struct piece piece = {i + 1, 0, (unsigned)a->value.n};

	if (i + 1 >= cmd->n || !a[1].operand) /* --linker-option=WORD */
		piece = (struct piece){i, a->opt->length, (unsigned)a->value.n};
	if (space == SPACE_LD)
		stream_word(s, a->value, piece);
	else
		add(words, (struct word){.text = a->value, .space = (uint8_t)space, .npiece = 1, .piece = {piece}});
}

void
words_of(struct words *words, const struct command *cmd)
{
	struct stream s = {.words = words};

	*words = (struct words){0};
	for (unsigned i = 0; i < cmd->n; i++) {
		const struct arg *a = &cmd->arg[i];
		enum role role = a->opt ? (enum role)a->opt->role : PLAIN;

		if (a->input || a->operand)
			continue;
		if (role == LINKER_LIST)
			stream_list(&s, a, i);
		else if (role == LINKER_WORD)
			operand_word(&s, words, cmd, i, SPACE_LD);
		else if (role == LINKER_KEY && a->value.p) {
			plain_word(words, cmd, i);
			words->of[words->n - 1].space = SPACE_LD;
		} else if (role == CPP_LIST)
			list_words(words, a, i, SPACE_CC);
		else if (role == CPP_WORD)
			operand_word(&s, words, cmd, i, SPACE_CC);
		else if (role == ASSEMBLER_LIST)
			list_words(words, a, i, SPACE_AS);
		else if (role == ASSEMBLER_WORD)
			operand_word(&s, words, cmd, i, SPACE_AS);
		else
			plain_word(words, cmd, i);
	}
}

bool
word_canonical(struct str written, enum space *space, struct str *text)
{
	const struct option *o = written.n > 1 && strchr("Wz", written.p[1]) ? option_find(written) : NULL;
	enum role role = o && written.n > o->length ? (enum role)o->role : PLAIN;
	struct str rest = o ? str_cut(written, o->length) : written, word;

	*space = role == LINKER_LIST || role == LINKER_KEY ? SPACE_LD : role == ASSEMBLER_LIST ? SPACE_AS : SPACE_CC;
	*text = written;
	if (role == LINKER_KEY || (role != LINKER_LIST && role != CPP_LIST && role != ASSEMBLER_LIST))
		return written.n > 1 && written.p[0] == '-';
	word = str_split(&rest, ',');
	*text = role == LINKER_LIST ? one_dash(word) : word;
	if (rest.n == 0)
		return word.n > 0;
	*text = str_of(str_join3(word, rest, STR("")));
	return role == LINKER_LIST && takes_next(word) && str_find(rest, ',', 0) == rest.n;
}

size_t
words_find(const struct words *words, enum space space, struct str pattern, size_t from)
{
	bool exact = pattern.n == 0 || pattern.p[pattern.n - 1] != '*';

	if (pattern.n > 2 && pattern.p[1] != '*' && pattern.p[2] != '*' && !(words->seen >> mark(pattern) & 1))
		return words->n;
	for (size_t i = from; i < words->n; i++) {
		const struct word *w = &words->of[i];

		if (w->space != space || w->text.n < 2 || (pattern.n > 1 && pattern.p[1] != '*' && w->text.p[1] != pattern.p[1]))
			continue;
		if (exact && str_find(pattern, '*', 0) == pattern.n ? str_is(pattern, w->text)
								     : str_glob(pattern, w->text))
			return i;
	}
	return words->n;
}
