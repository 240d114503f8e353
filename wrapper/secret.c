#include "secret.h"

/* Within a name, in any case. */
#define NAMES(X) \
	X("ACCESS_KEY") X("API_KEY") X("APIKEY") X("AUTH_KEY") X("CREDENTIAL") X("PASSPHRASE") X("PASSWD") X("PASSWORD") \
	X("PRIVATE") X("SECRET") X("SIGNING_KEY") X("TOKEN")
#define NAME(name) name,
static const char names[][12] = {NAMES(NAME)};
static const char hidden[] = "***";

/* Letters without their case; '_' stays. */
#define CAPITAL(c) ((unsigned char)(c) & 0xdfu)
#define PAIR(a, b) (UINT64_C(1) << ((CAPITAL(a) * 5 + CAPITAL(b)) & 63))
#define FIRST_TWO(name) | PAIR((name)[0], (name)[1])
#define NEXT_TWO(name) | PAIR((name)[1], (name)[2])

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
	const uint64_t first = 0 NAMES(FIRST_TWO), next = 0 NAMES(NEXT_TWO);

	for (size_t at = 0; at + 2 < name.n; at++) {
		const char *p = name.p + at;

		if (!(PAIR(p[0], p[1]) & first) || !(PAIR(p[1], p[2]) & next)) /* nearly everywhere */
			continue;
		for (size_t i = 0; i < COUNT(names); i++)
			if (begins(str_cut(name, at), names[i]))
				return true;
	}
	return false;
}

static bool
of_a_name(char c)
{
	return (CAPITAL(c) >= 'A' && CAPITAL(c) <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A list (-Wp,-DA=1,-DB=2) has several; elsewhere a comma belongs to the value. */
struct str
secret_hidden(struct str word)
{
	bool list = word.n > 1 && word.p[0] == '-' && word.p[1] == 'W';
	struct buf b = {0};
	size_t done = 0, equals = 0;

	if (word.n < 2 || !secret_may_be(word.p))
		return word;
	while ((equals = str_find(word, '=', equals)) < word.n) {
		size_t from = equals, to = list ? str_find(word, ',', equals) : word.n;

		while (from > 0 && of_a_name(word.p[from - 1]))
			from--;
		equals++;
		if (to == equals || !looks_secret(str_head(str_cut(word, from), equals - 1 - from)))
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
