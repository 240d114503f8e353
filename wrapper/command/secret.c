#include "command/secret.h"

#include <ctype.h>

#include "base/block.h"

enum { SHORTEST = sizeof "_KEY=1" - 1 }; /* what has fewer bytes hides nothing: "://:1@" has as many */

/* Within a name, in any case; two letters of each that are rare elsewhere. */
#define NAMES(X) \
	X("APIKEY", 'K', 'E') X("AUTHKEY", 'K', 'E') X("CREDENTIAL", 'C', 'R') X("PASS", 'P', 'A') \
	X("PRIVATE", 'P', 'R') X("SECRET", 'C', 'R') X("TOKEN", 'K', 'E') X("_KEY", 'K', 'E')
#define NAME(name, ...) name,
static const char names[][12] = {NAMES(NAME)};

/* A quick no for most words: -DNAME=, --define-macro=NAME=, -Wp,-DNAME=, or an operand. */
static bool
may_be(const char *word)
{
	return word[0] != '-' || word[1] == 'D' || word[1] == 'W' || word[1] == '-';
}

/* Where do two rare letters stand beside each other? */
static block
rare(block first, block next)
{
	block found = {0};

	first &= ~0x20; /* letters without their case; '_' stays */
	next &= ~0x20;
#define RARE(name, a, b) found |= (first == (a)) & (next == (b));
	NAMES(RARE)
	return found;
}

/* A quick no for most of the others. */
static bool
may_hide(struct str word)
{
	block found = rare(block_first(word.p, word.n - 1), block_first(word.p + 1, word.n - 1));

	for (size_t n = word.n - 1; n > BLOCK; n -= BLOCK)
		found |= rare(block_at(word.p + n - BLOCK), block_at(word.p + n - BLOCK + 1));
	return block_any(found);
}

/* -DNAME=1 is a switch, as most macros of a command line are. */
static bool
is_switch(struct str word)
{
	return word.p[word.n - 2] == '=' && isdigit((unsigned char)word.p[word.n - 1]) &&
	    !memchr(word.p, '=', word.n - 2);
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

static __attribute__((noinline)) struct str
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
static COLD struct str
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
static COLD struct str
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

/* Apart, as what it calls is: no other word is to save registers for it. */
static __attribute__((noinline)) struct str
hidden(struct str word, bool has_value, bool may_be_url)
{
	if (has_value && may_be(word.p) && may_hide(word) && !is_switch(word))
		word = values_hidden(word);
	return may_be_url ? passwords_hidden(word) : word;
}

/* Most words have neither of the bytes without that there is no secret. */
struct str
secret_hidden(struct str word)
{
	block b, equals, colons;

	if (word.n < SHORTEST)
		return word;
	b = block_first(word.p, word.n);
	equals = b == '=';
	colons = b == ':';
	for (size_t n = word.n; n > BLOCK; n -= BLOCK) {
		b = block_at(word.p + n - BLOCK);
		equals |= b == '=';
		colons |= b == ':';
	}
	return block_any(equals | colons) ? hidden(word, block_any(equals), block_any(colons)) : word;
}
