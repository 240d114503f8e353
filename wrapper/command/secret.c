#include "command/secret.h"

/* Within a name, in any case; two letters of each that are rare elsewhere. */
#define NAMES(X) \
	X("APIKEY", 'K', 'E') X("AUTHKEY", 'K', 'E') X("CREDENTIAL", 'C', 'R') X("PASS", 'P', 'A') \
	X("PRIVATE", 'P', 'R') X("SECRET", 'C', 'R') X("TOKEN", 'K', 'E') X("_KEY", 'K', 'E')
#define NAME(name, ...) name,
static const char names[][12] = {NAMES(NAME)};
static const char hidden[] = "***";

/* Letters without their case; '_' stays. */
#define CAPITAL(c) ((unsigned char)(c) & 0xdfu)

enum { BLOCK = 16 };
typedef uint8_t block __attribute__((vector_size(BLOCK)));

/* Do two rare letters stand beside each other here? BLOCK + 1 bytes are read. */
static bool
has_rare(const char *p)
{
	block first, next;
	int8_t __attribute__((vector_size(BLOCK))) hit = {0};
	uint64_t found[2];

	memcpy(&first, p, sizeof first);
	memcpy(&next, p + 1, sizeof next);
	first &= 0xdf;
	next &= 0xdf;
#define RARE(name, a, b) | ((first == (a)) & (next == (b)))
	hit = hit NAMES(RARE);
	memcpy(found, &hit, sizeof found);
	return found[0] | found[1];
}

/* A quick no for most words: -DNAME=, --define-macro=NAME=, -Wp,-DNAME=, or an operand. */
static bool
may_be(const char *word)
{
	return word[0] != '-' || word[1] == 'D' || word[1] == 'W' || word[1] == '-';
}

/* A quick no for nearly every word. What is left of a long one is read with bytes before it a second time. */
static bool
may_hide(struct str word)
{
	char rest[BLOCK + 1] = {0};
	size_t at = 0;

	if (word.n <= BLOCK) {
		memcpy(rest, word.p, word.n);
		return has_rare(rest);
	}
	for (; at + BLOCK < word.n; at += BLOCK)
		if (has_rare(word.p + at))
			return true;
	return has_rare(word.p + word.n - BLOCK - 1);
}

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

/* -DNAME=1 is a switch, as most macros of a command line are. */
static bool
has_value(struct str word)
{
	bool is_switch = word.p[word.n - 2] == '=' && digit(word.p[word.n - 1]);

	return memchr(word.p, '=', is_switch ? word.n - 2 : word.n);
}

static bool
begins(struct str s, const char *name)
{
	size_t i = 0;

	while (i < s.n && name[i] != '\0' && CAPITAL(s.p[i]) == (unsigned char)name[i])
		i++;
	return name[i] == '\0';
}

static bool
looks_secret(struct str name)
{
	for (; name.n > 2; name = str_cut(name, 1))
		for (size_t i = 0; i < COUNT(names); i++)
			if (begins(name, names[i]))
				return true;
	return false;
}

static bool
of_a_name(char c)
{
	return (CAPITAL(c) >= 'A' && CAPITAL(c) <= 'Z') || digit(c) || c == '_';
}

/* A list (-Wp,-DA=1,-DB=2) has several; elsewhere a comma belongs to the value. */
struct str
secret_hidden(struct str word)
{
	bool list = word.n > 1 && word.p[0] == '-' && word.p[1] == 'W';
	size_t done = 0, equals;
	struct buf b = {0};

	if (word.n < 3 || !may_be(word.p) || !has_value(word) || !may_hide(word))
		return word;
	equals = str_find(word, '=', 0);
	for (; equals < word.n; equals = str_find(word, '=', equals)) {
		size_t from = equals, to = list ? str_find(word, ',', equals) : word.n;

		while (from > 0 && of_a_name(word.p[from - 1]))
			from--;
		equals++;
		if (to == equals || (to == equals + 1 && digit(word.p[equals])) ||
		    !looks_secret(str_head(str_cut(word, from), equals - 1 - from)))
			continue;
		buf_add(&b, str_head(str_cut(word, done), equals - done));
		buf_text(&b, hidden);
		done = equals = to;
	}
	if (done == 0)
		return word;
	buf_add(&b, str_cut(word, done));
	return buf_str(&b);
}
