#include "command/secret.h"

#include <ctype.h>

#include "base/block.h"

/* Within a name, in any case; two letters of each that are rare elsewhere. */
#define NAMES(X) \
	X("APIKEY", 'K', 'E') X("AUTHKEY", 'K', 'E') X("CREDENTIAL", 'C', 'R') X("PASS", 'P', 'A') \
	X("PRIVATE", 'P', 'R') X("SECRET", 'C', 'R') X("TOKEN", 'K', 'E') X("_KEY", 'K', 'E')
#define NAME(name, ...) name,
static const char names[][12] = {NAMES(NAME)};

/* Do two rare letters stand beside each other here? BLOCK + 1 bytes are read. */
static bool
has_rare(const char *p)
{
	const block first = block_at(p) & ~0x20, next = block_at(p + 1) & ~0x20; /* letters without their case; '_' stays */

#define RARE(name, a, b) | ((first == (a)) & (next == (b)))
	return block_any((block){0} NAMES(RARE));
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

/* -DNAME=1 is a switch, as most macros of a command line are. */
static bool
is_switch(struct str word)
{
	return word.p[word.n - 2] == '=' && isdigit((unsigned char)word.p[word.n - 1]) &&
	    !memchr(word.p, '=', word.n - 2);
}

/* Which of the bytes without that there is no secret a word has. Most have neither. */
struct signs {
	bool equals, at;
};

static struct signs
signs_of(struct str word)
{
	char rest[BLOCK] = {0};
	const char *p = word.n < BLOCK ? rest : word.p;
	size_t n = word.n < BLOCK ? BLOCK : word.n;
	block equals = {0}, at = {0};

	if (p == rest && word.n > 0)
		memcpy(rest, word.p, word.n);
	for (size_t i = 0; i < n; i += BLOCK) {
		block bytes = block_at(p + (i < n - BLOCK ? i : n - BLOCK)); /* the last ones are read once more in part */

		equals |= bytes == '=';
		at |= bytes == '@';
	}
	return (struct signs){block_any(equals), block_any(at)};
}

static bool
looks_secret(struct str name)
{
	const char *text = str_dup(name);

	for (size_t i = 0; i < COUNT(names); i++)
		if (strcasestr(text, names[i]))
			return true;
	return false;
}

/* A list (-Wp,-DA=1,-DB=2) has several; elsewhere a comma belongs to the value. */
static bool
is_list(struct str word)
{
	return word.n > 1 && word.p[0] == '-' && word.p[1] == 'W';
}

static struct str
values_hidden(struct str word)
{
	size_t done = 0, at = 0;
	struct buf b = {0};

	while ((at = str_find(word, '=', at)) < word.n) {
		size_t from = at++, to = is_list(word) ? str_find(word, ',', at) : word.n;
		struct str name, value = str_head(str_cut(word, at), to - at);

		while (from > 0 && (isalnum((unsigned char)word.p[from - 1]) || word.p[from - 1] == '_'))
			from--;
		name = str_head(str_cut(word, from), at - 1 - from);
		if (value.n == 0 || (value.n == 1 && isdigit((unsigned char)value.p[0])) || !looks_secret(name))
			continue;
		buf_add(&b, str_head(str_cut(word, done), at - done));
		buf_text(&b, "***");
		done = at = to;
	}
	if (done == 0)
		return word;
	buf_add(&b, str_cut(word, done));
	return buf_str(&b);
}

/* What stands behind "//" up to the path, with the last '@' in it: passwords have some, too. */
static struct str
user_of(struct str rest, bool list)
{
	size_t n = 0;

	while (n < rest.n && !strchr("/?#\"'<>\\ \t\r\n", rest.p[n]) && !(list && rest.p[n] == ','))
		n++;
	while (n > 0 && rest.p[n - 1] != '@')
		n--;
	return str_head(rest, n > 0 ? n - 1 : 0);
}

/* https://user:***@host */
static struct str
passwords_hidden(struct str word)
{
	size_t done = 0, at;
	struct buf b = {0};

	while ((at = done + str_find_text(str_cut(word, done), "://")) < word.n) {
		struct str user = user_of(str_cut(word, at += 3), is_list(word));
		size_t colon = str_find(user, ':', 0);

		if (colon + 1 < user.n) {
			buf_add(&b, str_head(str_cut(word, done), at + colon + 1 - done));
			buf_text(&b, "***");
			at += user.n;
		} else {
			buf_add(&b, str_head(str_cut(word, done), at - done));
		}
		done = at;
	}
	buf_add(&b, str_cut(word, done));
	return buf_str(&b);
}

struct str
secret_hidden(struct str word)
{
	struct signs has = signs_of(word);

	if (has.equals && word.n >= 3 && may_be(word.p) && may_hide(word) && !is_switch(word))
		word = values_hidden(word);
	return has.at ? passwords_hidden(word) : word;
}
