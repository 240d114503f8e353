#include "command/word.h"

#include "command/options.h"
#include "command/response.h"

enum { MARKED = 4 }; /* bytes that a mark is made of */

const struct reading readings[WORDSIZE + 1] = {
	[ASSEMBLER_LIST] = {SPACE_AS, CARRIES_LIST},
	[ASSEMBLER_WORD] = {SPACE_AS, CARRIES_WORD},
	[CPP_LIST] = {SPACE_CC, CARRIES_LIST},
	[CPP_WORD] = {SPACE_CC, CARRIES_WORD},
	[LINKER_KEY] = {SPACE_LD, CARRIES_NONE},
	[LINKER_LIST] = {SPACE_LD, CARRIES_LIST},
	[LINKER_WORD] = {SPACE_LD, CARRIES_WORD},
};

/* The linker's --as-needed and -as-needed are one. */
static struct str
as_read(enum space space, struct str word)
{
	if (space == SPACE_CC && option_is_long(word))
		return option_usual(word);
	return space == SPACE_LD ? option_one_dash(word) : word;
}

uint8_t
word_mark(struct str text)
{
	char a, b, c;

	if (text.n < 2 || text.p[0] != '-')
		return 0;
	a = text.p[1];
	b = (char)(text.n > 2 ? text.p[2] : 0);
	c = (char)(text.n > 3 ? text.p[3] : 0);
	return a == '*' || b == '*' || c == '*' ? 0 : (uint8_t)WORD_MARK(a, b, c);
}

static bool
has_operand(const struct command *cmd, size_t i)
{
	return i + 1 < cmd->n && cmd->arg[i + 1].operand;
}

static struct piece
whole(const struct command *cmd, unsigned at)
{
	return (struct piece){at, 0, (unsigned)cmd->arg[at].text.n};
}

static struct word *
add(struct words *words, struct str text, enum space space, struct piece piece)
{
	struct word *w;

	words->of = arena_more(words->of, words->n, &words->cap, sizeof *words->of);
	w = &words->of[words->n++];
	w->text = text;
	w->piece = piece;
	w->space = (uint8_t)space;
	w->opened = false;
	words->seen[word_mark(text)] = 1;
	return w;
}

static uint32_t
pair(struct words *words, struct piece second)
{
	words->second = arena_more(words->second, words->nsecond, &words->seconds, sizeof second);
	words->second[words->nsecond++] = second;
	return (uint32_t)words->nsecond;
}

/* The words of the linker and of the preprocessor come in streams, from lists and from -Xlinker and
 * its kin; an option and its argument may stand in two of them. */
struct stream {
	struct words *words;
	struct str pending; /* an option that waits for its argument */
	const char *joint;  /* what will stand between them; NULL: none waits */
	struct piece place;
	enum space space;
};

static const char *
waits(const struct stream *s, struct str text)
{
	const struct option *o;

	if (s->space == SPACE_LD)
		return option_linker_takes(text);
	o = s->space == SPACE_CC ? option_find(text) : NULL;
	if (!o || o->role != DEFINE || text.n != o->length)
		return NULL;
	return option_is_long(text) ? "=" : "";
}

static void
stream_plain(struct stream *s, struct str text, struct piece piece)
{
	struct str read = as_read(s->space, text);
	struct word *w;

	if (s->joint) {
		read = as_read(s->space, str_of(str_join3(s->pending, str_of(s->joint), text)));
		w = add(s->words, read, s->space, s->place);
		w->second = pair(s->words, piece);
		s->joint = NULL;
		return;
	}
	s->joint = waits(s, text);
	s->pending = read;
	s->place = piece;
	if (!s->joint)
		add(s->words, read, s->space, piece);
}

