#include "command/word.h"

#include "command/options.h"

enum { MARKED = 4 }; /* bytes that a mark is made of */

static const struct alias {
	char name[24], usual[12];
} aliases[] = {
#define ALIAS(name, usual) {name, usual},
	ALIASES(ALIAS)
};

static const struct taker {
	char name[24], joint[2];
} takers[] = {
#define TAKER(name, joint) {name, joint},
	LINKER_TAKES(TAKER)
};

static struct str
one_dash(struct str word)
{
	return str_starts(word, STR("--")) && word.n > 3 ? str_cut(word, 1) : word;
}

/* Of an option of the linker with its argument in the next word, -z KEY, what joins them; NULL for any other word. */
static const char *
takes_next(struct str word)
{
	if (word.n < 2 || word.p[0] != '-')
		return NULL;
	word = one_dash(word);
	for (size_t i = 0; i < sizeof takers / sizeof takers[0]; i++)
		if (takers[i].name[1] == word.p[1] && str_is_text(word, takers[i].name))
			return takers[i].joint;
	return NULL;
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
	if (a == '*' || b == '*' || c == '*')
		return 0;
	return (uint8_t)WORD_MARK(a, b, c);
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
	words->seen[word_mark(text)] = 1;
	return w;
}

/* The one spelling of an option that has several: --define-macro=X is -DX, --no-pie is -no-pie. */
static struct str
usual(struct str text, const struct option *o)
{
	char dash_letter[2] = {'-', '\0'};

	if (text.n < 2 || text.p[1] != '-')
		return text;
	if (o && o->role == KIND_OF_LINK)
		return one_dash(text);
	for (size_t i = 0; !o && i < sizeof aliases / sizeof aliases[0]; i++)
		if (str_is_text(text, aliases[i].name))
			return str_of(aliases[i].usual);
	if (!o || o->role != DEFINE)
		return text;
	dash_letter[1] = (char)o->value;
	return str_of(str_join((struct str){dash_letter, 2}, str_cut(text, o->length)));
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
		return takes_next(text);
	o = s->space == SPACE_CC ? option_find(text) : NULL;
	return o && o->role == DEFINE && text.n == o->length ? "" : NULL;
}