/* -Wl,@FILE: the linker opens it, and so do the assembler and cc1 with theirs. */
static void
stream_word(struct stream *s, struct str text, struct piece piece)
{
	struct words *words = s->words;
	size_t first = words->n;
	struct args inner = {0};

	if (text.n < 2 || text.p[0] != '@') {
		stream_plain(s, text, piece);
		return;
	}
	response_open(text, &inner);
	for (size_t i = 0; i < inner.n; i++)
		stream_plain(s, str_of(inner.v[i]), piece);
	for (size_t i = first; i < words->n; i++)
		words->of[i].opened = true;
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

/* -I DIR is -IDIR */
static void
plain_word(struct stream *s, const struct command *cmd, unsigned at, bool is_pair)
{
	const struct arg *a = &cmd->arg[at];
	struct str text = a->read;
	struct word *w;

	if (is_pair && !option_is_long(a->text))
		text = str_of(str_join(text, a->value));
	w = add(s->words, text, s->space, whole(cmd, at));
	if (is_pair)
		w->second = pair(s->words, whole(cmd, at + 1));
}

void
words_of(struct words *words, const struct command *cmd)
{
	struct stream streams[] = {
		[SPACE_CC] = {.words = words, .space = SPACE_CC},
		[SPACE_LD] = {.words = words, .space = SPACE_LD},
		[SPACE_AS] = {.words = words, .space = SPACE_AS},
	};

	*words = (struct words){.cap = cmd->n + 1, .seen[0] = 1};
	words->of = arena_alloc(sizeof *words->of, words->cap);
	for (unsigned i = 0; i < cmd->n; i++) {
		const struct arg *a = &cmd->arg[i];
		struct reading is = reading_of(a->opt);
		struct stream *s = &streams[is.space];
		bool is_pair = has_operand(cmd, i);

		if (a->input && streams[SPACE_LD].joint) /* -Wl,-z now: the driver hands inputs and words on in their order */
			stream_plain(&streams[SPACE_LD], a->text, whole(cmd, i));
		if (a->input || a->operand)
			continue;
		if (is.carries == CARRIES_LIST)
			stream_list(s, a, i);
		else if (is.carries == CARRIES_WORD) /* dropping the operand drops its option */
			stream_word(s, a->value, whole(cmd, i + is_pair));
		else
			plain_word(s, cmd, i, is_pair);
	}
}

/* False where the words that it makes are not told so easily. */
static bool
mark_argument(struct words *words, const struct arg *a, bool pair)
{
	struct reading is = reading_of(a->opt);
	char start[MARKED] = "";
	struct str text = a->read;
	size_t n = text.n;

	if (is.carries == CARRIES_WORD || (is.carries == CARRIES_LIST && is.space != SPACE_LD))
		return false;
	if (is.carries == CARRIES_LIST) {
		for (struct str rest = a->value; rest.n > 0;) {
			struct str word = str_split(&rest, ',');

			if (option_linker_takes(word) || (word.n > 0 && word.p[0] == '@'))
				return false;
			words->seen[word_mark(option_one_dash(word))] = 1;
		}
		return true;
	}
	if (pair && n < MARKED && !option_is_long(a->text)) {
		memcpy(start, text.p, n);
		for (size_t i = 0; n < MARKED && i < a->value.n; i++)
			start[n++] = a->value.p[i];
		text = (struct str){start, n};
	}
	words->seen[word_mark(text)] = 1;
	return true;
}

void
words_mark(struct words *words, const struct command *cmd)
{
	*words = (struct words){.unmade = cmd, .seen[0] = 1};
	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *a = &cmd->arg[i];

		if (a->input || a->operand || mark_argument(words, a, has_operand(cmd, i)))
			continue;
		words_of(words, cmd);
		return;
	}
}

bool
word_canonical(struct str written, enum space *space, struct str *text)
{
	struct str usual = as_read(SPACE_CC, written);
	const struct option *o = option_find(usual);
	struct reading is = reading_of(o && usual.n > o->length ? o : NULL);
	struct str rest = str_cut(usual, o ? o->length : 0), word;
	const char *joint;

	*space = is.space;
	*text = is.carries == CARRIES_WORD ? as_read(*space, rest) : usual;
	if (is.carries != CARRIES_LIST)
		return written.n > 1 && written.p[0] == '-';
	word = str_split(&rest, ',');
	*text = as_read(*space, word);
	if (rest.n == 0)
		return word.n > 0;
	joint = *space == SPACE_LD ? option_linker_takes(word) : NULL;
	if (!joint)
		return false;
	*text = str_of(str_join3(*text, str_of(joint), rest));
	return str_find(rest, ',', 0) == rest.n;
}

size_t
words_find(struct words *words, enum space space, struct str pattern, size_t from)
{
	size_t star;

	if (!words->seen[word_mark(pattern)])
		return words->n;
	if (words->unmade)
		words_of(words, words->unmade);
	star = str_find(pattern, '*', 0);
	for (size_t i = from; i < words->n; i++) {
		const struct word *w = &words->of[i];

		if (w->space != space || (star > 1 && (w->text.n < 2 || w->text.p[1] != pattern.p[1])))
			continue;
		if (star == pattern.n ? str_is(pattern, w->text) : str_glob(pattern, w->text))
			return i;
	}
	return words->n;
}

bool
words_have(struct words *words, enum space space, struct str pattern)
{
	size_t at = words_find(words, space, pattern, 0);

	return at < words->n;
}