static void
stream_word(struct stream *s, struct str text, struct piece piece)
{
	struct str whole = s->space == SPACE_LD ? one_dash(text) : text;

	if (s->joint) {
		struct word *w = add(s->words, str_of(str_join3(s->pending, str_of(s->joint), text)), s->space, s->place);

		s->joint = NULL;
		w->second = pair(s->words, piece);
		return;
	}
	s->joint = waits(s, text);
	if (!s->joint) {
		add(s->words, whole, s->space, piece);
		return;
	}
	s->pending = whole;
	s->place = piece;
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

/* -Xlinker WORD: dropping the operand drops its option. */
static void
stream_operand(struct stream *s, const struct command *cmd, unsigned i)
{
	const struct arg *a = &cmd->arg[i];
	struct piece piece = {i + 1, 0, (unsigned)a->value.n};

	if (i + 1 >= cmd->n || !a[1].operand) /* --linker-option=WORD goes or stays as a whole */
		piece = (struct piece){i, 0, (unsigned)a->text.n};
	stream_word(s, a->value, piece);
}

static void
plain_word(struct words *words, const struct command *cmd, unsigned i, enum space space)
{
	const struct arg *a = &cmd->arg[i];
	struct str text = usual(a->text, a->opt);
	struct word *w;

	if (i + 1 < cmd->n && a[1].operand) /* --include-directory DIR is --include-directory=DIR, -I DIR is -IDIR */
		text = str_of(str_join3(text, str_starts(text, STR("--")) ? STR("=") : STR(""), a->value));
	w = add(words, text, space, (struct piece){i, 0, (unsigned)a->text.n});
	if (i + 1 < cmd->n && a[1].operand)
		w->second = pair(words, (struct piece){i + 1, 0, (unsigned)a[1].text.n});
}

void
words_of(struct words *words, const struct command *cmd)
{
	struct stream ld = {.words = words, .space = SPACE_LD};
	struct stream cpp = {.words = words, .space = SPACE_CC};
	struct stream as = {.words = words, .space = SPACE_AS};

	*words = (struct words){.cap = cmd->n + 1, .seen[0] = 1};
	words->of = arena_alloc(sizeof *words->of, words->cap);
	for (unsigned i = 0; i < cmd->n; i++) {
		const struct arg *a = &cmd->arg[i];

		if (a->input || a->operand)
			continue;
		switch (a->opt ? (enum role)a->opt->role : PLAIN) {
		case LINKER_LIST:	stream_list(&ld, a, i); break;
		case LINKER_WORD:	stream_operand(&ld, cmd, i); break;
		case CPP_LIST:		stream_list(&cpp, a, i); break;
		case CPP_WORD:		stream_operand(&cpp, cmd, i); break;
		case ASSEMBLER_LIST:	stream_list(&as, a, i); break;
		case ASSEMBLER_WORD:	stream_operand(&as, cmd, i); break;
		case LINKER_KEY:	plain_word(words, cmd, i, SPACE_LD); break;
		default:		plain_word(words, cmd, i, SPACE_CC); break;
		}
	}
}

/* False where the words that it makes are not told so easily. */
static bool
mark_argument(struct words *words, const struct arg *a, bool pair)
{
	char start[MARKED] = "";
	size_t n = a->text.n;

	switch (a->opt ? (enum role)a->opt->role : PLAIN) {
	case LINKER_WORD:
	case CPP_LIST:
	case CPP_WORD:
	case ASSEMBLER_LIST:
	case ASSEMBLER_WORD:
		return false;
	case LINKER_LIST:
		for (struct str rest = a->value; rest.n > 0;) {
			struct str word = str_split(&rest, ',');

			if (takes_next(word))
				return false;
			words->seen[word_mark(one_dash(word))] = 1;
		}
		return true;
	default:
		break;
	}
	if (a->text.p[1] == '-')
		return false;
	if (!pair || n >= MARKED) {
		words->seen[word_mark(a->text)] = 1;
		return true;
	}
	memcpy(start, a->text.p, n);
	for (size_t i = 0; n < MARKED && i < a->value.n; i++)
		start[n++] = a->value.p[i];
	words->seen[word_mark((struct str){start, n})] = 1;
	return true;
}

void
words_mark(struct words *words, const struct command *cmd)
{
	*words = (struct words){.unmade = cmd, .seen[0] = 1};
	for (size_t i = 0; i < cmd->n; i++) {
		const struct arg *a = &cmd->arg[i];

		if (a->input || a->operand || mark_argument(words, a, i + 1 < cmd->n && a[1].operand))
			continue;
		words_of(words, cmd);
		return;
	}
}

bool
word_canonical(struct str written, enum space *space, struct str *text)
{
	const struct option *o = option_find(written);
	enum role role = o && written.n > o->length ? (enum role)o->role : PLAIN;
	struct str rest = o ? str_cut(written, o->length) : written, word;
	const char *joint;

	*space = role == LINKER_LIST || role == LINKER_KEY || role == LINKER_WORD ? SPACE_LD
	    : role == ASSEMBLER_LIST || role == ASSEMBLER_WORD		       ? SPACE_AS
									       : SPACE_CC;
	*text = role == LINKER_WORD ? one_dash(rest) : role == ASSEMBLER_WORD ? rest : usual(written, o);
	if (role != LINKER_LIST && role != CPP_LIST && role != ASSEMBLER_LIST)
		return written.n > 1 && written.p[0] == '-';
	word = str_split(&rest, ',');
	*text = role == LINKER_LIST ? one_dash(word) : word;
	if (rest.n == 0)
		return word.n > 0;
	joint = role == LINKER_LIST ? takes_next(word) : NULL;
	if (!joint)
		return false;
	*text = str_of(str_join3(one_dash(word), str_of(joint), rest));
	return str_find(rest, ',', 0) == rest.n;
}

size_t
words_find(struct words *words, enum space space, struct str pattern, size_t from)
{
	size_t star = 0;

	if (!words->seen[word_mark(pattern)])
		return words->n;
	if (words->unmade)
		words_of(words, words->unmade);
	while (star < pattern.n && pattern.p[star] != '*')
		star++;
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
